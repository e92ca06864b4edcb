/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text that fits a terminal.
 */
#ifndef SP_BASE_WRAP_H
#define SP_BASE_WRAP_H

#include "base/buf.h"

/* Append `text` with lines of at most `columns` columns, broken at blanks; a
 * word that is longer (an address, a link) stays whole.  Lines that are short
 * enough stay as they are; the parts of a quoted line ("> ") are quoted too.
 * Ends without a newline. */
void sp_wrap(struct sp_buf *out, struct sp_str text, size_t columns);

/* The same for a whole mail: a line that is too long goes on below its value
 * ("Customer:  Mario Rossi ..."), or as far in as it began.  Lines that are
 * short enough stay as they are, blanks at their end included ("-- "). */
void sp_wrap_mail(struct sp_buf *out, struct sp_str text, size_t columns);

/* Append it on one line: white space and controls become one blank, cut after
 * `max` bytes at a character, with "…" when it was cut. */
void sp_one_line(struct sp_buf *out, struct sp_str text, size_t max);

#endif
