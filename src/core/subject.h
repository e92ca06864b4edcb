/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a subject says besides what it is about.  Pure.
 *
 * Subjects are decoded, one line, at most SP_MAX_SUBJECT bytes.
 */
#ifndef SP_CORE_SUBJECT_H
#define SP_CORE_SUBJECT_H

#include <stdbool.h>

#include "base/arena.h"
#include "text/words.h"

/* A ticket's number as somebody wrote it: "[HT00191]" or "ht191".  prefix: upper
 * case, 1 to 8 letters; number: 1 to 999,999,999. */
struct sp_code {
	struct sp_str prefix;
	int64_t number;
};

enum { SP_MAX_CODES = 5 };

/* The numbers in a subject, in order, each on its own ("XHT00191" is none);
 * at most SP_MAX_CODES.  Whether there is such a ticket is not asked here:
 * "ISO9001" is found too. */
size_t sp_subject_codes(struct sp_arena *arena, struct sp_str subject,
	struct sp_code codes_r[SP_MAX_CODES]);

/* One number that fills `s`, with or without its brackets. */
bool sp_code_parse(struct sp_arena *arena, struct sp_str s, struct sp_code *code_r);

/* "HT00191": at least five digits. */
struct sp_str sp_code_format(struct sp_arena *arena, struct sp_str prefix, int64_t number);

/* What is left without prefixes of answers and forwards ("Re: R: [2] I:") and
 * without bracketed ticket numbers, trimmed.  The flags say which prefixes
 * there were.  Views point into `subject` or the arena. */
struct sp_subject {
	struct sp_str topic;
	bool reply;   /* Re: R: AW: ... */
	bool forward; /* I: Fwd: WG: ... */
};
struct sp_subject sp_subject_parse(struct sp_arena *arena, const struct sp_words *words,
	struct sp_str subject);

/* Has it the word URGENTE (URGENT) on its own and not denied ("non urgente",
 * "non è urgente")?  SPEC.md section 2. */
bool sp_subject_urgent(const struct sp_words *words, struct sp_str subject);

#endif
