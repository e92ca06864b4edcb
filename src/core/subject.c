/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/subject.h"

#include <stdint.h>

#include "base/utf8.h"

enum { MAX_PREFIX = 8, MAX_NUMBER = 999999999, MAX_WORD = 64 };

static bool ascii_letter(char c)
{
	return sp_ascii_alnum(c) && !sp_ascii_digit(c);
}

/* A byte that may be inside a word: a letter, a digit, or part of a non-ASCII
 * character. */
static bool in_word(char c)
{
	return sp_ascii_alnum(c) || (unsigned char)c >= 0x80;
}

static struct sp_str upper(struct sp_arena *arena, struct sp_str s)
{
	char *copy = sp_arena_text(arena, s);

	for (size_t i = 0; i < s.len; i++)
		if (copy[i] >= 'a' && copy[i] <= 'z')
			copy[i] = (char)(copy[i] - 'a' + 'A');
	return sp_str_n(copy, s.len);
}

/* Letters then digits that fill `word`. */
static bool word_is_code(struct sp_arena *arena, struct sp_str word, struct sp_code *code_r)
{
	unsigned long long number;
	size_t letters = 0;

	while (letters < word.len && ascii_letter(word.ptr[letters]))
		letters++;
	if (letters == 0 || letters > MAX_PREFIX)
		return false;
	if (!sp_str_number(sp_str_from(word, letters), MAX_NUMBER, &number) || number == 0)
		return false;
	code_r->prefix = upper(arena, sp_str_sub(word, 0, letters));
	code_r->number = (int64_t)number;
	return true;
}

size_t sp_subject_codes(struct sp_arena *arena, struct sp_str subject,
	struct sp_code codes_r[SP_MAX_CODES])
{
	size_t count = 0;

	for (size_t at = 0; at < subject.len && count < SP_MAX_CODES;) {
		size_t start = at;

		while (at < subject.len && in_word(subject.ptr[at]))
			at++;
		if (at == start) {
			at++;
			continue;
		}
		count += word_is_code(arena, sp_str_sub(subject, start, at - start), &codes_r[count]);
	}
	return count;
}

bool sp_code_parse(struct sp_arena *arena, struct sp_str s, struct sp_code *code_r)
{
	s = sp_str_trim(s);
	if (s.len > 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
		s = sp_str_sub(s, 1, s.len - 2);
	return word_is_code(arena, s, code_r);
}

struct sp_str sp_code_format(struct sp_arena *arena, struct sp_str prefix, int64_t number)
{
	return sp_str(sp_arena_printf(arena, "%.*s%05lld", SP_FMT(prefix), (long long)number));
}

/* A bracketed ticket number at the start of `*rest`, taken off. */
static bool take_tag(struct sp_arena *arena, struct sp_str *rest)
{
	struct sp_code code;
	size_t end;

	if (rest->len == 0 || rest->ptr[0] != '[')
		return false;
	end = sp_str_find_char(*rest, ']');
	if (end == rest->len || !word_is_code(arena, sp_str_sub(*rest, 1, end - 1), &code))
		return false;
	*rest = sp_str_trim(sp_str_from(*rest, end + 1));
	return true;
}

/* "Re:", "R :", "Re[2]:", "AW (3):" at the start of `*rest`, taken off. */
static bool take_prefix(const struct sp_words *words, struct sp_str *rest, struct sp_subject *found)
{
	size_t end = 0, colon;
	const char *key;

	while (end < rest->len && end < MAX_WORD && in_word(rest->ptr[end]))
		end++;
	colon = end;
	while (colon < rest->len && colon < end + 6 && strchr("[]() 0123456789", rest->ptr[colon]))
		colon++;
	if (end == 0 || colon == rest->len || rest->ptr[colon] != ':')
		return false;
	key = sp_words_key(words, "prefix", sp_str_sub(*rest, 0, end));
	if (!key)
		return false;
	if (strcmp(key, "reply") == 0)
		found->reply = true;
	else
		found->forward = true;
	*rest = sp_str_trim(sp_str_from(*rest, colon + 1));
	return true;
}

/* A copy of `topic` without the bracketed numbers inside it. */
static struct sp_str without_tags(struct sp_arena *arena, struct sp_str topic)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	while (topic.len) {
		size_t bracket = sp_str_find_char(topic, '[');
		struct sp_str rest = sp_str_from(topic, bracket);

		sp_buf_add_str(&out, sp_str_sub(topic, 0, bracket));
		if (rest.len && !take_tag(arena, &rest)) {
			sp_buf_add_char(&out, '[');
			rest = sp_str_from(rest, 1);
		}
		topic = rest;
	}
	kept = sp_arena_str(arena, sp_str_trim(sp_buf_str(&out)));
	sp_buf_release(&out);
	return kept;
}

struct sp_subject sp_subject_parse(struct sp_arena *arena, const struct sp_words *words,
	struct sp_str subject)
{
	struct sp_subject found = { 0 };
	struct sp_str rest = sp_str_trim(subject);

	while (take_tag(arena, &rest) || take_prefix(words, &rest, &found))
		continue;
	found.topic = without_tags(arena, rest);
	return found;
}

/* Take the next word off `*rest`. An apostrophe belongs to the word before it,
 * so that "e'" is "e" with its accent as typewriters have it. */
static bool next_word(struct sp_str *rest, struct sp_str *word_r)
{
	size_t start = 0, end;

	while (start < rest->len && !in_word(rest->ptr[start]))
		start++;
	for (end = start; end < rest->len && in_word(rest->ptr[end]);)
		end++;
	*word_r = sp_str_sub(*rest, start, end - start);
	*rest = sp_str_from(*rest, end);
	return word_r->len > 0;
}

bool sp_subject_urgent(const struct sp_words *words, struct sp_str subject)
{
	bool denied = false, denied_before_copula = false;
	struct sp_str word;

	while (next_word(&subject, &word)) {
		if (sp_words_key(words, "urgent", word)) {
			if (!denied && !denied_before_copula)
				return true;
			denied = denied_before_copula = false;
			continue;
		}
		denied_before_copula = denied && sp_words_key(words, "copula", word);
		denied = sp_words_key(words, "negation", word) != NULL;
	}
	return false;
}
