/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * core/calendar: working time, deadlines and openings, over the nights on
 * which the clock changes, holidays, closed periods and the new year.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/calendar.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* "hours; holidays NAME; day D; closed P", separated by ';'. */
static void make(struct sp_calendar *calendar, const char *text)
{
	struct sp_str rest = sp_str(text), field;

	sp_calendar_init(calendar, "ufficio");
	while (sp_str_next_field(&rest, ';', &field)) {
		struct sp_err err = { 0 };
		struct sp_str value = sp_str_trim(field);
		size_t blank = sp_str_find_char(value, ' ');
		struct sp_str word = sp_str_sub(value, 0, blank);
		struct sp_str after = sp_str_from(value, blank);
		enum sp_status status;

		if (sp_str_eq(word, SP_STR("holidays")))
			status = sp_calendar_add_holidays(calendar, after, &err);
		else if (sp_str_eq(word, SP_STR("day")))
			status = sp_calendar_add_day(calendar, after, &err);
		else if (sp_str_eq(word, SP_STR("closed")))
			status = sp_calendar_add_closed(calendar, after, &err);
		else
			status = sp_calendar_add_hours(calendar, value, &err);
		if (status != SP_OK)
			fail_msg("%s", err.text);
	}
}

static int64_t instant(const char *text)
{
	int64_t at;

	if (!sp_instant_parse(sp_str(text), &at))
		fail_msg("\"%s\" is no time", text);
	return at;
}

static void use_zone(const char *zone)
{
	assert_int_equal(sp_zone_set(zone, NULL), SP_OK);
}

static void assert_instant(int64_t at, const char *expected, const char *where)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_rfc3339_add(&text, at);
	if (strcmp(text.ptr, expected) != 0)
		fail_msg("%s: %s, not %s", where, text.ptr, expected);
	sp_buf_release(&text);
}

#define OFFICE "mon-fri 09:00-13:00 14:00-18:00; holidays it"
#define CONSULENZA OFFICE "; closed 08-15..08-31; closed 12-24..01-06"

static void test_due(void **state)
{
	static const struct {
		const char *zone, *calendar, *from;
		int64_t minutes;
		const char *due;
	} cases[] = {
		/* The end of a stretch completes what it completes. */
		{ "Europe/Rome", OFFICE, "2026-11-23T14:00", 240, "2026-11-23T18:00:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T09:00", 240, "2026-11-23T13:00:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T09:00", 241, "2026-11-23T14:01:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T13:30", 1, "2026-11-23T14:01:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T17:30", 60, "2026-11-24T09:30:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-20T17:59", 2, "2026-11-23T09:01:00+01:00" },
		/* Seconds go with it. */
		{ "Europe/Rome", OFFICE, "2026-11-23T17:59:40", 1, "2026-11-24T09:00:40+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T10:00:20", 60, "2026-11-23T11:00:20+01:00" },
		/* None: now, or the opening. */
		{ "Europe/Rome", OFFICE, "2026-11-23T10:00:20", 0, "2026-11-23T10:00:20+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T09:00", 0, "2026-11-23T09:00:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T13:00", 0, "2026-11-23T14:00:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T18:00", 0, "2026-11-24T09:00:00+01:00" },
		{ "Europe/Rome", OFFICE, "2026-11-23T12:59:59", 0, "2026-11-23T12:59:59+01:00" },
		/* Over Christmas, the new year, Easter. */
		{ "Europe/Rome", OFFICE, "2026-12-23T17:30", 240, "2026-12-24T12:30:00+01:00" },
		{ "Europe/Rome", CONSULENZA, "2026-12-23T17:30", 240, "2027-01-07T12:30:00+01:00" },
		{ "Europe/Rome", CONSULENZA, "2026-12-23T17:30", 30, "2026-12-23T18:00:00+01:00" },
		{ "Europe/Rome", CONSULENZA, "2026-08-14T17:00", 61, "2026-09-01T09:01:00+02:00" },
		{ "Europe/Rome", OFFICE, "2026-04-03T17:00", 120, "2026-04-07T10:00:00+02:00" },
		/* 4 October: a Sunday in 2026, a Monday in 2027; a working day in 2024. */
		{ "Europe/Rome", OFFICE, "2024-10-03T18:00", 1, "2024-10-04T09:01:00+02:00" },
		{ "Europe/Rome", OFFICE, "2027-10-01T18:00", 1, "2027-10-05T09:01:00+02:00" },
		/* Leap day. */
		{ "Europe/Rome", "mon-sun 00:00-24:00; day 02-29", "2028-02-28T23:00", 61,
			"2028-03-01T00:01:00+01:00" },
		/* The nights of the clock. */
		{ "Europe/Rome", "mon-sun 01:00-04:00", "2026-03-29T00:00", 120,
			"2026-03-29T04:00:00+02:00" },
		{ "Europe/Rome", "mon-sun 01:00-04:00", "2026-10-25T00:00", 240,
			"2026-10-25T04:00:00+01:00" },
		{ "Europe/Rome", "mon-sun 01:00-04:00", "2026-10-25T00:00", 91,
			"2026-10-25T02:31:00+02:00" },
		{ "Europe/Rome", "mon-sun 01:00-04:00", "2026-10-25T00:00", 151,
			"2026-10-25T02:31:00+01:00" },
		{ "Europe/Rome", "mon-sun 02:30-04:00", "2026-03-29T00:00", 0,
			"2026-03-29T03:30:00+02:00" },
		{ "Europe/Rome", "mon-sun 02:00-03:00", "2026-03-29T00:00", 0,
			"2026-03-30T02:00:00+02:00" },
		{ "Europe/Rome", "mon-sun 00:00-24:00", "2026-03-29T00:00", 1440,
			"2026-03-30T01:00:00+02:00" },
		{ "Europe/Rome", "mon-sun 00:00-24:00", "2026-10-25T00:00", 1440,
			"2026-10-25T23:00:00+01:00" },
		/* Zones that change at midnight, by half an hour, by a whole day. */
		{ "Asia/Beirut", "mon-sun 00:00-24:00; closed 2026-03-28..2026-03-28",
			"2026-03-28T12:00", 0, "2026-03-29T01:00:00+03:00" },
		{ "Australia/Lord_Howe", "mon-sun 01:00-03:00", "2026-04-05T00:00", 150,
			"2026-04-05T03:00:00+10:30" },
		{ "Pacific/Apia", "mon-sun 09:00-10:00", "2011-12-29T09:30", 60,
			"2011-12-31T09:30:00+14:00" },
		{ "UTC", OFFICE, "2026-10-25T00:00", 1, "2026-10-26T09:01:00+00:00" },
		/* Far, and just within reach: 7305 days of 1440 minutes. */
		{ "UTC", "mon-sun 00:00-24:00", "2026-01-01", 10519200, "2046-01-01T00:00:00+00:00" },
		{ "UTC", "mon-sun 00:00-24:00; closed 2026-01-01..2045-12-31", "2026-01-01", 0,
			"2046-01-01T00:00:00+00:00" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;
		struct sp_err err = { 0 };
		int64_t due, minutes, from;

		use_zone(cases[i].zone);
		make(&calendar, cases[i].calendar);
		from = instant(cases[i].from);
		if (sp_calendar_due(&calendar, from, cases[i].minutes, &due, &err) != SP_OK)
			fail_msg("%s from %s: %s", cases[i].calendar, cases[i].from, err.text);
		assert_instant(due, cases[i].due, cases[i].from);
		assert_int_equal(sp_calendar_minutes(&calendar, from, due, &minutes, &err), SP_OK);
		assert_int_equal(minutes, cases[i].minutes);
		if (cases[i].minutes)
			assert_true(sp_calendar_open_at(&calendar, due - 1));
		else
			assert_true(sp_calendar_open_at(&calendar, due));
	}
}

static void test_minutes(void **state)
{
	static const struct {
		const char *calendar, *from, *to;
		int64_t minutes;
	} cases[] = {
		{ "mon-sun 01:00-04:00", "2026-03-29T00:00", "2026-03-29T12:00", 120 },
		{ "mon-sun 01:00-04:00", "2026-10-25T00:00", "2026-10-25T12:00", 240 },
		{ "mon-sun 01:00-04:00", "2026-10-24T00:00", "2026-10-24T12:00", 180 },
		{ "mon-sun 09:00-18:00", "2026-03-29T00:00", "2026-03-30T00:00", 540 },
		{ "mon-sun 09:00-18:00", "2026-10-25T00:00", "2026-10-26T00:00", 540 },
		{ "mon-sun 00:00-24:00", "2026-03-29T00:00", "2026-03-30T00:00", 1380 },
		{ "mon-sun 00:00-24:00", "2026-10-25T00:00", "2026-10-26T00:00", 1500 },
		/* Of a time that exists twice the first: 02:30 to 03:30 is 2 hours. */
		{ "sun 02:30-03:30", "2026-10-25T00:00", "2026-10-26T00:00", 120 },
		{ "sun 02:00-02:30", "2026-10-25T00:00", "2026-10-26T00:00", 30 },
		/* One that does not exist moves forward, and nothing counts twice. */
		{ "sun 02:00-03:00", "2026-03-29T00:00", "2026-03-30T00:00", 0 },
		{ "sun 02:30-03:30", "2026-03-29T00:00", "2026-03-30T00:00", 0 },
		{ "sun 01:30-02:30", "2026-03-29T00:00", "2026-03-30T00:00", 60 },
		{ "sun 02:00-02:30 03:00-04:00", "2026-03-29T00:00", "2026-03-30T00:00", 60 },
		{ "sun 02:45-02:50 03:00-03:20", "2026-03-29T00:00", "2026-03-30T00:00", 25 },
		{ "sun 02:05-02:10 02:15-02:20 03:00-03:08 03:12-03:30", "2026-03-29T00:00",
			"2026-03-30T00:00", 28 },
		/* Breaks, closed days, over midnight. */
		{ OFFICE, "2026-11-23T00:00", "2026-11-30T00:00", 5 * 480 },
		{ OFFICE, "2026-11-23T12:00", "2026-11-23T15:00", 120 },
		{ OFFICE, "2026-11-23T13:00", "2026-11-23T14:00", 0 },
		{ OFFICE, "2026-12-07T00:00", "2026-12-09T00:00", 480 },
		{ CONSULENZA, "2026-12-23T00:00", "2027-01-08T00:00", 960 },
		{ "fri 22:00-02:00", "2026-11-20T12:00", "2026-11-21T12:00", 240 },
		{ "fri 22:00-02:00; day 2026-11-21", "2026-11-20T12:00", "2026-11-21T12:00", 120 },
		{ "fri 22:00-02:00; day 2026-11-20", "2026-11-20T12:00", "2026-11-21T12:00", 120 },
		/* Seconds are counted, and dropped at the end. */
		{ OFFICE, "2026-11-23T09:00:30", "2026-11-23T09:02:29", 1 },
		{ OFFICE, "2026-11-23T09:00:30", "2026-11-23T09:02:30", 2 },
		{ OFFICE, "2026-11-23T12:59:30", "2026-11-23T14:00:30", 1 },
		/* Never negative. */
		{ OFFICE, "2026-11-23T12:00", "2026-11-23T12:00", 0 },
		{ OFFICE, "2026-11-24T12:00", "2026-11-23T12:00", 0 },
		/* 2028 has 366 days; a hundred years. */
		{ "mon-sun 00:00-24:00", "2028-01-01", "2029-01-01", 366 * 1440 },
		{ "mon-sun 10:00-10:01", "2000-01-01", "2100-01-01", 36525 },
	};

	(void)state;
	use_zone("Europe/Rome");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;
		int64_t minutes = -1;

		make(&calendar, cases[i].calendar);
		assert_int_equal(sp_calendar_minutes(&calendar, instant(cases[i].from),
			instant(cases[i].to), &minutes, NULL), SP_OK);
		if (minutes != cases[i].minutes)
			fail_msg("%s from %s: %lld", cases[i].calendar, cases[i].from,
				(long long)minutes);
	}
}

static void test_open_at(void **state)
{
	static const struct {
		const char *calendar, *at;
		bool open;
	} cases[] = {
		{ OFFICE, "2026-11-23T09:00:00", true },
		{ OFFICE, "2026-11-23T08:59:59", false },
		{ OFFICE, "2026-11-23T12:59:59", true },
		{ OFFICE, "2026-11-23T13:00:00", false },
		{ OFFICE, "2026-11-22T10:00:00", false },
		{ OFFICE, "2026-12-25T10:00:00", false },
		{ OFFICE, "2024-10-04T10:00:00", true },
		{ OFFICE, "2027-10-04T10:00:00", false },
		{ "mon-sun 00:00-24:00", "2026-11-23T23:59:59", true },
		{ "sun 01:00-02:30", "2026-10-25T02:15:00+02:00", true },
		{ "sun 01:00-02:30", "2026-10-25T02:15:00+01:00", false },
		{ "", "2026-11-23T10:00:00", false }, /* FAULTS.md F 79 */
	};

	(void)state;
	use_zone("Europe/Rome");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;

		make(&calendar, cases[i].calendar);
		if (sp_calendar_open_at(&calendar, instant(cases[i].at)) != cases[i].open)
			fail_msg("%s at %s", cases[i].calendar, cases[i].at);
	}
}

static void test_errors(void **state)
{
	static const struct {
		const char *calendar, *from;
		int64_t minutes;
		enum sp_status status;
		const char *text;
	} cases[] = {
		{ "mon-sun 00:00-24:00", "2026-01-01", 10519201, SP_PERM, "calendar \"ufficio\": "
			"10519201 working minutes from 2026-01-01T00:00:00+00:00 are not over in 20 "
			"years" },
		{ OFFICE, "2026-01-01", 3000000, SP_PERM, "calendar \"ufficio\": 3000000 working "
			"minutes from 2026-01-01T00:00:00+00:00 are not over in 20 years" },
		{ OFFICE, "2026-01-01", INT64_MAX, SP_PERM, "calendar \"ufficio\": "
			"9223372036854775807 working minutes from 2026-01-01T00:00:00+00:00 are not "
			"over in 20 years" },
		{ OFFICE, "2026-01-01", -1, SP_PERM, "working minutes to wait cannot be negative: -1" },
		{ "mon-sun 00:00-24:00; closed 01-01..12-31", "2026-01-01", 0, SP_CONFIG,
			"calendar \"ufficio\" does not open in the 20 years from "
			"2026-01-01T00:00:00+00:00; look at its hours and closed periods" },
		{ "mon-sun 00:00-24:00; closed 2026-01-01..2046-01-01", "2026-01-01", 0, SP_CONFIG,
			"calendar \"ufficio\" does not open in the 20 years from "
			"2026-01-01T00:00:00+00:00; look at its hours and closed periods" },
		{ "", "2026-01-01", 1, SP_PERM, "calendar \"ufficio\": 1 working minutes from "
			"2026-01-01T00:00:00+00:00 are not over in 20 years" },
		{ OFFICE, "1899-12-31", 1, SP_PERM,
			"working time is counted in the years 1900 to 9899 only" },
		{ OFFICE, "9900-01-01", 0, SP_PERM,
			"working time is counted in the years 1900 to 9899 only" },
	};

	(void)state;
	use_zone("UTC");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;
		struct sp_err err = { 0 };
		int64_t due = 77;

		make(&calendar, cases[i].calendar);
		assert_int_equal(sp_calendar_due(&calendar, instant(cases[i].from),
			cases[i].minutes, &due, &err), cases[i].status);
		assert_string_equal(err.text, cases[i].text);
		assert_int_equal(due, 77);
	}
}

static void test_minutes_errors(void **state)
{
	struct sp_calendar calendar;
	struct sp_err err = { 0 };
	int64_t minutes;

	(void)state;
	use_zone("UTC");
	make(&calendar, OFFICE);
	assert_int_equal(sp_calendar_minutes(&calendar, instant("2000-01-01"),
		instant("2100-01-02"), &minutes, &err), SP_PERM);
	assert_string_equal(err.text, "working time is counted over 100 years at most");
	assert_int_equal(sp_calendar_minutes(&calendar, INT64_MIN, INT64_MAX, &minutes, NULL), SP_PERM);
	assert_int_equal(sp_calendar_minutes(&calendar, INT64_MAX, INT64_MIN, &minutes, NULL), SP_PERM);
	assert_false(sp_calendar_open_at(&calendar, INT64_MAX));
	assert_false(sp_calendar_open_at(&calendar, INT64_MIN));
}

static void test_explain(void **state)
{
	static const struct {
		const char *from, *until, *closed;
	} expected[] = {
		{ "2026-12-23T17:30:00+01:00", "2026-12-23T18:00:00+01:00", NULL },
		{ "2026-12-24T00:00:00+01:00", "2026-12-25T00:00:00+01:00", "12-24..01-06" },
		{ "2026-12-25T00:00:00+01:00", "2026-12-26T00:00:00+01:00", "Natale" },
		{ "2026-12-28T00:00:00+01:00", "2027-01-01T00:00:00+01:00", "12-24..01-06" },
		{ "2027-01-01T00:00:00+01:00", "2027-01-02T00:00:00+01:00", "Capodanno" },
		{ "2027-01-04T00:00:00+01:00", "2027-01-06T00:00:00+01:00", "12-24..01-06" },
		{ "2027-01-06T00:00:00+01:00", "2027-01-07T00:00:00+01:00", "Epifania" },
		{ "2027-01-07T09:00:00+01:00", "2027-01-07T12:30:00+01:00", NULL },
	};
	struct sp_calendar calendar;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_counted_list list;

	(void)state;
	use_zone("Europe/Rome");
	make(&calendar, CONSULENZA);
	assert_int_equal(sp_calendar_explain(&calendar, instant("2026-12-23T17:30"),
		instant("2027-01-07T12:30"), &arena, &list, NULL), SP_OK);
	assert_int_equal(list.count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_instant(list.items[i].from, expected[i].from, "from");
		assert_instant(list.items[i].until, expected[i].until, "until");
		assert_int_equal(list.items[i].closed == NULL, expected[i].closed == NULL);
		if (expected[i].closed)
			assert_string_equal(list.items[i].closed, expected[i].closed);
	}
	assert_int_equal(sp_calendar_explain(&calendar, 10, 10, &arena, &list, NULL), SP_OK);
	assert_int_equal(list.count, 0);
	sp_arena_release(&arena);
}

/* A period that goes on over weekends is one line of the explanation. */
static void test_explain_joins(void **state)
{
	struct sp_calendar calendar;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_counted_list list;

	(void)state;
	use_zone("Europe/Rome");
	make(&calendar, "mon-fri 09:00-18:00; closed 08-15..08-31");
	assert_int_equal(sp_calendar_explain(&calendar, instant("2026-08-14T20:00"),
		instant("2026-09-01T08:00"), &arena, &list, NULL), SP_OK);
	assert_int_equal(list.count, 1);
	assert_instant(list.items[0].from, "2026-08-17T00:00:00+02:00", "from");
	assert_instant(list.items[0].until, "2026-09-01T00:00:00+02:00", "until");
	assert_string_equal(list.items[0].closed, "08-15..08-31");
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_minutes),
		cmocka_unit_test(test_open_at),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_minutes_errors),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_explain_joins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
