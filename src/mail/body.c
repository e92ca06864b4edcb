/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two passes over the array of parts.  The first, from the end to the front,
 * knows of each subtree what it could give; the second, from the front, walks
 * into what is chosen.
 */
#include "mail/body.h"

#include "mail/flowed.h"
#include "mail/html.h"
#include "mail/invitation.h"

/* What a part could give to the text, the best last. */
enum offer { NOTHING, EMPTY, CALENDAR, HTML, PLAIN };

static bool is_html(const struct sp_part *part)
{
	return sp_part_is(part, "text/html") || sp_part_is(part, "application/xhtml+xml") ||
		sp_part_is(part, "text/enriched") || sp_part_is(part, "text/richtext");
}

/* Text types that are files and not something to read in place. */
static bool is_file_type(struct sp_str type)
{
	static const char *const types[] = {
		"text/calendar", "text/x-vcard", "text/vcard", "text/directory", "text/csv",
		"text/rtf", "text/xml", "text/rfc822-headers", "text/rfc822-header", "text/x-vcalendar", "text/css",
		"text/javascript", "text/tab-separated-values", "text/comma-separated-values",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (sp_str_eq(type, sp_str(types[i])))
			return true;
	return false;
}

static bool is_blank(struct sp_str s)
{
	return sp_str_trim(s).len == 0;
}

/* A multipart without a single part: its boundary never came, and what it holds
 * is all the text there is. */
static bool is_childless(const struct sp_tree *tree, size_t at)
{
	return sp_part_is_multipart(&tree->parts[at]) && tree->parts[at].end == at + 1;
}

static enum offer leaf_offer(const struct sp_tree *tree, size_t at)
{
	const struct sp_part *part = &tree->parts[at];
	bool attached = sp_str_eq(part->disposition, SP_STR("attachment"));

	if (is_childless(tree, at))
		return is_blank(part->body) ? EMPTY : PLAIN;
	if (sp_part_is(part, "text/calendar"))
		return attached ? NOTHING : CALENDAR;
	if (attached || !sp_str_starts(part->type, SP_STR("text/")) || is_file_type(part->type) ||
		(part->name.ptr && !sp_str_eq(part->disposition, SP_STR("inline"))))
		return is_html(part) && !attached && !part->name.ptr ? HTML : NOTHING;
	if (is_blank(part->body))
		return EMPTY;
	return is_html(part) ? HTML : PLAIN;
}

/* The part of a multipart/related that is its root (RFC 2387: "start"). */
static size_t related_root(const struct sp_tree *tree, size_t at)
{
	struct sp_str start = sp_params_get(&tree->parts[at].params, "start");

	if (start.len >= 2 && start.ptr[0] == '<')
		start = sp_str_sub(start, 1, start.len - 2);
	for (size_t c = at + 1; start.len && c < tree->parts[at].end; c = tree->parts[c].end)
		if (sp_str_eq(tree->parts[c].content_id, start))
			return c;
	return at + 1;
}

/* offers[i] for all parts: of a container, the best of what is in it. */
static enum offer *judge(struct sp_arena *arena, const struct sp_tree *tree)
{
	enum offer *offers = sp_arena_array(arena, tree->count, enum offer);

	for (size_t i = tree->count; i-- > 0;) {
		const struct sp_part *part = &tree->parts[i];

		if (!sp_part_is_multipart(part) || is_childless(tree, i)) {
			offers[i] = leaf_offer(tree, i);
			continue;
		}
		for (size_t c = i + 1; c < part->end; c = tree->parts[c].end)
			if (offers[c] > offers[i])
				offers[i] = offers[c];
	}
	return offers;
}

/* The alternative to show: the first that offers the best. */
static size_t choose(const struct sp_tree *tree, const enum offer *offers, size_t at)
{
	for (size_t c = at + 1; c < tree->parts[at].end; c = tree->parts[c].end)
		if (offers[c] == offers[at])
			return c;
	return at + 1;
}

/* --- the text ------------------------------------------------------------------ */

static void add_leaf(struct sp_body *body, const struct sp_part *part)
{
	struct sp_buf text = SP_BUF_INIT;
	bool html = is_html(part);

	if (!sp_part_text(part, html ? (size_t)SP_MAX_HTML : (size_t)SP_MAX_TEXT, &text))
		body->cut = true;
	if (body->text.len && body->text.ptr[body->text.len - 1] != '\n')
		sp_buf_add_char(&body->text, '\n');
	if (html)
		sp_html_to_text(sp_buf_str(&text), &body->text);
	else if (sp_part_is(part, "text/calendar"))
		sp_invitation_add_lines(&body->text, sp_buf_str(&text));
	else if (sp_str_eq_nocase(sp_params_get(&part->params, "format"), SP_STR("flowed")))
		sp_flowed_join(&body->text, sp_buf_str(&text),
			sp_str_eq_nocase(sp_params_get(&part->params, "delsp"), SP_STR("yes")));
	else
		sp_buf_add_str(&body->text, sp_buf_str(&text));
	if (!is_blank(sp_buf_str(&text))) {
		body->from_html = body->from_html || html;
		body->from_plain = body->from_plain || !html;
	}
	sp_buf_release(&text);
}

/* --- the walk -------------------------------------------------------------------- */

/* What a report says to machines (RFC 6522), and the header it returns. */
static bool is_report_part(const struct sp_tree *tree, size_t at)
{
	const struct sp_part *part = &tree->parts[at];

	if (!sp_part_is(&tree->parts[part->parent], "multipart/report") ||
		sp_str_eq(part->disposition, SP_STR("attachment")) || sp_part_is_message(part))
		return false;
	return sp_str_starts(part->type, SP_STR("message/")) ||
		sp_str_starts(part->type, SP_STR("text/rfc822"));
}

/* An alternative that is not shown is no file either, unless it is one for the
 * recipient to keep: a picture, a calendar. */
static enum sp_part_use use_of_leaf(const struct sp_tree *tree, const enum offer *offers, size_t at,
	bool shown)
{
	if (is_report_part(tree, at))
		return SP_USE_REPORT;
	if (offers[at] == EMPTY)
		return SP_USE_NONE;
	if (offers[at] == PLAIN || offers[at] == HTML)
		return shown ? SP_USE_TEXT : SP_USE_NONE;
	return SP_USE_FILE;
}

/* The one part under `at` that is shown, or 0 for all of them. */
static size_t chosen_child(const struct sp_tree *tree, const enum offer *offers, size_t at)
{
	const struct sp_part *part = &tree->parts[at];

	if (part->end == at + 1)
		return 0;
	if (sp_part_is(part, "multipart/alternative"))
		return choose(tree, offers, at);
	if (sp_part_is(part, "multipart/related")) {
		size_t root = related_root(tree, at);

		return offers[root] <= EMPTY ? choose(tree, offers, at) : root;
	}
	return 0;
}

static void read_leaf(struct sp_body *body, const struct sp_tree *tree, const enum offer *offers,
	size_t at, bool shown)
{
	body->uses[at] = use_of_leaf(tree, offers, at, shown);
	if (body->uses[at] == SP_USE_TEXT || (shown && offers[at] == CALENDAR))
		add_leaf(body, &tree->parts[at]);
}

/* A message that is nothing but a message (message/rfc822 at the top): what is
 * inside is what it says. */
static size_t innermost(const struct sp_tree *tree, size_t root)
{
	while (sp_part_is_message(&tree->parts[root]) && root + 1 < tree->parts[root].end)
		root++;
	return root;
}

struct sp_body sp_body_read(struct sp_arena *arena, const struct sp_tree *tree, size_t root)
{
	struct sp_body body = { .text = SP_BUF_INIT };
	bool *hidden = sp_arena_array(arena, tree->count, bool);
	enum offer *offers = judge(arena, tree);
	size_t i;

	body.uses = sp_arena_array(arena, tree->count, enum sp_part_use);
	root = innermost(tree, root);
	for (i = root; i < tree->parts[root].end;) {
		const struct sp_part *part = &tree->parts[i];
		size_t only;

		if (!sp_part_is_multipart(part) || is_childless(tree, i)) {
			read_leaf(&body, tree, offers, i, !hidden[i]);
			i = part->end;
			continue;
		}
		only = chosen_child(tree, offers, i);
		for (size_t c = i + 1; c < part->end; c = tree->parts[c].end)
			hidden[c] = hidden[i] || (only && c != only);
		i++;
	}
	return body;
}
