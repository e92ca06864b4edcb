/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/export.h"

#include "store/query.h"
#include "store/rows.h"

enum sp_status sp_export_tickets(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_TICKETS, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_export_message(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t after, struct sp_exported_message *message_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	*message_r = (struct sp_exported_message){ 0 };
	sp_query_begin(&query, db, SP_SQL_EXPORT_MESSAGE, arena, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, after);
	*found_r = sp_query_row(&query);
	if (*found_r) {
		message_r->id = sp_read_int(&query);
		message_r->header_id = sp_read_text(&query);
		message_r->content = sp_read_digest(&query);
		message_r->received_at = sp_read_int(&query);
		message_r->subject = sp_read_text(&query);
		message_r->size = sp_read_int(&query);
		message_r->ticket = sp_read_code(&query);
		message_r->archived_at = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_export_last(struct sp_db *db, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_LAST, NULL, err);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_export_others(struct sp_db *db, int64_t person_id, struct sp_mentions *others,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_OTHERS, others->arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query))
		sp_mentions_add_name(others, sp_read_text(&query));
	return sp_query_end(&query);
}

enum sp_status sp_export_mails(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_outbox **mails_r, size_t *count_r, struct sp_err *err)
{
	struct sp_outbox *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_MAILS, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		struct sp_outbox *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		*one = (struct sp_outbox){ 0 };
		one->created_at = sp_read_int(&query);
		one->done_at = sp_read_int(&query);
		one->template_name = sp_read_text(&query);
		if (!sp_outbox_state_of(sp_read_text(&query), &one->state))
			query.status = sp_fail(err, SP_TEMP, "the database is damaged: a mail in no state");
		one->recipient = sp_read_text(&query);
		one->subject = sp_read_text(&query);
		one->ticket = sp_read_code(&query);
	}
	*mails_r = list;
	*count_r = count;
	return sp_query_end(&query);
}
