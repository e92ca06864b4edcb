/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/sources.h"

int64_t sp_clock_now(void)
{
	return (int64_t)time(NULL);
}

int64_t sp_clock_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool zone_exists(const char *name)
{
	struct sp_buf path = SP_BUF_INIT;
	struct stat info;
	bool exists;

	if (!*name || *name == '/' || strstr(name, ".."))
		return false;
	sp_buf_printf(&path, "/usr/share/zoneinfo/%s", name);
	sp_source(path.ptr);
	exists = stat(path.ptr, &info) == 0 && S_ISREG(info.st_mode);
	sp_buf_release(&path);
	return exists;
}

enum sp_status sp_zone_set(const char *name, struct sp_err *err)
{
	if (!zone_exists(name))
		return sp_fail(err, SP_CONFIG,
			"time zone \"%s\" is not known here; write it as in Europe/Rome "
			"(and install tzdata)", name);
	if (setenv("TZ", name, 1) != 0)
		return sp_fail(err, SP_TEMP, "cannot set the time zone");
	tzset();
	return SP_OK;
}

struct sp_civil sp_civil_of(int64_t instant)
{
	time_t when = (time_t)instant;
	struct tm tm;

	memset(&tm, 0, sizeof tm);
	localtime_r(&when, &tm);
	return (struct sp_civil){
		.year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday,
		.hour = tm.tm_hour, .minute = tm.tm_min, .second = tm.tm_sec,
		.weekday = tm.tm_wday, .offset = (int)tm.tm_gmtoff,
	};
}

int64_t sp_days_of(int year, int month, int day)
{
	/* Years begin in March, so that the leap day is the last of its year. */
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void sp_days_date(int64_t days, int *year_r, int *month_r, int *day_r)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;

	*day_r = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month_r = (int)(m < 10 ? m + 3 : m - 9);
	*year_r = (int)(y + era * 400 + (*month_r <= 2));
}

int sp_weekday_of(int64_t days)
{
	return (int)(((days + 4) % 7 + 7) % 7);
}

/* The local clock's reading, as seconds since 1970 read as if it were UTC. */
static int64_t reading(const struct sp_civil *c)
{
	/* Carry months first: sp_days_of takes 1-12. */
	int64_t months = (int64_t)c->year * 12 + c->month - 1;
	int year = (int)(months >= 0 ? months / 12 : (months - 11) / 12);
	int month = (int)(months - (int64_t)year * 12) + 1;

	return (sp_days_of(year, month, 1) + c->day - 1) * 86400 + (int64_t)c->hour * 3600 +
	       (int64_t)c->minute * 60 + c->second;
}

/* A zone's offset changes at most once in the two days around a local time,
 * so the offsets a day before and a day after are the only two candidates.
 * mktime() is not used: in the autumn hour its answer depends on the call
 * before. */
int64_t sp_civil_instant(struct sp_civil civil)
{
	int64_t wall = reading(&civil);
	int before = sp_civil_of(wall - 86400).offset;
	int after = sp_civil_of(wall + 86400).offset;
	int64_t with_before = wall - before;
	int64_t with_after = wall - after;
	bool before_holds = sp_civil_of(with_before).offset == before;
	bool after_holds = sp_civil_of(with_after).offset == after;

	if (before_holds && after_holds)
		return with_before < with_after ? with_before : with_after;
	if (after_holds)
		return with_after;
	/* Neither holds in the spring gap: the old offset moves it forward. */
	return with_before;
}

void sp_rfc3339_add_at(struct sp_buf *out, int64_t instant, int offset)
{
	int64_t wall = instant + offset;
	int64_t days = (wall >= 0 ? wall : wall - 86399) / 86400;
	int second = (int)(wall - days * 86400);
	int year, month, day;
	int minutes = offset / 60;

	sp_days_date(days, &year, &month, &day);
	sp_buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", year, month, day,
		second / 3600, second / 60 % 60, second % 60, minutes < 0 ? '-' : '+',
		abs(minutes) / 60, abs(minutes) % 60);
}

void sp_rfc3339_add(struct sp_buf *out, int64_t instant)
{
	sp_rfc3339_add_at(out, instant, sp_civil_of(instant).offset);
}

void sp_rfc5322_date_add(struct sp_buf *out, int64_t instant)
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct sp_civil c = sp_civil_of(instant);
	int minutes = abs(c.offset) / 60;

	sp_buf_printf(out, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", days[c.weekday], c.day,
		months[c.month - 1], c.year, c.hour, c.minute, c.second,
		c.offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* Take exactly `digits` digits off `*rest`. */
static bool take_number(struct sp_str *rest, size_t digits, int *number_r)
{
	unsigned long long number;

	if (rest->len < digits || !sp_str_number(sp_str_sub(*rest, 0, digits), 9999, &number))
		return false;
	*rest = sp_str_from(*rest, digits);
	*number_r = (int)number;
	return true;
}

static bool take_char(struct sp_str *rest, char c)
{
	if (rest->len == 0 || rest->ptr[0] != c)
		return false;
	*rest = sp_str_from(*rest, 1);
	return true;
}

static bool take_date(struct sp_str *rest, struct sp_civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap;

	if (!take_number(rest, 4, &c->year) || !take_char(rest, '-') ||
		!take_number(rest, 2, &c->month) || !take_char(rest, '-') ||
		!take_number(rest, 2, &c->day))
		return false;
	if (c->month < 1 || c->month > 12 || c->day < 1)
		return false;
	leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;
	return c->day <= days[c->month - 1] + (c->month == 2 && leap);
}

static bool take_time(struct sp_str *rest, struct sp_civil *c)
{
	if (!take_number(rest, 2, &c->hour) || !take_char(rest, ':') ||
		!take_number(rest, 2, &c->minute))
		return false;
	if (take_char(rest, ':') && !take_number(rest, 2, &c->second))
		return false;
	return c->hour <= 23 && c->minute <= 59 && c->second <= 60;
}

/* "Z", "+01:00", "-0530". */
static bool take_offset(struct sp_str *rest, int *offset_r)
{
	int hours, minutes, sign;

	if (take_char(rest, 'Z') || take_char(rest, 'z')) {
		*offset_r = 0;
		return true;
	}
	sign = rest->len && rest->ptr[0] == '-' ? -1 : 1;
	if (!take_char(rest, '+') && !take_char(rest, '-'))
		return false;
	if (!take_number(rest, 2, &hours) || (take_char(rest, ':'), !take_number(rest, 2, &minutes)))
		return false;
	if (hours > 23 || minutes > 59)
		return false;
	*offset_r = sign * (hours * 3600 + minutes * 60);
	return true;
}

bool sp_instant_parse(struct sp_str s, int64_t *instant_r)
{
	struct sp_civil c = { 0 };
	int offset;

	s = sp_str_trim(s);
	if (!take_date(&s, &c))
		return false;
	if (s.len) {
		if (!take_char(&s, 'T') && !take_char(&s, 't') && !take_char(&s, ' '))
			return false;
		if (!take_time(&s, &c))
			return false;
	}
	if (s.len) {
		if (!take_offset(&s, &offset) || s.len)
			return false;
		*instant_r = reading(&c) - offset;
		return true;
	}
	*instant_r = sp_civil_instant(c);
	return true;
}
