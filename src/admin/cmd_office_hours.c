/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello office-hours: what cron brings to tickets and people.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/cron_run.h"
#include "desk/office_hours.h"

static enum sp_status work(struct sp_cron_run *run, struct sp_err *err)
{
	struct sp_rounds rounds = { .step = sp_progress_next, .context = &run->progress };
	enum sp_status status = sp_office_hours(&run->desk, run->admin->now, run->plans, &rounds, err);

	run->busy = rounds.busy;
	sp_json_set_number(run->said, "done", (int64_t)rounds.done);
	sp_json_set_number(run->said, "failed", (int64_t)rounds.failed);
	sp_json_set_number(run->said, "mails", (int64_t)rounds.mails);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	return sp_cron_run(admin, "looking", work, err);
}

const struct sp_command sp_cmd_office_hours = {
	.name = "office-hours", .arguments = "",
	.summary = "warnings, reminders, digest: for cron, often",
	.options = sp_cron_options, .needs = SP_NEEDS_CONF, .run = run,
};
