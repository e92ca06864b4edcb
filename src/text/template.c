/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads a template into nodes, in one pass.  render.c fills it in.
 *
 * A section's tag, its end and a comment that stand alone on a line take the
 * whole line with them, as the Mustache specification has it.
 */
#include "config.h"

#include "text/template.h"

#include "text/nodes.h"

/* More tags than any mail has; keeps what looks at pairs of names quick. */
enum { MAX_TAGS = 5000 };

struct reader {
	struct sp_arena *arena;
	struct sp_template *template;
	struct sp_str source;
	struct sp_err *err;
	size_t at;   /* where the text that is not yet taken begins */
	size_t room; /* nodes allocated */
	size_t counted; /* up to here `line` is right */
	int line;
	size_t open[SP_TEMPLATE_DEPTH]; /* sections not yet ended */
	size_t depth;
};

/* A tag between its braces. */
struct tag {
	size_t begin, end; /* of the whole tag in the source */
	char sigil;        /* '{' for {{{, 0 for a plain value */
	struct sp_str name;
	int line;
};

static enum sp_status wrong(struct reader *r, int line, const char *what, struct sp_str name)
{
	return sp_fail(r->err, SP_CONFIG, "%s:%d: %s%s%.*s%s", r->template->name, line, what,
		name.len ? " \"" : "", SP_FMT(sp_str_sub(name, 0, 80)), name.len ? "\"" : "");
}

static int line_of(struct reader *r, size_t at)
{
	for (; r->counted < at; r->counted++)
		r->line += r->source.ptr[r->counted] == '\n';
	return r->line;
}

static struct sp_node *add_node(struct reader *r, enum sp_node_kind kind, struct sp_str text, int line)
{
	struct sp_template *t = r->template;
	struct sp_node *node;

	t->nodes = sp_arena_grow(r->arena, t->nodes, t->count, &r->room, sizeof *t->nodes);
	node = &t->nodes[t->count++];
	*node = (struct sp_node){ .kind = kind, .text = text, .line = line };
	return node;
}

static void add_text(struct reader *r, size_t begin, size_t end)
{
	if (end > begin)
		add_node(r, SP_NODE_TEXT, sp_str_sub(r->source, begin, end - begin), 0);
}

static bool valid_name(struct sp_str name)
{
	if (sp_str_eq(name, SP_STR(".")))
		return true;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (c == '.' && i > 0 && i + 1 < name.len && name.ptr[i - 1] != '.')
			continue;
		if (!sp_ascii_alnum(c) && c != '_' && c != '-')
			return false;
	}
	return name.len > 0;
}

/* What the Mustache language has and this subset leaves out, by name. */
static const char *left_out(char sigil)
{
	switch (sigil) {
	case '>':
		return "partials ({{>name}}) are not supported";
	case '=':
		return "set delimiters ({{=<% %>=}}) are not supported";
	case '<':
	case '$':
		return "inheritance ({{<parent}}, {{$block}}) is not supported";
	default:
		return NULL;
	}
}

/* Read the tag that begins at `begin`. */
static enum sp_status read_tag(struct reader *r, size_t begin, struct tag *tag_r)
{
	struct sp_str rest = sp_str_from(r->source, begin + 2);
	struct sp_str close = SP_STR("}}");
	struct tag tag = { .begin = begin, .line = line_of(r, begin) };
	size_t inside;

	if (rest.len && memchr("#^/!&>=<${", rest.ptr[0], 10))
		tag.sigil = rest.ptr[0];
	if (left_out(tag.sigil))
		return wrong(r, tag.line, left_out(tag.sigil), SP_NONE);
	if (tag.sigil == '{')
		close = SP_STR("}}}");
	if (tag.sigil)
		rest = sp_str_from(rest, 1);
	inside = sp_str_find(rest, close);
	if (inside == rest.len)
		return wrong(r, tag.line, "a tag is not closed with }}", SP_NONE);
	tag.name = sp_str_trim(sp_str_sub(rest, 0, inside));
	tag.end = begin + 2 + (tag.sigil ? 1 : 0) + inside + close.len;
	if (tag.sigil != '!' && !valid_name(tag.name))
		return wrong(r, tag.line, "not a name between the braces:", tag.name);
	*tag_r = tag;
	return SP_OK;
}

/* Widen [*begin, *end) to its line when nothing but blanks is beside it. */
static bool alone_on_line(struct sp_str source, size_t *begin, size_t *end)
{
	size_t from = *begin, to = *end;

	while (from > 0 && (source.ptr[from - 1] == ' ' || source.ptr[from - 1] == '\t'))
		from--;
	if (from > 0 && source.ptr[from - 1] != '\n')
		return false;
	while (to < source.len && (source.ptr[to] == ' ' || source.ptr[to] == '\t'))
		to++;
	if (to < source.len && source.ptr[to] == '\r' && to + 1 < source.len)
		to++;
	if (to < source.len && source.ptr[to] != '\n')
		return false;
	*begin = from;
	*end = to < source.len ? to + 1 : to;
	return true;
}

static enum sp_status end_section(struct reader *r, const struct tag *tag)
{
	struct sp_template *t = r->template;

	if (r->depth == 0)
		return wrong(r, tag->line, "an end without its section:", tag->name);
	r->depth--;
	if (!sp_str_eq(t->nodes[r->open[r->depth]].text, tag->name))
		return wrong(r, tag->line, "this end does not close the section",
			t->nodes[r->open[r->depth]].text);
	add_node(r, SP_NODE_END, tag->name, tag->line);
	t->nodes[r->open[r->depth]].after = t->count;
	return SP_OK;
}

static enum sp_status begin_section(struct reader *r, const struct tag *tag)
{
	if (r->depth == SP_TEMPLATE_DEPTH)
		return wrong(r, tag->line, "sections are nested too deep (16 at most):", tag->name);
	r->open[r->depth++] = r->template->count;
	add_node(r, tag->sigil == '#' ? SP_NODE_SECTION : SP_NODE_INVERTED, tag->name, tag->line);
	return SP_OK;
}

static enum sp_status take_tag(struct reader *r, const struct tag *tag)
{
	size_t begin = tag->begin, end = tag->end;

	if (r->template->count > 2 * MAX_TAGS)
		return wrong(r, tag->line, "too many tags (5000 at most)", SP_NONE);
	if (tag->sigil && strchr("#^/!", tag->sigil))
		alone_on_line(r->source, &begin, &end);
	add_text(r, r->at, begin);
	r->at = end;
	switch (tag->sigil) {
	case '!':
		return SP_OK;
	case '#':
	case '^':
		return begin_section(r, tag);
	case '/':
		return end_section(r, tag);
	default:
		add_node(r, tag->sigil ? SP_NODE_RAW : SP_NODE_VALUE, tag->name, tag->line);
		return SP_OK;
	}
}

enum sp_status sp_template_parse_from(struct sp_arena *arena, const char *name, int line,
	struct sp_str source, struct sp_template **template_r, struct sp_err *err)
{
	struct reader r = { .arena = arena, .err = err, .source = source, .line = line };
	enum sp_status status = SP_OK;

	r.template = sp_arena_new(arena, struct sp_template);
	r.template->name = sp_arena_text(arena, sp_str(name));
	r.source = sp_arena_str(arena, source);
	while (status == SP_OK) {
		size_t begin = r.at + sp_str_find(sp_str_from(r.source, r.at), SP_STR("{{"));
		struct tag tag = { 0 };

		if (begin >= r.source.len)
			break;
		status = read_tag(&r, begin, &tag);
		if (status == SP_OK)
			status = take_tag(&r, &tag);
	}
	if (status != SP_OK)
		return status;
	add_text(&r, r.at, r.source.len);
	if (r.depth) {
		const struct sp_node *open = &r.template->nodes[r.open[r.depth - 1]];

		return wrong(&r, open->line, "a section is never ended:", open->text);
	}
	*template_r = r.template;
	return SP_OK;
}

enum sp_status sp_template_parse(struct sp_arena *arena, const char *name, struct sp_str source,
	struct sp_template **template_r, struct sp_err *err)
{
	return sp_template_parse_from(arena, name, 1, source, template_r, err);
}

static bool named_before(const struct sp_template *template, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (template->nodes[k].kind != SP_NODE_TEXT &&
			sp_str_eq(template->nodes[k].text, template->nodes[i].text))
			return true;
	return false;
}

void sp_template_names(const struct sp_template *template,
	void (*name)(struct sp_str name, int line, void *context), void *context)
{
	for (size_t i = 0; i < template->count; i++)
		if (template->nodes[i].kind != SP_NODE_TEXT && !named_before(template, i))
			name(template->nodes[i].text, template->nodes[i].line, context);
}
