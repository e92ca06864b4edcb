/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "text/encoded.h"

#include "base/utf8.h"

enum { MOST_WORD = 1000, MOST_CHARSET = 40, MOST_NAME = 8 };

static int hex_value(char c)
{
	const char *digits = "0123456789abcdef", *at = strchr(digits, sp_ascii_lower(c));

	return c && at ? (int)(at - digits) : -1;
}

/* The byte that `mark` and two digits stand for; -1: none does. */
static int escaped_byte(struct sp_str text, char mark)
{
	int high = text.len >= 3 && text.ptr[0] == mark ? hex_value(text.ptr[1]) : -1;
	int low = high >= 0 ? hex_value(text.ptr[2]) : -1;

	return low < 0 ? -1 : high * 16 + low;
}

static size_t soft_break(struct sp_str text)
{
	if (sp_str_starts(text, SP_STR("=\n")))
		return 2;
	return sp_str_starts(text, SP_STR("=\r\n")) ? 3 : 0;
}

/* One character of %C3%B2 or =C3=B2, with soft breaks between its bytes. */
static size_t escaped(struct sp_str text, char mark, bool latin, struct sp_buf *out)
{
	int first = escaped_byte(text, mark);
	size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
	size_t at = 0, count = 0;
	struct sp_str one;
	char bytes[4];
	uint32_t c;

	if (first < ' ')
		return 0;
	while (count < wanted) {
		size_t gap = count && mark == '=' ? soft_break(sp_str_from(text, at)) : 0;
		int byte = escaped_byte(sp_str_from(text, at + gap), mark);

		if (byte < 0)
			break;
		bytes[count++] = (char)byte;
		at += gap + 3;
	}
	one = sp_str_n(bytes, count);
	c = sp_utf8_next(&one);
	if (c != SP_UTF8_BAD && !one.len) {
		sp_utf8_add(out, c);
		return at;
	}
	if (!latin)
		return 0;
	sp_utf8_add(out, (uint32_t)first);
	return 3;
}

/* \u00f2; pairs of surrogates are left alone: they are no letters. */
static size_t json(struct sp_str text, struct sp_buf *out)
{
	uint32_t c = 0;

	if (text.len < 6 || text.ptr[1] != 'u')
		return 0;
	for (size_t i = 2; i < 6; i++) {
		int digit = hex_value(text.ptr[i]);

		if (digit < 0)
			return 0;
		c = c * 16 + (uint32_t)digit;
	}
	if (c < ' ' || (c >= 0xD800 && c < 0xE000))
		return 0;
	sp_utf8_add(out, c);
	return 6;
}

/* --- character references ------------------------------------------------------ */

static uint32_t numbered(struct sp_str name)
{
	bool hex = name.len > 1 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
	uint32_t c = 0;

	for (size_t i = hex ? 2 : 1; i < name.len; i++) {
		int digit = hex_value(name.ptr[i]);

		if (digit < 0 || (!hex && digit > 9) || c > 0x10FFFF)
			return 0;
		c = c * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0 : c;
}

/* An accented letter is as good as the letter, in a folded text. */
static uint32_t named(struct sp_str name)
{
	static const struct {
		const char *name;
		char c;
	} marks[] = { { "nbsp", ' ' }, { "commat", '@' }, { "period", '.' }, { "amp", '&' },
		{ "apos", '\'' }, { "rsquo", '\'' }, { "lsquo", '\'' }, { "quot", '"' },
		{ "hyphen", '-' }, { "dash", '-' }, { "lowbar", '_' }, { "equals", '=' } };
	static const char *const accents[] = { "grave", "acute", "circ", "uml", "tilde", "cedil",
		"ring", "caron", "slash" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (sp_str_eq(name, sp_str(marks[i].name)))
			return (unsigned char)marks[i].c;
	for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
		if (name.len > 1 && sp_str_eq(sp_str_from(name, 1), sp_str(accents[i])))
			return (unsigned char)name.ptr[0];
	return 0;
}

static size_t reference(struct sp_str text, struct sp_buf *out)
{
	size_t end = sp_str_find_char(sp_str_sub(text, 0, MOST_NAME + 2), ';');
	struct sp_str name = sp_str_sub(text, 1, end - 1);
	uint32_t c = 0;

	if (end < 3 || end >= text.len || end >= MOST_NAME + 2)
		return 0;
	c = name.ptr[0] == '#' ? numbered(name) : named(name);
	if (c < ' ')
		return 0;
	sp_utf8_add(out, c);
	return end + 1;
}

/* --- words of RFC 2047 ------------------------------------------------------------ */

static int letter_value(char c)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = strchr(letters, c);

	return c && at ? (int)(at - letters) : -1;
}

static void add_base64(struct sp_buf *bytes, struct sp_str data)
{
	uint32_t bits = 0;
	int count = 0;

	for (size_t i = 0; i < data.len; i++) {
		int value = letter_value(data.ptr[i]);

		if (value < 0)
			continue;
		bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
		count += 6;
		if (count >= 8) {
			count -= 8;
			sp_buf_add_char(bytes, (char)(bits >> count));
		}
	}
}

static void add_q(struct sp_buf *bytes, struct sp_str data)
{
	for (size_t i = 0; i < data.len; i++) {
		int byte = escaped_byte(sp_str_from(data, i), '=');

		if (byte >= 0)
			i += 2;
		else
			byte = data.ptr[i] == '_' ? ' ' : (unsigned char)data.ptr[i];
		sp_buf_add_char(bytes, (char)byte);
	}
}

/* "=?utf-8?B?TWFyaW8=?=": its bytes; 0 when it is none. */
static size_t word(struct sp_str text, struct sp_buf *bytes)
{
	size_t charset = sp_str_find_char(sp_str_sub(text, 2, MOST_CHARSET), '?'), end;
	struct sp_str rest = sp_str_from(text, 2 + charset), data;

	if (rest.len < 5 || charset == 0 || rest.ptr[0] != '?' || rest.ptr[2] != '?')
		return 0;
	data = sp_str_sub(rest, 3, MOST_WORD);
	end = sp_str_find_char(data, '?');
	if (end + 1 >= data.len || data.ptr[end + 1] != '=')
		return 0;
	data = sp_str_sub(data, 0, end);
	switch (rest.ptr[1]) {
	case 'B':
	case 'b':
		add_base64(bytes, data);
		break;
	case 'Q':
	case 'q':
		add_q(bytes, data);
		break;
	default:
		return 0;
	}
	return (size_t)(data.ptr + end + 2 - text.ptr);
}

/* What is no UTF-8 is Latin-1. */
static void add_utf8(struct sp_buf *out, struct sp_str bytes)
{
	struct sp_str rest = bytes;
	bool utf8 = true;

	while (rest.len && utf8)
		utf8 = sp_utf8_next(&rest) != SP_UTF8_BAD;
	for (size_t i = 0; i < bytes.len; i++)
		if (utf8)
			sp_buf_add_char(out, bytes.ptr[i]);
		else
			sp_utf8_add(out, (unsigned char)bytes.ptr[i]);
}

/* A word, with the blanks after it where another follows: they are not seen. */
static size_t encoded_word(struct sp_str text, struct sp_buf *out)
{
	struct sp_buf bytes = SP_BUF_INIT;
	size_t len = word(text, &bytes), after = len;

	while (len && after < text.len && after < len + 80 && strchr(" \t\r\n", text.ptr[after]))
		after++;
	if (len && sp_str_starts(sp_str_from(text, after), SP_STR("=?")))
		len = after;
	add_utf8(out, sp_buf_str(&bytes));
	sp_buf_release(&bytes);
	return len;
}

size_t sp_encoded_at(struct sp_str text, enum sp_encodings which, struct sp_buf *out)
{
	bool all = which == SP_ENCODED_ALL;
	size_t len = 0;

	switch (text.len ? text.ptr[0] : '\0') {
	case '%':
		return escaped(text, '%', all, out);
	case '=':
		if (all && text.len > 1 && text.ptr[1] == '?')
			len = encoded_word(text, out);
		if (all && !len)
			len = soft_break(text);
		return len || !all ? len : escaped(text, '=', true, out);
	case '\\':
		return all ? json(text, out) : 0;
	case '&':
		return all ? reference(text, out) : 0;
	default:
		return 0;
	}
}
