/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Message ids (RFC 5322, 3.6.4) and comments.
 */
#include "mail/fields.h"

#include "base/utf8.h"

enum { MAX_COMMENT_DEPTH = 50 };

/* The id without blanks, in brackets; one without "@" that had none gets none
 * either: it is no msg-id, but may still be what an answer refers to. */
static struct sp_str id_of(struct sp_arena *arena, struct sp_str id, bool brackets)
{
	struct sp_buf out = SP_BUF_INIT, text = SP_BUF_INIT;
	struct sp_str copy = SP_NONE;

	if (brackets)
		sp_buf_add_char(&out, '<');
	for (size_t i = 0; i < id.len; i++)
		if ((unsigned char)id.ptr[i] > ' ' && id.ptr[i] != 0x7F && id.ptr[i] != '<')
			sp_buf_add_char(&out, id.ptr[i]);
	if (brackets)
		sp_buf_add_char(&out, '>');
	sp_utf8_repair(&text, sp_buf_str(&out));
	if (out.len > (brackets ? 2 : 0) && text.len <= SP_MAX_MESSAGE_ID)
		copy = sp_arena_str(arena, sp_buf_str(&text));
	sp_buf_release(&text);
	sp_buf_release(&out);
	return copy;
}

/* Take the next "<id>" off `*rest`; false when there is none. */
static bool next_bracketed(struct sp_str *rest, struct sp_str *id_r)
{
	size_t open = sp_str_find_char(*rest, '<');
	size_t close = sp_str_find_char(sp_str_from(*rest, open), '>');

	if (open == rest->len || open + close == rest->len)
		return false;
	*id_r = sp_str_sub(*rest, open + 1, close - 1);
	*rest = sp_str_from(*rest, open + close + 1);
	return true;
}

struct sp_str sp_message_id_parse(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_str rest = raw, id;
	size_t end = 0;

	while (next_bracketed(&rest, &id)) {
		struct sp_str found = id_of(arena, id, true);

		if (found.ptr)
			return found;
	}
	raw = sp_str_trim(raw);
	while (raw.len && raw.ptr[0] == '<')
		raw = sp_str_from(raw, 1);
	while (end < raw.len && !sp_ascii_blank(raw.ptr[end]) && raw.ptr[end] != '>')
		end++;
	raw = sp_str_sub(raw, 0, end);
	return id_of(arena, raw, sp_str_find_char(raw, '@') < raw.len);
}

struct sp_str sp_in_reply_to_parse(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_str rest = raw, id, found = SP_NONE;
	bool ids_first = sp_str_starts(sp_str_trim(raw), SP_STR("<"));

	while (next_bracketed(&rest, &id) && !(ids_first && found.ptr)) {
		struct sp_str next = id_of(arena, id, true);

		if (next.ptr)
			found = next;
	}
	raw = sp_str_trim(raw);
	for (size_t i = 0; !found.ptr && i < raw.len; i++)
		if (sp_ascii_blank(raw.ptr[i]))
			return SP_NONE;
	return found.ptr ? found : sp_message_id_parse(arena, raw);
}

size_t sp_references_parse(struct sp_arena *arena, struct sp_str raw, struct sp_str **ids_r)
{
	struct sp_str *ids = sp_arena_array(arena, SP_MAX_REFERENCES, struct sp_str);
	struct sp_str rest = raw, id;
	size_t count = 0;

	while (next_bracketed(&rest, &id)) {
		struct sp_str found = id_of(arena, id, true);

		if (!found.ptr)
			continue;
		if (count == SP_MAX_REFERENCES) {
			memmove(ids + 1, ids + 2, (SP_MAX_REFERENCES - 2) * sizeof(*ids));
			count--;
		}
		ids[count++] = found;
	}
	*ids_r = ids;
	return count;
}

struct sp_str sp_without_comments(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str plain;
	bool quoted = false;
	unsigned depth = 0;

	if (sp_str_find_char(raw, '(') == raw.len)
		return raw;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		size_t take = c == '\\' && i + 1 < raw.len ? 2 : 1;

		if (!depth && c == '"')
			quoted = !quoted;
		if (!quoted && c == '(' && depth < MAX_COMMENT_DEPTH)
			depth++;
		else if (!depth)
			sp_buf_add(&out, raw.ptr + i, take);
		else if (c == ')' && --depth == 0)
			sp_buf_add_char(&out, ' ');
		i += take - 1;
	}
	plain = sp_arena_str(arena, sp_str_trim(sp_buf_str(&out)));
	sp_buf_release(&out);
	return plain;
}
