/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The numbered migrations of src/store/schema, compiled in (schema/embed.awk).
 * Each sets user_version to its number in its last line; one transaction each.
 */
#ifndef SP_STORE_MIGRATIONS_H
#define SP_STORE_MIGRATIONS_H

#include <stdint.h>

#include "base/err.h"

struct sp_migration {
	int version;
	const char *name; /* "0001-init.sql" */
	const char *sql;
};

/* sp_db_migrate() with other migrations: for its tests. */
enum sp_status sp_db_migrate_with(const struct sp_migration *migrations, const char *path,
	const char *lock_path, int64_t deadline_ms, int *from_r, int *to_r, struct sp_err *err)
	SP_MUST_CHECK;

extern const struct sp_migration sp_migrations[]; /* from 1 on; ends with version 0 */
extern const int sp_schema_version;               /* of the last one */

#endif
