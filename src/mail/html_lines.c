/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/html_lines.h"

#include "base/utf8.h"

enum { MAX_QUOTE = 20, MAX_INDENT = 20 };

static void end_line(struct sp_html_lines *lines)
{
	if (lines->held && !lines->line_open && lines->breaks < 2)
		lines->breaks++;
	lines->held = false;
	lines->gap = 0;
	lines->line_open = false;
}

void sp_html_lines_break(struct sp_html_lines *lines, unsigned breaks)
{
	end_line(lines);
	if (lines->breaks < breaks)
		lines->breaks = breaks;
}

void sp_html_lines_newline(struct sp_html_lines *lines)
{
	bool held = lines->held && !lines->line_open;

	end_line(lines);
	if (!held && lines->breaks < 2)
		lines->breaks++;
}

void sp_html_lines_gap(struct sp_html_lines *lines, char gap)
{
	if (lines->line_open && lines->gap != '\t')
		lines->gap = gap;
}

void sp_html_lines_hold(struct sp_html_lines *lines)
{
	lines->held = true;
	sp_html_lines_gap(lines, ' ');
}

static void add_quote(struct sp_html_lines *lines, unsigned depth, bool text_follows)
{
	if (depth > MAX_QUOTE)
		depth = MAX_QUOTE;
	for (unsigned i = 0; i < depth; i++)
		sp_buf_add_char(lines->out, '>');
	if (depth && text_follows)
		sp_buf_add_char(lines->out, ' ');
}

/* Put down what waits, so that text can follow. */
static void open_line(struct sp_html_lines *lines)
{
	unsigned indent = lines->indent < MAX_INDENT ? lines->indent : MAX_INDENT;

	if (lines->line_open) {
		if (lines->gap)
			sp_buf_add_char(lines->out, lines->gap);
		lines->gap = 0;
		return;
	}
	while (lines->out->len > lines->start && sp_ascii_blank(lines->out->ptr[lines->out->len - 1]))
		sp_buf_cut(lines->out, lines->out->len - 1); /* blanks in <pre> */
	if (lines->out->len > lines->start) {
		sp_buf_add_char(lines->out, '\n');
		if (lines->breaks > 1) {
			add_quote(lines, lines->quote < lines->last_quote ? lines->quote : lines->last_quote,
				false);
			sp_buf_add_char(lines->out, '\n');
		}
	}
	add_quote(lines, lines->quote, true);
	for (unsigned i = lines->mark && indent >= 2 ? 2 : 0; i < indent; i++)
		sp_buf_add_char(lines->out, ' ');
	if (lines->mark)
		sp_buf_add_text(lines->out, lines->mark);
	lines->mark = NULL;
	lines->breaks = 0;
	lines->gap = 0;
	lines->held = false;
	lines->last_quote = lines->quote;
	lines->line_open = true;
}

void sp_html_lines_text(struct sp_html_lines *lines, struct sp_str text)
{
	if (!text.len || sp_html_lines_full(lines))
		return;
	open_line(lines);
	if (!sp_html_lines_full(lines))
		sp_buf_add_str(lines->out, sp_utf8_cut(text, lines->limit - lines->out->len));
}

void sp_html_lines_character(struct sp_html_lines *lines, uint32_t c)
{
	char bytes[8];
	struct sp_buf one = { bytes, 0, sizeof bytes };

	sp_utf8_add(&one, c);
	sp_html_lines_text(lines, sp_buf_str(&one));
}
