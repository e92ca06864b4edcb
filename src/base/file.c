/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sources.h"

enum { READ_BYTES = 64 * 1024 };

static ssize_t read_some(int fd, void *into, size_t len)
{
	ssize_t got;

	do
		got = read(fd, into, len);
	while (got < 0 && errno == EINTR);
	return got;
}

enum sp_status sp_read_all(int fd, const char *name, size_t limit, struct sp_buf *out,
	bool *cut_r, struct sp_err *err)
{
	size_t taken = 0;

	*cut_r = false;
	for (;;) {
		ssize_t got;

		sp_buf_reserve(out, READ_BYTES);
		got = read_some(fd, out->ptr + out->len, READ_BYTES);
		if (got < 0)
			return sp_fail(err, SP_TEMP, "%s: cannot read: %s", name, strerror(errno));
		if (got == 0)
			break;
		if ((size_t)got > limit - taken) {
			got = (ssize_t)(limit - taken);
			*cut_r = true;
		}
		taken += (size_t)got;
		out->len += (size_t)got;
	}
	out->ptr[out->len] = '\0';
	return SP_OK;
}

enum sp_status sp_read_file(const char *path, size_t limit, struct sp_buf *out, struct sp_err *err)
{
	enum sp_status status;
	struct stat info;
	bool cut;
	int fd;

	sp_source(path); /* before it is read: a change in between is noticed */
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return sp_fail(err, SP_CONFIG, "%s: cannot open: %s", path, strerror(errno));
	if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
		close(fd);
		return sp_fail(err, SP_CONFIG, "%s: is a folder, not a file", path);
	}
	status = sp_read_all(fd, path, limit, out, &cut, err);
	close(fd);
	if (status == SP_OK && cut)
		return sp_fail(err, SP_PERM, "%s: larger than %zu bytes", path, limit);
	return status;
}

enum sp_status sp_write_all(int fd, const char *name, struct sp_str s, struct sp_err *err)
{
	while (s.len) {
		ssize_t put = write(fd, s.ptr, s.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return sp_fail(err, SP_TEMP, "%s: cannot write: %s", name, strerror(errno));
		s = sp_str_from(s, (size_t)put);
	}
	return SP_OK;
}

enum sp_status sp_sync_folder(const char *path, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	char *folder = strdup(path);
	char *slash;
	int fd;

	if (!folder)
		return sp_fail(err, SP_TEMP, "%s: out of memory", path);
	slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		status = sp_fail(err, SP_TEMP, "%s: cannot sync its folder: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	free(folder);
	return status;
}

static enum sp_status write_beside(const char *path, const char *beside, mode_t mode,
	struct sp_str content, struct sp_err *err)
{
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	enum sp_status status;

	if (fd < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot create: %s", beside, strerror(errno));
	status = sp_write_all(fd, beside, content, err);
	if (status == SP_OK && fsync(fd) != 0)
		status = sp_fail(err, SP_TEMP, "%s: cannot sync: %s", beside, strerror(errno));
	if (close(fd) != 0 && status == SP_OK)
		status = sp_fail(err, SP_TEMP, "%s: cannot close: %s", beside, strerror(errno));
	if (status == SP_OK && rename(beside, path) != 0)
		status = sp_fail(err, SP_TEMP, "%s: cannot rename: %s", path, strerror(errno));
	if (status != SP_OK)
		unlink(beside);
	return status;
}

enum sp_status sp_write_file(const char *path, mode_t mode, struct sp_str content, struct sp_err *err)
{
	struct sp_buf beside = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_printf(&beside, "%s.new", path);
	/* What a killed run left behind is nobody's: the caller holds the lock. */
	unlink(beside.ptr);
	status = write_beside(path, beside.ptr, mode, content, err);
	if (status == SP_OK)
		status = sp_sync_folder(path, err);
	sp_buf_release(&beside);
	return status;
}

static int open_lock(const char *path, struct sp_err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		sp_fail(err, SP_TEMP, "%s: cannot open the lock: %s", path, strerror(errno));
	return fd;
}

static void on_alarm(int number)
{
	(void)number; /* it only has to interrupt flock(2) */
}

/* Wait in line with a blocking flock(2): that queue is fair, polling is not.
 * The timer repeats, so an alarm that comes just before the call is no loss. */
static int lock_until(int fd, int64_t deadline_ms)
{
	struct sigaction action = { .sa_handler = on_alarm }, before;
	struct itimerval tick = { { 0, 100000 }, { 0, 100000 } }, no_tick = { { 0, 0 }, { 0, 0 } };
	int result;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	sigaction(SIGALRM, &action, &before);
	setitimer(ITIMER_REAL, &tick, NULL);
	do
		result = flock(fd, LOCK_EX);
	while (result != 0 && errno == EINTR && sp_clock_monotonic_ms() < deadline_ms);
	setitimer(ITIMER_REAL, &no_tick, NULL);
	sigaction(SIGALRM, &before, NULL);
	return result;
}

enum sp_status sp_lock_file(const char *path, int64_t deadline_ms, int *fd_r, struct sp_err *err)
{
	int fd = open_lock(path, err);

	*fd_r = -1;
	if (fd < 0)
		return SP_TEMP;
	if (lock_until(fd, deadline_ms) != 0) {
		close(fd);
		return sp_fail(err, SP_TEMP, "%s: the database is in use by another for too long", path);
	}
	*fd_r = fd;
	return SP_OK;
}

enum sp_status sp_try_lock_file(const char *path, int *fd_r, struct sp_err *err)
{
	int fd = open_lock(path, err);

	*fd_r = -1;
	if (fd < 0)
		return SP_TEMP;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int why = errno;

		close(fd);
		if (why == EWOULDBLOCK)
			return SP_OK;
		return sp_fail(err, SP_TEMP, "%s: cannot lock: %s", path, strerror(why));
	}
	*fd_r = fd;
	return SP_OK;
}
