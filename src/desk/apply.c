/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/apply.h"

#include "base/utf8.h"
#include "core/address.h"
#include "desk/given.h"
#include "store/clock.h"
#include "store/messages.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/privacy.h"

int64_t sp_apply_id(const struct sp_applying *a, int64_t id)
{
	switch (id) {
	case SP_THE_MESSAGE:
		return a->message_id;
	case SP_THE_NEW_PERSON:
		return a->new_person_id;
	case SP_THE_NEW_TICKET:
		return a->new_ticket_id;
	default:
		return id <= SP_FIRST_NAMED ? a->named_ids[SP_FIRST_NAMED - id] : id;
	}
}

enum sp_status sp_apply_ticket(struct sp_applying *a, int64_t id, struct sp_err *err)
{
	enum sp_status status;
	bool found = false;

	if (a->ticket.id == id)
		return SP_OK;
	status = sp_ticket_by_id(a->db, a->arena, id, &a->ticket, &found, err);
	if (status == SP_OK && !found)
		return sp_fail(err, SP_TEMP, "ticket %lld vanished during a transaction",
			(long long)id);
	return status;
}

enum sp_status sp_apply_note(struct sp_applying *a, const struct sp_decision *decision,
	const char *what, const char *was, const char *now_is, struct sp_err *err)
{
	struct sp_event event = {
		.at = a->c->facts->now,
		.actor = a->plan->actor,
		.person_id = sp_apply_id(a, a->plan->actor_id),
		.ticket_id = sp_apply_id(a, decision->ticket_id),
		.message_id = a->message_id,
		.what = sp_str(what),
		.was = sp_str(was ? was : ""),
		.now_is = sp_str(now_is ? now_is : ""),
		.reason = sp_str(decision->reason),
	};

	return sp_event_add(a->db, &event, err);
}

/* The address it was delivered to, without its extension: a token is no
 * business of the database's. */
static struct sp_str plain_recipient(const struct sp_applying *a)
{
	const struct sp_envelope *envelope = a->c->envelope;
	struct sp_str whole = envelope->recipient_count ? envelope->recipients[0] :
							  envelope->original_recipient;
	struct sp_str local = sp_address_local(whole);
	struct sp_str domain = sp_address_domain(whole);

	if (domain.len == 0)
		return local;
	return sp_str(sp_arena_printf(a->arena, "%.*s@%.*s", (int)sp_str_find_char(local, '+'),
		local.ptr, SP_FMT(domain)));
}

static enum sp_status store_message(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	const struct sp_facts *facts = a->c->facts;
	struct sp_message_row row = {
		.author_id = facts->sender ? facts->sender->id : 0,
		.vouched = a->plan->sender_vouched,
		.now = facts->now,
		.received = facts->received,
		.envelope_recipient = plain_recipient(a),
		.same_id = facts->same_id_before,
	};

	(void)decision;
	/* Decided again: it is stored already. */
	if (a->message_id)
		return SP_OK;
	row.content = *a->content;
	return sp_message_store(a->db, a->c->message, a->c->envelope, &row, a->raw, &a->message_id,
		err);
}

static enum sp_status make_person(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_person person = {
		.role = decision->person.role,
		.state = decision->person.state,
		.name = decision->person.name,
		.address = decision->person.address,
		.language = decision->person.language,
		.organisation_id = decision->person.organisation_id,
	};
	int64_t id = 0;
	enum sp_status status = sp_people_add(a->db, &person, a->c->facts->now, &id, err);

	if (decision->person_id <= SP_FIRST_NAMED)
		a->named_ids[SP_FIRST_NAMED - decision->person_id] = id;
	else
		a->new_person_id = id;
	return status == SP_OK ? sp_apply_note(a, decision, sp_role_name(person.role), NULL,
		sp_person_state_name(person.state), err) : status;
}

static enum sp_status add_entry(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_entry entry = {
		.ticket_id = sp_apply_id(a, decision->ticket_id),
		.kind = decision->entry.kind,
		.author_id = sp_apply_id(a, decision->person_id),
		.message_id = a->message_id,
		.text = decision->entry.text,
		.at = a->c->facts->now,
	};
	enum sp_status status = sp_entry_add(a->db, &entry, &entry.id, err);

	if (status != SP_OK)
		return status;
	return sp_apply_note(a, decision, "entry", NULL, sp_entry_kind_name(entry.kind), err);
}

static enum sp_status mark_bounced(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	const struct sp_bounce *bounce = decision->bounced.bounce;
	struct sp_buf reply = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_add_text(&reply, sp_class_name(a->c->message->class));
	if (bounce)
		sp_buf_printf(&reply, " %.*s %.*s", SP_FMT(bounce->status),
			SP_FMT(sp_utf8_cut(bounce->diagnostic, 300)));
	status = sp_outbox_bounced(a->db, decision->bounced.outbox_id, sp_buf_str(&reply),
		a->c->facts->now, err);
	sp_buf_release(&reply);
	return status == SP_OK ? sp_apply_note(a, decision, "bounced", NULL,
		bounce ? sp_arena_text(a->arena, sp_str_sub(bounce->status, 0, 9)) : "", err) : status;
}

static enum sp_status raise_alarm(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return sp_alarm_raise(a->db, decision->alarm.kind, decision->alarm.detail,
		a->c->facts->now, err);
}

static enum sp_status flag_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return sp_apply_note(a, decision, decision->flag.name, NULL, decision->flag.value, err);
}

static enum sp_status hold_message(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status;

	if (decision->hold.accepts) {
		status = sp_accepted(a, sp_apply_id(a, decision->person_id),
			&decision->hold.queue->policies, err);
		return status == SP_OK ? sp_apply_note(a, decision, "accepted", NULL,
			decision->hold.queue->name, err) : status;
	}
	status = sp_held_add(a->db, a->message_id, sp_apply_id(a, decision->person_id),
		sp_str(decision->hold.queue->name), a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "held", NULL, decision->hold.queue->name, err) :
				 status;
}

static enum sp_status add_reminder(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_reminder reminder = {
		.at = decision->remind.at,
		.ticket_id = sp_apply_id(a, decision->ticket_id),
		.person_id = sp_apply_id(a, decision->person_id),
		.text = decision->remind.text,
	};
	enum sp_status status = sp_reminder_add(a->db, &reminder, a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "reminder", NULL,
		sp_arena_printf(a->arena, "%lld", (long long)reminder.at), err) : status;
}

static enum sp_status end_reminder(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return sp_reminder_done(a->db, decision->reminded.id, a->c->facts->now, err);
}

static enum sp_status end_alarms(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	(void)decision;
	return sp_alarms_told(a->db, err);
}

/* A new one is in the mails that follow. */
static enum sp_status change_address(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_people_token_shown(a->db, decision->person_id,
		decision->shown.token_ticket, a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "address-shown", NULL,
		sp_arena_printf(a->arena, "%lld", (long long)decision->person_id), err) : status;
}

static enum sp_status (*const steps[SP_DECISIONS])(struct sp_applying *,
	const struct sp_decision *, struct sp_err *) = {
	[SP_DO_STORE] = store_message,
	[SP_DO_PERSON] = make_person,
	[SP_DO_OPEN] = sp_apply_open,
	[SP_DO_ENTRY] = add_entry,
	[SP_DO_MOVE] = sp_apply_move,
	[SP_DO_SET] = sp_apply_set,
	[SP_DO_JOIN] = sp_apply_join,
	[SP_DO_LINK] = sp_apply_link,
	[SP_DO_MERGE] = sp_apply_merge,
	[SP_DO_BLOCK] = sp_apply_block,
	[SP_DO_THREAD] = sp_apply_thread,
	[SP_DO_BOUNCED] = mark_bounced,
	[SP_DO_MAIL] = sp_apply_mail,
	[SP_DO_ALARM] = raise_alarm,
	[SP_DO_FLAG] = flag_ticket,
	[SP_DO_HOLD] = hold_message,
	[SP_DO_REMIND] = add_reminder,
	[SP_DO_REMINDED] = end_reminder,
	[SP_DO_ALARMS_TOLD] = end_alarms,
	[SP_DO_ARCHIVE] = sp_apply_archive,
	[SP_DO_WORK] = sp_apply_work,
	[SP_DO_COST] = sp_apply_cost,
	[SP_DO_REMOTE] = sp_apply_remote,
	[SP_DO_SETTLE] = sp_apply_settle,
	[SP_DO_TOLD] = sp_apply_told,
	[SP_DO_ENDING_TOLD] = sp_apply_ending_told,
	[SP_DO_ACTIVATE] = sp_apply_activate,
	[SP_DO_REFUSE] = sp_apply_refuse,
	[SP_DO_BELONG] = sp_apply_belong,
	[SP_DO_SPLIT] = sp_apply_split,
	[SP_DO_UNITE] = sp_apply_unite,
	[SP_DO_ESTIMATE] = sp_apply_estimate,
	[SP_DO_CONSENT] = sp_apply_consent,
	[SP_DO_ANSWERED] = sp_apply_answered,
	[SP_DO_DISPUTE] = sp_apply_dispute,
	[SP_DO_VERDICT] = sp_apply_verdict,
	[SP_DO_RIGHT] = sp_apply_right,
	[SP_DO_SHOWN] = change_address,
};

/* Where data are restricted nothing is done, whoever makes the plan (what comes by
 * mail core/decide_privacy.c has looked at).  An administrator is told so. */
static enum sp_status is_withheld(struct sp_applying *a, const struct sp_decision *decision,
	bool *withheld_r, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	*withheld_r = false;
	if (!decision->ticket_id || sp_restriction_allows(decision))
		return SP_OK;
	status = sp_apply_ticket(a, sp_apply_id(a, decision->ticket_id), err);
	*withheld_r = status == SP_OK && a->ticket.restricted;
	if (*withheld_r && a->plan->actor == SP_BY_ADMINISTRATOR)
		return sp_fail(err, SP_PERM, "%.*s: its customer's data are restricted; see sportello "
			"privacy lift", SP_FMT(a->ticket.code));
	return status;
}

enum sp_status sp_apply(struct sp_applying *a, struct sp_err *err)
{
	bool withheld = false;

	enum sp_status status = sp_db_identity(a->db, a->arena, &a->identity, err);

	for (size_t i = 0; i < a->plan->count && status == SP_OK; i++) {
		const struct sp_decision *decision = &a->plan->items[i];

		status = is_withheld(a, decision, &withheld, err);
		if (status == SP_OK && !withheld && steps[decision->kind])
			status = steps[decision->kind](a, decision, err);
	}
	return status;
}
