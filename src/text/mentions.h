/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a text mentions somebody by his address or his name: for his erasure
 * (SPEC.md section 12).
 *
 * Case, accents, composed or decomposed letters do not matter, nor how the text
 * is broken into lines, nor quote marks at the start of a line.  An address is
 * found as it is, percent-encoded, and in the form that bounce addresses have
 * (mario=rossi.it); a name in both orders, as whole words.  A name of one word
 * is not looked for: it is everybody's.
 */
#ifndef SP_TEXT_MENTIONS_H
#define SP_TEXT_MENTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

#define SP_ERASED "***" /* stands where a mention was */

struct sp_mention {
	struct sp_str folded;
	bool address;
};

/* Zero is empty. */
struct sp_mentions {
	struct sp_arena *arena;
	struct sp_mention *items;
	size_t count, room;
};

void sp_mentions_add_address(struct sp_mentions *mentions, struct sp_str address);
void sp_mentions_add_name(struct sp_mentions *mentions, struct sp_str name);

/* Append `text` with SP_ERASED in the place of each mention; what is no UTF-8
 * stays as it is.  Whether there was one. */
bool sp_mentions_erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out);

/* Is there one in these bytes, be they UTF-8, Latin-1 or UTF-16? */
bool sp_mentions_in(const struct sp_mentions *mentions, struct sp_str bytes);

#endif
