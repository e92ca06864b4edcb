/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "mail/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
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
	EXIT_RULES = 5,
};

void (*sp_sandbox_test_hook)(void);

static const char no_pipe[] = "no pipe for the parser; try again later";
static const char no_process[] = "no process for the parser; try again later";
static const char no_rules[] = "the parser could not have its rules; try again later";
static const char cut_off[] = "the parser ended before it was done";

/* Is it the bytes that take the memory? */
static bool prepared;

static _Noreturn void child_out_of_memory(void)
{
	_exit(prepared ? EXIT_MEMORY : EXIT_RULES);
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

/* What goes through the pipe: the length of the record, then the record. */
static bool say(struct sp_str record)
{
	uint64_t length = record.len;

	return write_whole(CHILD_PIPE, sp_str_n((const char *)&length, sizeof(length))) &&
	       write_whole(CHILD_PIPE, record);
}

/* Whatever its parent does about them: it looks at how its child died. */
static void die_of_signals(void)
{
#ifndef SP_SANITIZERS
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_DFL);
#endif
}

static _Noreturn void child(int pipe_end, struct sp_contained_job *job, unsigned seconds,
	pid_t parent)
{
	struct sp_buf record = SP_BUF_INIT;

	die_of_signals();
	sp_on_out_of_memory(child_out_of_memory);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent) /* it died before the line above */
		_exit(EXIT_LOCKDOWN);
	if (job->prepare && !job->prepare(job))
		_exit(EXIT_RULES);
	prepared = true;
	sp_charset_prepare(job->raw);
	sp_charset_seal();
	if (!sp_lockdown_descriptors(pipe_end) ||
		!sp_lockdown_process(job->memory + CHILD_MEMORY, seconds))
		_exit(EXIT_LOCKDOWN);
	if (sp_sandbox_test_hook)
		sp_sandbox_test_hook();
	job->work(job, &record);
	_exit(say(sp_buf_str(&record)) ? 0 : 1);
}

/* --- the parent -------------------------------------------------------------------- */

/* How much of `said` there is in all, once its beginning tells; else 0. */
static uint64_t whole_length(const struct sp_buf *said, size_t limit)
{
	uint64_t length = 0;

	if (said->len < sizeof(length))
		return 0;
	memcpy(&length, said->ptr, sizeof(length));
	return length > limit ? UINT64_MAX : length + sizeof(length);
}

static bool is_whole(const struct sp_buf *said, size_t limit)
{
	return whole_length(said, limit) != 0 && said->len >= whole_length(said, limit);
}

/* One read.  NULL, or what was wrong. */
static const char *take_some(int fd, size_t limit, struct sp_buf *said)
{
	ssize_t n;

	sp_buf_reserve(said, 64 * 1024);
	n = read(fd, said->ptr + said->len, 64 * 1024);
	if (n < 0 && errno == EINTR)
		return NULL;
	if (n < 0)
		return "the parser could not be listened to";
	if (n == 0)
		return cut_off;
	said->len += (size_t)n;
	said->ptr[said->len] = '\0';
	return whole_length(said, limit) == UINT64_MAX ? "the parser said more than it may" : NULL;
}

/* Read what the child says until it is whole, or the child is done.  NULL, or
 * what was wrong. */
static const char *listen_to(int fd, int64_t deadline_ms, size_t limit, struct sp_buf *said)
{
	const char *why = NULL;

	while (!why && !is_whole(said, limit)) {
		int64_t left = deadline_ms - sp_clock_monotonic_ms();
		struct pollfd wait_for = { .fd = fd, .events = POLLIN };
		int ready;

		if (left <= 0)
			return "parsing took too long";
		ready = poll(&wait_for, 1, left > 60000 ? 60000 : (int)left);
		if (ready == 0 || (ready < 0 && errno == EINTR))
			continue;
		if (ready < 0)
			return "the parser could not be listened to";
		why = take_some(fd, limit, said);
	}
	return why;
}

/* Why the child ended before it was done. */
static const char *how_it_ended(struct sp_contained *contained)
{
	int status;
	pid_t pid = contained->pid;

	contained->pid = -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) /* somebody ignores SIGCHLD */
			return cut_off;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return cut_off;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? "the parser did what it may not" :
			WTERMSIG(status) == SIGXCPU ? "parsing took too long" : "the parser crashed";
	switch (WEXITSTATUS(status)) {
	case EXIT_LOCKDOWN:
		return "the parser could not be contained";
	case EXIT_RULES:
		return no_rules;
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

bool sp_contained_is_temporary(const char *why)
{
	return why == no_pipe || why == no_process || why == no_rules;
}

pid_t sp_contained_fork(struct sp_contained_job *job, int answer, int64_t deadline_ms)
{
	unsigned seconds = seconds_until(deadline_ms);
	pid_t self = getpid(), pid = fork();

	if (pid == 0)
		child(answer, job, seconds, self);
	return pid;
}

enum sp_heard sp_contained_hear(int fd, size_t limit, struct sp_buf *said)
{
	if (take_some(fd, limit, said))
		return SP_HEARD_NONSENSE;
	return is_whole(said, limit) ? SP_HEARD_ALL : SP_HEARD_SOME;
}

struct sp_str sp_contained_said(const struct sp_buf *said)
{
	return sp_str_from(sp_buf_str(said), sizeof(uint64_t));
}

void sp_contained_begin(struct sp_contained *contained, struct sp_contained_job *job,
	int64_t deadline_ms)
{
	int ends[2];

	*contained = (struct sp_contained){ .job = job, .deadline_ms = deadline_ms, .pid = -1, .fd = -1 };
	if (pipe2(ends, O_CLOEXEC) != 0) {
		contained->why = no_pipe;
		return;
	}
	contained->pid = sp_contained_fork(job, ends[1], deadline_ms);
	close(ends[1]);
	contained->fd = ends[0];
	if (contained->pid < 0)
		contained->why = no_process;
}

bool sp_contained_ready(const struct sp_contained *contained, int wait_ms)
{
	struct pollfd wait_for = { .fd = contained->fd, .events = POLLIN };

	return contained->pid < 0 || poll(&wait_for, 1, wait_ms) != 0;
}

const char *sp_contained_end(struct sp_contained *contained, struct sp_buf *record)
{
	struct sp_buf said = SP_BUF_INIT;
	const char *why = contained->why;

	if (!why)
		why = listen_to(contained->fd, contained->deadline_ms, contained->job->limit, &said);
	if (why == cut_off)
		why = how_it_ended(contained);
	if (contained->fd >= 0)
		close(contained->fd);
	contained->fd = -1;
	if (!why)
		sp_buf_add_str(record, sp_contained_said(&said));
	sp_buf_release(&said);
	return why;
}

/* A child that has said all, or is late, has no more to do. */
void sp_contained_reap(struct sp_contained *contained)
{
	if (contained->pid < 0)
		return;
	kill(contained->pid, SIGKILL);
	while (waitpid(contained->pid, NULL, 0) < 0 && errno == EINTR)
		;
	contained->pid = -1;
}

const char *sp_contained_run(struct sp_contained_job *job, int64_t deadline_ms,
	struct sp_buf *record)
{
	struct sp_contained contained;
	const char *why;

	sp_contained_begin(&contained, job, deadline_ms);
	why = sp_contained_end(&contained, record);
	sp_contained_reap(&contained);
	return why;
}

/* --- parsing ------------------------------------------------------------------------- */

static bool bring_rules(struct sp_contained_job *job)
{
	struct sp_parsing *parsing = (struct sp_parsing *)job;

	return parsing->bring(parsing->context, &parsing->filters);
}

static void parse(const struct sp_contained_job *job, struct sp_buf *record)
{
	const struct sp_parsing *parsing = (const struct sp_parsing *)job;
	struct sp_arena arena = SP_ARENA_INIT;

	sp_record_write(record, sp_message_parse(&arena, job->raw, parsing->filters));
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

void sp_message_parse_begin(struct sp_parsing *parsing, struct sp_str raw,
	bool (*bring)(const void *context, const struct sp_filters **filters_r),
	const void *context, int64_t deadline_ms)
{
	*parsing = (struct sp_parsing){
		.job = { parse, raw, raw.len, SP_MAX_RECORD, bring_rules },
		.bring = bring, .context = context,
	};
	sp_contained_begin(&parsing->child, &parsing->job, deadline_ms);
}

struct sp_message *sp_message_parse_end(struct sp_parsing *parsing, struct sp_arena *arena,
	const char **why_unparsed_r)
{
	struct sp_message *message = NULL;
	struct sp_buf record = SP_BUF_INIT;
	const char *why = sp_contained_end(&parsing->child, &record);

	*why_unparsed_r = why;
	if (!why)
		message = sp_record_read(arena, sp_arena_str(arena, sp_buf_str(&record)),
			(int64_t)parsing->job.raw.len, why_unparsed_r);
	sp_buf_release(&record);
	if (sp_contained_is_temporary(why))
		return NULL;
	return message ? message : unparsed(arena, parsing->job.raw, *why_unparsed_r);
}

static bool given(const void *context, const struct sp_filters **filters_r)
{
	*filters_r = context;
	return true;
}

struct sp_message *sp_message_parse_contained(struct sp_arena *arena, struct sp_str raw,
	const struct sp_filters *filters, int64_t deadline_ms, const char **why_unparsed_r)
{
	struct sp_parsing parsing;
	struct sp_message *message;

	sp_message_parse_begin(&parsing, raw, given, filters, deadline_ms);
	message = sp_message_parse_end(&parsing, arena, why_unparsed_r);
	sp_contained_reap(&parsing.child);
	return message;
}
