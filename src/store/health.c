/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the database is and whether it is whole.
 */
#include "config.h"

#include "store/handle.h"
#include "store/query.h"

enum sp_status sp_db_identity(struct sp_db *db, struct sp_arena *arena, struct sp_str *identity_r,
	struct sp_err *err)
{
	struct sp_query query;

	*identity_r = SP_NONE;
	sp_query_begin(&query, db, SP_SQL_IDENTITY, arena, err);
	if (sp_query_row(&query))
		*identity_r = sp_read_text(&query);
	else
		sp_query_fail(&query, SQLITE_CORRUPT);
	return sp_query_end(&query);
}

enum sp_status sp_db_check(struct sp_db *db, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	enum sp_status status;
	struct sp_query query;
	struct sp_str found = SP_NONE;

	sp_query_begin(&query, db, SP_SQL_INTEGRITY, &arena, err);
	if (sp_query_row(&query))
		found = sp_read_text(&query);
	status = sp_query_end(&query);
	if (status == SP_OK && !sp_str_eq(found, SP_STR("ok")))
		status = sp_fail(err, SP_TEMP, "%s: the database is damaged; restore it from a backup (%.*s)",
			db->path, SP_FMT(found));
	if (status == SP_OK) {
		sp_query_begin(&query, db, SP_SQL_FOREIGN_KEYS, &arena, err);
		found = sp_query_row(&query) ? sp_read_text(&query) : SP_NONE;
		status = sp_query_end(&query);
		if (status == SP_OK && found.ptr)
			status = sp_fail(err, SP_TEMP,
				"%s: a row of \"%.*s\" points to one that is gone; restore it from a backup",
				db->path, SP_FMT(found));
	}
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_db_fits(struct sp_db *db, struct sp_err *err)
{
	for (int i = 0; i < SP_STATEMENTS; i++) {
		sqlite3_stmt *stmt = NULL;
		int code = sqlite3_prepare_v2(db->sqlite, sp_statements[i], -1, &stmt, NULL);
		const char *said = sqlite3_errmsg(db->sqlite);

		sqlite3_finalize(stmt);
		/* An erasure brings its function along. */
		if (code == SQLITE_OK || strncmp(said, "no such function: sp_forget", 27) == 0)
			continue;
		return sp_fail(err, SP_CONFIG, "%s: its tables are not those of this program (%s), though "
			"its version is; go back to the program that made it, or to a backup", db->path,
			said);
	}
	return SP_OK;
}

enum sp_status sp_db_last_change(struct sp_db *db, int64_t *at_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LAST_CHANGE, NULL, err);
	return sp_query_number(&query, at_r);
}
