/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * UTF-8, as RFC 3629 has it: no overlong forms, no surrogates, nothing above
 * U+10FFFF.  Everything inside the program is UTF-8; what comes from outside
 * is made so by base/charset.h or repaired here.
 */
#ifndef SP_BASE_UTF8_H
#define SP_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define SP_UTF8_BAD UINT32_C(0xFFFFFFFF)

/* Take one character off `*rest`.  A byte that begins no valid character is
 * taken alone and gives SP_UTF8_BAD.  `rest` must not be empty. */
uint32_t sp_utf8_next(struct sp_str *rest);

bool sp_utf8_valid(struct sp_str s);

/* Append one character; what is no character becomes U+FFFD. */
void sp_utf8_add(struct sp_buf *out, uint32_t character);

/* Append `s` with each bad byte replaced by U+FFFD. */
void sp_utf8_repair(struct sp_buf *out, struct sp_str s);

/* The longest start of `s` of at most `max` bytes that cuts no character. */
struct sp_str sp_utf8_cut(struct sp_str s, size_t max);

/* Columns that `s` takes in a terminal (East Asian wide 2, combining 0). */
size_t sp_utf8_width(struct sp_str s);

/* Append `s` with letters in lower case and without accents (A-Z, Latin-1,
 * Latin Extended-A), for comparing words that people type: "Priorità" and
 * "PRIORITA'" differ only in the apostrophe. */
void sp_utf8_fold(struct sp_buf *out, struct sp_str s);

#endif
