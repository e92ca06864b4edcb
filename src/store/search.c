/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/search.h"

#include "store/query.h"
#include "store/rows.h"

/* Is there anything the index would take for a word?  It drops all else of ASCII. */
static bool has_word(struct sp_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			(c >= 'A' && c <= 'Z'))
			return true;
	}
	return false;
}

/* One word or phrase, in the index's own quotes; a star after them is its own. */
static void add_phrase(struct sp_buf *out, struct sp_str phrase)
{
	bool open_end = phrase.len && phrase.ptr[phrase.len - 1] == '*';

	if (!has_word(phrase))
		return;
	sp_buf_add_text(out, out->len ? " \"" : "\"");
	for (size_t i = 0; i < phrase.len; i++)
		if (phrase.ptr[i] != '"' && phrase.ptr[i] != '\0' && phrase.ptr[i] != '*')
			sp_buf_add_char(out, phrase.ptr[i]);
	sp_buf_add_text(out, open_end ? "\"*" : "\"");
}

struct sp_str sp_search_expression(struct sp_arena *arena, struct sp_str typed)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str expression = SP_NONE;

	while (typed.len) {
		bool quoted = typed.ptr[0] == '"';
		size_t end;

		if (quoted)
			typed = sp_str_sub(typed, 1, typed.len);
		for (end = 0; end < typed.len; end++)
			if (typed.ptr[end] == '"' || (!quoted && (unsigned char)typed.ptr[end] <= ' '))
				break;
		add_phrase(&out, sp_str_sub(typed, 0, end));
		/* What ends it: a blank, or the closing quote; an opening one is the next's. */
		if (end < typed.len && (quoted || typed.ptr[end] != '"'))
			end++;
		typed = sp_str_sub(typed, end, typed.len - end);
	}
	if (out.len)
		expression = sp_arena_str(arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return expression;
}

enum sp_status sp_search(struct sp_db *db, struct sp_arena *arena, struct sp_str expression,
	int64_t requester_id, int64_t limit, struct sp_found **found_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_found *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_SEARCH, arena, err);
	sp_bind_text(&query, expression);
	sp_bind_int(&query, requester_id);
	sp_bind_int(&query, limit);
	while (sp_query_row(&query)) {
		struct sp_found *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->ticket = sp_read_code(&query);
		one->subject = sp_read_text(&query);
		one->state = sp_read_state(&query);
		one->kind = sp_read_entry_kind(&query);
		one->author = sp_read_text(&query);
		one->at = sp_read_int(&query);
		one->said = sp_read_text(&query);
	}
	*found_r = list;
	*count_r = count;
	return sp_query_end(&query);
}
