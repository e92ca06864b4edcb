/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/pattern.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/mem.h"
#include "base/utf8.h"

struct sp_pattern {
	const char *expression;
	pcre2_code *code;        /* NULL until it is needed */
	pcre2_match_data *match; /* made with the code */
	bool broken;             /* it does not compile */
	struct sp_str subject;   /* of the last match */
};

enum { OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C };

struct sp_pattern *sp_pattern_create(const char *expression)
{
	struct sp_pattern *pattern = sp_alloc(1, sizeof *pattern);

	pattern->expression = expression;
	return pattern;
}

void sp_pattern_free(struct sp_pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_data_free(pattern->match);
	pcre2_code_free(pattern->code);
	free(pattern);
}

enum sp_status sp_pattern_compile(struct sp_pattern *pattern, struct sp_err *err)
{
	PCRE2_UCHAR why[160];
	PCRE2_SIZE where;
	int error;

	if (pattern->code)
		return SP_OK;
	pattern->code = pcre2_compile((PCRE2_SPTR)pattern->expression, PCRE2_ZERO_TERMINATED, OPTIONS,
		&error, &where, NULL);
	if (!pattern->code) {
		pattern->broken = true;
		pcre2_get_error_message(error, why, sizeof why);
		return sp_fail(err, SP_CONFIG, "the pattern is wrong after \"%.*s\": %s",
			where > 200 ? 200 : (int)where, pattern->expression, (const char *)why);
	}
	pattern->match = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	if (!pattern->match)
		sp_out_of_memory();
	return SP_OK;
}

/* Limits on one match; made for the first, kept to the end of the process. */
static pcre2_match_context *limits(void)
{
	static pcre2_match_context *context;

	if (context)
		return context;
	context = pcre2_match_context_create(NULL);
	if (!context)
		sp_out_of_memory();
	pcre2_set_match_limit(context, SP_PATTERN_STEPS);
	pcre2_set_depth_limit(context, SP_PATTERN_DEPTH);
	pcre2_set_heap_limit(context, 4096);
	return context;
}

bool sp_pattern_match(struct sp_pattern *pattern, struct sp_str subject)
{
	if (pattern->broken || sp_pattern_compile(pattern, NULL) != SP_OK)
		return false;
	subject = sp_utf8_cut(subject, SP_PATTERN_SUBJECT);
	if (!subject.ptr)
		subject = SP_STR("");
	pattern->subject = subject;
	return pcre2_match(pattern->code, (PCRE2_SPTR)subject.ptr, subject.len, 0, 0, pattern->match,
		       limits()) > 0;
}

struct sp_str sp_pattern_group(const struct sp_pattern *pattern, const char *name)
{
	const PCRE2_SIZE *ends;
	int number;

	if (!pattern->code)
		return SP_NONE;
	number = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name);
	if (number <= 0)
		return SP_NONE;
	ends = pcre2_get_ovector_pointer(pattern->match) + 2 * number;
	if (ends[0] == PCRE2_UNSET || ends[1] < ends[0] || ends[1] > pattern->subject.len)
		return SP_NONE;
	return sp_str_n(pattern->subject.ptr + ends[0], ends[1] - ends[0]);
}

static int count_step(pcre2_callout_block *block, void *count)
{
	(void)block;
	++*(uint64_t *)count;
	return 0;
}

uint64_t sp_pattern_cost(const char *expression, struct sp_str subject)
{
	pcre2_match_context *context;
	pcre2_match_data *match;
	uint64_t count = 0;
	PCRE2_SIZE where;
	int error;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
		OPTIONS | PCRE2_AUTO_CALLOUT, &error, &where, NULL);

	if (!code)
		return UINT64_MAX;
	context = pcre2_match_context_copy(limits());
	match = pcre2_match_data_create_from_pattern(code, NULL);
	if (!context || !match)
		sp_out_of_memory();
	pcre2_set_callout(context, count_step, &count);
	subject = sp_utf8_cut(subject, SP_PATTERN_SUBJECT);
	pcre2_match(code, (PCRE2_SPTR)subject.ptr, subject.len, 0, 0, match, context);
	pcre2_match_data_free(match);
	pcre2_match_context_free(context);
	pcre2_code_free(code);
	return count;
}
