/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello ticket show: everything about one ticket, notes included.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/ticket.h"
#include "base/show.h"
#include "store/messages.h"
#include "store/organisations.h"
#include "store/outbox.h"

/* A reason stands below what happened. */
#define REASON_INDENT "                                   "

struct view {
	struct sp_ticket ticket;
	struct sp_person *requester, *assignee; /* NULL for nobody */
	struct sp_str organisation; /* whose the ticket is: the requester's when it was opened */
	struct sp_participant *participants;
	struct sp_link *links;
	struct sp_entry *entries;
	struct sp_event *events;
	struct sp_outbox *mails;
	size_t participant_count, link_count, entry_count, event_count, mail_count;
};

/* --- gather ------------------------------------------------------------------- */

static enum sp_status gather_organisation(struct sp_admin *admin, struct view *v,
	struct sp_err *err)
{
	struct sp_organisation *list = NULL;
	enum sp_status status;
	size_t count = 0;

	if (!v->ticket.organisation_id)
		return SP_OK;
	status = sp_organisation_list(admin->db, &admin->arena, v->ticket.organisation_id, &list,
		&count, err);
	if (status == SP_OK && count)
		v->organisation = list[0].name;
	return status;
}

static enum sp_status gather_people(struct sp_admin *admin, struct view *v, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	if (v->ticket.requester_id)
		status = sp_people_by_id(admin->db, &admin->arena, v->ticket.requester_id,
			&v->requester, err);
	if (status == SP_OK && v->ticket.assignee_id)
		status = sp_people_by_id(admin->db, &admin->arena, v->ticket.assignee_id, &v->assignee,
			err);
	if (status == SP_OK)
		status = gather_organisation(admin, v, err);
	if (status == SP_OK)
		status = sp_participants(admin->db, &admin->arena, v->ticket.id, &v->participants,
			&v->participant_count, err);
	return status;
}

static enum sp_status gather(struct sp_admin *admin, struct view *v, struct sp_err *err)
{
	struct sp_outbox_filter of_ticket = { .ticket_id = v->ticket.id };
	enum sp_status status = gather_people(admin, v, err);

	if (status == SP_OK)
		status = sp_links(admin->db, &admin->arena, v->ticket.id, &v->links, &v->link_count, err);
	if (status == SP_OK)
		status = sp_entries(admin->db, &admin->arena, v->ticket.id, 0, &v->entries,
			&v->entry_count, err);
	if (status == SP_OK)
		status = sp_events(admin->db, &admin->arena, v->ticket.id, &v->events,
			&v->event_count, err);
	if (status == SP_OK)
		status = sp_outbox_list(admin->db, &admin->arena, &of_ticket, &v->mails,
			&v->mail_count, err);
	return status;
}

/* --- text --------------------------------------------------------------------- */

static void add_status(struct sp_buf *out, const struct sp_ticket *ticket)
{
	const char *outcome = sp_outcome_name(ticket->outcome);
	struct sp_buf text = SP_BUF_INIT;

	sp_buf_printf(&text, "%s%s%s", sp_state_name(ticket->state), outcome ? ", " : "",
		outcome ? outcome : "");
	sp_add_field(out, "status", sp_buf_str(&text));
	if (ticket->restricted)
		sp_add_field(out, "RESTRICTED", SP_STR("it is stored, and nothing else (sportello privacy)"));
	sp_buf_cut(&text, 0);
	sp_buf_printf(&text, "%d", ticket->priority);
	if (ticket->wish != ticket->priority)
		sp_buf_printf(&text, " (the customer asked for %d)", ticket->wish);
	sp_add_field(out, "priority", sp_buf_str(&text));
	sp_buf_release(&text);
}

static void add_person(struct sp_admin *admin, struct sp_buf *out, const char *label,
	const struct sp_person *person)
{
	if (person)
		sp_add_field(out, label, sp_name_and_address(&admin->arena, person->name,
			person->address));
}

static void add_head(struct sp_admin *admin, struct sp_buf *out, const struct view *v)
{
	const struct sp_ticket *ticket = &v->ticket;

	sp_buf_printf(out, "%.*s  ", SP_FMT(ticket->code));
	sp_show_line(out, ticket->subject);
	sp_end_line(out);
	add_status(out, ticket);
	sp_add_field(out, "queue", ticket->queue);
	sp_add_field(out, "category", ticket->category);
	sp_add_field(out, "place", ticket->place);
	add_person(admin, out, "customer", v->requester);
	sp_add_field(out, "organisation", v->organisation);
	add_person(admin, out, "assigned to", v->assignee);
	sp_add_field_instant(out, "received", ticket->received_at);
	sp_add_field_instant(out, "answer due", ticket->due_at);
	sp_add_field_instant(out, "answered", ticket->answered_at);
	sp_add_field_instant(out, "planned", ticket->planned_at);
	sp_add_field_instant(out, "review", ticket->review_at);
	sp_add_field_instant(out, "closed", ticket->closed_at);
	sp_add_field_instant(out, "archived", ticket->archived_at);
}

static void add_around(struct sp_buf *out, const struct view *v)
{
	for (size_t i = 0; i < v->participant_count; i++)
		sp_add_field(out, sp_participation_name(v->participants[i].part),
			v->participants[i].address);
	for (size_t i = 0; i < v->link_count; i++) {
		struct sp_buf text = SP_BUF_INIT;

		sp_buf_printf(&text, "%.*s %s%.*s", SP_FMT(v->links[i].code),
			v->links[i].back ? "that says: " : "", SP_FMT(v->links[i].kind));
		sp_add_field(out, "linked to", sp_buf_str(&text));
		sp_buf_release(&text);
	}
}

static enum sp_status add_attachments(struct sp_admin *admin, struct sp_buf *out,
	int64_t message_id, struct sp_err *err)
{
	struct sp_attachment *list;
	enum sp_status status;
	size_t count;

	status = sp_message_attachments(admin->db, &admin->arena, message_id, &list, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		sp_buf_printf(out, "    [%u] ", list[i].part);
		sp_show_line(out, list[i].name.len ? list[i].name : SP_STR("without a name"));
		sp_buf_printf(out, " (%.*s, ", SP_FMT(list[i].type));
		sp_add_size(out, list[i].size);
		sp_buf_add_text(out, list[i].inline_image ? ", in the text)\n" : ")\n");
	}
	return status;
}

static enum sp_status add_entries(struct sp_admin *admin, struct sp_buf *out, const struct view *v,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < v->entry_count; i++) {
		const struct sp_entry *entry = &v->entries[i];

		sp_buf_add_text(out, "\n--- ");
		sp_add_instant(out, entry->at);
		sp_buf_printf(out, "  %s  ", sp_entry_kind_name(entry->kind));
		sp_show_column(out, entry->author, 40);
		sp_end_line(out);
		sp_add_wrapped(out, "", entry->text);
		if (entry->message_id)
			status = add_attachments(admin, out, entry->message_id, err);
	}
	return status;
}

/* "answered", "due" ...: what was and is now are instants, shown as dates. */
static void add_change(struct sp_buf *out, struct sp_str what, struct sp_str value)
{
	static const char *const instants[] = { "answered", "due", "planned", "review" };
	unsigned long long number;

	for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++)
		if (sp_str_eq(what, sp_str(instants[i])) && sp_str_number(value, INT64_MAX, &number)) {
			sp_add_instant(out, (int64_t)number);
			return;
		}
	sp_show_line(out, value);
}

static void add_events(struct sp_buf *out, const struct view *v)
{
	sp_buf_add_text(out, "\njournal\n");
	for (size_t i = 0; i < v->event_count; i++) {
		const struct sp_event *event = &v->events[i];

		sp_buf_add_text(out, "  ");
		sp_add_instant(out, event->at);
		sp_buf_printf(out, "  %-13s  ", sp_actor_name(event->actor));
		sp_show_line(out, event->what);
		if (event->was.len || event->now_is.len) {
			sp_buf_add_char(out, ' ');
			add_change(out, event->what, event->was);
			sp_buf_add_text(out, event->was.len ? " -> " : "");
			add_change(out, event->what, event->now_is);
		}
		sp_end_line(out);
		sp_add_wrapped(out, REASON_INDENT, event->reason);
	}
}

static void add_mails(struct sp_buf *out, const struct view *v)
{
	if (v->mail_count)
		sp_buf_add_text(out, "\nmails\n");
	for (size_t i = 0; i < v->mail_count; i++) {
		const struct sp_outbox *mail = &v->mails[i];

		sp_buf_printf(out, "  %-5lld ", (long long)mail->id);
		sp_add_instant(out, mail->created_at);
		sp_buf_printf(out, "  %-7s  ", mail->bounced_at ? "bounced" :
						sp_outbox_state_name(mail->state));
		sp_show_column(out, mail->template_name, 15);
		sp_buf_add_char(out, ' ');
		sp_show_line(out, mail->recipient);
		sp_end_line(out);
	}
}

static enum sp_status print_text(struct sp_admin *admin, const struct view *v, struct sp_err *err)
{
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status;

	add_head(admin, &out, v);
	add_around(&out, v);
	status = add_entries(admin, &out, v, err);
	if (status == SP_OK)
		status = sp_ticket_hours_text(admin, v->ticket.id, &out, err);
	if (status == SP_OK)
		status = sp_ticket_asked_text(admin, v->ticket.id, &out, err);
	add_events(&out, v);
	add_mails(&out, v);
	sp_print(admin, &out);
	return status;
}

/* --- JSON --------------------------------------------------------------------- */

static enum sp_status entry_json(struct sp_admin *admin, const struct sp_entry *entry,
	struct sp_json *object, struct sp_err *err)
{
	struct sp_json *attachments = sp_json_array();
	struct sp_attachment *list = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (entry->message_id)
		status = sp_message_attachments(admin->db, &admin->arena, entry->message_id, &list,
			&count, err);
	for (size_t i = 0; i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "part", list[i].part);
		sp_json_set_some(one, "name", list[i].name);
		sp_json_set_text(one, "type", list[i].type);
		sp_json_set_number(one, "size", list[i].size);
		sp_json_push(attachments, one);
	}
	sp_json_set_instant(object, "at", entry->at);
	sp_json_set_text(object, "kind", sp_str(sp_entry_kind_name(entry->kind)));
	sp_json_set_some(object, "author", entry->author);
	if (entry->message_id)
		sp_json_set_number(object, "message", entry->message_id);
	sp_json_set_text(object, "text", entry->text);
	sp_json_set(object, "attachments", attachments);
	return status;
}

static struct sp_json *events_json(const struct view *v)
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; i < v->event_count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_instant(one, "at", v->events[i].at);
		sp_json_set_text(one, "actor", sp_str(sp_actor_name(v->events[i].actor)));
		sp_json_set_text(one, "what", v->events[i].what);
		sp_json_set_some(one, "was", v->events[i].was);
		sp_json_set_some(one, "now", v->events[i].now_is);
		sp_json_set_some(one, "reason", v->events[i].reason);
		sp_json_push(list, one);
	}
	return list;
}

static void around_json(const struct view *v, struct sp_json *object)
{
	struct sp_json *people = sp_json_array(), *links = sp_json_array();

	for (size_t i = 0; i < v->participant_count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_text(one, "part",
			sp_str(sp_participation_name(v->participants[i].part)));
		sp_json_set_some(one, "address", v->participants[i].address);
		sp_json_push(people, one);
	}
	for (size_t i = 0; i < v->link_count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_text(one, "ticket", v->links[i].code);
		sp_json_set_text(one, "kind", v->links[i].kind);
		sp_json_set_bool(one, "back", v->links[i].back);
		sp_json_push(links, one);
	}
	sp_json_set(object, "participants", people);
	sp_json_set(object, "links", links);
}

static enum sp_status print_json(struct sp_admin *admin, const struct view *v, struct sp_err *err)
{
	struct sp_json *object = sp_json_object(), *entries = sp_json_array();
	struct sp_json *mails = sp_json_array();
	enum sp_status status = sp_ticket_json(admin, &v->ticket, object, err);

	sp_json_set_some(object, "organisation", v->organisation);
	around_json(v, object);
	if (status == SP_OK)
		status = sp_ticket_hours_json(admin, v->ticket.id, object, err);
	if (status == SP_OK)
		status = sp_ticket_asked_json(admin, v->ticket.id, object, err);
	for (size_t i = 0; status == SP_OK && i < v->entry_count; i++) {
		struct sp_json *one = sp_json_object();

		status = entry_json(admin, &v->entries[i], one, err);
		sp_json_push(entries, one);
	}
	for (size_t i = 0; i < v->mail_count; i++)
		sp_json_push(mails, sp_mail_json(&v->mails[i]));
	sp_json_set(object, "entries", entries);
	sp_json_set(object, "journal", events_json(v));
	sp_json_set(object, "mails", mails);
	if (status == SP_OK)
		sp_print_json(admin, object);
	else
		sp_json_free(object);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct view v = { .requester = NULL };
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one ticket is needed");
	status = sp_find_ticket(admin, admin->argv[0], &v.ticket, err);
	if (status == SP_OK)
		status = gather(admin, &v, err);
	if (status != SP_OK)
		return status;
	return admin->json ? print_json(admin, &v, err) : print_text(admin, &v, err);
}

const struct sp_command sp_cmd_ticket_show = {
	.name = "ticket show", .arguments = "TICKET",
	.summary = "one ticket: what was said, its journal, its mails", .needs = SP_NEEDS_DB_READ,
	.run = run,
};
