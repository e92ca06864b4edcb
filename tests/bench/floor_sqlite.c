/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A floor: what comes on standard input as one row, one durable commit, in a
 * fresh process, in the journal mode that the desk uses.  `floor_sqlite FILE`
 * makes the database when it is not there; `floor_sqlite FILE hold` keeps it
 * open until it is killed.
 */
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static char message[1 << 20];

static int add(sqlite3 *db, size_t len)
{
	sqlite3_stmt *insert = NULL;
	int code;

	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, "INSERT INTO mail (bytes) VALUES (?1)", -1, &insert, NULL) != SQLITE_OK)
		return 75;
	sqlite3_bind_blob(insert, 1, message, (int)len, SQLITE_STATIC);
	code = sqlite3_step(insert);
	sqlite3_finalize(insert);
	if (code != SQLITE_DONE || sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return 75;
	return sqlite3_close(db) == SQLITE_OK ? 0 : 75;
}

int main(int argc, char **argv)
{
	size_t len = 0;
	ssize_t got = 1;
	sqlite3 *db;

	if (argc < 2)
		return 64;
	while (argc == 2 && len < sizeof message &&
		(got = read(0, message + len, sizeof message - len)) > 0)
		len += (size_t)got;
	if (sqlite3_open(argv[1], &db) != SQLITE_OK)
		return 75;
	sqlite3_busy_timeout(db, 30000);
	if (sqlite3_exec(db, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0", NULL, NULL, NULL) != SQLITE_OK)
		return 75;
	if (argc == 2)
		return add(db, len);
	if (sqlite3_exec(db, "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS mail (id INTEGER PRIMARY KEY, bytes BLOB);"
			     "SELECT count(*) FROM mail", NULL, NULL, NULL) != SQLITE_OK)
		return 75;
	if (strcmp(argv[2], "hold") == 0)
		for (;;)
			pause();
	return 0;
}
