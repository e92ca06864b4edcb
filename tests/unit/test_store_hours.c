/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: packages and contracts, work logs, remote sessions, costs, the ledger.
 */
#include "store_plain.h"

#include "store/accounts.h"
#include "store/organisations.h"
#include "store/work_logs.h"

enum { DAY = 20833 };

static struct sp_payer add_firm(struct fixture *f, const char *name)
{
	struct sp_payer payer = { 0, 0 };

	assert_ok(sp_organisation_add(f->db, sp_str(name), NOW, &payer.organisation_id, &f->err),
		&f->err);
	return payer;
}

static struct sp_account add_package(struct fixture *f, struct sp_payer payer, int64_t minutes)
{
	static const struct sp_str queues[] = { { "assistenza", 10 }, { "software", 8 } };
	struct sp_account account = { .sort = SP_PACKAGE, .payer = payer,
		.title = SP_STR("Pacchetto"), .from_day = DAY, .until_day = DAY + 365,
		.kinds = 1U << SP_WORK_ORDINARY | 1U << SP_WORK_REMOTE, .queues = queues,
		.queue_count = 2 };

	assert_ok(sp_account_add(f->db, &account, minutes, NOW, &f->err), &f->err);
	return account;
}

static struct sp_work_log add_log(struct fixture *f, int64_t ticket_id, struct sp_payer payer,
	int64_t minutes)
{
	struct sp_work_log log = { .ticket_id = ticket_id, .payer = payer,
		.queue = SP_STR("assistenza"), .day = DAY, .minutes = minutes, .charged = minutes,
		.description = SP_STR("sostituzione del cavo") };

	assert_ok(sp_work_log_add(f->db, &log, NOW, &f->err), &f->err);
	return log;
}

static void add_row(struct fixture *f, struct sp_payer payer, enum sp_entry_target target,
	enum sp_entry_cause cause, int64_t account_id, int64_t log_id, int64_t minutes, int64_t cents)
{
	struct sp_ledger_entry entry = { .target = target, .cause = cause, .log_id = log_id,
		.account_id = account_id, .minutes = minutes, .cents = cents };

	assert_ok(sp_ledger_add(f->db, payer, &entry, 0, NOW, &f->err), &f->err);
}

static void assert_faults(struct fixture *f, size_t expected)
{
	struct sp_ledger_fault *faults;
	size_t count;

	assert_ok(sp_ledger_check(f->db, &f->arena, &faults, &count, &f->err), &f->err);
	for (size_t i = 0; i < count && count != expected; i++)
		print_error("%s: %lld, the first %lld\n", faults[i].what,
			(long long)faults[i].count, (long long)faults[i].first);
	assert_int_equal(count, expected);
}

static void test_an_account_is_read_as_it_was_written(void **state)
{
	struct fixture *f = *state;
	struct sp_payer firm = add_firm(f, "Rossi"), mario = { 0, add_customer(f, "m@a.it", "") };
	struct sp_account contract = { .sort = SP_CONTRACT, .payer = mario, .title = SP_STR("Anno"),
		.from_day = DAY, .until_day = SP_NO_END, .kinds = 15, .unlimited = true,
		.on_call = true, .response_minutes = 240 };
	struct sp_account *list;
	size_t count;

	add_package(f, firm, 600);
	assert_ok(sp_account_add(f->db, &contract, 0, NOW, &f->err), &f->err);
	assert_ok(sp_accounts(f->db, &f->arena, 0, (struct sp_payer){ 0, 0 }, &list, &count, &f->err),
		&f->err);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].sort, SP_PACKAGE);
	assert_int_equal(list[0].until_day, DAY + 365);
	assert_int_equal(list[0].kinds, 9);
	assert_int_equal(list[0].queue_count, 2);
	assert_str(list[0].queues[1], "software");
	assert_int_equal(list[0].bought, 600);
	assert_int_equal(list[0].balance, 600);
	assert_true(sp_payer_is(list[0].payer, firm));
	assert_int_equal(list[1].until_day, SP_NO_END);
	assert_true(list[1].unlimited && list[1].on_call);
	assert_int_equal(list[1].response_minutes, 240);
	assert_true(sp_payer_is(list[1].payer, mario));
	assert_ok(sp_accounts_of(f->db, &f->arena, mario, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, contract.id);
	/* Nobody's accounts are none, not everybody's. */
	assert_ok(sp_accounts_of(f->db, &f->arena, (struct sp_payer){ 0, 0 }, &list, &count, &f->err),
		&f->err);
	assert_int_equal(count, 0);
}

static void test_an_account_is_changed(void **state)
{
	struct fixture *f = *state;
	struct sp_account account = add_package(f, add_firm(f, "Rossi"), 600), *list;
	size_t count;

	account.title = SP_STR("Dieci ore");
	account.until_day = SP_NO_END;
	account.queue_count = 0;
	assert_ok(sp_account_change(f->db, &account, &f->err), &f->err);
	assert_ok(sp_account_buy(f->db, &account, -60, NOW, &f->err), &f->err);
	assert_int_equal(account.balance, 540);
	assert_ok(sp_accounts(f->db, &f->arena, account.id, account.payer, &list, &count, &f->err),
		&f->err);
	assert_str(list[0].title, "Dieci ore");
	assert_int_equal(list[0].until_day, SP_NO_END);
	assert_int_equal(list[0].queue_count, 0);
	assert_int_equal(list[0].bought, 540);
	account.id = 99;
	assert_int_equal(sp_account_change(f->db, &account, &f->err), SP_PERM);
}

static void test_work_logs_are_numbered_on_their_ticket(void **state)
{
	struct fixture *f = *state;
	struct sp_payer payer = { 0, add_customer(f, "mario@example.it", "Mario") };
	struct sp_ticket one = open_ticket(f, payer.person_id, "assistenza", 0);
	struct sp_ticket other = open_ticket(f, payer.person_id, "assistenza", 0), third;
	struct sp_work_log_filter filter = { .ticket_id = one.id };
	struct sp_work_log *logs, log;
	size_t count;

	add_log(f, one.id, payer, 30);
	assert_int_equal(add_log(f, other.id, payer, 30).number, 1);
	log = add_log(f, one.id, payer, 45);
	assert_int_equal(log.number, 2);
	log.minutes = 60;
	log.kind = SP_WORK_URGENT;
	log.extra = log.unconsented = true;
	assert_ok(sp_work_log_change(f->db, &log, NOW + 5, &f->err), &f->err);
	assert_ok(sp_work_logs(f->db, &f->arena, &filter, &logs, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_str(logs[1].code, "HT00001");
	assert_str(logs[1].queue, "assistenza");
	assert_int_equal(logs[1].minutes, 60);
	assert_int_equal(logs[1].kind, SP_WORK_URGENT);
	assert_true(logs[1].extra && logs[1].unconsented && !logs[1].out_of_hours);
	assert_int_equal(logs[1].changed_at, NOW + 5);
	/* What belongs to a merged ticket belongs to the one it went into. */
	other.merged_into = one.id;
	assert_ok(sp_ticket_change(f->db, &other, NOW, &f->err), &f->err);
	assert_ok(sp_work_logs(f->db, &f->arena, &filter, &logs, &count, &f->err), &f->err);
	assert_int_equal(count, 3);
	assert_str(logs[2].code, "HT00002");
	/* Nor is one lost that was merged into the other before. */
	third = open_ticket(f, payer.person_id, "assistenza", 0);
	add_log(f, third.id, payer, 30);
	third.merged_into = other.id;
	assert_ok(sp_ticket_change(f->db, &third, NOW, &f->err), &f->err);
	assert_ok(sp_work_logs(f->db, &f->arena, &filter, &logs, &count, &f->err), &f->err);
	assert_int_equal(count, 4);
}

static void test_one_remote_session_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct sp_ticket ticket = open_ticket(f, 0, "assistenza", 0);
	struct sp_remote_session session, *list;
	size_t count;
	bool found;

	assert_ok(sp_remote_open(f->db, ticket.id, 0, NOW, &f->err), &f->err);
	assert_int_equal(sp_remote_open(f->db, ticket.id, 0, NOW, &f->err), SP_PERM);
	assert_ok(sp_remote_of_ticket(f->db, ticket.id, &session, &found, &f->err), &f->err);
	assert_true(found);
	assert_int_equal(session.opened_at, NOW);
	assert_ok(sp_remote_forgotten(f->db, &f->arena, NOW, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
	assert_ok(sp_remote_forgotten(f->db, &f->arena, NOW + 1, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_str(list[0].code, "HT00001");
	assert_ok(sp_remote_close(f->db, session.id, 0, NOW + 3599, &f->err), &f->err);
	assert_int_equal(sp_remote_close(f->db, session.id, 0, NOW, &f->err), SP_PERM);
	assert_ok(sp_remote_of_ticket(f->db, ticket.id, &session, &found, &f->err), &f->err);
	assert_false(found);
	assert_ok(sp_remote_open(f->db, ticket.id, 0, NOW, &f->err), &f->err);
}

static void test_the_ledger_lists_and_sums(void **state)
{
	struct fixture *f = *state;
	struct sp_payer firm = add_firm(f, "Rossi"), bianchi = add_firm(f, "Bianchi");
	struct sp_account account = add_package(f, firm, 60);
	struct sp_work_log log = add_log(f, open_ticket(f, 0, "assistenza", 0).id, firm, 90);
	struct sp_ledger_filter filter = { .payer = firm };
	struct sp_ledger_row *rows;
	struct sp_carried *carried;
	int64_t balance, last;
	size_t count;

	add_package(f, bianchi, 100);
	add_row(f, firm, SP_TO_ACCOUNT, SP_CHARGED, account.id, log.id, -60, 0);
	add_row(f, firm, SP_TO_CARRY, SP_CHARGED, 0, log.id, -30, 0);
	assert_ok(sp_ledger_list(f->db, &f->arena, &filter, &rows, &count, &f->err), &f->err);
	assert_int_equal(count, 3);
	assert_str(rows[0].what, "Pacchetto");
	assert_int_equal(rows[0].entry.cause, SP_BOUGHT);
	assert_int_equal(rows[1].entry.before, 60);
	assert_int_equal(rows[1].entry.after, 0);
	assert_str(rows[1].code, "HT00001");
	assert_int_equal(rows[1].number, 1);
	assert_int_equal(rows[1].day, DAY);
	assert_str(rows[1].what, "sostituzione del cavo");
	assert_int_equal(rows[2].entry.target, SP_TO_CARRY);
	filter.after_id = rows[1].id;
	assert_ok(sp_ledger_list(f->db, &f->arena, &filter, &rows, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_ok(sp_ledger_last(f->db, &last, &f->err), &f->err);
	assert_int_equal(last, 4);
	assert_ok(sp_ledger_balance(f->db, account.id, last, &balance, &f->err), &f->err);
	assert_int_equal(balance, 0);
	assert_ok(sp_ledger_balance(f->db, account.id, 1, &balance, &f->err), &f->err);
	assert_int_equal(balance, 60);
	assert_ok(sp_ledger_carried(f->db, &f->arena, firm, &carried, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(carried[0].minutes, 30);
	assert_str(carried[0].queue, "assistenza");
	add_row(f, firm, SP_TO_CARRY, SP_SETTLED, 0, log.id, 30, 0);
	assert_ok(sp_ledger_carried(f->db, &f->arena, firm, &carried, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
}

static void test_a_threshold_is_told_once(void **state)
{
	struct fixture *f = *state;
	struct sp_account account = add_package(f, add_firm(f, "Rossi"), 60);
	bool first;

	assert_ok(sp_threshold_tell(f->db, &account, 80, NOW, &first, &f->err), &f->err);
	assert_true(first);
	assert_ok(sp_threshold_tell(f->db, &account, 80, NOW, &first, &f->err), &f->err);
	assert_false(first);
	assert_ok(sp_threshold_tell(f->db, &account, 100, NOW, &first, &f->err), &f->err);
	assert_true(first);
	assert_ok(sp_account_buy(f->db, &account, 60, NOW, &f->err), &f->err);
	assert_ok(sp_threshold_tell(f->db, &account, 80, NOW, &first, &f->err), &f->err);
	assert_true(first);
}

/* Each fault that check finds, made by hand in a plain connection. */
static void test_check_finds_what_is_wrong(void **state)
{
	static const char *const wrongs[] = {
		"UPDATE work_log SET charged = 75 WHERE id = 1",
		"INSERT INTO ledger (at, organisation_id, cause, target, work_log_id, minutes, cents)"
		" VALUES (1, 1, 'charged', 'price', 1, 0, 100)",
		"UPDATE cost SET cents = 7 WHERE id = 1",
		"INSERT INTO ledger (id, at, organisation_id, cause, target, account_id, minutes, cents)"
		" VALUES (99, 1, 1, 'bought', 'account', 1, 5, 0)",
		"INSERT INTO ledger (at, cause, target, account_id, minutes, cents)"
		" VALUES (1, 'bought', 'account', 77, 5, 0)",
		"INSERT INTO ledger (at, organisation_id, cause, target, account_id, minutes, cents)"
		" VALUES (1, 3, 'bought', 'account', 1, 5, 0)",
		"INSERT INTO ledger (at, organisation_id, cause, target, account_id, minutes, cents)"
		" VALUES (1, 1, 'bought', 'account', 1, -500, 0)",
		"INSERT INTO statement (year, number, organisation_id, month, after_id, until_id, made_at)"
		" VALUES (2026, 2, 1, 202611, 0, 1, 1)",
	};
	struct fixture *f = *state;
	struct sp_payer firm = add_firm(f, "Rossi");
	struct sp_account account = add_package(f, firm, 60);
	struct sp_ticket ticket = open_ticket(f, 0, "assistenza", 0);
	struct sp_work_log log = add_log(f, ticket.id, firm, 60);
	struct sp_cost cost = { .ticket_id = ticket.id, .payer = firm, .day = DAY, .cents = 1250,
		.description = SP_STR("un cavo") }, *costs;
	struct sp_ledger_entry owed = { .target = SP_TO_COST, .cause = SP_CHARGED, .cents = 1250 };
	sqlite3 *sqlite;
	size_t count;

	add_row(f, firm, SP_TO_ACCOUNT, SP_CHARGED, account.id, log.id, -60, 0);
	assert_ok(sp_cost_add(f->db, &cost, NOW, &f->err), &f->err);
	assert_ok(sp_ledger_add(f->db, firm, &owed, cost.id, NOW, &f->err), &f->err);
	assert_ok(sp_costs(f->db, &f->arena, ticket.id, &costs, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(costs[0].cents, 1250);
	assert_int_equal(costs[0].number, 1);
	assert_faults(f, 0);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	sqlite = open_plain(f);
	assert_int_equal(sqlite3_exec(sqlite, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL), SQLITE_OK);
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		struct sp_ledger_fault *faults;

		assert_int_equal(sqlite3_exec(sqlite, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
		if (sqlite3_exec(sqlite, wrongs[i], NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", wrongs[i], sqlite3_errmsg(sqlite));
		assert_int_equal(sqlite3_exec(sqlite, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
		assert_ok(sp_ledger_check(f->db, &f->arena, &faults, &count, &f->err), &f->err);
		if (count < i + 1)
			fail_msg("not found: %s", wrongs[i]);
	}
	sqlite3_close(sqlite);
}

static void test_the_ledger_is_append_only(void **state)
{
	static const char *const refused[] = {
		"UPDATE ledger SET minutes = 1", "DELETE FROM ledger",
		("INSERT OR REPLACE INTO ledger (id, at, cause, target, account_id, minutes, cents)"
		 " VALUES (1, 1, 'bought', 'account', 1, 1, 0)"),
	};
	struct fixture *f = *state;
	sqlite3 *sqlite;

	add_package(f, add_firm(f, "Rossi"), 60);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	sqlite = open_plain(f);
	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_int_equal(sqlite3_exec(sqlite, refused[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
		assert_non_null(strstr(sqlite3_errmsg(sqlite), "append-only"));
	}
	sqlite3_close(sqlite);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_an_account_is_read_as_it_was_written, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_account_is_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_work_logs_are_numbered_on_their_ticket, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_remote_session_at_a_time, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_ledger_lists_and_sums, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_threshold_is_told_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_check_finds_what_is_wrong, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_ledger_is_append_only, setup, teardown),
	};

	return cmocka_run_group_tests_name("store-hours", tests, NULL, NULL);
}
