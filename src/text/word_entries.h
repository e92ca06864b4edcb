/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words as they are kept: a flat row of entries, one a language and key,
 * grouped by language in the order of the files.  Shared by words.c, which
 * reads them, and words_ask.c, which is asked.
 */
#ifndef SP_TEXT_WORD_ENTRIES_H
#define SP_TEXT_WORD_ENTRIES_H

#include "text/words.h"

enum { SP_MAX_LANGUAGES = 16 };

struct sp_word_entry {
	const char *language;
	const char *key;            /* "status.new" */
	const char *const *words;   /* as written, at least one, NULL at the end */
	const char *const *folded;  /* the same (sp_words_fold), made when first asked for; or NULL */
	const char *file;
	int line;
};

struct sp_words {
	struct sp_arena arena;
	/* All of one language, then all of the next; first[k] is where language
	 * number k begins, first[k + 1] where it ends. */
	struct sp_word_entry *entries;
	size_t count, room;
	size_t first[SP_MAX_LANGUAGES + 1];
	const char *languages[SP_MAX_LANGUAGES + 1];
	size_t language_count;
	struct sp_languages *common; /* language.h */
	/* What sp_words_all() gives, made when it is first asked for. */
	struct all {
		const char *key;
		const char *const *words;
		struct all *next;
	} *all;
};

/* The entry of that language and key, or NULL. */
struct sp_word_entry *sp_word_find(const struct sp_words *words, const char *language,
	const char *key);

/* The same for language number `k`, looked for at `guess` (a place among its
 * entries) first: the files have their keys in the same order. */
struct sp_word_entry *sp_word_find_near(const struct sp_words *words, size_t k, const char *key,
	size_t guess);

#endif
