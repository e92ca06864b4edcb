/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/replay.h"

#include "core/address.h"
#include "store/messages.h"
#include "store/query.h"

static void read_row(struct sp_query *query, struct sp_replay_row *row)
{
	row->id = sp_read_int(query);
	row->stored_at = sp_read_int(query);
	row->class_name = sp_read_text(query);
	row->class_reason = sp_read_text(query);
	row->sender = sp_read_text(query);
	row->subject = sp_read_text(query);
	row->ticket_id = sp_read_int(query);
	row->text = sp_read_text(query);
	row->opened = sp_read_bool(query);
	row->by_hand = sp_read_bool(query);
	row->held = sp_read_bool(query);
}

enum sp_status sp_replay_rows(struct sp_db *db, struct sp_arena *arena, int64_t after_id,
	int64_t since, struct sp_str class_name, int64_t limit, struct sp_replay_row **rows_r,
	size_t *count_r, struct sp_err *err)
{
	struct sp_replay_row *rows = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REPLAY_ROWS, arena, err);
	sp_bind_int(&query, after_id);
	sp_bind_int(&query, since);
	sp_bind_text(&query, class_name);
	sp_bind_int(&query, limit);
	while (sp_query_row(&query)) {
		rows = sp_arena_grow(arena, rows, count, &room, sizeof(*rows));
		read_row(&query, &rows[count++]);
	}
	*rows_r = rows;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_replay_count(struct sp_db *db, int64_t since, struct sp_str class_name,
	int64_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REPLAY_COUNT, NULL, err);
	sp_bind_int(&query, since);
	sp_bind_text(&query, class_name);
	return sp_query_number(&query, count_r);
}

enum sp_status sp_message_acted(struct sp_db *db, int64_t id, bool *acted_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_MESSAGE_ACTED, NULL, err);
	sp_bind_int(&query, id);
	return sp_query_exists(&query, acted_r);
}

enum sp_status sp_message_understand(struct sp_db *db, int64_t id,
	const struct sp_message *message, struct sp_err *err)
{
	const struct sp_address *from = message->from.count ? &message->from.items[0] : NULL;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_MESSAGE_UNDERSTAND, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_word(&query, sp_class_name(message->class));
	sp_bind_text(&query, message->class_reason);
	sp_bind_text(&query, from ? sp_address_key(&arena, from->address) : SP_NONE);
	sp_bind_text(&query, from ? from->name : SP_NONE);
	sp_bind_text(&query, message->subject);
	sp_bind_text(&query, message->message_id);
	status = sp_query_run(&query);
	sp_arena_release(&arena);
	return status == SP_OK ? sp_message_reindex(db, id, message, err) : status;
}
