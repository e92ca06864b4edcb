/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/measures.h: what is counted, and that it is had from indexes.
 */
#include "store_fixture.h"

#include <sqlite3.h>

#include "store/clock.h"
#include "store/measures.h"
#include "store/statements.h"

static struct sp_measured *measured(struct fixture *f, enum sp_measure what, size_t *count_r)
{
	struct sp_measured *rows;

	assert_ok(sp_measure(f->db, &f->arena, what, &rows, count_r, &f->err), &f->err);
	return rows;
}

static void add_mail(struct fixture *f, const char *id, enum sp_outbox_state state)
{
	struct sp_outbox mail = {
		.header_id = sp_str(id), .template_name = SP_STR("confirmation"),
		.language = SP_STR("it"), .sender = SP_STR(""), .recipient = SP_STR("a@example.com"),
		.subject = SP_STR("x"), .bytes = SP_STR("x"),
	};
	int64_t row;
	bool added;

	assert_ok(sp_outbox_add(f->db, &mail, NOW, &row, &added, &f->err), &f->err);
	if (state == SP_OUTBOX_DROPPED)
		assert_ok(sp_outbox_drop(f->db, row, NOW, &f->err), &f->err);
}

static void test_counted(void **state)
{
	struct fixture *f = *state;
	struct sp_measured *rows;
	size_t count;

	measured(f, SP_MEASURE_TICKETS, &count);
	assert_int_equal(count, 0);
	rows = measured(f, SP_MEASURE_QUEUED, &count);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].number, 0);
	add_mail(f, "<1@x>", SP_OUTBOX_DUE);
	add_mail(f, "<2@x>", SP_OUTBOX_DUE);
	add_mail(f, "<3@x>", SP_OUTBOX_DROPPED);
	rows = measured(f, SP_MEASURE_OUTBOX, &count);
	assert_int_equal(count, 2);
	assert_str(rows[0].label, "due");
	assert_int_equal(rows[0].number, 2);
	assert_int_equal(rows[0].at, NOW);
	assert_str(rows[1].label, "dropped");
	assert_int_equal(rows[1].number, 1);
	rows = measured(f, SP_MEASURE_QUEUED, &count);
	assert_int_equal(rows[0].number, 3);
	measured(f, SP_MEASURE_JOBS, &count);
	assert_int_equal(count, 0);
	assert_ok(sp_job_done(f->db, "office-hours", NOW, &f->err), &f->err);
	rows = measured(f, SP_MEASURE_JOBS, &count);
	assert_int_equal(count, 1);
	assert_str(rows[0].label, "office-hours");
	assert_int_equal(rows[0].at, NOW);
	rows = measured(f, SP_MEASURE_QUARANTINE, &count);
	assert_int_equal(rows[0].number, 0);
	assert_int_equal(rows[0].at, 0);
}

/* The planner says SCAN for a table that is read from end to end; an index that
 * has only the rows that count may be. */
static bool is_fine(const char *step)
{
	static const char *const small[] = { "numbering", "alarm", "job", "CONSTANT ROW", "q", "x",
		"(subquery", NULL };
	bool fine = strncmp(step, "SCAN ", 5) != 0 || strstr(step, "INDEX ticket_") ||
		    strstr(step, "INDEX outbox_") || strstr(step, "INDEX message_spam") ||
		    strstr(step, "INDEX remote_session_open") || strcmp(step, "SCAN outbox") == 0;

	for (size_t k = 0; small[k] && !fine; k++)
		fine = strncmp(step + 5, small[k], strlen(small[k])) == 0;
	return fine;
}

static void expect_from_index(sqlite3 *sqlite, int statement)
{
	char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sp_statements[statement]);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		if (!is_fine((const char *)sqlite3_column_text(stmt, 3)))
			fail_msg("%s\n%s", sql, (const char *)sqlite3_column_text(stmt, 3));
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
}

/* Numbers that are asked for each minute, and what each mail and each run of
 * office-hours asks: a desk with a million tickets must not feel it. */
static void test_from_indexes(void **state)
{
	static const int often[] = { SP_SQL_CLOCK_TICKETS, SP_SQL_OUTBOX_UNTOLD,
		SP_SQL_REMOTE_FORGOTTEN, SP_SQL_STAFF_DECIDED, SP_SQL_TICKETS_RECENT, SP_SQL_TICKET_FLOOD,
		SP_SQL_TICKETS_VISIBLE, SP_SQL_MESSAGES_FROM, SP_SQL_ASKED_OF, SP_SQL_ACCOUNTS_OF,
		SP_SQL_PARTICIPANTS, SP_SQL_PERSON_BY_ADDRESS, SP_SQL_TICKET_HAS_FILE };
	struct fixture *f = *state;
	sqlite3 *sqlite;

	assert_int_equal(sqlite3_open_v2(f->path, &sqlite, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (int i = SP_SQL_MEASURE_TICKETS; i <= SP_SQL_MEASURE_JOBS; i++)
		expect_from_index(sqlite, i);
	for (size_t i = 0; i < sizeof often / sizeof *often; i++)
		expect_from_index(sqlite, often[i]);
	sqlite3_close(sqlite);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_from_indexes, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
