/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/apply.h"

#include "base/utf8.h"
#include "core/address.h"
#include "desk/given.h"
#include "store/archive.h"
#include "store/clock.h"
#include "store/messages.h"
#include "store/origin.h"
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

static enum sp_status open_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_ticket *ticket = &a->ticket;
	const struct sp_facts *facts = a->c->facts;
	enum sp_status status;

	memset(ticket, 0, sizeof *ticket);
	ticket->queue = sp_str(decision->open.queue->name);
	ticket->state = SP_NEW;
	ticket->priority = decision->open.priority;
	ticket->wish = decision->open.wish;
	ticket->subject = decision->open.subject;
	ticket->category = decision->open.category;
	ticket->place = decision->open.place;
	ticket->language = decision->open.language;
	ticket->requester_id = sp_apply_id(a, decision->person_id);
	ticket->organisation_id = decision->open.organisation_id;
	ticket->opened_at = facts->now;
	ticket->received_at = decision->open.received_at;
	ticket->due_at = decision->open.due_at;
	status = sp_ticket_open(a->db, a->arena, decision->open.queue->prefix, ticket, err);
	if (status != SP_OK)
		return status;
	a->new_ticket_id = ticket->id;
	return sp_apply_note(a, decision, "opened", NULL, decision->open.queue->name, err);
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

static enum sp_status move_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_state to = decision->move.to;
	enum sp_status status = sp_apply_ticket(a, sp_apply_id(a, decision->ticket_id), err);

	if (status != SP_OK)
		return status;
	a->ticket.state = to;
	a->ticket.outcome = decision->move.outcome;
	if (to == SP_DONE || to == SP_CANCELLED)
		a->ticket.closed_at = a->c->facts->now;
	if (to == SP_ARCHIVED)
		a->ticket.archived_at = a->c->facts->now;
	status = sp_ticket_change(a->db, &a->ticket, a->c->facts->now, err);
	if (status != SP_OK)
		return status;
	return sp_apply_note(a, decision, "state", sp_state_name(decision->move.from), sp_state_name(to),
		err);
}

static void set_field(struct sp_ticket *ticket, const struct sp_decision *decision)
{
	switch (decision->set.field) {
	case SP_FIELD_PRIORITY:
		ticket->priority = (int)decision->set.number;
		break;
	case SP_FIELD_WISH:
		ticket->wish = (int)decision->set.number;
		break;
	case SP_FIELD_CATEGORY:
		ticket->category = decision->set.text;
		break;
	case SP_FIELD_PLACE:
		ticket->place = decision->set.text;
		break;
	case SP_FIELD_ASSIGNEE:
		ticket->assignee_id = decision->set.number;
		break;
	case SP_FIELD_ANSWERED_AT:
		ticket->answered_at = decision->set.number;
		break;
	case SP_FIELD_DUE_AT:
		ticket->due_at = decision->set.number;
		break;
	case SP_FIELD_PLANNED_AT:
		ticket->planned_at = decision->set.number;
		break;
	case SP_FIELD_REVIEW_AT:
		ticket->review_at = decision->set.number;
		break;
	case SP_FIELD_QUEUE:
		ticket->queue = decision->set.text;
		break;
	case SP_FIELD_CLOSED_AT:
		ticket->closed_at = decision->set.number;
		break;
	case SP_FIELD_EXTRA:
		ticket->extra = decision->set.number != 0;
		break;
	case SP_FIELDS:
		break;
	}
}

static enum sp_status set_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_apply_ticket(a, sp_apply_id(a, decision->ticket_id), err);
	const char *value = "";

	if (status != SP_OK)
		return status;
	set_field(&a->ticket, decision);
	status = sp_ticket_change(a->db, &a->ticket, a->c->facts->now, err);
	if (status != SP_OK)
		return status;
	/* Words of people stay out of the journal; numbers do not. */
	if (!decision->set.text.ptr)
		value = sp_arena_printf(a->arena, "%lld", (long long)decision->set.number);
	return sp_apply_note(a, decision, sp_ticket_field_name(decision->set.field), NULL, value, err);
}

static enum sp_status join_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_participant_add(a->db, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, decision->person_id), decision->join.part,
		sp_apply_id(a, a->plan->actor_id), a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "joined", NULL,
		sp_participation_name(decision->join.part), err) : status;
}

static enum sp_status link_tickets(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_link_add(a->db, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, decision->link.other_id), decision->link.kind, a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "linked", NULL, decision->link.kind, err) : status;
}

/* What was said goes over, and the thread: answers find the other ticket. */
static enum sp_status merge_tickets(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	int64_t into = sp_apply_id(a, decision->link.other_id);
	enum sp_status status = sp_apply_ticket(a, sp_apply_id(a, decision->ticket_id), err);

	if (status != SP_OK)
		return status;
	a->ticket.merged_into = into;
	status = sp_ticket_change(a->db, &a->ticket, a->c->facts->now, err);
	if (status == SP_OK)
		status = sp_ticket_hand_over(a->db, a->ticket.id, into, err);
	return status == SP_OK ? link_tickets(a, decision, err) : status;
}

static enum sp_status split_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_message_move(a->db, decision->split.message_id,
		decision->split.from_id, sp_apply_id(a, decision->ticket_id), err);

	return status == SP_OK ? sp_apply_note(a, decision, "split", NULL, NULL, err) : status;
}

static enum sp_status join_thread(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	const struct sp_person *sender = a->c->facts->sender;
	bool supplier = sender && sender->role == SP_SUPPLIER;

	if (a->c->message->message_id.len == 0)
		return SP_OK;
	return sp_thread_add(a->db, sp_apply_id(a, decision->ticket_id), a->c->message->message_id,
		decision->thread.outside || a->plan->actor == SP_BY_CUSTOMER || (a->c->message->class == SP_AUTOMATIC && !supplier),
		a->c->facts->now, err);
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

static enum sp_status archive_ticket(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return sp_archive_forget(a->db, sp_apply_id(a, decision->ticket_id), err);
}

static enum sp_status (*const steps[SP_DECISIONS])(struct sp_applying *,
	const struct sp_decision *, struct sp_err *) = {
	[SP_DO_STORE] = store_message,
	[SP_DO_PERSON] = make_person,
	[SP_DO_OPEN] = open_ticket,
	[SP_DO_ENTRY] = add_entry,
	[SP_DO_MOVE] = move_ticket,
	[SP_DO_SET] = set_ticket,
	[SP_DO_JOIN] = join_ticket,
	[SP_DO_LINK] = link_tickets,
	[SP_DO_MERGE] = merge_tickets,
	[SP_DO_BLOCK] = sp_apply_block,
	[SP_DO_THREAD] = join_thread,
	[SP_DO_BOUNCED] = mark_bounced,
	[SP_DO_MAIL] = sp_apply_mail,
	[SP_DO_ALARM] = raise_alarm,
	[SP_DO_FLAG] = flag_ticket,
	[SP_DO_HOLD] = hold_message,
	[SP_DO_REMIND] = add_reminder,
	[SP_DO_REMINDED] = end_reminder,
	[SP_DO_ALARMS_TOLD] = end_alarms,
	[SP_DO_ARCHIVE] = archive_ticket,
	[SP_DO_WORK] = sp_apply_work,
	[SP_DO_COST] = sp_apply_cost,
	[SP_DO_REMOTE] = sp_apply_remote,
	[SP_DO_SETTLE] = sp_apply_settle,
	[SP_DO_TOLD] = sp_apply_told,
	[SP_DO_ENDING_TOLD] = sp_apply_ending_told,
	[SP_DO_ACTIVATE] = sp_apply_activate,
	[SP_DO_REFUSE] = sp_apply_refuse,
	[SP_DO_BELONG] = sp_apply_belong,
	[SP_DO_SPLIT] = split_ticket,
	[SP_DO_ESTIMATE] = sp_apply_estimate,
	[SP_DO_CONSENT] = sp_apply_consent,
	[SP_DO_ANSWERED] = sp_apply_answered,
	[SP_DO_DISPUTE] = sp_apply_dispute,
	[SP_DO_VERDICT] = sp_apply_verdict,
	[SP_DO_RIGHT] = sp_apply_right,
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
