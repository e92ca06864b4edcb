/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside store/ only: one statement bound, run and read.
 *
 * The first failure sticks: after it every function does nothing, reads give
 * zero or nothing, and sp_query_end() (or _run) returns the status, so a
 * function of the store is a plain sequence without checks in between.
 * Parameters are bound, and columns read, in order.  What is bound must live
 * until the query ends; what is read is copied into the arena.
 *
 * Text is stored as valid UTF-8 without NULs: bad bytes become U+FFFD and a
 * NUL U+2400, so that no tool that reads the file cuts a text short.
 */
#ifndef SP_STORE_QUERY_H
#define SP_STORE_QUERY_H

#include <stdbool.h>

#include "core/facts.h"
#include "core/plan.h"
#include "store/db.h"
#include "store/statements.h"

struct sqlite3_stmt;

struct sp_query {
	struct sp_db *db;
	struct sqlite3_stmt *stmt;
	struct sp_arena *arena;
	struct sp_err *err;
	enum sp_status status;
	int parameter, column;
	bool done;
};

/* `arena` may be NULL when no text is read. */
void sp_query_begin(struct sp_query *query, struct sp_db *db, enum sp_statement statement,
	struct sp_arena *arena, struct sp_err *err);

void sp_bind_int(struct sp_query *query, int64_t number);
void sp_bind_id(struct sp_query *query, int64_t id);         /* 0 is NULL; instants too */
void sp_bind_text(struct sp_query *query, struct sp_str s);  /* absent is '' */
void sp_bind_maybe(struct sp_query *query, struct sp_str s); /* absent is NULL */
void sp_bind_word(struct sp_query *query, const char *word); /* one of ours; NULL is NULL */
void sp_bind_blob(struct sp_query *query, const void *bytes, size_t len);
void sp_bind_zeros(struct sp_query *query, size_t len); /* a blob to be written in pieces */

/* Go to the next row; false at the end or after a failure. */
bool sp_query_row(struct sp_query *query);

int64_t sp_read_int(struct sp_query *query); /* NULL is 0 */
struct sp_str sp_read_text(struct sp_query *query); /* NULL is absent */
struct sp_str sp_read_blob(struct sp_query *query); /* NULL is absent */
bool sp_read_bool(struct sp_query *query);
struct sp_digest sp_read_digest(struct sp_query *query);

/* Words of core's tables; a word that is none is a damaged database. */
enum sp_role sp_read_role(struct sp_query *query);
enum sp_person_state sp_read_person_state(struct sp_query *query);
enum sp_state sp_read_state(struct sp_query *query);
enum sp_outcome sp_read_outcome(struct sp_query *query);
enum sp_entry_kind sp_read_entry_kind(struct sp_query *query);
enum sp_participation sp_read_participation(struct sp_query *query);
enum sp_restriction sp_read_restriction(struct sp_query *query);
enum sp_actor sp_read_actor(struct sp_query *query);

/* Make the query fail with what SQLite's `code` means. */
void sp_query_fail(struct sp_query *query, int code);

/* Reset the statement; the status of it all. */
enum sp_status sp_query_end(struct sp_query *query) SP_MUST_CHECK;

/* Run to the end; no rows are looked at. */
enum sp_status sp_query_run(struct sp_query *query) SP_MUST_CHECK;

/* Run; the number in the first column of the first row, 0 when there is none. */
enum sp_status sp_query_number(struct sp_query *query, int64_t *number_r) SP_MUST_CHECK;

/* Run; whether there was a row. */
enum sp_status sp_query_exists(struct sp_query *query, bool *exists_r) SP_MUST_CHECK;

#endif
