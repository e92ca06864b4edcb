/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A tariff as it is written: the price of work outside package and contract,
 * net of VAT, and the unit that work is rounded up to (SPEC.md section 5).
 * What it makes of minutes is in core/tariff.h.
 *
 * The configuration makes one with sp_tariff_init() and the functions below.
 * Each returns SP_CONFIG with the value, what is wrong in it and what would be
 * right; the caller puts file and line in front.
 */
#ifndef SP_TEXT_TARIFF_H
#define SP_TEXT_TARIFF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* What sort of work a log records. */
enum sp_work_kind {
	SP_WORK_ORDINARY,
	SP_WORK_EXTRAORDINARY,
	SP_WORK_URGENT,
	SP_WORK_REMOTE,
	SP_WORK_KINDS
};

enum sp_tariff_limits {
	SP_MAX_UNIT = 24 * 60,     /* minutes */
	SP_MAX_PERCENT = 1000,
	SP_MAX_PRICE = 1000000000, /* cents */
};

/* On top of the price of a log: whole percent of it, or cents a log; one of
 * the two is 0. */
struct sp_surcharge {
	int percent;
	int64_t cents;
};

struct sp_tariff {
	const char *name; /* borrowed */
	int unit[SP_WORK_KINDS]; /* minutes; charged time is a multiple of it */
	bool included[SP_WORK_KINDS]; /* recorded, never charged */
	int64_t first_hour, next_hour; /* cents */
	bool divisible; /* an hour begun costs its part, not the whole */
	struct sp_surcharge out_of_hours, extra;
};

/* Units 15 minutes, remote 60; prices and surcharges 0; not divisible. */
void sp_tariff_init(struct sp_tariff *tariff, const char *name);

/* "60" for all kinds, "remote 60" for one: 1 to SP_MAX_UNIT minutes. */
enum sp_status sp_tariff_set_unit(struct sp_tariff *tariff, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* A kind that is recorded and never charged: "ordinary". */
enum sp_status sp_tariff_set_included(struct sp_tariff *tariff, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* "100", "100.00", "1.234,50": cents, at most SP_MAX_PRICE. */
enum sp_status sp_price_read(struct sp_str value, int64_t *cents_r, struct sp_err *err)
	SP_MUST_CHECK;

/* "30%", or an amount as above. */
enum sp_status sp_surcharge_read(struct sp_str value, struct sp_surcharge *surcharge_r,
	struct sp_err *err) SP_MUST_CHECK;

/* "ordinary", "extraordinary", "urgent", "remote"; what people write in mails
 * is in words.conf.  The reader takes any case. */
const char *sp_work_kind_name(enum sp_work_kind kind);
bool sp_work_kind_read(struct sp_str name, enum sp_work_kind *kind_r);

#endif
