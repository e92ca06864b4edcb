/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/archive.h"

#include "store/query.h"

enum sp_status sp_archive_messages(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_archived **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_archived *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ARCHIVE_MESSAGES, arena, err);
	sp_bind_int(&query, ticket_id);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count].id = sp_read_int(&query);
		list[count].envelope_sender = sp_read_text(&query);
		list[count++].received_at = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_archive_forget(struct sp_db *db, int64_t ticket_id, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ARCHIVE_FORGET, NULL, err);
	sp_bind_int(&query, ticket_id);
	return sp_query_run(&query);
}

enum sp_status sp_archive_imported(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	bool *imported_r, struct sp_err *err)
{
	struct sp_query query;

	*imported_r = false;
	sp_query_begin(&query, db, SP_SQL_LAST_MOVE, arena, err);
	sp_bind_int(&query, ticket_id);
	if (sp_query_row(&query))
		*imported_r = sp_str_eq(sp_read_text(&query), SP_STR("imported"));
	return sp_query_end(&query);
}
