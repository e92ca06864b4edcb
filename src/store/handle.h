/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside store/ only: the open database, and how SQLite's failures are told.
 */
#ifndef SP_STORE_HANDLE_H
#define SP_STORE_HANDLE_H

#include <stdbool.h>
#include <sqlite3.h>
#include <sys/types.h>

#include "store/db.h"
#include "store/statements.h"

/* "Spor"; "Spoc": a copy that `sportello backup` made and nobody has written to. */
enum { SP_APPLICATION_ID = 1399877490, SP_COPY_APPLICATION_ID = 1399877475 };

/* What a transaction has numbered: for numbers.c, after its commit. */
enum { SP_NUMBERED_TICKET = 1, SP_NUMBERED_STATEMENT = 2 };

struct sp_db {
	sqlite3 *sqlite;
	char *path;
	char *lock_path; /* NULL when opened read-only */
	int lock_fd;     /* -1 while the lock is not ours */
	int64_t deadline_ms;
	int wal_pages; /* after the last commit of this connection */
	dev_t device;  /* which file was opened: not to write on after a restore */
	ino_t inode;
	sqlite3_stmt *statements[SP_STATEMENTS]; /* prepared on first use, kept */
	size_t early; /* how many of early.c are prepared */
	bool copied;       /* a backup has taken the desk's place: numbers.c */
	unsigned numbered; /* SP_NUMBERED_... bits */
};

/* Say what SQLite's `code` means for the administrator, naming the file:
 * SP_TEMP always, for the same call may succeed once he has acted. */
enum sp_status sp_db_fail(const struct sp_db *db, int code, struct sp_err *err);

/* Open `path` (of db) with these SQLite flags and set what each connection
 * needs.  `db` is to be closed by sp_db_close() also after a failure. */
enum sp_status sp_db_connect(struct sp_db *db, int flags, struct sp_err *err) SP_MUST_CHECK;

/* Is it a database of this program and of its schema? */
enum sp_status sp_db_check_version(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

/* sp_db_connect(), then sp_db_check_version(); NULL and closed when one fails. */
enum sp_status sp_db_open_checked(struct sp_db *db, int flags, struct sp_db **db_r,
	struct sp_err *err) SP_MUST_CHECK;

/* A new handle without a connection. */
struct sp_db *sp_db_create(const char *path, const char *lock_path, int64_t deadline_ms);

/* The statement, prepared when it was not yet; NULL, with SQLite's code, when that
 * fails. */
sqlite3_stmt *sp_query_prepared(struct sp_db *db, enum sp_statement statement, int *code_r);

/* Run fixed statements that give no rows. */
enum sp_status sp_db_run(struct sp_db *db, const char *sql, struct sp_err *err) SP_MUST_CHECK;

/* numbers.c.  In a transaction: the next number of that prefix. */
enum sp_status sp_numbers_next(struct sp_db *db, const char *prefix, int64_t *number_r,
	struct sp_err *err) SP_MUST_CHECK;
/* In a transaction: if the database is older than its desk, numbers and ids go ahead. */
enum sp_status sp_numbers_look(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;
/* After a commit, with the lock: which numbers were given. */
void sp_numbers_note(struct sp_db *db);
/* In a transaction of its own: a copy becomes the desk's database. */
enum sp_status sp_numbers_take_over(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

/* In a transaction: what the file says it is. */
enum sp_status sp_db_set_application(struct sp_db *db, int id, struct sp_err *err) SP_MUST_CHECK;

/* The number that a PRAGMA or a SELECT of one value gives. */
enum sp_status sp_db_number(struct sp_db *db, const char *sql, int64_t *number_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
