/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/stored.h"

#include "base/clock.h"
#include "core/command.h"
#include "mail/sandbox.h"
#include "store/messages.h"
#include "store/origin.h"

enum { PARSE_MS = 10 * 1000 };

enum sp_status sp_stored_take(struct sp_stored_set *set, struct sp_db *db, struct sp_arena *arena,
	int64_t message_id, struct sp_err *err)
{
	struct sp_stored *one;
	bool found = false;
	enum sp_status status;

	set->items = sp_arena_grow(arena, set->items, set->count, &set->room, sizeof *set->items);
	one = &set->items[set->count];
	*one = (struct sp_stored){ .id = message_id, .raw = SP_BUF_INIT };
	status = sp_message_raw(db, message_id, &one->raw, &found, err);
	if (status == SP_OK && found)
		set->count++;
	else
		sp_buf_release(&one->raw);
	return status;
}

enum sp_status sp_stored_take_held(struct sp_stored_set *set, struct sp_db *db,
	struct sp_arena *arena, int64_t person_id, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_held_of(db, arena, person_id, &ids, &count, err);

	for (size_t i = 0; i < count && status == SP_OK; i++)
		status = sp_stored_take(set, db, arena, ids[i], err);
	return status;
}

static enum sp_status parse_all(struct sp_stored_set *set, const struct sp_filters *filters,
	struct sp_arena *arena, struct sp_err *err)
{
	for (size_t i = 0; i < set->count; i++) {
		const char *why = NULL;

		set->items[i].message = sp_message_parse_contained(arena, sp_buf_str(&set->items[i].raw),
			filters, sp_clock_monotonic_ms() + PARSE_MS, &why);
		if (!set->items[i].message)
			return sp_fail(err, SP_TEMP, "message %lld: %s", (long long)set->items[i].id, why);
	}
	return SP_OK;
}

/* In a delivery the rules are read by the child alone: then they are read here. */
enum sp_status sp_stored_parse(struct sp_stored_set *set, const struct sp_desk *desk,
	struct sp_arena *arena, struct sp_err *err)
{
	struct sp_filters *own = NULL;
	enum sp_status status = SP_OK;

	if (set->count && !desk->filters)
		status = sp_filters_load_shipped(desk->conf->filters_folder, &own, err);
	if (status == SP_OK)
		status = parse_all(set, own ? own : desk->filters, arena, err);
	sp_filters_free(own);
	return status;
}

/* The mail that he answers names whom he decides about. */
static enum sp_status take_of(struct sp_stored_set *set, struct sp_db *db, struct sp_arena *arena,
	const struct sp_message *message, struct sp_err *err)
{
	struct sp_origin origin;
	bool found = false;
	enum sp_status status = SP_OK;

	if (message->in_reply_to.len)
		status = sp_origin_of(db, arena, message->in_reply_to, &origin, &found, err);
	for (size_t i = message->reference_count; status == SP_OK && !found && i > 0; i--)
		status = sp_origin_of(db, arena, message->references[i - 1], &origin, &found, err);
	if (status != SP_OK || !found || !origin.author_id)
		return status;
	return sp_stored_take_held(set, db, arena, origin.author_id, err);
}

bool sp_stored_needed(const struct sp_desk *desk, const struct sp_message *message)
{
	return sp_commands_has(desk->words, message->reply, SP_CMD_ACTIVATE);
}

enum sp_status sp_stored_for(struct sp_stored_set *set, const struct sp_desk *desk,
	struct sp_arena *arena, const struct sp_message *message, struct sp_err *err)
{
	struct sp_db *db = NULL;
	enum sp_status status;

	if (!sp_stored_needed(desk, message))
		return SP_OK;
	status = sp_db_open_read(desk->conf->database, &db, err);
	if (status == SP_OK)
		status = sp_db_begin_read(db, err);
	if (status == SP_OK)
		status = take_of(set, db, arena, message, err);
	sp_db_close(db);
	return status == SP_OK ? sp_stored_parse(set, desk, arena, err) : status;
}

const struct sp_stored *sp_stored_find(const struct sp_stored_set *set, int64_t message_id)
{
	for (size_t i = 0; set && i < set->count; i++)
		if (set->items[i].id == message_id)
			return &set->items[i];
	return NULL;
}

void sp_stored_release(struct sp_stored_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		sp_buf_release(&set->items[i].raw);
	*set = (struct sp_stored_set){ 0 };
}
