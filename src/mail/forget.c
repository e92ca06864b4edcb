/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tree of parts says where what is; what changes is a list of edits on the
 * bytes, so that all else is copied as it came.
 */
#include "mail/forget.h"

#include "base/utf8.h"
#include "mail/decode.h"
#include "mail/encode.h"
#include "mail/forgetting.h"
#include "mail/html.h"
#include "mail/reply.h"
#include "mail/sandbox.h"
#include "mail/scan.h"

enum { MAX_NESTED = 4, MAX_PART = 64 * 1024 * 1024 };

static bool forget(const struct sp_forgetting *what, struct sp_str raw, unsigned nested,
	struct sp_buf *out);

void sp_forget_replace(struct sp_forget_run *f, struct sp_str old, struct sp_str with)
{
	f->edits = sp_arena_grow(&f->arena, f->edits, f->count, &f->room, sizeof *f->edits);
	f->edits[f->count++] = (struct sp_forget_edit){ (size_t)(old.ptr - f->raw.ptr), old.len,
		sp_arena_str(&f->arena, with) };
}

/* --- bodies -------------------------------------------------------------------------- */

bool sp_forget_in_text(const struct sp_forgetting *what, struct sp_str text, struct sp_buf *out)
{
	struct sp_buf own = SP_BUF_INIT;
	bool quoted = what->quotes && sp_reply_own_lines(text, what->filters, &own);
	bool named = sp_mentions_erase(what->mentions, quoted ? sp_buf_str(&own) : text, out);

	sp_buf_release(&own);
	return quoted || named;
}

/* Text as it travels, with the message's line breaks. */
static void edit_body(struct sp_forget_run *f, const struct sp_part *part, struct sp_str text)
{
	struct sp_buf encoded = SP_BUF_INIT, out = SP_BUF_INIT;
	struct sp_str rest, line;

	sp_encode_quoted_printable(&encoded, text);
	rest = sp_buf_str(&encoded);
	while (sp_str_next_line(&rest, &line)) {
		sp_buf_add_str(&out, line);
		sp_buf_add_text(&out, rest.len ? f->eol : "");
	}
	/* The line break before a delimiter is the delimiter's; a message's own last
	 * line has one. */
	if (part->parent == 0 && part->depth == 0)
		sp_buf_add_text(&out, f->eol);
	sp_forget_replace(f, part->body, sp_buf_str(&out));
	sp_buf_release(&out);
	sp_buf_release(&encoded);
}

static void add_as_html(struct sp_buf *out, struct sp_str text)
{
	sp_buf_add_text(out, "<html><body><pre>\n");
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '<')
			sp_buf_add_text(out, "&lt;");
		else if (text.ptr[i] == '&')
			sp_buf_add_text(out, "&amp;");
		else
			sp_buf_add_char(out, text.ptr[i]);
	sp_buf_add_text(out, "</pre></body></html>\n");
}

/* By what a reader sees of it, then by what else stands in it. */
static bool forget_html(struct sp_forget_run *f, struct sp_str html, struct sp_buf *out)
{
	struct sp_buf seen = SP_BUF_INIT, kept = SP_BUF_INIT;
	bool changed;

	sp_html_to_text(html, &seen);
	changed = sp_forget_in_text(f->what, sp_buf_str(&seen), &kept);
	if (changed)
		add_as_html(out, sp_buf_str(&kept));
	else
		changed = sp_mentions_erase(f->what->mentions, html, out);
	sp_buf_release(&seen);
	sp_buf_release(&kept);
	return changed;
}

/* Invitations and cards break lines anywhere, also in a name (RFC 5545, 3.1). */
static void unfold(const struct sp_forget_run *f, const struct sp_part *part, struct sp_buf *text)
{
	static const char *const types[] = { "text/calendar", "text/vcard", "text/x-vcard",
		"text/directory", "text/x-vcalendar" };
	struct sp_buf out = SP_BUF_INIT;
	bool folds = false;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		folds = folds || sp_part_is(part, types[i]);
	for (size_t i = 0; folds && i < text->len; i++)
		if (text->ptr[i] == '\n' && i + 1 < text->len && strchr(" \t", text->ptr[i + 1]))
			i++;
		else
			sp_buf_add_char(&out, text->ptr[i]);
	if (folds && sp_mentions_in(f->what->mentions, sp_buf_str(&out))) {
		sp_buf_cut(text, 0);
		sp_buf_add_str(text, sp_buf_str(&out));
	}
	sp_buf_release(&out);
}

static void edit_text(struct sp_forget_run *f, const struct sp_part *part)
{
	bool html = sp_part_is(part, "text/html");
	struct sp_buf text = SP_BUF_INIT, out = SP_BUF_INIT;
	bool changed;

	(void)sp_part_text(part, MAX_PART, &text);
	unfold(f, part, &text);
	changed = html ? forget_html(f, sp_buf_str(&text), &out) :
			 sp_forget_in_text(f->what, sp_buf_str(&text), &out);
	sp_forget_head(f, part, changed ? sp_arena_text(&f->arena, part->type) : NULL);
	if (changed)
		edit_body(f, part, sp_buf_str(&out));
	sp_buf_release(&text);
	sp_buf_release(&out);
}

/* A file that names him loses its content. */
static void edit_bytes(struct sp_forget_run *f, const struct sp_part *part, struct sp_str bytes)
{
	sp_forget_head(f, part, NULL);
	if (sp_mentions_in(f->what->mentions, bytes))
		sp_forget_replace(f, part->body, SP_STR(""));
}

/* Does a file begin with the header of a message, whatever it says that it is? */
static bool looks_like_message(struct sp_str bytes)
{
	static const char *const known[] = { "From", "Date", "Subject", "Received", "To",
		"Message-ID", "Return-Path", "Delivered-To", "MIME-Version" };
	struct sp_str field;
	size_t count = 0;

	for (size_t lines = 0; lines < 200 && sp_forget_next_field(&bytes, &field); lines++) {
		if (sp_str_trim(field).len == 0)
			break;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			count += sp_forget_is_named(field, known[i]);
	}
	return count >= 3;
}

/* A message that is itself encoded, in the tree or not. */
static void edit_encoded_message(struct sp_forget_run *f, const struct sp_part *part,
	struct sp_str bytes)
{
	struct sp_buf inside = SP_BUF_INIT, encoded = SP_BUF_INIT, head = SP_BUF_INIT;
	struct sp_str rest = part->head, field;

	if (f->nested >= MAX_NESTED) {
		edit_bytes(f, part, bytes);
	} else if (forget(f->what, bytes, f->nested + 1, &inside)) {
		sp_encode_base64_lines(&encoded, sp_buf_str(&inside));
		while (sp_forget_next_field(&rest, &field))
			if (sp_forget_is_named(field, "Content-Transfer-Encoding"))
				sp_buf_printf(&head, "Content-Transfer-Encoding: base64%s", f->eol);
			else
				(void)sp_forget_field(f, &head, field);
		sp_forget_replace(f, part->head, sp_buf_str(&head));
		sp_forget_replace(f, part->body, sp_str_trim_end(sp_buf_str(&encoded)));
	} else {
		sp_forget_head(f, part, NULL);
	}
	sp_buf_release(&inside);
	sp_buf_release(&encoded);
	sp_buf_release(&head);
}

static void edit_file(struct sp_forget_run *f, const struct sp_part *part)
{
	struct sp_buf bytes = SP_BUF_INIT;

	(void)sp_part_bytes(part, MAX_PART, &bytes);
	if (sp_part_is_message(part) || looks_like_message(sp_buf_str(&bytes)))
		edit_encoded_message(f, part, sp_buf_str(&bytes));
	else
		edit_bytes(f, part, sp_buf_str(&bytes));
	sp_buf_release(&bytes);
}

/* --- the message ------------------------------------------------------------------------ */

static bool is_here(const struct sp_forget_run *f, struct sp_str s)
{
	return s.ptr >= f->raw.ptr && s.ptr + s.len <= f->raw.ptr + f->raw.len;
}

static void edit_part(struct sp_forget_run *f, const struct sp_tree *tree, size_t i)
{
	const struct sp_part *part = &tree->parts[i];
	bool leaf = part->end == i + 1;
	bool inside_here = !leaf && is_here(f, tree->parts[i + 1].head);

	/* Decoded elsewhere: the part that holds it looks into it. */
	if (!part->head.ptr || !is_here(f, part->head) || !is_here(f, part->body))
		return;
	if (sp_part_is_multipart(part) && !leaf)
		sp_forget_head(f, part, NULL);
	else if (sp_part_is_message(part) && inside_here)
		sp_forget_head(f, part, NULL);
	else if (sp_str_starts(part->type, SP_STR("text/")))
		edit_text(f, part);
	else
		edit_file(f, part);
}

static void apply_edits(struct sp_forget_run *f, struct sp_buf *out)
{
	size_t done = 0;

	for (size_t i = 0; i < f->count; i++) {
		if (f->edits[i].at < done)
			continue;
		sp_buf_add_str(out, sp_str_sub(f->raw, done, f->edits[i].at - done));
		sp_buf_add_str(out, f->edits[i].with);
		done = f->edits[i].at + f->edits[i].len;
	}
	sp_buf_add_str(out, sp_str_from(f->raw, done));
}

static bool forget(const struct sp_forgetting *what, struct sp_str raw, unsigned nested,
	struct sp_buf *out)
{
	struct sp_forget_run f = { .what = what, .arena = SP_ARENA_INIT, .raw = raw, .nested = nested };
	struct sp_tree tree = sp_scan(&f.arena, raw);
	struct sp_buf made = SP_BUF_INIT;
	size_t line = sp_str_find_char(raw, '\n');
	bool changed;

	f.eol = line > 0 && line < raw.len && raw.ptr[line - 1] == '\r' ? "\r\n" : "\n";
	for (size_t i = 0; i < tree.count; i++)
		edit_part(&f, &tree, i);
	apply_edits(&f, &made);
	changed = f.count > 0;
	/* What stands outside the parts: before the first delimiter, after the last,
	 * in what could not be parsed. */
	if (sp_mentions_erase(what->mentions, sp_buf_str(&made), out))
		changed = true;
	sp_buf_release(&made);
	sp_arena_release(&f.arena);
	return changed;
}

bool sp_forget_in_message(const struct sp_forgetting *what, struct sp_str raw, struct sp_buf *out)
{
	struct sp_mentions mentions = *what->mentions;
	struct sp_forgetting again = *what;
	size_t before = out->len;
	bool changed = forget(what, raw, 0, out);

	if (changed && !mentions.heads)
		return true;
	sp_buf_cut(out, before);
	if (!changed)
		return false;
	/* It has to do with him: his own words go from every part of it. */
	mentions.said_counts = true;
	again.mentions = &mentions;
	(void)forget(&again, raw, 0, out);
	return true;
}

/* --- contained -------------------------------------------------------------------------- */

struct contained {
	struct sp_contained_job job;
	const struct sp_forgetting *what;
};

/* One letter before the message says whether it was changed. */
static void work(const struct sp_contained_job *job, struct sp_buf *record)
{
	const struct contained *contained = (const struct contained *)job;

	sp_buf_add_char(record, 'c');
	if (!sp_forget_in_message(contained->what, job->raw, record))
		record->ptr[0] = 's';
}

bool sp_forget_contained(const struct sp_forgetting *what, struct sp_str raw, int64_t deadline_ms,
	struct sp_buf *out, bool *changed_r, const char **why_r)
{
	struct contained contained = {
		{ work, raw, raw.len * 8, raw.len * 4 + 1024 * 1024, NULL }, what,
	};
	struct sp_buf record = SP_BUF_INIT;
	struct sp_str answer;

	*why_r = sp_contained_run(&contained.job, deadline_ms, &record);
	answer = sp_buf_str(&record);
	if (!*why_r && (answer.len == 0 || !strchr("cs", answer.ptr[0])))
		*why_r = "the child talked nonsense";
	*changed_r = !*why_r && answer.ptr[0] == 'c';
	if (*changed_r)
		sp_buf_add_str(out, sp_str_from(answer, 1));
	sp_buf_release(&record);
	return *why_r == NULL;
}
