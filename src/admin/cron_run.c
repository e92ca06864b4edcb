/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/cron_run.h"

#include <unistd.h>

#include "admin/print.h"

const struct sp_option sp_cron_options[] = {
	{ .name = "dry-run", .help = "say what would be done, and do nothing" },
	{ .name = NULL },
};

static void report(struct sp_cron_run *run)
{
	if (run->admin->json) {
		sp_json_set_bool(run->said, "busy", run->busy);
		sp_print_json(run->admin, run->said);
		return;
	}
	if (run->busy && isatty(STDOUT_FILENO))
		fputs("another run is at work\n", run->admin->out);
	sp_json_free(run->said);
}

enum sp_status sp_cron_run(struct sp_admin *admin, const char *what,
	enum sp_status (*work)(struct sp_cron_run *run, struct sp_err *err), struct sp_err *err)
{
	struct sp_buf plans = SP_BUF_INIT;
	struct sp_cron_run run = { .admin = admin };
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_desk_open(admin->conf_path, &run.desk, err);
	if (status != SP_OK)
		return status;
	run.said = sp_json_object();
	run.plans = sp_option(admin, "dry-run") ? &plans : NULL;
	sp_progress_begin(&run.progress, what);
	status = work(&run, err);
	sp_progress_end(&run.progress);
	if (run.plans && !admin->json)
		sp_print(admin, &plans);
	report(&run);
	sp_buf_release(&plans);
	sp_desk_close(&run.desk);
	return status;
}
