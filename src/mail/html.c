/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading tags and text.  What elements do is in mail/html_elements.c, what they
 * mean in mail/html_tags.c, lines and blanks in mail/html_lines.c.
 */
#include "mail/html.h"

#include "base/utf8.h"
#include "core/message.h"
#include "mail/entities.h"
#include "mail/html_reader.h"

enum { MAX_BROKEN = 16 };

/* --- what has no content -------------------------------------------------- */

static bool is_pixel(struct sp_str size)
{
	return sp_str_eq(size, SP_STR("1")) || sp_str_eq(size, SP_STR("0")) ||
	       sp_str_eq(size, SP_STR("1px")) || sp_str_eq(size, SP_STR("0px"));
}

static void show_image(struct sp_html_reader *r, const struct sp_html_attributes *a)
{
	struct sp_buf alt = SP_BUF_INIT;
	struct sp_str text;
	bool sign = true;

	if (!sp_html_shown(r) || sp_html_hidden(a) || is_pixel(a->width) || is_pixel(a->height))
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
static void show_rule(struct sp_html_reader *r)
{
	sp_html_lines_break(&r->lines, 1);
	if (sp_html_shown(r))
		sp_html_lines_text(&r->lines, SP_STR("________________________________"));
	sp_html_lines_break(&r->lines, 1);
}

/* Pass over all up to "</name".  Where there is none, only the tag was passed;
 * the name is remembered, so that the search is not repeated. */
static void skip_raw(struct sp_html_reader *r, const struct sp_html_tag *tag)
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

static void begin_tag(struct sp_html_reader *r, const struct sp_html_tag *tag,
	const struct sp_html_attributes *a)
{
	switch (tag->kind) {
	case SP_HTML_BREAK:
		if (sp_html_shown(r))
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
		sp_html_open(r, tag, a);
	}
}

/* "<!-- -->", "<!DOCTYPE>", "<![if]>", "<?xml?>".  A comment without an end
 * ends at its first '>', so that the rest of the mail is not lost. */
static void skip_declaration(struct sp_html_reader *r)
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
static void skip_broken(struct sp_html_reader *r)
{
	r->broken++;
	r->rest = sp_str_from(r->rest, sp_str_find_char(r->rest, '>') + 1);
}

/* r->rest begins with '<'.  What is no tag is text. */
static void read_tag(struct sp_html_reader *r)
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
		if (sp_html_shown(r))
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
		sp_html_close(r, tag);
}

/* --- text ------------------------------------------------------------------ */

static bool zero_width(uint32_t c)
{
	return c == 0x200B || c == 0x200C || c == 0xFEFF || c == 0x2060 || c == 0x34F || c == 0xAD;
}

static void show_character(struct sp_html_reader *r, uint32_t c)
{
	if (!sp_html_shown(r) || zero_width(c))
		return;
	if (c == 0xA0)
		sp_html_lines_hold(&r->lines);
	else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		sp_html_lines_gap(&r->lines, ' ');
	else if (c >= 0x20 && c != 0x7F)
		sp_html_lines_character(&r->lines, c);
}

static void read_reference(struct sp_html_reader *r)
{
	uint32_t c;

	if (sp_entity_take(&r->rest, false, &c)) {
		show_character(r, c);
		return;
	}
	if (sp_html_shown(r))
		sp_html_lines_text(&r->lines, SP_STR("&"));
	r->rest = sp_str_from(r->rest, 1);
}

/* Up to the next blank, tag, reference or character beyond ASCII. */
static void read_word(struct sp_html_reader *r)
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
	if (sp_html_shown(r))
		sp_html_lines_text(&r->lines, sp_str_sub(s, 0, i));
	r->rest = sp_str_from(s, i);
}

static void read_blank(struct sp_html_reader *r)
{
	char c = r->rest.ptr[0];

	r->rest = sp_str_from(r->rest, 1);
	if (!sp_html_shown(r))
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
	struct sp_html_reader r = { .lines = { .out = out, .start = out->len } };

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
	sp_html_close_link(&r);
	sp_buf_cut(out, sp_utf8_cut(sp_buf_str(out), r.lines.limit).len);
	sp_buf_release(&r.href);
}
