/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Content-Transfer-Encoding (RFC 2045, section 6; uuencode as POSIX has it).
 *
 * A body is read in pieces, so that a large attachment is never whole in
 * memory twice.  Nothing is an error: what is no code is passed over in base64
 * and kept as it is in quoted-printable (VIOLATIONS.md).
 */
#ifndef SP_MAIL_DECODE_H
#define SP_MAIL_DECODE_H

#include "base/buf.h"
#include "base/hash.h"
#include "mail/part.h"

/* Treat as opaque. */
struct sp_decoder {
	enum sp_encoding encoding;
	struct sp_str rest;
	uint32_t bits;  /* base64: letters that do not fill three bytes yet */
	unsigned count; /* how many */
	bool begun;     /* uuencode: the "begin" line was seen */
	struct sp_str line; /* uuencode: what is left of the line */
	unsigned line_bytes; /* uuencode: how many bytes it still gives */
	/* uuencode: what it may give in all.  A line that lost its blanks gives more than
	 * it has; without a bound two letters a line would make thirty times as much. */
	size_t allowance;
};

enum { SP_DECODE_ROOM = 4096 }; /* the least room for sp_decoder_read() */

void sp_decoder_init(struct sp_decoder *decoder, enum sp_encoding encoding, struct sp_str body);

/* Write up to `room` (at least SP_DECODE_ROOM) decoded bytes; 0 at the end. */
size_t sp_decoder_read(struct sp_decoder *decoder, char *out, size_t room);

/* Append the decoded body, at most `limit` bytes; false when that cut it. */
bool sp_decode_body(struct sp_buf *out, enum sp_encoding encoding, struct sp_str body, size_t limit);

/* Size and SHA-256 of the decoded body, without holding it. */
int64_t sp_decode_digest(enum sp_encoding encoding, struct sp_str body, struct sp_digest *digest_r);

/* The encoding a Content-Transfer-Encoding value names. */
enum sp_encoding sp_encoding_of(struct sp_str value);

/* Append what base64 or the Q encoding of RFC 2047 says in one encoded word. */
void sp_decode_b(struct sp_buf *out, struct sp_str text);
void sp_decode_q(struct sp_buf *out, struct sp_str text);

/* The value of a hexadecimal digit, -1 for another character. */
int sp_hex_value(char c);

#endif
