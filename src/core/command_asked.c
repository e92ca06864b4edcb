/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about what a contact is asked and disputes: #preventivo,
 * #contestazione.
 */
#include "core/commanding.h"

#include "text/money.h"

/* Who is asked about hours and money: the firm's contact, or the requester who
 * has no firm. */
static const struct sp_person *contact_of(const struct sp_commanding *c)
{
	const struct sp_ticket *ticket = &c->after.ticket;
	const struct sp_payer_facts *payer = sp_facts_of_payer(c->d->c->facts,
		sp_payer_of(ticket->organisation_id, ticket->requester_id));
	const struct sp_person *contact = payer ? payer->contact : NULL;

	if (!contact && !ticket->organisation_id)
		contact = c->after.requester;
	return sp_person_is_reached(contact) ? contact : NULL;
}

static bool asked_already(const struct sp_commanding *c)
{
	const struct sp_plan *plan = c->d->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_ESTIMATE)
			return true;
	return false;
}

static void ask(struct sp_commanding *c, const struct sp_person *contact)
{
	const struct sp_ticket *ticket = &c->after.ticket;
	struct sp_decision *decision = sp_plan_add(c->d->plan, SP_DO_ESTIMATE,
		"#preventivo: the contact is asked before the work is done");
	struct sp_decision *mail;

	decision->ticket_id = ticket->id;
	decision->person_id = contact->id;
	decision->estimate.minutes = c->command->number;
	decision->estimate.text = c->command->text;
	mail = sp_add_mail(c->d, "estimate", ticket->id, contact->id, contact->address,
		contact->language.len ? contact->language : ticket->language,
		"the contact is asked to approve an estimate");
	mail->mail.text = c->command->text;
}

/* The ticket waits for him. */
static void wait_for_answer(struct sp_commanding *c)
{
	const struct sp_move *move = sp_add_move(c->d, &c->after.ticket, SP_EV_ASK,
		"#preventivo: nothing is done until he has answered");

	if (move)
		c->after.ticket.state = move->to;
	c->moved = c->moved || move;
}

void sp_command_estimate(struct sp_commanding *c)
{
	const struct sp_person *contact = contact_of(c);
	struct sp_buf out = SP_BUF_INIT;

	if (!contact) {
		sp_line_wrong(c, "no_contact", SP_NONE);
		return;
	}
	if (!sp_state_is_open(c->after.ticket.state) || c->command->number <= 0 || asked_already(c)) {
		sp_line_wrong(c, !sp_state_is_open(c->after.ticket.state) ? "not_open" :
			c->command->number <= 0 ? "hours" : "estimate_twice", SP_NONE);
		return;
	}
	ask(c, contact);
	wait_for_answer(c);
	c->answered = c->concerns = true;
	sp_hours_add(&out, c->command->number);
	sp_buf_printf(&out, ", %.*s", SP_FMT(contact->name.len ? contact->name : contact->address));
	sp_line_text(c, sp_arena_str(c->d->arena, sp_buf_str(&out)));
	sp_buf_release(&out);
}

/* --- disputes ----------------------------------------------------------------------- */

/* All lines that are talked about on this ticket.  The hours themselves are
 * corrected where the work stands, with #ore. */
void sp_command_dispute(struct sp_commanding *c)
{
	struct sp_decision *decision;

	if (c->opened || c->d->c->facts->open_disputes == 0) {
		sp_line_wrong(c, "no_dispute", SP_NONE);
		return;
	}
	decision = sp_plan_add(c->d->plan, SP_DO_VERDICT, "#contestazione: the staff decided");
	decision->ticket_id = c->after.ticket.id;
	decision->verdict.upheld = c->command->flag;
	c->concerns = true;
	sp_line_text(c, sp_str(sp_word(c->d->c->words, sp_arena_text(c->d->arena, c->d->language),
		c->command->flag ? "argument.upheld" : "argument.rejected")));
}
