/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/model/driver.h"

#include <inttypes.h>

#include "base/clock.h"
#include "core/calendar.h"

static int64_t instant_at(const struct asked *asked, size_t at)
{
	int64_t instant;

	if (!sp_instant_parse(field_at(asked, at), &instant))
		die("no instant", field_at(asked, at));
	return instant;
}

static void add_status(struct asked *asked, enum sp_status status)
{
	static const char *const names[] = { [SP_OK] = "ok", [SP_TEMP] = "error temp",
		[SP_PERM] = "error perm", [SP_CONFIG] = "error config" };

	sp_buf_add_text(&asked->out, names[status]);
}

static enum sp_status add_value(struct sp_calendar *calendar, struct sp_str name,
	struct sp_str value, struct sp_err *err)
{
	if (sp_str_eq(name, SP_STR("hours")))
		return sp_calendar_add_hours(calendar, value, err);
	if (sp_str_eq(name, SP_STR("holidays")))
		return sp_calendar_add_holidays(calendar, value, err);
	if (sp_str_eq(name, SP_STR("day")))
		return sp_calendar_add_day(calendar, value, err);
	if (sp_str_eq(name, SP_STR("closed")))
		return sp_calendar_add_closed(calendar, value, err);
	die("no value of a calendar", name);
	return SP_PERM;
}

/* The zone and the calendar of fields 1 and 2. */
static const struct sp_calendar *calendar_of(struct asked *asked)
{
	struct sp_calendar *calendar = sp_arena_new(&asked->arena, struct sp_calendar);
	struct sp_str rest = field_at(asked, 2), value;
	struct sp_err err = { 0 };

	if (sp_zone_set(sp_arena_text(&asked->arena, field_at(asked, 1)), &err) != SP_OK)
		die(err.text, field_at(asked, 1));
	sp_calendar_init(calendar, "model");
	while (sp_str_next_field(&rest, ';', &value)) {
		size_t blank = sp_str_find_char(value, ' ');

		if (add_value(calendar, sp_str_sub(value, 0, blank), sp_str_from(value, blank),
			    &err) != SP_OK)
			die(err.text, value);
	}
	return calendar;
}

void ask_due(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);
	int64_t due;
	enum sp_status status = sp_calendar_due(calendar, instant_at(asked, 3),
		number_at(asked, 4), &due, NULL);

	if (status == SP_OK)
		sp_rfc3339_add(&asked->out, due);
	else
		add_status(asked, status);
}

void ask_minutes(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);
	int64_t minutes;
	enum sp_status status = sp_calendar_minutes(calendar, instant_at(asked, 3),
		instant_at(asked, 4), &minutes, NULL);

	if (status == SP_OK)
		add_number(asked, minutes);
	else
		add_status(asked, status);
}

void ask_open(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);

	add_number(asked, sp_calendar_open_at(calendar, instant_at(asked, 3)));
}

void ask_check(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);

	add_status(asked, sp_calendar_check(calendar, instant_at(asked, 3), NULL));
}

static void add_local_date(struct asked *asked, int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	sp_buf_printf(&asked->out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

void ask_explain(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);
	struct sp_counted_list list;
	enum sp_status status = sp_calendar_explain(calendar, instant_at(asked, 3),
		instant_at(asked, 4), &asked->arena, &list, NULL);
	const char *before = "";

	if (status != SP_OK) {
		add_status(asked, status);
		return;
	}
	for (size_t i = 0; i < list.count; i++)
		if (!list.items[i].closed) {
			sp_buf_printf(&asked->out, "%s%" PRId64 "-%" PRId64, before,
				list.items[i].from, list.items[i].until);
			before = ",";
		}
	sp_buf_add_text(&asked->out, " closed ");
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].closed) {
			add_local_date(asked, list.items[i].from);
			sp_buf_add_text(&asked->out, "..");
			add_local_date(asked, list.items[i].until - 1);
			sp_buf_printf(&asked->out, " %s|", list.items[i].closed);
		}
}
