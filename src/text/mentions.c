/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text is folded (lower case, no accents, one blank for any run of them)
 * with a note of where each byte came from; what is sought is folded likewise,
 * so that finding is comparing bytes.
 */
#include "config.h"

#include "text/mentions.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

/* A folded text; at[i] is where byte i came from. */
struct folded {
	struct sp_buf text;
	uint32_t *at;
	size_t room;
};

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

static void note_places(struct folded *f, size_t from, size_t at)
{
	if (f->text.len > f->room) {
		f->room = f->text.len * 2 + 64;
		f->at = sp_realloc(f->at, f->room, sizeof *f->at);
	}
	for (size_t i = from; i < f->text.len; i++)
		f->at[i] = (uint32_t)at;
}

static void fold(struct folded *f, struct sp_str text)
{
	struct sp_str rest = text;
	bool line_start = true;

	while (rest.len) {
		struct sp_str here = rest;
		size_t at = text.len - rest.len, before = f->text.len;
		uint32_t c = sp_utf8_next(&rest);

		if (is_nothing(c))
			continue;
		if (is_blank(c) || (line_start && c == '>')) {
			if (!before || f->text.ptr[before - 1] != ' ')
				sp_buf_add_char(&f->text, ' ');
		} else if (c == SP_UTF8_BAD) {
			sp_buf_add_char(&f->text, '\1');
		} else {
			sp_utf8_fold(&f->text, sp_str_n(here.ptr, here.len - rest.len));
		}
		line_start = c == '\n' || c == '\r' || (line_start && (c == '>' || is_blank(c)));
		note_places(f, before, at);
	}
}

static void release(struct folded *f)
{
	sp_buf_release(&f->text);
	free(f->at);
}

/* --- what is sought -------------------------------------------------------------- */

static void add(struct sp_mentions *mentions, struct sp_str text, bool address)
{
	struct folded f = { .text = SP_BUF_INIT };
	struct sp_str folded;

	fold(&f, sp_str_trim(text));
	folded = sp_buf_str(&f.text);
	for (size_t i = 0; i < mentions->count; i++)
		if (sp_str_eq(mentions->items[i].folded, folded))
			folded.len = 0;
	if (folded.len) {
		mentions->items = sp_arena_grow(mentions->arena, mentions->items, mentions->count,
			&mentions->room, sizeof *mentions->items);
		mentions->items[mentions->count++] = (struct sp_mention){
			sp_arena_str(mentions->arena, folded), address,
		};
	}
	release(&f);
}

void sp_mentions_add_address(struct sp_mentions *mentions, struct sp_str address)
{
	size_t at = sp_str_find_char(address, '@');
	struct sp_str local = sp_str_sub(address, 0, at), domain = sp_str_from(address, at + 1);

	if (local.len == 0 || domain.len == 0)
		return;
	add(mentions, address, true);
	add(mentions, sp_str(sp_arena_printf(mentions->arena, "%.*s%%40%.*s", SP_FMT(local),
		SP_FMT(domain))), true);
	add(mentions, sp_str(sp_arena_printf(mentions->arena, "%.*s=%.*s", SP_FMT(local),
		SP_FMT(domain))), true);
}

/* "Mario Rossi" and "Rossi Mario", "Rossi, Mario". */
void sp_mentions_add_name(struct sp_mentions *mentions, struct sp_str name)
{
	struct sp_str first, last;
	size_t blank;

	name = sp_str_trim(name);
	if (sp_str_has(name, SP_STR("@"))) {
		sp_mentions_add_address(mentions, name);
		return;
	}
	blank = sp_str_find_char(name, ' ');
	first = sp_str_sub(name, 0, blank);
	last = sp_str_trim(sp_str_from(name, blank));
	if (last.len == 0 || first.len + last.len < 5)
		return;
	add(mentions, name, false);
	add(mentions, sp_str(sp_arena_printf(mentions->arena, "%.*s %.*s", SP_FMT(last),
		SP_FMT(first))), false);
	add(mentions, sp_str(sp_arena_printf(mentions->arena, "%.*s, %.*s", SP_FMT(last),
		SP_FMT(first))), false);
	/* Double names: the last word alone may be the family's. */
	while (sp_str_has(last, SP_STR(" "))) {
		blank = sp_str_find_char(last, ' ');
		first = sp_str_sub(name, 0, (size_t)(last.ptr - name.ptr) + blank);
		last = sp_str_trim(sp_str_from(last, blank));
		add(mentions, sp_str(sp_arena_printf(mentions->arena, "%.*s %.*s", SP_FMT(last),
			SP_FMT(first))), false);
	}
}

/* --- finding ------------------------------------------------------------------------ */

static bool is_letter(char c)
{
	return sp_ascii_alnum(c) || (unsigned char)c >= 0x80;
}

/* Does an address go on to the left, or the right, of what was found? */
static bool goes_on_left(struct sp_str text, size_t at)
{
	char c = at ? text.ptr[at - 1] : ' ';

	if (c == '.' || c == '-')
		return at > 1 && is_letter(text.ptr[at - 2]);
	return is_letter(c) || c == '_' || c == '+';
}

static bool goes_on_right(struct sp_str text, size_t end)
{
	char c = end < text.len ? text.ptr[end] : ' ';

	if (c == '.' || c == '-')
		return end + 1 < text.len && is_letter(text.ptr[end + 1]);
	return is_letter(c);
}

static bool stands_alone(const struct sp_mention *mention, struct sp_str text, size_t at)
{
	size_t end = at + mention->folded.len;

	if (mention->address)
		return !goes_on_right(text, end) &&
		       (sp_str_has(mention->folded, SP_STR("=")) || !goes_on_left(text, at));
	return !(at && is_letter(text.ptr[at - 1])) && !(end < text.len && is_letter(text.ptr[end]));
}

/* The mention that begins at `at`, the longest, or NULL. */
static const struct sp_mention *mention_at(const struct sp_mentions *mentions, struct sp_str text,
	size_t at)
{
	const struct sp_mention *found = NULL;

	for (size_t i = 0; i < mentions->count; i++) {
		const struct sp_mention *m = &mentions->items[i];

		if (text.ptr[at] == m->folded.ptr[0] && text.len - at >= m->folded.len &&
			memcmp(text.ptr + at, m->folded.ptr, m->folded.len) == 0 &&
			stands_alone(m, text, at) && (!found || m->folded.len > found->folded.len))
			found = m;
	}
	return found;
}

/* Where the character ends that begins at `at`, with the accents put on it. */
static size_t character_end(struct sp_str text, size_t at)
{
	struct sp_str rest = sp_str_from(text, at), after;

	sp_utf8_next(&rest);
	for (after = rest; after.len && is_accent(sp_utf8_next(&after)); rest = after)
		;
	return text.len - rest.len;
}

bool sp_mentions_erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct folded f = { .text = SP_BUF_INIT };
	size_t done = 0;
	bool any = false;

	fold(&f, text);
	for (size_t i = 0; i < f.text.len;) {
		const struct sp_mention *m = mention_at(mentions, sp_buf_str(&f.text), i);

		if (!m) {
			i++;
			continue;
		}
		sp_buf_add_str(out, sp_str_sub(text, done, f.at[i] - done));
		sp_buf_add_text(out, SP_ERASED);
		i += m->folded.len;
		done = character_end(text, f.at[i - 1]);
		any = true;
	}
	sp_buf_add_str(out, sp_str_from(text, done));
	release(&f);
	return any;
}

static bool in_text(const struct sp_mentions *mentions, struct sp_str text)
{
	struct folded f = { .text = SP_BUF_INIT };
	bool found = false;

	fold(&f, text);
	for (size_t i = 0; i < f.text.len && !found; i++)
		found = mention_at(mentions, sp_buf_str(&f.text), i) != NULL;
	release(&f);
	return found;
}

bool sp_mentions_in(const struct sp_mentions *mentions, struct sp_str bytes)
{
	struct sp_buf narrow = SP_BUF_INIT;
	bool found = in_text(mentions, bytes);

	/* Latin-1, and UTF-16 of Latin letters: every second byte is NUL, and its
	 * mark is no letter. */
	for (size_t i = 0; i < bytes.len && !found; i++) {
		unsigned char byte = (unsigned char)bytes.ptr[i];

		if (byte)
			sp_utf8_add(&narrow, byte >= 0xFE ? ' ' : byte);
	}
	found = found || in_text(mentions, sp_buf_str(&narrow));
	sp_buf_release(&narrow);
	return found;
}
