/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/show.h"

#include "base/utf8.h"

enum { TAB_COLUMNS = 8 };

static bool between(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

bool sp_show_acts(uint32_t c)
{
	return c < ' ' || between(c, 0x7f, 0x9f) || c == 0xad || c == 0x61c || c == 0x180e ||
	       between(c, 0x200b, 0x200f) || between(c, 0x2028, 0x202e) ||
	       between(c, 0x2060, 0x206f) || c == 0xfeff || between(c, 0xfff9, 0xfffb) ||
	       between(c, 0xe0000, 0xe007f);
}

static void show_character(struct sp_buf *out, uint32_t c)
{
	if (c == SP_UTF8_BAD)
		sp_utf8_add(out, 0xfffd);
	else if (!sp_show_acts(c))
		sp_utf8_add(out, c);
	else if (c < 0x80)
		sp_buf_printf(out, "\\x%02x", c);
	else
		sp_buf_printf(out, "\\u{%x}", c);
}

void sp_show_line(struct sp_buf *out, struct sp_str text)
{
	while (text.len) {
		uint32_t c = sp_utf8_next(&text);

		if (c == '\r' && text.len && *text.ptr == '\n')
			continue;
		if (c == '\n' || c == '\r' || c == '\t')
			sp_buf_add_char(out, ' ');
		else
			show_character(out, c);
	}
}

static size_t add_tab(struct sp_buf *out, size_t column)
{
	do
		sp_buf_add_char(out, ' ');
	while (++column % TAB_COLUMNS);
	return column;
}

void sp_show_text(struct sp_buf *out, struct sp_str text)
{
	size_t column = 0;

	while (text.len) {
		uint32_t c = sp_utf8_next(&text);
		size_t before = out->len;

		if (c == '\r' && text.len && *text.ptr == '\n')
			continue;
		if (c == '\n') {
			sp_buf_add_char(out, '\n');
			column = 0;
		} else if (c == '\t') {
			column = add_tab(out, column);
		} else {
			show_character(out, c);
			column += sp_utf8_width(sp_str_from(sp_buf_str(out), before));
		}
	}
}

/* The start of `text` that is at most `width` columns wide. */
static struct sp_str cut_to_width(struct sp_str text, size_t width)
{
	struct sp_str rest = text;
	size_t columns = 0;

	while (rest.len) {
		struct sp_str before = rest;
		size_t more;

		sp_utf8_next(&rest);
		more = sp_utf8_width(sp_str_sub(before, 0, before.len - rest.len));
		if (columns + more > width)
			return sp_str_sub(text, 0, text.len - before.len);
		columns += more;
	}
	return text;
}

void sp_show_column(struct sp_buf *out, struct sp_str text, size_t width)
{
	/* No column is wider than this many bytes of text need. */
	enum { BYTES_A_COLUMN = 32 };
	struct sp_buf line = SP_BUF_INIT;
	struct sp_str shown;

	sp_show_line(&line, sp_utf8_cut(text, width * BYTES_A_COLUMN));
	shown = sp_buf_str(&line);
	if (sp_utf8_width(shown) > width) {
		shown = cut_to_width(shown, width - 1);
		sp_buf_add_str(out, shown);
		sp_buf_add_text(out, "…");
		width = width > sp_utf8_width(shown) ? width - sp_utf8_width(shown) - 1 : 0;
	} else {
		sp_buf_add_str(out, shown);
		width -= sp_utf8_width(shown);
	}
	while (width--)
		sp_buf_add_char(out, ' ');
	sp_buf_release(&line);
}
