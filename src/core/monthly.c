/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/monthly.h"

#include <stdlib.h>

#include "base/clock.h"

enum sp_monthly_part sp_monthly_part(const struct sp_movement *movement)
{
	switch (movement->row.entry.target) {
	case SP_TO_ACCOUNT:
		return SP_MONTHLY_HOURS;
	case SP_TO_CARRY:
		return SP_MONTHLY_WAITING;
	default:
		return SP_MONTHLY_MONEY;
	}
}

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int in_order(const void *one, const void *two)
{
	const struct sp_movement *a = one, *b = two;
	int by = compare(sp_monthly_part(a), sp_monthly_part(b));

	if (by == 0)
		by = compare(a->row.entry.account_id, b->row.entry.account_id);
	return by ? by : compare(a->row.id, b->row.id);
}

void sp_monthly_sort(struct sp_movement *movements, size_t count)
{
	if (count)
		qsort(movements, count, sizeof *movements, in_order);
}

static bool valid_in(const struct sp_account *account, int64_t month)
{
	return account->from_day < sp_month_first_day(sp_month_next(month)) &&
	       account->until_day >= sp_month_first_day(month);
}

bool sp_monthly_wanted(const struct sp_account *accounts, size_t count, int64_t month, bool moved)
{
	for (size_t i = 0; i < count && !moved; i++)
		moved = valid_in(&accounts[i], month) &&
			accounts[i].created_at < sp_month_start(sp_month_next(month));
	return moved;
}

bool sp_monthly_shows(const struct sp_account *account, int64_t month,
	const struct sp_movement *movements, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (movements[i].row.entry.account_id == account->id)
			return true;
	return valid_in(account, month) && account->created_at < sp_month_start(sp_month_next(month));
}

int64_t sp_month_of(int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	return civil.year * INT64_C(100) + civil.month;
}

int64_t sp_month_next(int64_t month)
{
	return month % 100 == 12 ? month + 100 - 11 : month + 1;
}

int64_t sp_month_start(int64_t month)
{
	return sp_civil_instant((struct sp_civil){ .year = (int)(month / 100),
		.month = (int)(month % 100), .day = 1 });
}

int64_t sp_month_first_day(int64_t month)
{
	return sp_days_of((int)(month / 100), (int)(month % 100), 1);
}
