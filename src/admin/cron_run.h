/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A command that cron calls: it opens the desk, does what is due, thing by thing, each
 * in a transaction of its own, and prints nothing unless it is asked, because cron
 * makes a mail of whatever is printed.  --dry-run prints what would be done, --json
 * what was.
 */
#ifndef SP_ADMIN_CRON_RUN_H
#define SP_ADMIN_CRON_RUN_H

#include "admin/command.h"
#include "admin/progress.h"
#include "desk/desk.h"

struct sp_cron_run {
	struct sp_admin *admin;
	struct sp_desk desk;
	struct sp_buf *plans; /* what would be done goes here, a line each; NULL: do it */
	struct sp_progress progress;
	/* For the work to fill in: */
	bool busy;            /* another run is at work: nothing was done */
	struct sp_json *said; /* how much was done, for --json */
};

/* The options of such a command. */
extern const struct sp_option sp_cron_options[];

/* Run one.  `what` stands beside the bar ("archiving"); `work` does it and fills in
 * the run, also when it fails half way. */
enum sp_status sp_cron_run(struct sp_admin *admin, const char *what,
	enum sp_status (*work)(struct sp_cron_run *run, struct sp_err *err),
	struct sp_err *err) SP_MUST_CHECK;

#endif
