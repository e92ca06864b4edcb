/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "send/storer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/program.h"

enum {
	LIVED_MS = 5000,
	FIRST_REST_MS = 500,
	LONGEST_REST_MS = 60 * 1000,
	STOP_MS = 5000,
	ASK_MS = 10 * 1000,
	ANSWER_MS = 15 * 1000, /* it may wait ten for the database */
};

static const char name[] = "sportello-store";

void sp_storer_init(struct sp_storer *storer, const char *conf_path)
{
	*storer = (struct sp_storer){ .conf_path = conf_path, .fd = -1, .rest_ms = FIRST_REST_MS };
}

/* None of our signals are held back from it, and descriptor 0 is `theirs`. */
static bool spawn(struct sp_storer *storer, int theirs)
{
	char path[PATH_MAX];
	char *words[] = { path, (char[]){ "--resident" }, (char[]){ "-c" },
		(char *)(uintptr_t)storer->conf_path, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, ignored;
	bool good;

	if (!sp_program_beside(path, name))
		return false;
	sigemptyset(&none);
	sigemptyset(&ignored);
	sigaddset(&ignored, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &ignored);
	good = posix_spawn(&storer->pid, path, &actions, &attributes, words, environ) == 0;
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return good;
}

static void rest(struct sp_storer *storer)
{
	storer->pid = 0;
	storer->again_ms = sp_clock_monotonic_ms() + storer->rest_ms;
	if (storer->rest_ms < LONGEST_REST_MS)
		storer->rest_ms *= 2;
}

static void start(struct sp_storer *storer)
{
	int ends[2];

	storer->started_ms = sp_clock_monotonic_ms();
	storer->ask_ms = storer->started_ms + ASK_MS;
	storer->asked_ms = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		rest(storer);
		return;
	}
	if (spawn(storer, ends[1])) {
		storer->fd = ends[0];
	} else {
		close(ends[0]);
		rest(storer);
	}
	close(ends[1]);
}

/* Without one deliveries are slower, no more. */
static void note_end(struct sp_storer *storer, int status)
{
	struct sp_log_line line;

	close(storer->fd);
	storer->fd = -1;
	if (sp_clock_monotonic_ms() - storer->started_ms >= LIVED_MS)
		storer->rest_ms = FIRST_REST_MS;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		storer->pid = 0;
		storer->again_ms = 0; /* it stepped aside */
		return;
	}
	sp_log_begin(&line, "storer-ended");
	sp_log_number(&line, WIFSIGNALED(status) ? "signal" : "status",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	sp_log_end(&line, SP_LOG_WARNING);
	rest(storer);
}

/* Whatever it says is the answer. */
static void hear(struct sp_storer *storer)
{
	char said[16];

	while (recv(storer->fd, said, sizeof said, MSG_DONTWAIT) > 0)
		storer->asked_ms = 0;
}

static void ask(struct sp_storer *storer)
{
	static const char question = '?';

	storer->ask_ms = sp_clock_monotonic_ms() + ASK_MS;
	if (send(storer->fd, &question, 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1)
		storer->asked_ms = sp_clock_monotonic_ms();
}

/* Killed in the middle of a commit it has either stored a message or not; the delivery
 * finds out which. */
static void give_up(struct sp_storer *storer)
{
	struct sp_log_line line;

	sp_log_begin(&line, "storer-hangs");
	sp_log_number(&line, "pid", storer->pid);
	sp_log_end(&line, SP_LOG_WARNING);
	storer->asked_ms = sp_clock_monotonic_ms();
	kill(storer->pid, SIGKILL);
}

static void watch(struct sp_storer *storer)
{
	int64_t now_ms = sp_clock_monotonic_ms();

	hear(storer);
	if (storer->asked_ms && now_ms >= storer->asked_ms + ANSWER_MS)
		give_up(storer);
	else if (!storer->asked_ms && now_ms >= storer->ask_ms)
		ask(storer);
}

void sp_storer_look(struct sp_storer *storer)
{
	int status;

	if (storer->pid && waitpid(storer->pid, &status, WNOHANG) == storer->pid)
		note_end(storer, status);
	if (storer->pid)
		watch(storer);
	if (!storer->pid && sp_clock_monotonic_ms() >= storer->again_ms)
		start(storer);
}

int64_t sp_storer_patience(const struct sp_storer *storer, int64_t most)
{
	int64_t at_ms = !storer->pid ? storer->again_ms :
		storer->asked_ms ? storer->asked_ms + ANSWER_MS : storer->ask_ms;
	int64_t left = at_ms - sp_clock_monotonic_ms();

	if (left > most)
		return most;
	return left > 0 ? left : 0;
}

/* Its end of the socket is closed, in time. */
static bool lets_go(const struct sp_storer *storer)
{
	struct pollfd end = { .fd = storer->fd, .events = POLLIN };
	int64_t until_ms = sp_clock_monotonic_ms() + STOP_MS, left;
	char said[16];

	while ((left = until_ms - sp_clock_monotonic_ms()) > 0)
		if (poll(&end, 1, (int)left) > 0 && recv(storer->fd, said, sizeof said, 0) <= 0)
			return true;
	return false;
}

void sp_storer_stop(struct sp_storer *storer)
{
	if (!storer->pid)
		return;
	shutdown(storer->fd, SHUT_WR);
	if (!lets_go(storer))
		kill(storer->pid, SIGTERM); /* busy; it will see our end as well */
	else
		while (waitpid(storer->pid, NULL, 0) < 0 && errno == EINTR)
			;
	close(storer->fd);
	sp_storer_init(storer, storer->conf_path);
}
