/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "text/folded.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000;
}

/* Nothing is seen of it. */
static bool is_nothing(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static bool is_accent(uint32_t c)
{
	return c >= 0x300 && c < 0x370;
}

static void note_places(struct sp_folded *f, size_t from, size_t at)
{
	if (f->text.len > f->room) {
		f->room = f->text.len * 2 + 64;
		f->at = sp_realloc(f->at, f->room, sizeof *f->at);
	}
	for (size_t i = from; i < f->text.len; i++)
		f->at[i] = (uint32_t)at;
}

/* One character; `*line_start`: nothing but blanks and quote marks stood before it. */
static void add_character(struct sp_folded *f, uint32_t c, struct sp_str bytes, bool *line_start)
{
	size_t before = f->text.len;

	if (is_nothing(c))
		return;
	if (is_blank(c) || (*line_start && c == '>')) {
		if (!before || f->text.ptr[before - 1] != ' ')
			sp_buf_add_char(&f->text, ' ');
	} else if (c == SP_UTF8_BAD) {
		sp_buf_add_char(&f->text, '\1');
	} else {
		sp_utf8_fold(&f->text, bytes);
	}
	*line_start = c == '\n' || c == '\r' || (*line_start && (c == '>' || is_blank(c)));
}

void sp_folded_add(struct sp_folded *f, struct sp_str text)
{
	struct sp_buf encoded = SP_BUF_INIT;
	struct sp_str rest = text;
	bool line_start = true;

	while (rest.len) {
		size_t at = text.len - rest.len, before = f->text.len, len;
		struct sp_str bytes;

		sp_buf_cut(&encoded, 0);
		len = sp_encoded_at(rest, f->encodings, &encoded);
		bytes = len ? sp_buf_str(&encoded) : rest;
		for (bool first = true; bytes.len && (len || first); first = false) {
			struct sp_str here = bytes;
			uint32_t c = sp_utf8_next(&bytes);

			add_character(f, c, sp_str_n(here.ptr, here.len - bytes.len), &line_start);
		}
		rest = len ? sp_str_from(rest, len) : bytes;
		note_places(f, before, at);
	}
	sp_buf_release(&encoded);
}

void sp_folded_release(struct sp_folded *f)
{
	sp_buf_release(&f->text);
	free(f->at);
}

struct sp_str sp_folded_of(struct sp_arena *arena, struct sp_str text)
{
	struct sp_folded f = SP_FOLDED_INIT;
	struct sp_str kept;

	sp_folded_add(&f, sp_str_trim(text));
	kept = sp_arena_str(arena, sp_str_trim(sp_buf_str(&f.text)));
	sp_folded_release(&f);
	return kept;
}

size_t sp_folded_character_end(const struct sp_folded *f, struct sp_str text, size_t at)
{
	struct sp_str rest = sp_str_from(text, at), after;
	struct sp_buf encoded = SP_BUF_INIT;
	size_t len = sp_encoded_at(rest, f->encodings, &encoded);

	if (len)
		rest = sp_str_from(rest, len);
	else
		sp_utf8_next(&rest);
	for (after = rest; after.len && is_accent(sp_utf8_next(&after)); rest = after)
		;
	sp_buf_release(&encoded);
	return text.len - rest.len;
}
