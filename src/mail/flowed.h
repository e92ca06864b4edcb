/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format=flowed (RFC 3676): paragraphs that were broken into lines for the way
 * are put together again.
 */
#ifndef SP_MAIL_FLOWED_H
#define SP_MAIL_FLOWED_H

#include <stdbool.h>

#include "base/buf.h"

/* Append `text` (LF lines) with its flowed lines joined and its stuffed blanks
 * removed.  Quoted lines keep one ">" a level and a blank.  `delsp`: the blank
 * that marks a flowed line is no part of the text (DelSp=yes). */
void sp_flowed_join(struct sp_buf *out, struct sp_str text, bool delsp);

#endif
