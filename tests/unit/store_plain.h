/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The fixture's database behind the store's back, by SQLite itself.
 */
#ifndef SP_TESTS_STORE_PLAIN_H
#define SP_TESTS_STORE_PLAIN_H

#include <sqlite3.h>

#include "store_fixture.h"

/* As store/erase.c has it, so that every statement prepares. */
static inline void forget_nothing(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_value(context, values[0]);
}

static inline sqlite3 *open_plain(const struct fixture *f)
{
	sqlite3 *sqlite;

	assert_int_equal(sqlite3_open_v2(f->path, &sqlite, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_create_function(sqlite, "sp_forget", 1, SQLITE_UTF8, NULL,
		forget_nothing, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_create_function(sqlite, "sp_forget_said", 1, SQLITE_UTF8, NULL,
		forget_nothing, NULL, NULL), SQLITE_OK);
	return sqlite;
}

static inline void run_plain(const struct fixture *f, const char *sql, int expected)
{
	sqlite3 *sqlite = open_plain(f);
	int code = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);

	if (code != expected)
		print_error("%s: %s\n", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
	assert_int_equal(code, expected);
}

static inline int64_t pragma(const struct fixture *f, const char *sql)
{
	sqlite3 *sqlite = open_plain(f);
	sqlite3_stmt *stmt;
	int64_t number;

	assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(sqlite);
	return number;
}

#endif
