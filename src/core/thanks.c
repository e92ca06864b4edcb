/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/thanks.h"

#include "base/utf8.h"

enum { MAX_BYTES = 400, MAX_TOKENS = 50, MAX_PHRASE = 4 };

/* A word, or a symbol by itself. */
struct token {
	struct sp_str text;
	bool begins; /* a sentence: no phrase reaches over its start */
};

struct tokens {
	struct token items[MAX_TOKENS];
	size_t count;
	bool doubt; /* a question, or more than fits */
};

enum sort { LETTER, SYMBOL, NOTHING, BLANK, STOP, QUESTION };

static bool within(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

static enum sort sort_of(uint32_t c)
{
	if (c < 0x80 && (sp_ascii_alnum((char)c) || c == '\''))
		return LETTER;
	if (c == '?' || c == 0xBF || c == 0xFF1F)
		return QUESTION;
	if (c == ' ' || c == '\t' || c == ',' || c == 0xA0)
		return BLANK;
	/* The apostrophe that phones write; what colours or joins an emoji. */
	if (c == 0x2019)
		return LETTER;
	if (c == 0xFE0F || c == 0x200D || within(c, 0x1F3FB, 0x1F3FF))
		return NOTHING;
	if (within(c, 0x2190, 0x2BFF) || within(c, 0x1F000, 0x1FAFF))
		return SYMBOL;
	if (c < 0xC0 || c == 0xD7 || c == 0xF7 || within(c, 0x2000, 0x206F) ||
		within(c, 0x3000, 0x303F))
		return STOP;
	return LETTER;
}

static void add(struct tokens *t, const char *start, size_t len, bool begins)
{
	if (t->count == MAX_TOKENS)
		t->doubt = true;
	else
		t->items[t->count++] = (struct token){ sp_str_n(start, len), begins };
}

static void split(struct sp_str text, struct tokens *t)
{
	const char *word = NULL;
	bool begins = true;

	t->count = 0;
	t->doubt = text.len > MAX_BYTES;
	while (!t->doubt && text.len) {
		const char *start = text.ptr;
		enum sort sort = sort_of(sp_utf8_next(&text));

		if (word && sort != LETTER) {
			add(t, word, (size_t)(start - word), begins);
			begins = false;
			word = NULL;
		}
		if (sort == LETTER && !word)
			word = start;
		if (sort == SYMBOL)
			add(t, start, (size_t)(text.ptr - start), true);
		begins = begins || sort == STOP || sort == SYMBOL;
		t->doubt = t->doubt || sort == QUESTION;
	}
	if (word)
		add(t, word, (size_t)(text.ptr - word), begins);
}

/* How many tokens from `at` on are a phrase of the group, the longest; 0 for none. */
static size_t phrase(const struct sp_words *words, const struct tokens *t, size_t at,
	bool *says_r)
{
	struct sp_buf joined[MAX_PHRASE] = { SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT };
	size_t most = 0, found = 0;

	while (most < MAX_PHRASE && at + most < t->count && (most == 0 || !t->items[at + most].begins)) {
		if (most)
			sp_buf_printf(&joined[most], "%s ", joined[most - 1].ptr);
		sp_buf_add_str(&joined[most], t->items[at + most].text);
		most++;
	}
	for (size_t n = most; n > 0 && !found; n--) {
		const char *key = sp_words_key(words, "thanks", sp_buf_str(&joined[n - 1]));

		found = key ? n : 0;
		*says_r = key && strcmp(key, "beside") != 0;
	}
	for (size_t i = 0; i < MAX_PHRASE; i++)
		sp_buf_release(&joined[i]);
	return found;
}

static bool is_word_of(struct sp_str name, struct sp_str word)
{
	struct tokens t;

	split(sp_str_sub(name, 0, MAX_BYTES), &t);
	for (size_t i = 0; i < t.count; i++)
		if (sp_str_eq_nocase(t.items[i].text, word))
			return true;
	return false;
}

static bool is_name(const struct sp_thanks_names *names, struct sp_str word)
{
	for (size_t i = 0; names && i < names->count; i++)
		if (is_word_of(names->items[i], word))
			return true;
	return false;
}

static bool only_words(const struct sp_words *words, struct sp_str text,
	const struct sp_thanks_names *names, bool *says_r)
{
	struct tokens t;
	size_t at = 0;

	*says_r = false;
	split(sp_str_trim(text), &t);
	while (!t.doubt && at < t.count) {
		bool says = false;
		size_t taken = phrase(words, &t, at, &says);

		if (!taken && !is_name(names, t.items[at].text))
			return false;
		*says_r = *says_r || says;
		at += taken ? taken : 1;
	}
	return !t.doubt;
}

bool sp_thanks_is(const struct sp_words *words, struct sp_str text,
	const struct sp_thanks_names *names)
{
	bool says;

	return only_words(words, text, names, &says) && says;
}

bool sp_thanks_only_words(const struct sp_words *words, struct sp_str text)
{
	bool says;

	return only_words(words, text, NULL, &says);
}
