/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For tests: what `sportello migrate` will be once there is a second
 * migration.  `migrate_next FOLDER` brings FOLDER/sportello.db to it: a column,
 * a table with rows made from others, a table rebuilt.
 */
#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/db.h"
#include "store/migrations.h"

static const char next[] =
	"ALTER TABLE person ADD COLUMN telephone TEXT NOT NULL DEFAULT '';"
	"CREATE TABLE heard_of (ticket_id INTEGER NOT NULL REFERENCES ticket(id),"
	" person_id INTEGER NOT NULL REFERENCES person(id),"
	" PRIMARY KEY (ticket_id, person_id)) STRICT, WITHOUT ROWID;"
	"INSERT INTO heard_of SELECT id, requester_id FROM ticket WHERE requester_id IS NOT NULL;"
	"CREATE TABLE raw_new (message_id INTEGER PRIMARY KEY REFERENCES message(id),"
	" bytes BLOB NOT NULL, kept_until INTEGER) STRICT;"
	"INSERT INTO raw_new (message_id, bytes) SELECT message_id, bytes FROM raw;"
	"DROP TABLE raw;"
	"ALTER TABLE raw_new RENAME TO raw;"
	"CREATE INDEX raw_by_end ON raw(kept_until);"
	"PRAGMA user_version = 2;";

int main(int argc, char **argv)
{
	const struct sp_migration migrations[] = {
		sp_migrations[0], { 2, "0002-next.sql", next }, { 0, NULL, NULL },
	};
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_err err = { .status = SP_OK };
	enum sp_status status;
	int from, to;

	if (argc != 2) {
		fputs("usage: migrate_next FOLDER\n", stderr);
		return 64;
	}
	status = sp_db_migrate_with(migrations, sp_arena_printf(&arena, "%s/sportello.db", argv[1]),
		sp_arena_printf(&arena, "%s/sportello.lock", argv[1]), sp_clock_monotonic_ms() + 30000,
		&from, &to, &err);
	if (status != SP_OK)
		fprintf(stderr, "migrate_next: %s\n", err.text);
	else
		printf("schema %d is now %d\n", from, to);
	sp_arena_release(&arena);
	return status == SP_OK ? 0 : 75;
}
