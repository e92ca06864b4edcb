/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the reading of HTML is: the elements that are open and the lines so far.
 * mail/html.c reads tags and text, mail/html_elements.c opens and closes
 * elements. Inside mail/html*.c only.
 */
#ifndef SP_MAIL_HTML_READER_H
#define SP_MAIL_HTML_READER_H

#include "mail/html.h"
#include "mail/html_lines.h"
#include "mail/html_tags.h"

struct sp_html_element {
	const struct sp_html_tag *tag;
	bool hidden;    /* this one hides */
	bool zero_font; /* inherited */
	bool quote;
	bool paragraph_ends_line; /* <p class=MsoNormal>: no empty line after it */
	bool ordered;
	int number;     /* of the next item of an ordered list */
};

struct sp_html_reader {
	struct sp_html_lines lines;
	struct sp_str rest;
	struct sp_html_element stack[SP_HTML_DEPTH];
	size_t depth;
	size_t hidden; /* elements on the stack that hide */
	size_t pre;
	size_t inlines; /* inline elements on the stack: those with an effect and what is in them */
	unsigned broken; /* tags without an end so far */
	struct sp_buf href; /* of the open link */
	size_t link_start;
	bool linked;
	bool no_comment_end; /* there is no "-->" in what is left */
	struct sp_str no_raw_end[8]; /* names whose end tag is not in what is left */
	size_t no_raw_count;
};

/* Is text shown here? */
static inline bool sp_html_shown(const struct sp_html_reader *r)
{
	return r->hidden == 0 && !(r->depth && r->stack[r->depth - 1].zero_font);
}

/* An element with content begins. */
void sp_html_open(struct sp_html_reader *r, const struct sp_html_tag *tag,
	const struct sp_html_attributes *attributes);

/* Close the innermost element of that tag and what is open inside it.  An end
 * tag of an inline element does not reach out of its block, and none but a
 * table's reaches out of its cell. */
void sp_html_close(struct sp_html_reader *r, const struct sp_html_tag *tag);

/* The address of the open link, if there is one, after its text. */
void sp_html_close_link(struct sp_html_reader *r);

#endif
