/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Parsing where a crash, a loop or a break-in costs one message its structure
 * and nothing else: in a child that has no file but a pipe to its parent, may
 * open none, start nothing and speak to nobody.
 *
 * The child is forked before its parent opens a database or a socket.  It
 * closes all descriptors but the pipe, 0 to 2 are /dev/null, then it limits
 * itself (rlimits; Landlock where the kernel has it; a seccomp filter that
 * kills on any system call but reading, writing, memory and the end), parses,
 * and writes one record (mail/record.h), of which the parent checks every
 * field.  Builds with sanitizers have the child and the record, without the
 * limits and the filter.
 */
#ifndef SP_MAIL_SANDBOX_H
#define SP_MAIL_SANDBOX_H

#include <sys/types.h>

#include "mail/parse.h"

/* As sp_message_parse(), in a child.  `deadline_ms` is on the clock of
 * sp_clock_monotonic_ms(): a child that is late is killed.  When the child died,
 * was late or talked nonsense the class is SP_UNPARSED, only `size` is known, and
 * *why_unparsed_r (static, else NULL) says what happened.  NULL, with the reason
 * there too, when the system has no process or pipe to give, or the rules could
 * not be had: that is not the message's doing, and the same call may succeed
 * later. */
struct sp_message *sp_message_parse_contained(struct sp_arena *arena, struct sp_str raw,
	const struct sp_filters *filters, int64_t deadline_ms, const char **why_unparsed_r);

/* Other work on hostile bytes that has to be contained in the same way.  In the
 * child `work` appends its answer to `record`, at most `limit` bytes; it may
 * read what its parent had in memory and nothing else.  Before the child limits
 * itself `prepare` (may be NULL) reads what the work needs; false: it could not,
 * which is not the bytes' doing.  `memory`: bytes that it may use beside the
 * 200 MB of every child.  Put it first in a struct that has what the work needs
 * besides. */
struct sp_contained_job {
	void (*work)(const struct sp_contained_job *job, struct sp_buf *record);
	struct sp_str raw;
	size_t memory, limit;
	bool (*prepare)(struct sp_contained_job *job);
};

/* NULL, or what went wrong (static); then `record` is worth nothing. */
const char *sp_contained_run(struct sp_contained_job *job, int64_t deadline_ms,
	struct sp_buf *record);

/* Was it the system's doing, which had no process or pipe to give? */
bool sp_contained_is_temporary(const char *why);

/* The same in steps, with work of one's own between them, which may open what it
 * likes: the child was forked before.  Each begin has its end, and after it a
 * reap, for the child may still be at its own end then; that may come late, and
 * also when there never was a child. */
struct sp_contained {
	struct sp_contained_job *job; /* borrowed until the end */
	int64_t deadline_ms;
	pid_t pid; /* -1: there is no child (any more) */
	int fd;
	const char *why; /* there is none */
};

void sp_contained_begin(struct sp_contained *contained, struct sp_contained_job *job,
	int64_t deadline_ms);
/* Has the child said something, or ended?  Waits for it `wait_ms` at most. */
bool sp_contained_ready(const struct sp_contained *contained, int wait_ms);
const char *sp_contained_end(struct sp_contained *contained, struct sp_buf *record);
void sp_contained_reap(struct sp_contained *contained);

/* The same when one process forks the child and another hears it, through a pipe
 * whose ends they share out.  The child alone: its id, -1 when there is none to be
 * had; it is not reaped here. */
pid_t sp_contained_fork(struct sp_contained_job *job, int answer, int64_t deadline_ms);

/* One read of what it says.  All of it: sp_contained_said() is its record.  Nonsense:
 * it died, or said more than `limit`. */
enum sp_heard { SP_HEARD_SOME, SP_HEARD_ALL, SP_HEARD_NONSENSE };
enum sp_heard sp_contained_hear(int fd, size_t limit, struct sp_buf *said);
struct sp_str sp_contained_said(const struct sp_buf *said);

/* sp_message_parse_contained() in the same steps.  `bring` is how the child comes
 * to its rules before it limits itself: *filters_r, and whether that was possible.
 * What the child reads so its parent need not. */
struct sp_parsing {
	struct sp_contained_job job;
	struct sp_contained child;
	bool (*bring)(const void *context, const struct sp_filters **filters_r);
	const void *context;
	const struct sp_filters *filters; /* in the child */
};

void sp_message_parse_begin(struct sp_parsing *parsing, struct sp_str raw,
	bool (*bring)(const void *context, const struct sp_filters **filters_r),
	const void *context, int64_t deadline_ms);
struct sp_message *sp_message_parse_end(struct sp_parsing *parsing, struct sp_arena *arena,
	const char **why_unparsed_r);

/* For tests: called in the child, behind the limits, before it parses.  NULL in
 * all programs that are installed. */
extern void (*sp_sandbox_test_hook)(void);

#endif
