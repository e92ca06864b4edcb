/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello office-hours: what cron brings to tickets and people.
 */
#include "config.h"

#include <unistd.h>

#include "admin/command.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "desk/office_hours.h"

static const struct sp_option options[] = {
	{ .name = "dry-run", .help = "say what would be done, and do nothing" },
	{ .name = NULL },
};

static void report(struct sp_admin *admin, const struct sp_rounds *rounds)
{
	struct sp_json *object;

	if (!admin->json) {
		/* cron makes a mail of whatever is printed. */
		if (rounds->busy && isatty(STDOUT_FILENO))
			fputs("another run is at work\n", admin->out);
		return;
	}
	object = sp_json_object();
	sp_json_set_bool(object, "busy", rounds->busy);
	sp_json_set_number(object, "done", (int64_t)rounds->done);
	sp_json_set_number(object, "failed", (int64_t)rounds->failed);
	sp_json_set_number(object, "mails", (int64_t)rounds->mails);
	sp_print_json(admin, object);
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	bool dry = sp_option(admin, "dry-run") != NULL;
	struct sp_buf plans = SP_BUF_INIT;
	struct sp_progress progress;
	struct sp_rounds rounds = { .step = sp_progress_next, .context = &progress };
	struct sp_desk desk;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_desk_open(admin->conf_path, &desk, err);
	if (status != SP_OK)
		return status;
	sp_progress_begin(&progress, "looking");
	status = sp_office_hours(&desk, admin->now, dry ? &plans : NULL, &rounds, err);
	sp_progress_end(&progress);
	if (dry && !admin->json)
		sp_print(admin, &plans);
	report(admin, &rounds);
	sp_buf_release(&plans);
	sp_desk_close(&desk);
	return status;
}

const struct sp_command sp_cmd_office_hours = {
	.name = "office-hours", .arguments = "",
	.summary = "warnings, reminders, digest: for cron, often",
	.options = options, .needs = SP_NEEDS_CONF, .run = run,
};
