/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is asked of the words: what we write, what somebody typed, dates.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "text/language.h"
#include "text/word_entries.h"

struct sp_word_entry *sp_word_find_near(const struct sp_words *words, size_t k, const char *key,
	size_t guess)
{
	struct sp_word_entry *begin = words->entries + words->first[k];
	size_t count = words->first[k + 1] - words->first[k];

	for (size_t i = 0; i < count; i++) {
		struct sp_word_entry *entry = begin + (guess + i) % count;

		if (strcmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

struct sp_word_entry *sp_word_find(const struct sp_words *words, const char *language,
	const char *key)
{
	for (size_t k = 0; k < words->language_count; k++)
		if (strcmp(words->languages[k], language) == 0)
			return sp_word_find_near(words, k, key, 0);
	return NULL;
}

/* Most words are plain: letters, digits, single blanks.  They need no more than
 * lower case, and a program that starts once a message folds a thousand. */
static bool is_plain(struct sp_str typed)
{
	for (size_t i = 0; i < typed.len; i++) {
		bool inner = i > 0 && i + 1 < typed.len && typed.ptr[i - 1] != ' ';

		if (!sp_ascii_alnum(typed.ptr[i]) && !(typed.ptr[i] == ' ' && inner))
			return false;
	}
	return true;
}

void sp_words_fold(struct sp_buf *out, struct sp_str typed)
{
	struct sp_buf folded = SP_BUF_INIT;
	struct sp_str rest;
	size_t start = out->len;
	bool blank = false;

	if (is_plain(typed)) {
		sp_buf_add_str(out, typed);
		for (size_t i = start; i < out->len; i++)
			out->ptr[i] = sp_ascii_lower(out->ptr[i]);
		return;
	}
	sp_utf8_fold(&folded, typed);
	rest = sp_buf_str(&folded);
	while (rest.len) {
		uint32_t c = sp_utf8_next(&rest);

		if (c == 0x2019 || c == 0x2018 || c == '`' || c == 0xB4)
			c = '\'';
		if (c == '\'' && (rest.len == 0 || sp_ascii_blank(rest.ptr[0])))
			continue;
		if (c == 0xA0 || (c < 0x80 && sp_ascii_blank((char)c))) {
			blank = true;
			continue;
		}
		if (blank && out->len > start)
			sp_buf_add_char(out, ' ');
		blank = false;
		sp_utf8_add(out, c);
	}
	sp_buf_release(&folded);
}

/* The words of an entry in the form that what somebody typed is compared in, NULL at
 * the end. */
static const char *const *folded_of(const struct sp_words *words, const struct sp_word_entry *entry)
{
	/* Kept for the next call: what the words are does not change by it. */
	struct sp_arena *arena = &((struct sp_words *)(uintptr_t)words)->arena;
	struct sp_word_entry *keep = (struct sp_word_entry *)(uintptr_t)entry;
	struct sp_buf text = SP_BUF_INIT;
	const char **folded;
	size_t count = 0;

	if (entry->folded)
		return entry->folded;
	while (entry->words[count])
		count++;
	folded = sp_arena_array(arena, count + 1, const char *);
	for (size_t i = 0; i < count; i++) {
		sp_buf_cut(&text, 0);
		sp_words_fold(&text, sp_str(entry->words[i]));
		folded[i] = sp_arena_text(arena, sp_buf_str(&text));
	}
	sp_buf_release(&text);
	keep->folded = folded;
	return folded;
}

/* --- asking -------------------------------------------------------------------- */

const char *sp_word(const struct sp_words *words, const char *language, const char *key)
{
	const struct sp_word_entry *entry = sp_word_find(words, language, key);

	return entry ? entry->words[0] : key;
}

/* The part of the entry's key below `group`, or NULL when it is of another. */
static const char *below(const struct sp_word_entry *entry, const char *group)
{
	size_t len = strlen(group);

	return strncmp(entry->key, group, len) == 0 && entry->key[len] == '.' ?
		entry->key + len + 1 : NULL;
}

static bool among(const char *const *folded, const char *word)
{
	for (; *folded; folded++)
		if (strcmp(*folded, word) == 0)
			return true;
	return false;
}

const char *sp_words_key(const struct sp_words *words, const char *group, struct sp_str typed)
{
	struct sp_buf folded = SP_BUF_INIT;
	const char *key = NULL;

	sp_words_fold(&folded, sp_str_sub(typed, 0, 200));
	for (size_t i = 0; i < words->count && !key; i++)
		if (below(&words->entries[i], group) &&
			among(folded_of(words, &words->entries[i]), folded.ptr))
			key = below(&words->entries[i], group);
	sp_buf_release(&folded);
	return key;
}

bool sp_words_is(const struct sp_words *words, const char *key, struct sp_str typed)
{
	struct sp_buf folded = SP_BUF_INIT;
	bool is = false;

	sp_words_fold(&folded, sp_str_sub(typed, 0, 200));
	for (size_t i = 0; i < words->language_count && !is; i++) {
		const struct sp_word_entry *entry = sp_word_find(words, words->languages[i], key);

		is = entry && among(folded_of(words, entry), folded.ptr);
	}
	sp_buf_release(&folded);
	return is;
}

static int longest_first(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;

	if (strlen(x) != strlen(y))
		return strlen(x) < strlen(y) ? 1 : -1;
	return strcmp(x, y);
}

const char *const *sp_words_all(const struct sp_words *words, const char *key)
{
	/* Kept for the next call: what the words are does not change by it. */
	struct sp_words *keep = (struct sp_words *)(uintptr_t)words;
	const char **list = NULL;
	size_t count = 0, room = 0;
	struct all *all;

	for (all = words->all; all; all = all->next)
		if (strcmp(all->key, key) == 0)
			return all->words;
	for (size_t i = 0; i < words->language_count; i++) {
		const struct sp_word_entry *entry = sp_word_find(words, words->languages[i], key);

		const char *const *folded = entry ? folded_of(words, entry) : NULL;

		for (size_t k = 0; folded && folded[k]; k++) {
			list = sp_arena_grow(&keep->arena, list, count, &room, sizeof *list);
			list[count++] = folded[k];
		}
	}
	list = sp_arena_grow(&keep->arena, list, count, &room, sizeof *list);
	qsort(list, count, sizeof *list, longest_first);
	list[count] = NULL;
	all = sp_arena_new(&keep->arena, struct all);
	*all = (struct all){ sp_arena_text(&keep->arena, sp_str(key)), list, keep->all };
	keep->all = all;
	return list;
}

const char *const *sp_words_keys(const struct sp_words *words, struct sp_arena *arena,
	const char *group)
{
	const char **keys = sp_arena_array(arena, words->count + 1, const char *);
	size_t count = 0;

	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->entries[i].language, words->languages[0]) == 0 &&
			below(&words->entries[i], group))
			keys[count++] = below(&words->entries[i], group);
	return keys;
}

const char *const *sp_words_languages(const struct sp_words *words)
{
	return words->languages;
}

const char *sp_words_language(const struct sp_words *words, struct sp_str text)
{
	return sp_languages_tell(words->common, text);
}

static bool same_group(const struct sp_word_entry *a, const struct sp_word_entry *b)
{
	size_t len = strcspn(a->key, ".");

	return strncmp(a->key, b->key, len + 1) == 0;
}

enum sp_status sp_words_check(const struct sp_words *words, struct sp_err *err)
{
	for (size_t i = 0; i < words->count; i++)
		for (size_t k = 0; k < i; k++) {
			const struct sp_word_entry *a = &words->entries[k], *b = &words->entries[i];

			const char *const *folded;

			if (strcmp(a->key, b->key) == 0 && strcmp(a->language, b->language) == 0)
				return sp_fail(err, SP_CONFIG, "%s:%d: %s is there already, in line %d",
					b->file, b->line, b->key, a->line);
			if (!same_group(a, b) || strcmp(a->key, b->key) == 0)
				continue;
			folded = folded_of(words, b);
			for (size_t w = 0; folded[w]; w++)
				if (among(folded_of(words, a), folded[w]))
					return sp_fail(err, SP_CONFIG, "%s:%d: \"%s\" stands for %s, and for %s "
						"in %s:%d", b->file, b->line, b->words[w], b->key, a->key,
						a->file, a->line);
		}
	return SP_OK;
}

/* --- dates ----------------------------------------------------------------------- */

static void add_date(const struct sp_words *words, const char *language, const struct sp_civil *c,
	bool year, struct sp_buf *out)
{
	char day[8], month[16];

	snprintf(day, sizeof day, "day.d%d", c->weekday);
	snprintf(month, sizeof month, "month.m%d", c->month);
	sp_buf_printf(out, "%s %d %s", sp_word(words, language, day), c->day,
		sp_word(words, language, month));
	if (year)
		sp_buf_printf(out, " %d", c->year);
}

void sp_words_date_time(const struct sp_words *words, const char *language, int64_t instant,
	struct sp_buf *out)
{
	struct sp_civil c = sp_civil_of(instant);

	add_date(words, language, &c, true, out);
	sp_buf_printf(out, "%s%02d:%02d", sp_word(words, language, "date.before_time"), c.hour, c.minute);
}

void sp_words_date(const struct sp_words *words, const char *language, int64_t instant,
	int64_t now, struct sp_buf *out)
{
	struct sp_civil c = sp_civil_of(instant);

	add_date(words, language, &c, c.year != sp_civil_of(now).year, out);
}

void sp_words_day(const char *language, int64_t day, struct sp_buf *out)
{
	int year, month, date;

	sp_days_date(day, &year, &month, &date);
	if (strcmp(language, "it") == 0)
		sp_buf_printf(out, "%02d/%02d/%04d", date, month, year);
	else
		sp_buf_printf(out, "%04d-%02d-%02d", year, month, date);
}
