/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who is meant by an erasure, and where others' rows speak of him.
 *
 * sp_forget(text) is an SQL function of ours: the text without what mentions a
 * person; sp_forget_said(text), for subjects, also without what he said himself.
 * They are the only ones, known to a connection from sp_erase_mentions() on, and
 * called by no statement but SP_SQL_FORGET_*.
 */
#include "config.h"

#include "store/erase.h"

#include "store/erasing.h"
#include "store/handle.h"
#include "store/personal.h"
#include "store/query.h"

enum sp_status sp_erase_names(struct sp_db *db, int64_t person_id, struct sp_mentions *mentions,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_ADDRESSES, mentions->arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query))
		sp_mentions_add_address(mentions, sp_read_text(&query));
	status = sp_query_end(&query);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_ERASE_SENDER_NAMES, mentions->arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		sp_mentions_add_name(mentions, sp_read_text(&query));
		sp_mentions_add_address(mentions, sp_read_text(&query));
	}
	return sp_query_end(&query);
}

enum sp_status sp_erase_said(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_mentions *mentions, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ERASE_HIS_TEXTS, mentions->arena, err);
	sp_bind_int(&query, erasure->person_id);
	sp_bind_int(&query, erasure->at);
	while (sp_query_row(&query))
		sp_mentions_add_said(mentions, sp_read_text(&query));
	return sp_query_end(&query);
}

static void forget_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct sp_mentions *mentions = sqlite3_user_data(context);
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str text;

	(void)count;
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	text.ptr = (const char *)sqlite3_value_text(values[0]);
	text.len = (size_t)sqlite3_value_bytes(values[0]);
	if (sp_mentions_erase(mentions, text, &out))
		sqlite3_result_text64(context, out.ptr, out.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	else
		sqlite3_result_value(context, values[0]);
	sp_buf_release(&out);
}

static int add_function(struct sp_db *db, const char *name, const struct sp_mentions *mentions)
{
	return sqlite3_create_function_v2(db->sqlite, name, 1,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, (void *)(uintptr_t)mentions,
		forget_function, NULL, NULL, NULL);
}

enum sp_status sp_erase_mentions(struct sp_db *db, const struct sp_erasure *erasure,
	const struct sp_mentions *mentions, struct sp_erased *erased, struct sp_err *err)
{
	struct sp_mentions *said = sp_arena_new(mentions->arena, struct sp_mentions);
	enum sp_status status = SP_OK;
	int code = add_function(db, "sp_forget", mentions);

	*said = *mentions;
	said->said_counts = true;
	if (code == SQLITE_OK)
		code = add_function(db, "sp_forget_said", said);
	if (code != SQLITE_OK)
		return sp_db_fail(db, code, err);
	for (size_t i = 0; i < sp_forget_step_count && status == SP_OK; i++)
		status = sp_erase_run(db, sp_forget_steps[i], erasure, 0, &erased->mentions, err);
	return status;
}
