/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counts common words.  A word that several languages share counts for each:
 * what decides are the others.
 */
#include "config.h"

#include "text/language.h"

#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "text/words.h"

enum { MAX_LANGUAGES = 32, MAX_WORDS = 2000, MAX_BYTES = 64 * 1024, MAX_FILE = 64 * 1024 };

struct common {
	const char *word;
	size_t language;
};

struct sp_languages {
	struct sp_arena *arena;
	struct {
		const char *name;
		bool ours;
	} names[MAX_LANGUAGES];
	size_t count;
	struct common *words; /* sorted by word once all are there */
	size_t word_count, room;
};

struct sp_languages *sp_languages_create(struct sp_arena *arena)
{
	struct sp_languages *languages = sp_arena_new(arena, struct sp_languages);

	languages->arena = arena;
	return languages;
}

static int by_word(const void *a, const void *b)
{
	const struct common *x = a, *y = b;
	int order = strcmp(x->word, y->word);

	return order ? order : (x->language > y->language) - (x->language < y->language);
}

void sp_languages_add(struct sp_languages *l, const char *name, bool ours, const char *const *folded)
{
	if (l->count == MAX_LANGUAGES)
		return;
	l->names[l->count].name = name;
	l->names[l->count].ours = ours;
	for (; folded && *folded; folded++) {
		l->words = sp_arena_grow(l->arena, l->words, l->word_count, &l->room, sizeof *l->words);
		l->words[l->word_count++] = (struct common){ *folded, l->count };
	}
	l->count++;
}

static enum sp_status read_foreign(struct sp_languages *l, const char *path, config_setting_t *list,
	struct sp_err *err)
{
	int count = config_setting_length(list);
	const char **folded = sp_arena_array(l->arena, (size_t)count + 1, const char *);

	for (int i = 0; i < count; i++) {
		const char *word = config_setting_get_string_elem(list, i);
		struct sp_buf text = SP_BUF_INIT;

		if (!word)
			return sp_fail(err, SP_CONFIG, "%s:%u: a word in quotes is expected", path,
				config_setting_source_line(list));
		sp_words_fold(&text, sp_str(word));
		folded[i] = sp_arena_text(l->arena, sp_buf_str(&text));
		sp_buf_release(&text);
	}
	sp_languages_add(l, sp_arena_text(l->arena, sp_str(config_setting_name(list))), false, folded);
	return SP_OK;
}

enum sp_status sp_languages_read_foreign(struct sp_languages *l, const char *path, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(path, MAX_FILE, &text, err);
	config_t config;

	config_init(&config);
	if (status == SP_OK && config_read_string(&config, text.ptr) != CONFIG_TRUE)
		status = sp_fail(err, SP_CONFIG, "%s:%d: %s", path, config_error_line(&config),
			config_error_text(&config));
	if (status == SP_OK) {
		config_setting_t *root = config_root_setting(&config);
		int count = config_setting_length(root);

		for (int i = 0; i < count && status == SP_OK; i++)
			status = read_foreign(l, path, config_setting_get_elem(root, (unsigned)i), err);
	}
	config_destroy(&config);
	sp_buf_release(&text);
	qsort(l->words, l->word_count, sizeof *l->words, by_word);
	return status;
}

static size_t first_of(const struct sp_languages *l, const char *word)
{
	size_t low = 0, high = l->word_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(l->words[middle].word, word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
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
		char copy[24];

		if (word.len >= sizeof copy)
			continue;
		memcpy(copy, word.ptr, word.len);
		copy[word.len] = '\0';
		for (size_t i = first_of(l, copy); i < l->word_count && strcmp(l->words[i].word, copy) == 0; i++)
			hits[l->words[i].language]++;
	}
	sp_buf_release(&folded);
	return winner(l, hits);
}
