/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fills a template in.
 *
 * The depth is bounded by the reader, what comes out and how many nodes are
 * visited by the two limits below: a template that repeats lists within lists
 * ends with an error, never with the memory.
 */
#include "config.h"

#include "text/template.h"

#include "base/utf8.h"
#include "text/nodes.h"

enum { MAX_OUTPUT = 64 * 1024 * 1024, MAX_STEPS = 500 * 1000 };

struct render {
	const struct sp_template *template;
	enum sp_escape escape;
	bool strict;
	struct sp_buf *out;
	struct sp_err *err;
	size_t start; /* of what we append */
	size_t steps;
	/* Contexts, the innermost last.  The root is the first. */
	const struct sp_data *stack[SP_TEMPLATE_DEPTH + 1];
	size_t depth;
};

static void escape_html(struct sp_buf *out, struct sp_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '&':
			sp_buf_add_text(out, "&amp;");
			break;
		case '<':
			sp_buf_add_text(out, "&lt;");
			break;
		case '>':
			sp_buf_add_text(out, "&gt;");
			break;
		case '"':
			sp_buf_add_text(out, "&quot;");
			break;
		default:
			sp_buf_add_char(out, text.ptr[i]);
		}
	}
}

/* C0 and C1 controls, and what turns the direction of a line: none of it has a
 * place in what a person reads. */
static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static void escape_text(struct sp_buf *out, struct sp_str text)
{
	while (text.len) {
		uint32_t c = sp_utf8_next(&text);

		if (c == '\r')
			continue;
		sp_utf8_add(out, c != '\n' && c != '\t' && is_control(c) ? 0xFFFD : c);
	}
}

/* Each run of controls (and line separators) becomes one blank. */
static void escape_header(struct sp_buf *out, struct sp_str text)
{
	bool blank = false;

	while (text.len) {
		uint32_t c = sp_utf8_next(&text);

		if (is_control(c) || c == 0x2028 || c == 0x2029) {
			blank = true;
			continue;
		}
		if (blank)
			sp_buf_add_char(out, ' ');
		blank = false;
		sp_utf8_add(out, c);
	}
}

static void add_escaped(struct sp_buf *out, enum sp_escape escape, struct sp_str text)
{
	switch (escape) {
	case SP_ESCAPE_HTML:
		escape_html(out, text);
		break;
	case SP_ESCAPE_TEXT:
		escape_text(out, text);
		break;
	case SP_ESCAPE_HEADER:
		escape_header(out, text);
		break;
	}
}

/* "a.b.c": the first part is looked for from the innermost context outwards,
 * the others only inside what was found. */
static const struct sp_data *find(const struct render *r, struct sp_str name)
{
	const struct sp_data *found = NULL;
	struct sp_str part;

	if (sp_str_eq(name, SP_STR(".")))
		return r->stack[r->depth - 1];
	sp_str_next_field(&name, '.', &part);
	for (size_t i = r->depth; i-- > 0 && !found;)
		found = sp_data_get(r->stack[i], part);
	while (found && sp_str_next_field(&name, '.', &part))
		found = sp_data_get(found, part);
	return found;
}

static bool is_true(const struct sp_data *data)
{
	if (!data)
		return false;
	switch (data->kind) {
	case SP_DATA_TEXT:
		return data->text.len > 0;
	case SP_DATA_BOOL:
		return data->yes;
	case SP_DATA_LIST:
		return data->first != NULL;
	case SP_DATA_OBJECT:
		return true;
	}
	return false;
}

static enum sp_status wrong(struct render *r, const struct sp_node *node, const char *what)
{
	return sp_fail(r->err, SP_CONFIG, "%s:%d: \"%.*s\": %s", r->template->name, node->line,
		SP_FMT(node->text), what);
}

static enum sp_status render_value(struct render *r, const struct sp_node *node)
{
	const struct sp_data *data = find(r, node->text);

	if (data && data->kind == SP_DATA_TEXT) {
		/* Unescaped means "not as HTML": a mail's header and text stay safe. */
		if (node->kind == SP_NODE_RAW && r->escape == SP_ESCAPE_HTML)
			sp_buf_add_str(r->out, data->text);
		else
			add_escaped(r->out, r->escape, data->text);
		return SP_OK;
	}
	if (!r->strict)
		return SP_OK;
	return wrong(r, node, data ? "is a section's name, not a text" : "there is no such variable");
}

static enum sp_status render_range(struct render *r, size_t from, size_t to);

/* The section's nodes, between its tag and its end, with one more context. */
static enum sp_status render_inside(struct render *r, size_t section, const struct sp_data *context)
{
	enum sp_status status;

	r->stack[r->depth++] = context;
	status = render_range(r, section + 1, r->template->nodes[section].after - 1);
	r->depth--;
	return status;
}

static enum sp_status render_section(struct render *r, size_t i)
{
	const struct sp_node *node = &r->template->nodes[i];
	const struct sp_data *data = find(r, node->text);
	enum sp_status status = SP_OK;

	if (is_true(data) != (node->kind == SP_NODE_SECTION))
		return SP_OK;
	if (node->kind == SP_NODE_INVERTED || data->kind == SP_DATA_BOOL)
		return render_inside(r, i, r->stack[r->depth - 1]);
	if (data->kind != SP_DATA_LIST)
		return render_inside(r, i, data);
	for (const struct sp_data_member *m = data->first; m && status == SP_OK; m = m->next)
		status = render_inside(r, i, m->value);
	return status;
}

static enum sp_status render_range(struct render *r, size_t from, size_t to)
{
	const struct sp_node *nodes = r->template->nodes;
	enum sp_status status = SP_OK;

	for (size_t i = from; i < to && status == SP_OK;) {
		if (++r->steps > MAX_STEPS || r->out->len - r->start > MAX_OUTPUT)
			return wrong(r, &nodes[i], "the mail becomes too large");
		switch (nodes[i].kind) {
		case SP_NODE_TEXT:
			sp_buf_add_str(r->out, nodes[i].text);
			break;
		case SP_NODE_VALUE:
		case SP_NODE_RAW:
			status = render_value(r, &nodes[i]);
			break;
		case SP_NODE_SECTION:
		case SP_NODE_INVERTED:
			status = render_section(r, i);
			i = nodes[i].after;
			continue;
		case SP_NODE_END:
			break;
		}
		i++;
	}
	return status;
}

enum sp_status sp_template_render(const struct sp_template *template, const struct sp_data *data,
	enum sp_escape escape, bool strict, struct sp_buf *out, struct sp_err *err)
{
	struct render r = {
		.template = template, .escape = escape, .strict = strict, .out = out, .err = err,
		.start = out->len, .stack = { data }, .depth = 1,
	};

	return render_range(&r, 0, template->count);
}
