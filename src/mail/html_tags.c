/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/html_tags.h"

#include <stdlib.h>
#include <strings.h>

/* In the order of strcmp(). */
static const struct sp_html_tag tags[] = {
	{ "a", SP_HTML_LINK },           { "address", SP_HTML_BLOCK },
	{ "area", SP_HTML_VOID },        { "article", SP_HTML_BLOCK },
	{ "aside", SP_HTML_BLOCK },      { "base", SP_HTML_VOID },
	{ "blockquote", SP_HTML_QUOTE }, { "body", SP_HTML_BLOCK },
	{ "br", SP_HTML_BREAK },         { "caption", SP_HTML_BLOCK },
	{ "center", SP_HTML_BLOCK },     { "col", SP_HTML_VOID },
	{ "dd", SP_HTML_BLOCK },         { "details", SP_HTML_BLOCK },
	{ "div", SP_HTML_BLOCK },        { "dl", SP_HTML_BLOCK },
	{ "dt", SP_HTML_BLOCK },         { "embed", SP_HTML_VOID },
	{ "fieldset", SP_HTML_BLOCK },   { "figcaption", SP_HTML_BLOCK },
	{ "figure", SP_HTML_BLOCK },     { "font", SP_HTML_INLINE },
	{ "footer", SP_HTML_BLOCK },     { "form", SP_HTML_BLOCK },
	{ "h1", SP_HTML_PARAGRAPH },     { "h2", SP_HTML_PARAGRAPH },
	{ "h3", SP_HTML_PARAGRAPH },     { "h4", SP_HTML_PARAGRAPH },
	{ "h5", SP_HTML_PARAGRAPH },     { "h6", SP_HTML_PARAGRAPH },
	{ "header", SP_HTML_BLOCK },     { "hr", SP_HTML_RULE },
	{ "iframe", SP_HTML_RAW },       { "img", SP_HTML_IMAGE },
	{ "input", SP_HTML_VOID },       { "li", SP_HTML_ITEM },
	{ "link", SP_HTML_VOID },        { "main", SP_HTML_BLOCK },
	{ "meta", SP_HTML_VOID },        { "nav", SP_HTML_BLOCK },
	{ "noembed", SP_HTML_RAW },      { "noframes", SP_HTML_RAW },
	{ "object", SP_HTML_INLINE },    { "ol", SP_HTML_LIST },
	{ "option", SP_HTML_DROPPED },   { "p", SP_HTML_PARAGRAPH },
	{ "param", SP_HTML_VOID },       { "pre", SP_HTML_PRE },
	{ "script", SP_HTML_RAW },       { "section", SP_HTML_BLOCK },
	{ "select", SP_HTML_DROPPED },   { "source", SP_HTML_VOID },
	{ "span", SP_HTML_INLINE },      { "style", SP_HTML_RAW },
	{ "summary", SP_HTML_BLOCK },    { "svg", SP_HTML_DROPPED },
	{ "table", SP_HTML_BLOCK },      { "tbody", SP_HTML_BLOCK },
	{ "td", SP_HTML_CELL },          { "template", SP_HTML_DROPPED },
	{ "tfoot", SP_HTML_BLOCK },      { "th", SP_HTML_CELL },
	{ "thead", SP_HTML_BLOCK },      { "title", SP_HTML_RAW },
	{ "tr", SP_HTML_BLOCK },         { "track", SP_HTML_VOID },
	{ "ul", SP_HTML_LIST },          { "wbr", SP_HTML_VOID },
	{ "xml", SP_HTML_DROPPED },      { "xmp", SP_HTML_PRE },
};

static int compare(const void *name, const void *tag)
{
	return strcasecmp(name, ((const struct sp_html_tag *)tag)->name);
}

const struct sp_html_tag *sp_html_tag(struct sp_str name)
{
	char text[16];

	if (name.len >= sizeof text || memchr(name.ptr, 0, name.len))
		return NULL;
	memcpy(text, name.ptr, name.len);
	text[name.len] = '\0';
	return bsearch(text, tags, sizeof tags / sizeof *tags, sizeof *tags, compare);
}

static void skip_blanks(struct sp_str *rest)
{
	size_t i = 0;

	while (i < rest->len && (sp_ascii_blank(rest->ptr[i]) || rest->ptr[i] == '/'))
		i++;
	*rest = sp_str_from(*rest, i);
}

static struct sp_str take_until(struct sp_str *rest, const char *ends)
{
	struct sp_str taken;
	size_t i = 0;

	while (i < rest->len && !sp_ascii_blank(rest->ptr[i]) &&
		!(rest->ptr[i] && strchr(ends, rest->ptr[i])))
		i++;
	taken = sp_str_sub(*rest, 0, i);
	*rest = sp_str_from(*rest, i);
	return taken;
}

static struct sp_str take_value(struct sp_str *rest)
{
	char quote = rest->len ? rest->ptr[0] : '\0';
	struct sp_str value;
	size_t end;

	if (quote != '"' && quote != '\'')
		return take_until(rest, ">");
	value = sp_str_from(*rest, 1);
	end = sp_str_find_char(value, quote);
	*rest = sp_str_from(value, end + 1);
	return sp_str_sub(value, 0, end);
}

static void keep(struct sp_html_attributes *a, struct sp_str name, struct sp_str value)
{
	const struct {
		const char *name;
		struct sp_str *field;
	} fields[] = {
		{ "class", &a->class }, { "id", &a->id },       { "style", &a->style },
		{ "type", &a->type },   { "href", &a->href },   { "alt", &a->alt },
		{ "width", &a->width }, { "height", &a->height }, { "start", &a->start },
	};

	if (name.len < 2 || name.len > 6)
		return;
	if (sp_str_eq_nocase(name, SP_STR("hidden"))) {
		a->hidden = true;
		return;
	}
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!fields[i].field->ptr && sp_str_eq_nocase(name, sp_str(fields[i].name)))
			*fields[i].field = value.ptr ? value : SP_STR("");
}

bool sp_html_attributes(struct sp_str *rest, struct sp_html_attributes *attributes_r)
{
	*attributes_r = (struct sp_html_attributes){ 0 };
	for (;;) {
		struct sp_str name, value = SP_STR("");

		skip_blanks(rest);
		if (!rest->len)
			return false;
		if (rest->ptr[0] == '>') {
			*rest = sp_str_from(*rest, 1);
			return true;
		}
		name = take_until(rest, "=>/");
		skip_blanks(rest);
		if (rest->len && rest->ptr[0] == '=') {
			*rest = sp_str_from(*rest, 1);
			while (rest->len && sp_ascii_blank(rest->ptr[0]))
				*rest = sp_str_from(*rest, 1);
			value = take_value(rest);
		}
		keep(attributes_r, name, value);
	}
}

/* What follows `property` and its colon in a style; absent when it is not
 * there as a whole name. */
static struct sp_str style_value(struct sp_str style, const char *property)
{
	struct sp_str name = sp_str(property), piece;

	while (sp_str_next_field(&style, ';', &piece)) {
		size_t colon = sp_str_find_char(piece, ':');

		if (colon < piece.len && sp_str_eq_nocase(sp_str_trim(sp_str_sub(piece, 0, colon)), name))
			return sp_str_trim(sp_str_from(piece, colon + 1));
	}
	return SP_NONE;
}

static bool style_begins(struct sp_str style, const char *property, const char *value)
{
	return sp_str_starts_nocase(style_value(style, property), sp_str(value));
}

/* "0", "0px", "0.0pt", but not "0.5em". */
static bool is_zero(struct sp_str value)
{
	if (!value.len || value.ptr[0] != '0')
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] >= '1' && value.ptr[i] <= '9')
			return false;
	return true;
}

int sp_html_font(const struct sp_html_attributes *a)
{
	struct sp_str size = style_value(a->style, "font-size");

	return !size.len ? -1 : is_zero(size) ? 0 : 1;
}

bool sp_html_tight(const struct sp_html_attributes *a)
{
	return sp_str_starts_nocase(a->class, SP_STR("Mso")) || is_zero(style_value(a->style, "margin"));
}

static bool has_word(struct sp_str list, const char *word)
{
	struct sp_str piece;

	while (sp_str_next_field(&list, ' ', &piece))
		if (sp_str_eq_nocase(sp_str_trim(piece), sp_str(word)))
			return true;
	return false;
}

bool sp_html_hidden(const struct sp_html_attributes *a)
{
	struct sp_str style = a->style;

	if (a->hidden || has_word(a->class, "preheader") || has_word(a->id, "preheader"))
		return true;
	if (!style.len)
		return false;
	return style_begins(style, "display", "none") ||
	       style_begins(style, "visibility", "hidden") ||
	       style_begins(style, "mso-hide", "all") || is_zero(style_value(style, "opacity")) ||
	       (is_zero(style_value(style, "max-height")) && style_begins(style, "overflow", "hidden"));
}

/* Gmail and Outlook indent with a <blockquote> that has no border. */
static bool only_indents(const struct sp_html_attributes *a)
{
	struct sp_str border = style_value(a->style, "border");

	return (sp_str_starts_nocase(border, SP_STR("none")) || is_zero(border)) &&
	       !style_value(a->style, "border-left").len &&
	       !sp_str_eq_nocase(a->type, SP_STR("cite"));
}

bool sp_html_quotes(const struct sp_html_attributes *a, bool blockquote)
{
	if (blockquote)
		return !only_indents(a);
	return has_word(a->class, "yahoo_quoted") ||
	       sp_str_find_nocase(a->id, SP_STR("yahoo_quoted")) < a->id.len;
}
