/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/similar.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* More than twice the shingles that it can hold: searches stay short. */
enum { SLOTS = 8192 };

/* The shingles of the first text; 0 is an empty slot.  `both`: the second text
 * has it too. */
struct table {
	uint64_t hash[SLOTS];
	bool both[SLOTS];
};

static bool is_letter(char c)
{
	return sp_ascii_alnum(c) || (unsigned char)c >= 0x80;
}

static uint64_t mix(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * UINT64_C(1099511628211); /* FNV-1a */
}

/* Hash of the next word, and the rest of the text; false at its end. */
static bool next_word(struct sp_str *text, uint64_t *hash_r)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	size_t at = 0;

	while (at < text->len && !is_letter(text->ptr[at]))
		at++;
	if (at == text->len)
		return false;
	for (; at < text->len && is_letter(text->ptr[at]); at++) {
		char c = text->ptr[at];

		hash = mix(hash, (unsigned char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c));
	}
	*text = sp_str_from(*text, at);
	*hash_r = hash;
	return true;
}

static uint64_t join(uint64_t first, uint64_t second)
{
	uint64_t hash = (first * UINT64_C(0x9e3779b97f4a7c15)) ^ second;

	hash ^= hash >> 29;
	hash *= UINT64_C(0xbf58476d1ce4e5b9);
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

/* The place of `hash`, or the empty one where it belongs. */
static unsigned place(const struct table *table, uint64_t hash)
{
	unsigned at = (unsigned)(hash % SLOTS);

	while (table->hash[at] && table->hash[at] != hash)
		at = (at + 1) % SLOTS;
	return at;
}

/* Call `visit` for each shingle; for the single word of a text that has one. */
static void each_shingle(struct sp_str text, void (*visit)(struct table *, uint64_t, unsigned *),
	struct table *table, unsigned *count)
{
	uint64_t last = 0, word;
	unsigned words = 0;

	for (; words < SP_SIMILAR_WORDS && next_word(&text, &word); words++) {
		if (words)
			visit(table, join(last, word), count);
		last = word;
	}
	if (words == 1)
		visit(table, join(0, last), count);
}

static void put(struct table *table, uint64_t hash, unsigned *count)
{
	unsigned at = place(table, hash);

	*count += table->hash[at] == 0;
	table->hash[at] = hash;
}

/* A shingle that the first text lacks is put there too, so that it counts once. */
static void compare(struct table *table, uint64_t hash, unsigned *count)
{
	unsigned at = place(table, hash);

	if (table->both[at])
		return;
	table->hash[at] = hash;
	table->both[at] = true;
	*count += 1;
}

unsigned sp_similar(struct sp_str a, struct sp_str b)
{
	struct table table;
	unsigned in_a = 0, in_b = 0, in_either, in_both;

	memset(&table, 0, sizeof table);
	each_shingle(a, put, &table, &in_a);
	each_shingle(b, compare, &table, &in_b);
	if (in_a == 0 || in_b == 0)
		return 0;
	in_either = 0;
	for (unsigned i = 0; i < SLOTS; i++)
		in_either += table.hash[i] != 0;
	in_both = in_a + in_b - in_either;
	return 200 * in_both / (in_a + in_b);
}

unsigned sp_similar_words(struct sp_str text)
{
	unsigned words = 0;
	uint64_t word;

	while (words < SP_SIMILAR_WORDS && next_word(&text, &word))
		words++;
	return words;
}
