/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The database file: made, opened, locked, begun, committed, closed.
 *
 * WAL, synchronous=FULL, one writer at a time: whoever writes holds the flock
 * of a file beside the database from before the open to after the close (why:
 * DESIGN.md, "SQLite").  Readers open read-only and never wait for writers.
 * A database is never created but by sp_db_init(), and never opened by two
 * processes through one connection (no fork with one open).
 *
 * All SQL stands in one table, store/statements.c; nothing outside store/ sees
 * a statement.  A failed COMMIT is an unknown result: SP_TEMP, and the next
 * delivery of the same message finds out.
 */
#ifndef SP_STORE_DB_H
#define SP_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct sp_db;

/* Make the folder's database (mode 0600) and its schema.  SP_PERM when there
 * already is one. */
enum sp_status sp_db_init(const char *path, const char *lock_path, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* Bring an older database to this program's schema, each migration in one
 * transaction.  From and to which: also when nothing was to be done. */
enum sp_status sp_db_migrate(const char *path, const char *lock_path, int64_t deadline_ms,
	int *from_r, int *to_r, struct sp_err *err) SP_MUST_CHECK;

/* From and to which it would bring it; nothing is changed. */
enum sp_status sp_db_migrate_look(const char *path, const char *lock_path, int64_t deadline_ms,
	int *from_r, int *to_r, struct sp_err *err) SP_MUST_CHECK;

/* Open for writing: wait in line for the lock until `deadline_ms`
 * (sp_clock_monotonic_ms), then open and check what it is (application_id,
 * schema version).  SP_TEMP: busy, missing, damaged, read-only; nothing is
 * ever created.  SP_CONFIG: the schema is older or newer than this program
 * (run `sportello migrate`). */
enum sp_status sp_db_open(const char *path, const char *lock_path, int64_t deadline_ms,
	struct sp_db **db_r, struct sp_err *err) SP_MUST_CHECK;

/* For a program of one thread with one database, before anything else of this room:
 * SQLite keeps no account of its memory then. */
void sp_db_set_up_brief(void);

/* The same at once, when nobody has the lock; *db_r is NULL when somebody has it,
 * and after any error, which whoever opens in earnest finds again.  For time that
 * is there anyhow: what is opened is to be used, or closed, soon. */
void sp_db_open_early(const char *path, const char *lock_path, struct sp_db **db_r);

/* Prepare one more of the statements that a usual delivery needs, ahead of time.
 * False when there is none left. */
bool sp_db_prepare_early(struct sp_db *db);

/* From now on what waits, waits until `deadline_ms`. */
void sp_db_deadline(struct sp_db *db, int64_t deadline_ms);

/* Open read-only, without the lock. */
enum sp_status sp_db_open_read(const char *path, struct sp_db **db_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Close, then unlock.  Accepts NULL.  An open transaction is rolled back. */
void sp_db_close(struct sp_db *db);

/* For a process that stays: give the lock back and keep the connection, which
 * also spares every delivery the checkpoint at its close; take the lock again
 * before the next sp_db_begin().  In between it may read.  A log that has
 * grown is written into the database before the lock is given back.
 * sp_db_resume() gives SP_TEMP when the lock is not had in time, and when
 * another file has taken the database's place (a restore), and SP_CONFIG when it
 * was migrated: close and open again then.  An open transaction is rolled back by sp_db_pause(). */
void sp_db_pause(struct sp_db *db);

/* The same for one who has more to write already: the log is left to grow, for each page
 * of it to be written into the database once and not after each handful of commits. */
void sp_db_yield(struct sp_db *db);
enum sp_status sp_db_resume(struct sp_db *db, int64_t deadline_ms, struct sp_err *err)
	SP_MUST_CHECK;

/* BEGIN IMMEDIATE; COMMIT, durable when it returns SP_OK; ROLLBACK. */
enum sp_status sp_db_begin(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_db_commit(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;
void sp_db_rollback(struct sp_db *db);

/* Parts of a transaction, one after the other: what a part has written can be undone
 * without harm to the parts before it.  sp_db_part_undo() also ends the part; what
 * fails there is the whole transaction's end. */
enum sp_status sp_db_part_begin(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_db_part_keep(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_db_part_undo(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

/* A consistent read of several statements (BEGIN DEFERRED); ended by rollback. */
enum sp_status sp_db_begin_read(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

/* The 16 random letters that `init` gave the desk. */
enum sp_status sp_db_identity(struct sp_db *db, struct sp_arena *arena, struct sp_str *identity_r,
	struct sp_err *err) SP_MUST_CHECK;

/* When the journal was last written to, or the desk was made: the clock is not
 * before that. */
enum sp_status sp_db_last_change(struct sp_db *db, int64_t *at_r, struct sp_err *err)
	SP_MUST_CHECK;

/* PRAGMA integrity_check and foreign_key_check: SP_TEMP with the first finding. */
enum sp_status sp_db_check(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

/* Has it every table and column that the program asks for?  SP_CONFIG when not: then
 * each delivery would answer 75. */
enum sp_status sp_db_fits(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

#endif
