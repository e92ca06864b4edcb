/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: work done and what it was charged to, as the reports have it.
 */
#include "store_fixture.h"
#include "store_plain.h"

#include "store/accounts.h"
#include "store/organisations.h"
#include "store/work_logs.h"
#include "store/statements.h"
#include "store/works.h"

/* A firm with a package, its ticket, who works. */
struct books {
	struct fixture *f;
	int64_t firm, mario, anna;
	struct sp_payer payer;
	struct sp_ticket ticket;
	struct sp_account account;
};

static void open_books(struct fixture *f, struct books *b)
{
	struct sp_person anna = { .role = SP_STAFF, .name = SP_STR("Anna"),
		.address = SP_STR("anna@desk.example") };

	*b = (struct books){ .f = f, .mario = add_customer(f, "mario@rossi.example", "Mario") };
	assert_ok(sp_people_add(f->db, &anna, NOW, &b->anna, &f->err), &f->err);
	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi srl"), NOW, &b->firm, &f->err), &f->err);
	b->ticket = open_ticket(f, b->mario, "assistenza", 0);
	b->payer = (struct sp_payer){ .organisation_id = b->firm };
	b->account = (struct sp_account){ .sort = SP_PACKAGE, .payer = b->payer,
		.title = SP_STR("Pacchetto 10 ore"), .kinds = 15, .until_day = SP_NO_END };
	assert_ok(sp_account_add(f->db, &b->account, 600, NOW, &f->err), &f->err);
}

static int64_t add_log(struct books *b, int64_t day, int64_t minutes, bool unconsented)
{
	struct sp_work_log log = { .ticket_id = b->ticket.id, .staff_id = b->anna, .payer = b->payer,
		.queue = SP_STR("assistenza"), .day = day, .minutes = minutes, .charged = minutes,
		.unconsented = unconsented, .description = SP_STR("lavoro") };

	assert_ok(sp_work_log_add(b->f->db, &log, NOW, &b->f->err), &b->f->err);
	return log.id;
}

static void add_entry(struct books *b, enum sp_entry_target target, enum sp_entry_cause cause,
	int64_t log, int64_t minutes, int64_t cents, int64_t at)
{
	struct sp_ledger_entry entry = { .target = target, .cause = cause, .log_id = log,
		.account_id = target == SP_TO_ACCOUNT ? b->account.id : 0, .minutes = minutes,
		.cents = cents };

	assert_ok(sp_ledger_add(b->f->db, b->payer, &entry, 0, at, &b->f->err), &b->f->err);
}

/* 100 minutes: 60 of the package and 40 priced; then corrected to 30 of the package. */
static void test_charges(void **state)
{
	struct fixture *f = *state;
	struct sp_work_done *works;
	struct books b;
	size_t count;
	int64_t log;

	open_books(f, &b);
	log = add_log(&b, 20800, 100, true);
	add_entry(&b, SP_TO_ACCOUNT, SP_CHARGED, log, -60, 0, NOW);
	add_entry(&b, SP_TO_PRICE, SP_CHARGED, log, -40, 7000, NOW);
	assert_ok(sp_works_of_ticket(f->db, &f->arena, b.ticket.id, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_str(works[0].payer, "Rossi srl");
	assert_str(works[0].customer, "Mario");
	assert_str(works[0].log.staff, "Anna");
	assert_true(works[0].log.unconsented);
	assert_false(works[0].disputed);
	assert_int_equal(works[0].charge_count, 2);
	assert_str(works[0].charges[0].title, "Pacchetto 10 ore");
	assert_int_equal(works[0].charges[0].minutes, 60);
	assert_int_equal(works[0].charges[1].target, SP_TO_PRICE);
	assert_int_equal(works[0].cents, 7000);
	assert_int_equal(sp_work_excess(&works[0]), 40);

	add_entry(&b, SP_TO_ACCOUNT, SP_TAKEN_BACK, log, 60, 0, NOW);
	add_entry(&b, SP_TO_PRICE, SP_TAKEN_BACK, log, 40, -7000, NOW);
	add_entry(&b, SP_TO_ACCOUNT, SP_CHARGED, log, -30, 0, NOW);
	assert_ok(sp_works_of_ticket(f->db, &f->arena, b.ticket.id, &works, &count, &f->err), &f->err);
	assert_int_equal(works[0].charge_count, 1);
	assert_int_equal(works[0].charges[0].minutes, 30);
	assert_int_equal(works[0].cents, 0);
	assert_int_equal(sp_work_excess(&works[0]), 0);
}

/* Chosen by the day of the work, its firm, its staff; merged tickets' work is
 * the other's; what is cancelled is none. */
static void test_filters(void **state)
{
	struct fixture *f = *state;
	struct sp_report_filter filter = { .from = 20800 * INT64_C(86400),
		.until = 20802 * INT64_C(86400) };
	struct sp_work_done *works;
	struct sp_ticket other;
	struct books b;
	size_t count;

	open_books(f, &b);
	add_log(&b, 20799, 10, false);
	add_log(&b, 20800, 20, false);
	add_log(&b, 20801, 30, false);
	add_log(&b, 20802, 40, false);
	add_log(&b, 20801, 0, false);
	assert_ok(sp_works(f->db, &f->arena, &filter, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_int_equal(works[0].log.minutes, 20);
	assert_int_equal(works[1].log.minutes, 30);
	assert_int_equal(works[0].charge_count, 0);
	filter.staff_id = b.mario;
	assert_ok(sp_works(f->db, &f->arena, &filter, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
	filter.staff_id = b.anna;
	filter.organisation_id = b.firm;
	filter.customer_id = b.mario;
	filter.queue = SP_STR("assistenza");
	assert_ok(sp_works(f->db, &f->arena, &filter, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	filter.queue = SP_STR("altra");
	assert_ok(sp_works(f->db, &f->arena, &filter, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 0);

	other = open_ticket(f, b.mario, "assistenza", 0);
	assert_ok(sp_works_of_ticket(f->db, &f->arena, other.id, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
	b.ticket.merged_into = other.id;
	assert_ok(sp_ticket_change(f->db, &b.ticket, NOW, &f->err), &f->err);
	assert_ok(sp_works_of_ticket(f->db, &f->arena, other.id, &works, &count, &f->err), &f->err);
	assert_int_equal(count, 4);
}

/* By the instant at which it was written. */
static void test_movements(void **state)
{
	struct fixture *f = *state;
	struct sp_report_filter filter = { .from = NOW, .until = NOW + 100 };
	struct sp_movement *list;
	struct books b;
	size_t count;
	int64_t log;

	open_books(f, &b);
	log = add_log(&b, 20000, 45, false);
	add_entry(&b, SP_TO_ACCOUNT, SP_CHARGED, log, -45, 0, NOW + 99);
	add_entry(&b, SP_TO_ACCOUNT, SP_TAKEN_BACK, log, 45, 0, NOW + 100);
	assert_ok(sp_movements(f->db, &f->arena, &filter, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].row.entry.cause, SP_BOUGHT);
	assert_int_equal(list[0].row.entry.minutes, 600);
	assert_str(list[0].account, "Pacchetto 10 ore");
	assert_null(list[0].row.code.ptr);
	assert_int_equal(list[1].row.entry.minutes, -45);
	assert_str(list[1].row.code, "HT00001");
	assert_int_equal(list[1].row.number, 1);
	assert_int_equal(list[1].row.day, 20000);
	assert_str(list[1].row.what, "lavoro");
	assert_str(list[1].payer, "Rossi srl");
	assert_str(list[1].staff, "Anna");
	assert_int_equal(list[1].minutes, 45);
	filter = (struct sp_report_filter){ .from = NOW + 100, .until = NOW + 200 };
	assert_ok(sp_movements(f->db, &f->arena, &filter, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].row.entry.cause, SP_TAKEN_BACK);
}

/* What each delivery or each payer's turn asks is read from an index, however
 * many accounts, movements and works there are. */
static void test_from_indexes(void **state)
{
	static const enum sp_statement asked[] = { SP_SQL_ACCOUNT_BY_ID, SP_SQL_ACCOUNTS_OF,
		SP_SQL_LEDGER_OF_ACCOUNT, SP_SQL_LEDGER_OF_LOG, SP_SQL_LEDGER_OF_COST,
		SP_SQL_LEDGER_OF_PAYER, SP_SQL_LEDGER_BALANCE, SP_SQL_LEDGER_CARRIED,
		SP_SQL_CONSENTED, SP_SQL_CONSENT_ASKED, SP_SQL_WORK_LOGS_OF_TICKET, SP_SQL_COSTS,
		SP_SQL_WORKS_OF_TICKET, SP_SQL_ASKED_OF, SP_SQL_STATEMENT_PAYER,
		SP_SQL_STATEMENT_UNTIL, SP_SQL_STATEMENT_MOVEMENTS, SP_SQL_STATEMENT_BY_NUMBER, SP_SQL_DISPUTES_OPEN };
	struct fixture *f = *state;
	sqlite3 *sqlite = open_plain(f);

	for (size_t i = 0; i < COUNT(asked); i++) {
		char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sp_statements[asked[i]]);
		sqlite3_stmt *stmt;

		assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *step = (const char *)sqlite3_column_text(stmt, 3);

			/* x is what the statement itself has gathered. */
			/* `parts` are the tickets that were merged, found by their index. */
			if (strncmp(step, "SCAN ", 5) == 0 && strcmp(step, "SCAN x") != 0 &&
				strcmp(step, "SCAN CONSTANT ROW") != 0 &&
				strcmp(step, "SCAN parts") != 0)
				fail_msg("%s\n%s", sql, step);
		}
		sqlite3_finalize(stmt);
		sqlite3_free(sql);
	}
	sqlite3_close(sqlite);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_charges, setup, teardown),
		cmocka_unit_test_setup_teardown(test_filters, setup, teardown),
		cmocka_unit_test_setup_teardown(test_movements, setup, teardown),
		cmocka_unit_test_setup_teardown(test_from_indexes, setup, teardown),
	};
	struct sp_err err;

	if (sp_zone_set("UTC", &err) != SP_OK)
		return 1;

	return cmocka_run_group_tests_name("store works", tests, NULL, NULL);
}
