/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Too large, too many, or twice the same (SPEC.md section 2): what joins a
 * ticket that is there already instead of opening one.
 */
#include "core/deciding.h"

#include "core/similar.h"

bool sp_decide_too_large(const struct sp_conf *conf, const struct sp_message *message)
{
	/* What was beyond SP_MAX_MESSAGE was not even read: its size is unknown. */
	return message->size > conf->message_size_limit ||
	       (message->cut && message->size >= SP_MAX_MESSAGE);
}

/* --- one sender's flood -------------------------------------------------------- */

static bool is_flood(const struct sp_deciding *d)
{
	return d->standing != SP_PROVEN_STAFF && d->standing != SP_SILENCED &&
	       d->c->facts->messages_from_sender_hour >= d->c->conf->flood_hourly;
}

static void alarm_flood(struct sp_deciding *d, int64_t ticket_id)
{
	struct sp_decision *alarm = sp_plan_add(d->plan, SP_DO_ALARM,
		"flood_hourly: too many messages of one sender");

	alarm->ticket_id = ticket_id;
	alarm->alarm.kind = "flood";
	alarm->alarm.detail = sp_str(d->c->queue->name);
}

static void flag_new_ticket(struct sp_deciding *d)
{
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_FLAG,
		"flood_hourly: what else its sender writes joins it");

	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->flag.name = "flood";
	alarm_flood(d, SP_THE_NEW_TICKET);
}

bool sp_decide_flood(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;

	if (!is_flood(d))
		return false;
	d->quiet = true;
	d->plan->summary = "flood";
	/* Of one who is no customer it is stored, and that is all. */
	if (d->standing == SP_STRANGER &&
		(facts->sender || d->c->queue->policies.registration != SP_REGISTER_OPEN)) {
		alarm_flood(d, 0);
		return true;
	}
	if (!facts->flood_ticket_id) {
		sp_decide_new(d, facts->candidate_count ? &facts->candidates[0] : NULL);
		flag_new_ticket(d);
	} else {
		sp_add_entry(d, facts->flood_ticket_id, facts->sender->id,
			d->standing == SP_UNPROVEN_STAFF ? SP_ENTRY_UNPROVEN : SP_ENTRY_CUSTOMER,
			sp_said(d), "flood_hourly: it joins the others of its sender");
	}
	d->plan->summary = "flood";
	return true;
}

/* --- the same again --------------------------------------------------------------- */

static bool same_subject(const struct sp_deciding *d, const struct sp_recent_ticket *recent)
{
	return d->subject.topic.len && sp_str_eq_nocase(sp_str_trim(d->subject.topic),
					       sp_str_trim(recent->subject));
}

/* Almost the same text; a short one ("non funziona") only with the same subject. */
static bool is_duplicate(const struct sp_deciding *d, const struct sp_recent_ticket *recent,
	struct sp_str text)
{
	return sp_similar(text, recent->text) >= SP_SIMILAR_NEAR &&
	       (sp_similar_words(text) >= SP_SIMILAR_FEW || same_subject(d, recent));
}

/* What says more than the first did is no mere repetition: it opens a ticket
 * and is linked to the first. */
static bool may_join(const struct sp_deciding *d, const struct sp_recent_ticket *recent)
{
	return recent->state != SP_ARCHIVED &&
	       (sp_subject_urgent(d->c->words, recent->subject) ||
		       !sp_subject_urgent(d->c->words, d->c->message->subject));
}

static void join(struct sp_deciding *d, const struct sp_recent_ticket *recent, struct sp_str text,
	struct sp_str note)
{
	struct sp_candidate candidate = { .ticket = { .id = recent->id, .code = recent->code,
		.queue = recent->queue, .state = recent->state, .subject = recent->subject,
		.assignee_id = recent->assignee_id } };
	const struct sp_person *sender = d->c->facts->sender;
	size_t before;

	d->plan->summary = "joined";
	sp_add_entry(d, recent->id, sender->id, SP_ENTRY_CUSTOMER, text,
		"almost the same text as the ticket's, within duplicate_hours");
	if (note.ptr)
		sp_add_entry(d, recent->id, sender->id, SP_ENTRY_NOTE, note,
			"what follows Nota: is for the desk only");
	sp_add_move(d, &candidate.ticket, SP_EV_ANSWER, "the customer wrote again");
	before = d->plan->count;
	sp_add_answer(d, "joined", recent->id, sender->id, sender->address,
		"he is told where his message is");
	/* Once a ticket: two machines that repeat themselves would never end. */
	if (d->plan->count > before && d->plan->items[before].kind == SP_DO_MAIL)
		d->plan->items[before].mail.once = sp_arena_printf(d->arena, "joined %.*s",
			SP_FMT(recent->code));
	sp_notify_staff(d, recent->id, recent->queue, &candidate, "the customer wrote the same again");
}

bool sp_decide_duplicate(struct sp_deciding *d, struct sp_str text, struct sp_str note)
{
	const struct sp_facts *facts = d->c->facts;

	if (d->standing == SP_UNPROVEN_STAFF || d->standing == SP_PROVEN_STAFF || !facts->sender)
		return false;
	/* The newest comes first; the first of all is what it is joined to. */
	for (size_t i = facts->recent_count; i > 0; i--) {
		const struct sp_recent_ticket *recent = &facts->recent[i - 1];

		if (is_duplicate(d, recent, text) && may_join(d, recent)) {
			join(d, recent, text, note);
			return true;
		}
	}
	return false;
}

void sp_link_recent(struct sp_deciding *d, struct sp_str text)
{
	const struct sp_facts *facts = d->c->facts;

	for (size_t i = 0; i < facts->recent_count; i++) {
		const struct sp_recent_ticket *recent = &facts->recent[i];
		bool same = is_duplicate(d, recent, text);
		struct sp_decision *link;

		if (!same && !same_subject(d, recent))
			continue;
		link = sp_plan_add(d->plan, SP_DO_LINK, same ?
			"almost the same text as a ticket of his within duplicate_hours" :
			"the same subject as a ticket of his within duplicate_hours");
		link->ticket_id = SP_THE_NEW_TICKET;
		link->link.other_id = recent->id;
		link->link.kind = same ? "duplicate" : "same_subject";
		return;
	}
}

/* --- another help desk ------------------------------------------------------------ */

/* "[OT00191]" of a prefix that is not ours, "[Ticket#2026112]": the number that
 * another help desk gives. */
static bool is_foreign_number(const struct sp_deciding *d, struct sp_str tag)
{
	const struct sp_conf *conf = d->c->conf;
	size_t hash = sp_str_find_char(tag, '#'), digits = 0;
	struct sp_code code;

	while (hash + 1 + digits < tag.len && sp_ascii_digit(tag.ptr[hash + 1 + digits]))
		digits++;
	if (digits >= 3)
		return true;
	if (!sp_code_parse(d->arena, tag, &code))
		return false;
	for (size_t i = 0; i < conf->queue_count; i++)
		if (sp_str_eq_nocase(code.prefix, sp_str(conf->queues[i].prefix)))
			return false;
	return true;
}

bool sp_from_another_desk(const struct sp_deciding *d)
{
	struct sp_str rest = d->c->message->subject;

	while (rest.len) {
		size_t open = sp_str_find_char(rest, '['), close;

		rest = sp_str_from(rest, open);
		close = sp_str_find_char(rest, ']');
		if (close < rest.len && is_foreign_number(d, sp_str_sub(rest, 0, close + 1)))
			return true;
		rest = sp_str_from(rest, 1);
	}
	return false;
}
