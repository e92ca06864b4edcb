/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a text mentions somebody by his address or his name: for his erasure
 * (SPEC.md section 12).
 *
 * Case, accents, composed or decomposed letters do not matter, nor how the text
 * is broken into lines, nor quote marks at the start of a line, nor encodings in
 * which it may stand in a text (percent, quoted-printable, words of RFC 2047, \u00f2,
 * &ograve;).  An address is found as it is, with its domain in A-labels or
 * in letters, in the forms that bounce addresses have (mario=rossi.it,
 * rossi.it=mario) and that people write (mario (at) rossi.it); a name in both
 * orders, as whole words, whatever marks stand between them ("Rossi;Mario",
 * mario_rossi.pdf, "Niccolo' Rossi"), written together, and with the first word as
 * an initial.  A name of one word is not looked for: it is everybody's.
 *
 * What he said is found too, line by line, in texts that mention him: forwarded,
 * pasted, quoted by hand.
 */
#ifndef SP_TEXT_MENTIONS_H
#define SP_TEXT_MENTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

#define SP_ERASED "***" /* stands where a mention was */

struct sp_mention {
	struct sp_str folded;
	bool address;
};

struct sp_said_line {
	struct sp_str folded;
	uint32_t next; /* that begins alike: its number from 1 on, 0 for none */
};

/* Zero is empty. */
struct sp_mentions {
	struct sp_arena *arena;
	struct sp_mention *items;
	size_t count, room;
	struct sp_said_line *lines;
	size_t line_count, line_room;
	uint32_t *heads; /* of lines that begin alike; NULL: no lines */
	bool said_counts; /* what he said is a mention by itself: the text belongs to one */
};

/* Empty it, for another person; the arena's memory stays. */
void sp_mentions_clear(struct sp_mentions *mentions);

void sp_mentions_add_address(struct sp_mentions *mentions, struct sp_str address);
void sp_mentions_add_name(struct sp_mentions *mentions, struct sp_str name);
/* The lines of a text of his that are long enough to be nobody else's. */
void sp_mentions_add_said(struct sp_mentions *mentions, struct sp_str text);

/* Append `text` with SP_ERASED in the place of each mention; what is no UTF-8
 * stays as it is.  Whether there was one. */
bool sp_mentions_erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out);

/* Is there one in these bytes, be they UTF-8, Latin-1 or UTF-16? */
bool sp_mentions_in(const struct sp_mentions *mentions, struct sp_str bytes);

#endif
