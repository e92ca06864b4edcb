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

static int hex_value(char c)
{
	const char *digits = "0123456789abcdef", *at = strchr(digits, sp_ascii_lower(c));

	return c && at ? (int)(at - digits) : -1;
}

/* The character that "%C3%B2" stands for, and how many bytes that is; 0: it is none. */
static size_t percent_character(struct sp_str text, uint32_t *c_r)
{
	char bytes[4];
	size_t count = 0, wanted = 1;

	while (count < wanted) {
		struct sp_str here = sp_str_from(text, count * 3);
		int high = here.len >= 3 && here.ptr[0] == '%' ? hex_value(here.ptr[1]) : -1;
		int low = high >= 0 ? hex_value(here.ptr[2]) : -1;

		if (low < 0)
			return 0;
		bytes[count++] = (char)(high * 16 + low);
		if (count == 1 && high >= 0xC)
			wanted = high == 0xF ? 4 : high == 0xE ? 3 : 2;
	}
	text = sp_str_n(bytes, count);
	*c_r = sp_utf8_next(&text);
	return *c_r == SP_UTF8_BAD || *c_r < ' ' || text.len ? 0 : count * 3;
}

/* The next character of a text, percent-encoded or not; `encoded` is room for it. */
static uint32_t next_character(struct sp_str *rest, struct sp_buf *encoded, struct sp_str *bytes_r)
{
	struct sp_str here = *rest;
	uint32_t c = 0;
	size_t len = here.ptr[0] == '%' ? percent_character(here, &c) : 0;

	if (len) {
		sp_buf_cut(encoded, 0);
		sp_utf8_add(encoded, c);
		*rest = sp_str_from(here, len);
		*bytes_r = sp_buf_str(encoded);
		return c;
	}
	c = sp_utf8_next(rest);
	*bytes_r = sp_str_n(here.ptr, here.len - rest->len);
	return c;
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

void sp_folded_add(struct sp_folded *f, struct sp_str text)
{
	struct sp_buf encoded = SP_BUF_INIT;
	struct sp_str rest = text, bytes;
	bool line_start = true;

	while (rest.len) {
		size_t at = text.len - rest.len, before = f->text.len;
		uint32_t c = next_character(&rest, &encoded, &bytes);

		if (is_nothing(c))
			continue;
		if (is_blank(c) || (line_start && c == '>')) {
			if (!before || f->text.ptr[before - 1] != ' ')
				sp_buf_add_char(&f->text, ' ');
		} else if (c == SP_UTF8_BAD) {
			sp_buf_add_char(&f->text, '\1');
		} else {
			sp_utf8_fold(&f->text, bytes);
		}
		line_start = c == '\n' || c == '\r' || (line_start && (c == '>' || is_blank(c)));
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

size_t sp_folded_character_end(struct sp_str text, size_t at)
{
	struct sp_str rest = sp_str_from(text, at), after;
	uint32_t c;
	size_t percent = percent_character(rest, &c);

	if (percent)
		rest = sp_str_from(rest, percent);
	else
		sp_utf8_next(&rest);
	for (after = rest; after.len && is_accent(sp_utf8_next(&after)); rest = after)
		;
	return text.len - rest.len;
}
