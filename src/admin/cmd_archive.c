/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello archive: the end of tickets whose reopening time is over.
 */
#include "config.h"

#include <unistd.h>

#include "admin/command.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "desk/archive.h"

static const struct sp_option options[] = {
	{ .name = "dry-run", .help = "say what would be done, and do nothing" },
	{ .name = NULL },
};

static void report(struct sp_admin *admin, const struct sp_archiving *archiving)
{
	struct sp_json *object;

	if (!admin->json) {
		/* cron makes a mail of whatever is printed. */
		if (archiving->busy && isatty(STDOUT_FILENO))
			fputs("another run is at work\n", admin->out);
		return;
	}
	object = sp_json_object();
	sp_json_set_bool(object, "busy", archiving->busy);
	sp_json_set_number(object, "done", (int64_t)archiving->done);
	sp_json_set_number(object, "passed", (int64_t)archiving->passed);
	sp_json_set_number(object, "failed", (int64_t)archiving->failed);
	sp_json_set_number(object, "mails", (int64_t)archiving->mails);
	sp_print_json(admin, object);
}

static enum sp_status archive(struct sp_admin *admin, const struct sp_desk *desk,
	struct sp_err *err)
{
	bool dry = sp_option(admin, "dry-run") != NULL;
	struct sp_buf plans = SP_BUF_INIT;
	struct sp_progress progress;
	struct sp_archiving archiving = { .step = sp_progress_next, .context = &progress };
	enum sp_status status;

	sp_progress_begin(&progress, "archiving");
	status = sp_archive(desk, admin->now, dry ? &plans : NULL, &archiving, err);
	sp_progress_end(&progress);
	if (dry && !admin->json)
		sp_print(admin, &plans);
	report(admin, &archiving);
	sp_buf_release(&plans);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_desk desk;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_desk_open(admin->conf_path, &desk, err);
	if (status != SP_OK)
		return status;
	status = archive(admin, &desk, err);
	sp_desk_close(&desk);
	return status;
}

const struct sp_command sp_cmd_archive = {
	.name = "archive", .arguments = "",
	.summary = "tickets past their reopening time: for cron, hourly",
	.options = options, .needs = SP_NEEDS_CONF, .run = run,
};
