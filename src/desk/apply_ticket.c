/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Decisions about a ticket itself become rows: it is opened, changed, joined by
 * people and by messages, linked, merged, split, archived.
 */
#include "desk/apply.h"

#include "store/archive.h"
#include "store/messages.h"
#include "store/origin.h"
#include "store/people.h"

enum sp_status sp_apply_open(struct sp_applying *a, const struct sp_decision *decision,
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

enum sp_status sp_apply_move(struct sp_applying *a, const struct sp_decision *decision,
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

enum sp_status sp_apply_set(struct sp_applying *a, const struct sp_decision *decision,
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

enum sp_status sp_apply_join(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_participant_add(a->db, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, decision->person_id), decision->join.part,
		sp_apply_id(a, a->plan->actor_id), a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "joined", NULL,
		sp_participation_name(decision->join.part), err) : status;
}

enum sp_status sp_apply_link(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_link_add(a->db, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, decision->link.other_id), decision->link.kind, a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "linked", NULL, decision->link.kind, err) : status;
}

/* What was said goes over, and the thread: answers find the other ticket. */
enum sp_status sp_apply_merge(struct sp_applying *a, const struct sp_decision *decision,
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
	return status == SP_OK ? sp_apply_link(a, decision, err) : status;
}

enum sp_status sp_apply_split(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_message_move(a->db, decision->split.message_id,
		decision->split.from_id, sp_apply_id(a, decision->ticket_id), err);

	return status == SP_OK ? sp_apply_note(a, decision, "split", NULL, NULL, err) : status;
}

enum sp_status sp_apply_thread(struct sp_applying *a, const struct sp_decision *decision,
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

enum sp_status sp_apply_archive(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return sp_archive_forget(a->db, sp_apply_id(a, decision->ticket_id), err);
}
