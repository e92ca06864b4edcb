/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: tickets and what belongs to them.
 */
#include "store_fixture.h"

#include <sqlite3.h>

/* --- tickets ------------------------------------------------------------------ */

static void fill_ticket(struct sp_ticket *ticket, int64_t person, int64_t firm, int64_t other)
{
	ticket->queue = SP_STR("computer");
	ticket->state = SP_SUSPENDED;
	ticket->outcome = SP_UNRESOLVED;
	ticket->priority = 2;
	ticket->wish = 3;
	ticket->subject = SP_STR("altro oggetto");
	ticket->category = SP_STR("rete");
	ticket->place = SP_STR("Sede");
	ticket->language = SP_STR("en");
	ticket->requester_id = person;
	ticket->organisation_id = firm;
	ticket->assignee_id = person;
	ticket->merged_into = other;
	ticket->due_at = 11;
	ticket->answered_at = 12;
	ticket->planned_at = 13;
	ticket->review_at = 14;
	ticket->closed_at = 15;
	ticket->archived_at = 16;
}

static void assert_same_ticket(const struct sp_ticket *a, const struct sp_ticket *b)
{
	const int64_t left[] = { a->id, a->state, a->outcome, a->priority, a->wish, a->requester_id,
		a->organisation_id, a->assignee_id, a->merged_into, a->opened_at, a->received_at,
		a->due_at, a->answered_at, a->planned_at, a->review_at, a->closed_at, a->archived_at };
	const int64_t right[] = { b->id, b->state, b->outcome, b->priority, b->wish, b->requester_id,
		b->organisation_id, b->assignee_id, b->merged_into, b->opened_at, b->received_at,
		b->due_at, b->answered_at, b->planned_at, b->review_at, b->closed_at, b->archived_at };
	const struct sp_str words[] = { a->code, a->queue, a->subject, a->category, a->place, a->language };
	const struct sp_str others[] = { b->code, b->queue, b->subject, b->category, b->place, b->language };

	for (size_t i = 0; i < COUNT(left); i++)
		assert_int_equal(left[i], right[i]);
	for (size_t i = 0; i < COUNT(words); i++) {
		assert_int_equal(words[i].ptr == NULL, others[i].ptr == NULL);
		assert_true(sp_str_eq(words[i], others[i]));
	}
}

static void test_ticket_comes_back_whole(void **state)
{
	struct fixture *f = *state;
	int64_t person = add_customer(f, "mario@example.it", "Mario"), firm;
	struct sp_ticket first = open_ticket(f, person, "software", 0), ticket, found;
	bool there;

	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &firm, &f->err), &f->err);
	ticket = open_ticket(f, person, "software", 1);
	assert_str(first.code, "HT00001");
	assert_str(ticket.code, "HT00002");
	assert_ok(sp_ticket_by_id(f->db, &f->arena, ticket.id, &found, &there, &f->err), &f->err);
	assert_true(there);
	assert_same_ticket(&found, &ticket);
	fill_ticket(&ticket, person, firm, first.id);
	assert_ok(sp_ticket_change(f->db, &ticket, NOW + 9, &f->err), &f->err);
	assert_ok(sp_ticket_by_number(f->db, &f->arena, SP_STR("HT"), 2, &found, &there, &f->err),
		&f->err);
	assert_true(there);
	assert_same_ticket(&found, &ticket);
	fill_ticket(&ticket, person, firm, 0);
	ticket.opened_at = 8;
	ticket.received_at = 7;
	assert_ok(sp_ticket_open(f->db, &f->arena, "IT", &ticket, &f->err), &f->err);
	assert_str(ticket.code, "IT00001");
	assert_ok(sp_ticket_by_id(f->db, &f->arena, ticket.id, &found, &there, &f->err), &f->err);
	assert_same_ticket(&found, &ticket);
	assert_ok(sp_ticket_by_number(f->db, &f->arena, SP_STR("HT"), 99, &found, &there, &f->err),
		&f->err);
	assert_false(there);
	ticket.requester_id = 0;
	assert_ok(sp_ticket_change(f->db, &ticket, NOW, &f->err), &f->err);
	ticket.id = 4711;
	assert_int_equal(sp_ticket_change(f->db, &ticket, NOW, NULL), SP_PERM);
}

static void test_numbers_are_never_reused(void **state)
{
	struct fixture *f = *state;
	int64_t person = add_customer(f, "mario@example.it", "Mario");
	struct sp_ticket ticket;
	sqlite3 *sqlite;

	for (int i = 0; i < 3; i++)
		ticket = open_ticket(f, person, "software", 0);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	assert_int_equal(sqlite3_open(f->path, &sqlite), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sqlite, "DELETE FROM ticket", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sqlite);
	assert_ok(sp_db_begin(f->db, &f->err), &f->err);
	assert_int_equal(ticket.id, 3);
	ticket = open_ticket(f, person, "software", 0);
	assert_str(ticket.code, "HT00004");
	assert_int_equal(ticket.id, 4);
}

static size_t list_count(struct fixture *f, const struct sp_ticket_filter *filter, const char *codes)
{
	struct sp_ticket *tickets;
	struct sp_buf found = SP_BUF_INIT;
	size_t count;

	assert_ok(sp_ticket_list(f->db, &f->arena, filter, &tickets, &count, &f->err), &f->err);
	for (size_t i = 0; i < count; i++)
		sp_buf_printf(&found, "%s%.*s", i ? " " : "", SP_FMT(tickets[i].code));
	assert_string_equal(found.ptr, codes);
	sp_buf_release(&found);
	return count;
}

static void test_lists(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario");
	int64_t anna = add_customer(f, "anna@example.it", "Anna"), firm;
	struct sp_ticket closed = open_ticket(f, mario, "software", 3);
	struct sp_ticket assigned;

	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &firm, &f->err), &f->err);
	closed.state = SP_DONE;
	assert_ok(sp_ticket_change(f->db, &closed, NOW, &f->err), &f->err);
	open_ticket(f, mario, "software", 0);
	open_ticket(f, anna, "software", 2);
	assigned = open_ticket(f, anna, "computer", 0);
	open_ticket(f, mario, "software", 2);
	assigned.assignee_id = mario;
	assigned.organisation_id = firm;
	assert_ok(sp_ticket_change(f->db, &assigned, NOW, &f->err), &f->err);

	list_count(f, &(struct sp_ticket_filter){ 0 }, "HT00003 HT00005 HT00002 HT00004 HT00001");
	list_count(f, &(struct sp_ticket_filter){ .limit = 2 }, "HT00003 HT00005");
	list_count(f, &(struct sp_ticket_filter){ .open_only = true },
		"HT00003 HT00005 HT00002 HT00004");
	list_count(f, &(struct sp_ticket_filter){ .closed_only = true }, "HT00001");
	list_count(f, &(struct sp_ticket_filter){ .queue = SP_STR("computer") }, "HT00004");
	list_count(f, &(struct sp_ticket_filter){ .requester_id = mario }, "HT00005 HT00002 HT00001");
	list_count(f, &(struct sp_ticket_filter){ .organisation_id = firm }, "HT00004");
	list_count(f, &(struct sp_ticket_filter){ .assignee_id = mario }, "HT00004");
	list_count(f, &(struct sp_ticket_filter){ .requester_id = mario, .open_only = true,
		.queue = SP_STR("computer") }, "");
}

static void test_recent(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario"), id;
	struct sp_ticket first = open_ticket(f, mario, "software", 0);
	struct sp_entry entry = { .ticket_id = first.id, .text = SP_STR("primo"), .at = NOW };
	struct sp_recent_ticket *recent;
	size_t count;

	open_ticket(f, mario, "software", 0);
	assert_ok(sp_entry_add(f->db, &entry, &id, &f->err), &f->err);
	entry.text = SP_STR("secondo");
	assert_ok(sp_entry_add(f->db, &entry, &id, &f->err), &f->err);
	assert_ok(sp_recent_tickets(f->db, &f->arena, mario, NOW, 10, &recent, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_str(recent[0].code, "HT00002");
	assert_null(recent[0].text.ptr);
	assert_str(recent[1].text, "primo");
	assert_str(recent[1].subject, "Il sito non risponde");
	assert_ok(sp_recent_tickets(f->db, &f->arena, mario, NOW + 1, 10, &recent, &count, &f->err),
		&f->err);
	assert_int_equal(count, 0);
	assert_ok(sp_recent_tickets(f->db, &f->arena, mario, 0, 1, &recent, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
}

/* --- what belongs to a ticket ------------------------------------------------- */

static void test_participants(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario");
	int64_t anna = add_customer(f, "anna@example.it", "Anna");
	struct sp_ticket ticket = open_ticket(f, mario, "software", 0);
	struct sp_participant *list;
	size_t count;

	for (int i = 0; i < 2; i++)
		assert_ok(sp_participant_add(f->db, ticket.id, anna, SP_PART_COPY, mario, NOW, &f->err),
			&f->err);
	assert_ok(sp_participant_add(f->db, ticket.id, anna, SP_PART_FOLLOWER, 0, NOW, &f->err), &f->err);
	assert_ok(sp_participants(f->db, &f->arena, ticket.id, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].person_id, anna);
	assert_int_equal(list[0].part, SP_PART_COPY);
	assert_int_equal(list[1].part, SP_PART_FOLLOWER);
	assert_str(list[0].address, "anna@example.it");
	assert_str(list[0].language, "it");
	assert_int_equal(list[0].state, SP_PERSON_ACTIVE);
}

static void test_entries(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario"), id;
	int64_t nameless = add_customer(f, "anna@example.it", "");
	struct sp_ticket ticket = open_ticket(f, mario, "software", 0);
	struct sp_entry entry = { .ticket_id = ticket.id, .author_id = mario, .at = NOW };
	struct sp_entry *list;
	size_t count;

	for (int kind = 0; kind < SP_ENTRY_KINDS; kind++) {
		entry.kind = (enum sp_entry_kind)kind;
		entry.text = sp_str(sp_entry_kind_name(entry.kind));
		entry.author_id = kind == 0 ? mario : kind == 1 ? nameless : 0;
		assert_ok(sp_entry_add(f->db, &entry, &id, &f->err), &f->err);
	}
	assert_ok(sp_entries(f->db, &f->arena, ticket.id, 0, &list, &count, &f->err), &f->err);
	assert_int_equal(count, SP_ENTRY_KINDS);
	for (int kind = 0; kind < SP_ENTRY_KINDS; kind++) {
		assert_int_equal(list[kind].kind, kind);
		assert_str(list[kind].text, sp_entry_kind_name((enum sp_entry_kind)kind));
	}
	assert_str(list[0].author, "Mario");
	assert_str(list[1].author, "anna@example.it");
	assert_str(list[2].author, "");
	assert_ok(sp_entries(f->db, &f->arena, ticket.id, 2, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_int_equal(list[1].kind, SP_ENTRY_KINDS - 1);
}

static void test_text_is_repaired_not_cut(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario"), id;
	struct sp_ticket ticket = open_ticket(f, mario, "software", 0);
	struct sp_entry entry = { .ticket_id = ticket.id, .text = SP_STR("a\0b\xff" "c\0"), .at = NOW };
	struct sp_entry *list;
	size_t count;

	assert_ok(sp_entry_add(f->db, &entry, &id, &f->err), &f->err);
	entry.text = SP_NONE;
	assert_ok(sp_entry_add(f->db, &entry, &id, &f->err), &f->err);
	assert_ok(sp_entries(f->db, &f->arena, ticket.id, 0, &list, &count, &f->err), &f->err);
	assert_str(list[0].text, "a\xe2\x90\x80" "b\xef\xbf\xbd" "c\xe2\x90\x80");
	assert_str(list[1].text, "");
}

static void test_thread(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario"), found[SP_MAX_THREAD_TICKETS];
	struct sp_ticket ticket = open_ticket(f, mario, "software", 0);
	struct sp_ticket split = open_ticket(f, mario, "software", 0);
	static const char *const names[] = { "<z@x>", "<y@x>", "<a@x>", "<b@x>" };
	struct sp_str *ids;
	size_t count;

	for (size_t i = 0; i < COUNT(names); i++)
		for (int twice = 0; twice < 2; twice++)
			assert_ok(sp_thread_add(f->db, ticket.id, sp_str(names[i]), i & 1, NOW, &f->err),
				&f->err);
	assert_ok(sp_thread_ids(f->db, &f->arena, ticket.id, false, 10, &ids, &count, &f->err), &f->err);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < count; i++)
		assert_str(ids[i], names[i]);
	assert_ok(sp_thread_ids(f->db, &f->arena, ticket.id, false, 3, &ids, &count, &f->err), &f->err);
	assert_int_equal(count, 3);
	assert_str(ids[0], "<z@x>");
	assert_str(ids[1], "<a@x>");
	assert_str(ids[2], "<b@x>");
	assert_ok(sp_thread_ids(f->db, &f->arena, ticket.id, false, 1, &ids, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	/* What the requester's side has: the odd ones. */
	assert_ok(sp_thread_ids(f->db, &f->arena, ticket.id, true, 10, &ids, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_str(ids[0], "<y@x>");
	assert_str(ids[1], "<b@x>");
	assert_ok(sp_thread_tickets(f->db, SP_STR("<y@x>"), found, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(found[0], ticket.id);
	assert_ok(sp_thread_add(f->db, split.id, SP_STR("<y@x>"), false, NOW, &f->err), &f->err);
	assert_ok(sp_thread_tickets(f->db, SP_STR("<y@x>"), found, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_int_equal(found[0], split.id);
	assert_int_equal(found[1], ticket.id);
	assert_ok(sp_thread_tickets(f->db, SP_STR("<Y@x>"), found, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
}

static void test_links(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario");
	struct sp_ticket one = open_ticket(f, mario, "software", 0);
	struct sp_ticket two = open_ticket(f, mario, "software", 0);
	struct sp_link *links;
	size_t count;

	assert_ok(sp_link_add(f->db, two.id, one.id, "follows", NOW, &f->err), &f->err);
	assert_ok(sp_link_add(f->db, two.id, one.id, "follows", NOW, &f->err), &f->err);
	assert_ok(sp_links(f->db, &f->arena, one.id, &links, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_str(links[0].code, "HT00002");
	assert_str(links[0].kind, "follows");
	assert_true(links[0].back);
	assert_ok(sp_links(f->db, &f->arena, two.id, &links, &count, &f->err), &f->err);
	assert_str(links[0].code, "HT00001");
	assert_false(links[0].back);
	assert_int_equal(sp_link_add(f->db, two.id, one.id, "invented", NOW, NULL), SP_TEMP);
}

static void test_journal_is_append_only(void **state)
{
	struct fixture *f = *state;
	struct sp_event event = { .at = NOW, .actor = SP_BY_CLOCK, .person_id = 1, .ticket_id = 2,
		.message_id = 3, .what = SP_STR("state"), .was = SP_STR("new"),
		.now_is = SP_STR("done"), .reason = SP_STR("moves:3") };
	static const char *const attempts[] = { "UPDATE event SET at = 1", "DELETE FROM event",
		"INSERT OR REPLACE INTO event (id, at, actor, what) VALUES (1, 1, 'clock', 'x')" };
	struct sp_event *list;
	sqlite3 *sqlite;
	size_t count;

	assert_ok(sp_event_add(f->db, &event, &f->err), &f->err);
	assert_ok(sp_events(f->db, &f->arena, 2, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].at, NOW);
	assert_int_equal(list[0].actor, SP_BY_CLOCK);
	assert_int_equal(list[0].person_id, 1);
	assert_int_equal(list[0].message_id, 3);
	assert_str(list[0].what, "state");
	assert_str(list[0].was, "new");
	assert_str(list[0].now_is, "done");
	assert_str(list[0].reason, "moves:3");
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	assert_int_equal(sqlite3_open(f->path, &sqlite), SQLITE_OK);
	for (size_t i = 0; i < COUNT(attempts); i++)
		assert_int_equal(sqlite3_exec(sqlite, attempts[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
	sqlite3_close(sqlite);
}

static void test_alarm_is_counted(void **state)
{
	struct fixture *f = *state;
	struct sp_alarm *alarms;
	sqlite3_stmt *stmt;
	sqlite3 *sqlite;
	size_t count;

	assert_ok(sp_alarm_raise(f->db, "breaker", SP_STR("500"), NOW, &f->err), &f->err);
	assert_ok(sp_alarm_raise(f->db, "breaker", SP_STR("500"), NOW + 5, &f->err), &f->err);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	assert_int_equal(sqlite3_open(f->path, &sqlite), SQLITE_OK);
	sqlite3_prepare_v2(sqlite, "SELECT count, at, last_at FROM alarm", -1, &stmt, NULL);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int64(stmt, 0), 2);
	assert_int_equal(sqlite3_column_int64(stmt, 1), NOW);
	assert_int_equal(sqlite3_column_int64(stmt, 2), NOW + 5);
	sqlite3_finalize(stmt);
	sqlite3_close(sqlite);
	assert_ok(sp_alarms(f->db, &f->arena, NOW + 5, &alarms, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_str(alarms[0].kind, "breaker");
	assert_str(alarms[0].detail, "500");
	assert_int_equal(alarms[0].count, 2);
	assert_int_equal(alarms[0].at, NOW);
	assert_int_equal(alarms[0].last_at, NOW + 5);
	assert_ok(sp_alarms(f->db, &f->arena, NOW + 6, &alarms, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_ticket_comes_back_whole),
		CASE(test_numbers_are_never_reused),
		CASE(test_lists),
		CASE(test_recent),
		CASE(test_participants),
		CASE(test_entries),
		CASE(test_text_is_repaired_not_cut),
		CASE(test_thread),
		CASE(test_links),
		CASE(test_journal_is_append_only),
		CASE(test_alarm_is_counted),
	};

	return cmocka_run_group_tests_name("store-tickets", tests, NULL, NULL);
}
