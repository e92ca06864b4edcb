/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello migrate: bring an older database to this program.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/print.h"
#include "base/clock.h"
#include "store/db.h"
#include "text/conf.h"

enum { WAIT_MS = 30000 };

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	bool dry = sp_option(admin, "dry-run") != NULL;
	int64_t deadline_ms = sp_clock_monotonic_ms() + WAIT_MS;
	enum sp_status status;
	int from, to;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = (dry ? sp_db_migrate_look : sp_db_migrate)(admin->conf->database, admin->conf->lock,
		deadline_ms, &from, &to, err);
	if (status != SP_OK && from == to)
		return status;
	if (admin->json) {
		struct sp_json *object = sp_json_object();

		sp_json_set_bool(object, "dry_run", dry);
		sp_json_set_number(object, "from_schema", from);
		sp_json_set_number(object, "to_schema", to);
		sp_print_json(admin, object);
	} else if (from != to) {
		fprintf(admin->out, "schema %d %s %d\n", from, dry ? "would become" : "is now", to);
	} else {
		fprintf(admin->out, "schema %d: nothing to do\n", to);
	}
	return status;
}

static const struct sp_option options[] = {
	{ .name = "dry-run", .help = "say from and to which schema, and do nothing" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_migrate = {
	.name = "migrate", .arguments = "", .options = options, .summary = "bring the database to this version",
	.needs = SP_NEEDS_CONF, .run = run,
};
