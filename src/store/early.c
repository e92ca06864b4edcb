/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Opening ahead of time: while its child parses the message, a delivery opens
 * the database and prepares what it will most likely need.  Nothing here is
 * said when it goes wrong: it is tried again in earnest.
 */
#include "config.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/handle.h"

/* What a new ticket takes, in its order: a test compares.  An answer takes most
 * of it. */
static const enum sp_statement usual[] = {
	SP_SQL_BEGIN, SP_SQL_MESSAGE_SEEN, SP_SQL_MESSAGE_ID_SEEN, SP_SQL_PERSON_BY_ADDRESS,
	SP_SQL_PEOPLE_LIST, SP_SQL_PERSON_QUEUES, SP_SQL_OUTBOX_BY_HEADER_ID,
	SP_SQL_OUTBOX_AUTOMATIC_ALL, SP_SQL_OUTBOX_AUTOMATIC_TO, SP_SQL_MESSAGES_FROM,
	SP_SQL_IDENTITY, SP_SQL_MESSAGE_ADD, SP_SQL_RAW_ADD, SP_SQL_EVENT_ADD,
	SP_SQL_QUEUE_BY_NAME, SP_SQL_NUMBER_NEXT, SP_SQL_TICKET_ADD, SP_SQL_ENTRY_ADD,
	SP_SQL_SEARCH_ADD,
	SP_SQL_THREAD_ADD, SP_SQL_PERSON_BY_ID, SP_SQL_THREAD_IDS, SP_SQL_OUTBOX_ADD,
	SP_SQL_OUTBOX_RAW_ADD, SP_SQL_ENTRIES, SP_SQL_LINKS, SP_SQL_COMMIT,
};

enum { USUAL = sizeof(usual) / sizeof(usual[0]) };

/* Its account is behind a lock at every allocation; a connection is used by one
 * thread only.  What a part of a transaction may have to put back stays in memory. */
void sp_db_set_up_brief(void)
{
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

void sp_db_open_early(const char *path, const char *lock_path, struct sp_db **db_r)
{
	struct sp_db *db = sp_db_create(path, lock_path, sp_clock_monotonic_ms());
	struct sp_err ignored = { 0 };

	*db_r = NULL;
	if (sp_try_lock_file(lock_path, &db->lock_fd, &ignored) != SP_OK || db->lock_fd < 0) {
		sp_db_close(db);
		return;
	}
	if (sp_db_open_checked(db, SQLITE_OPEN_READWRITE, db_r, &ignored) != SP_OK)
		*db_r = NULL;
}

bool sp_db_prepare_early(struct sp_db *db)
{
	int code;

	if (db->early < USUAL)
		(void)sp_query_prepared(db, usual[db->early++], &code);
	return db->early < USUAL;
}

void sp_db_deadline(struct sp_db *db, int64_t deadline_ms)
{
	db->deadline_ms = deadline_ms;
}
