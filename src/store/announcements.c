/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/announcements.h"

#include "store/query.h"
#include "store/tickets.h"

enum sp_status sp_announcement_add(struct sp_db *db, struct sp_announcement *announcement,
	struct sp_str queue, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status = SP_OK;

	if (queue.ptr)
		status = sp_queue_id(db, queue, &announcement->queue_id, err);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENT_ADD, NULL, err);
	sp_bind_text(&query, announcement->title);
	sp_bind_text(&query, announcement->text);
	sp_bind_id(&query, announcement->queue_id);
	sp_bind_int(&query, announcement->pace);
	sp_bind_int(&query, announcement->at);
	return sp_query_number(&query, &announcement->id);
}

enum sp_status sp_announcement_queue(struct sp_db *db, struct sp_str queue, int64_t *id_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_QUEUE_BY_NAME, NULL, err);
	sp_bind_text(&query, queue);
	return sp_query_number(&query, id_r);
}

/* Rows of one number. */
static enum sp_status read_ids(struct sp_query *query, struct sp_arena *arena, int64_t **ids_r,
	size_t *count_r)
{
	size_t count = 0, room = 0;
	int64_t *ids = NULL;

	while (sp_query_row(query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_announcements_open(struct sp_db *db, struct sp_arena *arena, int64_t **ids_r,
	size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENTS_OPEN, arena, err);
	return read_ids(&query, arena, ids_r, count_r);
}

enum sp_status sp_announcement_same(struct sp_db *db, const struct sp_announcement *announcement,
	int64_t since, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENT_SAME, NULL, err);
	sp_bind_text(&query, announcement->title);
	sp_bind_text(&query, announcement->text);
	sp_bind_int(&query, announcement->queue_id);
	sp_bind_int(&query, since);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_announcement_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_announcement *announcement_r, struct sp_err *err)
{
	struct sp_query query;

	*announcement_r = (struct sp_announcement){ .id = 0 };
	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENT_BY_ID, arena, err);
	sp_bind_int(&query, id);
	if (sp_query_row(&query)) {
		announcement_r->id = sp_read_int(&query);
		announcement_r->title = sp_read_text(&query);
		announcement_r->text = sp_read_text(&query);
		announcement_r->queue_id = sp_read_int(&query);
		announcement_r->pace = sp_read_int(&query);
		announcement_r->at = sp_read_int(&query);
		announcement_r->mails = sp_read_int(&query);
		announcement_r->after_id = sp_read_int(&query);
		announcement_r->queued_at = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_announcement_went_on(struct sp_db *db, const struct sp_announcement *announcement,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENT_WENT_ON, NULL, err);
	sp_bind_int(&query, announcement->id);
	sp_bind_int(&query, announcement->mails);
	sp_bind_int(&query, announcement->after_id);
	sp_bind_id(&query, announcement->queued_at);
	return sp_query_run(&query);
}

enum sp_status sp_announcement_readers(struct sp_db *db, struct sp_arena *arena,
	const struct sp_announcement *announcement, int64_t limit, int64_t **ids_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENT_READERS, arena, err);
	sp_bind_int(&query, announcement->queue_id);
	sp_bind_int(&query, announcement->after_id);
	sp_bind_int(&query, limit);
	return read_ids(&query, arena, ids_r, count_r);
}

enum sp_status sp_announcements_for(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t since, int64_t limit, struct sp_announcement **list_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_announcement *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ANNOUNCEMENTS_FOR, arena, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, since);
	sp_bind_int(&query, limit);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count] = (struct sp_announcement){ .id = 0 };
		list[count].title = sp_read_text(&query);
		list[count].text = sp_read_text(&query);
		list[count++].at = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}
