/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The schema: made once by init, brought forward by migrate.
 *
 * A new database is built under another name and takes its own only when it
 * is whole and on the disk, so a database is there or is not.  Each migration
 * is one transaction that sets user_version as its last act; one that was
 * interrupted has not happened.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "store/handle.h"
#include "store/migrations.h"
#include "store/query.h"

enum { INIT_WAITS_MS = 30000, IDENTITY_BITS = 80 };

/* What cannot be changed once there is a table. */
static const char before_the_first_table[] =
	"PRAGMA page_size = 4096;"
	"PRAGMA auto_vacuum = INCREMENTAL;"
	"PRAGMA journal_mode = WAL";

/* A migration may have to rebuild a table, which foreign keys would stop:
 * they are checked at its end instead. */
static enum sp_status migrate_one(struct sp_db *db, const struct sp_migration *migration,
	struct sp_err *err)
{
	enum sp_status status = sp_db_run(db, migration->sql, err);
	int64_t version, broken;

	if (status == SP_OK)
		status = sp_db_number(db, "SELECT COUNT(*) FROM pragma_foreign_key_check", &broken, err);
	if (status == SP_OK && broken)
		status = sp_fail(err, SP_TEMP, "%s: %s would leave %d rows that point nowhere; please report this",
			db->path, migration->name, (int)broken);
	if (status == SP_OK)
		status = sp_db_number(db, "PRAGMA user_version", &version, err);
	if (status == SP_OK && version != migration->version)
		status = sp_fail(err, SP_TEMP, "%s: %s says it is schema %d; please report this",
			db->path, migration->name, (int)version);
	return status;
}

/* --- init --------------------------------------------------------------------- */

static enum sp_status add_desk(struct sp_db *db, int64_t now, struct sp_err *err)
{
	uint8_t bytes[IDENTITY_BITS / 8];
	struct sp_buf identity = SP_BUF_INIT;
	enum sp_status status = sp_random(bytes, sizeof(bytes), err);
	struct sp_query query;

	if (status == SP_OK) {
		sp_base32_add(&identity, bytes, IDENTITY_BITS);
		sp_query_begin(&query, db, SP_SQL_DESK_ADD, NULL, err);
		sp_bind_int(&query, now);
		sp_bind_text(&query, sp_buf_str(&identity));
		status = sp_query_run(&query);
	}
	sp_buf_release(&identity);
	return status;
}

static enum sp_status build(struct sp_db *db, int64_t now, struct sp_err *err)
{
	enum sp_status status = sp_db_run(db, before_the_first_table, err);
	int64_t wal = 0;

	if (status == SP_OK)
		status = sp_db_number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &wal, err);
	if (status == SP_OK && !wal)
		status = sp_fail(err, SP_TEMP, "%s: this file system cannot hold the database's log", db->path);
	if (status == SP_OK)
		status = sp_db_begin(db, err);
	for (const struct sp_migration *m = sp_migrations; status == SP_OK && m->version; m++)
		status = migrate_one(db, m, err);
	if (status == SP_OK)
		status = add_desk(db, now, err);
	if (status == SP_OK)
		status = sp_db_commit(db, err);
	return status;
}

static enum sp_status make_empty(const char *path, struct sp_err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot create: %s", path, strerror(errno));
	close(fd);
	return SP_OK;
}

static void remove_with(const char *path, const char *ending)
{
	struct sp_buf name = SP_BUF_INIT;

	sp_buf_printf(&name, "%s%s", path, ending);
	unlink(name.ptr);
	sp_buf_release(&name);
}

static void remove_database(const char *path)
{
	remove_with(path, "");
	remove_with(path, "-wal");
	remove_with(path, "-shm");
	remove_with(path, "-journal");
}

/* Give the finished file its name, never over another, and make that durable. */
static enum sp_status put_in_place(const char *made, const char *path, struct sp_err *err)
{
	if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
		return errno == EEXIST ?
			sp_fail(err, SP_PERM, "%s: there already is a database", path) :
			sp_fail(err, SP_TEMP, "%s: cannot rename to it: %s", path, strerror(errno));
	return sp_sync_folder(path, err);
}

static enum sp_status build_under(const char *made, const char *lock_path, int lock_fd,
	int64_t now, struct sp_err *err)
{
	struct sp_db *db;
	enum sp_status status = make_empty(made, err);

	if (status != SP_OK)
		return status;
	db = sp_db_create(made, lock_path, sp_clock_monotonic_ms() + INIT_WAITS_MS);
	db->lock_fd = dup(lock_fd); /* the lock itself is our caller's */
	status = sp_db_connect(db, SQLITE_OPEN_READWRITE, err);
	if (status == SP_OK)
		status = build(db, now, err);
	sp_db_close(db); /* checkpoints it into one file */
	return status;
}

enum sp_status sp_db_init(const char *path, const char *lock_path, int64_t now, struct sp_err *err)
{
	struct sp_buf made = SP_BUF_INIT;
	enum sp_status status;
	struct stat info;
	int lock_fd;

	status = sp_lock_file(lock_path, sp_clock_monotonic_ms() + INIT_WAITS_MS, &lock_fd, err);
	if (status != SP_OK)
		return status;
	sp_buf_printf(&made, "%s.new", path);
	if (lstat(path, &info) == 0)
		status = sp_fail(err, SP_PERM, "%s: there already is a database", path);
	if (status == SP_OK) {
		remove_database(made.ptr); /* what a killed run left behind */
		status = build_under(made.ptr, lock_path, lock_fd, now, err);
		if (status == SP_OK)
			status = put_in_place(made.ptr, path, err);
		remove_database(made.ptr);
	}
	sp_buf_release(&made);
	close(lock_fd);
	return status;
}

/* --- migrate ------------------------------------------------------------------ */

static enum sp_status migrate_in_transaction(struct sp_db *db, const struct sp_migration *migration,
	struct sp_err *err)
{
	enum sp_status status = sp_db_begin(db, err);

	if (status == SP_OK)
		status = migrate_one(db, migration, err);
	if (status == SP_OK)
		return sp_db_commit(db, err);
	sp_db_rollback(db);
	return status;
}

static enum sp_status migrate_all(struct sp_db *db, const struct sp_migration *migrations, bool look,
	int *from_r, int *to_r, struct sp_err *err)
{
	int64_t application = 0, version = 0;
	enum sp_status status = sp_db_number(db, "PRAGMA application_id", &application, err);

	if (status == SP_OK)
		status = sp_db_number(db, "PRAGMA user_version", &version, err);
	if (status == SP_OK && application != SP_APPLICATION_ID && application != SP_COPY_APPLICATION_ID)
		status = sp_fail(err, SP_TEMP, "%s: is not a database of Sportello", db->path);
	*from_r = *to_r = (int)version;
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	for (const struct sp_migration *m = migrations; status == SP_OK && m->version; m++) {
		if (m->version <= *to_r)
			continue;
		status = look ? SP_OK : migrate_in_transaction(db, m, err);
		if (status == SP_OK)
			*to_r = m->version;
	}
	return status;
}

static enum sp_status migrate(const struct sp_migration *migrations, const char *path,
	const char *lock_path, int64_t deadline_ms, bool look, int *from_r, int *to_r,
	struct sp_err *err)
{
	struct sp_db *db = sp_db_create(path, lock_path, deadline_ms);
	enum sp_status status = sp_lock_file(lock_path, deadline_ms, &db->lock_fd, err);

	*from_r = *to_r = 0;
	if (status == SP_OK)
		status = sp_db_connect(db, SQLITE_OPEN_READWRITE, err);
	if (status == SP_OK)
		status = migrate_all(db, migrations, look, from_r, to_r, err);
	sp_db_close(db);
	return status;
}

enum sp_status sp_db_migrate_with(const struct sp_migration *migrations, const char *path,
	const char *lock_path, int64_t deadline_ms, int *from_r, int *to_r, struct sp_err *err)
{
	return migrate(migrations, path, lock_path, deadline_ms, false, from_r, to_r, err);
}

enum sp_status sp_db_migrate(const char *path, const char *lock_path, int64_t deadline_ms,
	int *from_r, int *to_r, struct sp_err *err)
{
	return sp_db_migrate_with(sp_migrations, path, lock_path, deadline_ms, from_r, to_r, err);
}

enum sp_status sp_db_migrate_look(const char *path, const char *lock_path, int64_t deadline_ms,
	int *from_r, int *to_r, struct sp_err *err)
{
	return migrate(sp_migrations, path, lock_path, deadline_ms, true, from_r, to_r, err);
}
