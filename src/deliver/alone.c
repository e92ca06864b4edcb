/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/alone.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/program.h"
#include "deliver/ending.h"
#include "deliver/handed.h"

void sp_alone_become(char **argv)
{
	char path[PATH_MAX];

	if (sp_program_beside(path, SP_STORE_PROGRAM))
		execv(path, argv);
}

static size_t count_words(char **words)
{
	size_t count = 0;

	while (words[count])
		count++;
	return count;
}

/* In the child.  It dies with us, at once: a message that is not stored is delivered
 * again, and one that is, is found. */
static _Noreturn void store(char **words, int message, pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == parent &&
		(message < 0 ||
			(lseek(message, 0, SEEK_SET) == 0 && dup2(message, STDIN_FILENO) == STDIN_FILENO)))
		sp_alone_become(words);
	_exit(SP_EXIT_KEEP);
}

static enum sp_status ended(int status, bool *said_r, struct sp_err *err)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return SP_OK;
	*said_r = WIFEXITED(status) && WEXITSTATUS(status) == SP_EXIT_KEEP;
	return sp_fail(err, SP_TEMP, "%s ended with %s %d", SP_STORE_PROGRAM,
		WIFSIGNALED(status) ? "signal" : "status",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

enum sp_status sp_alone_store(char **argv, int message, int64_t started_ms, bool *said_r,
	struct sp_err *err)
{
	size_t count = count_words(argv);
	char **words = sp_alloc(count + 3, sizeof *words);
	char since[24];
	pid_t self = getpid(), pid;
	int status;

	*said_r = false;
	snprintf(since, sizeof since, "%lld", (long long)(sp_clock_monotonic_ms() - started_ms));
	words[0] = argv[0];
	words[1] = (char[]){ SP_STORE_SINCE };
	words[2] = since;
	memcpy(words + 3, argv + 1, (count - 1) * sizeof *words);
	pid = fork();
	if (pid == 0)
		store(words, message, self);
	free(words);
	if (pid < 0)
		return sp_fail(err, SP_TEMP, "no process for %s: %s", SP_STORE_PROGRAM, strerror(errno));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return sp_fail(err, SP_TEMP, "%s: %s", SP_STORE_PROGRAM, strerror(errno));
	return ended(status, said_r, err);
}
