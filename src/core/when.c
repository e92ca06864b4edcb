/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/when.h"

#include "base/clock.h"
#include "core/calendar.h"

enum { MAX_DAYS_AHEAD = 3660 };

/* A day and, when it was written, a time of that day in minutes; -1: none. */
struct when {
	int64_t days; /* since 1970 */
	int minutes;
};

static int64_t days_of_instant(int64_t instant)
{
	struct sp_civil c = sp_civil_of(instant);

	return sp_days_of(c.year, c.month, c.day);
}

/* The next word: up to a blank. */
static struct sp_str peek(struct sp_str rest)
{
	size_t end = 0;

	while (end < rest.len && !sp_ascii_blank(rest.ptr[end]))
		end++;
	return sp_str_sub(rest, 0, end);
}

static void drop(struct sp_str *rest, size_t len)
{
	*rest = sp_str_from(*rest, len);
	while (rest->len && sp_ascii_blank(rest->ptr[0]))
		*rest = sp_str_from(*rest, 1);
}

/* Up to three numbers parted by `separator` that fill `word`. */
static size_t numbers(struct sp_str word, char separator, unsigned long long found[3])
{
	struct sp_str field;
	size_t count = 0;

	while (sp_str_next_field(&word, separator, &field)) {
		if (count == 3 || field.len > 4 || !sp_str_number(field, 9999, &found[count]))
			return 0;
		count++;
	}
	return count;
}

/* Day 0 of a command stands for none, and nobody's work is older than this desk. */
enum { FIRST_YEAR = 2000, LAST_YEAR = 2200 };

static bool real_date(int64_t year, int64_t month, int64_t day, int64_t *days_r)
{
	int64_t days;
	int y, m, d;

	if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	days = sp_days_of((int)year, (int)month, (int)day);
	sp_days_date(days, &y, &m, &d);
	if (m != month || d != day) /* 31 February */
		return false;
	*days_r = days;
	return true;
}

/* "2026-12-03", "3/12/2026", "3/12". */
static bool written_date(struct sp_str word, int64_t today, int64_t *days_r)
{
	unsigned long long n[3];
	int year, month, day;

	if (numbers(word, '-', n) == 3)
		return real_date((int64_t)n[0], (int64_t)n[1], (int64_t)n[2], days_r);
	switch (numbers(word, '/', n)) {
	case 3:
		return real_date((int64_t)(n[2] < 100 ? 2000 + n[2] : n[2]), (int64_t)n[1],
			(int64_t)n[0], days_r);
	case 2:
		sp_days_date(today, &year, &month, &day);
		if (!real_date(year, (int64_t)n[1], (int64_t)n[0], days_r))
			return false;
		return *days_r >= today || real_date(year + 1, (int64_t)n[1], (int64_t)n[0], days_r);
	}
	return false;
}

/* "+2g", "+1s", "+3". */
static bool ahead(const struct sp_words *words, struct sp_str word, int64_t today, int64_t *days_r)
{
	unsigned long long number;
	size_t digits = 0;
	const char *unit = "day";

	if (word.len < 2 || word.ptr[0] != '+')
		return false;
	word = sp_str_from(word, 1);
	while (digits < word.len && sp_ascii_digit(word.ptr[digits]))
		digits++;
	if (!sp_str_number(sp_str_sub(word, 0, digits), MAX_DAYS_AHEAD, &number))
		return false;
	if (digits < word.len)
		unit = sp_words_key(words, "argument", sp_str_from(word, digits));
	if (!unit || (strcmp(unit, "day") != 0 && strcmp(unit, "week") != 0))
		return false;
	*days_r = today + (int64_t)number * (strcmp(unit, "week") == 0 ? 7 : 1);
	return true;
}

/* "domani", "venerdì". */
static bool named(const struct sp_words *words, struct sp_str word, int64_t today, int64_t *days_r)
{
	static const char *const near[] = { "today", "tomorrow", "after_tomorrow" };
	const char *key = sp_words_key(words, "argument", word);
	int ahead_days;

	for (int i = 0; key && i < 3; i++)
		if (strcmp(key, near[i]) == 0) {
			*days_r = today + i;
			return true;
		}
	key = sp_words_key(words, "day", word);
	if (!key)
		return false;
	ahead_days = (key[1] - '0' - sp_weekday_of(today) + 7) % 7;
	*days_r = today + (ahead_days ? ahead_days : 7);
	return true;
}

/* "10:00", "9.30"; "ore" may stand before it. */
static int take_time(struct sp_str *rest)
{
	struct sp_str after = *rest, word = peek(after);
	unsigned long long n[3];
	size_t count;

	if (sp_str_eq_nocase(word, SP_STR("ore")) || sp_str_eq_nocase(word, SP_STR("at"))) {
		drop(&after, word.len);
		word = peek(after);
	}
	count = numbers(word, ':', n);
	if (count != 2)
		count = numbers(word, '.', n);
	if (count != 2 || n[0] > 23 || n[1] > 59)
		return -1;
	drop(&after, word.len);
	*rest = after;
	return (int)(n[0] * 60 + n[1]);
}

static int64_t instant_of(const struct sp_calendar *calendar, const struct when *when)
{
	struct sp_civil civil = { .minute = when->minutes < 0 ? 0 : when->minutes };
	int64_t instant, opening;

	sp_days_date(when->days, &civil.year, &civil.month, &civil.day);
	instant = sp_civil_instant(civil);
	if (when->minutes < 0 &&
		sp_calendar_next_opening(calendar, instant, &opening, NULL) == SP_OK)
		return opening;
	return instant;
}

bool sp_when_take(const struct sp_words *words, const struct sp_calendar *calendar, int64_t now,
	struct sp_str *rest, int64_t *instant_r)
{
	struct sp_str after = sp_str_trim(*rest), word = peek(after);
	int64_t today = days_of_instant(now);
	struct when when = { 0, -1 };

	if (word.len == 0 || !(written_date(word, today, &when.days) ||
			ahead(words, word, today, &when.days) ||
			named(words, word, today, &when.days)))
		return false;
	drop(&after, word.len);
	when.minutes = take_time(&after);
	*instant_r = instant_of(calendar, &when);
	*rest = after;
	return true;
}

/* --- what is over -------------------------------------------------------------------- */

/* "3/12" is read as the next one: the last one is a year before, but for leap
 * days, which are looked for. */
static bool past_date(struct sp_str word, int64_t today, int64_t *days_r)
{
	unsigned long long n[3];
	int year, month, day;

	if (!written_date(word, today, days_r))
		return false;
	if (*days_r <= today || numbers(word, '/', n) != 2)
		return true;
	sp_days_date(today, &year, &month, &day);
	while (!real_date(year, (int64_t)n[1], (int64_t)n[0], days_r) || *days_r > today)
		year--;
	return true;
}

static bool past_named(const struct sp_words *words, struct sp_str word, int64_t today,
	int64_t *days_r)
{
	const char *key = sp_words_key(words, "argument", word);

	if (key && (strcmp(key, "today") == 0 || strcmp(key, "yesterday") == 0)) {
		*days_r = today - (strcmp(key, "yesterday") == 0);
		return true;
	}
	key = sp_words_key(words, "day", word);
	if (!key)
		return false;
	*days_r = today - (sp_weekday_of(today) - (key[1] - '0') + 7) % 7;
	return true;
}

bool sp_when_take_past(const struct sp_words *words, int64_t now, struct sp_str *rest,
	int64_t *day_r, int64_t *instant_r)
{
	struct sp_str after = sp_str_trim(*rest), word = peek(after);
	struct sp_civil civil = { 0 };

	if (word.len == 0 || !(past_date(word, days_of_instant(now), day_r) ||
			past_named(words, word, days_of_instant(now), day_r)))
		return false;
	drop(&after, word.len);
	civil.minute = take_time(&after);
	*instant_r = 0;
	if (civil.minute >= 0) {
		sp_days_date(*day_r, &civil.year, &civil.month, &civil.day);
		*instant_r = sp_civil_instant(civil);
	}
	*rest = after;
	return true;
}
