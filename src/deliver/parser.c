/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/parser.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "deliver/rights.h"
#include "mail/lockdown.h"
#include "mail/record.h"
#include "mail/sandbox.h"

enum { CHILDREN = 64, LOOK_MS = 500 };

/* In the child. */
struct parsing {
	struct sp_contained_job job;
	int message;
	size_t size;
	const struct sp_filters *filters;
};

struct started {
	pid_t pid; /* 0: none */
	int64_t until_ms;
};

/* --- the child ---------------------------------------------------------------------- */

static bool see_message(struct sp_contained_job *job)
{
	const struct parsing *parsing = (const struct parsing *)job;
	void *bytes = mmap(NULL, parsing->size, PROT_READ, MAP_PRIVATE, parsing->message, 0);

	if (bytes == MAP_FAILED)
		return false;
	job->raw = sp_str_n(bytes, parsing->size);
	return true;
}

static void parse(const struct sp_contained_job *job, struct sp_buf *record)
{
	const struct parsing *parsing = (const struct parsing *)job;
	struct sp_arena arena = SP_ARENA_INIT;

	sp_record_write(record, sp_message_parse(&arena, job->raw, parsing->filters));
}

/* --- the process that forks it -------------------------------------------------------- */

static void start_child(struct started *place, const struct sp_filters *filters, size_t size,
	int message, int answer)
{
	struct parsing parsing = {
		.job = { .work = parse, .memory = size, .limit = SP_MAX_RECORD, .prepare = see_message },
		.message = message, .size = size, .filters = filters,
	};
	int64_t until_ms = sp_clock_monotonic_ms() + SP_PARSER_MS;
	pid_t pid = sp_contained_fork(&parsing.job, answer, until_ms);

	if (pid > 0)
		*place = (struct started){ pid, until_ms };
}

/* A free place; NULL when all are taken. */
static struct started *reap(struct started children[CHILDREN])
{
	int64_t now_ms = sp_clock_monotonic_ms();
	struct started *place = NULL;

	for (size_t i = 0; i < CHILDREN; i++) {
		struct started *child = &children[i];

		if (child->pid && now_ms > child->until_ms)
			kill(child->pid, SIGKILL);
		if (child->pid && waitpid(child->pid, NULL, WNOHANG) != 0)
			child->pid = 0;
		if (!child->pid)
			place = child;
	}
	return place;
}

/* One packet: how many bytes the message has; the message; where the record goes. */
static bool take_one(int storer, const struct sp_filters *filters, struct started *place)
{
	uint64_t size;
	int fds[SP_RIGHTS];
	ssize_t got = sp_rights_take(storer, &size, sizeof size, fds);

	if (got == 0 || (got < 0 && errno != EINTR))
		return false;
	if (got == sizeof size && place && fds[0] >= 0 && fds[1] >= 0)
		start_child(place, filters, (size_t)size, fds[0], fds[1]);
	for (size_t i = 0; i < SP_RIGHTS; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return true;
}

static _Noreturn void serve(int storer, const struct sp_filters *filters)
{
	static struct started children[CHILDREN];
	struct pollfd wait_for = { .fd = storer, .events = POLLIN };
	bool busy = false;

	signal(SIGTERM, SIG_IGN); /* it ends with the storer */
	signal(SIGINT, SIG_IGN);
	for (;;) {
		int ready = poll(&wait_for, 1, busy ? LOOK_MS : -1);
		struct started *place = reap(children);

		if (ready > 0 && !take_one(storer, filters, place))
			_exit(0);
		busy = false;
		for (size_t i = 0; i < CHILDREN; i++)
			busy = busy || children[i].pid;
	}
}

static _Noreturn void become_parser(int storer, const struct sp_filters *filters)
{
	if (!sp_lockdown_descriptors(storer))
		_exit(1);
	serve(SP_LOCKDOWN_KEPT, filters);
}

enum sp_status sp_parser_start(const struct sp_filters *filters, int *fd_r, struct sp_err *err)
{
	int ends[2];
	pid_t pid;

	*fd_r = -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return sp_fail(err, SP_TEMP, "no socket for the parser: %s", strerror(errno));
	pid = fork();
	if (pid == 0)
		become_parser(ends[1], filters);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return sp_fail(err, SP_TEMP, "no process for the parser: %s", strerror(errno));
	}
	*fd_r = ends[0];
	return SP_OK;
}

bool sp_parser_give(int parser, int message, size_t size, int *record_r)
{
	uint64_t bytes = size;
	int ends[2], fds[SP_RIGHTS];
	bool given;

	*record_r = -1;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	fds[0] = message;
	fds[1] = ends[1];
	given = sp_rights_send(parser, sp_str_n((const char *)&bytes, sizeof bytes), fds, SP_RIGHTS);
	close(ends[1]);
	if (given)
		*record_r = ends[0];
	else
		close(ends[0]);
	return given;
}
