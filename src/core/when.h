/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates as the staff write them in a command.  Pure.
 */
#ifndef SP_CORE_WHEN_H
#define SP_CORE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "text/calendar.h"
#include "text/words.h"

/* Take a date off the front of `*rest`: "2026-12-03 10:00", "2026-12-03",
 * "3/12/2026 10.00", "3/12", "domani 10:00", "dopodomani", "oggi 17:00", "+2g",
 * "+1s 15:00", "venerdì 9:00".  Without a time it is the first opening of that
 * day (of the next open day when it is closed), by `calendar`.  A weekday is
 * the next one, never today; a day without a year is the next one.
 *
 * In the desk's zone, from `now`.  False, with `*rest` as it was, when what
 * stands there is no date; what follows the date is left, without blanks. */
bool sp_when_take(const struct sp_words *words, const struct sp_calendar *calendar, int64_t now,
	struct sp_str *rest, int64_t *instant_r);

/* The same for what is over: `*day_r` is the day (days since 1970), `*instant_r`
 * its time where one was written, else 0.  A weekday is the last one, today too;
 * a day without a year is the last one; "ieri". */
bool sp_when_take_past(const struct sp_words *words, int64_t now, struct sp_str *rest,
	int64_t *day_r, int64_t *instant_r);

#endif
