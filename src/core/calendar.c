/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/calendar.h"

#include <string.h>

#include "base/clock.h"

static const int64_t day_seconds = 86400;
static const int64_t reach_seconds = INT64_C(86400) * SP_CALENDAR_REACH;

struct span {
	int64_t start, end;
};

/* A walk over local days, from day to day.  spans are those of the day just
 * taken, in order and apart from each other, clipped to [from, until). */
struct walk {
	const struct sp_calendar *calendar;
	int64_t from, until;
	int64_t day, last_day; /* the next day to take, and the last */
	int64_t midnight;      /* the start of `day`; days never overlap */
	struct span spans[SP_MAX_STRETCHES];
	size_t count;
};

/* The instant of a local minute of a day (days since 1970). */
static int64_t instant_of(int64_t day, int minute)
{
	struct sp_civil civil = { .minute = minute };

	sp_days_date(day, &civil.year, &civil.month, &civil.day);
	return sp_civil_instant(civil);
}

static int64_t local_day(int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	return sp_days_of(civil.year, civil.month, civil.day);
}

/* A day more on both sides: where a zone changes at midnight, a date's first
 * instant can be read as the date before. */
static void walk_begin(struct walk *walk, const struct sp_calendar *calendar, int64_t from,
	int64_t until)
{
	walk->calendar = calendar;
	walk->from = from;
	walk->until = until;
	walk->day = local_day(from) - 1;
	walk->last_day = local_day(until) + 1;
	walk->midnight = instant_of(walk->day, 0);
	walk->count = 0;
}

/* Add a span to those of the day: in its place, joined with what it overlaps.
 * They come in order but for a day whose clock moves forward. */
static void add_span(struct walk *walk, struct span added)
{
	size_t at = walk->count, end;

	while (at > 0 && walk->spans[at - 1].end >= added.start)
		at--;
	for (end = at; end < walk->count && walk->spans[end].start <= added.end; end++) {
		if (walk->spans[end].start < added.start)
			added.start = walk->spans[end].start;
		if (walk->spans[end].end > added.end)
			added.end = walk->spans[end].end;
	}
	memmove(&walk->spans[at + 1], &walk->spans[end],
		(walk->count - end) * sizeof walk->spans[0]);
	walk->spans[at] = added;
	walk->count = walk->count - (end - at) + 1;
}

static void add_stretch(struct walk *walk, struct sp_stretch stretch, struct span day)
{
	/* The clock does not change on most days: its minutes are all alike. */
	bool even = day.end - day.start == day_seconds;
	struct span span;

	span.start = even ? day.start + stretch.start * 60 : instant_of(walk->day, stretch.start);
	span.end = even ? day.start + stretch.end * 60 : instant_of(walk->day, stretch.end);
	if (span.start < day.start)
		span.start = day.start;
	if (span.start < walk->from)
		span.start = walk->from;
	if (span.end > day.end)
		span.end = day.end;
	if (span.end > walk->until)
		span.end = walk->until;
	if (span.start < span.end)
		add_span(walk, span);
}

/* Take the next day; false after the last. */
static bool next_day(struct walk *walk)
{
	const struct sp_day_hours *hours;
	struct span day;

	if (walk->day > walk->last_day)
		return false;
	day.start = walk->midnight;
	day.end = instant_of(walk->day + 1, 0);
	if (day.end < day.start)
		day.end = day.start;
	hours = sp_calendar_hours_on(walk->calendar, walk->day);
	walk->count = 0;
	for (size_t i = 0; hours && i < hours->count; i++)
		add_stretch(walk, hours->stretches[i], day);
	walk->midnight = day.end;
	walk->day++;
	return true;
}

static enum sp_status check_instant(int64_t instant, struct sp_err *err)
{
	if (instant < sp_days_of(1900, 1, 1) * day_seconds ||
		instant >= sp_days_of(9900, 1, 1) * day_seconds)
		return sp_fail(err, SP_PERM, "working time is counted in the years 1900 to 9899 only");
	return SP_OK;
}

/* "2026-12-23T17:30:00+01:00" for an error text. */
static const char *text_of(int64_t instant, struct sp_buf *text)
{
	sp_rfc3339_add(text, instant);
	return text->ptr;
}

bool sp_calendar_open_at(const struct sp_calendar *calendar, int64_t at)
{
	struct walk walk;

	if (check_instant(at, NULL) != SP_OK)
		return false;
	walk_begin(&walk, calendar, at, at + 1);
	while (next_day(&walk))
		if (walk.count)
			return true;
	return false;
}

bool sp_calendar_working(const struct sp_calendar *calendar, int64_t at)
{
	const struct sp_day_hours *hours;
	int64_t day;

	if (check_instant(at, NULL) != SP_OK)
		return false;
	day = local_day(at);
	hours = sp_calendar_hours_on(calendar, day);
	return hours && hours->count && at >= instant_of(day, hours->stretches[0].start) &&
	       at < instant_of(day, hours->stretches[hours->count - 1].end);
}

enum sp_status sp_calendar_next_opening(const struct sp_calendar *calendar, int64_t from,
	int64_t *opening_r, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	struct walk walk;

	if (check_instant(from, err) != SP_OK)
		return SP_PERM;
	walk_begin(&walk, calendar, from, from + reach_seconds + 1);
	while (next_day(&walk))
		if (walk.count) {
			*opening_r = walk.spans[0].start;
			return SP_OK;
		}
	sp_fail(err, SP_CONFIG, "calendar \"%s\" does not open in the 20 years from %s; look at its "
		"hours and closed periods", calendar->name, text_of(from, &text));
	sp_buf_release(&text);
	return SP_CONFIG;
}

static enum sp_status too_far(const struct sp_calendar *calendar, int64_t from, int64_t minutes,
	struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_fail(err, SP_PERM, "calendar \"%s\": %lld working minutes from %s are not over in 20 years",
		calendar->name, (long long)minutes, text_of(from, &text));
	sp_buf_release(&text);
	return SP_PERM;
}

enum sp_status sp_calendar_due(const struct sp_calendar *calendar, int64_t from, int64_t minutes,
	int64_t *due_r, struct sp_err *err)
{
	struct walk walk;
	int64_t left;

	if (minutes < 0)
		return sp_fail(err, SP_PERM, "working minutes to wait cannot be negative: %lld",
			(long long)minutes);
	if (minutes == 0)
		return sp_calendar_next_opening(calendar, from, due_r, err);
	if (check_instant(from, err) != SP_OK)
		return SP_PERM;
	if (minutes > reach_seconds / 60)
		return too_far(calendar, from, minutes, err);
	left = minutes * 60;
	walk_begin(&walk, calendar, from, from + reach_seconds);
	while (next_day(&walk))
		for (size_t i = 0; i < walk.count; i++) {
			int64_t open = walk.spans[i].end - walk.spans[i].start;

			if (left <= open) {
				*due_r = walk.spans[i].start + left;
				return SP_OK;
			}
			left -= open;
		}
	return too_far(calendar, from, minutes, err);
}

/* Both instants are in range, and not too far apart. */
static enum sp_status check_range(int64_t from, int64_t to, struct sp_err *err)
{
	if (check_instant(from, err) != SP_OK || check_instant(to, err) != SP_OK)
		return SP_PERM;
	if (to - from > SP_MAX_COUNTED_DAYS * day_seconds)
		return sp_fail(err, SP_PERM, "working time is counted over 100 years at most");
	return SP_OK;
}

enum sp_status sp_calendar_minutes(const struct sp_calendar *calendar, int64_t from, int64_t to,
	int64_t *minutes_r, struct sp_err *err)
{
	struct walk walk;
	int64_t seconds = 0;

	if (check_range(from, to, err) != SP_OK)
		return SP_PERM;
	*minutes_r = 0;
	if (to <= from)
		return SP_OK;
	walk_begin(&walk, calendar, from, to);
	while (next_day(&walk))
		for (size_t i = 0; i < walk.count; i++)
			seconds += walk.spans[i].end - walk.spans[i].start;
	*minutes_r = seconds / 60;
	return SP_OK;
}

static struct sp_counted *add_counted(struct sp_counted_list *list, struct sp_arena *arena)
{
	list->items = sp_arena_grow(arena, list->items, list->count, &list->room,
		sizeof list->items[0]);
	return &list->items[list->count++];
}

/* The day that the walk has just taken, when it would have hours and is closed. */
static void explain_closed(const struct walk *walk, int64_t start, struct sp_arena *arena,
	struct sp_counted_list *list)
{
	struct sp_counted *last = list->count ? &list->items[list->count - 1] : NULL;
	struct sp_buf reason = SP_BUF_INIT;
	int64_t day = walk->day - 1;

	if (walk->midnight <= walk->from || start >= walk->until ||
		!walk->calendar->hours[sp_weekday_of(day)].count ||
		!sp_calendar_closed_on(walk->calendar, day, &reason)) {
		sp_buf_release(&reason);
		return;
	}
	if (last && last->closed && strcmp(last->closed, reason.ptr) == 0) {
		last->until = walk->midnight;
	} else {
		last = add_counted(list, arena);
		*last = (struct sp_counted){ start, walk->midnight,
			sp_arena_text(arena, sp_buf_str(&reason)) };
	}
	sp_buf_release(&reason);
}

enum sp_status sp_calendar_explain(const struct sp_calendar *calendar, int64_t from, int64_t to,
	struct sp_arena *arena, struct sp_counted_list *list_r, struct sp_err *err)
{
	struct walk walk;
	int64_t start;

	memset(list_r, 0, sizeof *list_r);
	if (check_range(from, to, err) != SP_OK)
		return SP_PERM;
	if (to <= from)
		return SP_OK;
	walk_begin(&walk, calendar, from, to);
	for (start = walk.midnight; next_day(&walk); start = walk.midnight) {
		explain_closed(&walk, start, arena, list_r);
		for (size_t i = 0; i < walk.count; i++)
			*add_counted(list_r, arena) = (struct sp_counted){ walk.spans[i].start,
				walk.spans[i].end, NULL };
	}
	return SP_OK;
}
