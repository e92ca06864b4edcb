/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What work costs: charged minutes and the price of what no contract and no
 * package covers (SPEC.md section 5; the data are in text/tariff.h).  Net of
 * VAT, whole minutes and cents, halves up.  Pure.
 *
 * - Each work log is rounded and priced by itself, up to the tariff's unit for
 *   its kind; an included kind is charged nothing.
 * - The first 60 charged minutes cost at the first hour's price, the others at
 *   the next hour's.  Not divisible: each hour begun costs whole.  Divisible:
 *   each charged minute costs its part of its hour, and the sum is rounded.
 * - The first hour is the log's, whoever pays it: where a package or contract
 *   paid 60 minutes of it, what is left are next hours; where it paid less, what
 *   is left begins in the first hour (divisible: with the minutes left of it).
 * - Surcharges come on top of that price, each worked out from it and rounded
 *   by itself: percent of it, or cents once a log.  Nothing charged, no
 *   surcharge.
 */
#ifndef SP_CORE_TARIFF_H
#define SP_CORE_TARIFF_H

#include "text/tariff.h"

#define SP_MAX_WORK_MINUTES INT64_C(600000) /* of one log: ten thousand hours */

/* `minutes` (0 to SP_MAX_WORK_MINUTES; what is outside is taken for the nearer
 * of the two) rounded up to the unit. */
int64_t sp_charged_minutes(const struct sp_tariff *tariff, enum sp_work_kind kind, int64_t minutes);

/* A price and what it is made of, in cents: total = work + out_of_hours + extra. */
struct sp_price {
	int64_t work;
	int64_t out_of_hours;
	int64_t extra;
	int64_t total;
};

/* The price of that many charged minutes as one log. */
struct sp_price sp_price_of(const struct sp_tariff *tariff, int64_t charged, bool out_of_hours,
	bool extra);

/* The same of what is left of a log when `paid` of its minutes (0 or more) are
 * paid by others. */
struct sp_price sp_price_after(const struct sp_tariff *tariff, int64_t paid, int64_t charged,
	bool out_of_hours, bool extra);

#endif
