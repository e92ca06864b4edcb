/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of each language: a flat row of entries, one a language and key,
 * grouped by language in the order of the files.  language.c tells a text's
 * language with them.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/conf.h"
#include "text/language.h"
#include "text/shipped.h"
#include "text/words.h"

enum { MAX_FILE = 256 * 1024, MAX_LANGUAGES = 16 };

struct entry {
	const char *language;
	const char *key;            /* "status.new" */
	const char *const *words;   /* as written, at least one, NULL at the end */
	const char *const *folded;  /* the same, for comparing */
	const char *file;
	int line;
};

struct sp_words {
	struct sp_arena arena;
	struct entry *entries;
	size_t count, room;
	const char *languages[MAX_LANGUAGES + 1];
	size_t language_count;
	struct sp_languages *common; /* language.h */
	/* What sp_words_all() gives, made when it is first asked for. */
	struct all {
		const char *key;
		const char *const *words;
		struct all *next;
	} *all;
};

/* One words.conf being read. */
struct reading {
	struct sp_words *words;
	const char *path;
	const char *language;
	bool site; /* may override, may not add */
	struct sp_err *err;
};

void sp_words_fold(struct sp_buf *out, struct sp_str typed)
{
	struct sp_buf folded = SP_BUF_INIT;
	struct sp_str rest;
	size_t start = out->len;
	bool blank = false;

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

static struct entry *find(const struct sp_words *words, const char *language, const char *key)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->entries[i].language, language) == 0 &&
			strcmp(words->entries[i].key, key) == 0)
			return &words->entries[i];
	return NULL;
}

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

static enum sp_status read_words(struct reading *r, config_setting_t *setting, struct entry *entry)
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

static enum sp_status unknown_key(struct reading *r, const struct entry *entry)
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
	struct entry entry = {
		.language = r->language, .file = r->path,
		.line = (int)config_setting_source_line(setting),
		.key = sp_arena_printf(&words->arena, "%s.%s", group, config_setting_name(setting)),
	};
	enum sp_status status = read_words(r, setting, &entry);
	struct entry *old;

	if (status != SP_OK)
		return status;
	old = r->site ? find(words, r->language, entry.key) : NULL;
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
	while ((item = readdir(dir)) != NULL && words->language_count < MAX_LANGUAGES) {
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

static enum sp_status read_language(struct sp_words *words, const char *language,
	const char *shipped, const char *site_folder, struct sp_err *err)
{
	struct reading r = { .words = words, .language = language, .err = err };
	enum sp_status status;

	r.path = sp_arena_printf(&words->arena, "%s/%s/words.conf", shipped, language);
	status = read_file(&r);
	if (status != SP_OK || !site_folder || !*site_folder)
		return status;
	r.path = sp_arena_printf(&words->arena, "%s/%s/words.conf", site_folder, language);
	r.site = true;
	return access(r.path, F_OK) == 0 ? read_file(&r) : SP_OK;
}

/* Every language has every key. */
static enum sp_status check_whole(const struct sp_words *words, struct sp_err *err)
{
	for (size_t i = 0; i < words->count; i++)
		for (size_t k = 0; k < words->language_count; k++)
			if (!find(words, words->languages[k], words->entries[i].key))
				return sp_fail(err, SP_CONFIG, "%s:%d: \"%s\" is here, but not in the words.conf "
					"of language \"%s\"", words->entries[i].file, words->entries[i].line,
					words->entries[i].key, words->languages[k]);
	return SP_OK;
}

static enum sp_status load(struct sp_words *words, const char *site_folder, struct sp_err *err)
{
	const char *shipped =
		sp_arena_printf(&words->arena, "%s/templates", sp_shipped_folder(&words->arena));
	enum sp_status status = list_languages(words, shipped, err);

	for (size_t i = 0; i < words->language_count && status == SP_OK; i++)
		status = read_language(words, words->languages[i], shipped, site_folder, err);
	if (status == SP_OK)
		status = check_whole(words, err);
	if (status != SP_OK)
		return status;
	for (size_t i = 0; i < words->language_count; i++)
		sp_languages_add(words->common, words->languages[i], true,
			find(words, words->languages[i], "language.common") ?
			find(words, words->languages[i], "language.common")->folded : NULL);
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

/* --- asking -------------------------------------------------------------------- */

const char *sp_word(const struct sp_words *words, const char *language, const char *key)
{
	const struct entry *entry = find(words, language, key);

	return entry ? entry->words[0] : key;
}

/* The part of the entry's key below `group`, or NULL when it is of another. */
static const char *below(const struct entry *entry, const char *group)
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
		if (below(&words->entries[i], group) && among(words->entries[i].folded, folded.ptr))
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
		const struct entry *entry = find(words, words->languages[i], key);

		is = entry && among(entry->folded, folded.ptr);
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
		const struct entry *entry = find(words, words->languages[i], key);

		for (size_t k = 0; entry && entry->folded[k]; k++) {
			list = sp_arena_grow(&keep->arena, list, count, &room, sizeof *list);
			list[count++] = entry->folded[k];
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

static bool same_group(const struct entry *a, const struct entry *b)
{
	size_t len = strcspn(a->key, ".");

	return strncmp(a->key, b->key, len + 1) == 0;
}

enum sp_status sp_words_check(const struct sp_words *words, struct sp_err *err)
{
	for (size_t i = 0; i < words->count; i++)
		for (size_t k = 0; k < i; k++) {
			const struct entry *a = &words->entries[k], *b = &words->entries[i];

			if (!same_group(a, b) || strcmp(a->key, b->key) == 0)
				continue;
			for (size_t w = 0; b->folded[w]; w++)
				if (among(a->folded, b->folded[w]))
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
