/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Encoded words (RFC 2047) as they are found in the wild.
 */
#ifndef SP_MAIL_WORDS_H
#define SP_MAIL_WORDS_H

#include "base/arena.h"
#include "base/buf.h"

/* Append a raw, unfolded value as one line of UTF-8: encoded words read,
 * adjacent ones of one charset joined as bytes before they are converted,
 * 8-bit bytes taken as UTF-8, else windows-1252, controls as blanks. */
void sp_words_decode(struct sp_buf *out, struct sp_str raw);

/* The same into an arena; `raw` itself where there is nothing to do. */
struct sp_str sp_words_decoded(struct sp_arena *arena, struct sp_str raw);

/* The length of the encoded word that `s` begins with, 0 when there is none. */
size_t sp_word_length(struct sp_str s);

#endif
