/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What belongs to a ticket: participants, entries, thread, links, journal.
 */
#include "config.h"

#include "store/handle.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tickets.h"

/* --- participants ------------------------------------------------------------- */

enum sp_status sp_participants(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_participant **participants_r, size_t *count_r, struct sp_err *err)
{
	struct sp_participant *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PARTICIPANTS, arena, err);
	sp_bind_int(&query, ticket_id);
	while (sp_query_row(&query)) {
		struct sp_participant *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->person_id = sp_read_int(&query);
		one->part = sp_read_participation(&query);
		one->state = sp_read_person_state(&query);
		one->address = sp_read_text(&query);
		one->language = sp_read_text(&query);
	}
	*participants_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_participant_add(struct sp_db *db, int64_t ticket_id, int64_t person_id,
	enum sp_participation part, int64_t added_by, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PARTICIPANT_ADD, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, person_id);
	sp_bind_word(&query, sp_participation_name(part));
	sp_bind_id(&query, added_by);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

/* --- entries ------------------------------------------------------------------ */

enum sp_status sp_entry_add(struct sp_db *db, const struct sp_entry *entry, int64_t *id_r,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_ENTRY_ADD, NULL, err);
	sp_bind_int(&query, entry->ticket_id);
	sp_bind_word(&query, sp_entry_kind_name(entry->kind));
	sp_bind_id(&query, entry->author_id);
	sp_bind_id(&query, entry->message_id);
	sp_bind_text(&query, entry->text);
	sp_bind_int(&query, entry->at);
	status = sp_query_number(&query, id_r);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_SEARCH_ADD, NULL, err);
	sp_bind_int(&query, *id_r);
	return sp_query_run(&query);
}

enum sp_status sp_entries(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t limit, struct sp_entry **entries_r, size_t *count_r, struct sp_err *err)
{
	struct sp_entry *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ENTRIES, arena, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, limit ? limit : INT64_MAX);
	while (sp_query_row(&query)) {
		struct sp_entry *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->ticket_id = sp_read_int(&query);
		one->kind = sp_read_entry_kind(&query);
		one->author_id = sp_read_int(&query);
		one->author = sp_read_text(&query);
		one->message_id = sp_read_int(&query);
		one->text = sp_read_text(&query);
		one->at = sp_read_int(&query);
	}
	*entries_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_description(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_str *text_r, struct sp_err *err)
{
	struct sp_query query;

	*text_r = SP_NONE;
	sp_query_begin(&query, db, SP_SQL_DESCRIPTION, arena, err);
	sp_bind_int(&query, ticket_id);
	if (sp_query_row(&query))
		*text_r = sp_read_text(&query);
	return sp_query_end(&query);
}

/* --- thread ------------------------------------------------------------------- */

enum sp_status sp_thread_add(struct sp_db *db, int64_t ticket_id, struct sp_str header_id,
	bool outside, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_THREAD_ADD, NULL, err);
	sp_bind_text(&query, header_id);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, outside);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_ticket_hand_over(struct sp_db *db, int64_t ticket_id, int64_t into_id,
	struct sp_err *err)
{
	static const enum sp_statement statements[] = { SP_SQL_ENTRIES_HAND_OVER,
		SP_SQL_THREAD_HAND_OVER, SP_SQL_REMINDERS_HAND_OVER };
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < sizeof statements / sizeof *statements && status == SP_OK; i++) {
		struct sp_query query;

		sp_query_begin(&query, db, statements[i], NULL, err);
		sp_bind_int(&query, ticket_id);
		sp_bind_int(&query, into_id);
		status = sp_query_run(&query);
	}
	return status;
}

enum sp_status sp_thread_tickets(struct sp_db *db, struct sp_str header_id,
	int64_t ids_r[SP_MAX_THREAD_TICKETS], size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	*count_r = 0;
	sp_query_begin(&query, db, SP_SQL_THREAD_TICKETS, NULL, err);
	sp_bind_text(&query, header_id);
	sp_bind_int(&query, SP_MAX_THREAD_TICKETS);
	while (*count_r < SP_MAX_THREAD_TICKETS && sp_query_row(&query))
		ids_r[(*count_r)++] = sp_read_int(&query);
	return sp_query_end(&query);
}

static enum sp_status read_ids(struct sp_query *query, struct sp_arena *arena,
	struct sp_str **ids_r, size_t *count_r)
{
	struct sp_str *ids = NULL;
	size_t count = 0, room = 0;

	while (sp_query_row(query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_text(query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_thread_ids(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	bool outside, size_t limit, struct sp_str **ids_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_THREAD_IDS, arena, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, limit ? (int64_t)limit - 1 : 0);
	sp_bind_int(&query, outside);
	return read_ids(&query, arena, ids_r, count_r);
}

enum sp_status sp_thread_ids_of(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t person_id, size_t limit, struct sp_str **ids_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_THREAD_IDS_OF, arena, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, (int64_t)limit);
	return read_ids(&query, arena, ids_r, count_r);
}

/* --- links -------------------------------------------------------------------- */

enum sp_status sp_link_add(struct sp_db *db, int64_t ticket_id, int64_t other_id,
	const char *kind, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LINK_ADD, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, other_id);
	sp_bind_word(&query, kind);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_links(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_link **links_r, size_t *count_r, struct sp_err *err)
{
	struct sp_link *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LINKS, arena, err);
	sp_bind_int(&query, ticket_id);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count].code = sp_read_code(&query);
		list[count].kind = sp_read_text(&query);
		list[count++].back = sp_read_bool(&query);
	}
	*links_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

/* --- journal ------------------------------------------------------------------ */

enum sp_status sp_event_add(struct sp_db *db, const struct sp_event *event, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EVENT_ADD, NULL, err);
	sp_bind_int(&query, event->at);
	sp_bind_word(&query, sp_actor_name(event->actor));
	sp_bind_id(&query, event->person_id);
	sp_bind_id(&query, event->ticket_id);
	sp_bind_id(&query, event->message_id);
	sp_bind_text(&query, event->what);
	sp_bind_text(&query, event->was);
	sp_bind_text(&query, event->now_is);
	sp_bind_text(&query, event->reason);
	return sp_query_run(&query);
}

enum sp_status sp_staff_decided(struct sp_db *db, int64_t ticket_id, struct sp_str what,
	bool *decided_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_STAFF_DECIDED, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_text(&query, what);
	return sp_query_exists(&query, decided_r);
}

enum sp_status sp_events(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_event **events_r, size_t *count_r, struct sp_err *err)
{
	struct sp_event *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EVENTS, arena, err);
	sp_bind_int(&query, ticket_id);
	while (sp_query_row(&query)) {
		struct sp_event *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->at = sp_read_int(&query);
		one->actor = sp_read_actor(&query);
		one->person_id = sp_read_int(&query);
		one->ticket_id = sp_read_int(&query);
		one->message_id = sp_read_int(&query);
		one->what = sp_read_text(&query);
		one->was = sp_read_text(&query);
		one->now_is = sp_read_text(&query);
		one->reason = sp_read_text(&query);
	}
	*events_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_alarm_raise(struct sp_db *db, const char *kind, struct sp_str detail,
	int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ALARM_RAISE, NULL, err);
	sp_bind_word(&query, kind);
	sp_bind_text(&query, detail);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

static enum sp_status read_alarms(struct sp_query *query, struct sp_alarm **alarms_r,
	size_t *count_r)
{
	struct sp_alarm *list = NULL;
	size_t count = 0, room = 0;

	while (sp_query_row(query)) {
		struct sp_alarm *one;

		list = sp_arena_grow(query->arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->kind = sp_read_text(query);
		one->detail = sp_read_text(query);
		one->count = sp_read_int(query);
		one->at = sp_read_int(query);
		one->last_at = sp_read_int(query);
	}
	*alarms_r = list;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_alarms(struct sp_db *db, struct sp_arena *arena, int64_t since,
	struct sp_alarm **alarms_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ALARMS, arena, err);
	sp_bind_int(&query, since);
	return read_alarms(&query, alarms_r, count_r);
}

enum sp_status sp_alarms_untold(struct sp_db *db, struct sp_arena *arena,
	struct sp_alarm **alarms_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ALARMS_UNTOLD, arena, err);
	return read_alarms(&query, alarms_r, count_r);
}

enum sp_status sp_alarms_told(struct sp_db *db, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ALARMS_TOLD, NULL, err);
	return sp_query_run(&query);
}
