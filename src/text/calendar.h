/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A calendar of office hours as it is written: weekly hours, holidays, extra
 * days, closed periods (SPEC.md section 4), and which dates it is open on.
 * What it makes of instants and working minutes is in core/calendar.h.
 *
 * The configuration makes one so:
 *
 *	sp_calendar_init(calendar, "ufficio");
 *	sp_calendar_add_hours(calendar, SP_STR("mon-fri 09:00-13:00 14:00-18:00"), err)
 *	sp_calendar_add_holidays(calendar, SP_STR("it"), err)
 *	sp_calendar_add_day(calendar, SP_STR("06-24"), err)
 *	sp_calendar_add_closed(calendar, SP_STR("12-24..01-06"), err)
 *	sp_calendar_check(calendar, sp_clock_now(), err)
 *
 * Each returns SP_CONFIG with the value, what is wrong in it and what would be
 * right; the caller knows file and line and puts them in front.  A value that
 * is refused changes nothing.
 *
 * What the values mean:
 *
 * - Hours are the local wall clock's.  A stretch runs from its start to just
 *   before its end.  24:00 is the end of the day; 00:00-24:00 is all of it.
 * - A stretch that ends before it starts runs over midnight: "fri 22:00-02:00"
 *   is Friday from 22:00 to 24:00 and Saturday from 00:00 to 02:00.
 * - Stretches of one day that overlap or touch are one; nothing counts twice.
 * - A closed date is closed from midnight to midnight, also for the rest of a
 *   stretch that began the evening before.
 * - A date without a year comes back each year; a period of such dates may
 *   cross the new year; both its ends are in it.  02-29 is there in leap years.
 */
#ifndef SP_TEXT_CALENDAR_H
#define SP_TEXT_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "text/holidays.h"

enum sp_calendar_limits {
	SP_MAX_STRETCHES = 24,  /* a weekday */
	SP_MAX_CLOSED = 400,    /* extra days and closed periods */
	SP_MAX_HOLIDAYS = 4,    /* tables of holidays */
	SP_DAY_MINUTES = 24 * 60,
	SP_CALENDAR_REACH = 7305, /* days, 20 years: no promise reaches further */
};

/* Minutes of the local day, 0 <= start < end <= SP_DAY_MINUTES. */
struct sp_stretch {
	int start, end;
};

/* The stretches of one weekday: in order, none touches the next. */
struct sp_day_hours {
	struct sp_stretch stretches[SP_MAX_STRETCHES];
	size_t count;
};

/* Both ends included.  yearly: month * 100 + day, and from > to crosses the
 * new year; else days since 1970. */
struct sp_closed {
	bool yearly;
	int64_t from, to;
};

struct sp_calendar {
	const char *name; /* borrowed */
	struct sp_day_hours hours[7]; /* 0 is Sunday */
	const struct sp_holidays *holidays[SP_MAX_HOLIDAYS];
	size_t holidays_count;
	struct sp_closed closed[SP_MAX_CLOSED];
	size_t closed_count;
};

void sp_calendar_init(struct sp_calendar *calendar, const char *name);

/* "mon-fri 09:00-13:00 14:00-18:00".  First days (mon tue wed thu fri sat sun,
 * or lun mar mer gio ven sab dom; alone or as a range, which may cross the
 * weekend), then stretches; blanks or commas between.  May be called again,
 * for other days or the same. */
enum sp_status sp_calendar_add_hours(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* The name of a table of holidays: "it". */
enum sp_status sp_calendar_add_holidays(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* A day on which it is closed: "06-24" each year, "2026-06-24" in that one. */
enum sp_status sp_calendar_add_day(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* "08-15..08-31", "12-24..01-06", "2026-04-06..2026-04-10"; one date is that day. */
enum sp_status sp_calendar_add_closed(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* SP_CONFIG when it is not open on one day of the 20 years from `now` (an
 * instant): such a calendar would hold what waits for its opening for ever. */
enum sp_status sp_calendar_check(const struct sp_calendar *calendar, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* Its hours on a date (days since 1970), NULL when it is closed all day. */
const struct sp_day_hours *sp_calendar_hours_on(const struct sp_calendar *calendar, int64_t day);

/* Is the date a holiday or in a closed period?  `reason_r` (may be NULL) gets
 * the holiday's title, appended, or the period as it was written. */
bool sp_calendar_closed_on(const struct sp_calendar *calendar, int64_t day,
	struct sp_buf *reason_r);

#endif
