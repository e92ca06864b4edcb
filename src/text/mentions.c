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

#include "base/idn.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/uu_block.h"

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

static void release(struct folded *f)
{
	sp_buf_release(&f->text);
	free(f->at);
}

/* --- what is sought -------------------------------------------------------------- */

/* What stands between the words of a name in one place or another; how long. */
static size_t separator_at(struct sp_str text, size_t at)
{
	if (at < text.len && text.ptr[at] && strchr(" ,;_-|/.'`\"()", text.ptr[at]))
		return 1;
	/* Typographic apostrophes. */
	if (text.len - at >= 3 && (memcmp(text.ptr + at, "\xE2\x80\x99", 3) == 0 ||
					  memcmp(text.ptr + at, "\xE2\x80\x98", 3) == 0))
		return 3;
	return 0;
}

/* The words of a name with one blank between them. */
static struct sp_str in_words(struct sp_arena *arena, struct sp_str name, const char *between)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;
	size_t i = 0, len;

	while (i < name.len) {
		len = separator_at(name, i);
		if (!len)
			sp_buf_add_char(&out, name.ptr[i]);
		else if (out.len && !sp_str_ends_nocase(sp_buf_str(&out), sp_str(between)))
			sp_buf_add_text(&out, between);
		i += len ? len : 1;
	}
	kept = sp_arena_str(arena, sp_str_trim(sp_buf_str(&out)));
	sp_buf_release(&out);
	return kept;
}

static void add_folded(struct sp_mentions *mentions, struct sp_str folded, bool address)
{
	for (size_t i = 0; i < mentions->count; i++)
		if (sp_str_eq(mentions->items[i].folded, folded))
			return;
	if (folded.len == 0)
		return;
	mentions->items = sp_arena_grow(mentions->arena, mentions->items, mentions->count,
		&mentions->room, sizeof *mentions->items);
	mentions->items[mentions->count++] = (struct sp_mention){
		sp_arena_str(mentions->arena, folded), address,
	};
}

static struct sp_str folded_of(struct sp_arena *arena, struct sp_str text)
{
	struct folded f = { .text = SP_BUF_INIT };
	struct sp_str kept;

	fold(&f, sp_str_trim(text));
	kept = sp_arena_str(arena, sp_str_trim(sp_buf_str(&f.text)));
	release(&f);
	return kept;
}

static void add_forms(struct sp_mentions *mentions, struct sp_str local, struct sp_str domain)
{
	/* As mail has it, in bounce addresses, as people write it. */
	static const char *const between[] = { "@", "=", " @ ", "(at)", " (at) ", "[at]", " [at] ",
		" at ", " chiocciola " };
	struct sp_arena *arena = mentions->arena;

	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		add_folded(mentions, folded_of(arena, sp_str(sp_arena_printf(arena, "%.*s%s%.*s",
			SP_FMT(local), between[i], SP_FMT(domain)))), true);
	add_folded(mentions, folded_of(arena, sp_str(sp_arena_printf(arena, "%.*s=%.*s",
		SP_FMT(domain), SP_FMT(local)))), true);
}

void sp_mentions_add_address(struct sp_mentions *mentions, struct sp_str address)
{
	size_t at = sp_str_find_char(address, '@');
	struct sp_str local = sp_str_sub(address, 0, at), domain = sp_str_from(address, at + 1);
	struct sp_buf letters = SP_BUF_INIT;

	if (local.len == 0 || domain.len == 0)
		return;
	add_forms(mentions, local, domain);
	if (sp_idn_add_unicode(&letters, domain))
		add_forms(mentions, local, sp_buf_str(&letters));
	sp_buf_release(&letters);
}

/* With blanks, and written together (NiccoloFerrari.pdf). */
static void add_name(struct sp_mentions *mentions, struct sp_str first, struct sp_str last)
{
	struct sp_arena *arena = mentions->arena;
	struct sp_str whole = folded_of(arena, sp_str(sp_arena_printf(arena, "%.*s %.*s", SP_FMT(first),
		SP_FMT(last))));
	struct sp_str together = in_words(arena, whole, "");

	add_folded(mentions, in_words(arena, whole, " "), false);
	if (together.len >= 8)
		add_folded(mentions, together, false);
}

/* "M. Rossi": only of two words, the second not too short. */
static void add_initial(struct sp_mentions *mentions, struct sp_str first, struct sp_str last)
{
	struct sp_str rest = folded_of(mentions->arena, first), start = rest;

	if (sp_str_has(last, SP_STR(" ")) || last.len < 4 || !rest.len)
		return;
	sp_utf8_next(&rest);
	add_name(mentions, sp_str_n(start.ptr, start.len - rest.len), last);
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
	add_name(mentions, first, last);
	add_name(mentions, last, first);
	add_initial(mentions, first, last);
	/* Double names: the last word alone may be the family's. */
	while (sp_str_has(last, SP_STR(" "))) {
		blank = sp_str_find_char(last, ' ');
		first = sp_str_sub(name, 0, (size_t)(last.ptr - name.ptr) + blank);
		last = sp_str_trim(sp_str_from(last, blank));
		add_name(mentions, last, first);
	}
}

/* --- what he said --------------------------------------------------------------------- */

/* A line that short others write too. */
enum { SHORTEST_LINE = 24, FEWEST_WORDS = 4, LINE_HEADS = 4096, MOST_LINES = 200000 };

static uint32_t head_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < SHORTEST_LINE; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash % LINE_HEADS;
}

static void add_line(struct sp_mentions *mentions, struct sp_str folded)
{
	struct sp_said_line *line;
	uint32_t head;

	if (!mentions->heads) {
		mentions->heads = sp_arena_array(mentions->arena, LINE_HEADS, uint32_t);
		memset(mentions->heads, 0, LINE_HEADS * sizeof *mentions->heads);
	}
	head = head_of(folded.ptr);
	for (uint32_t i = mentions->heads[head]; i; i = mentions->lines[i - 1].next)
		if (sp_str_eq(mentions->lines[i - 1].folded, folded))
			return;
	mentions->lines = sp_arena_grow(mentions->arena, mentions->lines, mentions->line_count,
		&mentions->line_room, sizeof *mentions->lines);
	line = &mentions->lines[mentions->line_count++];
	*line = (struct sp_said_line){ folded, mentions->heads[head] };
	mentions->heads[head] = (uint32_t)mentions->line_count;
}

void sp_mentions_add_said(struct sp_mentions *mentions, struct sp_str text)
{
	struct sp_str line;

	while (mentions->line_count < MOST_LINES && sp_str_next_line(&text, &line)) {
		struct sp_str folded;
		size_t words = 1;

		if (sp_str_trim(line).len < SHORTEST_LINE)
			continue;
		folded = folded_of(mentions->arena, line);
		for (size_t i = 0; i < folded.len; i++)
			words += folded.ptr[i] == ' ';
		if (folded.len >= SHORTEST_LINE && words >= FEWEST_WORDS)
			add_line(mentions, folded);
	}
}

void sp_mentions_clear(struct sp_mentions *mentions)
{
	*mentions = (struct sp_mentions){ .arena = mentions->arena };
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

	if (c == '.' || c == '-') {
		/* <20261123.17.mario@rossi.it>: a Message-ID's own number */
		for (at--; at && (sp_ascii_digit(text.ptr[at - 1]) || text.ptr[at - 1] == '.'); at--)
			;
		return at && is_letter(text.ptr[at - 1]);
	}
	return is_letter(c) || c == '_' || c == '+';
}

static bool goes_on_right(struct sp_str text, size_t end)
{
	char c = end < text.len ? text.ptr[end] : ' ';

	if (c == '.' || c == '-')
		return end + 1 < text.len && is_letter(text.ptr[end + 1]);
	return is_letter(c);
}

/* How long the mention is that begins there; 0: none does. */
static size_t address_at(struct sp_str mention, struct sp_str text, size_t at)
{
	size_t end = at + mention.len;

	if (text.len - at < mention.len || memcmp(text.ptr + at, mention.ptr, mention.len) != 0 ||
		goes_on_right(text, end))
		return 0;
	return sp_str_has(mention, SP_STR("=")) || !goes_on_left(text, at) ? mention.len : 0;
}

static size_t name_at(struct sp_str mention, struct sp_str text, size_t at)
{
	size_t end = at, gap;

	for (size_t i = 0; i < mention.len; i++) {
		if (mention.ptr[i] == ' ') {
			for (gap = 0; gap < 4 && separator_at(text, end); gap++)
				end += separator_at(text, end);
			if (gap == 0)
				return 0;
		} else if (end < text.len && text.ptr[end] == mention.ptr[i]) {
			end++;
		} else {
			return 0;
		}
	}
	/* Before an @ it is somebody's address, and another's. */
	return (at && is_letter(text.ptr[at - 1])) ||
		       (end < text.len && (is_letter(text.ptr[end]) || text.ptr[end] == '@')) ?
	       0 : end - at;
}

/* The longest mention that begins at `at`; 0: none does. */
static size_t mention_at(const struct sp_mentions *mentions, struct sp_str text, size_t at)
{
	size_t longest = 0;

	for (size_t i = 0; i < mentions->count; i++) {
		const struct sp_mention *m = &mentions->items[i];
		size_t len;

		if (text.ptr[at] != m->folded.ptr[0])
			continue;
		len = m->address ? address_at(m->folded, text, at) : name_at(m->folded, text, at);
		longest = len > longest ? len : longest;
	}
	return longest;
}

static size_t line_at(const struct sp_mentions *mentions, struct sp_str text, size_t at)
{
	size_t longest = 0;

	if (!mentions->heads || text.len - at < SHORTEST_LINE || (at && is_letter(text.ptr[at - 1])))
		return 0;
	for (uint32_t i = mentions->heads[head_of(text.ptr + at)]; i; i = mentions->lines[i - 1].next) {
		struct sp_str line = mentions->lines[i - 1].folded;

		if (line.len > longest && text.len - at >= line.len &&
			memcmp(text.ptr + at, line.ptr, line.len) == 0)
			longest = line.len;
	}
	return longest;
}

static bool is_in(const struct sp_mentions *mentions, struct sp_str folded)
{
	for (size_t i = 0; i < folded.len; i++)
		if (mention_at(mentions, folded, i) ||
			(mentions->said_counts && line_at(mentions, folded, i)))
			return true;
	return false;
}

/* Where the character ends that begins at `at`, with the accents put on it. */
static size_t character_end(struct sp_str text, size_t at)
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

static bool erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct folded f = { .text = SP_BUF_INIT };
	size_t done = 0;
	bool any;

	fold(&f, text);
	any = is_in(mentions, sp_buf_str(&f.text));
	for (size_t i = 0; any && i < f.text.len;) {
		size_t len = mention_at(mentions, sp_buf_str(&f.text), i);

		if (!len)
			len = line_at(mentions, sp_buf_str(&f.text), i);
		if (!len) {
			i++;
			continue;
		}
		sp_buf_add_str(out, sp_str_sub(text, done, f.at[i] - done));
		sp_buf_add_text(out, SP_ERASED);
		i += len;
		done = character_end(text, f.at[i - 1]);
	}
	sp_buf_add_str(out, sp_str_from(text, done));
	release(&f);
	return any;
}

static bool in_text(const struct sp_mentions *mentions, struct sp_str text)
{
	struct folded f = { .text = SP_BUF_INIT };
	bool found;

	fold(&f, text);
	found = is_in(mentions, sp_buf_str(&f.text));
	release(&f);
	return found;
}

static bool in_bytes(const struct sp_mentions *mentions, struct sp_str bytes)
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

/* The text without the files in it that name him; false when none does. */
static bool without_files(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct sp_str block;
	bool any = false, more = true;

	while (more) {
		struct sp_buf file = SP_BUF_INIT;

		more = sp_uu_block_next(text, &block, &file);
		if (more) {
			bool his = in_bytes(mentions, sp_buf_str(&file));

			any |= his;
			sp_buf_add_str(out, sp_str_n(text.ptr, (size_t)(block.ptr - text.ptr)));
			sp_buf_add_str(out, his ? SP_STR(SP_ERASED "\n") : block);
			text = sp_str_from(text, (size_t)(block.ptr - text.ptr) + block.len);
		}
		sp_buf_release(&file);
	}
	sp_buf_add_str(out, text);
	return any;
}

bool sp_mentions_erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct sp_buf kept = SP_BUF_INIT;
	bool files = without_files(mentions, text, &kept);
	bool named = erase(mentions, sp_buf_str(&kept), out);

	sp_buf_release(&kept);
	return files || named;
}

bool sp_mentions_in(const struct sp_mentions *mentions, struct sp_str bytes)
{
	struct sp_buf kept = SP_BUF_INIT;
	bool found = in_bytes(mentions, bytes) || without_files(mentions, bytes, &kept);

	sp_buf_release(&kept);
	return found;
}
