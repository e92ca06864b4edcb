/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What comes of a customer's request of one word.
 *
 * What answers with data goes to the address on file and shows only what that
 * person may see (desk/request_data.c); what changes a ticket passes the gate
 * and the table of core/ticket.c.
 */
#include "core/deciding.h"

/* The ticket it refers to, if its gate lets the sender in: the one that is
 * named beside the word, else the first.  A supplier asks for nothing. */
static const struct sp_candidate *own_ticket(const struct sp_deciding *d,
	const struct sp_request *request)
{
	const struct sp_facts *facts = d->c->facts;

	for (size_t i = 0; i < facts->candidate_count; i++) {
		const struct sp_candidate *one = &facts->candidates[i];

		if (request && request->has_code &&
			!sp_str_eq(one->ticket.code, sp_code_format(d->arena, request->code.prefix,
							     request->code.number)))
			continue;
		if (sp_policy_takes_part(facts->sender, one) &&
			!sp_policy_is_supplier_of(facts->sender, one))
			return one;
	}
	return NULL;
}

bool sp_token_is_for(const struct sp_deciding *d, enum sp_token_purpose purpose)
{
	const struct sp_facts *facts = d->c->facts;

	return facts->token.verdict == SP_TOKEN_GOOD && facts->token.purpose == (char)purpose &&
	       facts->sender && facts->token.person_id == facts->sender->id;
}

static bool has_attachment(const struct sp_message *message)
{
	for (size_t i = 0; i < message->attachment_count; i++)
		if (!message->attachments[i].inline_image)
			return true;
	return false;
}

/* An answer that carries the request along, for what it has to show. */
static void answer(struct sp_deciding *d, const char *mail, const struct sp_candidate *own,
	const struct sp_request *request, const char *reason)
{
	const struct sp_person *sender = d->c->facts->sender;
	size_t before = d->plan->count;

	/* To the address on file, not to the one that From names. */
	sp_add_answer(d, mail, own ? own->ticket.id : 0, sender ? sender->id : 0,
		sender ? sender->address : d->c->message->from.items[0].address, reason);
	if (d->plan->count > before && d->plan->items[before].kind == SP_DO_MAIL)
		d->plan->items[before].mail.request = request;
}

static void answer_data(struct sp_deciding *d, const struct sp_candidate *own,
	struct sp_request *request)
{
	bool about_one = request->row->kind == SP_ASK_STATUS || request->row->kind == SP_ASK_HISTORY;

	request->refers = about_one && own;
	d->plan->summary = "asked";
	/* Of a ticket that is not his nothing is said, not even whether it is there. */
	answer(d, request->row->kind == SP_ASK_HISTORY && !own ? "status" : request->row->mail,
		about_one ? own : NULL, request, "he asked for it with one word");
}

static void add_words(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_request *request, const char *reason)
{
	sp_add_entry(d, ticket->id, d->c->facts->sender->id, SP_ENTRY_CUSTOMER,
		request->text.len ? request->text : request->line, reason);
}

static void change(struct sp_deciding *d, const struct sp_candidate *own,
	struct sp_request *request)
{
	const struct sp_ticket *ticket = &own->ticket;
	const struct sp_move *move = sp_ticket_move(ticket->state, request->row->event,
		SP_BY_CUSTOMER);
	size_t before;

	/* Whoever takes part reopens a ticket by writing on it. */
	request->not_his = request->row->event != SP_EV_REOPEN &&
		!sp_policy_is_his(d->c->facts->sender, ticket);
	request->needs_why = move && !request->not_his && (move->needs & SP_NEEDS_NOTE) &&
		request->text.len == 0;
	if (!move || request->not_his || request->needs_why) {
		d->plan->summary = "not-possible";
		if (request->text.len)
			add_words(d, ticket, request, "what he wrote is kept all the same");
		answer(d, "not_possible", own, request, request->not_his ?
			"it is for the requester, or one of his organisation" : request->needs_why ?
			"it needs the reason in words" :
			"the table of statuses does not allow it");
		if (request->text.len)
			sp_notify_staff(d, ticket->id, ticket->queue, own, "the customer wrote");
		return;
	}
	d->plan->summary = sp_event_name(request->row->event);
	add_words(d, ticket, request, "the customer asked for it with one word");
	sp_add_move(d, ticket, request->row->event, "the customer asked for it with one word");
	if (!sp_state_is_open(move->to) && ticket->answered_at == 0)
		sp_add_number(d, ticket->id, SP_FIELD_ANSWERED_AT, d->c->facts->now,
			"closing ends the response time");
	before = d->plan->count;
	if (move->mail)
		answer(d, move->mail, own, NULL, "he is told what came of it");
	/* His own words, or the one word, are no news to him. */
	if (d->plan->count > before && d->plan->items[before].kind == SP_DO_MAIL)
		d->plan->items[before].mail.without_text = true;
	sp_notify_staff(d, ticket->id, ticket->queue, own, "the customer changed the status");
}

/* Whoever is nobody here yet has no data and no ticket: he is told how to
 * write, where anybody may. */
static bool decide_stranger(struct sp_deciding *d, const struct sp_request *request)
{
	if (d->c->queue->policies.registration != SP_REGISTER_OPEN || !request->row->mail ||
		d->c->message->from.count != 1)
		return false;
	d->plan->summary = "asked";
	answer(d, "help", NULL, request, "a stranger asks for what only customers have");
	return true;
}

static bool decide_known(struct sp_deciding *d, struct sp_request *request)
{
	const struct sp_candidate *own = own_ticket(d, request);

	if (request->row->mail) {
		answer_data(d, own, request);
		return true;
	}
	if (request->row->kind == SP_ASK_PRIVACY) {
		if (request->privacy)
			sp_decide_right(d, request);
		else if (request->text.len == 0)
			answer(d, "help", NULL, request, "it does not say which right");
		return request->privacy || request->text.len == 0;
	}
	if (request->row->kind == SP_ASK_COPY)
		return sp_decide_copy(d, own);
	if (request->row->event == SP_EVENTS)
		return false; /* CONTESTO: the staff read it like any other message */
	if (own)
		change(d, own, request);
	else if (request->text.len == 0)
		answer(d, "help", NULL, request, "it does not say on which ticket of his");
	return own || request->text.len == 0;
}

bool sp_decide_request(struct sp_deciding *d)
{
	struct sp_request *request = sp_arena_new(d->arena, struct sp_request);
	bool linked = sp_token_is_for(d, SP_TOKEN_LINK) || sp_token_is_for(d, SP_TOKEN_COPY);

	if (d->standing != SP_KNOWN_CUSTOMER && d->standing != SP_STRANGER)
		return false;
	if (!sp_request_read(d->arena, d->c->words, d->c->message, &d->subject,
		    own_ticket(d, NULL) != NULL, linked, request))
		return false;
	if (has_attachment(d->c->message) && !request->row->with_text && !linked)
		return false;
	if (d->standing == SP_STRANGER)
		return decide_stranger(d, request);
	return decide_known(d, request);
}
