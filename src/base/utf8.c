/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"

#include <stddef.h>

/* How many bytes a lead byte announces, and the smallest character that needs
 * as many (RFC 3629, section 3). */
static unsigned sequence_length(unsigned char lead, uint32_t *smallest_r)
{
	if (lead >= 0xF0 && lead <= 0xF4) {
		*smallest_r = 0x10000;
		return 4;
	}
	if (lead >= 0xE0 && lead < 0xF0) {
		*smallest_r = 0x800;
		return 3;
	}
	if (lead >= 0xC2 && lead < 0xE0) {
		*smallest_r = 0x80;
		return 2;
	}
	*smallest_r = 0;
	return 0;
}

static uint32_t decode_sequence(struct sp_str s, unsigned length, uint32_t smallest)
{
	uint32_t character = (unsigned char)s.ptr[0] & (0xFFu >> (length + 1));

	if (s.len < length)
		return SP_UTF8_BAD;
	for (unsigned i = 1; i < length; i++) {
		unsigned char next = (unsigned char)s.ptr[i];

		if ((next & 0xC0) != 0x80)
			return SP_UTF8_BAD;
		character = character << 6 | (next & 0x3Fu);
	}
	if (character < smallest || character > 0x10FFFF)
		return SP_UTF8_BAD;
	return character >= 0xD800 && character <= 0xDFFF ? SP_UTF8_BAD : character;
}

uint32_t sp_utf8_next(struct sp_str *rest)
{
	unsigned char lead = (unsigned char)rest->ptr[0];
	uint32_t smallest, character;
	unsigned length = 1;

	if (lead < 0x80) {
		character = lead;
	} else {
		length = sequence_length(lead, &smallest);
		character = length ? decode_sequence(*rest, length, smallest) : SP_UTF8_BAD;
		if (character == SP_UTF8_BAD)
			length = 1;
	}
	*rest = sp_str_from(*rest, length);
	return character;
}

/* Bytes of ASCII at the front, by eights. */
static size_t ascii_length(struct sp_str s)
{
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8) {
		uint64_t bytes;

		memcpy(&bytes, s.ptr + i, 8);
		if (bytes & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.len && (unsigned char)s.ptr[i] < 0x80)
		i++;
	return i;
}

bool sp_utf8_valid(struct sp_str s)
{
	for (;;) {
		s = sp_str_from(s, ascii_length(s));
		if (!s.len)
			return true;
		if (sp_utf8_next(&s) == SP_UTF8_BAD)
			return false;
	}
}

void sp_utf8_add(struct sp_buf *out, uint32_t c)
{
	char bytes[4];
	size_t len = 0;

	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		bytes[len++] = (char)c;
	} else if (c < 0x800) {
		bytes[len++] = (char)(0xC0 | c >> 6);
	} else if (c < 0x10000) {
		bytes[len++] = (char)(0xE0 | c >> 12);
		bytes[len++] = (char)(0x80 | (c >> 6 & 0x3F));
	} else {
		bytes[len++] = (char)(0xF0 | c >> 18);
		bytes[len++] = (char)(0x80 | (c >> 12 & 0x3F));
		bytes[len++] = (char)(0x80 | (c >> 6 & 0x3F));
	}
	if (c >= 0x80)
		bytes[len++] = (char)(0x80 | (c & 0x3F));
	sp_buf_add(out, bytes, len);
}

void sp_utf8_repair(struct sp_buf *out, struct sp_str s)
{
	while (s.len) {
		struct sp_str rest = s;
		struct sp_str good = s;

		while (rest.len) {
			good = rest;
			if (sp_utf8_next(&rest) == SP_UTF8_BAD)
				break;
			good = rest;
		}
		sp_buf_add(out, s.ptr, (size_t)(good.ptr - s.ptr));
		if (good.len)
			sp_utf8_add(out, 0xFFFD);
		s = rest;
	}
}

struct sp_str sp_utf8_cut(struct sp_str s, size_t max)
{
	if (s.len <= max)
		return s;
	while (max && ((unsigned char)s.ptr[max] & 0xC0) == 0x80)
		max--;
	return sp_str_sub(s, 0, max);
}

static unsigned width_of(uint32_t c)
{
	if (c == SP_UTF8_BAD)
		return 1;
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x300 && c < 0x370) ||
		(c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF)
		return 0;
	if ((c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
		(c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
		(c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
		(c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD))
		return 2;
	return 1;
}

size_t sp_utf8_width(struct sp_str s)
{
	size_t width = 0;

	while (s.len)
		width += width_of(sp_utf8_next(&s));
	return width;
}

/* Plain letters for U+00C0..U+017F; '\0' stands for itself (no fold). */
static const char plain[] =
	"aaaaaa\0ceeeeiiii" /* C0 */
	"\0nooooo\0ouuuuy\0\0" /* D0 */
	"aaaaaa\0ceeeeiiii" /* E0 */
	"\0nooooo\0ouuuuy\0y" /* F0 */
	"aaaaaaccccccccdd" /* 100 */
	"ddeeeeeeeeeegggg" /* 110 */
	"gggghhhhiiiiiiii" /* 120 */
	"ii\0\0jjkk\0llllll" "l" /* 130 */
	"lllnnnnnn\0\0\0oooo" /* 141 */
	"oo\0\0rrrrrrssssss" /* 150 */
	"ssttttttuuuuuuuu" /* 160 */
	"uuuuwwyyyzzzzzz"; /* 170 */

void sp_utf8_fold(struct sp_buf *out, struct sp_str s)
{
	while (s.len) {
		uint32_t c = sp_utf8_next(&s);

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		else if (c >= 0xC0 && c < 0xC0 + sizeof plain - 1 && plain[c - 0xC0])
			c = (unsigned char)plain[c - 0xC0];
		else if (c >= 0x300 && c < 0x370)
			continue; /* a combining accent of decomposed text */
		sp_utf8_add(out, c);
	}
}
