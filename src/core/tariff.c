/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/tariff.h"

static int64_t clamp(int64_t minutes)
{
	if (minutes < 0)
		return 0;
	return minutes < SP_MAX_WORK_MINUTES ? minutes : SP_MAX_WORK_MINUTES;
}

int64_t sp_charged_minutes(const struct sp_tariff *tariff, enum sp_work_kind kind, int64_t minutes)
{
	int64_t unit = tariff->unit[kind];

	if (tariff->included[kind])
		return 0;
	return (clamp(minutes) + unit - 1) / unit * unit;
}

/* a / b, halves up, for a >= 0 and b > 0. */
static int64_t divide(int64_t a, int64_t b)
{
	return (2 * a + b) / (2 * b);
}

static int64_t surcharge_of(struct sp_surcharge surcharge, bool applies, int64_t price)
{
	return applies ? divide(price * surcharge.percent, 100) + surcharge.cents : 0;
}

/* Of `charged` minutes that come after `paid` ones of the same work. */
static int64_t work_price(const struct sp_tariff *tariff, int64_t paid, int64_t charged)
{
	int64_t of_first = paid < 60 ? 60 - paid : 0;
	int64_t first = charged < of_first ? charged : of_first;
	int64_t hours = (charged + 59) / 60;

	if (tariff->divisible)
		return divide(first * tariff->first_hour + (charged - first) * tariff->next_hour, 60);
	return (of_first ? tariff->first_hour : tariff->next_hour) + (hours - 1) * tariff->next_hour;
}

struct sp_price sp_price_of(const struct sp_tariff *tariff, int64_t charged, bool out_of_hours,
	bool extra)
{
	return sp_price_after(tariff, 0, charged, out_of_hours, extra);
}

struct sp_price sp_price_after(const struct sp_tariff *tariff, int64_t paid, int64_t charged,
	bool out_of_hours, bool extra)
{
	struct sp_price price = { 0, 0, 0, 0 };

	if (charged <= 0)
		return price;
	price.work = work_price(tariff, paid, charged);
	price.out_of_hours = surcharge_of(tariff->out_of_hours, out_of_hours, price.work);
	price.extra = surcharge_of(tariff->extra, extra, price.work);
	price.total = price.work + price.out_of_hours + price.extra;
	return price;
}
