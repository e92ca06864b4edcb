/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A file that stands uuencoded in the middle of a text, as mail had it before MIME.
 */
#ifndef SP_TEXT_UU_BLOCK_H
#define SP_TEXT_UU_BLOCK_H

#include <stdbool.h>

#include "base/buf.h"

/* The next block of the text, from its "begin" line to its "end" line (to the end of
 * the text without one); what it decodes to is appended.  False when there is none. */
bool sp_uu_block_next(struct sp_str text, struct sp_str *block_r, struct sp_buf *decoded);

#endif
