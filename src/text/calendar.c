/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/calendar.h"

#include <string.h>

#include "base/clock.h"

void sp_calendar_init(struct sp_calendar *calendar, const char *name)
{
	memset(calendar, 0, sizeof *calendar);
	calendar->name = name;
}

/* --- hours ---------------------------------------------------------------- */

static bool weekday_parse(struct sp_str word, int *weekday_r)
{
	static const char names[2][7][4] = {
		{ "sun", "mon", "tue", "wed", "thu", "fri", "sat" },
		{ "dom", "lun", "mar", "mer", "gio", "ven", "sab" },
	};

	for (int language = 0; language < 2; language++)
		for (int day = 0; day < 7; day++)
			if (sp_str_eq_nocase(word, sp_str(names[language][day]))) {
				*weekday_r = day;
				return true;
			}
	return false;
}

/* "mon" or "mon-fri": set the days' bits. */
static bool days_parse(struct sp_str word, unsigned *days)
{
	size_t dash = sp_str_find_char(word, '-');
	int first, last;

	if (!weekday_parse(sp_str_sub(word, 0, dash), &first))
		return false;
	last = first;
	if (dash < word.len && !weekday_parse(sp_str_from(word, dash + 1), &last))
		return false;
	for (int day = first;; day = (day + 1) % 7) {
		*days |= 1U << day;
		if (day == last)
			return true;
	}
}

/* "9:00", "09:00", "24:00": minutes of the day. */
static bool minute_parse(struct sp_str word, int *minute_r)
{
	size_t colon = sp_str_find_char(word, ':');
	unsigned long long hour, minute;

	if (colon > 2 || word.len != colon + 3 ||
		!sp_str_number(sp_str_sub(word, 0, colon), 24, &hour) ||
		!sp_str_number(sp_str_from(word, colon + 1), 59, &minute))
		return false;
	*minute_r = (int)(hour * 60 + minute);
	return *minute_r <= SP_DAY_MINUTES;
}

static bool stretch_parse(struct sp_str word, struct sp_stretch *stretch_r)
{
	size_t dash = sp_str_find_char(word, '-');

	return dash < word.len && minute_parse(sp_str_sub(word, 0, dash), &stretch_r->start) &&
	       minute_parse(sp_str_from(word, dash + 1), &stretch_r->end) &&
	       stretch_r->start < SP_DAY_MINUTES && stretch_r->start != stretch_r->end;
}

/* Put a stretch in its place, joined with those it overlaps or touches.  False
 * when there is no room. */
static bool add_stretch(struct sp_day_hours *hours, struct sp_stretch added)
{
	struct sp_day_hours joined = { .count = 0 };
	bool placed = false;

	for (size_t i = 0; i < hours->count; i++) {
		struct sp_stretch old = hours->stretches[i];

		if (old.end >= added.start && old.start <= added.end) {
			added.start = old.start < added.start ? old.start : added.start;
			added.end = old.end > added.end ? old.end : added.end;
			continue;
		}
		if (!placed && old.start > added.end) {
			if (joined.count == SP_MAX_STRETCHES)
				return false;
			joined.stretches[joined.count++] = added;
			placed = true;
		}
		if (joined.count == SP_MAX_STRETCHES)
			return false;
		joined.stretches[joined.count++] = old;
	}
	if (!placed) {
		if (joined.count == SP_MAX_STRETCHES)
			return false;
		joined.stretches[joined.count++] = added;
	}
	*hours = joined;
	return true;
}

/* Over midnight it is two: today's until 24:00, tomorrow's from 00:00. */
static bool add_on_weekday(struct sp_day_hours week[7], int day, struct sp_stretch stretch)
{
	struct sp_stretch evening = { stretch.start, SP_DAY_MINUTES };
	struct sp_stretch morning = { 0, stretch.end };

	if (stretch.start < stretch.end)
		return add_stretch(&week[day], stretch);
	return add_stretch(&week[day], evening) &&
	       (morning.end == 0 || add_stretch(&week[(day + 1) % 7], morning));
}

static bool add_on_days(struct sp_day_hours week[7], unsigned days, struct sp_stretch stretch)
{
	for (int day = 0; day < 7; day++)
		if (days & (1U << day) && !add_on_weekday(week, day, stretch))
			return false;
	return true;
}

/* The next word of a value: blanks and commas stand between. */
static bool next_word(struct sp_str *rest, struct sp_str *word_r)
{
	size_t start = 0, end;

	while (start < rest->len && (sp_ascii_blank(rest->ptr[start]) || rest->ptr[start] == ','))
		start++;
	end = start;
	while (end < rest->len && !sp_ascii_blank(rest->ptr[end]) && rest->ptr[end] != ',')
		end++;
	*word_r = sp_str_sub(*rest, start, end - start);
	*rest = sp_str_from(*rest, end);
	return word_r->len > 0;
}

enum sp_status sp_calendar_add_hours(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err)
{
	struct sp_day_hours week[7];
	struct sp_str rest = value, word;
	unsigned days = 0;
	size_t stretches = 0;

	memcpy(week, calendar->hours, sizeof week);
	while (next_word(&rest, &word)) {
		struct sp_stretch stretch;

		if (!sp_ascii_digit(word.ptr[0])) {
			if (stretches)
				return sp_fail(err, SP_CONFIG, "hours \"%.*s\": \"%.*s\" stands after "
					"a stretch; write the hours of other days as a value of their "
					"own", SP_FMT(value), SP_FMT(word));
			if (!days_parse(word, &days))
				return sp_fail(err, SP_CONFIG, "hours \"%.*s\": \"%.*s\" is no day; "
					"write mon tue wed thu fri sat sun (lun mar mer gio ven sab "
					"dom) or a range as mon-fri", SP_FMT(value), SP_FMT(word));
			continue;
		}
		if (!days)
			return sp_fail(err, SP_CONFIG, "hours \"%.*s\": the days are missing; write "
				"them first, as in mon-fri 09:00-13:00", SP_FMT(value));
		if (!stretch_parse(word, &stretch))
			return sp_fail(err, SP_CONFIG, "hours \"%.*s\": \"%.*s\" is no stretch of "
				"time; write 09:00-13:00 (all day is 00:00-24:00)", SP_FMT(value),
				SP_FMT(word));
		if (!add_on_days(week, days, stretch))
			return sp_fail(err, SP_CONFIG, "hours \"%.*s\": a day has more than %d "
				"stretches", SP_FMT(value), (int)SP_MAX_STRETCHES);
		stretches++;
	}
	if (!stretches)
		return sp_fail(err, SP_CONFIG, "hours \"%.*s\": there is no stretch of time; write "
			"days and times, as in mon-fri 09:00-13:00 14:00-18:00", SP_FMT(value));
	memcpy(calendar->hours, week, sizeof week);
	return SP_OK;
}

/* --- closed days ------------------------------------------------------------ */

enum sp_status sp_calendar_add_holidays(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err)
{
	const struct sp_holidays *holidays = sp_holidays_find(sp_str_trim(value));

	if (!holidays)
		return sp_fail(err, SP_CONFIG, "holidays \"%.*s\" are not known; known are: %s",
			SP_FMT(value), sp_holidays_names());
	for (size_t i = 0; i < calendar->holidays_count; i++)
		if (calendar->holidays[i] == holidays)
			return SP_OK;
	if (calendar->holidays_count == SP_MAX_HOLIDAYS)
		return sp_fail(err, SP_CONFIG, "holidays \"%.*s\": a calendar takes at most %d tables",
			SP_FMT(value), (int)SP_MAX_HOLIDAYS);
	calendar->holidays[calendar->holidays_count++] = holidays;
	return SP_OK;
}

static bool two_digits(struct sp_str s, size_t at, unsigned long long max, int *number_r)
{
	unsigned long long number;

	if (!sp_str_number(sp_str_sub(s, at, 2), max, &number) || number == 0)
		return false;
	*number_r = (int)number;
	return true;
}

static int days_of_month(int year, int month)
{
	int64_t next = month == 12 ? sp_days_of(year + 1, 1, 1) : sp_days_of(year, month + 1, 1);

	return (int)(next - sp_days_of(year, month, 1));
}

/* "MM-DD" (yearly) or "YYYY-MM-DD". */
static bool date_parse(struct sp_str s, bool *yearly_r, int64_t *date_r)
{
	int year = 2000, month, day; /* a leap year: 02-29 is a date */
	unsigned long long number;

	*yearly_r = s.len == 5;
	if (s.len == 10) {
		if (!sp_str_number(sp_str_sub(s, 0, 4), 9999, &number) || s.ptr[4] != '-' ||
			number < 1583)
			return false;
		year = (int)number;
		s = sp_str_from(s, 5);
	}
	if (s.len != 5 || s.ptr[2] != '-' || !two_digits(s, 0, 12, &month) ||
		!two_digits(s, 3, 31, &day) || day > days_of_month(year, month))
		return false;
	*date_r = *yearly_r ? month * 100 + day : sp_days_of(year, month, day);
	return true;
}

static enum sp_status add_closed(struct sp_calendar *calendar, const char *what,
	struct sp_str value, struct sp_closed closed, struct sp_err *err)
{
	if (calendar->closed_count == SP_MAX_CLOSED)
		return sp_fail(err, SP_CONFIG, "%s \"%.*s\": a calendar takes at most %d closed days "
			"and periods", what, SP_FMT(value), (int)SP_MAX_CLOSED);
	calendar->closed[calendar->closed_count++] = closed;
	return SP_OK;
}

enum sp_status sp_calendar_add_day(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err)
{
	struct sp_closed closed;

	if (!date_parse(sp_str_trim(value), &closed.yearly, &closed.from))
		return sp_fail(err, SP_CONFIG, "day \"%.*s\" is no date; write MM-DD, or YYYY-MM-DD "
			"for one year", SP_FMT(value));
	closed.to = closed.from;
	return add_closed(calendar, "day", value, closed, err);
}

enum sp_status sp_calendar_add_closed(struct sp_calendar *calendar, struct sp_str value,
	struct sp_err *err)
{
	struct sp_str trimmed = sp_str_trim(value);
	size_t dots = sp_str_find(trimmed, SP_STR(".."));
	struct sp_str from = sp_str_trim(sp_str_sub(trimmed, 0, dots));
	struct sp_str to = dots < trimmed.len ? sp_str_trim(sp_str_from(trimmed, dots + 2)) : from;
	struct sp_closed closed;
	bool to_yearly;

	if (!date_parse(from, &closed.yearly, &closed.from) ||
		!date_parse(to, &to_yearly, &closed.to))
		return sp_fail(err, SP_CONFIG, "closed \"%.*s\" is no period; write MM-DD..MM-DD for "
			"every year, YYYY-MM-DD..YYYY-MM-DD for one", SP_FMT(value));
	if (closed.yearly != to_yearly)
		return sp_fail(err, SP_CONFIG, "closed \"%.*s\": write the year on both sides, or on "
			"neither for every year", SP_FMT(value));
	if (!closed.yearly && closed.from > closed.to)
		return sp_fail(err, SP_CONFIG, "closed \"%.*s\" ends before it starts; write the "
			"earlier date first", SP_FMT(value));
	return add_closed(calendar, "closed", value, closed, err);
}

/* --- which dates it is open on ---------------------------------------------- */

static bool period_has(const struct sp_closed *closed, int64_t day, int month_day)
{
	int64_t date = closed->yearly ? month_day : day;

	if (closed->from <= closed->to)
		return closed->from <= date && date <= closed->to;
	return date >= closed->from || date <= closed->to;
}

static void add_date(struct sp_buf *out, bool yearly, int64_t date)
{
	int year, month, day;

	if (yearly) {
		sp_buf_printf(out, "%02d-%02d", (int)(date / 100), (int)(date % 100));
		return;
	}
	sp_days_date(date, &year, &month, &day);
	sp_buf_printf(out, "%04d-%02d-%02d", year, month, day);
}

static void add_period(struct sp_buf *out, const struct sp_closed *closed)
{
	add_date(out, closed->yearly, closed->from);
	if (closed->from != closed->to) {
		sp_buf_add_text(out, "..");
		add_date(out, closed->yearly, closed->to);
	}
}

bool sp_calendar_closed_on(const struct sp_calendar *calendar, int64_t day,
	struct sp_buf *reason_r)
{
	int year, month, of_month;

	for (size_t i = 0; i < calendar->holidays_count; i++) {
		const struct sp_holiday *holiday = sp_holiday_on(calendar->holidays[i], day);

		if (holiday) {
			if (reason_r)
				sp_buf_add_text(reason_r, holiday->title);
			return true;
		}
	}
	sp_days_date(day, &year, &month, &of_month);
	for (size_t i = 0; i < calendar->closed_count; i++) {
		if (!period_has(&calendar->closed[i], day, month * 100 + of_month))
			continue;
		if (reason_r)
			add_period(reason_r, &calendar->closed[i]);
		return true;
	}
	return false;
}

const struct sp_day_hours *sp_calendar_hours_on(const struct sp_calendar *calendar, int64_t day)
{
	const struct sp_day_hours *hours = &calendar->hours[sp_weekday_of(day)];

	return hours->count && !sp_calendar_closed_on(calendar, day, NULL) ? hours : NULL;
}

enum sp_status sp_calendar_check(const struct sp_calendar *calendar, int64_t now,
	struct sp_err *err)
{
	struct sp_civil today = sp_civil_of(now);
	int64_t first = sp_days_of(today.year, today.month, today.day);
	bool has_hours = false;

	for (int day = 0; day < 7; day++)
		has_hours |= calendar->hours[day].count > 0;
	if (!has_hours)
		return sp_fail(err, SP_CONFIG, "calendar \"%s\" is never open: it has no hours; write "
			"some, as in mon-fri 09:00-13:00 14:00-18:00", calendar->name);
	for (int64_t day = first; day <= first + SP_CALENDAR_REACH; day++)
		if (sp_calendar_hours_on(calendar, day))
			return SP_OK;
	return sp_fail(err, SP_CONFIG, "calendar \"%s\" is never open: its closed periods and "
		"holidays leave no day of the next 20 years; take one away", calendar->name);
}
