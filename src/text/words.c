/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads the words of each language.  words_ask.c is asked for them, language.c
 * tells a text's language with them.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/conf.h"
#include "text/language.h"
#include "text/shipped.h"
#include "text/word_entries.h"

enum { MAX_FILE = 256 * 1024 };

/* One words.conf being read. */
struct reading {
	struct sp_words *words;
	const char *path;
	const char *language;
	bool site; /* may override, may not add */
	struct sp_err *err;
};

/* --- reading ------------------------------------------------------------------ */

static const char *fold_text(struct sp_words *words, const char *text)
{
	struct sp_buf folded = SP_BUF_INIT;
	const char *kept;

	sp_words_fold(&folded, sp_str(text));
	kept = sp_arena_text(&words->arena, sp_buf_str(&folded));
	sp_buf_release(&folded);
	return kept;
}

static enum sp_status read_words(struct reading *r, config_setting_t *setting, struct sp_word_entry *entry)
{
	bool many = config_setting_is_list(setting) || config_setting_is_array(setting);
	int count = many ? config_setting_length(setting) : 1;
	const char **written = sp_arena_array(&r->words->arena, (size_t)count + 1, const char *);
	const char **folded = sp_arena_array(&r->words->arena, (size_t)count + 1, const char *);

	if (count == 0)
		return sp_fail(r->err, SP_CONFIG, "%s:%d: %s has no word", r->path, entry->line, entry->key);
	for (int i = 0; i < count; i++) {
		config_setting_t *one = many ? config_setting_get_elem(setting, (unsigned)i) : setting;
		const char *text = config_setting_get_string(one);

		if (!text || !sp_utf8_valid(sp_str(text)))
			return sp_fail(r->err, SP_CONFIG, "%s:%u: %s: a word in quotes (UTF-8) is expected",
				r->path, config_setting_source_line(one), entry->key);
		written[i] = sp_arena_text(&r->words->arena, sp_str(text));
		folded[i] = fold_text(r->words, text);
	}
	entry->words = written;
	entry->folded = folded;
	return SP_OK;
}

static enum sp_status unknown_key(struct reading *r, const struct sp_word_entry *entry)
{
	const char **keys = sp_arena_array(&r->words->arena, r->words->count + 1, const char *);
	const char *nearest;

	for (size_t i = 0; i < r->words->count; i++)
		keys[i] = r->words->entries[i].key;
	nearest = sp_nearest(sp_str(entry->key), keys);
	return sp_fail(r->err, SP_CONFIG, "%s:%d: there is no word \"%s\"%s%s%s", r->path, entry->line,
		entry->key, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
		nearest ? "\"?" : "");
}

static enum sp_status read_entry(struct reading *r, const char *group, config_setting_t *setting)
{
	struct sp_words *words = r->words;
	struct sp_word_entry entry = {
		.language = r->language, .file = r->path,
		.line = (int)config_setting_source_line(setting),
		.key = sp_arena_printf(&words->arena, "%s.%s", group, config_setting_name(setting)),
	};
	enum sp_status status = read_words(r, setting, &entry);
	struct sp_word_entry *old;

	if (status != SP_OK)
		return status;
	old = r->site ? sp_word_find(words, r->language, entry.key) : NULL;
	if (old) {
		*old = entry;
		return SP_OK;
	}
	if (r->site)
		return unknown_key(r, &entry);
	words->entries = sp_arena_grow(&words->arena, words->entries, words->count, &words->room,
		sizeof *words->entries);
	words->entries[words->count++] = entry;
	return SP_OK;
}

static enum sp_status read_group(struct reading *r, config_setting_t *group)
{
	enum sp_status status = SP_OK;
	int count = config_setting_length(group);

	if (!config_setting_is_group(group))
		return sp_fail(r->err, SP_CONFIG, "%s:%u: %s must be a group: { key = \"word\"; }", r->path,
			config_setting_source_line(group), config_setting_name(group));
	for (int i = 0; i < count && status == SP_OK; i++)
		status = read_entry(r, config_setting_name(group),
			config_setting_get_elem(group, (unsigned)i));
	return status;
}

static enum sp_status read_file(struct reading *r)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(r->path, MAX_FILE, &text, r->err);
	config_t config;

	config_init(&config);
	if (status == SP_OK && config_read_string(&config, text.ptr) != CONFIG_TRUE)
		status = sp_fail(r->err, SP_CONFIG, "%s:%d: %s", r->path, config_error_line(&config),
			config_error_text(&config));
	if (status == SP_OK) {
		config_setting_t *root = config_root_setting(&config);
		int count = config_setting_length(root);

		for (int i = 0; i < count && status == SP_OK; i++)
			status = read_group(r, config_setting_get_elem(root, (unsigned)i));
	}
	config_destroy(&config);
	sp_buf_release(&text);
	return status;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The language folders of `folder`: those that have a words.conf. */
static enum sp_status list_languages(struct sp_words *words, const char *folder, struct sp_err *err)
{
	DIR *dir = opendir(folder);
	struct dirent *item;

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
	struct reading r = { .words = words, .language = language, .err = err };
	enum sp_status status;

	r.path = sp_arena_printf(&words->arena, "%s/%s/words.conf", shipped, language);
	status = read_file(&r);
	if (status != SP_OK || !site_folder || !*site_folder)
		return status;
	r.path = sp_arena_printf(&words->arena, "%s/%s/words.conf", site_folder, language);
	r.site = true;
	words->first[number + 1] = words->count;
	return access(r.path, F_OK) == 0 ? read_file(&r) : SP_OK;
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
	for (size_t i = 0; i < words->language_count; i++)
		sp_languages_add(words->common, words->languages[i], true,
			sp_word_find(words, words->languages[i], "language.common") ?
			sp_word_find(words, words->languages[i], "language.common")->folded : NULL);
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
