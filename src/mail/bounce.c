/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce.h"

#include "mail/html.h"
#include "mail/report.h"

enum { REPORT_BYTES = 256 * 1024 };

bool sp_bounce_inside_message(const struct sp_tree *tree, size_t i)
{
	while (i != 0) {
		i = tree->parts[i].parent;
		if (sp_part_is_message(&tree->parts[i]))
			return true;
	}
	return false;
}

static bool is_status(const struct sp_part *part)
{
	return sp_part_is(part, "message/delivery-status") ||
	       sp_part_is(part, "message/global-delivery-status") ||
	       sp_part_is(part, "message/disposition-notification");
}

static bool is_returned_headers(const struct sp_part *part)
{
	return sp_part_is(part, "text/rfc822-headers") ||
	       sp_part_is(part, "message/global-headers") ||
	       sp_part_is(part, "message/rfc822-headers");
}

/* `inside`: of a report that was itself put into a message. */
static void read_status_parts(struct sp_report *report, const struct sp_tree *tree, bool inside)
{
	for (size_t i = 0; i < tree->count; i++) {
		struct sp_buf text = SP_BUF_INIT;

		if (!is_status(&tree->parts[i]) || sp_bounce_inside_message(tree, i) != inside)
			continue;
		sp_part_bytes(&tree->parts[i], REPORT_BYTES, &text);
		sp_report_fields(report, sp_arena_str(report->arena, sp_buf_str(&text)));
		sp_buf_release(&text);
	}
}

static bool is_listed(struct sp_str list, struct sp_str address)
{
	struct sp_str one;

	while (sp_str_next_field(&list, ',', &one))
		if (sp_str_eq_nocase(sp_str_trim(one), address))
			return true;
	return false;
}

/* X-Failed-Recipients (Exim, Google).  What the text says of those in it is
 * what counts; a text that names only others knows better. */
static void use_failed_header(struct sp_report *report, const struct sp_fields *fields)
{
	struct sp_str list = sp_fields_decoded(fields, "X-Failed-Recipients"), one;
	size_t listed = 0;

	for (size_t i = 0; i < report->count; i++)
		if (is_listed(list, report->items[i].recipient))
			report->items[listed++] = report->items[i];
	if (report->count && !listed)
		return;
	report->count = listed;
	while (sp_str_next_field(&list, ',', &one))
		sp_report_add(report, one, SP_NONE, SP_NONE, SP_NONE);
}

/* The text parts outside the returned mail, HTML where there is no plain text. */
static void report_texts(const struct sp_tree *tree, struct sp_buf *out)
{
	struct sp_buf html = SP_BUF_INIT;

	if (tree->count == 1 && !sp_part_is(&tree->parts[0], "text/html"))
		sp_part_text(&tree->parts[0], REPORT_BYTES, out); /* whatever it calls itself */
	for (size_t i = 0; i < tree->count && tree->count > 1 && out->len < REPORT_BYTES; i++) {
		const struct sp_part *part = &tree->parts[i];

		if (sp_bounce_inside_message(tree, i))
			continue;
		if (sp_part_is(part, "text/plain") || (sp_part_is_multipart(part) && part->end == i + 1)) {
			sp_part_text(part, REPORT_BYTES, out);
			sp_buf_add_char(out, '\n');
		}
	}
	for (size_t i = 0; i < tree->count && !html.len; i++)
		if (sp_part_is(&tree->parts[i], "text/html") && !sp_bounce_inside_message(tree, i))
			sp_part_text(&tree->parts[i], REPORT_BYTES, &html);
	if (!sp_str_trim(sp_buf_str(out)).len)
		sp_html_to_text(sp_buf_str(&html), out);
	sp_buf_release(&html);
}

/* --- which mail --------------------------------------------------------------- */

static bool set_id(struct sp_arena *arena, struct sp_message *message, struct sp_str raw)
{
	struct sp_str id = raw.len ? sp_message_id_parse(arena, raw) : SP_NONE;

	if (id.ptr)
		message->bounced_id = id;
	return id.ptr != NULL;
}

static bool id_of_part(struct sp_arena *arena, const struct sp_tree *tree, size_t i,
	struct sp_message *message)
{
	const struct sp_part *part = &tree->parts[i];
	struct sp_buf text = SP_BUF_INIT;
	struct sp_fields fields;
	struct sp_str bytes;
	bool found;

	if (sp_part_is_message(part) && part->end > i + 1)
		return set_id(arena, message, sp_fields_raw(&tree->parts[i + 1].fields, "Message-ID"));
	if (!is_returned_headers(part) && !is_status(part))
		return false;
	sp_part_bytes(part, REPORT_BYTES, &text);
	bytes = sp_arena_str(arena, sp_buf_str(&text));
	sp_buf_release(&text);
	fields = sp_fields_parse(arena, &bytes);
	found = set_id(arena, message, sp_fields_raw(&fields, is_status(part) ?
		"Original-Message-ID" : "Message-ID"));
	if (!found && is_status(part))
		found = set_id(arena, message, sp_fields_raw(&fields, "X-Original-Message-ID"));
	return found;
}

/* A line "Message-ID: <x@y>" of the text, where the returned mail is text. */
static bool id_of_text(struct sp_arena *arena, struct sp_str text, struct sp_message *message)
{
	struct sp_str line;

	while (sp_str_next_line(&text, &line)) {
		struct sp_str s = sp_str_trim(line);

		if (!sp_str_starts_nocase(s, SP_STR("message-id:")))
			continue;
		s = sp_str_trim(sp_str_from(s, strlen("message-id:")));
		if (!s.len && sp_str_next_line(&text, &line)) /* folded */
			s = sp_str_trim(line);
		if (s.len && s.ptr[0] == '<' && set_id(arena, message, s))
			return true;
	}
	return false;
}

void sp_bounce_find_id(struct sp_arena *arena, const struct sp_tree *tree,
	struct sp_message *message)
{
	const struct sp_fields *fields = &tree->parts[0].fields;
	struct sp_buf text = SP_BUF_INIT;
	bool found = set_id(arena, message, sp_fields_raw(fields, "X-Original-Message-ID"));

	for (size_t i = 1; i < tree->count && !found; i++)
		if (!sp_bounce_inside_message(tree, i))
			found = id_of_part(arena, tree, i, message);
	report_texts(tree, &text);
	if (!found)
		found = id_of_text(arena, sp_buf_str(&text), message);
	if (!found && message->in_reply_to.ptr)
		message->bounced_id = message->in_reply_to;
	else if (!found && message->reference_count)
		message->bounced_id = message->references[message->reference_count - 1];
	sp_buf_release(&text);
}

/* --- who --------------------------------------------------------------------------- */

static void complete(struct sp_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		struct sp_bounce *b = &report->items[i];

		if (!b->action.ptr)
			b->action = b->status.len && b->status.ptr[0] == '4' ? SP_STR("delayed") :
									       SP_STR("failed");
	}
}

bool sp_bounce_read(struct sp_arena *arena, const struct sp_tree *tree, struct sp_message *message,
	const struct sp_filters *filters)
{
	struct sp_report report = { .arena = arena, .filters = filters, .message = message };
	struct sp_buf text = SP_BUF_INIT;
	bool named;

	read_status_parts(&report, tree, false);
	named = report.count > 0 || report.reached;
	if (!named) {
		report_texts(tree, &text);
		sp_report_text(&report, sp_buf_str(&text));
		if (sp_fields_find(&tree->parts[0].fields, "X-Failed-Recipients"))
			use_failed_header(&report, &tree->parts[0].fields);
		if (!report.count)
			read_status_parts(&report, tree, true);
		sp_buf_release(&text);
	}
	complete(&report);
	message->bounces = report.items;
	message->bounce_count = report.count;
	sp_bounce_find_id(arena, tree, message);
	return report.count > 0 || !report.reached;
}
