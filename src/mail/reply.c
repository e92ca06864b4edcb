/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The order of things: where does all that is below stop being the sender's
 * (reply_cut.c finds it); which lines above are a signature; which marked
 * quotes does he answer, and which does he only carry along.
 */
#include "mail/reply.h"

#include "base/utf8.h"
#include "mail/reply_lines.h"

struct answer {
	struct sp_reply_lines lines;
	struct sp_message *message;
	struct sp_reply_cut cut;
	struct sp_buf *why; /* or NULL */
	bool forward_subject;
};

/* --- runs of lines ------------------------------------------------------------ */

static bool quotes(const struct sp_reply_line *l)
{
	return l->kind == SP_LINE_QUOTED || l->kind == SP_LINE_ATTRIBUTION;
}

/* The end of the run of own, or of quoted, lines that starts at i; empty lines
 * belong to the run that they are in. */
static size_t run_end(const struct sp_reply_lines *lines, size_t i, size_t end)
{
	bool quoted = quotes(&lines->items[i]);

	while (i < end && (lines->items[i].blank || quotes(&lines->items[i]) == quoted))
		i++;
	return i;
}

static bool own_text(const struct sp_reply_lines *lines, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (lines->items[i].kind == SP_LINE_OWN && !lines->items[i].blank)
			return true;
	return false;
}

static void mark_signatures(struct answer *a, size_t end)
{
	struct sp_reply_lines *lines = &a->lines;
	struct sp_str name = a->message->from.count ? a->message->from.items[0].name : SP_NONE;

	for (size_t i = 0, next; i < end; i = next) {
		i = sp_reply_next(lines, i);
		if (i >= end)
			return;
		next = run_end(lines, i, end);
		if (!quotes(&lines->items[i]))
			sp_reply_signatures(lines, i, next, name);
	}
}

/* Which quotes stay.  All that are above some own text of his: he answers them.
 * But a quote with its attribution at the very top, with everything he wrote
 * below it, is only carried along, as is each at the end. */
static void keep_quotes(const struct sp_reply_lines *lines, size_t end, size_t *first_r,
	size_t *last_r)
{
	size_t first = 0, last = end;

	while (last > 0 && !own_text(lines, last - 1, last))
		last--;
	while (first < last && (lines->items[first].blank || lines->items[first].kind == SP_LINE_SIGNATURE))
		first++;
	if (first < last && lines->items[first].kind == SP_LINE_ATTRIBUTION) {
		size_t after = run_end(lines, first, last), i = after;

		while (i < last && !quotes(&lines->items[i]))
			i++;
		if (i == last)
			first = after;
	}
	*first_r = first;
	*last_r = last;
}

/* --- what is shown ------------------------------------------------------------- */

static void add_line(struct sp_buf *out, struct sp_str raw)
{
	sp_buf_add_str(out, sp_str_trim_end(raw));
	sp_buf_add_char(out, '\n');
}

/* Without empty lines at both ends. */
static struct sp_str finish(struct sp_arena *arena, struct sp_buf *out)
{
	struct sp_str s = sp_buf_str(out), copy;

	while (s.len && sp_ascii_blank(s.ptr[s.len - 1]))
		s.len--;
	for (;;) {
		size_t line = sp_str_find_char(s, '\n');

		if (line == s.len || sp_str_trim(sp_str_sub(s, 0, line)).len)
			break;
		s = sp_str_from(s, line + 1);
	}
	copy = sp_arena_str(arena, s.len ? s : SP_STR(""));
	sp_buf_release(out);
	return copy;
}

static struct sp_str show(const struct answer *a, size_t start, size_t end, bool signatures)
{
	struct sp_buf out = SP_BUF_INIT;

	for (size_t i = start; i < end; i++)
		if (signatures || a->lines.items[i].kind != SP_LINE_SIGNATURE)
			add_line(&out, a->lines.items[i].raw);
	return finish(a->lines.arena, &out);
}

static void say(const struct answer *a, size_t start, size_t end, const struct sp_rule *rule,
	const char *otherwise)
{
	if (a->why && end > start)
		sp_buf_printf(a->why, "%zu-%zu %s\n", start + 1, end, rule ? sp_rule_reason(a->lines.arena, rule) : otherwise);
}

static void explain(const struct answer *a, size_t first, size_t last)
{
	const struct sp_reply_lines *lines = &a->lines;
	size_t i = 0;

	while (i < a->cut.at) {
		size_t start = i;
		const struct sp_reply_line *l = &lines->items[i];

		while (i < a->cut.at && lines->items[i].kind == l->kind && lines->items[i].rule == l->rule)
			i++;
		if (l->kind == SP_LINE_SIGNATURE)
			say(a, start, i, l->rule, "signature");
		else if (quotes(l) && (start < first || start >= last))
			say(a, start, i, l->rule, "quote");
	}
	say(a, a->cut.at, lines->count, a->cut.rule, "quote");
}

/* Above the cut there is nothing of his own.  What he hands on, or wrote under
 * a quote without marks, else everything. */
static struct sp_str show_below(const struct answer *a)
{
	const struct sp_reply_cut *cut = &a->cut;
	bool below = cut->attribution || cut->forward || (cut->header && a->forward_subject);
	struct sp_str s = SP_NONE;

	if (below)
		s = show(a, cut->below, a->lines.count, true);
	return s.len ? s : show(a, 0, a->lines.count, true);
}

static struct sp_str make_reply(struct answer *a)
{
	struct sp_reply_lines *lines = &a->lines;
	struct sp_str reply;
	size_t first, last;

	mark_signatures(a, a->cut.at);
	if (!own_text(lines, 0, a->cut.at)) {
		if (a->cut.at < lines->count)
			return show_below(a);
		/* Only quotes and a signature: the signature is what he wrote. */
		for (size_t i = 0; i < lines->count; i++)
			if (lines->items[i].kind == SP_LINE_SIGNATURE)
				lines->items[i].kind = SP_LINE_OWN;
	}
	keep_quotes(lines, a->cut.at, &first, &last);
	reply = show(a, first, last, false);
	if (!reply.len)
		return show(a, 0, lines->count, true);
	explain(a, first, last);
	return reply;
}

/* --- forwards ------------------------------------------------------------------ */

/* "Mario Rossi <mario@example.it>", "[mailto:x@y]", or the address alone. */
static struct sp_address header_address(struct sp_arena *arena, struct sp_str from)
{
	struct sp_address found = { SP_NONE, SP_NONE };
	size_t at = sp_str_find_char(from, '@'), start = at, end = at;
	struct sp_str name;

	if (at == from.len)
		return found;
	while (start > 0 && !strchr(" <([\"';:,>", from.ptr[start - 1]))
		start--;
	while (end < from.len && !strchr(" >)]\"';:,<", from.ptr[end]))
		end++;
	if (end - start < 3 || start == at || end == at + 1 || end - start > 320)
		return found;
	found.address = sp_arena_str(arena, sp_str_sub(from, start, end - start));
	name = sp_str_sub(from, 0, sp_str_find_char(from, '<'));
	name = sp_str_sub(name, 0, sp_str_find_char(name, '['));
	while (name.len && strchr("\"' ", name.ptr[0]))
		name = sp_str_from(name, 1);
	while (name.len && strchr("\"' ", name.ptr[name.len - 1]))
		name.len--;
	if (name.len && sp_str_find_char(name, '@') == name.len)
		found.name = sp_arena_str(arena, name);
	return found;
}

static bool subject_forwards(const struct sp_message *message, struct sp_arena *arena,
	const struct sp_filters *filters)
{
	struct sp_rule_text text = sp_rule_text(arena, message->subject);
	struct sp_rule_match match;

	return message->subject.len &&
	       sp_filters_line(filters, SP_SAYS_FORWARD_SUBJECT, &text, &match) != NULL;
}

static void set_forward(struct answer *a)
{
	struct sp_message *message = a->message;
	const struct sp_reply_cut *cut = &a->cut;

	if (cut->header && cut->block.subject.len)
		message->quoted_subject = sp_arena_str(a->lines.arena,
			sp_utf8_cut(cut->block.subject, SP_MAX_SUBJECT));
	message->forwarded = cut->forward || (a->forward_subject && cut->at < a->lines.count);
	if (message->forwarded && cut->header)
		message->forwarded_from = header_address(a->lines.arena, cut->block.from);
}

static void strip(struct sp_arena *arena, struct sp_message *message,
	const struct sp_filters *filters, struct sp_buf *why)
{
	struct sp_arena scratch = SP_ARENA_INIT;
	struct answer a = { .message = message, .why = why };

	message->reply = sp_arena_str(arena, SP_STR(""));
	sp_reply_lines_split(&a.lines, &scratch, message->text, filters);
	a.forward_subject = subject_forwards(message, &scratch, filters);
	sp_reply_find_cut(&a.lines, &a.cut);
	if (a.cut.at == a.lines.count)
		sp_reply_find_quoted_forward(&a.lines, &a.cut);
	if (a.lines.count)
		message->reply = sp_arena_str(arena, make_reply(&a));
	set_forward(&a);
	message->quoted_subject = sp_arena_str(arena, message->quoted_subject);
	message->forwarded_from.name = sp_arena_str(arena, message->forwarded_from.name);
	message->forwarded_from.address = sp_arena_str(arena, message->forwarded_from.address);
	sp_arena_release(&scratch);
}

void sp_reply_text(struct sp_arena *arena, struct sp_message *message,
	const struct sp_filters *filters)
{
	strip(arena, message, filters, NULL);
}

void sp_reply_explain(struct sp_arena *arena, struct sp_message *message,
	const struct sp_filters *filters, struct sp_buf *why)
{
	strip(arena, message, filters, why);
}

bool sp_reply_own_lines(struct sp_str text, const struct sp_filters *filters, struct sp_buf *out)
{
	struct sp_arena scratch = SP_ARENA_INIT;
	struct sp_reply_lines lines = { 0 };
	struct sp_reply_cut cut;
	bool quoted;

	sp_reply_lines_split(&lines, &scratch, text, filters);
	sp_reply_find_cut(&lines, &cut);
	quoted = cut.at < lines.count;
	for (size_t i = 0; i < cut.at; i++) {
		if (quotes(&lines.items[i]))
			quoted = true;
		else
			add_line(out, lines.items[i].raw);
	}
	sp_arena_release(&scratch);
	return quoted;
}
