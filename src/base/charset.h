/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From what a mail says its bytes are to UTF-8.
 *
 * A label from a mail is looked up in a table of names and aliases; it never
 * reaches iconv(3), which opens a module by name.  Single-byte charsets are
 * tables (charset_tables.h), UTF-7, UTF-16 and UTF-32 are read here, and six
 * converters of iconv(3), by names of ours, do the East Asian ones.
 *
 * As everybody does: us-ascii, no label and an unknown label are looked at
 * (valid UTF-8, else windows-1252); iso-8859-1 is windows-1252; gb2312 is
 * GB18030, shift_jis is windows-31J, euc-kr is windows-949.
 *
 * Always gives valid UTF-8: what cannot be read becomes U+FFFD.
 */
#ifndef SP_BASE_CHARSET_H
#define SP_BASE_CHARSET_H

#include <stdbool.h>

#include "base/buf.h"

/* Append `bytes`, labelled `label` (absent: none), as UTF-8. */
void sp_charset_add(struct sp_buf *out, struct sp_str label, struct sp_str bytes);

/* True for a label in the table, whatever is done about it. */
bool sp_charset_known(struct sp_str label);

/* Open the converters whose names occur in `raw` where a mail or HTML names a
 * charset (charset=, =?name?, name*=), for a process that may open no file
 * afterwards.  One pass over the bytes. */
void sp_charset_prepare(struct sp_str raw);

/* From now on open no converter: one that is not there yet is done without
 * (the text is looked at as if it had no label). */
void sp_charset_seal(void);

#endif
