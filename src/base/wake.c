/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fifo_path(char path[PATH_MAX], const char *state_folder)
{
	int length = snprintf(path, PATH_MAX, "%s/sportello.wake", state_folder);

	return length > 0 && length < PATH_MAX;
}

static bool is_fifo(int fd)
{
	struct stat info;

	return fstat(fd, &info) == 0 && S_ISFIFO(info.st_mode);
}

enum sp_status sp_wake_open(const char *state_folder, int *fd_r, struct sp_err *err)
{
	char path[PATH_MAX];
	int fd;

	*fd_r = -1;
	if (!fifo_path(path, state_folder))
		return sp_fail(err, SP_CONFIG, "%s: this folder's name is too long", state_folder);
	if (mkfifo(path, 0600) != 0 && errno != EEXIST)
		return sp_fail(err, SP_TEMP, "%s: cannot make it: %s", path, strerror(errno));
	/* Open for writing too: else each call's end would look like a hang-up. */
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot open: %s", path, strerror(errno));
	if (!is_fifo(fd)) {
		close(fd);
		return sp_fail(err, SP_TEMP, "%s: is no FIFO; remove it", path);
	}
	*fd_r = fd;
	return SP_OK;
}

void sp_wake_drain(int fd)
{
	char calls[4096];
	ssize_t got;

	do
		got = read(fd, calls, sizeof calls);
	while (got > 0 || (got < 0 && errno == EINTR));
}

/* Writes without a SIGPIPE when the sender ends in this moment: the signal is
 * held back, and taken away again if this write was what caused it. */
static void write_quietly(int fd)
{
	static const struct timespec at_once = { 0, 0 };
	sigset_t pipe_only, before, pending;
	bool was_pending;

	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	sigpending(&pending);
	was_pending = sigismember(&pending, SIGPIPE) == 1;
	sigprocmask(SIG_BLOCK, &pipe_only, &before);
	if (write(fd, "", 1) < 0 && errno == EPIPE && !was_pending)
		sigtimedwait(&pipe_only, NULL, &at_once);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

void sp_wake_sender(const char *state_folder)
{
	char path[PATH_MAX];
	int saved = errno, fd;

	if (!fifo_path(path, state_folder))
		return;
	fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0) {
		if (is_fifo(fd))
			write_quietly(fd);
		close(fd);
	}
	errno = saved;
}
