/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What opening and closing an element does to the lines.
 */
#include "mail/html_reader.h"

#include <stdio.h>

#include "base/utf8.h"
#include "mail/entities.h"

/* --- links --------------------------------------------------------------- */

/* Without its scheme, "www." and a slash at the end, to compare with the text. */
static struct sp_str bare_address(struct sp_str url)
{
	static const char *const starts[] = { "mailto:", "tel:", "http://", "https://", "www." };

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (sp_str_starts_nocase(url, sp_str(starts[i])))
			url = sp_str_from(url, strlen(starts[i]));
	while (url.len && url.ptr[url.len - 1] == '/')
		url.len--;
	return url;
}

static bool worth_showing(struct sp_str url)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://", "mailto:", "tel:" };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (sp_str_starts_nocase(url, sp_str(schemes[i])))
			return url.len > strlen(schemes[i]);
	return false;
}

static void open_link(struct sp_html_reader *r, const struct sp_html_attributes *a)
{
	struct sp_str url;

	sp_buf_cut(&r->href, 0);
	sp_entity_decode(&r->href, a->href);
	url = sp_str_trim(sp_buf_str(&r->href));
	r->linked = worth_showing(url) && sp_html_shown(r);
	r->link_start = r->lines.out->len;
}

void sp_html_close_link(struct sp_html_reader *r)
{
	struct sp_str text, url;

	if (!r->linked)
		return;
	r->linked = false;
	text = sp_str_trim(sp_str_from(sp_buf_str(r->lines.out), r->link_start));
	url = sp_str_trim(sp_buf_str(&r->href));
	if (!text.len || sp_html_lines_full(&r->lines) || !sp_utf8_valid(url) ||
		sp_str_eq_nocase(bare_address(text), bare_address(url)) ||
		(text.ptr[0] == '<' && sp_str_has(text, bare_address(url))))
		return;
	/* Right after its text, on whatever line that ended. */
	sp_buf_add_text(r->lines.out, " <");
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.ptr[i] > ' ' && url.ptr[i] != '<' && url.ptr[i] != '>')
			sp_buf_add_char(r->lines.out, url.ptr[i]);
	sp_buf_add_char(r->lines.out, '>');
}

/* --- the stack ------------------------------------------------------------- */

static void leave(struct sp_html_reader *r, const struct sp_html_element *e)
{
	if (e->hidden)
		r->hidden--;
	if (e->quote)
		r->lines.quote--;
	switch (e->tag->kind) {
	case SP_HTML_INLINE:
		r->inlines--;
		break;
	case SP_HTML_BLOCK:
	case SP_HTML_QUOTE:
	case SP_HTML_ITEM:
		sp_html_lines_break(&r->lines, 1);
		break;
	case SP_HTML_PARAGRAPH:
		sp_html_lines_break(&r->lines, e->paragraph_ends_line ? 1 : 2);
		break;
	case SP_HTML_PRE:
		r->pre--;
		sp_html_lines_break(&r->lines, 1);
		break;
	case SP_HTML_LIST:
		r->lines.indent -= 2;
		r->lines.mark = NULL;
		sp_html_lines_break(&r->lines, 1);
		break;
	case SP_HTML_CELL:
		sp_html_lines_gap(&r->lines, '\t');
		break;
	case SP_HTML_LINK:
		sp_html_close_link(r);
		break;
	default:
		break;
	}
}

static void pop(struct sp_html_reader *r)
{
	struct sp_html_element e = r->stack[--r->depth];

	leave(r, &e);
}

static bool is_inline(const struct sp_html_tag *tag)
{
	return tag->kind == SP_HTML_INLINE || tag->kind == SP_HTML_LINK;
}

static bool is_row(const struct sp_html_tag *tag)
{
	return strcmp(tag->name, "tr") == 0;
}

void sp_html_close(struct sp_html_reader *r, const struct sp_html_tag *tag)
{
	bool table = strcmp(tag->name, "table") == 0 || is_row(tag) || tag->kind == SP_HTML_CELL ||
		     strcmp(tag->name, "body") == 0;
	size_t at = r->depth;

	while (at > 0 && r->stack[at - 1].tag != tag) {
		const struct sp_html_tag *open = r->stack[at - 1].tag;

		if ((is_inline(tag) && !is_inline(open)) || (open->kind == SP_HTML_CELL && !table))
			return;
		at--;
	}
	if (at == 0)
		return;
	while (r->depth >= at)
		pop(r);
}

/* <p>, <li>, <tr>, <td> end the one before them when it was left open. */
static void close_implied(struct sp_html_reader *r, const struct sp_html_tag *tag)
{
	const struct sp_html_element *top;

	if (!r->depth)
		return;
	top = &r->stack[r->depth - 1];
	if (top->tag->kind == SP_HTML_PARAGRAPH && !is_inline(tag))
		pop(r);
	if (r->depth && tag->kind == SP_HTML_ITEM && r->stack[r->depth - 1].tag == tag)
		pop(r);
	if (r->depth && (tag->kind == SP_HTML_CELL || is_row(tag)) &&
		r->stack[r->depth - 1].tag->kind == SP_HTML_CELL)
		pop(r);
	if (r->depth && is_row(tag) && is_row(r->stack[r->depth - 1].tag))
		pop(r);
	if (r->depth && tag->kind == SP_HTML_LINK && r->stack[r->depth - 1].tag == tag)
		pop(r);
}

static void begin_list(struct sp_html_reader *r, struct sp_html_element *e, const struct sp_html_attributes *a)
{
	unsigned long long start = 1;

	e->ordered = e->tag->name[0] == 'o';
	if (a->start.len)
		sp_str_number(a->start, 1000000, &start);
	e->number = (int)start;
	r->lines.indent += 2;
	sp_html_lines_break(&r->lines, 1);
}

static void begin_item(struct sp_html_reader *r)
{
	struct sp_html_element *list = NULL;

	sp_html_lines_break(&r->lines, 1);
	for (size_t i = r->depth; i > 0 && !list; i--)
		if (r->stack[i - 1].tag->kind == SP_HTML_LIST)
			list = &r->stack[i - 1];
	if (list && list->ordered)
		snprintf(r->lines.number, sizeof r->lines.number, "%d. ", list->number++);
	r->lines.mark = list && list->ordered ? r->lines.number : "- ";
}

/* What its beginning does to the lines. */
static void enter(struct sp_html_reader *r, struct sp_html_element *e, const struct sp_html_attributes *a)
{
	switch (e->tag->kind) {
	case SP_HTML_BLOCK:
	case SP_HTML_QUOTE:
		sp_html_lines_break(&r->lines, 1);
		break;
	case SP_HTML_PARAGRAPH:
		e->paragraph_ends_line = sp_html_tight(a);
		sp_html_lines_break(&r->lines, e->paragraph_ends_line ? 1 : 2);
		break;
	case SP_HTML_PRE:
		r->pre++;
		sp_html_lines_break(&r->lines, 1);
		break;
	case SP_HTML_LIST:
		begin_list(r, e, a);
		break;
	case SP_HTML_ITEM:
		begin_item(r);
		break;
	case SP_HTML_LINK:
		open_link(r, a);
		break;
	default:
		break;
	}
}

void sp_html_open(struct sp_html_reader *r, const struct sp_html_tag *tag,
	const struct sp_html_attributes *a)
{
	struct sp_html_element e = { .tag = tag };
	int font = sp_html_font(a);

	close_implied(r, tag);
	if (tag->kind == SP_HTML_INLINE && font < 0 && !r->inlines && !sp_html_hidden(a))
		return; /* it changes nothing */
	if (r->depth == SP_HTML_DEPTH) {
		/* Deeper than any mail: it begins its line, and has no end of its own. */
		if (!is_inline(tag))
			sp_html_lines_break(&r->lines, 1);
		return;
	}
	e.hidden = tag->kind == SP_HTML_DROPPED || sp_html_hidden(a);
	e.zero_font = font == 0 || (font < 0 && r->depth && r->stack[r->depth - 1].zero_font);
	e.quote = sp_html_quotes(a, tag->kind == SP_HTML_QUOTE);
	enter(r, &e, a);
	if (e.quote)
		r->lines.quote++;
	if (e.hidden)
		r->hidden++;
	if (tag->kind == SP_HTML_INLINE)
		r->inlines++;
	r->stack[r->depth++] = e;
}
