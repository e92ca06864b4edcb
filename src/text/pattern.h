/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A regular expression that meets hostile text.
 *
 * PCRE2 appears in text/pattern.c only.  What always holds (DESIGN.md,
 * "PCRE2"): a subject has at most SP_PATTERN_SUBJECT octets, what is longer is
 * cut; a match has limits of steps and depth and a match that meets one is no
 * match; there is no JIT.  Patterns are UTF-8, letters match in either case
 * ((?-i) makes them strict), \w, \d, \s and \b know all scripts, `.` matches no
 * newline.  A pattern is compiled when it is first used, because most patterns
 * of the rules files are not needed for most messages.
 */
#ifndef SP_TEXT_PATTERN_H
#define SP_TEXT_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
	SP_PATTERN_SUBJECT = 998, /* octets: RFC 5322's longest line */
	SP_PATTERN_STEPS = 20000,
	SP_PATTERN_DEPTH = 500,
};

struct sp_pattern;

/* `expression` is borrowed and must outlive the pattern. */
struct sp_pattern *sp_pattern_create(const char *expression);
void sp_pattern_free(struct sp_pattern *pattern);

/* Compile now, for a check.  SP_CONFIG says what is wrong and at which
 * character; the caller puts the file and the line before it. */
enum sp_status sp_pattern_compile(struct sp_pattern *pattern, struct sp_err *err) SP_MUST_CHECK;

/* Does it match somewhere in `subject`?  After true, sp_pattern_group() gives
 * what the named groups took, as views into `subject`.  A pattern that does not
 * compile matches nothing. */
bool sp_pattern_match(struct sp_pattern *pattern, struct sp_str subject);

/* What `(?<name>...)` took in the last match; absent when there is no such
 * group or it took no part. */
struct sp_str sp_pattern_group(const struct sp_pattern *pattern, const char *name);

/* How many items of the pattern a match against `subject` tries: the measure of
 * its cost that does not depend on the machine.  For tests: it compiles the
 * pattern anew. */
uint64_t sp_pattern_cost(const char *expression, struct sp_str subject);

#endif
