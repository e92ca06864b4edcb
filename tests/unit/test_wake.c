/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * base/wake: the sender hears a call, and a call never waits or makes a file.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/wake.h"

static char folder[] = "/tmp/sportello-wake.XXXXXX";
static char fifo[64];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(fifo, sizeof fifo, "%s/sportello.wake", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(fifo);
	return rmdir(folder);
}

static bool called(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	assert_true(poll(&poll_fd, 1, 0) >= 0);
	return (poll_fd.revents & POLLIN) != 0;
}

static void nobody_waits(void **state)
{
	struct stat info;

	(void)state;
	errno = 4711;
	sp_wake_sender(folder);
	assert_int_equal(errno, 4711);
	assert_int_equal(lstat(fifo, &info), -1);
}

static void a_call_is_heard_once(void **state)
{
	struct sp_err err = { 0 };
	int fd;

	(void)state;
	assert_int_equal(sp_wake_open(folder, &fd, &err), SP_OK);
	assert_false(called(fd));
	sp_wake_sender(folder);
	sp_wake_sender(folder);
	assert_true(called(fd));
	sp_wake_drain(fd);
	assert_false(called(fd));
	sp_wake_sender(folder);
	assert_true(called(fd));
	close(fd);
	sp_wake_sender(folder); /* the FIFO is there, its reader is gone */
}

/* More calls than a pipe holds, and nobody reads. */
static void a_full_pipe_keeps_nobody(void **state)
{
	struct sp_err err = { 0 };
	int fd;

	(void)state;
	assert_int_equal(sp_wake_open(folder, &fd, &err), SP_OK);
	assert_true(fcntl(fd, F_SETPIPE_SZ, 4096) > 0);
	for (int i = 0; i < 10000; i++)
		sp_wake_sender(folder);
	assert_true(called(fd));
	sp_wake_drain(fd);
	assert_false(called(fd));
	close(fd);
}

static void what_is_no_fifo_is_left_alone(void **state)
{
	struct sp_err err = { 0 };
	struct stat info;
	int fd;

	(void)state;
	unlink(fifo);
	fd = open(fifo, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	close(fd);
	sp_wake_sender(folder);
	assert_int_equal(stat(fifo, &info), 0);
	assert_int_equal(info.st_size, 0);
	assert_int_equal(sp_wake_open(folder, &fd, &err), SP_TEMP);
	assert_non_null(strstr(err.text, "no FIFO"));
	unlink(fifo);
	assert_int_equal(symlink("/dev/null", fifo), 0);
	err = (struct sp_err){ 0 };
	assert_int_equal(sp_wake_open(folder, &fd, &err), SP_TEMP);
	sp_wake_sender(folder);
	unlink(fifo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits),
		cmocka_unit_test(a_call_is_heard_once),
		cmocka_unit_test(a_full_pipe_keeps_nobody),
		cmocka_unit_test(what_is_no_fifo_is_left_alone),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
