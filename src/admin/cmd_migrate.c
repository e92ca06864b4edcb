/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello migrate: bring an older database to this program.
 */
#include "config.h"

#include "admin/command.h"
#include "base/clock.h"
#include "store/db.h"
#include "text/conf.h"

enum { WAIT_MS = 30000 };

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	enum sp_status status;
	int from, to;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_db_migrate(admin->conf->database, admin->conf->lock,
		sp_clock_monotonic_ms() + WAIT_MS, &from, &to, err);
	if (admin->json) {
		struct sp_json *object = sp_json_object();

		sp_json_set_number(object, "from", from);
		sp_json_set_number(object, "to", to);
		sp_print_json(admin, object);
	} else if (from != to) {
		fprintf(admin->out, "schema %d is now %d\n", from, to);
	} else if (status == SP_OK) {
		fprintf(admin->out, "schema %d: nothing to do\n", to);
	}
	return status;
}

const struct sp_command sp_cmd_migrate = {
	.name = "migrate", .arguments = "", .summary = "bring the database to this version",
	.needs = SP_NEEDS_CONF, .run = run,
};
