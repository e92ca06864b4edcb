/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/clock.h"

#include "store/query.h"
#include "store/tickets.h"

static enum sp_status read_ids(struct sp_db *db, enum sp_statement statement,
	struct sp_arena *arena, int64_t now, int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	size_t count = 0, room = 0;
	int64_t *ids = NULL;
	struct sp_query query;

	sp_query_begin(&query, db, statement, arena, err);
	sp_bind_int(&query, now);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_clock_tickets(struct sp_db *db, struct sp_arena *arena, int64_t now,
	int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	return read_ids(db, SP_SQL_CLOCK_TICKETS, arena, now, ids_r, count_r, err);
}

enum sp_status sp_clock_closed(struct sp_db *db, struct sp_arena *arena, int64_t now,
	int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	return read_ids(db, SP_SQL_CLOCK_CLOSED, arena, now, ids_r, count_r, err);
}

/* --- what was done -------------------------------------------------------------- */

static int64_t number_of(struct sp_str text)
{
	unsigned long long number = 0;

	return sp_str_number(text, INT64_MAX, &number) ? (int64_t)number : 0;
}

static void take_mark(struct sp_clock_marks *marks, const struct sp_event *event)
{
	struct sp_str what = event->what;

	if (sp_str_eq(what, SP_STR("state"))) {
		marks->moved_at = event->at;
	} else if (sp_str_eq(what, SP_STR(SP_MARK_ALMOST))) {
		marks->almost_due = number_of(event->now_is);
	} else if (sp_str_eq(what, SP_STR(SP_MARK_LATE))) {
		marks->overdue = number_of(event->now_is);
	} else if (sp_str_eq(what, SP_STR(SP_MARK_PASSED))) {
		int64_t day = number_of(event->now_is);

		/* The clock may have been ahead for a while. */
		marks->passed_day = day > marks->passed_day ? day : marks->passed_day;
	} else if (sp_str_eq(what, SP_STR(SP_MARK_CALLED))) {
		marks->calls++;
		marks->called_at = event->at;
	}
}

enum sp_status sp_clock_marks(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_clock_marks *marks_r, struct sp_err *err)
{
	struct sp_event *events = NULL;
	size_t count = 0;
	enum sp_status status = sp_events(db, arena, ticket_id, &events, &count, err);

	*marks_r = (struct sp_clock_marks){ 0 };
	for (size_t i = 0; i < count; i++)
		take_mark(marks_r, &events[i]);
	return status;
}

/* --- reminders -------------------------------------------------------------------- */

enum sp_status sp_reminder_add(struct sp_db *db, const struct sp_reminder *reminder, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMINDER_ADD, NULL, err);
	sp_bind_int(&query, reminder->ticket_id);
	sp_bind_int(&query, reminder->person_id);
	sp_bind_int(&query, reminder->at);
	sp_bind_text(&query, reminder->text);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_reminders_due(struct sp_db *db, struct sp_arena *arena, int64_t now,
	struct sp_reminder **pairs_r, size_t *count_r, struct sp_err *err)
{
	struct sp_reminder *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMINDERS_DUE, arena, err);
	sp_bind_int(&query, now);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count].ticket_id = sp_read_int(&query);
		list[count++].person_id = sp_read_int(&query);
	}
	*pairs_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_reminders_of(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t person_id, int64_t now, struct sp_reminder **reminders_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_reminder *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMINDERS_OF, arena, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, now);
	while (sp_query_row(&query)) {
		struct sp_reminder *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->at = sp_read_int(&query);
		one->ticket_id = sp_read_int(&query);
		one->person_id = sp_read_int(&query);
		one->text = sp_read_text(&query);
	}
	*reminders_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_reminder_done(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMINDER_DONE, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

/* --- jobs --------------------------------------------------------------------------- */

enum sp_status sp_job_done(struct sp_db *db, const char *name, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_JOB_DONE, NULL, err);
	sp_bind_word(&query, name);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_job_last(struct sp_db *db, const char *name, int64_t *at_r, bool *ever_r,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_JOB_LAST, NULL, err);
	sp_bind_word(&query, name);
	status = sp_query_number(&query, at_r);
	*ever_r = *at_r != 0;
	if (status != SP_OK || *ever_r)
		return status;
	sp_query_begin(&query, db, SP_SQL_DESK_MADE, NULL, err);
	return sp_query_number(&query, at_r);
}
