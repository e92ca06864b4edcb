/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * core/monthly: months, and what a statement shows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/monthly.h"

static void test_months(void **state)
{
	int64_t month = 202512;

	(void)state;
	assert_int_equal(sp_month_next(202611), 202612);
	assert_int_equal(sp_month_next(202612), 202701);
	/* Each month ends where the next begins, over two years and both changes of the hour. */
	for (int i = 0; i < 26; i++, month = sp_month_next(month)) {
		assert_int_equal(sp_month_of(sp_month_start(month)), month);
		assert_int_equal(sp_month_of(sp_month_start(sp_month_next(month)) - 1), month);
		assert_int_equal(sp_day_of(sp_month_start(month)), sp_month_first_day(month));
	}
	assert_int_equal(month, 202802);
}

static void test_order(void **state)
{
	struct sp_movement movements[] = {
		{ .row = { .id = 1, .entry = { .target = SP_TO_COST } } },
		{ .row = { .id = 2, .entry = { .target = SP_TO_ACCOUNT, .account_id = 9 } } },
		{ .row = { .id = 3, .entry = { .target = SP_TO_CARRY } } },
		{ .row = { .id = 4, .entry = { .target = SP_TO_ACCOUNT, .account_id = 7 } } },
		{ .row = { .id = 5, .entry = { .target = SP_TO_PRICE } } },
		{ .row = { .id = 6, .entry = { .target = SP_TO_ACCOUNT, .account_id = 9 } } },
		{ .row = { .id = 7, .entry = { .target = SP_TO_EXTRA } } },
	};
	static const int64_t order[] = { 4, 2, 6, 1, 5, 7, 3 };

	(void)state;
	sp_monthly_sort(movements, 7);
	for (int i = 0; i < 7; i++)
		assert_int_equal(movements[i].row.id, order[i]);
	sp_monthly_sort(NULL, 0);
}

static void test_wanted(void **state)
{
	struct sp_account account = { .id = 1, .from_day = sp_month_first_day(202611),
		.until_day = sp_month_first_day(202701) - 1, .created_at = sp_month_start(202611) };
	struct sp_movement moved = { .row = { .entry = { .target = SP_TO_ACCOUNT, .account_id = 1 } } };

	(void)state;
	assert_false(sp_monthly_wanted(&account, 1, 202610, false));
	assert_true(sp_monthly_wanted(&account, 1, 202610, true));
	assert_true(sp_monthly_wanted(&account, 1, 202611, false));
	assert_true(sp_monthly_wanted(&account, 1, 202612, false));
	assert_false(sp_monthly_wanted(&account, 1, 202701, false));
	assert_false(sp_monthly_wanted(NULL, 0, 202611, false));
	assert_true(sp_monthly_shows(&account, 202612, NULL, 0));
	assert_false(sp_monthly_shows(&account, 202701, NULL, 0));
	assert_true(sp_monthly_shows(&account, 202701, &moved, 1));
	/* Entered in December for the time since November: November was without it. */
	account.created_at = sp_month_start(202612);
	assert_false(sp_monthly_wanted(&account, 1, 202611, false));
	assert_false(sp_monthly_shows(&account, 202611, NULL, 0));
	account.until_day = SP_NO_END;
	assert_true(sp_monthly_wanted(&account, 1, 203001, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_wanted),
	};
	struct sp_err err;

	if (sp_zone_set("Europe/Rome", &err) != SP_OK)
		return 1;
	return cmocka_run_group_tests_name("monthly", tests, NULL, NULL);
}
