/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text and bytes as they travel in a mail: what a mail of ours is built with.
 *
 * Whatever goes in (bytes from strangers, bad UTF-8, NUL, line breaks,
 * direction overrides), what comes out is printable ASCII and CRLF where
 * the function says that it folds.  Nothing here can fail.
 */
#ifndef SP_MAIL_ENCODE_H
#define SP_MAIL_ENCODE_H

#include <stdbool.h>

#include "base/buf.h"

/* Can mail be written to it: "local@domain" in printable ASCII without blanks,
 * at most 254 octets, so that it can stand between angle brackets in a header
 * and in an SMTP command?  A quoted local part is one (without escapes), a domain has to be an
 * A-label or an address literal. */
bool sp_address_is_sendable(struct sp_str address);

/* "<...>" in printable ASCII without blanks or further angle brackets, at most
 * 250 octets. */
bool sp_message_id_is_sendable(struct sp_str id);

/* One word of a structured field, such as Auto-Submitted or the first half of a
 * type: letters, digits and hyphens, at most 63. */
bool sp_is_token(struct sp_str word);

/* `text` as one line of UTF-8 of at most `max` bytes: bad bytes become U+FFFD,
 * runs of blanks, line breaks and controls one blank, characters that turn the
 * direction of writing or show nothing are left out, none at start and end. */
void sp_clean_line(struct sp_buf *out, struct sp_str text, size_t max);

/* A name for a file that a stranger sent, as one may show and save it: no
 * path, no leading dot, none of  / \ : * ? " < > |  and no name that Windows
 * takes for a device; at most 120 bytes, its ending kept.  Never empty. */
void sp_clean_file_name(struct sp_buf *out, struct sp_str name);

/* A display name for a phrase (RFC 5322, 3.2.5): cleaned; in ASCII as it is,
 * not yet quoted, else as RFC 2047 words with blanks between them.  Empty when
 * nothing is left of it. */
void sp_encode_name(struct sp_buf *out, struct sp_str name);

/* RFC 2047: `text` as it stands in an unstructured field that already has
 * `column` characters on its line, folded with CRLF. */
void sp_encode_words(struct sp_buf *out, struct sp_str text, size_t column);

/* One MIME parameter on a line of its own: ";\r\n name=..." (RFC 2045), in
 * RFC 2231 form, in several lines where it is long, when the value is not
 * plain ASCII.  `value` is cleaned. */
void sp_encode_parameter(struct sp_buf *out, const char *name, struct sp_str value);

/* Text for a mail: UTF-8 without controls, line breaks of any kind as LF, a
 * LF at the end. */
void sp_clean_text(struct sp_buf *out, struct sp_str text);

/* RFC 2045, 6.7: `text` has LF lines.  Lines of at most 76 octets that break
 * no character; neither a dot nor "From " begins one. */
void sp_encode_quoted_printable(struct sp_buf *out, struct sp_str text);

/* RFC 2045, 6.8: lines of 76. */
void sp_encode_base64_lines(struct sp_buf *out, struct sp_str bytes);

#endif
