/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * data.json: the tickets that he opened, wrote on or is in copy of, with what was
 * said, done and charged.
 */
#include "desk/exporting.h"
#include "store/tickets.h"
#include "store/work_logs.h"

/* --- a ticket --------------------------------------------------------------------------------- */

/* Whose words: his, the desk's, or another's, which are not told. */
enum whose { HIS, DESK, ANOTHERS };

static enum whose whose_is(struct sp_export_run *run, const struct sp_entry *entry)
{
	if (entry->author_id == run->person->id)
		return HIS;
	return entry->kind == SP_ENTRY_STAFF || entry->kind == SP_ENTRY_QUESTION ? DESK : ANOTHERS;
}

static void add_entry(struct sp_export_run *run, const struct sp_entry *entry, bool his_ticket,
	struct sp_json *array)
{
	enum whose whose = whose_is(run, entry);
	struct sp_json *object;

	if (whose != HIS && !his_ticket)
		return;
	if (entry->kind == SP_ENTRY_NOTE)
		run->report->notes++;
	else if (whose == ANOTHERS)
		run->report->others++;
	if (whose == ANOTHERS || entry->kind == SP_ENTRY_NOTE)
		return;
	object = sp_json_object();
	sp_export_set_instant(object, "at", entry->at);
	sp_export_set_word(object, "by", whose == HIS ? "you" : "desk");
	sp_export_set_word(object, "kind", sp_entry_kind_name(entry->kind));
	if (whose == HIS)
		sp_json_set_text(object, "text", entry->text);
	else
		sp_export_set_own(run, object, "text", entry->text);
	sp_json_set_text(object, "message", whose == HIS && entry->message_id ?
		sp_str(sp_export_message_name(run->arena, entry->message_id)) : SP_NONE);
	sp_json_push(array, object);
}

static enum sp_status add_entries(struct sp_export_run *run, const struct sp_ticket *ticket,
	struct sp_arena *arena, struct sp_json *object, struct sp_err *err)
{
	struct sp_json *array = sp_json_array();
	struct sp_entry *entries = NULL;
	size_t count = 0;
	enum sp_status status = sp_entries(run->how->db, arena, ticket->id, 0, &entries, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++)
		add_entry(run, &entries[i], ticket->requester_id == run->person->id, array);
	sp_json_set(object, "entries", array);
	return status;
}

static enum sp_status add_events(struct sp_export_run *run, const struct sp_ticket *ticket,
	struct sp_arena *arena, struct sp_json *object, struct sp_err *err)
{
	struct sp_json *array = sp_json_array();
	struct sp_event *events = NULL;
	size_t count = 0;
	enum sp_status status = sp_events(run->how->db, arena, ticket->id, &events, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_export_set_instant(one, "at", events[i].at);
		sp_json_set_text(one, "by", sp_str(sp_actor_name(events[i].actor)));
		sp_json_set_text(one, "what", events[i].what);
		sp_json_set_text(one, "was", events[i].was);
		sp_json_set_text(one, "now", events[i].now_is);
		sp_json_push(array, one);
	}
	sp_json_set(object, "journal", array);
	return status;
}

static enum sp_status add_costs(struct sp_export_run *run, int64_t ticket_id,
	struct sp_arena *arena, struct sp_json *object, struct sp_err *err)
{
	struct sp_json *array = sp_json_array();
	struct sp_cost *costs = NULL;
	size_t count = 0;
	enum sp_status status = sp_costs(run->how->db, arena, ticket_id, &costs, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "number", costs[i].number);
		sp_export_set_day(one, "day", costs[i].day);
		sp_json_set_number(one, "cents", costs[i].cents);
		sp_export_set_own(run, one, "description", costs[i].description);
		sp_json_push(array, one);
	}
	sp_json_set(object, "costs", array);
	return status;
}

static enum sp_status add_work(struct sp_export_run *run, int64_t ticket_id,
	struct sp_arena *arena, struct sp_json *object, struct sp_err *err)
{
	struct sp_work_log_filter filter = { .ticket_id = ticket_id };
	struct sp_json *array = sp_json_array();
	struct sp_work_log *logs = NULL;
	size_t count = 0;
	enum sp_status status = sp_work_logs(run->how->db, arena, &filter, &logs, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "number", logs[i].number);
		sp_export_set_day(one, "day", logs[i].day);
		sp_export_set_word(one, "kind", sp_work_kind_name(logs[i].kind));
		sp_json_set_number(one, "minutes", logs[i].minutes);
		sp_json_set_number(one, "charged_minutes", logs[i].charged);
		sp_export_set_own(run, one, "description", logs[i].description);
		sp_json_push(array, one);
	}
	sp_json_set(object, "work", array);
	return status == SP_OK ? add_costs(run, ticket_id, arena, object, err) : status;
}

static void add_ticket(struct sp_export_run *run, const struct sp_ticket *ticket,
	struct sp_json *object)
{
	sp_export_set_word(object, "status", sp_state_name(ticket->state));
	sp_export_set_word(object, "outcome", sp_outcome_name(ticket->outcome));
	sp_json_set_number(object, "priority", ticket->priority);
	sp_json_set_number(object, "priority_wished", ticket->wish);
	sp_json_set_text(object, "queue", ticket->queue);
	sp_export_set_own(run, object, "subject", ticket->subject);
	sp_export_set_own(run, object, "category", ticket->category);
	sp_export_set_own(run, object, "place", ticket->place);
	sp_export_set_instant(object, "received", ticket->received_at);
	sp_export_set_instant(object, "opened", ticket->opened_at);
	sp_json_set_text(object, "language", ticket->language);
	sp_json_set_bool(object, "extra", ticket->extra);
	sp_export_set_instant(object, "answer_promised", ticket->due_at);
	sp_export_set_instant(object, "answered", ticket->answered_at);
	sp_export_set_instant(object, "planned", ticket->planned_at);
	sp_export_set_instant(object, "review", ticket->review_at);
	sp_export_set_instant(object, "closed", ticket->closed_at);
	sp_export_set_instant(object, "archived", ticket->archived_at);
}

/* Of a ticket that is another's there are his own words alone. */
static enum sp_status put_ticket(struct sp_export_list *list, int64_t id, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_json *object = sp_json_object();
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_ticket ticket;
	bool found = false, his;
	enum sp_status status = sp_ticket_by_id(run->how->db, &arena, id, &ticket, &found, err);

	his = status == SP_OK && found && ticket.requester_id == run->person->id;
	if (status == SP_OK && found)
		sp_json_set_text(object, "ticket", ticket.code);
	sp_json_set_bool(object, "yours", his);
	if (his)
		add_ticket(run, &ticket, object);
	if (status == SP_OK && found)
		status = add_entries(run, &ticket, &arena, object, err);
	if (status == SP_OK && his)
		status = add_work(run, id, &arena, object, err);
	if (status == SP_OK && his)
		status = add_events(run, &ticket, &arena, object, err);
	run->report->tickets++;
	sp_arena_release(&arena);
	if (status == SP_OK)
		return sp_export_item(list, object, err);
	sp_json_free(object);
	return status;
}

enum sp_status sp_export_put_tickets(struct sp_export_list *list, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_export_tickets(list->run->how->db, list->run->arena,
		list->run->person->id, &ids, &count, err);

	if (status == SP_OK)
		status = sp_export_begin(list, "tickets", err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = put_ticket(list, ids[i], err);
	return status == SP_OK ? sp_export_text(list, "\n]", err) : status;
}
