/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The connection: lock, open, check, begin, commit, close.
 *
 * What always holds: a connection that writes, checkpoints or closes as the
 * last one does so under the lock (a checkpoint that races a commit is what
 * SQLite before 3.51.3 gets wrong).  A resident process gives the lock back
 * between its transactions and keeps the connection, which spares everybody
 * else the checkpoint at close.
 */
#include "config.h"

#include "store/handle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/migrations.h"
#include "store/query.h"

enum {
	READER_WAITS_MS = 10000,
	CHECKPOINT_PAGES = 1000,      /* after a commit: the log has grown too long */
	IDLE_CHECKPOINT_PAGES = 200,  /* a resident process, before it rests */
	CLOSE_LOCK_MS = 1000,
};

/* Of every connection; none of it is kept in the file.  What SQLite keeps in
 * memory is bounded: 2 MB of pages, the rest of a large message is spilled. */
static const char each_connection[] =
	"PRAGMA synchronous = FULL;"
	"PRAGMA secure_delete = ON;"
	"PRAGMA cell_size_check = ON;"
	"PRAGMA mmap_size = 0;"
	"PRAGMA cache_size = -2000;"
	"PRAGMA journal_size_limit = 4194304;"
	"PRAGMA wal_autocheckpoint = 0";

static const char *advice(int code)
{
	switch (code & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return "the database is damaged; restore it from a backup";
	case SQLITE_FULL:
		return "the disk is full; make room";
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return "may not be written; check the owner and mode of the file and its folder";
	case SQLITE_CANTOPEN:
		return "cannot be opened; check the owner and mode of the file and its folder";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "in use by another program for too long; try again";
	case SQLITE_NOMEM:
		return "out of memory; try again";
	case SQLITE_IOERR:
		return "the disk gives errors; look into the system's log";
	default:
		return "unexpected; please report this";
	}
}

enum sp_status sp_db_fail(const struct sp_db *db, int code, struct sp_err *err)
{
	bool sqlite_said = db->sqlite && (sqlite3_errcode(db->sqlite) & 0xff) == (code & 0xff);
	const char *detail = sqlite_said ? sqlite3_errmsg(db->sqlite) : sqlite3_errstr(code);
	int system_error = db->sqlite ? sqlite3_system_errno(db->sqlite) : 0;

	if ((code & 0xff) == SQLITE_IOERR && system_error == EFBIG)
		return sp_fail(err, SP_TEMP, "%s: the mail server limits the size of files; with "
			"Postfix's local(8) set mailbox_size_limit = 0 (%s)", db->path, detail);
	if ((code & 0xff) == SQLITE_IOERR && system_error)
		return sp_fail(err, SP_TEMP, "%s: %s (%s, %s)", db->path, advice(code), detail,
			strerror(system_error));
	return sp_fail(err, SP_TEMP, "%s: %s (%s)", db->path, advice(code), detail);
}

struct sp_db *sp_db_create(const char *path, const char *lock_path, int64_t deadline_ms)
{
	struct sp_db *db = sp_alloc(1, sizeof(*db));

	db->path = sp_strdup(path);
	db->lock_path = lock_path ? sp_strdup(lock_path) : NULL;
	db->lock_fd = -1;
	db->deadline_ms = deadline_ms;
	return db;
}

enum sp_status sp_db_run(struct sp_db *db, const char *sql, struct sp_err *err)
{
	int code = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? SP_OK : sp_db_fail(db, code, err);
}

enum sp_status sp_db_number(struct sp_db *db, const char *sql, int64_t *number_r,
	struct sp_err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db->sqlite, sql, -1, &stmt, NULL);

	*number_r = 0;
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		*number_r = sqlite3_column_int64(stmt, 0);
		code = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? SP_OK : sp_db_fail(db, code, err);
}

enum sp_status sp_db_set_application(struct sp_db *db, int id, struct sp_err *err)
{
	return sp_db_run(db, id == SP_APPLICATION_ID ? "PRAGMA application_id = 1399877490" :
						       "PRAGMA application_id = 1399877475", err);
}

/* --- open ------------------------------------------------------------------- */

static int wait_left_ms(const struct sp_db *db)
{
	int64_t left = db->deadline_ms - sp_clock_monotonic_ms();

	return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

static int note_pages(void *context, sqlite3 *sqlite, const char *name, int pages)
{
	struct sp_db *db = context;

	(void)sqlite;
	(void)name;
	db->wal_pages = pages;
	return SQLITE_OK;
}

/* A database is a file of its own, never a link to somewhere else, and is not
 * made by opening it. */
static enum sp_status look_at_file(struct sp_db *db, struct sp_err *err)
{
	struct stat info;

	if (lstat(db->path, &info) != 0)
		return sp_fail(err, SP_TEMP, "%s: there is no database (%s); `sportello init` makes it",
			db->path, strerror(errno));
	if (!S_ISREG(info.st_mode))
		return sp_fail(err, SP_TEMP, "%s: is not a file; restore the database there", db->path);
	/* Also not to be read: SQLite would make its log in the same mode, and the
	 * database stay unwritable when that of the file has been mended. */
	if (!(info.st_mode & S_IWUSR))
		return sp_fail(err, SP_TEMP, "%s: %s", db->path, advice(SQLITE_READONLY));
	db->device = info.st_dev;
	db->inode = info.st_ino;
	return SP_OK;
}

enum sp_status sp_db_connect(struct sp_db *db, int flags, struct sp_err *err)
{
	enum sp_status status = look_at_file(db, err);
	int code;

	if (status != SP_OK)
		return status;
	code = sqlite3_open_v2(db->path, &db->sqlite, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK)
		return sp_db_fail(db, code, err);
	/* SQLite would go on without writing. */
	if ((flags & SQLITE_OPEN_READWRITE) && sqlite3_db_readonly(db->sqlite, "main") == 1)
		return sp_fail(err, SP_TEMP, "%s: %s", db->path, advice(SQLITE_READONLY));
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, wait_left_ms(db));
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	status = sp_db_run(db, each_connection, err);
	sqlite3_wal_hook(db->sqlite, note_pages, db);
	return status;
}

enum sp_status sp_db_check_version(struct sp_db *db, struct sp_err *err)
{
	int64_t application, version;
	enum sp_status status = sp_db_number(db, "PRAGMA application_id", &application, err);

	if (status == SP_OK)
		status = sp_db_number(db, "PRAGMA user_version", &version, err);
	if (status != SP_OK)
		return status;
	db->copied = application == SP_COPY_APPLICATION_ID;
	if (application != SP_APPLICATION_ID && !db->copied)
		return sp_fail(err, SP_TEMP,
			"%s: is not a database of Sportello; restore it from a backup", db->path);
	if (version < sp_schema_version)
		return sp_fail(err, SP_CONFIG,
			"%s: made by an older version (schema %d, this program has %d); run `sportello migrate`",
			db->path, (int)version, sp_schema_version);
	if (version > sp_schema_version)
		return sp_fail(err, SP_CONFIG,
			"%s: made by a newer version (schema %d, this program has %d); upgrade the program",
			db->path, (int)version, sp_schema_version);
	return SP_OK;
}

enum sp_status sp_db_open_checked(struct sp_db *db, int flags, struct sp_db **db_r,
	struct sp_err *err)
{
	enum sp_status status = sp_db_connect(db, flags, err);

	if (status == SP_OK)
		status = sp_db_check_version(db, err);
	if (status != SP_OK) {
		sp_db_close(db);
		db = NULL;
	}
	*db_r = db;
	return status;
}

enum sp_status sp_db_open(const char *path, const char *lock_path, int64_t deadline_ms,
	struct sp_db **db_r, struct sp_err *err)
{
	struct sp_db *db = sp_db_create(path, lock_path, deadline_ms);
	enum sp_status status = sp_lock_file(lock_path, deadline_ms, &db->lock_fd, err);

	*db_r = NULL;
	if (status == SP_OK)
		return sp_db_open_checked(db, SQLITE_OPEN_READWRITE, db_r, err);
	sp_db_close(db);
	return status;
}

enum sp_status sp_db_open_read(const char *path, struct sp_db **db_r, struct sp_err *err)
{
	int64_t deadline_ms = sp_clock_monotonic_ms() + READER_WAITS_MS;

	return sp_db_open_checked(sp_db_create(path, NULL, deadline_ms), SQLITE_OPEN_READONLY, db_r, err);
}

/* --- close and rest --------------------------------------------------------- */

/* Move the log into the database, as far as readers let us.  What was
 * committed is durable without it, so a failure is only logged. */
static void checkpoint(struct sp_db *db, int mode)
{
	int code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, mode, NULL, NULL);
	struct sp_err err = { 0 };
	struct sp_log_line line;

	if (code == SQLITE_OK)
		db->wal_pages = 0;
	if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return;
	sp_db_fail(db, code, &err);
	sp_log_begin(&line, "checkpoint-failed");
	sp_log_text(&line, "error", sp_str(err.text));
	sp_log_end(&line, SP_LOG_ERROR);
}

static void unlock(struct sp_db *db)
{
	if (db->lock_fd >= 0)
		close(db->lock_fd);
	db->lock_fd = -1;
}

/* The last one to close checkpoints.  Without the lock (a resident process
 * that ends while another works) that is left to the next one. */
static void close_connection(struct sp_db *db)
{
	for (size_t i = 0; i < SP_STATEMENTS; i++)
		sqlite3_finalize(db->statements[i]);
	if (db->lock_path && db->lock_fd < 0 &&
		sp_lock_file(db->lock_path, sp_clock_monotonic_ms() + CLOSE_LOCK_MS, &db->lock_fd,
			NULL) != SP_OK)
		sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(db->sqlite);
}

void sp_db_close(struct sp_db *db)
{
	if (!db)
		return;
	if (db->sqlite) {
		sp_db_rollback(db);
		close_connection(db);
	}
	unlock(db);
	free(db->path);
	free(db->lock_path);
	free(db);
}

void sp_db_yield(struct sp_db *db)
{
	sp_db_rollback(db);
	unlock(db);
}

void sp_db_pause(struct sp_db *db)
{
	sp_db_rollback(db);
	if (db->wal_pages >= IDLE_CHECKPOINT_PAGES)
		checkpoint(db, SQLITE_CHECKPOINT_PASSIVE);
	unlock(db);
}

enum sp_status sp_db_resume(struct sp_db *db, int64_t deadline_ms, struct sp_err *err)
{
	enum sp_status status;
	struct stat info;

	db->deadline_ms = deadline_ms;
	if (db->lock_fd >= 0)
		return SP_OK;
	status = sp_lock_file(db->lock_path, deadline_ms, &db->lock_fd, err);
	if (status != SP_OK)
		return status;
	if (lstat(db->path, &info) != 0 || info.st_dev != db->device || info.st_ino != db->inode)
		status = sp_fail(err, SP_TEMP, "%s: was replaced while it was open; open it again",
			db->path);
	else
		status = sp_db_check_version(db, err);
	if (status != SP_OK)
		unlock(db);
	return status;
}

/* --- transactions ----------------------------------------------------------- */

static enum sp_status run_one(struct sp_db *db, enum sp_statement statement, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, statement, NULL, err);
	return sp_query_run(&query);
}

static enum sp_status take_over(struct sp_db *db, struct sp_err *err)
{
	enum sp_status status = run_one(db, SP_SQL_BEGIN, err);

	if (status == SP_OK)
		status = sp_numbers_take_over(db, err);
	if (status == SP_OK)
		status = sp_db_commit(db, err);
	if (status == SP_OK)
		db->copied = false;
	else
		sp_db_rollback(db);
	return status;
}

enum sp_status sp_db_begin(struct sp_db *db, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	if (db->lock_fd < 0)
		return sp_fail(err, SP_TEMP, "%s: a transaction was begun without the lock", db->path);
	sqlite3_busy_timeout(db->sqlite, wait_left_ms(db));
	if (db->copied)
		status = take_over(db, err);
	return status == SP_OK ? run_one(db, SP_SQL_BEGIN, err) : status;
}

enum sp_status sp_db_begin_read(struct sp_db *db, struct sp_err *err)
{
	return run_one(db, SP_SQL_BEGIN_READ, err);
}

enum sp_status sp_db_commit(struct sp_db *db, struct sp_err *err)
{
	enum sp_status status = run_one(db, SP_SQL_COMMIT, err);

	if (status != SP_OK) {
		sp_db_rollback(db);
		return status;
	}
	sp_numbers_note(db);
	if (db->wal_pages >= CHECKPOINT_PAGES)
		checkpoint(db, SQLITE_CHECKPOINT_PASSIVE);
	return SP_OK;
}

enum sp_status sp_db_part_begin(struct sp_db *db, struct sp_err *err)
{
	return run_one(db, SP_SQL_PART_BEGIN, err);
}

enum sp_status sp_db_part_keep(struct sp_db *db, struct sp_err *err)
{
	return run_one(db, SP_SQL_PART_KEEP, err);
}

enum sp_status sp_db_part_undo(struct sp_db *db, struct sp_err *err)
{
	enum sp_status status = run_one(db, SP_SQL_PART_UNDO, err);

	return status == SP_OK ? run_one(db, SP_SQL_PART_KEEP, err) : status;
}

/* An error that SQLite has already rolled back leaves nothing to do here; a
 * rollback itself that fails is one the next opening recovers. */
void sp_db_rollback(struct sp_db *db)
{
	struct sp_err ignored = { 0 };

	db->numbered = 0;
	if (!sqlite3_get_autocommit(db->sqlite) && run_one(db, SP_SQL_ROLLBACK, &ignored) != SP_OK) {
		struct sp_log_line line;

		sp_log_begin(&line, "rollback-failed");
		sp_log_text(&line, "error", sp_str(ignored.text));
		sp_log_end(&line, SP_LOG_ERROR);
	}
}
