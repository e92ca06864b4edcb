/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counts common words.  A word that several languages share counts for each:
 * what decides are the others.
 */
#include "config.h"

#include "text/language.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/word_file.h"
#include "text/words.h"

enum { MAX_LANGUAGES = 32, MAX_WORDS = 2000, MAX_BYTES = 64 * 1024, SLOTS = 4096 };

/* A word, and a bit for each language that has it. */
struct common {
	const char *word;
	uint32_t languages;
};

struct sp_languages {
	struct sp_arena *arena;
	struct {
		const char *name;
		bool ours;
	} names[MAX_LANGUAGES];
	size_t count;
	struct common *words;
	size_t word_count, room;
	/* By a word's hash: its number in words, from 1 on; 0: none. */
	uint16_t slots[SLOTS];
};

struct sp_languages *sp_languages_create(struct sp_arena *arena)
{
	struct sp_languages *languages = sp_arena_new(arena, struct sp_languages);

	languages->arena = arena;
	return languages;
}

/* FNV-1a */
static size_t hash_of(const char *word)
{
	uint32_t hash = 2166136261u;

	for (; *word; word++)
		hash = (hash ^ (unsigned char)*word) * 16777619u;
	return hash % SLOTS;
}

/* The slot of that word, or the empty one where it belongs. */
static size_t slot_of(const struct sp_languages *l, const char *word)
{
	size_t slot = hash_of(word);

	while (l->slots[slot] && strcmp(l->words[l->slots[slot] - 1].word, word) != 0)
		slot = (slot + 1) % SLOTS;
	return slot;
}

/* The languages that have it, a bit each. */
static uint32_t languages_of(const struct sp_languages *l, const char *word)
{
	size_t number = l->slots[slot_of(l, word)];

	return number ? l->words[number - 1].languages : 0;
}

/* A word that is there, or is put there; NULL when there are too many. */
static struct common *word_of(struct sp_languages *l, struct sp_str word)
{
	size_t slot = slot_of(l, word.ptr);

	if (l->slots[slot])
		return &l->words[l->slots[slot] - 1];
	if (l->word_count == SLOTS / 2) /* some slots must stay empty */
		return NULL;
	l->words = sp_arena_grow(l->arena, l->words, l->word_count, &l->room, sizeof *l->words);
	l->words[l->word_count++] = (struct common){ sp_arena_text(l->arena, word), 0 };
	l->slots[slot] = (uint16_t)l->word_count;
	return &l->words[l->word_count - 1];
}

void sp_languages_add(struct sp_languages *l, const char *name, bool ours, const char *const *words)
{
	struct sp_buf folded = SP_BUF_INIT;

	if (l->count == MAX_LANGUAGES)
		return;
	l->names[l->count].name = name;
	l->names[l->count].ours = ours;
	for (; words && *words; words++) {
		struct common *word;

		sp_buf_cut(&folded, 0);
		sp_words_fold(&folded, sp_str(*words));
		word = word_of(l, sp_buf_str(&folded));
		if (word)
			word->languages |= UINT32_C(1) << l->count;
	}
	sp_buf_release(&folded);
	l->count++;
}

static enum sp_status take_foreign(void *context, const struct sp_word_line *line,
	struct sp_err *err)
{
	(void)err;
	sp_languages_add(context, line->key, false, line->words);
	return SP_OK;
}

enum sp_status sp_languages_read_foreign(struct sp_languages *l, const char *path, struct sp_err *err)
{
	return sp_word_file_read(l->arena, path, take_foreign, l, err);
}

static bool is_letter(char c)
{
	return sp_ascii_alnum(c) || c == '\'' || (unsigned char)c >= 0x80;
}

/* Take the next word off `*rest`: letters and apostrophes. */
static bool next_word(struct sp_str *rest, struct sp_str *word_r)
{
	size_t end = 0;

	while (rest->len && !is_letter(rest->ptr[0]))
		*rest = sp_str_from(*rest, 1);
	while (end < rest->len && is_letter(rest->ptr[end]))
		end++;
	*word_r = sp_str_sub(*rest, 0, end);
	*rest = sp_str_from(*rest, end);
	return end > 0;
}

static const char *winner(const struct sp_languages *l, const size_t *hits)
{
	size_t best = 0;
	bool tie = false;

	for (size_t i = 1; i < l->count; i++) {
		tie = hits[i] == hits[best] || (tie && hits[i] < hits[best]);
		if (hits[i] > hits[best])
			best = i;
	}
	return l->count && !tie && hits[best] >= 2 && l->names[best].ours ? l->names[best].name : NULL;
}

const char *sp_languages_tell(const struct sp_languages *l, struct sp_str text)
{
	struct sp_buf folded = SP_BUF_INIT;
	size_t hits[MAX_LANGUAGES] = { 0 }, seen = 0;
	struct sp_str rest, word;

	sp_utf8_fold(&folded, sp_utf8_cut(text, MAX_BYTES));
	rest = sp_buf_str(&folded);
	while (seen++ < MAX_WORDS && next_word(&rest, &word)) {
		uint32_t languages;
		char copy[24];

		if (word.len >= sizeof copy)
			continue;
		memcpy(copy, word.ptr, word.len);
		copy[word.len] = '\0';
		languages = languages_of(l, copy);
		for (size_t i = 0; i < l->count; i++)
			hits[i] += languages >> i & 1;
	}
	sp_buf_release(&folded);
	return winner(l, hits);
}
