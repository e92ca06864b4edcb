/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello archive: the end of tickets whose reopening time is over.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/cron_run.h"
#include "desk/archive.h"

static enum sp_status work(struct sp_cron_run *run, struct sp_err *err)
{
	struct sp_archiving archiving = { .step = sp_progress_next, .context = &run->progress };
	enum sp_status status = sp_archive(&run->desk, run->admin->now, run->plans, &archiving, err);

	run->busy = archiving.busy;
	sp_json_set_number(run->said, "done", (int64_t)archiving.done);
	sp_json_set_number(run->said, "passed", (int64_t)archiving.passed);
	sp_json_set_number(run->said, "failed", (int64_t)archiving.failed);
	sp_json_set_number(run->said, "mails", (int64_t)archiving.mails);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	return sp_cron_run(admin, "archiving", work, err);
}

const struct sp_command sp_cmd_archive = {
	.name = "archive", .arguments = "",
	.summary = "tickets past their reopening time: for cron, hourly",
	.options = sp_cron_options, .needs = SP_NEEDS_CONF, .run = run,
};
