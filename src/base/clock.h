/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Instants and the desk's local time.
 *
 * An instant is a count of UTC seconds since 1970 (int64_t).  Local time is
 * libc's, for the one zone a desk has: sp_zone_set() is called once by main()
 * or the configuration, before anything is formatted.
 */
#ifndef SP_BASE_CLOCK_H
#define SP_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Local time as people write it.  month 1-12, day 1-31, weekday 0 (Sunday) to
 * 6; `offset` is seconds east of UTC at that instant (an output only). */
struct sp_civil {
	int year, month, day;
	int hour, minute, second;
	int weekday;
	int offset;
};

int64_t sp_clock_now(void);          /* UTC seconds */
int64_t sp_clock_monotonic_ms(void); /* milliseconds since some start, never back */

/* Choose the zone, e.g. "Europe/Rome".  SP_CONFIG when the system does not
 * know it (libc would silently take UTC). */
enum sp_status sp_zone_set(const char *name, struct sp_err *err) SP_MUST_CHECK;

struct sp_civil sp_civil_of(int64_t instant);

/* The instant of a local time; fields out of range are carried (minute 75).
 * A time that exists twice is the first, one that does not exist moves
 * forward by the gap (SPEC.md section 4). */
int64_t sp_civil_instant(struct sp_civil civil);

/* Days since 1970-01-01 in the proleptic Gregorian calendar, and back. */
int64_t sp_days_of(int year, int month, int day);
void sp_days_date(int64_t days, int *year_r, int *month_r, int *day_r);
int sp_weekday_of(int64_t days); /* 0 Sunday */

/* "2026-12-23T17:30:00+01:00" (RFC 3339), in the desk's zone. */
void sp_rfc3339_add(struct sp_buf *out, int64_t instant);

/* The same with a given offset in seconds, e.g. that of a mail's Date field. */
void sp_rfc3339_add_at(struct sp_buf *out, int64_t instant, int offset);

/* "Wed, 23 Dec 2026 17:30:00 +0100" (RFC 5322, 3.3), in the desk's zone. */
void sp_rfc5322_date_add(struct sp_buf *out, int64_t instant);

/* Read RFC 3339 or "2026-12-23[ T]17:30[:00][offset]"; without an offset it is
 * the desk's local time; a date alone is its midnight.  False when it is
 * neither or out of range. */
bool sp_instant_parse(struct sp_str s, int64_t *instant_r);

#endif
