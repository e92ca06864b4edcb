/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text of RTF, for bodies in winmail.dat: compressed (MS-OXRTFCP), perhaps
 * with HTML or plain text wrapped in it (MS-OXRTFEX).
 */
#ifndef SP_MAIL_RTF_H
#define SP_MAIL_RTF_H

#include <stdbool.h>

#include "base/buf.h"

/* Append the RTF that `compressed` holds, at most `limit` bytes; false when it
 * is damaged (what could be read is there). */
bool sp_rtf_decompress(struct sp_buf *out, struct sp_str compressed, size_t limit);

/* Append the text of `rtf` as UTF-8 with LF lines. */
void sp_rtf_to_text(struct sp_buf *out, struct sp_str rtf);

#endif
