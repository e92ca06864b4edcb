/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/command.h"
#include "admin/print.h"

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	if (admin->json) {
		struct sp_json *object = sp_json_object();

		sp_json_set_text(object, "version", SP_STR(PACKAGE_VERSION));
		sp_print_json(admin, object);
	} else {
		fprintf(admin->out, "sportello %s\n", PACKAGE_VERSION);
	}
	return SP_OK;
}

const struct sp_command sp_cmd_version = {
	.name = "version", .arguments = "", .summary = "print the version", .run = run,
};
