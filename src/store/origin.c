/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/origin.h"

#include "store/query.h"

enum sp_status sp_origin_of(struct sp_db *db, struct sp_arena *arena, struct sp_str header_id,
	struct sp_origin *origin_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	*found_r = false;
	sp_query_begin(&query, db, SP_SQL_ORIGIN, arena, err);
	sp_bind_text(&query, header_id);
	if (sp_query_row(&query)) {
		*found_r = true;
		origin_r->message_id = sp_read_int(&query);
		origin_r->ticket_id = sp_read_int(&query);
		origin_r->kind = sp_read_entry_kind(&query);
		origin_r->first = sp_read_bool(&query);
		origin_r->author_id = sp_read_int(&query);
		origin_r->subject = sp_read_text(&query);
		origin_r->text = sp_read_text(&query);
		origin_r->header_id = sp_read_text(&query);
		origin_r->received_at = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_message_move(struct sp_db *db, int64_t message_id, int64_t from_id,
	int64_t into_id, struct sp_err *err)
{
	static const enum sp_statement statements[] = { SP_SQL_ENTRIES_MOVE, SP_SQL_THREAD_MOVE };
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < 2 && status == SP_OK; i++) {
		struct sp_query query;

		sp_query_begin(&query, db, statements[i], NULL, err);
		sp_bind_int(&query, from_id);
		sp_bind_int(&query, into_id);
		sp_bind_int(&query, message_id);
		status = sp_query_run(&query);
	}
	return status;
}
