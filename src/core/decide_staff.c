/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A staff member's mail: he proved who he is.
 */
#include "core/deciding.h"


/* Had he that person in To or Cc himself?  Then the mail is recorded and not
 * sent a second time (SPEC.md section 8). */
static bool already_sent_to(const struct sp_message *message, struct sp_str address)
{
	const struct sp_address_list *lists[] = { &message->to, &message->cc };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (sp_str_eq_nocase(lists[k]->items[i].address, address))
				return true;
	return false;
}

static void send_to(struct sp_deciding *d, const struct sp_ticket *ticket, int64_t person_id,
	struct sp_str address, struct sp_str language)
{
	if (address.len == 0 || already_sent_to(d->c->message, address))
		return;
	sp_add_mail(d, "staff_reply", ticket->id, person_id, address,
		language.len ? language : ticket->language, "the staff answered");
}

/* The requester and whoever was put in copy. */
static void send_answer(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_person *requester = candidate->requester;

	if (requester && requester->state == SP_PERSON_ACTIVE)
		send_to(d, ticket, requester->id, requester->address, ticket->language);
	for (size_t i = 0; i < candidate->participant_count; i++) {
		const struct sp_participant *p = &candidate->participants[i];

		if (p->state == SP_PERSON_ACTIVE && p->part == SP_PART_COPY)
			send_to(d, ticket, p->person_id, p->address, p->language);
	}
}

static void decide_reply(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_queue_conf *queue = sp_conf_queue(d->c->conf, ticket->queue);
	const struct sp_facts *facts = d->c->facts;

	d->plan->summary = "replied";
	sp_add_entry(d, ticket->id, facts->sender->id, SP_ENTRY_STAFF, sp_said(d),
		"a staff member answered");
	send_answer(d, candidate);
	if (ticket->answered_at == 0)
		sp_add_number(d, ticket->id, SP_FIELD_ANSWERED_AT, facts->now, "first answer");
	if (queue && queue->policies.reply_closes)
		sp_add_move(d, ticket, SP_EV_CLOSE, "reply_closes: an answer closes the ticket");
	else
		sp_add_move(d, ticket, SP_EV_FIRST_REPLY, "somebody answered it");
	sp_notify_staff(d, ticket->id, ticket->queue, candidate, "a colleague answered");
}

void sp_decide_staff(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;

	if (facts->candidate_count)
		decide_reply(d, &facts->candidates[0]);
	else
		sp_decide_new(d, NULL);
}
