/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/charset_unicode.h"

#include <stdint.h>

#include "base/utf8.h"

enum { REPLACEMENT = 0xFFFD };

size_t sp_unicode_ascii(struct sp_str bytes)
{
	size_t at = 0;

	while (at + 8 <= bytes.len) {
		uint64_t word;

		memcpy(&word, bytes.ptr + at, 8);
		if (word & UINT64_C(0x8080808080808080))
			break;
		at += 8;
	}
	while (at < bytes.len && (unsigned char)bytes.ptr[at] < 0x80)
		at++;
	return at;
}

bool sp_unicode_valid(struct sp_str bytes)
{
	for (;;) {
		bytes = sp_str_from(bytes, sp_unicode_ascii(bytes));
		if (bytes.len == 0)
			return true;
		if (sp_utf8_next(&bytes) == SP_UTF8_BAD)
			return false;
	}
}

/* The range of the second byte after `lead`, and how many follow it (Unicode,
 * table 3-7); 0 when `lead` leads nothing. */
static unsigned followers(unsigned char lead, unsigned char *low_r, unsigned char *high_r)
{
	*low_r = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
	*high_r = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
}

/* Bytes of the broken sequence at the start of `bytes`, at least one. */
static size_t broken_length(struct sp_str bytes)
{
	unsigned char low, high;
	unsigned count = followers((unsigned char)bytes.ptr[0], &low, &high);
	size_t at = 1;

	while (at <= count && at < bytes.len && (unsigned char)bytes.ptr[at] >= low &&
		(unsigned char)bytes.ptr[at] <= high) {
		low = 0x80;
		high = 0xBF;
		at++;
	}
	return at;
}

void sp_unicode_utf8(struct sp_buf *out, struct sp_str bytes)
{
	struct sp_str good = bytes;

	while (bytes.len) {
		struct sp_str rest = sp_str_from(bytes, sp_unicode_ascii(bytes));
		struct sp_str bad = rest;

		if (rest.len && sp_utf8_next(&rest) == SP_UTF8_BAD) {
			sp_buf_add(out, good.ptr, (size_t)(bad.ptr - good.ptr));
			sp_utf8_add(out, REPLACEMENT);
			rest = sp_str_from(bad, broken_length(bad));
			good = rest;
		}
		bytes = rest;
	}
	sp_buf_add_str(out, good);
}

static uint32_t unit16(const char *at, bool big)
{
	const unsigned char *byte = (const unsigned char *)at;

	return big ? (uint32_t)byte[0] << 8 | byte[1] : (uint32_t)byte[1] << 8 | byte[0];
}

void sp_unicode_utf16(struct sp_buf *out, struct sp_str bytes, bool big)
{
	size_t at = 0;

	if (bytes.len >= 2 && (unit16(bytes.ptr, true) == 0xFEFF || unit16(bytes.ptr, true) == 0xFFFE)) {
		big = unit16(bytes.ptr, true) == 0xFEFF;
		at = 2;
	}
	for (; at + 2 <= bytes.len; at += 2) {
		uint32_t c = unit16(bytes.ptr + at, big);

		if (c >= 0xD800 && c < 0xDC00 && at + 4 <= bytes.len) {
			uint32_t low = unit16(bytes.ptr + at + 2, big);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				at += 2;
			}
		}
		sp_utf8_add(out, c);
	}
	if (at < bytes.len)
		sp_utf8_add(out, REPLACEMENT);
}

static uint32_t unit32(const char *at, bool big)
{
	uint32_t first = unit16(at, big), second = unit16(at + 2, big);

	return big ? first << 16 | second : second << 16 | first;
}

void sp_unicode_utf32(struct sp_buf *out, struct sp_str bytes, bool big)
{
	size_t at = 0;

	if (bytes.len >= 4 && (unit32(bytes.ptr, true) == 0xFEFF || unit32(bytes.ptr, false) == 0xFEFF)) {
		big = unit32(bytes.ptr, true) == 0xFEFF;
		at = 4;
	}
	for (; at + 4 <= bytes.len; at += 4)
		sp_utf8_add(out, unit32(bytes.ptr + at, big));
	if (at < bytes.len)
		sp_utf8_add(out, REPLACEMENT);
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The base64 stretch that begins after '+'; returns what is behind it. */
static struct sp_str utf7_shifted(struct sp_buf *out, struct sp_str rest)
{
	uint32_t bits = 0, high = 0;
	unsigned have = 0;

	while (rest.len && base64_value(rest.ptr[0]) >= 0) {
		uint32_t unit;

		bits = bits << 6 | (uint32_t)base64_value(rest.ptr[0]);
		have += 6;
		rest = sp_str_from(rest, 1);
		if (have < 16)
			continue;
		have -= 16;
		unit = bits >> have & 0xFFFF;
		if (unit >= 0xD800 && unit < 0xDC00) {
			high = unit;
			continue;
		}
		if (high && unit >= 0xDC00 && unit < 0xE000)
			unit = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
		high = 0;
		sp_utf8_add(out, unit);
	}
	if (high)
		sp_utf8_add(out, REPLACEMENT);
	return rest.len && rest.ptr[0] == '-' ? sp_str_from(rest, 1) : rest;
}

void sp_unicode_utf7(struct sp_buf *out, struct sp_str bytes)
{
	while (bytes.len) {
		size_t plain = sp_str_find_char(bytes, '+');

		sp_unicode_utf8(out, sp_str_sub(bytes, 0, plain));
		bytes = sp_str_from(bytes, plain);
		if (bytes.len == 0)
			break;
		bytes = sp_str_from(bytes, 1);
		if (bytes.len && bytes.ptr[0] == '-') {
			sp_buf_add_char(out, '+');
			bytes = sp_str_from(bytes, 1);
		} else if (bytes.len && base64_value(bytes.ptr[0]) >= 0) {
			bytes = utf7_shifted(out, bytes);
		} else {
			sp_buf_add_char(out, '+');
		}
	}
}
