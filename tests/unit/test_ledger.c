/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * core/tariff and core/ledger: rounding, prices, who pays, corrections,
 * thresholds, what is carried.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "core/ledger.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void remote_tariff(struct sp_tariff *tariff)
{
	sp_tariff_init(tariff, "remoto");
	assert_int_equal(sp_tariff_set_unit(tariff, SP_STR("60"), NULL), SP_OK);
	tariff->first_hour = 10000;
	tariff->next_hour = 7000;
}

static void test_remote_prices(void **state)
{
	static const struct {
		int64_t minutes, charged, cents;
	} cases[] = {
		{ 0, 0, 0 },           { 1, 60, 10000 },      { 59, 60, 10000 },
		{ 60, 60, 10000 },     { 61, 120, 17000 },    { 120, 120, 17000 },
		{ 121, 180, 24000 },   { 600, 600, 73000 },   { -5, 0, 0 },
		{ 600001, 600000, 10000 + 9999 * INT64_C(7000) },
	};
	struct sp_tariff tariff;

	(void)state;
	remote_tariff(&tariff);
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t charged = sp_charged_minutes(&tariff, SP_WORK_REMOTE, cases[i].minutes);

		assert_int_equal(charged, cases[i].charged);
		assert_int_equal(sp_price_of(&tariff, charged, false, false).total, cases[i].cents);
	}
}

static void test_units_and_included(void **state)
{
	struct sp_tariff tariff;

	(void)state;
	sp_tariff_init(&tariff, "ordinario");
	assert_int_equal(sp_tariff_set_included(&tariff, SP_STR("urgent"), NULL), SP_OK);
	assert_int_equal(sp_charged_minutes(&tariff, SP_WORK_ORDINARY, 1), 15);
	assert_int_equal(sp_charged_minutes(&tariff, SP_WORK_ORDINARY, 15), 15);
	assert_int_equal(sp_charged_minutes(&tariff, SP_WORK_ORDINARY, 16), 30);
	assert_int_equal(sp_charged_minutes(&tariff, SP_WORK_REMOTE, 16), 60);
	assert_int_equal(sp_charged_minutes(&tariff, SP_WORK_URGENT, 500), 0);
}

static void test_prices(void **state)
{
	static const struct {
		int64_t first, next;
		bool divisible;
		struct sp_surcharge out, extra;
		bool is_out, is_extra;
		int64_t charged;
		struct sp_price price;
	} cases[] = {
		{ 6000, 5000, false, { 0, 0 }, { 0, 0 }, false, false, 75, { 11000, 0, 0, 11000 } },
		{ 6000, 5000, true, { 0, 0 }, { 0, 0 }, false, false, 75, { 7250, 0, 0, 7250 } },
		{ 6000, 5000, true, { 0, 0 }, { 0, 0 }, false, false, 15, { 1500, 0, 0, 1500 } },
		/* 35.01 a quarter of an hour is 8.7525: 8.75; 35.02 gives 8.755: 8.76. */
		{ 3501, 0, true, { 0, 0 }, { 0, 0 }, false, false, 15, { 875, 0, 0, 875 } },
		{ 3502, 0, true, { 0, 0 }, { 0, 0 }, false, false, 15, { 876, 0, 0, 876 } },
		/* The sum is rounded, not its parts: 0.5 and 0.5 is 1. */
		{ 30, 2, true, { 0, 0 }, { 0, 0 }, false, false, 75, { 31, 0, 0, 31 } },
		/* Surcharges of the price, each by itself, halves up. */
		{ 10000, 7000, false, { 30, 0 }, { 0, 1500 }, true, true, 120,
			{ 17000, 5100, 1500, 23600 } },
		{ 10000, 7000, false, { 30, 0 }, { 0, 1500 }, false, false, 120,
			{ 17000, 0, 0, 17000 } },
		{ 10000, 7000, false, { 30, 0 }, { 50, 0 }, true, true, 60,
			{ 10000, 3000, 5000, 18000 } },
		{ 150, 0, false, { 33, 0 }, { 1, 0 }, true, true, 60, { 150, 50, 2, 202 } },
		/* Nothing charged, nothing owed. */
		{ 10000, 7000, false, { 30, 0 }, { 0, 1500 }, true, true, 0, { 0, 0, 0, 0 } },
		/* As dear and as long as it gets. */
		{ SP_MAX_PRICE, SP_MAX_PRICE, false, { SP_MAX_PERCENT, 0 }, { SP_MAX_PERCENT, 0 },
			true, true, SP_MAX_WORK_MINUTES,
			{ INT64_C(10000000000000), INT64_C(100000000000000),
				INT64_C(100000000000000), INT64_C(210000000000000) } },
		{ SP_MAX_PRICE, SP_MAX_PRICE, true, { 0, 0 }, { 0, 0 }, false, false,
			SP_MAX_WORK_MINUTES,
			{ INT64_C(10000000000000), 0, 0, INT64_C(10000000000000) } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_tariff tariff;
		struct sp_price price;

		sp_tariff_init(&tariff, "x");
		tariff.first_hour = cases[i].first;
		tariff.next_hour = cases[i].next;
		tariff.divisible = cases[i].divisible;
		tariff.out_of_hours = cases[i].out;
		tariff.extra = cases[i].extra;
		price = sp_price_of(&tariff, cases[i].charged, cases[i].is_out, cases[i].is_extra);
		assert_memory_equal(&price, &cases[i].price, sizeof price);
	}
}

/* 60 minutes that others paid were the first hour. */
static void test_prices_of_what_is_left(void **state)
{
	static const struct {
		bool divisible;
		int64_t paid, left, work;
	} cases[] = {
		{ false, 0, 61, 17000 },  { false, 15, 45, 10000 }, { false, 30, 90, 17000 },
		{ false, 59, 60, 10000 }, { false, 60, 60, 7000 },  { false, 60, 61, 14000 },
		{ false, 600, 15, 7000 }, { false, 60, 0, 0 },      { true, 0, 90, 13500 },
		{ true, 30, 30, 5000 },   { true, 30, 60, 8500 },   { true, 45, 15, 2500 },
		{ true, 60, 15, 1750 },   { true, 61, 60, 7000 },
	};
	struct sp_tariff tariff;

	(void)state;
	remote_tariff(&tariff);
	tariff.out_of_hours.percent = 50;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_price price;

		tariff.divisible = cases[i].divisible;
		price = sp_price_after(&tariff, cases[i].paid, cases[i].left, true, false);
		assert_int_equal(price.work, cases[i].work);
		assert_int_equal(price.total, cases[i].work + cases[i].work / 2);
	}
}

/* --- the ledger --------------------------------------------------------------- */

#define ALL ((1U << SP_WORK_KINDS) - 1)

/* Accounts as the cases below use them; ids are not in the order of payment. */
static const struct sp_str web_only[] = { { "web", 3 } };
#define ACCOUNT(id_, sort_, from, until, kinds_, queues_, count, no_limit, bought_, balance_)          \
	{ .id = (id_), .sort = (sort_), .from_day = (from), .until_day = (until),                  \
		.kinds = (kinds_), .queues = (queues_), .queue_count = (count),                    \
		.unlimited = (no_limit), .bought = (bought_), .balance = (balance_) }
static const struct sp_account stock[] = {
	ACCOUNT(7, SP_PACKAGE, 100, 200, ALL, NULL, 0, false, 600, 600),
	ACCOUNT(3, SP_PACKAGE, 100, 150, ALL, NULL, 0, false, 600, 90),
	ACCOUNT(5, SP_PACKAGE, 90, 150, ALL, NULL, 0, false, 100, 30),
	ACCOUNT(9, SP_PACKAGE, 0, 120, 1U << SP_WORK_REMOTE, NULL, 0, false, 60, 60),
	ACCOUNT(4, SP_PACKAGE, 0, 110, ALL, web_only, 1, false, 60, 60),
	ACCOUNT(8, SP_CONTRACT, 0, 365, 1U << SP_WORK_URGENT, NULL, 0, true, 0, -40),
	ACCOUNT(2, SP_CONTRACT, 0, SP_NO_END, 1U << SP_WORK_EXTRAORDINARY, NULL, 0, false, 120, 45),
	ACCOUNT(1, SP_PACKAGE, 0, SP_NO_END, 1U << SP_WORK_EXTRAORDINARY, NULL, 0, false, 50, 50),
};

struct desk {
	struct sp_account accounts[COUNT(stock)];
	struct sp_tariff tariff;
	struct sp_arena arena;
	struct sp_ledger_entries out;
	struct sp_charging charging;
};

static void open_desk(struct desk *desk, enum sp_excess excess)
{
	memset(desk, 0, sizeof *desk);
	memcpy(desk->accounts, stock, sizeof stock);
	remote_tariff(&desk->tariff);
	desk->tariff.out_of_hours.percent = 50;
	desk->tariff.extra.cents = 2500;
	desk->charging = (struct sp_charging){ desk->accounts, COUNT(stock), &desk->tariff, excess,
		&desk->arena, &desk->out };
}

/* Entries as "account 3: -90 (90 to 0) 80 100; price -30 10000;". */
static void entries_text(const struct sp_ledger_entries *entries, struct sp_buf *text)
{
	static const char *const names[SP_TARGETS] = { "account", "price", "extra", "carry" };

	sp_buf_cut(text, 0);
	for (size_t i = 0; i < entries->count; i++) {
		const struct sp_ledger_entry *entry = &entries->items[i];

		sp_buf_printf(text, "%s%s", i ? "; " : "", names[entry->target]);
		if (entry->target == SP_TO_ACCOUNT)
			sp_buf_printf(text, " %d: %d (%d to %d)", (int)entry->account_id,
				(int)entry->minutes, (int)entry->before, (int)entry->after);
		else
			sp_buf_printf(text, " %d %d", (int)entry->minutes, (int)entry->cents);
		sp_buf_printf(text, "%s%s", entry->crossed & SP_CROSSED_80 ? " 80%" : "",
			entry->crossed & SP_CROSSED_100 ? " 100%" : "");
	}
}

static void assert_entries(const struct desk *desk, const char *expected)
{
	struct sp_buf text = SP_BUF_INIT;

	entries_text(&desk->out, &text);
	assert_string_equal(text.ptr, expected);
	sp_buf_release(&text);
}

static void test_charging_order(void **state)
{
	static const struct {
		enum sp_excess excess;
		struct sp_work work;
		const char *entries;
	} cases[] = {
		/* The two that expire on 150: the one that began first; then 200. */
		{ SP_EXCESS_PRICE, { 1, 140, SP_WORK_ORDINARY, { "hw", 2 }, 15, false, false },
			"account 5: -15 (30 to 15) 80%" },
		{ SP_EXCESS_PRICE, { 1, 140, SP_WORK_ORDINARY, { "hw", 2 }, 150, false, false },
			"account 5: -30 (30 to 0) 80% 100%; account 3: -90 (90 to 0) 100%; "
			"account 7: -30 (600 to 570)" },
		/* The last day counts, the day after does not; so does the first. */
		{ SP_EXCESS_PRICE, { 1, 150, SP_WORK_ORDINARY, { "hw", 2 }, 15, false, false },
			"account 5: -15 (30 to 15) 80%" },
		{ SP_EXCESS_PRICE, { 1, 151, SP_WORK_ORDINARY, { "hw", 2 }, 15, false, false },
			"account 7: -15 (600 to 585)" },
		{ SP_EXCESS_PRICE, { 1, 90, SP_WORK_ORDINARY, { "hw", 2 }, 15, false, false },
			"account 5: -15 (30 to 15) 80%" },
		{ SP_EXCESS_PRICE, { 1, 89, SP_WORK_ORDINARY, { "hw", 2 }, 15, false, false },
			"price -15 10000" },
		/* Scope: kind and queue. */
		{ SP_EXCESS_PRICE, { 1, 120, SP_WORK_REMOTE, { "hw", 2 }, 60, false, false },
			"account 9: -60 (60 to 0) 80% 100%" },
		{ SP_EXCESS_PRICE, { 1, 105, SP_WORK_ORDINARY, { "web", 3 }, 60, false, false },
			"account 4: -60 (60 to 0) 80% 100%" },
		/* Contracts before packages; an unlimited one takes all. */
		{ SP_EXCESS_PRICE, { 1, 140, SP_WORK_URGENT, { "hw", 2 }, 9000, false, false },
			"account 8: -9000 (-40 to -9040)" },
		{ SP_EXCESS_PRICE, { 1, 5, SP_WORK_EXTRAORDINARY, { "hw", 2 }, 60, false, false },
			"account 2: -45 (45 to 0) 80% 100%; account 1: -15 (50 to 35)" },
		/* Excess: by the tariff, or carried.  The first hour is the log's: 60 minutes
		 * that a package paid were it. */
		{ SP_EXCESS_PRICE, { 1, 300, SP_WORK_REMOTE, { "hw", 2 }, 120, false, false },
			"price -120 17000" },
		{ SP_EXCESS_PRICE, { 1, 200, SP_WORK_REMOTE, { "hw", 2 }, 720, true, false },
			"account 7: -600 (600 to 0) 80% 100%; price -120 21000" },
		{ SP_EXCESS_PRICE, { 1, 115, SP_WORK_REMOTE, { "dns", 3 }, 840, false, false },
			"account 9: -60 (60 to 0) 80% 100%; account 5: -30 (30 to 0) 80% 100%; "
			"account 3: -90 (90 to 0) 100%; account 7: -600 (600 to 0) 80% 100%; price -60 7000" },
		{ SP_EXCESS_CARRY, { 1, 200, SP_WORK_REMOTE, { "hw", 2 }, 720, true, false },
			"account 7: -600 (600 to 0) 80% 100%; carry -120 0" },
		/* A wished priority is owed whoever pays the minutes. */
		{ SP_EXCESS_PRICE, { 1, 140, SP_WORK_URGENT, { "hw", 2 }, 60, true, true },
			"account 8: -60 (-40 to -100); extra 0 2500" },
		{ SP_EXCESS_CARRY, { 1, 300, SP_WORK_REMOTE, { "hw", 2 }, 60, true, true },
			"carry -60 0; extra 0 2500" },
		/* Nothing charged, nothing written. */
		{ SP_EXCESS_PRICE, { 1, 140, SP_WORK_URGENT, { "hw", 2 }, 0, true, true }, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct desk desk;

		open_desk(&desk, cases[i].excess);
		sp_ledger_charge(&desk.charging, &cases[i].work);
		assert_entries(&desk, cases[i].entries);
		sp_arena_release(&desk.arena);
	}
}

/* Balances in the accounts are those of the entries, log after log. */
static void test_balances_are_kept(void **state)
{
	struct desk desk;
	struct sp_work work = { 1, 140, SP_WORK_ORDINARY, { "hw", 2 }, 60, false, false };

	(void)state;
	open_desk(&desk, SP_EXCESS_CARRY);
	for (work.log_id = 1; work.log_id <= 12; work.log_id++)
		sp_ledger_charge(&desk.charging, &work);
	for (size_t i = 0; i < COUNT(stock); i++) {
		int64_t sum = stock[i].balance;

		for (size_t k = 0; k < desk.out.count; k++)
			if (desk.out.items[k].account_id == stock[i].id)
				sum += desk.out.items[k].minutes;
		assert_int_equal(desk.accounts[i].balance, sum);
	}
	assert_int_equal(desk.accounts[0].balance, 0);
	assert_entries(&desk, "account 5: -30 (30 to 0) 80% 100%; account 3: -30 (90 to 60); "
		"account 3: -60 (60 to 0) 100%; account 7: -60 (600 to 540); account 7: -60 (540 to "
		"480); account 7: -60 (480 to 420); account 7: -60 (420 to 360); account 7: -60 (360 "
		"to 300); account 7: -60 (300 to 240); account 7: -60 (240 to 180); account 7: -60 "
		"(180 to 120) 80%; account 7: -60 (120 to 60); account 7: -60 (60 to 0) 100%");
	sp_arena_release(&desk.arena);
}

static void test_correction(void **state)
{
	struct desk desk;
	struct sp_work work = { 1, 140, SP_WORK_ORDINARY, { "hw", 2 }, 150, false, true };
	struct sp_err err = { 0 };

	(void)state;
	open_desk(&desk, SP_EXCESS_PRICE);
	sp_ledger_charge(&desk.charging, &work);
	work.charged = 60;
	assert_int_equal(sp_ledger_correct(&desk.charging, 1, desk.out.items, desk.out.count, &work,
		&err), SP_OK);
	/* No threshold is told again. */
	assert_entries(&desk, "account 5: -30 (30 to 0) 80% 100%; account 3: -90 (90 to 0) 100%; "
		"account 7: -30 (600 to 570); extra 0 2500; "
		"account 5: 30 (0 to 30); account 3: 90 (0 to 90); account 7: 30 (570 to 600); extra "
		"0 -2500; account 5: -30 (30 to 0); account 3: -30 (90 to 60); extra 0 2500");
	/* Corrected again, by all the entries there are: what is in force goes back. */
	assert_int_equal(sp_ledger_correct(&desk.charging, 1, desk.out.items, desk.out.count, NULL,
		&err), SP_OK);
	for (size_t i = 0; i < COUNT(stock); i++)
		assert_int_equal(desk.accounts[i].balance, stock[i].balance);
	assert_int_equal(desk.out.count, 14);
	/* A third time there is nothing left to take back. */
	assert_int_equal(sp_ledger_correct(&desk.charging, 1, desk.out.items, desk.out.count, NULL,
		&err), SP_OK);
	assert_int_equal(desk.out.count, 14);
	sp_arena_release(&desk.arena);
}

static void test_correction_of_a_foreign_account(void **state)
{
	struct desk desk;
	struct sp_ledger_entry old[] = {
		{ .target = SP_TO_ACCOUNT, .log_id = 1, .account_id = 7, .minutes = -15 },
		{ .target = SP_TO_ACCOUNT, .log_id = 1, .account_id = 77, .minutes = -15 },
	};
	struct sp_err err = { 0 };

	(void)state;
	open_desk(&desk, SP_EXCESS_PRICE);
	assert_int_equal(sp_ledger_correct(&desk.charging, 1, old, COUNT(old), NULL, &err), SP_PERM);
	assert_string_equal(err.text,
		"work log 1 was charged to account 77, which is not the organisation's");
	assert_int_equal(desk.out.count, 0);
	assert_int_equal(desk.accounts[0].balance, 600);
	sp_arena_release(&desk.arena);
}

static void test_settling(void **state)
{
	struct desk desk;
	struct sp_carried carried[] = {
		{ 12, 60, SP_WORK_ORDINARY, { "hw", 2 }, 45 },
		{ 11, 60, SP_WORK_ORDINARY, { "web", 3 }, 40 },
		{ 10, 50, SP_WORK_REMOTE, { "web", 3 }, 15 },
		{ 13, 70, SP_WORK_ORDINARY, { "web", 3 }, 100 },
	};

	(void)state;
	open_desk(&desk, SP_EXCESS_CARRY);
	sp_ledger_settle(&desk.charging, &desk.accounts[4], carried, COUNT(carried));
	assert_entries(&desk, "carry 15 0; account 4: -15 (60 to 45); carry 40 0; account 4: -40 "
		"(45 to 5) 80%; carry 5 0; account 4: -5 (5 to 0) 100%");
	assert_int_equal(desk.out.items[0].log_id, 10);
	assert_int_equal(desk.out.items[3].log_id, 11);
	assert_int_equal(carried[2].minutes, 45); /* out of its scope */
	assert_int_equal(carried[3].minutes, 95);
	sp_ledger_settle(&desk.charging, &desk.accounts[4], NULL, 0);
	assert_int_equal(desk.out.count, 6);
	sp_arena_release(&desk.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remote_prices),
		cmocka_unit_test(test_units_and_included),
		cmocka_unit_test(test_prices),
		cmocka_unit_test(test_prices_of_what_is_left),
		cmocka_unit_test(test_charging_order),
		cmocka_unit_test(test_balances_are_kept),
		cmocka_unit_test(test_correction),
		cmocka_unit_test(test_correction_of_a_foreign_account),
		cmocka_unit_test(test_settling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
