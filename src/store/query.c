/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/query.h"

#include <string.h>

#include "base/utf8.h"
#include "store/handle.h"

sqlite3_stmt *sp_query_prepared(struct sp_db *db, enum sp_statement statement, int *code_r)
{
	sqlite3_stmt **slot = &db->statements[statement];

	*code_r = SQLITE_OK;
	if (!*slot)
		*code_r = sqlite3_prepare_v3(db->sqlite, sp_statements[statement], -1,
			SQLITE_PREPARE_PERSISTENT, slot, NULL);
	return *slot;
}

void sp_query_begin(struct sp_query *query, struct sp_db *db, enum sp_statement statement,
	struct sp_arena *arena, struct sp_err *err)
{
	int code;

	*query = (struct sp_query){ .db = db, .arena = arena, .err = err };
	query->stmt = sp_query_prepared(db, statement, &code);
	if (code != SQLITE_OK)
		sp_query_fail(query, code);
}

void sp_query_fail(struct sp_query *query, int code)
{
	if (query->status == SP_OK)
		query->status = sp_db_fail(query->db, code, query->err);
}

/* --- parameters --------------------------------------------------------------- */

static void bound(struct sp_query *query, int code)
{
	if (code != SQLITE_OK)
		sp_query_fail(query, code);
}

void sp_bind_int(struct sp_query *query, int64_t number)
{
	if (query->status == SP_OK)
		bound(query, sqlite3_bind_int64(query->stmt, ++query->parameter, number));
}

static void bind_null(struct sp_query *query)
{
	if (query->status == SP_OK)
		bound(query, sqlite3_bind_null(query->stmt, ++query->parameter));
}

void sp_bind_id(struct sp_query *query, int64_t id)
{
	if (id)
		sp_bind_int(query, id);
	else
		bind_null(query);
}

static void bind_as_it_is(struct sp_query *query, struct sp_str s, sqlite3_destructor_type end)
{
	bound(query, sqlite3_bind_text64(query->stmt, ++query->parameter, s.ptr, s.len, end,
		SQLITE_UTF8));
}

/* NULs become U+2400, bad bytes U+FFFD. */
static void bind_repaired(struct sp_query *query, struct sp_str s)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_str piece;

	while (s.len) {
		size_t len = sp_str_find_char(s, '\0');

		piece = sp_str_sub(s, 0, len);
		sp_utf8_repair(&text, piece);
		s = sp_str_from(s, len);
		if (s.len) {
			sp_utf8_add(&text, 0x2400);
			s = sp_str_from(s, 1);
		}
	}
	bind_as_it_is(query, sp_buf_str(&text), SQLITE_TRANSIENT);
	sp_buf_release(&text);
}

void sp_bind_text(struct sp_query *query, struct sp_str s)
{
	if (query->status != SP_OK)
		return;
	if (s.len == 0)
		bind_as_it_is(query, SP_STR(""), SQLITE_STATIC);
	else if (!memchr(s.ptr, '\0', s.len) && sp_utf8_valid(s))
		bind_as_it_is(query, s, SQLITE_STATIC);
	else
		bind_repaired(query, s);
}

void sp_bind_maybe(struct sp_query *query, struct sp_str s)
{
	if (s.ptr)
		sp_bind_text(query, s);
	else
		bind_null(query);
}

void sp_bind_word(struct sp_query *query, const char *word)
{
	sp_bind_maybe(query, sp_str(word));
}

void sp_bind_blob(struct sp_query *query, const void *bytes, size_t len)
{
	if (query->status == SP_OK)
		bound(query, sqlite3_bind_blob64(query->stmt, ++query->parameter, len ? bytes : "", len,
			SQLITE_STATIC));
}

void sp_bind_zeros(struct sp_query *query, size_t len)
{
	if (query->status == SP_OK)
		bound(query, sqlite3_bind_zeroblob64(query->stmt, ++query->parameter, len));
}

/* --- rows --------------------------------------------------------------------- */

bool sp_query_row(struct sp_query *query)
{
	int code;

	if (query->status != SP_OK || query->done)
		return false;
	query->column = 0;
	code = sqlite3_step(query->stmt);
	if (code == SQLITE_ROW)
		return true;
	query->done = true;
	if (code != SQLITE_DONE)
		sp_query_fail(query, code);
	return false;
}

int64_t sp_read_int(struct sp_query *query)
{
	return query->status == SP_OK ? sqlite3_column_int64(query->stmt, query->column++) : 0;
}

bool sp_read_bool(struct sp_query *query)
{
	return sp_read_int(query) != 0;
}

/* The bytes as SQLite has them, until the next step. */
static struct sp_str borrow(struct sp_query *query)
{
	int column = query->column++;
	const void *bytes;

	if (query->status != SP_OK || sqlite3_column_type(query->stmt, column) == SQLITE_NULL)
		return SP_NONE;
	bytes = sqlite3_column_blob(query->stmt, column);
	if (!bytes) {
		if (sqlite3_errcode(query->db->sqlite) == SQLITE_NOMEM)
			sp_query_fail(query, SQLITE_NOMEM);
		return SP_STR("");
	}
	return sp_str_n(bytes, (size_t)sqlite3_column_bytes(query->stmt, column));
}

struct sp_str sp_read_text(struct sp_query *query)
{
	return sp_arena_str(query->arena, borrow(query));
}

struct sp_str sp_read_blob(struct sp_query *query)
{
	return sp_read_text(query);
}

struct sp_digest sp_read_digest(struct sp_query *query)
{
	struct sp_str bytes = borrow(query);
	struct sp_digest digest = { { 0 } };

	if (bytes.len == sizeof(digest.bytes))
		memcpy(digest.bytes, bytes.ptr, bytes.len);
	else
		sp_query_fail(query, SQLITE_CORRUPT);
	return digest;
}

#define READ_WORD(name, type, first)                                                               \
	type sp_read_##name(struct sp_query *query)                                                \
	{                                                                                          \
		struct sp_str word = borrow(query);                                                \
		type value = first;                                                                \
                                                                                                   \
		if (query->status == SP_OK && !sp_##name##_of(word, &value))                       \
			sp_query_fail(query, SQLITE_CORRUPT);                                      \
		return value;                                                                      \
	}

READ_WORD(role, enum sp_role, SP_CUSTOMER)
READ_WORD(person_state, enum sp_person_state, SP_PERSON_ACTIVE)
READ_WORD(state, enum sp_state, SP_NEW)
READ_WORD(entry_kind, enum sp_entry_kind, SP_ENTRY_CUSTOMER)
READ_WORD(participation, enum sp_participation, SP_PART_COPY)

enum sp_outcome sp_read_outcome(struct sp_query *query)
{
	struct sp_str word = borrow(query);
	enum sp_outcome outcome = SP_NO_OUTCOME;

	if (query->status == SP_OK && word.ptr && !sp_outcome_of(word, &outcome))
		sp_query_fail(query, SQLITE_CORRUPT);
	return outcome;
}

enum sp_restriction sp_read_restriction(struct sp_query *query)
{
	struct sp_str word = borrow(query);
	enum sp_restriction restriction = SP_UNRESTRICTED;

	if (query->status == SP_OK && word.ptr && !sp_restriction_of(word, &restriction))
		sp_query_fail(query, SQLITE_CORRUPT);
	return restriction;
}

enum sp_actor sp_read_actor(struct sp_query *query)
{
	struct sp_str word = borrow(query);

	for (int actor = 0; actor < SP_ACTORS; actor++)
		if (sp_str_eq(word, sp_str(sp_actor_name((enum sp_actor)actor))))
			return (enum sp_actor)actor;
	sp_query_fail(query, SQLITE_CORRUPT);
	return SP_BY_SYSTEM;
}

/* --- ends --------------------------------------------------------------------- */

enum sp_status sp_query_end(struct sp_query *query)
{
	if (query->stmt) {
		sqlite3_reset(query->stmt);
		sqlite3_clear_bindings(query->stmt);
	}
	return query->status;
}

enum sp_status sp_query_run(struct sp_query *query)
{
	while (sp_query_row(query))
		;
	return sp_query_end(query);
}

enum sp_status sp_query_number(struct sp_query *query, int64_t *number_r)
{
	*number_r = 0;
	if (sp_query_row(query)) {
		*number_r = sp_read_int(query);
		while (sp_query_row(query))
			;
	}
	return sp_query_end(query);
}

enum sp_status sp_query_exists(struct sp_query *query, bool *exists_r)
{
	*exists_r = sp_query_row(query);
	while (sp_query_row(query))
		;
	return sp_query_end(query);
}
