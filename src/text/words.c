/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads the words of each language.  words_ask.c is asked for them, language.c
 * tells a text's language with them.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sources.h"
#include "text/conf.h"
#include "text/language.h"
#include "text/shipped.h"
#include "text/word_entries.h"
#include "text/word_file.h"

/* One words.conf being read. */
struct reading {
	struct sp_words *words;
	const char *path;
	const char *language;
	bool site; /* may override, may not add */
};

/* --- reading ------------------------------------------------------------------ */

static enum sp_status unknown_key(const struct reading *r, const struct sp_word_entry *entry,
	struct sp_err *err)
{
	const char **keys = sp_arena_array(&r->words->arena, r->words->count + 1, const char *);
	const char *nearest;

	for (size_t i = 0; i < r->words->count; i++)
		keys[i] = r->words->entries[i].key;
	nearest = sp_nearest(sp_str(entry->key), keys);
	return sp_fail(err, SP_CONFIG, "%s:%d: there is no word \"%s\"%s%s%s", r->path, entry->line,
		entry->key, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
		nearest ? "\"?" : "");
}

/* "group.key" */
static const char *join_key(struct sp_arena *arena, const char *group, const char *key)
{
	size_t group_len = strlen(group), key_len = strlen(key);
	char *joined = sp_arena_alloc(arena, group_len + 1 + key_len + 1, 1);

	memcpy(joined, group, group_len);
	joined[group_len] = '.';
	memcpy(joined + group_len + 1, key, key_len);
	return joined;
}

static enum sp_status replace_entry(struct reading *r, const struct sp_word_entry *entry,
	struct sp_err *err)
{
	struct sp_word_entry *old = sp_word_find(r->words, r->language, entry->key);

	if (!old)
		return unknown_key(r, entry, err);
	if (old->file == r->path)
		return sp_fail(err, SP_CONFIG, "%s:%d: %s is there already, in line %d", r->path,
			entry->line, entry->key, old->line);
	*old = *entry;
	return SP_OK;
}

static enum sp_status take_entry(void *context, const struct sp_word_line *line,
	struct sp_err *err)
{
	struct reading *r = context;
	struct sp_words *words = r->words;
	struct sp_word_entry entry = {
		.language = r->language, .file = r->path, .line = line->line, .words = line->words,
	};

	if (!line->group)
		return sp_fail(err, SP_CONFIG, "%s:%d: %s must be a group: { key = \"word\"; }", r->path,
			line->line, line->key);
	entry.key = join_key(&words->arena, line->group, line->key);
	if (r->site)
		return replace_entry(r, &entry, err);
	words->entries = sp_arena_grow(&words->arena, words->entries, words->count, &words->room,
		sizeof *words->entries);
	words->entries[words->count++] = entry;
	return SP_OK;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The language folders of `folder`: those that have a words.conf. */
static enum sp_status list_languages(struct sp_words *words, const char *folder, struct sp_err *err)
{
	struct dirent *item;
	DIR *dir;

	sp_source(folder);
	dir = opendir(folder);
	if (!dir)
		return sp_fail(err, SP_CONFIG, "%s: cannot open: %s", folder, strerror(errno));
	while ((item = readdir(dir)) != NULL && words->language_count < SP_MAX_LANGUAGES) {
		const char *path = sp_arena_printf(&words->arena, "%s/%s/words.conf", folder, item->d_name);

		if (item->d_name[0] != '.' && access(path, F_OK) == 0)
			words->languages[words->language_count++] =
				sp_arena_text(&words->arena, sp_str(item->d_name));
	}
	closedir(dir);
	qsort(words->languages, words->language_count, sizeof *words->languages, by_text);
	return words->language_count ? SP_OK :
		sp_fail(err, SP_CONFIG, "%s: has no language folder with a words.conf", folder);
}

static enum sp_status read_language(struct sp_words *words, size_t number, const char *shipped,
	const char *site_folder, struct sp_err *err)
{
	const char *language = words->languages[number];
	struct reading r = { .words = words, .language = language };
	enum sp_status status;

	r.path = sp_arena_printf(&words->arena, "%s/%s/words.conf", shipped, language);
	status = sp_word_file_read(&words->arena, r.path, take_entry, &r, err);
	if (status != SP_OK || !site_folder || !*site_folder)
		return status;
	r.path = sp_arena_printf(&words->arena, "%s/%s/words.conf", site_folder, language);
	r.site = true;
	words->first[number + 1] = words->count;
	sp_source(r.path);
	return access(r.path, F_OK) == 0 ?
		sp_word_file_read(&words->arena, r.path, take_entry, &r, err) : SP_OK;
}

/* Every language has every key. */
static enum sp_status check_whole(const struct sp_words *words, struct sp_err *err)
{
	for (size_t l = 0; l < words->language_count; l++)
		for (size_t i = words->first[l]; i < words->first[l + 1]; i++)
			for (size_t k = 0; k < words->language_count; k++)
				if (k != l && !sp_word_find_near(words, k, words->entries[i].key,
						i - words->first[l]))
					return sp_fail(err, SP_CONFIG, "%s:%d: \"%s\" is here, but not in "
						"the words.conf of language \"%s\"", words->entries[i].file,
						words->entries[i].line, words->entries[i].key,
						words->languages[k]);
	return SP_OK;
}

static enum sp_status load(struct sp_words *words, const char *site_folder, struct sp_err *err)
{
	const char *shipped =
		sp_arena_printf(&words->arena, "%s/templates", sp_shipped_folder(&words->arena));
	enum sp_status status = list_languages(words, shipped, err);

	for (size_t i = 0; i < words->language_count && status == SP_OK; i++) {
		words->first[i] = words->count;
		status = read_language(words, i, shipped, site_folder, err);
		words->first[i + 1] = words->count;
	}
	if (status == SP_OK)
		status = check_whole(words, err);
	if (status != SP_OK)
		return status;
	for (size_t i = 0; i < words->language_count; i++) {
		struct sp_word_entry *common =
			sp_word_find(words, words->languages[i], "language.common");

		sp_languages_add(words->common, words->languages[i], true,
			common ? common->words : NULL);
	}
	return sp_languages_read_foreign(words->common,
		sp_arena_printf(&words->arena, "%s/foreign.conf", shipped), err);
}

enum sp_status sp_words_load(const char *site_folder, struct sp_words **words_r, struct sp_err *err)
{
	struct sp_words *words = sp_alloc(1, sizeof *words);
	enum sp_status status;

	words->common = sp_languages_create(&words->arena);
	status = load(words, site_folder, err);
	if (status != SP_OK) {
		sp_words_free(words);
		return status;
	}
	*words_r = words;
	return SP_OK;
}

void sp_words_free(struct sp_words *words)
{
	struct sp_arena arena;

	if (!words)
		return;
	arena = words->arena;
	sp_arena_release(&arena);
	free(words);
}
