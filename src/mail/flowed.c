/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/flowed.h"

static size_t quote_depth(struct sp_str line)
{
	size_t depth = 0;

	while (depth < line.len && line.ptr[depth] == '>')
		depth++;
	return depth;
}

void sp_flowed_join(struct sp_buf *out, struct sp_str text, bool delsp)
{
	struct sp_str line;
	size_t open_depth = 0;
	bool open = false; /* the line before is flowed: this one goes on with it */

	while (sp_str_next_line(&text, &line)) {
		size_t depth = quote_depth(line);
		struct sp_str rest = sp_str_from(line, depth);
		bool signature, flowed;

		if (sp_str_starts(rest, SP_STR(" "))) /* stuffed */
			rest = sp_str_from(rest, 1);
		signature = sp_str_eq(rest, SP_STR("-- "));
		flowed = rest.len && rest.ptr[rest.len - 1] == ' ' && !signature;
		/* A signature or another depth ends a paragraph, whatever its last line
		 * says (RFC 3676, 4.5). */
		if (open && (signature || depth != open_depth)) {
			sp_buf_add_char(out, '\n');
			open = false;
		}
		if (!open && depth) {
			for (size_t i = 0; i < depth; i++)
				sp_buf_add_char(out, '>');
			if (rest.len)
				sp_buf_add_char(out, ' ');
		}
		if (flowed && delsp)
			rest.len--;
		sp_buf_add_str(out, rest);
		if (!flowed)
			sp_buf_add_char(out, '\n');
		open = flowed;
		open_depth = depth;
	}
	if (open)
		sp_buf_add_char(out, '\n');
}
