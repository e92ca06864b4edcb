/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * data.json: everything about him, ticket by ticket.  Members that an export of
 * a later version may add are to be passed over by who reads it.
 */
#include "base/clock.h"
#include "desk/exporting.h"
#include "store/accounts.h"
#include "store/privacy.h"
#include "store/tickets.h"
#include "store/work_logs.h"

/* --- values ------------------------------------------------------------------------------ */

void sp_export_set_instant(struct sp_json *object, const char *key, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;

	if (instant)
		sp_rfc3339_add(&text, instant);
	sp_json_set_text(object, key, instant ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
}

static void set_day(struct sp_json *object, const char *key, int64_t day)
{
	struct sp_buf text = SP_BUF_INIT;
	int year, month, date;

	sp_days_date(day, &year, &month, &date);
	sp_buf_printf(&text, "%04d-%02d-%02d", year, month, date);
	sp_json_set_text(object, key, day ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
}

static void set_word(struct sp_json *object, const char *key, const char *word)
{
	sp_json_set_text(object, key, word ? sp_str(word) : SP_NONE);
}

void sp_export_set_own(struct sp_export_run *run, struct sp_json *object, const char *key,
	struct sp_str text)
{
	struct sp_buf out = SP_BUF_INIT;

	if (text.ptr && sp_mentions_erase(&run->others, text, &out))
		text = sp_buf_str(&out);
	sp_json_set_text(object, key, text);
	sp_buf_release(&out);
}

enum sp_status sp_export_item(struct sp_export_list *list, struct sp_json *item, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_add_text(&text, list->more ? ",\n" : "\n");
	sp_json_print(&text, item, true);
	list->more = true;
	status = sp_export_write(list->run, list->file, sp_buf_str(&text), err);
	sp_buf_release(&text);
	sp_json_free(item);
	return status;
}

static enum sp_status write_text(struct sp_export_list *list, const char *text, struct sp_err *err)
{
	return sp_export_write(list->run, list->file, sp_str(text), err);
}

/* `,\n"tickets": [`: another member that grows item by item. */
static enum sp_status begin_list(struct sp_export_list *list, const char *key, struct sp_err *err)
{
	list->more = false;
	return write_text(list, sp_arena_printf(list->run->arena, ",\n\"%s\": [", key), err);
}

/* Another member at once; takes it over. */
static enum sp_status put_member(struct sp_export_list *list, const char *key,
	struct sp_json *value, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_printf(&text, ",\n\"%s\": ", key);
	sp_json_print(&text, value, true);
	status = sp_export_write(list->run, list->file, sp_buf_str(&text), err);
	sp_buf_release(&text);
	sp_json_free(value);
	return status;
}

/* --- the person ----------------------------------------------------------------------------- */

static enum sp_status put_person(struct sp_export_list *list, struct sp_err *err)
{
	const struct sp_person *person = list->run->person;
	struct sp_json *object = sp_json_object(), *array = sp_json_array();
	struct sp_str *addresses = NULL;
	size_t count = 0;
	enum sp_status status = sp_people_addresses(list->run->how->db, list->run->arena, person->id,
		&addresses, &count, err);

	for (size_t i = 0; i < count; i++)
		sp_json_push(array, sp_json_text(addresses[i]));
	sp_json_set_number(object, "number", person->id);
	set_word(object, "role", sp_role_name(person->role));
	set_word(object, "state", sp_person_state_name(person->state));
	sp_json_set_text(object, "name", person->name);
	sp_json_set(object, "addresses", array);
	sp_json_set_text(object, "language", person->language);
	sp_json_set_text(object, "organisation", person->organisation);
	sp_export_set_instant(object, "privacy_notice_given", person->privacy_told_at);
	sp_export_set_instant(object, "consent_withdrawn", person->withdrawn_at);
	set_word(object, "restriction", sp_restriction_name(person->restriction));
	sp_export_set_instant(object, "restricted", person->restricted_at);
	if (status == SP_OK)
		return put_member(list, "person", object, err);
	sp_json_free(object);
	return status;
}

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
	set_word(object, "by", whose == HIS ? "you" : "desk");
	set_word(object, "kind", sp_entry_kind_name(entry->kind));
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
		set_day(one, "day", costs[i].day);
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
		set_day(one, "day", logs[i].day);
		set_word(one, "kind", sp_work_kind_name(logs[i].kind));
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
	set_word(object, "status", sp_state_name(ticket->state));
	set_word(object, "outcome", sp_outcome_name(ticket->outcome));
	sp_json_set_number(object, "priority", ticket->priority);
	sp_json_set_number(object, "priority_wished", ticket->wish);
	sp_json_set_text(object, "queue", ticket->queue);
	sp_export_set_own(run, object, "subject", ticket->subject);
	sp_export_set_own(run, object, "category", ticket->category);
	sp_export_set_own(run, object, "place", ticket->place);
	sp_export_set_instant(object, "received", ticket->received_at);
	sp_export_set_instant(object, "opened", ticket->opened_at);
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

static enum sp_status put_tickets(struct sp_export_list *list, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_export_tickets(list->run->how->db, list->run->arena,
		list->run->person->id, &ids, &count, err);

	if (status == SP_OK)
		status = begin_list(list, "tickets", err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = put_ticket(list, ids[i], err);
	return status == SP_OK ? write_text(list, "\n]", err) : status;
}

/* --- what else there is -------------------------------------------------------------------------- */

static enum sp_status put_mails(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_outbox *mails = NULL;
	size_t count = 0;
	enum sp_status status = sp_export_mails(run->how->db, run->arena, run->person->id, &mails,
		&count, err);

	if (status == SP_OK)
		status = begin_list(list, "mails_to_you", err);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_export_set_instant(one, "written", mails[i].created_at);
		set_word(one, "state", sp_outbox_state_name(mails[i].state));
		sp_export_set_instant(one, "done", mails[i].done_at);
		sp_json_set_text(one, "to", mails[i].recipient);
		sp_json_set_text(one, "mail", mails[i].template_name);
		sp_export_set_own(run, one, "subject", mails[i].subject);
		sp_json_set_text(one, "ticket", mails[i].ticket);
		run->report->mails++;
		status = sp_export_item(list, one, err);
	}
	return status == SP_OK ? write_text(list, "\n]", err) : status;
}

static enum sp_status put_accounts(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_payer payer = { .person_id = run->person->id };
	struct sp_json *array = sp_json_array();
	struct sp_account *accounts = NULL;
	size_t count = 0;
	enum sp_status status = sp_accounts_of(run->how->db, run->arena, payer, &accounts, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "number", accounts[i].id);
		set_word(one, "sort", sp_account_sort_name(accounts[i].sort));
		sp_export_set_own(run, one, "title", accounts[i].title);
		set_day(one, "from", accounts[i].from_day);
		set_day(one, "until", accounts[i].until_day == SP_NO_END ? 0 : accounts[i].until_day);
		sp_json_set_number(one, "minutes", accounts[i].bought);
		sp_json_set_number(one, "balance_minutes", accounts[i].balance);
		sp_json_push(array, one);
	}
	if (status == SP_OK)
		return put_member(list, "packages_and_contracts", array, err);
	sp_json_free(array);
	return status;
}

static enum sp_status put_requests(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_privacy_request *requests = NULL;
	struct sp_json *array = sp_json_array();
	size_t count = 0;
	enum sp_status status = sp_privacy_list(run->how->db, run->arena, run->person->id, true,
		&requests, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "number", requests[i].id);
		set_word(one, "right", sp_right_name(requests[i].right));
		sp_json_set_text(one, "ticket", requests[i].ticket);
		sp_export_set_instant(one, "started", requests[i].started_at);
		sp_export_set_instant(one, "due", requests[i].due_at);
		sp_export_set_instant(one, "confirmed", requests[i].confirmed_at);
		sp_export_set_instant(one, "finished", requests[i].finished_at);
		set_word(one, "result", requests[i].finished_at ?
			sp_privacy_result_name(requests[i].result) : NULL);
		sp_json_push(array, one);
	}
	if (status == SP_OK)
		return put_member(list, "privacy_requests", array, err);
	sp_json_free(array);
	return status;
}

static enum sp_status put_register(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_register *lines = NULL;
	struct sp_json *array = sp_json_array();
	size_t count = 0;
	enum sp_status status = sp_register_list(run->how->db, run->arena, run->person->id, &lines,
		&count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_export_set_instant(one, "at", lines[i].by.at);
		set_word(one, "what", sp_registered_name(lines[i].what));
		set_word(one, "by", sp_actor_name(lines[i].by.actor));
		sp_json_set_text(one, "word", lines[i].word);
		sp_json_push(array, one);
	}
	if (status == SP_OK)
		return put_member(list, "privacy_register", array, err);
	sp_json_free(array);
	return status;
}

/* --- all of it ---------------------------------------------------------------------------------------- */

static enum sp_status put_head(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_json *desk = sp_json_text(sp_str(list->run->how->desk->conf->desk_name));
	enum sp_status status;

	sp_buf_printf(&text, "{\n\"version\": %d,\n\"made\": \"", SP_EXPORT_VERSION);
	sp_rfc3339_add(&text, list->run->how->now);
	sp_buf_add_text(&text, "\",\n\"desk\": ");
	sp_json_print(&text, desk, false);
	status = sp_export_write(list->run, list->file, sp_buf_str(&text), err);
	sp_json_free(desk);
	sp_buf_release(&text);
	return status;
}

static enum sp_status put_left_out(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "internal_notes", list->run->report->notes);
	sp_json_set_number(object, "written_by_others", list->run->report->others);
	sp_json_set_number(object, "messages_not_found", list->run->report->missing);
	return put_member(list, "left_out", object, err);
}

static enum sp_status put_messages(struct sp_export_list *list, struct sp_err *err)
{
	enum sp_status status = begin_list(list, "messages", err);

	if (status == SP_OK)
		status = sp_export_messages(list, err);
	return status == SP_OK ? write_text(list, "\n]", err) : status;
}

enum sp_status sp_export_data(struct sp_export_run *run, struct sp_err *err)
{
	static enum sp_status (*const members[])(struct sp_export_list *, struct sp_err *) = {
		put_head, put_person, put_tickets, put_messages, put_mails, put_accounts,
		put_requests, put_register, put_left_out,
	};
	struct sp_export_file file;
	struct sp_export_list list = { .run = run, .file = &file };
	enum sp_status status = sp_export_open(run, "data.json", &file, err);

	for (size_t i = 0; i < sizeof members / sizeof *members && status == SP_OK; i++)
		status = members[i](&list, err);
	if (status == SP_OK)
		status = write_text(&list, "\n}\n", err);
	return sp_export_close(run, &file, status, err);
}
