/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text/calendar and text/holidays: values read, refused with their texts, and
 * the dates that a calendar is open on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "text/calendar.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The hours of a weekday as "540-780 840-1080". */
static void hours_text(const struct sp_day_hours *hours, struct sp_buf *out)
{
	for (size_t i = 0; i < hours->count; i++)
		sp_buf_printf(out, "%s%d-%d", i ? " " : "", hours->stretches[i].start,
			hours->stretches[i].end);
}

static void test_hours(void **state)
{
	static const struct {
		const char *values[3];
		int weekday;
		const char *hours;
	} cases[] = {
		{ { "mon-fri 09:00-13:00 14:00-18:00" }, 1, "540-780 840-1080" },
		{ { "mon-fri 09:00-13:00 14:00-18:00" }, 5, "540-780 840-1080" },
		{ { "mon-fri 09:00-13:00 14:00-18:00" }, 6, "" },
		{ { "mon-fri 09:00-13:00 14:00-18:00" }, 0, "" },
		{ { "lun-ven 9:00-13:00, 14:00-18:00" }, 3, "540-780 840-1080" },
		{ { "Mon,WED , fri 9:00-13:00" }, 3, "540-780" },
		{ { "Mon,WED , fri 9:00-13:00" }, 2, "" },
		{ { "sat-mon 10:00-12:00" }, 6, "600-720" },
		{ { "sat-mon 10:00-12:00" }, 0, "600-720" },
		{ { "sat-mon 10:00-12:00" }, 1, "600-720" },
		{ { "sat-mon 10:00-12:00" }, 5, "" },
		{ { "sun 00:00-24:00" }, 0, "0-1440" },
		{ { "sun 00:00-24:00" }, 1, "" },
		/* In whatever order, overlapping or touching: one. */
		{ { "mon 14:00-18:00 09:00-13:00" }, 1, "540-780 840-1080" },
		{ { "mon 09:00-13:00 12:00-18:00" }, 1, "540-1080" },
		{ { "mon 09:00-13:00 13:00-18:00" }, 1, "540-1080" },
		{ { "mon 09:00-10:00 11:00-12:00 09:30-11:30" }, 1, "540-720" },
		{ { "mon 11:00-12:00", "mon 09:00-10:00", "mon 10:00-11:00" }, 1, "540-720" },
		{ { "mon 10:00-11:00", "mon 09:00-18:00" }, 1, "540-1080" },
		{ { "mon 10:00-11:00 10:00-11:00" }, 1, "600-660" },
		{ { "mon-fri 09:00-12:00", "fri 15:00-16:00" }, 5, "540-720 900-960" },
		/* Over midnight: the rest is the next day's. */
		{ { "fri 22:00-02:00" }, 5, "1320-1440" },
		{ { "fri 22:00-02:00" }, 6, "0-120" },
		{ { "sat 22:00-02:00" }, 0, "0-120" },
		{ { "fri 22:00-00:00" }, 5, "1320-1440" },
		{ { "fri 22:00-00:00" }, 6, "" },
		{ { "mon-sun 22:00-02:00" }, 4, "0-120 1320-1440" },
		{ { "mon 09:00-08:59" }, 2, "0-539" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;
		struct sp_buf text = SP_BUF_INIT;

		sp_calendar_init(&calendar, "x");
		for (size_t k = 0; k < 3 && cases[i].values[k]; k++)
			assert_int_equal(sp_calendar_add_hours(&calendar,
				sp_str(cases[i].values[k]), NULL), SP_OK);
		hours_text(&calendar.hours[cases[i].weekday], &text);
		assert_string_equal(text.ptr, cases[i].hours);
		sp_buf_release(&text);
	}
}

#define NO_STRETCH " is no stretch of time; write 09:00-13:00 (all day is 00:00-24:00)"
#define NO_DAY " is no day; write mon tue wed thu fri sat sun (lun mar mer gio ven sab dom) or a " \
	"range as mon-fri"
#define NO_PERIOD " is no period; write MM-DD..MM-DD for every year, YYYY-MM-DD..YYYY-MM-DD for one"
#define NO_DATE " is no date; write MM-DD, or YYYY-MM-DD for one year"
#define NO_HOURS ": there is no stretch of time; write days and times, as in mon-fri 09:00-13:00 " \
	"14:00-18:00"

typedef enum sp_status adder(struct sp_calendar *, struct sp_str, struct sp_err *);

static void test_errors(void **state)
{
	static const struct {
		adder *add;
		const char *value, *text;
	} cases[] = {
		{ sp_calendar_add_hours, "", "hours \"\"" NO_HOURS },
		{ sp_calendar_add_hours, "mon-fri", "hours \"mon-fri\"" NO_HOURS },
		{ sp_calendar_add_hours, "mon-fry 09:00-13:00",
			"hours \"mon-fry 09:00-13:00\": \"mon-fry\"" NO_DAY },
		{ sp_calendar_add_hours, "monday 09:00-13:00",
			"hours \"monday 09:00-13:00\": \"monday\"" NO_DAY },
		{ sp_calendar_add_hours, "mon- 09:00-13:00",
			"hours \"mon- 09:00-13:00\": \"mon-\"" NO_DAY },
		{ sp_calendar_add_hours, "09:00-13:00", "hours \"09:00-13:00\": the days are missing; "
			"write them first, as in mon-fri 09:00-13:00" },
		{ sp_calendar_add_hours, "mon 09:00-13:00 tue 14:00-15:00",
			"hours \"mon 09:00-13:00 tue 14:00-15:00\": \"tue\" stands after a stretch; "
			"write the hours of other days as a value of their own" },
		{ sp_calendar_add_hours, "mon 9-13", "hours \"mon 9-13\": \"9-13\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 09:00", "hours \"mon 09:00\": \"09:00\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 09:00-", "hours \"mon 09:00-\": \"09:00-\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 09:60-13:00",
			"hours \"mon 09:60-13:00\": \"09:60-13:00\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 09:00-24:01",
			"hours \"mon 09:00-24:01\": \"09:00-24:01\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 24:00-02:00",
			"hours \"mon 24:00-02:00\": \"24:00-02:00\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 09:00-09:00",
			"hours \"mon 09:00-09:00\": \"09:00-09:00\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 00:00-00:00",
			"hours \"mon 00:00-00:00\": \"00:00-00:00\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 009:00-13:00",
			"hours \"mon 009:00-13:00\": \"009:00-13:00\"" NO_STRETCH },
		{ sp_calendar_add_hours, "mon 09:0-13:00",
			"hours \"mon 09:0-13:00\": \"09:0-13:00\"" NO_STRETCH },
		{ sp_calendar_add_holidays, "fr", "holidays \"fr\" are not known; known are: it" },
		{ sp_calendar_add_day, "24-06", "day \"24-06\"" NO_DATE },
		{ sp_calendar_add_day, "02-30", "day \"02-30\"" NO_DATE },
		{ sp_calendar_add_day, "06-00", "day \"06-00\"" NO_DATE },
		{ sp_calendar_add_day, "00-10", "day \"00-10\"" NO_DATE },
		{ sp_calendar_add_day, "2026-02-29", "day \"2026-02-29\"" NO_DATE },
		{ sp_calendar_add_day, "6-24", "day \"6-24\"" NO_DATE },
		{ sp_calendar_add_day, "06/24", "day \"06/24\"" NO_DATE },
		{ sp_calendar_add_day, "06-24..06-25", "day \"06-24..06-25\"" NO_DATE },
		{ sp_calendar_add_day, "", "day \"\"" NO_DATE },
		{ sp_calendar_add_closed, "08-15..", "closed \"08-15..\"" NO_PERIOD },
		{ sp_calendar_add_closed, "08-15-08-31", "closed \"08-15-08-31\"" NO_PERIOD },
		{ sp_calendar_add_closed, "..", "closed \"..\"" NO_PERIOD },
		{ sp_calendar_add_closed, "08-15...08-31", "closed \"08-15...08-31\"" NO_PERIOD },
		{ sp_calendar_add_closed, "2026-12-24..01-06", "closed \"2026-12-24..01-06\": write the "
			"year on both sides, or on neither for every year" },
		{ sp_calendar_add_closed, "2026-04-10..2026-04-06", "closed "
			"\"2026-04-10..2026-04-06\" ends before it starts; write the earlier date "
			"first" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar, before;
		struct sp_err err = { 0 };

		sp_calendar_init(&calendar, "x");
		memcpy(&before, &calendar, sizeof before);
		assert_int_equal(cases[i].add(&calendar, sp_str(cases[i].value), &err), SP_CONFIG);
		assert_string_equal(err.text, cases[i].text);
		assert_memory_equal(&before, &calendar, sizeof before);
	}
}

static void test_limits(void **state)
{
	struct sp_calendar *calendar = sp_alloc(1, sizeof *calendar);
	struct sp_err err = { 0 };

	(void)state;
	sp_calendar_init(calendar, "x");
	for (int i = 0; i < SP_MAX_STRETCHES; i++) {
		struct sp_buf value = SP_BUF_INIT;

		sp_buf_printf(&value, "mon %d:00-%d:30", i, i);
		assert_int_equal(sp_calendar_add_hours(calendar, sp_buf_str(&value), &err), SP_OK);
		sp_buf_release(&value);
	}
	/* One more does not fit, one that joins others does. */
	assert_int_equal(sp_calendar_add_hours(calendar, SP_STR("mon 0:40-0:50"), &err), SP_CONFIG);
	assert_string_equal(err.text, "hours \"mon 0:40-0:50\": a day has more than 24 stretches");
	assert_int_equal(calendar->hours[1].count, SP_MAX_STRETCHES);
	assert_int_equal(sp_calendar_add_hours(calendar, SP_STR("mon 0:30-1:00"), NULL), SP_OK);
	assert_int_equal(calendar->hours[1].count, SP_MAX_STRETCHES - 1);
	for (int i = 0; i < SP_MAX_CLOSED; i++)
		assert_int_equal(sp_calendar_add_day(calendar, SP_STR("06-24"), NULL), SP_OK);
	err = (struct sp_err){ 0 };
	assert_int_equal(sp_calendar_add_closed(calendar, SP_STR("06-25..06-26"), &err), SP_CONFIG);
	assert_string_equal(err.text, "closed \"06-25..06-26\": a calendar takes at most 400 closed "
		"days and periods");
	for (int i = 0; i < 2 * SP_MAX_HOLIDAYS; i++)
		assert_int_equal(sp_calendar_add_holidays(calendar, SP_STR("IT"), NULL), SP_OK);
	assert_int_equal(calendar->holidays_count, 1);
	free(calendar);
}

static int64_t day_of(const char *date)
{
	int year, month, day;

	assert_int_equal(sscanf(date, "%d-%d-%d", &year, &month, &day), 3);
	return sp_days_of(year, month, day);
}

static void test_closed(void **state)
{
	static const struct {
		adder *add;
		const char *value, *date, *reason; /* NULL: open */
	} cases[] = {
		{ sp_calendar_add_closed, "08-15..08-31", "2026-08-14", NULL },
		{ sp_calendar_add_closed, "08-15..08-31", "2026-08-15", "08-15..08-31" },
		{ sp_calendar_add_closed, "08-15..08-31", "2027-08-31", "08-15..08-31" },
		{ sp_calendar_add_closed, "08-15..08-31", "2026-09-01", NULL },
		{ sp_calendar_add_closed, "12-24 .. 01-06", "2026-12-23", NULL },
		{ sp_calendar_add_closed, "12-24..01-06", "2026-12-24", "12-24..01-06" },
		{ sp_calendar_add_closed, "12-24..01-06", "2026-12-31", "12-24..01-06" },
		{ sp_calendar_add_closed, "12-24..01-06", "2026-01-01", "12-24..01-06" },
		{ sp_calendar_add_closed, "12-24..01-06", "2026-01-06", "12-24..01-06" },
		{ sp_calendar_add_closed, "12-24..01-06", "2026-01-07", NULL },
		{ sp_calendar_add_closed, "12-24..01-06", "2026-06-15", NULL },
		{ sp_calendar_add_closed, "2026-12-24..2027-01-06", "2027-01-06",
			"2026-12-24..2027-01-06" },
		{ sp_calendar_add_closed, "2026-12-24..2027-01-06", "2027-01-07", NULL },
		{ sp_calendar_add_closed, "2026-12-24..2027-01-06", "2026-01-01", NULL },
		{ sp_calendar_add_closed, "2026-12-24..2027-01-06", "2027-12-24", NULL },
		{ sp_calendar_add_closed, "2026-04-06..2026-04-10", "2026-04-10",
			"2026-04-06..2026-04-10" },
		{ sp_calendar_add_closed, "2026-04-06..2026-04-10", "2026-04-11", NULL },
		{ sp_calendar_add_closed, "02-20..02-29", "2027-02-28", "02-20..02-29" },
		{ sp_calendar_add_closed, "02-20..02-29", "2027-03-01", NULL },
		{ sp_calendar_add_closed, "02-20..02-28", "2028-02-29", NULL },
		{ sp_calendar_add_closed, "02-29..03-02", "2027-03-01", "02-29..03-02" },
		{ sp_calendar_add_closed, "02-29..03-02", "2027-02-28", NULL },
		{ sp_calendar_add_closed, "06-24", "2027-06-24", "06-24" },
		{ sp_calendar_add_closed, "06-24", "2027-06-25", NULL },
		{ sp_calendar_add_day, "06-24", "2031-06-24", "06-24" },
		{ sp_calendar_add_day, "2026-06-24", "2026-06-24", "2026-06-24" },
		{ sp_calendar_add_day, "2026-06-24", "2027-06-24", NULL },
		{ sp_calendar_add_day, "02-29", "2028-02-29", "02-29" },
		{ sp_calendar_add_day, "02-29", "2027-02-28", NULL },
		{ sp_calendar_add_day, "02-29", "2027-03-01", NULL },
		{ sp_calendar_add_day, "2028-02-29", "2028-02-29", "2028-02-29" },
		{ sp_calendar_add_holidays, "it", "2025-10-04", NULL },
		{ sp_calendar_add_holidays, "it", "2026-10-04", "San Francesco d'Assisi" },
		{ sp_calendar_add_holidays, "it", "2036-10-04", "San Francesco d'Assisi" },
		{ sp_calendar_add_holidays, "it", "2026-01-01", "Capodanno" },
		{ sp_calendar_add_holidays, "it", "2026-01-06", "Epifania" },
		{ sp_calendar_add_holidays, "it", "2026-04-03", NULL },
		{ sp_calendar_add_holidays, "it", "2026-04-05", "Pasqua" },
		{ sp_calendar_add_holidays, "it", "2026-04-06", "Lunedì dell'Angelo" },
		{ sp_calendar_add_holidays, "it", "2026-04-07", NULL },
		{ sp_calendar_add_holidays, "it", "2026-04-25", "Anniversario della Liberazione" },
		{ sp_calendar_add_holidays, "it", "2038-04-26", "Lunedì dell'Angelo" },
		{ sp_calendar_add_holidays, "it", "2026-05-01", "Festa del lavoro" },
		{ sp_calendar_add_holidays, "it", "2026-06-02", "Festa della Repubblica" },
		{ sp_calendar_add_holidays, "it", "2026-08-15", "Assunzione (Ferragosto)" },
		{ sp_calendar_add_holidays, "it", "2026-11-01", "Ognissanti" },
		{ sp_calendar_add_holidays, "it", "2026-11-02", NULL },
		{ sp_calendar_add_holidays, "it", "2026-12-08", "Immacolata Concezione" },
		{ sp_calendar_add_holidays, "it", "2026-12-24", NULL },
		{ sp_calendar_add_holidays, "it", "2026-12-25", "Natale" },
		{ sp_calendar_add_holidays, "it", "2026-12-26", "Santo Stefano" },
		{ sp_calendar_add_holidays, "it", "2026-12-31", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;
		struct sp_buf reason = SP_BUF_INIT;
		bool closed;

		sp_calendar_init(&calendar, "x");
		assert_int_equal(cases[i].add(&calendar, sp_str(cases[i].value), NULL), SP_OK);
		closed = sp_calendar_closed_on(&calendar, day_of(cases[i].date), &reason);
		if (closed != (cases[i].reason != NULL))
			fail_msg("%s on %s", cases[i].value, cases[i].date);
		assert_string_equal(reason.ptr, closed ? cases[i].reason : "");
		sp_buf_release(&reason);
	}
}

static void test_easter(void **state)
{
	/* The earliest and latest there are, the rule's odd years, some plain ones. */
	static const char *const cases[] = { "1598-03-22", "1761-03-22", "1818-03-22", "1943-04-25",
		"1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2016-03-27", "2024-03-31",
		"2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19",
		"2160-03-23", "2285-03-22", "2353-03-22", "4200-04-20" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(sp_easter(atoi(cases[i])), day_of(cases[i]));
	for (int year = 1583; year < 9999; year++) {
		int64_t easter = sp_easter(year);

		assert_int_equal(sp_weekday_of(easter), 0);
		assert_in_range(easter - sp_days_of(year, 3, 22), 0, 34);
	}
}

/* FAULTS.md F 79: no hours is an error, never "always open". */
static void test_never_open(void **state)
{
	static const struct {
		const char *hours;
		const char *closed[3];
		const char *text; /* NULL: it is open some time */
	} cases[] = {
		{ "mon-fri 09:00-18:00", { NULL }, NULL },
		{ NULL, { NULL }, "calendar \"ufficio\" is never open: it has no hours; write some, as "
			"in mon-fri 09:00-13:00 14:00-18:00" },
		{ "mon-sun 00:00-24:00", { "01-01..12-31" }, "calendar \"ufficio\" is never open: its "
			"closed periods and holidays leave no day of the next 20 years; take one away" },
		{ "mon-sun 00:00-24:00", { "07-01..06-30" }, "calendar \"ufficio\" is never open: its "
			"closed periods and holidays leave no day of the next 20 years; take one away" },
		{ "mon-sun 00:00-24:00", { "01-01..06-30", "07-02..12-31" }, NULL },
		{ "mon-sun 00:00-24:00", { "01-01..06-30", "07-01..12-31" }, "calendar \"ufficio\" is "
			"never open: its closed periods and holidays leave no day of the next 20 "
			"years; take one away" },
		{ "mon-sun 00:00-24:00", { "2020-01-01..2099-12-31" }, "calendar \"ufficio\" is never "
			"open: its closed periods and holidays leave no day of the next 20 years; "
			"take one away" },
		{ "mon-sun 00:00-24:00", { "2020-01-01..2045-12-31" }, NULL },
		{ "mon-sun 00:00-24:00", { "01-01..02-28", "03-01..12-31" }, NULL }, /* leap days */
	};
	int64_t now = sp_days_of(2026, 11, 23) * 86400 + 36000;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_calendar calendar;
		struct sp_err err = { 0 };
		enum sp_status status;

		sp_calendar_init(&calendar, "ufficio");
		if (cases[i].hours)
			assert_int_equal(sp_calendar_add_hours(&calendar, sp_str(cases[i].hours), NULL),
				SP_OK);
		for (size_t k = 0; k < 3 && cases[i].closed[k]; k++)
			assert_int_equal(sp_calendar_add_closed(&calendar,
				sp_str(cases[i].closed[k]), NULL), SP_OK);
		status = sp_calendar_check(&calendar, now, &err);
		assert_int_equal(status, cases[i].text ? SP_CONFIG : SP_OK);
		assert_string_equal(err.text, cases[i].text ? cases[i].text : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_closed),
		cmocka_unit_test(test_easter),
		cmocka_unit_test(test_never_open),
	};

	if (sp_zone_set("Europe/Rome", NULL) != SP_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
