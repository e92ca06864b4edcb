/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/ticket.h"

#include "admin/print.h"
#include "store/people.h"
#include "store/tickets.h"

struct sp_str sp_person_label(const struct sp_person *person)
{
	return person->name.len ? person->name : person->address;
}

static enum sp_status set_person(struct sp_admin *admin, struct sp_json *object, const char *key,
	int64_t id, struct sp_err *err)
{
	struct sp_person *person = NULL;
	struct sp_json *child;
	enum sp_status status = SP_OK;

	if (id)
		status = sp_people_by_id(admin->db, &admin->arena, id, &person, err);
	if (status != SP_OK || !person) {
		sp_json_set_text(object, key, SP_NONE);
		return status;
	}
	child = sp_json_object();
	sp_json_set_number(child, "id", person->id);
	sp_json_set_some(child, "name", person->name);
	sp_json_set_some(child, "address", person->address);
	sp_json_set_some(child, "organisation", person->organisation);
	sp_json_set(object, key, child);
	return SP_OK;
}

static void set_instants(struct sp_json *object, const struct sp_ticket *ticket)
{
	sp_json_set_instant(object, "opened_at", ticket->opened_at);
	sp_json_set_instant(object, "received_at", ticket->received_at);
	sp_json_set_instant(object, "due_at", ticket->due_at);
	sp_json_set_instant(object, "answered_at", ticket->answered_at);
	sp_json_set_instant(object, "planned_at", ticket->planned_at);
	sp_json_set_instant(object, "review_at", ticket->review_at);
	sp_json_set_instant(object, "closed_at", ticket->closed_at);
	sp_json_set_instant(object, "archived_at", ticket->archived_at);
}

enum sp_status sp_ticket_json(struct sp_admin *admin, const struct sp_ticket *ticket,
	struct sp_json *object, struct sp_err *err)
{
	enum sp_status status;

	sp_json_set_text(object, "ticket", ticket->code);
	sp_json_set_text(object, "queue", ticket->queue);
	sp_json_set_text(object, "status", sp_str(sp_state_name(ticket->state)));
	sp_json_set_text(object, "outcome", sp_str(sp_outcome_name(ticket->outcome)));
	sp_json_set_number(object, "priority", ticket->priority);
	sp_json_set_number(object, "wish", ticket->wish);
	sp_json_set_bool(object, "restricted", ticket->restricted);
	sp_json_set_text(object, "subject", ticket->subject);
	sp_json_set_some(object, "category", ticket->category);
	sp_json_set_some(object, "place", ticket->place);
	sp_json_set_text(object, "language", ticket->language);
	status = set_person(admin, object, "requester", ticket->requester_id, err);
	if (status == SP_OK)
		status = set_person(admin, object, "assignee", ticket->assignee_id, err);
	set_instants(object, ticket);
	return status;
}

struct sp_json *sp_mail_json(const struct sp_outbox *mail)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "id", mail->id);
	sp_json_set_text(object, "message_id", mail->header_id);
	sp_json_set_text(object, "template", mail->template_name);
	sp_json_set_text(object, "language", mail->language);
	sp_json_set_text(object, "ticket", mail->ticket);
	sp_json_set_bool(object, "automatic", mail->automatic);
	sp_json_set_text(object, "sender", mail->sender);
	sp_json_set_text(object, "recipient", mail->recipient);
	sp_json_set_text(object, "subject", mail->subject);
	sp_json_set_number(object, "size", mail->size);
	sp_json_set_text(object, "state", sp_str(sp_outbox_state_name(mail->state)));
	sp_json_set_number(object, "attempts", mail->attempts);
	sp_json_set_instant(object, "created_at", mail->created_at);
	sp_json_set_instant(object, "next_at", mail->next_at);
	sp_json_set_instant(object, "done_at", mail->done_at);
	sp_json_set_some(object, "server_reply", mail->reply);
	sp_json_set_bool(object, "unknown", mail->unknown);
	sp_json_set_instant(object, "bounced_at", mail->bounced_at);
	sp_json_set_some(object, "bounce", mail->bounce);
	return object;
}
