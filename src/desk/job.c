/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/job.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "store/clock.h"

enum { EXIT_AGAIN = 75, STAMP_BYTES = 32 };

static void on_watchdog(int number)
{
	(void)number;
	_exit(EXIT_AGAIN);
}

/* Not alarm(2): waiting for a lock uses that one. */
static enum sp_status start_watchdog(struct sp_err *err)
{
	struct sigaction action = { .sa_handler = on_watchdog };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	struct itimerspec once = { .it_value = { .tv_sec = SP_JOB_SECONDS } };
	timer_t timer;

	if (sigaction(SIGUSR2, &action, NULL) != 0 ||
		timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 ||
		timer_settime(timer, 0, &once, NULL) != 0)
		return sp_fail(err, SP_TEMP, "no timer for a watchdog");
	return SP_OK;
}

/* When who has the lock took it; 0 when he did not come to say so. */
static int64_t taken_at(const char *path)
{
	struct sp_buf text = SP_BUF_INIT;
	unsigned long long at = 0;

	if (sp_read_file(path, STAMP_BYTES, &text, NULL) != SP_OK ||
		!sp_str_number(sp_str_trim(sp_buf_str(&text)), INT64_MAX, &at))
		at = 0;
	sp_buf_release(&text);
	return (int64_t)at;
}

/* Somebody else has it: is he still to be waited for? */
static bool is_at_work(const char *path, const char *name, int64_t now)
{
	int64_t at = taken_at(path);
	struct sp_log_line line;

	if (at == 0 || (at <= now && now - at <= 2 * SP_JOB_SECONDS))
		return true;
	sp_log_begin(&line, "job-hangs");
	sp_log_text(&line, "job", sp_str(name));
	sp_log_text(&line, "lock", sp_str(path));
	sp_log_number(&line, "since", at);
	sp_log_end(&line, SP_LOG_WARNING);
	return false;
}

static enum sp_status stamp(int fd, const char *path, int64_t now, struct sp_err *err)
{
	char text[STAMP_BYTES];
	int len = snprintf(text, sizeof text, "%lld\n", (long long)now);

	if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot write to the lock", path);
	return sp_write_all(fd, path, sp_str_n(text, (size_t)len), err);
}

enum sp_status sp_job_begin(const struct sp_conf *conf, const char *name, int64_t now,
	struct sp_job *job_r, bool *busy_r, struct sp_err *err)
{
	struct sp_buf path = SP_BUF_INIT;
	enum sp_status status;

	job_r->lock_fd = -1;
	*busy_r = false;
	sp_buf_printf(&path, "%s/%s.lock", conf->state_folder, name);
	status = sp_try_lock_file(path.ptr, &job_r->lock_fd, err);
	if (status == SP_OK && job_r->lock_fd < 0)
		*busy_r = is_at_work(path.ptr, name, now);
	else if (status == SP_OK)
		status = stamp(job_r->lock_fd, path.ptr, now, err);
	sp_buf_release(&path);
	if (status == SP_OK && !*busy_r)
		status = start_watchdog(err);
	if (status != SP_OK)
		sp_job_end(job_r);
	return status;
}

void sp_job_end(struct sp_job *job)
{
	if (job->lock_fd >= 0)
		close(job->lock_fd);
	job->lock_fd = -1;
}

enum sp_status sp_job_open(const struct sp_conf *conf, bool looks, struct sp_db **db_r,
	struct sp_err *err)
{
	enum sp_status status;

	if (looks)
		return sp_db_open_read(conf->database, db_r, err);
	status = sp_db_open(conf->database, conf->lock, sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, db_r,
		err);
	if (status == SP_OK)
		sp_db_pause(*db_r);
	return status;
}

enum sp_status sp_job_through(struct sp_db *db, const char *name, int64_t now, struct sp_err *err)
{
	enum sp_status status = sp_db_resume(db, sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, err);

	if (status == SP_OK)
		status = sp_db_begin(db, err);
	if (status == SP_OK)
		status = sp_job_done(db, name, now, err);
	return status == SP_OK ? sp_db_commit(db, err) : status;
}
