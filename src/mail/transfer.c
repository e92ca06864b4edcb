/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bodies in 7 bits: quoted-printable and base64 (RFC 2045, 6.7 and 6.8).
 */
#include "mail/encode.h"

#include <stdint.h>

#include "base/hash.h"
#include "base/utf8.h"

enum { LINE = 76, BASE64_LINE_BYTES = 57 };

static void add_escaped(struct sp_buf *out, struct sp_str bytes)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.ptr[i];
		char escape[3] = { '=', digits[c >> 4], digits[c & 15] };

		sp_buf_add(out, escape, 3);
	}
}

static bool stands_for_itself(struct sp_str rest, size_t column)
{
	char c = rest.ptr[0];

	if (c == ' ' || c == '\t')
		return rest.len > 1; /* never at the end of a line */
	if (column == 0 && (c == '.' || sp_str_starts(rest, SP_STR("From "))))
		return false;
	return c > 0x20 && c < 0x7f && c != '=';
}

static void add_line(struct sp_buf *out, struct sp_str line)
{
	size_t column = 0;

	while (line.len) {
		struct sp_str rest = line;
		size_t bytes, width;

		sp_utf8_next(&rest);
		bytes = line.len - rest.len;
		width = stands_for_itself(line, column) ? 1 : 3 * bytes;
		/* The last character of the line needs no room for the "=". */
		if (column + width > (size_t)(rest.len ? LINE - 1 : LINE)) {
			sp_buf_add_text(out, "=\r\n");
			column = 0;
			width = stands_for_itself(line, column) ? 1 : 3 * bytes;
		}
		if (width == 1)
			sp_buf_add_char(out, line.ptr[0]);
		else
			add_escaped(out, sp_str_sub(line, 0, bytes));
		column += width;
		line = rest;
	}
	sp_buf_add_text(out, "\r\n");
}

void sp_encode_quoted_printable(struct sp_buf *out, struct sp_str text)
{
	while (text.len) {
		size_t end = sp_str_find_char(text, '\n');

		add_line(out, sp_str_sub(text, 0, end));
		text = sp_str_from(text, end + 1);
	}
}

void sp_encode_base64_lines(struct sp_buf *out, struct sp_str bytes)
{
	sp_buf_reserve(out, bytes.len / BASE64_LINE_BYTES * 78 + 80);
	while (bytes.len) {
		sp_base64_add(out, sp_str_sub(bytes, 0, BASE64_LINE_BYTES));
		sp_buf_add_text(out, "\r\n");
		bytes = sp_str_from(bytes, BASE64_LINE_BYTES);
	}
}
