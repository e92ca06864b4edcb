/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What each of cron's jobs begins and ends with: one works at a time, and none
 * for ever.
 *
 * A job is many small transactions, each right by itself, so that two of them
 * at once would do no harm and one that is killed leaves nothing to mend.  The
 * lock only spares the second one the work.  Who hangs is ended by his own
 * watchdog; who cannot even be ended (a stopped process) keeps the lock, and
 * the others go on without it.
 */
#ifndef SP_DESK_JOB_H
#define SP_DESK_JOB_H

#include "store/db.h"
#include "text/conf.h"

enum {
	SP_JOB_SECONDS = 900,    /* then the watchdog ends it, with 75 */
	SP_JOB_WAIT_MS = 30000,  /* for the database, each time */
};

struct sp_job {
	int lock_fd;
};

/* Take the job's lock, NAME.lock in the state folder.  *busy_r: another one is
 * at work, there is nothing to do. */
enum sp_status sp_job_begin(const struct sp_conf *conf, const char *name, int64_t now,
	struct sp_job *job_r, bool *busy_r, struct sp_err *err) SP_MUST_CHECK;
void sp_job_end(struct sp_job *job);

/* Open the desk's database for a job: to look only, or paused, so that mail comes in
 * between its transactions (sp_db_resume before each).  Close it with sp_db_close(),
 * also when this failed. */
enum sp_status sp_job_open(const struct sp_conf *conf, bool looks, struct sp_db **db_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The job is through with everything: sportello check and metrics look at when. */
enum sp_status sp_job_through(struct sp_db *db, const char *name, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

#endif
