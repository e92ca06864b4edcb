/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Working time: what a calendar (text/calendar.h) makes of instants.
 *
 * Pure, in the desk's zone (base/clock.h), linear in the days covered.
 *
 * Seconds.  Instants are UTC seconds and are counted as they are: working time
 * is the number of seconds between two instants at which the calendar is open.
 * Only a result in minutes is rounded, down to whole minutes.  So
 * sp_calendar_minutes(from, due) is `minutes` for every due instant that
 * sp_calendar_due(from, minutes) gives, and a deadline from 14:00:20 ends in
 * :20 too.
 *
 * Daylight saving time.  The ends of a stretch are local times made instants
 * by sp_civil_instant(): of a time that exists twice the first, one that does
 * not exist moves forward.  01:00-04:00 is 2 hours on 2026-03-29 and 4 on
 * 2026-10-25 in Europe/Rome.  An instant counts once, also where two stretches
 * of a day come to overlap by that.  No stretch reaches out of its date.
 *
 * Limits.  Instants are those of the years 1900 to 9900.  What lies more than
 * SP_CALENDAR_REACH days (20 years) ahead is not found: a promise so far away
 * is a mistake.  Time is counted over at most SP_MAX_COUNTED_DAYS.
 *
 * The calendar is never NULL.  One without hours is never open, in no case
 * always (sp_calendar_check() refuses it when the configuration is read).
 */
#ifndef SP_CORE_CALENDAR_H
#define SP_CORE_CALENDAR_H

#include "base/arena.h"
#include "text/calendar.h"

enum { SP_MAX_COUNTED_DAYS = 36525 }; /* 100 years */

/* Is it open at that instant? */
bool sp_calendar_open_at(const struct sp_calendar *calendar, int64_t at);

/* Is it a working day's time: between the first opening of its date and the last
 * closing, breaks included? */
bool sp_calendar_working(const struct sp_calendar *calendar, int64_t at);

/* The earliest instant at which that many working minutes have passed since
 * `from`: where a stretch's end completes them, that end.  0 minutes:
 * sp_calendar_next_opening().  SP_PERM when that is more than 20 years away,
 * `minutes` is negative or `from` out of range. */
enum sp_status sp_calendar_due(const struct sp_calendar *calendar, int64_t from, int64_t minutes,
	int64_t *due_r, struct sp_err *err) SP_MUST_CHECK;

/* `from` itself when it is open then, else the start of the next stretch.
 * SP_CONFIG when it does not open within 20 years. */
enum sp_status sp_calendar_next_opening(const struct sp_calendar *calendar, int64_t from,
	int64_t *opening_r, struct sp_err *err) SP_MUST_CHECK;

/* Whole working minutes between two instants; 0 when `to` is not after `from`.
 * SP_PERM when one is out of range or they are too far apart. */
enum sp_status sp_calendar_minutes(const struct sp_calendar *calendar, int64_t from, int64_t to,
	int64_t *minutes_r, struct sp_err *err) SP_MUST_CHECK;

/* A part of the time between two instants: a stretch that is counted
 * (`closed` NULL), or days with weekly hours that are not, and why ("Natale",
 * "12-24..01-06").  Seconds open are until - from; closed days are whole, from
 * the first's midnight to the midnight after the last, with the days without
 * weekly hours between them. */
struct sp_counted {
	int64_t from, until;
	const char *closed;
};

struct sp_counted_list {
	struct sp_counted *items;
	size_t count, room;
};

/* How sp_calendar_minutes(from, to) comes about, in order, in `arena`. */
enum sp_status sp_calendar_explain(const struct sp_calendar *calendar, int64_t from, int64_t to,
	struct sp_arena *arena, struct sp_counted_list *list_r, struct sp_err *err) SP_MUST_CHECK;

#endif
