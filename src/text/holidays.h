/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * National holidays by name: one table a country, each holiday with the first
 * year in which it is one.
 *
 * Days are counted from 1970-01-01 in the desk's local calendar, as in
 * base/clock.h.
 */
#ifndef SP_TEXT_HOLIDAYS_H
#define SP_TEXT_HOLIDAYS_H

#include <stdint.h>

#include "base/str.h"

/* A date in each year, or (month 0) `day` days after Easter Sunday.  The list
 * ends with a row whose title is NULL. */
struct sp_holiday {
	int month, day;
	int from_year; /* the first year in which it holds; 0: always */
	const char *title; /* as the country calls it */
};

struct sp_holidays {
	const char *name; /* "it" */
	const struct sp_holiday *rows;
};

/* The table of that name, static, or NULL.  Case does not matter. */
const struct sp_holidays *sp_holidays_find(struct sp_str name);

/* The names there are, for error texts and help: "it". */
const char *sp_holidays_names(void);

/* The holiday on that day, or NULL. */
const struct sp_holiday *sp_holiday_on(const struct sp_holidays *holidays, int64_t day);

/* Easter Sunday of a year from 1583 on, by the Gregorian rule. */
int64_t sp_easter(int year);

#endif
