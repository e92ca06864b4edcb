/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/str.h"

static bool same(const char *a, const char *b, size_t len)
{
	return len == 0 || memcmp(a, b, len) == 0;
}

static bool same_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (sp_ascii_lower(a[i]) != sp_ascii_lower(b[i]))
			return false;
	return true;
}

bool sp_str_eq(struct sp_str a, struct sp_str b)
{
	return a.len == b.len && same(a.ptr, b.ptr, a.len);
}

bool sp_str_eq_nocase(struct sp_str a, struct sp_str b)
{
	return a.len == b.len && same_nocase(a.ptr, b.ptr, a.len);
}

bool sp_str_starts(struct sp_str s, struct sp_str prefix)
{
	return s.len >= prefix.len && same(s.ptr, prefix.ptr, prefix.len);
}

bool sp_str_starts_nocase(struct sp_str s, struct sp_str prefix)
{
	return s.len >= prefix.len && same_nocase(s.ptr, prefix.ptr, prefix.len);
}

bool sp_str_ends_nocase(struct sp_str s, struct sp_str suffix)
{
	return s.len >= suffix.len &&
	       same_nocase(s.ptr + (s.len - suffix.len), suffix.ptr, suffix.len);
}

size_t sp_str_find(struct sp_str s, struct sp_str needle)
{
	const char *hit;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return s.len;
	hit = memmem(s.ptr, s.len, needle.ptr, needle.len);
	return hit ? (size_t)(hit - s.ptr) : s.len;
}

size_t sp_str_find_nocase(struct sp_str s, struct sp_str needle)
{
	if (s.len < needle.len)
		return s.len;
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (same_nocase(s.ptr + i, needle.ptr, needle.len))
			return i;
	return s.len;
}

size_t sp_str_find_char(struct sp_str s, char c)
{
	const char *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return hit ? (size_t)(hit - s.ptr) : s.len;
}

bool sp_str_has(struct sp_str s, struct sp_str needle)
{
	return needle.len == 0 || sp_str_find(s, needle) < s.len;
}

struct sp_str sp_str_trim_end(struct sp_str s)
{
	while (s.len && sp_ascii_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct sp_str sp_str_trim(struct sp_str s)
{
	while (s.len && sp_ascii_blank(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	return sp_str_trim_end(s);
}

bool sp_str_next_field(struct sp_str *rest, char separator, struct sp_str *field_r)
{
	size_t end;

	if (rest->len == 0)
		return false;
	end = sp_str_find_char(*rest, separator);
	*field_r = sp_str_sub(*rest, 0, end);
	*rest = sp_str_from(*rest, end + 1);
	return true;
}

bool sp_str_next_line(struct sp_str *rest, struct sp_str *line_r)
{
	if (!sp_str_next_field(rest, '\n', line_r))
		return false;
	if (line_r->len && line_r->ptr[line_r->len - 1] == '\r')
		line_r->len--;
	return true;
}

bool sp_str_number(struct sp_str s, unsigned long long max, unsigned long long *number_r)
{
	unsigned long long number = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)(s.ptr[i] - '0');

		if (!sp_ascii_digit(s.ptr[i]) || digit > max || number > (max - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*number_r = number;
	return true;
}
