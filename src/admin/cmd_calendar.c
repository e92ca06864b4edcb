/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello calendar due|open|minutes: what the desk's calendars make of time
 * (SPEC.md section 10; the interface is fixed).
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "admin/command.h"
#include "admin/named.h"
#include "admin/print.h"
#include "base/clock.h"
#include "core/calendar.h"

/* "2026-12-23" and "17:30", or "17:30:20" where there are seconds. */
static void add_date(struct sp_buf *out, int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	sp_buf_printf(out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static void add_time(struct sp_buf *out, int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	sp_buf_printf(out, "%02d:%02d", civil.hour, civil.minute);
	if (civil.second)
		sp_buf_printf(out, ":%02d", civil.second);
}

/* "4:00", or "3:59:40". */
static void add_duration(struct sp_buf *out, int64_t seconds)
{
	sp_buf_printf(out, "%" PRId64 ":%02d", seconds / 3600, (int)(seconds / 60 % 60));
	if (seconds % 60)
		sp_buf_printf(out, ":%02d", (int)(seconds % 60));
}

static bool at_midnight(int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	return civil.hour == 0 && civil.minute == 0 && civil.second == 0;
}

/* "  2026-12-23  17:30 - 18:00       0:30", with 24:00 for the end of a day. */
static void add_open_line(struct sp_buf *out, const struct sp_counted *item)
{
	struct sp_buf start = SP_BUF_INIT, end = SP_BUF_INIT, duration = SP_BUF_INIT;

	add_time(&start, item->from);
	if (at_midnight(item->until))
		sp_buf_add_text(&end, "24:00");
	else
		add_time(&end, item->until);
	add_duration(&duration, item->until - item->from);
	sp_buf_add_text(out, "  ");
	add_date(out, item->from);
	sp_buf_printf(out, "  %8s - %-8s  %9s\n", start.ptr, end.ptr, duration.ptr);
	sp_buf_release(&start);
	sp_buf_release(&end);
	sp_buf_release(&duration);
}

/* "  2026-12-24 to 2027-01-06  closed: 12-24..01-06". */
static void add_closed_line(struct sp_buf *out, const struct sp_counted *item)
{
	struct sp_buf last = SP_BUF_INIT, first = SP_BUF_INIT;

	add_date(&first, item->from);
	add_date(&last, item->until - 1);
	sp_buf_printf(out, "  %s", first.ptr);
	if (strcmp(first.ptr, last.ptr) != 0)
		sp_buf_printf(out, " to %s", last.ptr);
	sp_buf_printf(out, "  closed: %s\n", item->closed);
	sp_buf_release(&first);
	sp_buf_release(&last);
}

static void set_instant(struct sp_json *object, const char *key, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_rfc3339_add(&text, instant);
	sp_json_set_text(object, key, sp_buf_str(&text));
	sp_buf_release(&text);
}

static struct sp_json *counted_json(const struct sp_counted_list *list)
{
	struct sp_json *array = sp_json_array();

	for (size_t i = 0; i < list->count; i++) {
		struct sp_json *object = sp_json_object();

		set_instant(object, "from", list->items[i].from);
		set_instant(object, "until", list->items[i].until);
		sp_json_set_number(object, "seconds", list->items[i].closed ? 0 :
			list->items[i].until - list->items[i].from);
		sp_json_set_text(object, "closed", sp_str(list->items[i].closed));
		sp_json_push(array, object);
	}
	return array;
}

/* The list, and unless it is only of closed days, what it comes to. */
static void print_counted(struct sp_admin *admin, const struct sp_counted_list *list, bool sum)
{
	struct sp_buf text = SP_BUF_INIT, duration = SP_BUF_INIT;
	int64_t seconds = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].closed) {
			add_closed_line(&text, &list->items[i]);
		} else {
			add_open_line(&text, &list->items[i]);
			seconds += list->items[i].until - list->items[i].from;
		}
	}
	add_duration(&duration, seconds);
	if (sum)
		sp_buf_printf(&text, "  %-31s  %9s\n", "counted", duration.ptr);
	fwrite(text.ptr, 1, text.len, admin->out);
	sp_buf_release(&text);
	sp_buf_release(&duration);
}

/* What is answered: as text or JSON, and the time that --explain lists. */
struct answer {
	const struct sp_calendar *calendar;
	int64_t from, to;
	const char *text;
	struct sp_json *json;
	bool sum; /* of the stretches */
};

/* Print it; the JSON is freed. */
static enum sp_status give(struct sp_admin *admin, const struct answer *answer, struct sp_err *err)
{
	bool explain = sp_option(admin, "explain") != NULL;
	struct sp_counted_list list = { NULL, 0, 0 };
	enum sp_status status = SP_OK;

	if (explain)
		status = sp_calendar_explain(answer->calendar, answer->from, answer->to,
			&admin->arena, &list, err);
	if (status != SP_OK || !admin->json) {
		sp_json_free(answer->json);
	} else {
		if (explain)
			sp_json_set(answer->json, "counted", counted_json(&list));
		sp_print_json(admin, answer->json);
	}
	if (status != SP_OK || admin->json)
		return status;
	fprintf(admin->out, "%s\n", answer->text);
	if (explain)
		print_counted(admin, &list, answer->sum);
	return SP_OK;
}

static const char *instant_text(struct sp_admin *admin, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;
	char *copy;

	sp_rfc3339_add(&text, instant);
	copy = sp_arena_text(&admin->arena, sp_buf_str(&text));
	sp_buf_release(&text);
	return copy;
}

static enum sp_status run_due(struct sp_admin *admin, struct sp_err *err)
{
	const struct sp_calendar *calendar;
	const char *value = sp_option(admin, "minutes");
	unsigned long long minutes;
	struct sp_json *object;
	int64_t from, due;
	enum sp_status status = sp_named_calendar(admin, &calendar, err);

	if (status == SP_OK)
		status = sp_instant_option(admin, "from", &from, err);
	if (status != SP_OK)
		return status;
	if (admin->argc)
		return sp_usage(admin, err, "\"%s\" is too much", admin->argv[0]);
	if (!value || !sp_str_number(sp_str(value), INT64_MAX, &minutes))
		return sp_usage(admin, err, "--minutes needs a whole number, 0 or more");
	status = sp_calendar_due(calendar, from, (int64_t)minutes, &due, err);
	if (status != SP_OK)
		return status;
	object = sp_json_object();
	set_instant(object, "due", due);
	return give(admin, &(struct answer){ calendar, from, due, instant_text(admin, due), object,
		true }, err);
}

static enum sp_status run_minutes(struct sp_admin *admin, struct sp_err *err)
{
	const struct sp_calendar *calendar;
	struct sp_json *object;
	int64_t from, to, minutes;
	enum sp_status status = sp_named_calendar(admin, &calendar, err);

	if (status != SP_OK)
		return status;
	if (admin->argc)
		return sp_usage(admin, err, "\"%s\" is too much", admin->argv[0]);
	if (!sp_option(admin, "from"))
		return sp_usage(admin, err, "--from is missing");
	status = sp_instant_option(admin, "from", &from, err);
	if (status == SP_OK)
		status = sp_instant_option(admin, "to", &to, err);
	if (status == SP_OK)
		status = sp_calendar_minutes(calendar, from, to, &minutes, err);
	if (status != SP_OK)
		return status;
	object = sp_json_object();
	sp_json_set_number(object, "minutes", minutes);
	return give(admin, &(struct answer){ calendar, from, to,
		sp_arena_printf(&admin->arena, "%" PRId64, minutes), object, true }, err);
}

static enum sp_status run_open(struct sp_admin *admin, struct sp_err *err)
{
	const struct sp_calendar *calendar;
	struct sp_json *object;
	int64_t at, opening;
	bool open;
	enum sp_status status = sp_named_calendar(admin, &calendar, err);

	if (status == SP_OK)
		status = sp_instant_option(admin, "at", &at, err);
	if (status != SP_OK)
		return status;
	if (admin->argc)
		return sp_usage(admin, err, "\"%s\" is too much", admin->argv[0]);
	status = sp_calendar_next_opening(calendar, at, &opening, err);
	if (status != SP_OK)
		return status;
	open = sp_calendar_open_at(calendar, at);
	object = sp_json_object();
	sp_json_set_bool(object, "open", open);
	set_instant(object, "next_opening", opening);
	status = give(admin, &(struct answer){ calendar, at, opening, open ? "open" : "closed",
		object, false }, err);
	if (status == SP_OK && !admin->json && !open && sp_option(admin, "explain"))
		fprintf(admin->out, "  opens %s\n", instant_text(admin, opening));
	return status;
}

#define CALENDAR { "calendar", "NAME", "which calendar; else the desk's", false }
#define EXPLAIN { "explain", NULL, "list the stretches counted and the days closed", false }
#define END { NULL, NULL, NULL, false }

static const struct sp_option due_options[] = {
	CALENDAR,
	{ "from", "TIME", "the start, as 2026-12-23T17:30; else now", false },
	{ "minutes", "N", "working minutes", false },
	EXPLAIN,
	END,
};

static const struct sp_option minutes_options[] = {
	CALENDAR,
	{ "from", "TIME", "the start, as 2026-12-23T17:30", false },
	{ "to", "TIME", "the end; else now", false },
	EXPLAIN,
	END,
};

static const struct sp_option open_options[] = {
	CALENDAR,
	{ "at", "TIME", "when, as 2026-12-23T17:30; else now", false },
	{ "explain", NULL, "say which days are closed and when it opens", false },
	END,
};

const struct sp_command sp_cmd_calendar_due = {
	.name = "calendar due", .arguments = "--minutes N [--from TIME] [--calendar NAME]",
	.summary = "when that many working minutes are over", .options = due_options,
	.needs = SP_NEEDS_CONF, .run = run_due,
};

const struct sp_command sp_cmd_calendar_minutes = {
	.name = "calendar minutes", .arguments = "--from TIME [--to TIME] [--calendar NAME]",
	.summary = "count the working minutes between two times", .options = minutes_options,
	.needs = SP_NEEDS_CONF, .run = run_minutes,
};

const struct sp_command sp_cmd_calendar_open = {
	.name = "calendar open", .arguments = "[--at TIME] [--calendar NAME]",
	.summary = "say whether it is open", .options = open_options,
	.needs = SP_NEEDS_CONF, .run = run_open,
};
