/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/erase.h"

#include "store/erasing.h"
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

enum sp_status sp_erase_run(struct sp_db *db, enum sp_statement statement,
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
	enum sp_status status = sp_erase_run(db, SP_SQL_ERASE_TICKETS, erasure, accounts_days * DAY,
		&erased->tickets, err);

	return status == SP_OK ? sp_erase_run(db, SP_SQL_ERASE_MESSAGES, erasure, 0, &erased->messages,
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
		status = sp_erase_run(db, steps[i].statement, erasure, erasure->at - days * DAY, count, err);
	}
	return status == SP_OK ? sp_erase_run(db, SP_SQL_ERASE_MESSAGES, erasure, 0, &erased->messages,
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
		status = sp_erase_run(db, sp_erase_steps[i], erasure, 0, &erased->rows, err);
	return status;
}

enum sp_status sp_erase_index(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;
	int64_t changed = 0;

	for (size_t i = 0; i < sp_index_step_count && status == SP_OK; i++)
		status = sp_erase_run(db, sp_index_steps[i], erasure, 0, &changed, err);
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
	enum sp_status status = sp_erase_run(db, SP_SQL_ERASE_LAST_BYTES, erasure, 0, &count, err);

	if (status == SP_OK)
		status = sp_erase_run(db, SP_SQL_ERASE_LAST_MAILS, erasure, 0, &count, err);
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
