/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about whose ticket it is: for a customer, one into another.
 */
#include "core/commanding.h"
#include "core/merge.h"

/* --- #cliente, and a customer's mail handed on -------------------------------------- */

bool sp_may_be_behalf(const struct sp_deciding *d, struct sp_str address)
{
	const struct sp_person *person = sp_named_person(d->c->facts, address);

	if (address.len == 0 || sp_conf_queue_of_address(d->c->conf, address, NULL))
		return false;
	return !person || (person->role == SP_CUSTOMER && person->state == SP_PERSON_ACTIVE);
}

/* The ticket that this mail opens, for the lines after the one that does. */
static void go_on_with_new(struct sp_commanding *c)
{
	const struct sp_person *known = sp_named_person(c->d->c->facts, c->d->behalf.address);

	memset(&c->after, 0, sizeof c->after);
	c->after.ticket.id = SP_THE_NEW_TICKET;
	c->after.ticket.state = SP_NEW;
	c->after.ticket.queue = sp_str(c->d->c->queue->name);
	c->after.ticket.language = c->d->language;
	c->after.ticket.requester_id = known ? known->id : SP_THE_NEW_PERSON;
	c->after.ticket.organisation_id = known ? known->organisation_id : 0;
	c->after.requester = known;
	c->candidate = &c->after;
	c->opened = true;
}

void sp_commands_hand_on(struct sp_commanding *c)
{
	for (size_t i = 0; i < c->commands.count; i++)
		if (c->commands.items[i].row && c->commands.items[i].row->kind == SP_CMD_CUSTOMER)
			return; /* that line opens it */
	sp_decide_new(c->d, NULL);
	c->d->plan->summary = "commands";
	go_on_with_new(c);
}

/* The word of the group "wrong" for what stands against it. */
static const char *const barred[] = {
	[SP_MERGE_SAME] = "same_person",         [SP_MERGE_NOT_CUSTOMER] = "not_customer",
	[SP_MERGE_WAITS] = "waits",              [SP_MERGE_RESTRICTED] = "restricted",
	[SP_MERGE_OTHER_FIRM] = "other_firm",    [SP_MERGE_HOURS] = "has_hours",
};

/* On a ticket: its requester, who wrote from an address that nobody knew, is that
 * customer.  Nobody else's line goes with it: who pays is another from now on. */
static void unite(struct sp_commanding *c)
{
	const struct sp_facts *facts = c->d->c->facts;
	const struct sp_person *from = c->after.requester;
	const struct sp_person *into = sp_named_person(facts, c->command->address);
	enum sp_merge_bar bar = !from || !into ? SP_MERGE_NOT_CUSTOMER :
		sp_merge_bar(from, into, facts->requester_has_hours);
	struct sp_decision *decision;

	if (c->opened || bar != SP_MERGE_MAY) {
		sp_line_wrong(c, c->opened ? "only_new" : barred[bar], SP_NONE);
		return;
	}
	if (c->commands.count > 1) {
		sp_line_wrong(c, "alone", SP_NONE);
		return;
	}
	decision = sp_plan_add(c->d->plan, SP_DO_UNITE, "#cliente: the staff say who he is");
	decision->person_id = from->id;
	decision->ticket_id = c->after.ticket.id;
	decision->unite.into_id = into->id;
	c->after.requester = into;
	c->after.ticket.requester_id = into->id;
	if (!c->after.ticket.organisation_id)
		c->after.ticket.organisation_id = into->organisation_id;
	c->concerns = true;
	sp_line_done(c, "same_person");
	sp_line_text(c, into->address);
}

void sp_command_customer(struct sp_commanding *c)
{
	struct sp_deciding *d = c->d;

	if (c->candidate)
		unite(c);
	else if (c->commands.text.len == 0 && d->behalf_text.len == 0)
		sp_line_wrong(c, "needs_text", SP_NONE);
	else if (!sp_may_be_behalf(d, c->command->address))
		sp_line_wrong(c, "not_customer", SP_NONE);
	else {
		d->behalf = (struct sp_address){ .address = c->command->address };
		/* Of a mail that he hands on that is the text; his own is for the desk. */
		if (!d->behalf_text.len)
			d->behalf_text = c->commands.text;
		sp_decide_new(d, NULL);
		d->plan->summary = "commands";
		go_on_with_new(c);
		sp_line_text(c, c->command->address);
	}
}

/* --- #unisci ------------------------------------------------------------------------------ */

static const struct sp_ticket *named_ticket(const struct sp_commanding *c)
{
	const struct sp_facts *facts = c->d->c->facts;
	const struct sp_code *code = &c->command->code;

	for (size_t i = 0; i < facts->named_ticket_count; i++)
		if (facts->named_tickets[i].number == code->number &&
			sp_str_eq_nocase(facts->named_tickets[i].prefix, code->prefix))
			return &facts->named_tickets[i].ticket;
	return NULL;
}

/* Each sees what is said on the other then: they must be one customer's. */
static bool same_customer(const struct sp_ticket *a, const struct sp_ticket *b)
{
	if (a->requester_id && a->requester_id == b->requester_id)
		return true;
	return a->organisation_id && a->organisation_id == b->organisation_id;
}

static void add_merge(struct sp_commanding *c, const struct sp_ticket *from,
	const struct sp_ticket *into)
{
	struct sp_decision *decision;

	/* It is off the lists; nobody is told that it is cancelled, because it is not. */
	if (sp_state_is_open(from->state))
		sp_add_move(c->d, from, SP_EV_CANCEL, "#unisci: it goes on in the other ticket");
	decision = sp_plan_add(c->d->plan, SP_DO_MERGE, "#unisci: the staff merged it");
	decision->ticket_id = from->id;
	decision->link.other_id = into->id;
	decision->link.kind = "merged";
	if (from->requester_id && from->requester_id != into->requester_id) {
		decision = sp_plan_add(c->d->plan, SP_DO_JOIN, "#unisci: its requester takes part");
		decision->ticket_id = into->id;
		decision->person_id = from->requester_id;
		decision->join.part = SP_PART_COPY;
	}
	for (size_t i = 0; i < c->after.participant_count; i++) {
		decision = sp_plan_add(c->d->plan, SP_DO_JOIN, "#unisci: whoever took part does");
		decision->ticket_id = into->id;
		decision->person_id = c->after.participants[i].person_id;
		decision->join.part = c->after.participants[i].part;
	}
}

void sp_command_merge(struct sp_commanding *c)
{
	const struct sp_ticket *into = named_ticket(c);
	struct sp_ticket from = c->after.ticket;

	if (!into)
		sp_line_wrong(c, "no_such_ticket", SP_NONE);
	else if (into->id == from.id || c->opened)
		sp_line_wrong(c, "same_ticket", SP_NONE);
	else if (into->state == SP_ARCHIVED)
		sp_line_wrong(c, "archived", SP_NONE);
	else if (!same_customer(&from, into))
		sp_line_wrong(c, "other_customer", SP_NONE);
	else if (c->moved || c->commands.count > 1)
		sp_line_wrong(c, "alone", SP_NONE);
	else if (sp_remote_is_open(c))
		sp_line_wrong(c, "remote_open", SP_NONE);
	else {
		add_merge(c, &from, into);
		c->after.ticket = *into;
		c->joined = c->concerns = true;
		sp_line_text(c, into->code);
	}
}
