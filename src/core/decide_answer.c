/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An answer of the requester's side, or of a supplier.
 */
#include "core/deciding.h"

#include "core/intake.h"
#include "core/thanks.h"

static const char *match_reason(enum sp_match match)
{
	switch (match) {
	case SP_BY_TOKEN:
		return "the address carries the ticket's signed token";
	case SP_BY_REFERENCE:
		return "it answers a message of the ticket";
	case SP_BY_SUBJECT:
		return "the subject carries the ticket's number";
	}
	return "";
}

/* A forward to others is no answer to us, whatever its References say. */
static bool forwarded_to_others(const struct sp_deciding *d)
{
	const struct sp_address_list *lists[] = { &d->c->message->to, &d->c->message->cc };

	if (!d->subject.forward && !d->c->message->forwarded)
		return false;
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (!sp_conf_queue_of_address(d->c->conf, lists[k]->items[i].address, NULL))
				return true;
	return false;
}

/* Those whose names may stand in a thank-you: who writes, and who is thanked. */
static struct sp_thanks_names names_of(const struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_address_list *from = &d->c->message->from;
	struct sp_str *names = sp_arena_array(d->arena, facts->staff_count + 4, struct sp_str);
	size_t count = 0;

	names[count++] = facts->sender->name;
	names[count++] = facts->sender->organisation;
	names[count++] = sp_str(d->c->conf->desk_name);
	if (from->count)
		names[count++] = from->items[0].name;
	for (size_t i = 0; i < facts->staff_count; i++)
		names[count++] = facts->staff[i].name;
	return (struct sp_thanks_names){ names, count };
}

/* A few words, all of them thanks: "ok grazie mille Anna!"  A logo in the signature
 * is nothing that he sends. */
static bool only_thanks(const struct sp_deciding *d)
{
	struct sp_thanks_names names = names_of(d);

	return !sp_has_file(d->c->message) && sp_thanks_is(d->c->words, sp_said(d), &names);
}

/* A reply raises a ticket only when its own subject was changed to say so, and
 * not over what the staff decided: then it is recorded as his wish. */
static void raise_when_urgent(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	const struct sp_ticket *ticket = &candidate->ticket;

	if (!sp_subject_urgent(d->c->words, d->subject.topic) ||
		sp_subject_urgent(d->c->words, ticket->subject))
		return;
	if (ticket->wish != 3)
		sp_add_number(d, ticket->id, SP_FIELD_WISH, 3, "the subject was changed to say URGENTE");
	if (sp_policies_of(d, ticket->queue)->customer_priority != SP_WISH_NONE &&
		ticket->priority != 3 && !candidate->priority_decided)
		sp_add_number(d, ticket->id, SP_FIELD_PRIORITY, 3,
			"the subject was changed to say URGENTE");
}

static void set_text(struct sp_deciding *d, int64_t ticket_id, enum sp_ticket_field field,
	struct sp_str text)
{
	struct sp_decision *set = sp_plan_add(d->plan, SP_DO_SET, "the answer fills in what was asked for");

	set->ticket_id = ticket_id;
	set->set.field = field;
	set->set.text = text;
}

/* What the queue requires and the request lacked (SPEC.md section 2): what it
 * lacks still, while nobody has begun. */
static unsigned fill_in(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_queue_conf *queue = sp_conf_queue(d->c->conf, ticket->queue);
	struct sp_intake intake = sp_intake_parse(d->c->words, sp_said(d));
	struct sp_str category = ticket->category, place = ticket->place;

	if (!queue)
		return 0;
	if (queue->require_category && category.len == 0) {
		category = sp_category_of(queue, intake.category);
		if (category.len)
			set_text(d, ticket->id, SP_FIELD_CATEGORY, category);
	}
	if (queue->require_place && place.len == 0 && intake.place.len) {
		place = intake.place;
		set_text(d, ticket->id, SP_FIELD_PLACE, place);
	}
	return ticket->state != SP_NEW ? 0 : sp_missing(queue, category, place,
		candidate->has_file || sp_has_file(d->c->message));
}

/* He is asked again for what is missing still. */
static void ask_again(struct sp_deciding *d, const struct sp_ticket *ticket, unsigned missing)
{
	const struct sp_person *sender = d->c->facts->sender;
	size_t before = d->plan->count;

	sp_add_answer(d, "missing", ticket->id, sender->id, sender->address,
		"what the queue requires is missing still");
	if (d->plan->count > before && d->plan->items[before].kind == SP_DO_MAIL)
		d->plan->items[before].mail.missing = missing;
}

static void decide_customer(struct sp_deciding *d, const struct sp_candidate *candidate,
	const char *reason)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_person *sender = d->c->facts->sender;
	const struct sp_move *move;
	unsigned missing;

	d->plan->summary = "answered";
	sp_add_entry(d, ticket->id, sender->id, SP_ENTRY_CUSTOMER, sp_said(d), reason);
	if (!sp_state_is_open(ticket->state) && only_thanks(d)) {
		d->plan->summary = "thanked";
		sp_notify_staff(d, ticket->id, ticket->queue, candidate, "a thank-you changes nothing");
		return;
	}
	raise_when_urgent(d, candidate);
	missing = fill_in(d, candidate);
	if (missing)
		ask_again(d, ticket, missing);
	if (sp_decide_too_large(d->c->conf, d->c->message))
		sp_add_answer(d, "too_large", ticket->id, sender->id, sender->address,
			"message_size_limit: its attachments are not kept");
	move = sp_add_move(d, ticket, SP_EV_ANSWER, "the customer answered");
	if (move && move->mail)
		sp_add_answer(d, move->mail, ticket->id, sender->id, sender->address,
			"the answer reopened the ticket");
	sp_notify_staff(d, ticket->id, ticket->queue, candidate, "the customer answered");
}

static void decide_supplier(struct sp_deciding *d, const struct sp_candidate *candidate,
	const char *reason)
{
	d->plan->actor = SP_BY_SUPPLIER;
	d->plan->summary = "supplier";
	sp_add_entry(d, candidate->ticket.id, d->c->facts->sender->id, SP_ENTRY_SUPPLIER,
		sp_said(d), reason);
	sp_notify_staff(d, candidate->ticket.id, candidate->ticket.queue, candidate,
		"a supplier's answer is for the staff only");
}

bool sp_decide_answer(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_candidate *candidate = NULL;

	if (!facts->sender || facts->sender->state != SP_PERSON_ACTIVE || forwarded_to_others(d))
		return false;
	for (size_t i = 0; i < facts->candidate_count && !candidate; i++)
		if (sp_policy_takes_part(facts->sender, &facts->candidates[i]))
			candidate = &facts->candidates[i];
	/* A thank-you for the final mail is no new request. */
	if (!candidate || (candidate->ticket.state == SP_ARCHIVED && !only_thanks(d)))
		return false;
	if (sp_policy_is_supplier_of(facts->sender, candidate))
		decide_supplier(d, candidate, match_reason(candidate->match));
	else
		decide_customer(d, candidate, match_reason(candidate->match));
	return true;
}

bool sp_decide_thanks(struct sp_deciding *d)
{
	/* What only informs.  To "ok, grazie" in answer to a mail that offers hours or a
	 * package somebody has to look. */
	static const char *const mails[] = { "help", "status", "list", "history", "balance", "news",
		"announcement", "not_possible", "privacy_erased" };

	if (d->standing != SP_KNOWN_CUSTOMER || !only_thanks(d))
		return false;
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++)
		if (sp_str_eq(d->c->facts->answers_mail, sp_str(mails[i]))) {
			d->plan->summary = "thanked";
			return true;
		}
	return false;
}
