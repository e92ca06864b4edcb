/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about who may be a customer: one who waits for their
 * decision, one of a firm that we know, one who is answered no more.  None of
 * them takes a text: it would go to nobody, or to whom it should not.
 */
#include "core/commanding.h"

/* One who waits, whose message the mail was about that is answered. */
static const struct sp_person *pending(const struct sp_commanding *c)
{
	const struct sp_person *person = c->d->c->facts->applicant;

	return person && person->role == SP_CUSTOMER && person->state == SP_PERSON_PENDING ? person :
											     NULL;
}

static struct sp_decision *about(struct sp_commanding *c, enum sp_decision_kind kind,
	const struct sp_person *person, const char *reason)
{
	struct sp_decision *decision = sp_plan_add(c->d->plan, kind, reason);

	decision->person_id = person->id;
	return decision;
}

/* A firm's mail domain gives nothing by itself: here the staff say that he is
 * one of its people. */
static bool belong(struct sp_commanding *c, const struct sp_person *person)
{
	const struct sp_facts *facts = c->d->c->facts;
	struct sp_decision *decision;

	if (!facts->domain_organisation_id || person->organisation_id)
		return false;
	decision = about(c, SP_DO_BELONG, person, "#attiva: he is one of the firm's people");
	decision->belong.organisation_id = facts->domain_organisation_id;
	decision->ticket_id = c->candidate && c->after.ticket.requester_id == person->id ?
				      c->after.ticket.id : 0;
	return true;
}

void sp_command_activate(struct sp_commanding *c)
{
	const struct sp_facts *facts = c->d->c->facts;
	const struct sp_person *person = pending(c), *known = facts->applicant;
	bool belongs;

	if (c->commands.text.len && (person || !c->candidate)) {
		sp_line_wrong(c, "no_text", SP_NONE);
		return;
	}
	if (!person && (!known || known->role != SP_CUSTOMER || known->state != SP_PERSON_ACTIVE)) {
		sp_line_wrong(c, "nobody_pending", SP_NONE);
		return;
	}
	belongs = belong(c, person ? person : known);
	if (!person && !belongs) {
		sp_line_wrong(c, "nobody_pending", SP_NONE);
		return;
	}
	if (person)
		about(c, SP_DO_ACTIVATE, person, "#attiva: the staff made him a customer");
	sp_line_text(c, person ? person->address : known->address);
	if (belongs)
		sp_line_text(c, facts->domain_organisation);
}

void sp_command_refuse(struct sp_commanding *c)
{
	const struct sp_person *person = pending(c);
	bool below = c->command->text.len == 0;

	if (!person)
		sp_line_wrong(c, "nobody_pending", SP_NONE);
	else if (below && c->commands.text.len == 0)
		sp_line_wrong(c, "text", SP_NONE);
	else if (!below && c->commands.text.len)
		sp_line_wrong(c, "no_text", SP_NONE);
	else {
		about(c, SP_DO_REFUSE, person, "#rifiuta: the staff do not accept him")->refuse.reason =
			below ? c->commands.text : c->command->text;
		sp_line_text(c, person->address);
	}
}

void sp_command_block(struct sp_commanding *c)
{
	const struct sp_person *person = c->candidate ? c->after.requester : pending(c);
	struct sp_decision *decision;

	if (!person || person->role != SP_CUSTOMER || person->state == SP_PERSON_ERASED ||
		person->state == SP_PERSON_BLOCKED) {
		sp_line_wrong(c, "nobody_to_block", SP_NONE);
		return;
	}
	if (sp_text_for_customer(c)) {
		sp_line_wrong(c, "block_text", SP_NONE);
		return;
	}
	decision = about(c, SP_DO_BLOCK, person, "#blocca: the staff answer him no more");
	decision->ticket_id = c->candidate ? c->after.ticket.id : 0;
	c->after.requester = NULL; /* no mail of this plan goes to him */
	sp_line_text(c, person->address);
}
