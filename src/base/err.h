/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How a function says that it failed, by what can be done about it.
 *
 * The layer that fails fills in struct sp_err once, complete enough to print
 * (what, where, what to do); the callers only pass the status on.  Only a
 * program's main() prints it and turns it into an exit code.
 */
#ifndef SP_BASE_ERR_H
#define SP_BASE_ERR_H

#include <stdarg.h>

enum sp_status {
	SP_OK = 0,
	SP_TEMP,   /* the same call may succeed later: busy, full, unreadable now */
	SP_PERM,   /* this input will never do: refused, malformed, not found */
	SP_CONFIG, /* the administrator has to change something first */
};

#define SP_MUST_CHECK __attribute__((warn_unused_result))

/* text: one line without a newline, in the form "WHERE: WHAT; WHAT TO DO". */
struct sp_err {
	enum sp_status status;
	char text[512];
};

/* Fill `err` (which may be NULL) and return `status`, so that a function can
 * end with `return sp_fail(err, SP_TEMP, "%s: %s", path, strerror(errno));`.
 * The first failure stands: an `err` that is already filled is left alone.
 * Control characters in the text are replaced by '?'. */
enum sp_status sp_fail(struct sp_err *err, enum sp_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
