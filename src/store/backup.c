/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SQLite's backup interface inside one read transaction: pages are copied as
 * they are, so the copy has the page size, the journal mode and the free pages
 * (zeroed: secure_delete) of the original, and is made at the disk's speed.
 */
#include "config.h"

#include "store/backup.h"

#include "base/clock.h"
#include "store/handle.h"

enum { PIECE_PAGES = 2048, COPY_WAITS_MS = 10000 };

/* The copy has no journal worth the name: what is interrupted is begun again. */
static const char of_the_copy[] =
	"PRAGMA journal_mode = MEMORY;"
	"PRAGMA synchronous = OFF";

static enum sp_status copy_pages(struct sp_db *from, struct sp_db *to, sp_copy_progress *progress,
	void *context, struct sp_err *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->sqlite, "main", from->sqlite, "main");
	int code;

	if (!backup)
		return sp_db_fail(to, sqlite3_errcode(to->sqlite), err);
	do {
		code = sqlite3_backup_step(backup, PIECE_PAGES);
		if (progress)
			progress(context,
				sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup),
				sqlite3_backup_pagecount(backup));
	} while (code == SQLITE_OK);
	sqlite3_backup_finish(backup);
	return code == SQLITE_DONE ? SP_OK : sp_db_fail(to, code, err);
}

enum sp_status sp_db_copy(struct sp_db *db, const char *path, sp_copy_progress *progress,
	void *context, struct sp_err *err)
{
	struct sp_db *to = sp_db_create(path, NULL, sp_clock_monotonic_ms() + COPY_WAITS_MS);
	enum sp_status status = sp_db_connect(to, SQLITE_OPEN_READWRITE, err);

	if (status == SP_OK)
		status = sp_db_run(to, of_the_copy, err);
	if (status == SP_OK)
		status = copy_pages(db, to, progress, context, err);
	/* Numbers are given twice where nobody knows that it is one. */
	if (status == SP_OK)
		status = sp_db_set_application(to, SP_COPY_APPLICATION_ID, err);
	sp_db_close(to);
	return status;
}

/* Opened for writing although nothing is written: so what SQLite puts beside a
 * database is taken away again when it is closed. */
enum sp_status sp_db_verify_copy(const char *path, struct sp_err *err)
{
	struct sp_db *copy = sp_db_create(path, NULL, sp_clock_monotonic_ms() + COPY_WAITS_MS);
	enum sp_status status = sp_db_connect(copy, SQLITE_OPEN_READWRITE, err);

	if (status == SP_OK)
		status = sp_db_check_version(copy, err);
	if (status == SP_OK)
		status = sp_db_check(copy, err);
	sp_db_close(copy);
	return status;
}
