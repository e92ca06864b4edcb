/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message in which somebody is forgotten who has the right to be (SPEC.md
 * section 12, erasure): other people's mail stays as it is but for what it
 * says of him.
 *
 * Header fields that name him are written anew; text parts likewise, in UTF-8
 * and quoted-printable; an HTML part that names or quotes him is replaced by
 * its text; a file that names him loses its content (what is compressed or
 * encrypted inside a file is not seen).  A message inside the message is
 * treated in the same way.  Everything else keeps its bytes.  A signature over
 * what was changed does not hold any more.
 */
#ifndef SP_MAIL_FORGET_H
#define SP_MAIL_FORGET_H

#include <stdint.h>

#include "text/mentions.h"

struct sp_filters;

struct sp_forgetting {
	const struct sp_mentions *mentions;
	const struct sp_filters *filters;
	bool quotes;  /* what is quoted goes too: he wrote in that conversation */
	bool subject; /* the subject too: it is his */
};

/* Append the message without him; false when it is the same, byte for byte. */
bool sp_forget_in_message(const struct sp_forgetting *what, struct sp_str raw, struct sp_buf *out);

/* The same for a text by itself, LF lines: what was said on a ticket. */
bool sp_forget_in_text(const struct sp_forgetting *what, struct sp_str text, struct sp_buf *out);

/* As sp_forget_in_message() in a contained child (mail/sandbox.h); *changed_r
 * says whether something was appended.  False when the child failed: *why_r
 * (static) says how, and nothing is known of the message. */
bool sp_forget_contained(const struct sp_forgetting *what, struct sp_str raw, int64_t deadline_ms,
	struct sp_buf *out, bool *changed_r, const char **why_r);

#endif
