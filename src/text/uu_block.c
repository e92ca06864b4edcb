/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/uu_block.h"

/* "begin 644 nota.txt" */
static bool begins(struct sp_str line)
{
	size_t i = sizeof "begin " - 1;

	if (!sp_str_starts(line, SP_STR("begin ")))
		return false;
	while (i < line.len && line.ptr[i] >= '0' && line.ptr[i] <= '7')
		i++;
	return i >= sizeof "begin 644" - 1 && i <= sizeof "begin 0644" - 1 && i < line.len &&
	       line.ptr[i] == ' ';
}

/* Blanks at its end may be lost. */
static unsigned value_at(struct sp_str line, size_t i)
{
	return i < line.len ? (unsigned)(line.ptr[i] - ' ') & 077 : 0;
}

static void decode_line(struct sp_str line, struct sp_buf *out)
{
	size_t bytes = value_at(line, 0), at = 1;

	for (size_t done = 0; done < bytes; done += 3, at += 4) {
		unsigned a = value_at(line, at), b = value_at(line, at + 1), c = value_at(line, at + 2),
			 d = value_at(line, at + 3);

		sp_buf_add_char(out, (char)(a << 2 | b >> 4));
		if (done + 1 < bytes)
			sp_buf_add_char(out, (char)(b << 4 | c >> 2));
		if (done + 2 < bytes)
			sp_buf_add_char(out, (char)(c << 6 | d));
	}
}

bool sp_uu_block_next(struct sp_str text, struct sp_str *block_r, struct sp_buf *decoded)
{
	struct sp_str rest = text, line, at = text;

	do {
		at = rest;
		if (!sp_str_next_line(&rest, &line))
			return false;
	} while (!begins(line));
	while (sp_str_next_line(&rest, &line) && !sp_str_eq(sp_str_trim_end(line), SP_STR("end")))
		if (line.len <= 62) /* longer than any such line: other text */
			decode_line(line, decoded);
	*block_r = sp_str_n(at.ptr, at.len - rest.len);
	return true;
}
