/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A new ticket.
 */
#include "core/deciding.h"

#include "core/address.h"
#include "core/calendar.h"
#include "core/clocking.h"
#include "core/intake.h"
#include "core/on_call.h"

enum { URGENT = 3, REVIEW_DAYS = 7, DAY = 86400 };

/* Priority that the customer's words give, and why. */
static int wish_of(const struct sp_deciding *d, const struct sp_intake *intake)
{
	bool urgent = !d->subject.reply && sp_subject_urgent(d->c->words, d->c->message->subject);

	if (urgent)
		return 3;
	return intake->priority > 0 ? intake->priority : 0;
}

/* SPEC.md section 2: stars, urgent only, or none; the wish is kept anyway. */
static int priority_of(const struct sp_queue_conf *queue, int wish)
{
	switch (queue->policies.customer_priority) {
	case SP_WISH_STARS:
		return wish;
	case SP_WISH_URGENT:
		return wish == 3 ? 3 : 0;
	case SP_WISH_NONE:
		break;
	}
	return 0;
}

/* The queue that "Coda:" names, by name or title; else where it was sent to. */
static const struct sp_queue_conf *queue_of(const struct sp_deciding *d,
	const struct sp_intake *intake)
{
	const struct sp_conf *conf = d->c->conf;

	for (size_t i = 0; intake->queue.len && i < conf->queue_count; i++)
		if (sp_str_eq_nocase(intake->queue, sp_str(conf->queues[i].name)) ||
			sp_str_eq_nocase(intake->queue, sp_str(conf->queues[i].title)))
			return &conf->queues[i];
	return d->c->queue;
}

int64_t sp_due_of(struct sp_deciding *d, const struct sp_policies *policies,
	const struct sp_payer_facts *payer, struct sp_str queue, int64_t from)
{
	int64_t minutes = sp_payer_response(payer, queue, sp_day_of(from)), due = 0;
	struct sp_decision *alarm;
	struct sp_err err = { 0 };

	if (minutes == 0)
		minutes = policies->response_minutes;
	if (minutes == 0)
		return 0;
	if (sp_calendar_due(policies->calendar, from, minutes, &due, &err) == SP_OK)
		return due;
	alarm = sp_plan_add(d->plan, SP_DO_ALARM, "no deadline can be worked out: none is promised");
	alarm->alarm.kind = "no-deadline";
	alarm->alarm.detail = sp_arena_str(d->arena, sp_str(err.text));
	return 0;
}

/* Whom a staff member opens it for. */
static int64_t customer_of(struct sp_deciding *d)
{
	const struct sp_person *known = sp_named_person(d->c->facts, d->behalf.address);
	struct sp_decision *person;

	if (known)
		return known->id;
	person = sp_plan_add(d->plan, SP_DO_PERSON, "a staff member opens a ticket for him");
	person->person_id = SP_THE_NEW_PERSON;
	person->person.address = d->behalf.address;
	person->person.name = d->behalf.name;
	person->person.language = d->language;
	return SP_THE_NEW_PERSON;
}

static int64_t organisation_of(const struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_person *known = sp_named_person(facts, d->behalf.address);

	if (d->behalf.address.len)
		return known ? known->organisation_id : 0;
	return facts->sender ? facts->sender->organisation_id : 0;
}

/* The requester: somebody we know, somebody new, or nobody. */
static int64_t requester(struct sp_deciding *d)
{
	const struct sp_message *message = d->c->message;
	const struct sp_facts *facts = d->c->facts;
	struct sp_decision *person;
	struct sp_str address;

	if (d->behalf.address.len)
		return customer_of(d);
	if (facts->sender && facts->sender->state != SP_PERSON_ERASED)
		return facts->sender->id;
	if (message->from.count != 1)
		return 0;
	address = sp_address_key(d->arena, message->from.items[0].address);
	if (!address.ptr)
		return 0;
	person = sp_plan_add(d->plan, SP_DO_PERSON, "whoever writes is a customer here");
	person->person_id = SP_THE_NEW_PERSON;
	person->person.address = address;
	/* Some programs repeat the address as the name. */
	if (!sp_str_eq_nocase(message->from.items[0].name, message->from.items[0].address))
		person->person.name = message->from.items[0].name;
	person->person.language = d->language;
	return SP_THE_NEW_PERSON;
}

/* What is known of who pays for the new ticket. */
static const struct sp_payer_facts *payer_of(const struct sp_deciding *d, int64_t person_id)
{
	return sp_facts_of_payer(d->c->facts, sp_payer_of(organisation_of(d), person_id));
}

static int64_t first_due(struct sp_deciding *d, const struct sp_queue_conf *queue,
	int64_t person_id)
{
	if (d->privacy)
		return d->privacy_due;
	/* What waits for hours has no clock yet. */
	if (d->admitted == SP_WITHOUT_HOLD)
		return 0;
	return sp_due_of(d, &queue->policies, payer_of(d, person_id), sp_str(queue->name),
		d->c->facts->received);
}

/* What it is about.  Of a mail that is handed on its own subject, where the one
 * around it is only that with something about it ("[mario@example.it: ...]"). */
static struct sp_str topic_of(const struct sp_deciding *d)
{
	struct sp_str own = sp_subject_parse(d->arena, d->c->words, d->c->message->quoted_subject).topic;
	bool around = own.len && sp_str_find(d->subject.topic, own) < d->subject.topic.len;

	return d->behalf.address.len && (around || d->subject.topic.len == 0) ? own : d->subject.topic;
}

static void open_ticket(struct sp_deciding *d, const struct sp_queue_conf *queue,
	const struct sp_intake *intake, int64_t person_id)
{
	int64_t due = first_due(d, queue, person_id);
	struct sp_decision *open = sp_plan_add(d->plan, SP_DO_OPEN,
		"a message that continues no ticket of its sender's opens one");

	open->ticket_id = SP_THE_NEW_TICKET;
	open->person_id = person_id;
	open->open.queue = queue;
	open->open.organisation_id = organisation_of(d);
	open->open.subject = topic_of(d);
	open->open.category = d->privacy ? SP_STR("privacy") : intake->category;
	open->open.place = intake->place;
	open->open.language = d->language;
	open->open.wish = wish_of(d, intake);
	open->open.priority = priority_of(queue, open->open.wish);
	open->open.received_at = d->c->facts->received;
	open->open.due_at = due;
}

static void link_tickets(struct sp_deciding *d, const struct sp_candidate *claimed)
{
	bool own = sp_policy_takes_part(d->c->facts->sender, claimed);
	bool follows = own && claimed->ticket.state == SP_ARCHIVED;
	struct sp_decision *link;

	if (own && !follows)
		return;
	link = sp_plan_add(d->plan, SP_DO_LINK, follows ?
		"it answers a ticket that is archived" :
		"its sender takes no part in the ticket that it refers to");
	link->ticket_id = SP_THE_NEW_TICKET;
	link->link.other_id = claimed->ticket.id;
	link->link.kind = follows ? "follows" : "claimed";
}

/* Urgent out of office hours: who is on call gets it at once, as such; if he does
 * not take it, the clock goes on to the next (core/decide_clock.c). */
static void call(struct sp_deciding *d, const struct sp_queue_conf *queue, int priority)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_person *person = sp_on_call(facts, sp_str(queue->name), facts->now, 0);

	if (priority != URGENT || d->quiet || !person ||
		sp_calendar_open_at(queue->policies.calendar, facts->now))
		return;
	sp_clock_mark(d, SP_THE_NEW_TICKET, SP_MARK_CALLED, 0, "urgent out of office hours");
	sp_clock_mail(d, "on_call", SP_THE_NEW_TICKET, person, NULL,
		"urgent out of office hours: who is on call");
	d->called_id = person->id;
}

static unsigned lacks(const struct sp_deciding *d, const struct sp_intake *intake,
	const struct sp_queue_conf *queue)
{
	return sp_missing(queue, intake->category, intake->place, sp_has_file(d->c->message));
}

/* What the requester is told first. */
static const char *first_mail(const struct sp_deciding *d, const struct sp_intake *intake,
	const struct sp_queue_conf *queue)
{
	if (d->privacy)
		return "privacy_received";
	if (d->disputed)
		return "dispute_received";
	if (d->admitted == SP_WITHOUT_HOLD)
		return "no_package";
	if (d->welcome)
		return "activated";
	return lacks(d, intake, queue) ? "missing" : "confirmation";
}

/* --- without a package (SPEC.md section 5) --------------------------------------- */

/* It is kept, and nothing more; he is told what is needed, the staff what he
 * asked for. */
static void refuse(struct sp_deciding *d, const struct sp_queue_conf *queue, struct sp_str text)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_address *from = &d->c->message->from.items[0];
	int64_t person_id = facts->sender ? facts->sender->id : 0;

	d->plan->summary = "no-package";
	d->plan->said = text;
	if (d->welcome)
		sp_add_answer(d, "activated", 0, person_id, from->address, "he is a customer now");
	sp_add_answer(d, "no_package", 0, person_id, from->address,
		"without_package = refuse: no package, no contract");
	sp_notify_staff(d, 0, sp_str(queue->name), NULL,
		"a request without a package was refused");
}

/* It waits until hours are added, or the staff take it all the same. */
static void wait_for_hours(struct sp_deciding *d)
{
	const struct sp_person *sender = d->c->facts->sender;
	const struct sp_move *move = sp_ticket_move(SP_NEW, SP_EV_HOLD, SP_BY_SYSTEM);
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_MOVE,
		"without_package = hold: no package, no contract");

	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->move.from = SP_NEW;
	decision->move.to = move->to;
	decision->move.actor = SP_BY_SYSTEM;
	sp_add_number(d, SP_THE_NEW_TICKET, SP_FIELD_REVIEW_AT,
		d->c->facts->now + REVIEW_DAYS * DAY, "to be looked at again then");
	decision = sp_plan_add(d->plan, SP_DO_FLAG, "it goes on when hours are added");
	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->flag.name = "waits-package";
	if (d->welcome)
		sp_add_answer(d, "activated", 0, sender ? sender->id : 0,
			d->c->message->from.items[0].address, "he is a customer now");
}

/* Whom the requester will be, as far as his hours go. */
static enum sp_without_package admit(const struct sp_deciding *d, const struct sp_queue_conf *queue)
{
	const struct sp_person *sender = d->c->facts->sender;

	if (d->quiet || d->behalf.address.len || d->c->message->from.count != 1)
		return SP_WITHOUT_ACCEPT;
	return sp_hours_admit(d, queue, payer_of(d, sender ? sender->id : 0));
}

static void answer_first(struct sp_deciding *d, const struct sp_intake *intake,
	const struct sp_queue_conf *queue, int64_t person_id)
{
	size_t before = d->plan->count;

	sp_add_answer(d, first_mail(d, intake, queue), SP_THE_NEW_TICKET, person_id,
		d->privacy ? d->c->facts->sender->address : d->c->message->from.items[0].address,
		"every new ticket of a person is confirmed");
	if (d->plan->count == before || d->plan->items[before].kind != SP_DO_MAIL)
		return;
	d->plan->items[before].mail.held = d->admitted == SP_WITHOUT_HOLD;
	d->plan->items[before].mail.missing = lacks(d, intake, queue);
}

/* A category that the queue has not stays in the text, for people to read. */
static void take_category(struct sp_deciding *d, struct sp_intake *intake,
	const struct sp_queue_conf *queue)
{
	struct sp_str known = sp_category_of(queue, intake->category);

	if (intake->category.len && known.len == 0)
		intake->text = sp_str(sp_arena_printf(d->arena, "%s: %.*s\n\n%.*s",
			sp_word(d->c->words, sp_arena_text(d->arena, d->language), "field.category"),
			SP_FMT(intake->category), SP_FMT(intake->text)));
	intake->category = known;
}

/* What was written, and what of it is for the desk only. */
static void add_words(struct sp_deciding *d, const struct sp_intake *intake, int64_t person_id)
{
	bool unproven = d->standing == SP_UNPROVEN_STAFF;

	sp_add_entry(d, SP_THE_NEW_TICKET, unproven ? 0 : person_id,
		unproven ? SP_ENTRY_UNPROVEN : SP_ENTRY_CUSTOMER, intake->text,
		d->c->message->class == SP_UNPARSED ? "it could not be parsed and is kept raw" :
						      "what was written");
	if (intake->note.ptr)
		sp_add_entry(d, SP_THE_NEW_TICKET, person_id, SP_ENTRY_NOTE, intake->note,
			"what follows Nota: is for the desk only");
	if (d->behalf_note.len)
		sp_add_entry(d, SP_THE_NEW_TICKET, d->c->facts->sender->id, SP_ENTRY_NOTE,
			d->behalf_note, "what stands above a mail that is handed on is for the desk");
}

void sp_decide_new(struct sp_deciding *d, const struct sp_candidate *claimed)
{
	struct sp_intake intake = sp_intake_parse(d->c->words,
		d->behalf_text.ptr ? d->behalf_text : sp_said(d));
	const struct sp_queue_conf *queue = queue_of(d, &intake);
	bool unproven = d->standing == SP_UNPROVEN_STAFF;
	int64_t person_id;

	take_category(d, &intake, queue);
	if (d->privacy)
		intake.text = d->privacy->text.len ? d->privacy->text : d->privacy->line;
	else if (!d->quiet && !d->disputed && !d->behalf.address.len &&
		 sp_decide_duplicate(d, intake.text, intake.note))
		return;
	d->admitted = admit(d, queue);
	if (d->admitted == SP_WITHOUT_REFUSE) {
		refuse(d, queue, intake.text);
		return;
	}
	person_id = requester(d);

	d->plan->summary = "opened";
	d->plan->nothing_disputed = sp_disputes_nothing(d);
	if (d->plan->actor_id == 0 && !unproven)
		d->plan->actor_id = person_id;
	open_ticket(d, queue, &intake, person_id);
	add_words(d, &intake, person_id);
	if (claimed)
		link_tickets(d, claimed);
	if (!d->behalf.address.len)
		sp_link_recent(d, intake.text);
	if (d->admitted == SP_WITHOUT_HOLD)
		wait_for_hours(d);
	if (d->behalf.address.len)
		sp_add_mail(d, "confirmation", SP_THE_NEW_TICKET, person_id, d->behalf.address,
			d->language, "the customer is told of what was opened for him");
	else if (person_id && !unproven)
		answer_first(d, &intake, queue, person_id);
	call(d, queue, priority_of(queue, wish_of(d, &intake)));
	sp_notify_staff(d, SP_THE_NEW_TICKET, sp_str(queue->name), NULL, "a new ticket");
}
