/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading tags.  What the elements mean is in mail/html_tags.c, lines and
 * blanks in mail/html_lines.c.
 */
#include "mail/html.h"

#include <stdio.h>

#include "base/utf8.h"
#include "core/message.h"
#include "mail/entities.h"
#include "mail/html_lines.h"
#include "mail/html_tags.h"

enum { MAX_BROKEN = 16 };

struct element {
	const struct sp_html_tag *tag;
	bool hidden;    /* this one hides */
	bool zero_font; /* inherited */
	bool quote;
	bool paragraph_ends_line; /* <p class=MsoNormal>: no empty line after it */
	bool ordered;
	int number;     /* of the next item of an ordered list */
};

struct reader {
	struct sp_html_lines lines;
	struct sp_str rest;
	struct element stack[SP_HTML_DEPTH];
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

static bool shown(const struct reader *r)
{
	return r->hidden == 0 && !(r->depth && r->stack[r->depth - 1].zero_font);
}

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

static void open_link(struct reader *r, const struct sp_html_attributes *a)
{
	struct sp_str url;

	sp_buf_cut(&r->href, 0);
	sp_entity_decode(&r->href, a->href);
	url = sp_str_trim(sp_buf_str(&r->href));
	r->linked = worth_showing(url) && shown(r);
	r->link_start = r->lines.out->len;
}

static void close_link(struct reader *r)
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

static void leave(struct reader *r, const struct element *e)
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
		close_link(r);
		break;
	default:
		break;
	}
}

static void pop(struct reader *r)
{
	struct element e = r->stack[--r->depth];

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

/* Close the innermost element of that tag and what is open inside it.  An end
 * tag of an inline element does not reach out of its block, and none but a
 * table's reaches out of its cell. */
static void close_element(struct reader *r, const struct sp_html_tag *tag)
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
static void close_implied(struct reader *r, const struct sp_html_tag *tag)
{
	const struct element *top;

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

static void begin_list(struct reader *r, struct element *e, const struct sp_html_attributes *a)
{
	unsigned long long start = 1;

	e->ordered = e->tag->name[0] == 'o';
	if (a->start.len)
		sp_str_number(a->start, 1000000, &start);
	e->number = (int)start;
	r->lines.indent += 2;
	sp_html_lines_break(&r->lines, 1);
}

static void begin_item(struct reader *r)
{
	struct element *list = NULL;

	sp_html_lines_break(&r->lines, 1);
	for (size_t i = r->depth; i > 0 && !list; i--)
		if (r->stack[i - 1].tag->kind == SP_HTML_LIST)
			list = &r->stack[i - 1];
	if (list && list->ordered)
		snprintf(r->lines.number, sizeof r->lines.number, "%d. ", list->number++);
	r->lines.mark = list && list->ordered ? r->lines.number : "- ";
}

/* What its beginning does to the lines. */
static void enter(struct reader *r, struct element *e, const struct sp_html_attributes *a)
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

static void open_element(struct reader *r, const struct sp_html_tag *tag,
	const struct sp_html_attributes *a)
{
	struct element e = { .tag = tag };
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

/* --- what has no content -------------------------------------------------- */

static bool is_pixel(struct sp_str size)
{
	return sp_str_eq(size, SP_STR("1")) || sp_str_eq(size, SP_STR("0")) ||
	       sp_str_eq(size, SP_STR("1px")) || sp_str_eq(size, SP_STR("0px"));
}

static void show_image(struct reader *r, const struct sp_html_attributes *a)
{
	struct sp_buf alt = SP_BUF_INIT;
	struct sp_str text;
	bool sign = true;

	if (!shown(r) || sp_html_hidden(a) || is_pixel(a->width) || is_pixel(a->height))
		return;
	sp_entity_decode(&alt, a->alt);
	for (size_t i = 0; i < alt.len; i++) {
		sign = sign && (unsigned char)alt.ptr[i] >= 0x80;
		if (sp_ascii_blank(alt.ptr[i]))
			alt.ptr[i] = ' ';
	}
	text = sp_str_trim(sp_buf_str(&alt));
	if (text.len && sign && text.len <= 16) {
		sp_html_lines_text(&r->lines, text); /* an emoji */
	} else if (text.len) {
		sp_html_lines_text(&r->lines, SP_STR("["));
		sp_html_lines_text(&r->lines, sp_utf8_cut(text, 200));
		sp_html_lines_text(&r->lines, SP_STR("]"));
	}
	sp_buf_release(&alt);
}

/* The line that Outlook draws above the mail it answers. */
static void show_rule(struct reader *r)
{
	sp_html_lines_break(&r->lines, 1);
	if (shown(r))
		sp_html_lines_text(&r->lines, SP_STR("________________________________"));
	sp_html_lines_break(&r->lines, 1);
}

/* Pass over all up to "</name".  Where there is none, only the tag was passed;
 * the name is remembered, so that the search is not repeated. */
static void skip_raw(struct reader *r, const struct sp_html_tag *tag)
{
	struct sp_str name = sp_str(tag->name), s = r->rest;

	for (size_t i = 0; i < r->no_raw_count; i++)
		if (r->no_raw_end[i].ptr == name.ptr)
			return;
	for (;;) {
		size_t at = sp_str_find(s, SP_STR("</"));

		if (at == s.len)
			break;
		s = sp_str_from(s, at + 2);
		if (sp_str_starts_nocase(s, name)) {
			s = sp_str_from(s, sp_str_find_char(s, '>') + 1);
			r->rest = s;
			return;
		}
	}
	if (r->no_raw_count < sizeof r->no_raw_end / sizeof *r->no_raw_end)
		r->no_raw_end[r->no_raw_count++] = name;
}

/* --- tags ------------------------------------------------------------------ */

static void begin_tag(struct reader *r, const struct sp_html_tag *tag,
	const struct sp_html_attributes *a)
{
	switch (tag->kind) {
	case SP_HTML_BREAK:
		if (shown(r))
			sp_html_lines_newline(&r->lines);
		return;
	case SP_HTML_RULE:
		show_rule(r);
		return;
	case SP_HTML_IMAGE:
		show_image(r, a);
		return;
	case SP_HTML_RAW:
		skip_raw(r, tag);
		return;
	case SP_HTML_VOID:
	case SP_HTML_UNKNOWN:
		return;
	default:
		open_element(r, tag, a);
	}
}

/* "<!-- -->", "<!DOCTYPE>", "<![if]>", "<?xml?>".  A comment without an end
 * ends at its first '>', so that the rest of the mail is not lost. */
static void skip_declaration(struct reader *r)
{
	struct sp_str s = r->rest;
	size_t end;

	if (sp_str_starts(s, SP_STR("<!--")) && !r->no_comment_end) {
		struct sp_str inside = sp_str_from(s, 4);

		if (sp_str_starts(inside, SP_STR(">")) || sp_str_starts(inside, SP_STR("->"))) {
			r->rest = sp_str_from(inside, sp_str_find_char(inside, '>') + 1);
			return;
		}
		end = sp_str_find(inside, SP_STR("-->"));
		if (end < inside.len) {
			r->rest = sp_str_from(inside, end + 3);
			return;
		}
		r->no_comment_end = true;
	}
	r->rest = sp_str_from(s, sp_str_find_char(s, '>') + 1);
}

static struct sp_str tag_name(struct sp_str s)
{
	size_t i = 0;

	while (i < s.len && (sp_ascii_alnum(s.ptr[i]) || s.ptr[i] == ':' || s.ptr[i] == '-'))
		i++;
	return sp_str_sub(s, 0, i);
}

/* A tag whose end is never found (a quote left open) ends at its first '>', so
 * that the rest of the mail is not lost; where there is none, the mail is. After
 * some of them '<' is only text: each costs a look at all that is left. */
static void skip_broken(struct reader *r)
{
	r->broken++;
	r->rest = sp_str_from(r->rest, sp_str_find_char(r->rest, '>') + 1);
}

/* r->rest begins with '<'.  What is no tag is text. */
static void read_tag(struct reader *r)
{
	char next = r->rest.len > 1 ? r->rest.ptr[1] : '\0';
	bool end = next == '/';
	struct sp_str name = tag_name(sp_str_from(r->rest, end ? 2 : 1));
	const struct sp_html_tag *tag;
	struct sp_html_attributes attributes;
	struct sp_str after_name;

	if (next == '!' || next == '?') {
		skip_declaration(r);
		return;
	}
	if (!name.len || sp_ascii_digit(name.ptr[0]) || r->broken > MAX_BROKEN) {
		if (shown(r))
			sp_html_lines_text(&r->lines, SP_STR("<"));
		r->rest = sp_str_from(r->rest, 1);
		return;
	}
	r->rest = sp_str_from(r->rest, (end ? 2 : 1) + name.len);
	tag = sp_html_tag(name);
	after_name = r->rest;
	if (!sp_html_attributes(&r->rest, &attributes)) {
		r->rest = after_name;
		skip_broken(r);
		return;
	}
	if (!tag)
		return;
	if (!end)
		begin_tag(r, tag, &attributes);
	else if (tag->kind == SP_HTML_BREAK)
		begin_tag(r, tag, &attributes);
	else
		close_element(r, tag);
}

/* --- text ------------------------------------------------------------------ */

static bool zero_width(uint32_t c)
{
	return c == 0x200B || c == 0x200C || c == 0xFEFF || c == 0x2060 || c == 0x34F || c == 0xAD;
}

static void show_character(struct reader *r, uint32_t c)
{
	if (!shown(r) || zero_width(c))
		return;
	if (c == 0xA0)
		sp_html_lines_hold(&r->lines);
	else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		sp_html_lines_gap(&r->lines, ' ');
	else if (c >= 0x20 && c != 0x7F)
		sp_html_lines_character(&r->lines, c);
}

static void read_reference(struct reader *r)
{
	uint32_t c;

	if (sp_entity_take(&r->rest, false, &c)) {
		show_character(r, c);
		return;
	}
	if (shown(r))
		sp_html_lines_text(&r->lines, SP_STR("&"));
	r->rest = sp_str_from(r->rest, 1);
}

/* Up to the next blank, tag, reference or character beyond ASCII. */
static void read_word(struct reader *r)
{
	struct sp_str s = r->rest;
	size_t i = 0;

	while (i < s.len && s.ptr[i] > ' ' && (unsigned char)s.ptr[i] < 0x7F && s.ptr[i] != '<' &&
		s.ptr[i] != '&')
		i++;
	if (i == 0) { /* beyond ASCII, or a control */
		uint32_t c = sp_utf8_next(&r->rest);

		show_character(r, c == SP_UTF8_BAD ? 0xFFFD : c);
		return;
	}
	if (shown(r))
		sp_html_lines_text(&r->lines, sp_str_sub(s, 0, i));
	r->rest = sp_str_from(s, i);
}

static void read_blank(struct reader *r)
{
	char c = r->rest.ptr[0];

	r->rest = sp_str_from(r->rest, 1);
	if (!shown(r))
		return;
	if (!r->pre)
		sp_html_lines_gap(&r->lines, ' ');
	else if (c == '\n')
		sp_html_lines_newline(&r->lines);
	else if (c != '\r' && r->rest.len && r->rest.ptr[0] != '\n' && r->rest.ptr[0] != '\r')
		sp_html_lines_text(&r->lines, c == '\t' ? SP_STR("\t") : SP_STR(" "));
}

void sp_html_to_text(struct sp_str html, struct sp_buf *out)
{
	struct reader r = { .lines = { .out = out, .start = out->len } };

	r.rest = sp_utf8_cut(html, SP_MAX_HTML);
	r.lines.limit = out->len + SP_MAX_TEXT;
	sp_buf_init(&r.href);
	while (r.rest.len && !sp_html_lines_full(&r.lines)) {
		char c = r.rest.ptr[0];

		if (c == '<')
			read_tag(&r);
		else if (c == '&')
			read_reference(&r);
		else if (sp_ascii_blank(c))
			read_blank(&r);
		else
			read_word(&r);
	}
	close_link(&r);
	sp_buf_cut(out, sp_utf8_cut(sp_buf_str(out), r.lines.limit).len);
	sp_buf_release(&r.href);
}
