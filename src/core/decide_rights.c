/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a customer asks about his own data (SPEC.md sections 7 and 12): a ticket
 * of its own kind, with a month to answer; the one who answers for personal
 * data gets it.  Nothing of the data is handed to anybody before an answer that
 * carries the token of our mail to the address on file says that it was him.
 */
#include "core/deciding.h"

#include "core/asked.h"
#include "core/privacy.h"

static struct sp_decision *step(struct sp_deciding *d, enum sp_right_step what, int64_t ticket_id,
	const char *reason)
{
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_RIGHT, reason);

	decision->ticket_id = ticket_id;
	decision->person_id = d->c->facts->sender->id;
	decision->right.step = what;
	return decision;
}

/* Who answers for personal data, when the desk names somebody. */
static void tell_dpo(struct sp_deciding *d, int64_t ticket_id, const char *reason)
{
	if (*d->c->conf->dpo)
		sp_add_mail(d, "privacy_handed", ticket_id, 0, sp_str(d->c->conf->dpo),
			sp_str(d->c->queue->policies.language), reason);
}

void sp_decide_right(struct sp_deciding *d, const struct sp_request *request)
{
	struct sp_decision *decision;
	enum sp_right right;

	if (!sp_right_of(sp_str(request->privacy), &right))
		return;
	d->privacy = request;
	d->privacy_due = sp_privacy_due(d->c->facts->received);
	sp_decide_new(d, NULL);
	d->plan->summary = "privacy";
	decision = step(d, SP_RIGHT_STARTED, SP_THE_NEW_TICKET,
		"a request about personal data: the month runs");
	decision->right.right = right;
	decision = sp_plan_add(d->plan, SP_DO_FLAG, "a request about personal data");
	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->flag.name = sp_arena_printf(d->arena, "privacy-%s", request->privacy);
	tell_dpo(d, SP_THE_NEW_TICKET, "the DPO gets every such request");
}

/* --- was it him? -------------------------------------------------------------------- */

static const struct sp_candidate *ticket_of_token(const struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;

	for (size_t i = 0; i < facts->candidate_count; i++)
		if (facts->candidates[i].match == SP_BY_TOKEN &&
			facts->candidates[i].ticket.requester_id == facts->sender->id)
			return &facts->candidates[i];
	return NULL;
}

static void confirm(struct sp_deciding *d, const struct sp_candidate *own)
{
	const struct sp_person *sender = d->c->facts->sender;
	const struct sp_ticket *ticket = &own->ticket;

	d->plan->summary = "privacy-confirmed";
	step(d, SP_RIGHT_CONFIRMED, ticket->id, "he answered the mail to the address on file");
	sp_add_answer(d, "privacy_confirmed", ticket->id, sender->id, sender->address,
		"he is told that it is known to be his");
	tell_dpo(d, ticket->id, "it is his: now it can be done");
	sp_notify_staff(d, ticket->id, ticket->queue, own, "the customer confirmed who he is");
}

/* Somebody else used his address. */
static void deny(struct sp_deciding *d, const struct sp_candidate *own)
{
	const struct sp_person *sender = d->c->facts->sender;
	const struct sp_ticket *ticket = &own->ticket;

	d->plan->summary = "privacy-denied";
	step(d, SP_RIGHT_DENIED, ticket->id, "he says that it was not him who asked");
	sp_add_move(d, ticket, SP_EV_CANCEL, "he says that it was not him who asked");
	sp_add_answer(d, "cancelled", ticket->id, sender->id, sender->address,
		"he is told that nothing is done");
	tell_dpo(d, ticket->id, "nothing is to be done");
	sp_notify_staff(d, ticket->id, ticket->queue, own, "the customer did not ask for it");
}

bool sp_decide_identity(struct sp_deciding *d)
{
	const struct sp_right_fact *asked = d->c->facts->right;
	const struct sp_candidate *own;
	struct sp_asked_answer answer;

	if (!asked || asked->confirmed || asked->finished || !sp_token_is_for(d, SP_TOKEN_PRIVACY) ||
		asked->person_id != d->c->facts->sender->id)
		return false;
	own = ticket_of_token(d);
	if (!own || !sp_asked_read(d->c->words, d->c->message, &d->subject, &answer) || answer.named)
		return false;
	sp_add_entry(d, own->ticket.id, asked->person_id, SP_ENTRY_CUSTOMER, sp_said(d),
		"whether it was him who asked");
	if (answer.yes)
		confirm(d, own);
	else
		deny(d, own);
	return true;
}
