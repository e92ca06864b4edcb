/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "admin/filter_cases.h"

#include "base/file.h"
#include "mail/parse.h"

enum { CASES_FILE = 4 * 1024 * 1024 };

struct expectation {
	struct sp_str key, value;
	unsigned line;
};

struct one_case {
	struct sp_str name;
	unsigned line;
	struct sp_buf raw, reply;
	bool wants_reply, in_reply;
	struct expectation items[32];
	size_t count;
};

struct run {
	const char *path;
	struct sp_filters *filters;
	FILE *out;
	struct sp_case_counts *counts;
	struct sp_err *err;
	struct one_case now;
	unsigned line;
};

/* --- comparing ------------------------------------------------------------------ */

static void bounce_text(struct sp_buf *out, const struct sp_bounce *b)
{
	struct sp_str status = b->status.ptr ? b->status : SP_STR("-");

	sp_buf_printf(out, "%.*s %.*s %.*s", SP_FMT(b->recipient), SP_FMT(b->action), SP_FMT(status));
}

static bool has_bounce(const struct sp_message *m, struct sp_str wanted)
{
	bool found = false;

	for (size_t i = 0; i < m->bounce_count && !found; i++) {
		struct sp_buf text = SP_BUF_INIT;

		bounce_text(&text, &m->bounces[i]);
		found = sp_str_eq(sp_buf_str(&text), wanted);
		sp_buf_release(&text);
	}
	return found;
}

/* "filters/x.rules:12 NAME: line ..." is in the trace. */
static bool took(struct sp_str trace, struct sp_str name)
{
	struct sp_str line;

	while (sp_str_next_line(&trace, &line)) {
		struct sp_str rest = sp_str_from(line, sp_str_find(line, SP_STR(" ")) + 1);

		if (sp_str_eq(sp_str_sub(rest, 0, sp_str_find_char(rest, ':')), name))
			return true;
	}
	return false;
}

static struct sp_str yes(bool is)
{
	return is ? SP_STR("yes") : SP_STR("no");
}

/* What the message gives for a key; absent when the key is none of these. */
static struct sp_str value_of(const struct sp_message *m, struct sp_str key)
{
	const struct {
		const char *key;
		struct sp_str value;
	} values[] = {
		{ "class", sp_str(sp_class_name(m->class)) },
		{ "bounced-id", m->bounced_id },
		{ "pec", m->pec_kind },
		{ "forwarded", yes(m->forwarded) },
		{ "spam", yes(m->spam_header) },
		{ "forwarded-from", m->forwarded_from.address },
		{ "quoted-subject", m->quoted_subject },
	};

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (sp_str_eq(sp_str(values[i].key), key))
			return values[i].value.ptr ? values[i].value : SP_STR("");
	return SP_NONE;
}

static void fail(struct run *run, unsigned line, const char *what, struct sp_str wanted,
	struct sp_str got)
{
	fprintf(run->out, "%s:%u: case %.*s: %s is \"%.*s\", expected \"%.*s\"\n", run->path, line,
		SP_FMT(run->now.name), what, SP_FMT(got), SP_FMT(wanted));
}

static bool holds(struct run *run, const struct expectation *e, const struct sp_message *m,
	struct sp_str trace)
{
	char key[32];
	struct sp_str got = value_of(m, e->key);

	snprintf(key, sizeof key, "%.*s", SP_FMT(e->key));
	if (sp_str_eq(e->key, SP_STR("rule"))) {
		if (took(trace, e->value))
			return true;
		fail(run, e->line, "what took it", e->value, sp_str_trim(trace));
		return false;
	}
	if (sp_str_eq(e->key, SP_STR("bounce"))) {
		struct sp_buf text = SP_BUF_INIT;
		bool found = has_bounce(m, e->value);

		for (size_t i = 0; i < m->bounce_count; i++) {
			sp_buf_add_text(&text, i ? ", " : "");
			bounce_text(&text, &m->bounces[i]);
		}
		if (!found)
			fail(run, e->line, key, e->value, sp_buf_str(&text));
		sp_buf_release(&text);
		return found;
	}
	if (sp_str_eq(got, e->value))
		return true;
	fail(run, e->line, key, e->value, got);
	return false;
}

static bool bounces_counted(struct run *run, const struct sp_message *m)
{
	size_t wanted = 0;

	for (size_t i = 0; i < run->now.count; i++)
		wanted += sp_str_eq(run->now.items[i].key, SP_STR("bounce"));
	if (!wanted || wanted == m->bounce_count)
		return true;
	fprintf(run->out, "%s:%u: case %.*s: %zu recipients, expected %zu\n", run->path,
		run->now.line, SP_FMT(run->now.name), m->bounce_count, wanted);
	return false;
}

static void end_case(struct run *run)
{
	struct one_case *c = &run->now;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf trace = SP_BUF_INIT;
	const struct sp_message *m;
	bool good = true;

	if (c->name.ptr) {
		sp_filters_trace(run->filters, &trace);
		m = sp_message_parse(&arena, sp_buf_str(&c->raw), run->filters);
		sp_filters_trace(run->filters, NULL);
		for (size_t i = 0; i < c->count; i++)
			good = holds(run, &c->items[i], m, sp_buf_str(&trace)) && good;
		good = bounces_counted(run, m) && good;
		if (c->wants_reply && !sp_str_eq(sp_str_trim(sp_buf_str(&c->reply)), sp_str_trim(m->reply))) {
			fail(run, c->line, "reply", sp_str_trim(sp_buf_str(&c->reply)), m->reply);
			good = false;
		}
		run->counts->cases++;
		run->counts->failed += !good;
	}
	sp_buf_release(&c->raw);
	sp_buf_release(&c->reply);
	sp_buf_release(&trace);
	sp_arena_release(&arena);
	*c = (struct one_case){ .name = SP_NONE };
	sp_buf_init(&c->raw);
	sp_buf_init(&c->reply);
}

/* --- reading -------------------------------------------------------------------- */

static bool known_key(struct sp_str key)
{
	static const struct sp_message nothing;

	return sp_str_eq(key, SP_STR("rule")) || sp_str_eq(key, SP_STR("bounce")) ||
	       value_of(&nothing, key).ptr;
}

static enum sp_status read_member(struct run *run, struct sp_str line)
{
	struct one_case *c = &run->now;
	size_t blank = sp_str_find_char(line, ' ');
	struct sp_str key = sp_str_sub(line, 0, blank);

	if (line.ptr[0] == '|') {
		struct sp_str text = sp_str_from(line, line.len > 1 && line.ptr[1] == ' ' ? 2 : 1);

		sp_buf_add_str(c->in_reply ? &c->reply : &c->raw, text);
		sp_buf_add_char(c->in_reply ? &c->reply : &c->raw, '\n');
		return SP_OK;
	}
	if (sp_str_eq(line, SP_STR("reply"))) {
		c->in_reply = c->wants_reply = true;
		return SP_OK;
	}
	if (!known_key(key))
		return sp_fail(run->err, SP_CONFIG, "%s:%u: \"%.*s\" asks nothing; write class, rule, bounce, "
			"bounced-id, pec, spam, forwarded, forwarded-from, quoted-subject or reply",
			run->path, run->line, SP_FMT(key));
	if (c->count == sizeof c->items / sizeof *c->items)
		return sp_fail(run->err, SP_CONFIG, "%s:%u: too many lines in one case; split it",
			run->path, run->line);
	c->items[c->count++] = (struct expectation){ key, sp_str_trim(sp_str_from(line, blank)), run->line };
	return SP_OK;
}

static enum sp_status read_line(struct run *run, struct sp_str line)
{
	struct sp_str rest = line;

	if (!sp_str_trim(line).len || line.ptr[0] == '#')
		return SP_OK;
	if (!sp_ascii_blank(line.ptr[0])) {
		end_case(run);
		if (!sp_str_starts(line, SP_STR("case ")))
			return sp_fail(run->err, SP_CONFIG, "%s:%u: write \"case NAME\", and indent what "
				"belongs to it", run->path, run->line);
		run->now.name = sp_str_trim(sp_str_from(line, 5));
		run->now.line = run->line;
		return SP_OK;
	}
	if (!run->now.name.ptr)
		return sp_fail(run->err, SP_CONFIG, "%s:%u: put \"case NAME\" above", run->path, run->line);
	while (sp_ascii_blank(rest.ptr[0]))
		rest = sp_str_from(rest, 1);
	return read_member(run, rest);
}

enum sp_status sp_filter_cases_run(const char *path, struct sp_filters *filters, FILE *out,
	struct sp_case_counts *counts, struct sp_err *err)
{
	struct run run = { .path = path, .filters = filters, .out = out, .counts = counts, .err = err };
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(path, CASES_FILE, &text, err);
	struct sp_str rest = sp_buf_str(&text), line;

	sp_buf_init(&run.now.raw);
	sp_buf_init(&run.now.reply);
	while (status == SP_OK && sp_str_next_line(&rest, &line)) {
		run.line++;
		status = read_line(&run, line);
	}
	if (status != SP_OK)
		run.now.name = SP_NONE;
	end_case(&run);
	sp_buf_release(&text);
	return status;
}
