/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/charset.h"
#include "base/clock.h"
#include "base/mem.h"
#include "mail/lockdown.h"
#include "mail/record.h"

enum {
	CHILD_PIPE = 3,
	CHILD_MEMORY = 200 * 1024 * 1024, /* beside the message itself */
	EXIT_LOCKDOWN = 3,
	EXIT_MEMORY = 4,
};

void (*sp_sandbox_test_hook)(void);

static const char no_pipe[] = "no pipe for the parser; try again later";
static const char no_process[] = "no process for the parser; try again later";

static _Noreturn void child_out_of_memory(void)
{
	_exit(EXIT_MEMORY);
}

static bool write_whole(int fd, struct sp_str s)
{
	while (s.len) {
		ssize_t n = write(fd, s.ptr, s.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = sp_str_from(s, (size_t)n);
	}
	return true;
}

/* --- the child ------------------------------------------------------------------- */

static _Noreturn void child(int pipe_end, const struct sp_contained_job *job, unsigned seconds,
	pid_t parent)
{
	struct sp_buf record = SP_BUF_INIT;

	sp_on_out_of_memory(child_out_of_memory);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent) /* it died before the line above */
		_exit(EXIT_LOCKDOWN);
	sp_charset_prepare(job->raw);
	sp_charset_seal();
	if (!sp_lockdown_descriptors(pipe_end) ||
		!sp_lockdown_process(job->memory + CHILD_MEMORY, seconds))
		_exit(EXIT_LOCKDOWN);
	if (sp_sandbox_test_hook)
		sp_sandbox_test_hook();
	job->work(job, &record);
	_exit(write_whole(CHILD_PIPE, sp_buf_str(&record)) ? 0 : 1);
}

/* --- the parent -------------------------------------------------------------------- */

/* Read all that the child says until it is done.  NULL, or what was wrong. */
static const char *listen_to(int fd, int64_t deadline_ms, size_t limit, struct sp_buf *record)
{
	for (;;) {
		int64_t left = deadline_ms - sp_clock_monotonic_ms();
		struct pollfd wait_for = { .fd = fd, .events = POLLIN };
		ssize_t n;
		int ready;

		if (left <= 0)
			return "parsing took too long";
		ready = poll(&wait_for, 1, left > 60000 ? 60000 : (int)left);
		if (ready == 0 || (ready < 0 && errno == EINTR))
			continue;
		if (ready < 0)
			return "the parser could not be listened to";
		sp_buf_reserve(record, 64 * 1024);
		n = read(fd, record->ptr + record->len, 64 * 1024);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return "the parser could not be listened to";
		if (n == 0)
			return NULL;
		record->len += (size_t)n;
		record->ptr[record->len] = '\0';
		if (record->len > limit)
			return "the parser said more than it may";
	}
}

/* End the child for certain.  NULL, or how it went wrong. */
static const char *reap(pid_t pid, bool kill_it)
{
	int status;

	if (kill_it)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) /* somebody ignores SIGCHLD: the record must speak for itself */
			return NULL;
	if (kill_it || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return NULL;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? "the parser did what it may not" :
			WTERMSIG(status) == SIGXCPU ? "parsing took too long" : "the parser crashed";
	switch (WEXITSTATUS(status)) {
	case EXIT_LOCKDOWN:
		return "the parser could not be contained";
	case EXIT_MEMORY:
		return "the parser ran out of memory";
	}
	return "the parser failed";
}

static unsigned seconds_until(int64_t deadline_ms)
{
	int64_t left = (deadline_ms - sp_clock_monotonic_ms()) / 1000 + 1;

	return left < 1 ? 1 : left > 3600 ? 3600 : (unsigned)left;
}

const char *sp_contained_run(const struct sp_contained_job *job, int64_t deadline_ms,
	struct sp_buf *record)
{
	unsigned seconds = seconds_until(deadline_ms);
	pid_t pid, self = getpid();
	const char *why, *ended;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return no_pipe;
	pid = fork();
	if (pid == 0)
		child(ends[1], job, seconds, self);
	close(ends[1]);
	why = pid < 0 ? no_process : listen_to(ends[0], deadline_ms, job->limit, record);
	close(ends[0]);
	ended = pid < 0 ? NULL : reap(pid, why != NULL);
	return why ? why : ended;
}

/* --- parsing ------------------------------------------------------------------------- */

struct parsing {
	struct sp_contained_job job;
	const struct sp_filters *filters;
};

static void parse(const struct sp_contained_job *job, struct sp_buf *record)
{
	const struct parsing *parsing = (const struct parsing *)job;
	struct sp_arena arena = SP_ARENA_INIT;

	sp_record_write(record, sp_message_parse(&arena, job->raw, parsing->filters));
}

/* The child's record in `arena`, absent when something was wrong. */
static struct sp_str ask_child(struct sp_arena *arena, struct sp_str raw,
	const struct sp_filters *filters, int64_t deadline_ms, const char **why_r)
{
	struct parsing parsing = { { parse, raw, raw.len, SP_MAX_RECORD }, filters };
	struct sp_buf record = SP_BUF_INIT;
	struct sp_str answer = SP_NONE;

	*why_r = sp_contained_run(&parsing.job, deadline_ms, &record);
	if (!*why_r)
		answer = sp_arena_str(arena, sp_buf_str(&record));
	sp_buf_release(&record);
	return answer;
}

static struct sp_message *unparsed(struct sp_arena *arena, struct sp_str raw, const char *why)
{
	struct sp_message *message = sp_arena_new(arena, struct sp_message);

	message->class = SP_UNPARSED;
	message->class_reason = sp_str(why);
	message->text = message->reply = SP_STR("");
	message->size = (int64_t)raw.len;
	message->cut = true;
	return message;
}

struct sp_message *sp_message_parse_contained(struct sp_arena *arena, struct sp_str raw,
	const struct sp_filters *filters, int64_t deadline_ms, const char **why_unparsed_r)
{
	struct sp_message *message = NULL;
	struct sp_str record;

	*why_unparsed_r = NULL;
	record = ask_child(arena, raw, filters, deadline_ms, why_unparsed_r);
	if (*why_unparsed_r == no_pipe || *why_unparsed_r == no_process)
		return NULL;
	if (record.ptr)
		message = sp_record_read(arena, record, (int64_t)raw.len, why_unparsed_r);
	return message ? message : unparsed(arena, raw, *why_unparsed_r);
}
