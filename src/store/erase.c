/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sp_forget(text) is an SQL function of ours: the text without what mentions a
 * person; sp_forget_said(text), for subjects, also without what he said himself.
 * They are the only ones, known to a connection from sp_erase_mentions() on, and
 * called by no statement but SP_SQL_FORGET_*.
 */
#include "config.h"

#include "store/erase.h"

#include "store/handle.h"
#include "store/personal.h"
#include "store/query.h"
#include "store/rows.h"

enum { DAY = 86400, MAX_SAID = 200 };

/* --- those that were begun --------------------------------------------------------- */

enum sp_status sp_erasure_begin(struct sp_db *db, struct sp_erasure *erasure, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ERASURE_BEGIN, NULL, err);
	sp_bind_id(&query, erasure->person_id);
	sp_bind_id(&query, erasure->request_id);
	sp_bind_int(&query, erasure->at);
	if (sp_query_row(&query)) {
		erasure->id = sp_read_int(&query);
		erasure->at = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_erasures(struct sp_db *db, struct sp_arena *arena,
	struct sp_erasure **erasures_r, size_t *count_r, struct sp_err *err)
{
	struct sp_erasure *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ERASURES, arena, err);
	while (sp_query_row(&query)) {
		struct sp_erasure *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->person_id = sp_read_int(&query);
		one->request_id = sp_read_int(&query);
		one->at = sp_read_int(&query);
		one->pages = sp_str_eq(sp_read_text(&query), SP_STR("pages"));
	}
	*erasures_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

static enum sp_status run_with(struct sp_db *db, enum sp_statement statement, int64_t id,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, statement, NULL, err);
	sp_bind_int(&query, id);
	return sp_query_run(&query);
}

enum sp_status sp_erasure_rows_gone(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	/* The index of words is made again from what is left. */
	sp_query_begin(&query, db, SP_SQL_SEARCH_REBUILD, NULL, err);
	status = sp_query_run(&query);
	if (status != SP_OK)
		return status;
	return run_with(db, SP_SQL_ERASURE_STEP, erasure->id, err);
}

enum sp_status sp_erasure_end(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err)
{
	return run_with(db, SP_SQL_ERASURE_END, erasure->id, err);
}

/* --- marking and emptying ------------------------------------------------------------ */

/* A statement on the person ?1 at the instant ?2, and ?3; those it has. */
static enum sp_status run_step(struct sp_db *db, enum sp_statement statement,
	const struct sp_erasure *erasure, int64_t third, int64_t *changed, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	int wants;

	sp_query_begin(&query, db, statement, NULL, err);
	wants = query.status == SP_OK ? sqlite3_bind_parameter_count(query.stmt) : 0;
	if (wants > 0)
		sp_bind_int(&query, erasure->person_id);
	if (wants > 1)
		sp_bind_int(&query, erasure->at);
	if (wants > 2)
		sp_bind_int(&query, third);
	status = sp_query_run(&query);
	if (status == SP_OK)
		*changed += sqlite3_changes(db->sqlite);
	return status;
}

enum sp_status sp_erase_mark_person(struct sp_db *db, const struct sp_erasure *erasure,
	int64_t accounts_days, struct sp_erased *erased, struct sp_err *err)
{
	enum sp_status status = run_step(db, SP_SQL_ERASE_TICKETS, erasure, accounts_days * DAY,
		&erased->tickets, err);

	return status == SP_OK ? run_step(db, SP_SQL_ERASE_MESSAGES, erasure, 0, &erased->messages,
		err) : status;
}

enum sp_status sp_erase_mark_old(struct sp_db *db, const struct sp_erasure *erasure,
	const struct sp_retention *retention, struct sp_erased *erased, struct sp_err *err)
{
	static const struct {
		enum sp_statement statement;
		enum sp_retention_class class;
	} steps[] = {
		{ SP_SQL_ERASE_OLD_TICKETS, SP_KEEP_CONVERSATION },
		{ SP_SQL_ERASE_OLD_ACCOUNTS, SP_KEEP_ACCOUNTS },
		{ SP_SQL_ERASE_OLD_LOOSE, SP_KEEP_CONVERSATION },
		{ SP_SQL_ERASE_OLD_AUTOMATIC, SP_KEEP_AUTOMATIC },
		{ SP_SQL_ERASE_OLD_SPAM, SP_KEEP_SPAM },
		{ SP_SQL_ERASE_OLD_SENT, SP_KEEP_SENT },
	};
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == SP_OK; i++) {
		int64_t days = retention->days[steps[i].class];
		int64_t *count = steps[i].statement == SP_SQL_ERASE_OLD_SENT ? &erased->rows :
				 i < 2 ? &erased->tickets : &erased->messages;

		/* Without a duty to keep accounts they are conversations like others. */
		if (steps[i].class == SP_KEEP_ACCOUNTS && !days)
			days = retention->days[SP_KEEP_CONVERSATION];
		status = run_step(db, steps[i].statement, erasure, erasure->at - days * DAY, count, err);
	}
	return status == SP_OK ? run_step(db, SP_SQL_ERASE_MESSAGES, erasure, 0, &erased->messages,
		err) : status;
}

enum sp_status sp_erase_kept(struct sp_db *db, struct sp_arena *arena,
	const struct sp_erasure *erasure, int64_t accounts_days, struct sp_kept **kept_r,
	size_t *count_r, struct sp_err *err)
{
	struct sp_kept *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ERASE_KEPT, arena, err);
	sp_bind_int(&query, erasure->person_id);
	sp_bind_int(&query, erasure->at);
	sp_bind_int(&query, accounts_days * DAY);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count].ticket = sp_read_code(&query);
		list[count].held_until = sp_read_int(&query);
		list[count].accounts_until = sp_read_int(&query);
		count++;
	}
	*kept_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_erase_rows(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_erased *erased, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < sp_erase_step_count && status == SP_OK; i++)
		status = run_step(db, sp_erase_steps[i], erasure, 0, &erased->rows, err);
	return status;
}

enum sp_status sp_erase_index(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;
	int64_t changed = 0;

	for (size_t i = 0; i < sp_index_step_count && status == SP_OK; i++)
		status = run_step(db, sp_index_steps[i], erasure, 0, &changed, err);
	return status;
}

/* --- who is meant ---------------------------------------------------------------------- */

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
		status = run_step(db, sp_forget_steps[i], erasure, 0, &erased->mentions, err);
	return status;
}

/* --- others' messages -------------------------------------------------------------------- */

enum sp_status sp_erase_next_bytes(struct sp_db *db, const struct sp_erasure *erasure, bool outbox,
	int64_t after, int64_t *id_r, bool *wrote_r, bool *his_r, struct sp_err *err)
{
	struct sp_query query;

	*id_r = 0;
	sp_query_begin(&query, db, outbox ? SP_SQL_ERASE_OTHERS_OUTBOX : SP_SQL_ERASE_OTHERS_RAW, NULL,
		err);
	sp_bind_int(&query, erasure->person_id);
	sp_bind_int(&query, after);
	if (sp_query_row(&query)) {
		*id_r = sp_read_int(&query);
		*wrote_r = sp_read_bool(&query);
		*his_r = sp_read_bool(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_erase_set_bytes(struct sp_db *db, bool outbox, int64_t id, struct sp_str bytes,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, outbox ? SP_SQL_ERASE_NEW_OUTBOX_RAW : SP_SQL_ERASE_NEW_RAW, NULL,
		err);
	sp_bind_int(&query, id);
	sp_bind_blob(&query, bytes.ptr, bytes.len);
	return sp_query_run(&query);
}

enum sp_status sp_erase_next_said(struct sp_db *db, struct sp_arena *arena,
	const struct sp_erasure *erasure, int64_t after, struct sp_said **said_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_said *list = sp_arena_array(arena, MAX_SAID, struct sp_said);
	struct sp_query query;
	size_t count = 0;

	sp_query_begin(&query, db, SP_SQL_ERASE_QUOTING_ENTRIES, arena, err);
	sp_bind_int(&query, erasure->person_id);
	sp_bind_int(&query, after);
	while (count < MAX_SAID && sp_query_row(&query)) {
		list[count].id = sp_read_int(&query);
		list[count].text = sp_read_text(&query);
		count++;
	}
	*said_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_erase_set_said(struct sp_db *db, int64_t id, struct sp_str text,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ERASE_ENTRY_TEXT, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_text(&query, text);
	return sp_query_run(&query);
}

/* --- archives ----------------------------------------------------------------------------- */

enum sp_status sp_erase_archived(struct sp_db *db, const struct sp_erasure *erasure,
	const struct sp_digest *content, struct sp_str header_id, struct sp_archived_state *state_r,
	struct sp_err *err)
{
	struct sp_query query;

	*state_r = (struct sp_archived_state){ .known = false };
	sp_query_begin(&query, db, SP_SQL_ARCHIVED_MESSAGE, NULL, err);
	sp_bind_blob(&query, content->bytes, sizeof content->bytes);
	sp_bind_text(&query, header_id);
	sp_bind_int(&query, erasure->person_id);
	if (sp_query_row(&query)) {
		state_r->known = true;
		sp_read_int(&query);
		state_r->erased = sp_read_int(&query) != 0;
		state_r->wrote = sp_read_bool(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_erase_archived_ticket(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_str prefix, int64_t number, struct sp_archived_ticket *ticket_r, struct sp_err *err)
{
	struct sp_query query;

	*ticket_r = (struct sp_archived_ticket){ .known = false };
	sp_query_begin(&query, db, SP_SQL_ARCHIVED_TICKET, NULL, err);
	sp_bind_text(&query, prefix);
	sp_bind_int(&query, number);
	sp_bind_int(&query, erasure->person_id);
	if (sp_query_row(&query)) {
		ticket_r->known = true;
		sp_read_int(&query);
		ticket_r->erased = sp_read_int(&query) != 0;
		ticket_r->kept = sp_read_int(&query) == erasure->person_id && !ticket_r->erased &&
				 erasure->person_id;
		ticket_r->wrote = sp_read_bool(&query);
	}
	return sp_query_end(&query);
}

/* --- the end --------------------------------------------------------------------------------- */

enum sp_status sp_erase_last_mails(struct sp_db *db, const struct sp_erasure *erasure,
	bool *waiting_r, struct sp_err *err)
{
	struct sp_query query;
	int64_t count = 0;
	enum sp_status status = run_step(db, SP_SQL_ERASE_LAST_BYTES, erasure, 0, &count, err);

	if (status == SP_OK)
		status = run_step(db, SP_SQL_ERASE_LAST_MAILS, erasure, 0, &count, err);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_ERASE_LAST_WAITING, NULL, err);
	sp_bind_int(&query, erasure->person_id);
	sp_bind_int(&query, erasure->at);
	status = sp_query_number(&query, &count);
	*waiting_r = count > 0;
	return status;
}

enum sp_status sp_erase_unused_people(struct sp_db *db, struct sp_arena *arena, int64_t before,
	int64_t now, int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ERASE_UNUSED_PEOPLE, arena, err);
	sp_bind_int(&query, 0);
	sp_bind_int(&query, now);
	sp_bind_int(&query, before);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_erase_pages(struct sp_db *db, struct sp_err *err)
{
	int code = sqlite3_exec(db->sqlite, sp_statements[SP_SQL_ERASE_VACUUM], NULL, NULL, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	if (code != SQLITE_OK)
		return sp_db_fail(db, code, err);
	db->wal_pages = 0;
	return SP_OK;
}
