/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/wrap.h"

#include "base/utf8.h"

/* "> > " at the start of a line. */
static struct sp_str quote_of(struct sp_str line)
{
	size_t len = 0;

	while (len < line.len && (line.ptr[len] == '>' || (len && line.ptr[len] == ' ')))
		len++;
	return sp_str_sub(line, 0, len);
}

static void wrap_line(struct sp_buf *out, struct sp_str line, size_t columns)
{
	struct sp_str quote = quote_of(line);
	struct sp_str rest = sp_str_from(line, quote.len), word;
	size_t start = sp_utf8_width(quote), column = start;
	bool first = true;

	sp_buf_add_str(out, quote);
	while (sp_str_next_field(&rest, ' ', &word)) {
		size_t width = sp_utf8_width(word);

		if (!first && column > start && column + 1 + width > columns) {
			sp_buf_add_char(out, '\n');
			sp_buf_add_str(out, quote);
			column = start;
		} else if (!first) {
			sp_buf_add_char(out, ' ');
			column++;
		}
		sp_buf_add_str(out, word);
		column += width;
		first = false;
	}
}

void sp_wrap(struct sp_buf *out, struct sp_str text, size_t columns)
{
	bool first = true;
	struct sp_str line;

	while (sp_str_next_line(&text, &line)) {
		line = sp_str_trim_end(line);
		if (!first)
			sp_buf_add_char(out, '\n');
		first = false;
		if (sp_utf8_width(line) <= columns)
			sp_buf_add_str(out, line);
		else
			wrap_line(out, line, columns);
	}
}

/* Where a line's value begins: behind "Label:" and its blanks, or behind the
 * blanks at its start. */
static size_t value_at(struct sp_str line)
{
	size_t colon = sp_str_find_char(line, ':'), at = 0;

	if (colon < line.len && line.ptr[0] != '>' && sp_str_find_char(line, ' ') > colon)
		at = colon + 1;
	while (at < line.len && line.ptr[at] == ' ')
		at++;
	return at;
}

static void wrap_hanging(struct sp_buf *out, struct sp_str line, size_t columns)
{
	size_t at = value_at(line), indent = sp_utf8_width(sp_str_sub(line, 0, at));
	struct sp_buf value = SP_BUF_INIT;
	struct sp_str rest, one;

	if (indent > columns / 2)
		at = indent = 0;
	sp_buf_add_str(out, sp_str_sub(line, 0, at));
	sp_wrap(&value, sp_str_from(line, at), columns - indent);
	rest = sp_buf_str(&value);
	for (bool first = true; sp_str_next_line(&rest, &one); first = false) {
		if (!first)
			sp_buf_printf(out, "\n%*s", (int)indent, "");
		sp_buf_add_str(out, one);
	}
	sp_buf_release(&value);
}

void sp_wrap_mail(struct sp_buf *out, struct sp_str text, size_t columns)
{
	struct sp_str line;

	while (sp_str_next_line(&text, &line)) {
		if (sp_utf8_width(line) <= columns)
			sp_buf_add_str(out, line);
		else
			wrap_hanging(out, line, columns);
		sp_buf_add_char(out, '\n');
	}
}

void sp_one_line(struct sp_buf *out, struct sp_str text, size_t max)
{
	size_t start = out->len;
	bool blank = false, cut = false;

	text = sp_str_trim(text);
	while (text.len && !cut) {
		struct sp_str rest = text;
		uint32_t c = sp_utf8_next(&rest);

		if (c == ' ' || c < 0x20 || (c >= 0x7f && c < 0xa0)) {
			blank = true;
		} else {
			cut = out->len - start + (text.len - rest.len) + blank > max;
			if (!cut && blank)
				sp_buf_add_char(out, ' ');
			if (!cut)
				sp_utf8_add(out, c);
			blank = false;
		}
		text = rest;
	}
	if (cut)
		sp_buf_add_text(out, "\xe2\x80\xa6");
}
