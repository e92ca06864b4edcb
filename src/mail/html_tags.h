/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the elements of HTML mean for text: a table, and what their attributes
 * say (hidden, quoting, a list's first number).
 */
#ifndef SP_MAIL_HTML_TAGS_H
#define SP_MAIL_HTML_TAGS_H

#include <stdbool.h>

#include "base/str.h"

enum sp_html_kind {
	SP_HTML_UNKNOWN,
	SP_HTML_INLINE,
	SP_HTML_BLOCK,     /* begins and ends a line */
	SP_HTML_PARAGRAPH, /* begins and ends with an empty line */
	SP_HTML_QUOTE,
	SP_HTML_PRE,
	SP_HTML_LIST,
	SP_HTML_ITEM,
	SP_HTML_CELL,
	SP_HTML_LINK,
	SP_HTML_BREAK,     /* the rest have no content */
	SP_HTML_RULE,
	SP_HTML_IMAGE,
	SP_HTML_VOID,
	SP_HTML_RAW,       /* all up to its end tag is no text */
	SP_HTML_DROPPED,   /* its content is not shown */
};

struct sp_html_tag {
	const char *name;
	enum sp_html_kind kind;
};

/* The row of a name (any case), or NULL. */
const struct sp_html_tag *sp_html_tag(struct sp_str name);

/* The attributes that matter, as written: the first of each name. */
struct sp_html_attributes {
	struct sp_str class, id, style, type, href, alt, width, height, start;
	bool hidden;
};

/* Take one tag's attributes off the front of `*rest`, with its '>'.  False when
 * the input ends before. */
bool sp_html_attributes(struct sp_str *rest, struct sp_html_attributes *attributes_r);

/* display:none and its like; a preheader of a span or div. */
bool sp_html_hidden(const struct sp_html_attributes *attributes);

/* -1: no font size; 0: font-size:0; 1: another. */
int sp_html_font(const struct sp_html_attributes *attributes);

/* A paragraph without space around it: Word's, or margin:0. */
bool sp_html_tight(const struct sp_html_attributes *attributes);

/* An element that encloses what is quoted (`block`: a <blockquote>). */
bool sp_html_quotes(const struct sp_html_attributes *attributes, bool blockquote);

#endif
