/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Content-Type and Content-Disposition: the value and its parameters (RFC 2045,
 * RFC 2231), with what mailers make of them: values without quotes, missing
 * and doubled semicolons, encoded words, continuations in any order.
 */
#include "mail/fields.h"

#include <stdlib.h>

#include "base/charset.h"
#include "base/mem.h"
#include "mail/decode.h"
#include "mail/words.h"

enum { LAST_SEGMENT = 999, NOT_CONTINUED = -1 };

/* One "name*N*=value" as it stands. */
struct segment {
	struct sp_str name;
	int number; /* NOT_CONTINUED for a name without *N */
	bool extended; /* percent-encoded: its name ends with '*' */
	struct sp_str value; /* without quotes, escapes undone */
};

static bool is_name_char(char c)
{
	return c > ' ' && c < 0x7F && !strchr("()<>@,;:\\\"/[]?=", c);
}

static struct sp_str skip_blanks(struct sp_str s)
{
	while (s.len && (sp_ascii_blank(s.ptr[0]) || s.ptr[0] == ';'))
		s = sp_str_from(s, 1);
	return s;
}

/* "(comment)" at the start; an unclosed one goes to the end. */
static struct sp_str skip_comment(struct sp_str s)
{
	unsigned depth = 0;

	while (s.len) {
		char c = s.ptr[0];

		s = sp_str_from(s, c == '\\' ? 2 : 1);
		if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
	}
	return s;
}

static struct sp_str lower_copy(struct sp_arena *arena, struct sp_str s)
{
	char *copy = sp_arena_text(arena, s);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = sp_ascii_lower(copy[i]);
	return sp_str_n(copy, s.len);
}

/* The quoted string at the start (RFC 5322, 3.2.4); only \" and \\ are escapes,
 * because Windows paths stand in file names.  One that is never closed ends at
 * the last character. */
static struct sp_str take_quoted(struct sp_arena *arena, struct sp_str *rest)
{
	struct sp_str s = sp_str_from(*rest, 1);
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str value;
	bool escapes = false;
	size_t end;

	for (end = 0; end < s.len && s.ptr[end] != '"'; end++)
		if (s.ptr[end] == '\\' && end + 1 < s.len &&
			(s.ptr[end + 1] == '"' || s.ptr[end + 1] == '\\')) {
			escapes = true;
			end++;
		}
	*rest = sp_str_from(s, end + 1);
	s = sp_str_sub(s, 0, end);
	if (!escapes)
		return s;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\' && i + 1 < s.len && (s.ptr[i + 1] == '"' || s.ptr[i + 1] == '\\'))
			i++;
		sp_buf_add_char(&out, s.ptr[i]);
	}
	value = sp_arena_str(arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return value;
}

/* Where a value without quotes ends: at a semicolon outside an encoded word, at
 * a comment, or before a parameter that the semicolon was forgotten for. */
static struct sp_str take_bare(struct sp_str *rest)
{
	struct sp_str s = *rest, value;
	size_t at = 0;

	while (at < s.len && s.ptr[at] != ';') {
		size_t word = s.ptr[at] == '=' ? sp_word_length(sp_str_from(s, at)) : 0;

		if (s.ptr[at] == ' ' && at + 1 < s.len && s.ptr[at + 1] == '(' && !word) {
			*rest = skip_comment(sp_str_from(s, at + 1));
			return sp_str_trim(sp_str_sub(s, 0, at));
		}
		at += word ? word : 1;
	}
	value = sp_str_sub(s, 0, at);
	*rest = sp_str_from(s, at);
	return sp_str_trim(value);
}

/* "name*12*" into its pieces. */
static void split_name(struct sp_str name, struct segment *segment)
{
	size_t star = sp_str_find_char(name, '*');
	struct sp_str tail = sp_str_from(name, star + 1);
	unsigned long long number;

	segment->name = sp_str_sub(name, 0, star);
	segment->number = NOT_CONTINUED;
	segment->extended = star < name.len && (tail.len == 0 || tail.ptr[tail.len - 1] == '*');
	if (tail.len && tail.ptr[tail.len - 1] == '*')
		tail.len--;
	if (tail.len && sp_str_number(tail, LAST_SEGMENT, &number))
		segment->number = (int)number;
}

/* The next parameter, or false when there is none left. */
static bool next_segment(struct sp_arena *arena, struct sp_str *rest, struct segment *segment)
{
	struct sp_str s = *rest;

	for (;;) {
		struct sp_str start;
		size_t len = 0;

		s = skip_blanks(s);
		if (s.len == 0)
			break;
		if (s.ptr[0] == '(') {
			s = skip_comment(s);
			continue;
		}
		while (len < s.len && is_name_char(s.ptr[len]))
			len++;
		start = s;
		s = sp_str_from(s, len ? len : 1);
		while (s.len && sp_ascii_blank(s.ptr[0]))
			s = sp_str_from(s, 1);
		if (len == 0 || s.len == 0 || s.ptr[0] != '=')
			continue;
		s = sp_str_from(s, 1);
		while (s.len && sp_ascii_blank(s.ptr[0]))
			s = sp_str_from(s, 1);
		split_name(lower_copy(arena, sp_str_sub(start, 0, len)), segment);
		segment->value = s.len && s.ptr[0] == '"' ? take_quoted(arena, &s) : take_bare(&s);
		*rest = s;
		return true;
	}
	*rest = s;
	return false;
}

static void add_percent(struct sp_buf *out, struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '%' && i + 2 < s.len && sp_hex_value(s.ptr[i + 1]) >= 0 &&
			sp_hex_value(s.ptr[i + 2]) >= 0) {
			sp_buf_add_char(out, (char)(sp_hex_value(s.ptr[i + 1]) << 4 |
				sp_hex_value(s.ptr[i + 2])));
			i += 2;
		} else {
			sp_buf_add_char(out, s.ptr[i]);
		}
	}
}

/* "charset'language'text" (RFC 2231, 4): take the charset off. */
static struct sp_str take_charset(struct sp_str *value)
{
	size_t first = sp_str_find_char(*value, '\'');
	size_t second = sp_str_find_char(sp_str_from(*value, first + 1), '\'');
	struct sp_str charset;

	if (first + 1 + second >= value->len)
		return SP_NONE;
	charset = sp_str_sub(*value, 0, first);
	*value = sp_str_from(*value, first + 1 + second + 1);
	return charset;
}

/* The bytes of a value in all its segments, as text. */
static struct sp_str joined_value(struct sp_arena *arena, const struct segment *segments,
	size_t count, const size_t *order)
{
	struct sp_buf bytes = SP_BUF_INIT, text = SP_BUF_INIT;
	struct sp_str charset = SP_NONE, value;
	bool extended = false;

	for (size_t i = 0; i < count; i++) {
		const struct segment *segment = &segments[order[i]];

		value = segment->value;
		extended = extended || segment->extended;
		if (i == 0 && segment->extended)
			charset = take_charset(&value);
		if (segment->extended)
			add_percent(&bytes, value);
		else
			sp_buf_add_str(&bytes, value);
	}
	if (extended && !sp_str_starts(sp_buf_str(&bytes), SP_STR("=?")))
		sp_charset_add(&text, charset, sp_buf_str(&bytes));
	else
		sp_words_decode(&text, sp_buf_str(&bytes));
	value = sp_arena_str(arena, sp_buf_str(&text));
	sp_buf_release(&bytes);
	sp_buf_release(&text);
	return value;
}

/* Where segment `number` of a name stands; `count` when it is missing. */
static size_t find_segment(const struct segment *segments, size_t count, struct sp_str name,
	int number)
{
	for (size_t i = 0; i < count; i++)
		if (segments[i].number == number && sp_str_eq(segments[i].name, name))
			return i;
	return count;
}

/* The value of the name at `at`, the first of its kind: its continuations where
 * it has them, else the extended form, else the plain one. */
static struct sp_str value_of(struct sp_arena *arena, const struct segment *segments, size_t count,
	size_t at)
{
	size_t order[SP_MAX_PARAMS];
	size_t parts = 0, found;

	while (parts < SP_MAX_PARAMS && (found = find_segment(segments, count, segments[at].name,
		(int)parts)) < count)
		order[parts++] = found;
	if (parts)
		return joined_value(arena, segments, parts, order);
	order[0] = at;
	for (size_t i = at; i < count; i++)
		if (segments[i].extended && segments[i].number == NOT_CONTINUED &&
			sp_str_eq(segments[i].name, segments[at].name)) {
			order[0] = i;
			break;
		}
	return joined_value(arena, segments, 1, order);
}

static struct sp_params join_segments(struct sp_arena *arena, const struct segment *segments,
	size_t count)
{
	struct sp_params params = { sp_arena_array(arena, count + 1, struct sp_param), 0 };

	for (size_t i = 0; i < count; i++) {
		if (sp_params_get(&params, segments[i].name.ptr).ptr)
			continue;
		params.items[params.count].name = segments[i].name;
		params.items[params.count++].value = value_of(arena, segments, count, i);
	}
	return params;
}

struct sp_params sp_params_parse(struct sp_arena *arena, struct sp_str raw, struct sp_str *value_r)
{
	struct segment *segments = sp_alloc(SP_MAX_PARAMS, sizeof(*segments));
	struct sp_params params;
	struct sp_str rest = sp_str_trim(raw);
	size_t count = 0, end = 0;

	while (rest.len && rest.ptr[0] == '(')
		rest = sp_str_trim(skip_comment(rest));
	while (end < rest.len && rest.ptr[end] != ';' && rest.ptr[end] != '(' &&
		!(sp_ascii_blank(rest.ptr[end]) && end && rest.ptr[end - 1] != '/' &&
			!sp_str_starts(sp_str_trim(sp_str_from(rest, end)), SP_STR("/"))))
		end++;
	*value_r = lower_copy(arena, sp_str_trim(sp_str_sub(rest, 0, end)));
	rest = sp_str_from(rest, end);
	while (count < SP_MAX_PARAMS && next_segment(arena, &rest, &segments[count]))
		if (segments[count].name.len)
			count++;
	/* Names end with a NUL in the arena only once they are whole. */
	for (size_t i = 0; i < count; i++)
		segments[i].name = sp_arena_str(arena, segments[i].name);
	params = join_segments(arena, segments, count);
	free(segments);
	return params;
}

struct sp_str sp_params_get(const struct sp_params *params, const char *name)
{
	for (size_t i = 0; i < params->count; i++)
		if (sp_str_eq(params->items[i].name, sp_str(name)))
			return params->items[i].value;
	return SP_NONE;
}
