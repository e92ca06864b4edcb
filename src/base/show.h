/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text of strangers on a terminal.
 *
 * What a mail says may hold escape sequences that move the cursor, change the
 * title or answer in the keyboard's place, and marks that turn the direction
 * of writing.  Everything that comes from a mail and is printed for people
 * goes through here: what would act instead of being seen is written as \x1b
 * or \u{202e}.  What comes out is valid UTF-8.
 */
#ifndef SP_BASE_SHOW_H
#define SP_BASE_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Characters that act: controls, marks of direction (Unicode TR 36), line and
 * paragraph separators, the invisible ones that tell two names apart, tags. */
bool sp_show_acts(uint32_t character);

/* Append it as one line: line ends and tabs become blanks. */
void sp_show_line(struct sp_buf *out, struct sp_str text);

/* Append it with its lines (LF; a CR before it is left out), tabs as blanks up
 * to the next eighth column. */
void sp_show_text(struct sp_buf *out, struct sp_str text);

/* Append it as one line that is `width` columns wide: cut with "…", or filled
 * with blanks. */
void sp_show_column(struct sp_buf *out, struct sp_str text, size_t width);

#endif
