/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lines that HTML becomes: blanks, line breaks and quote marks, apart from
 * the reading of tags (mail/html.c).
 *
 * What always holds: line breaks wait until there is text to put after them, so
 * a block's end and the next one's beginning are one break; no line ends with a
 * blank; at most one empty line in a row.
 */
#ifndef SP_MAIL_HTML_LINES_H
#define SP_MAIL_HTML_LINES_H

#include <stdint.h>

#include "base/buf.h"

struct sp_html_lines {
	struct sp_buf *out;
	size_t start;       /* length of `out` before */
	size_t limit;       /* length of `out` that ends the text */
	unsigned breaks;    /* that wait: 0, 1 or 2 */
	char gap;           /* a blank or tab that waits, or 0 */
	bool held;          /* &nbsp; alone on its line: it holds the line open */
	bool line_open;     /* there is text on this line */
	unsigned quote;     /* depth of the quotes that we are in */
	unsigned last_quote; /* of the line before */
	unsigned indent;    /* of list items, in blanks */
	const char *mark;   /* "- " that waits for an item's first text, or NULL */
	char number[16];    /* room for "12. " */
};

/* A block begins or ends here: one break, or two around a paragraph. */
void sp_html_lines_break(struct sp_html_lines *lines, unsigned breaks);

/* <br>: one more break. */
void sp_html_lines_newline(struct sp_html_lines *lines);

/* A blank between words; '\t' between cells. */
void sp_html_lines_gap(struct sp_html_lines *lines, char gap);

/* &nbsp; */
void sp_html_lines_hold(struct sp_html_lines *lines);

/* Text without blanks (or, in <pre>, with them), after what waits. */
void sp_html_lines_text(struct sp_html_lines *lines, struct sp_str text);
void sp_html_lines_character(struct sp_html_lines *lines, uint32_t c);

static inline bool sp_html_lines_full(const struct sp_html_lines *lines)
{
	return lines->out->len >= lines->limit;
}

#endif
