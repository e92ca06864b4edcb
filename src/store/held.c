/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages that wait for somebody's decision: held until their sender is a
 * customer, or in quarantine.
 */
#include "store/messages.h"

#include "store/query.h"
#include "store/tickets.h"

enum sp_status sp_held_add(struct sp_db *db, int64_t message_id, int64_t person_id,
	struct sp_str queue, int64_t now, struct sp_err *err)
{
	struct sp_query query;
	int64_t queue_id = 0;
	enum sp_status status = sp_queue_id(db, queue, &queue_id, err);

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_HELD_ADD, NULL, err);
	sp_bind_int(&query, message_id);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, queue_id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_held_of(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_HELD_OF, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_held_remove(struct sp_db *db, int64_t person_id, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_HELD_REMOVE, NULL, err);
	sp_bind_int(&query, person_id);
	return sp_query_run(&query);
}

enum sp_status sp_message_envelope(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_envelope *envelope_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	*found_r = false;
	sp_query_begin(&query, db, SP_SQL_MESSAGE_ENVELOPE, arena, err);
	sp_bind_int(&query, id);
	if (sp_query_row(&query)) {
		*found_r = true;
		*envelope_r = (struct sp_envelope){ .extension = SP_STR("") };
		envelope_r->sender = sp_read_text(&query);
		envelope_r->original_recipient = sp_read_text(&query);
		envelope_r->mail_queue_id = sp_read_text(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_quarantine_list(struct sp_db *db, struct sp_arena *arena, int64_t limit,
	struct sp_quarantined **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_quarantined *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_QUARANTINE, arena, err);
	sp_bind_int(&query, limit);
	while (sp_query_row(&query)) {
		struct sp_quarantined *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->at = sp_read_int(&query);
		one->sender = sp_read_text(&query);
		one->subject = sp_read_text(&query);
		one->why = sp_read_text(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

static enum sp_status must_be_there(struct sp_query *query, int64_t id, struct sp_err *err)
{
	bool there = false;
	enum sp_status status = sp_query_exists(query, &there);

	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "message %lld is not in quarantine; see sportello "
			"quarantine list", (long long)id);
	return status;
}

enum sp_status sp_quarantine_release(struct sp_db *db, int64_t id, struct sp_str why,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_QUARANTINE_CLASS, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_text(&query, why);
	return must_be_there(&query, id, err);
}

enum sp_status sp_quarantine_drop(struct sp_db *db, int64_t id, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_QUARANTINE_DROP, NULL, err);
	sp_bind_int(&query, id);
	return must_be_there(&query, id, err);
}
