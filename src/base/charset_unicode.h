/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The Unicode encodings (charset.c is what others call).  Each appends UTF-8
 * and turns what it cannot read into U+FFFD.
 */
#ifndef SP_BASE_CHARSET_UNICODE_H
#define SP_BASE_CHARSET_UNICODE_H

#include <stdbool.h>

#include "base/buf.h"

/* One U+FFFD for each maximal part of a broken sequence (Unicode, 3.9). */
void sp_unicode_utf8(struct sp_buf *out, struct sp_str bytes);
/* RFC 2152. */
void sp_unicode_utf7(struct sp_buf *out, struct sp_str bytes);
/* A byte order mark decides, else `big`. */
void sp_unicode_utf16(struct sp_buf *out, struct sp_str bytes, bool big);
void sp_unicode_utf32(struct sp_buf *out, struct sp_str bytes, bool big);

/* How many bytes at the start are ASCII. */
size_t sp_unicode_ascii(struct sp_str bytes);

/* As sp_utf8_valid(), fast over ASCII. */
bool sp_unicode_valid(struct sp_str bytes);

#endif
