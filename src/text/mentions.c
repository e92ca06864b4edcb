/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is sought: the forms of an address and of a name, and the lines that
 * somebody said.  Where a text has them: mentions_find.c.
 */
#include "config.h"

#include "text/mentions.h"

#include "base/idn.h"
#include "base/utf8.h"
#include "text/folded.h"
#include "text/mentions_find.h"

enum { FEWEST_WORDS = 4, MOST_LINES = 200000 };

/* The words of a name with one blank between them. */
static struct sp_str in_words(struct sp_arena *arena, struct sp_str name, const char *between)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;
	size_t i = 0, len;

	while (i < name.len) {
		len = sp_mention_separator(name, i);
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

static void add_forms(struct sp_mentions *mentions, struct sp_str local, struct sp_str domain)
{
	/* As mail has it, in bounce addresses, as people write it. */
	static const char *const between[] = { "@", "=", " @ ", "(at)", " (at) ", "[at]", " [at] ",
		" at ", " chiocciola " };
	struct sp_arena *arena = mentions->arena;

	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		add_folded(mentions, sp_folded_of(arena, sp_str(sp_arena_printf(arena, "%.*s%s%.*s",
			SP_FMT(local), between[i], SP_FMT(domain)))), true);
	add_folded(mentions, sp_folded_of(arena, sp_str(sp_arena_printf(arena, "%.*s=%.*s",
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
	struct sp_str whole = sp_folded_of(arena, sp_str(sp_arena_printf(arena, "%.*s %.*s", SP_FMT(first),
		SP_FMT(last))));
	struct sp_str together = in_words(arena, whole, "");

	add_folded(mentions, in_words(arena, whole, " "), false);
	if (together.len >= 8)
		add_folded(mentions, together, false);
}

/* "M. Rossi": only of two words, the second not too short. */
static void add_initial(struct sp_mentions *mentions, struct sp_str first, struct sp_str last)
{
	struct sp_str rest = sp_folded_of(mentions->arena, first), start = rest;

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

static void add_line(struct sp_mentions *mentions, struct sp_str folded)
{
	struct sp_said_line *line;
	uint32_t head;

	if (!mentions->heads) {
		mentions->heads = sp_arena_array(mentions->arena, SP_SAID_HEADS, uint32_t);
		memset(mentions->heads, 0, SP_SAID_HEADS * sizeof *mentions->heads);
	}
	head = sp_said_head(folded.ptr);
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

		if (sp_str_trim(line).len < SP_SAID_SHORTEST)
			continue;
		folded = sp_folded_of(mentions->arena, line);
		for (size_t i = 0; i < folded.len; i++)
			words += folded.ptr[i] == ' ';
		if (folded.len >= SP_SAID_SHORTEST && words >= FEWEST_WORDS)
			add_line(mentions, folded);
	}
}

void sp_mentions_clear(struct sp_mentions *mentions)
{
	*mentions = (struct sp_mentions){ .arena = mentions->arena };
}
