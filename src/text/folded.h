/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A text as it is compared with what is sought in it: lower case, no accents, one
 * blank for any run of them and for the quote marks at a line's start, nothing of
 * what is not seen, percent-encoding (or more) undone, with a note of where each byte came
 * from.  What is sought is folded likewise, so that finding is comparing bytes.
 */
#ifndef SP_TEXT_FOLDED_H
#define SP_TEXT_FOLDED_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/encoded.h"

/* A folded text.  Zero is empty. */
struct sp_folded {
	struct sp_buf text;
	uint32_t *at; /* where in the text byte i came from */
	size_t room;
	enum sp_encodings encodings; /* that are undone */
};

#define SP_FOLDED_INIT { .text = SP_BUF_INIT }

/* Append `text`, folded; what is no UTF-8 becomes \1, which nothing sought has. */
void sp_folded_add(struct sp_folded *folded, struct sp_str text);
void sp_folded_release(struct sp_folded *folded);

/* What is sought, folded, without the blanks around it; it lives in the arena. */
struct sp_str sp_folded_of(struct sp_arena *arena, struct sp_str text);

/* Where in `text`, which is not folded, the character or encoded word ends that begins
 * at `at`, with the accents put on it. */
size_t sp_folded_character_end(const struct sp_folded *folded, struct sp_str text, size_t at);

#endif
