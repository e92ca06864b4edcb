/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A view of bytes that belong to somebody else.
 *
 * Mail has NULs, so text from mail is never a C string: it is a pointer and a
 * length.  A view is borrowed: it lives as long as what it points into (most
 * often the message's arena).  The empty view has len 0 and any ptr, NULL
 * included; "absent" and "empty" are told apart by ptr == NULL where a header
 * says so.
 *
 * Letters here are ASCII letters: case is folded for A-Z only, which is what
 * the mail RFCs mean.  For people's words see text/words.h.
 */
#ifndef SP_BASE_STR_H
#define SP_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct sp_str {
	const char *ptr;
	size_t len;
};

#define SP_STR(literal) ((struct sp_str){ "" literal, sizeof(literal) - 1 })
#define SP_NONE ((struct sp_str){ NULL, 0 })
/* For printf: printf("%.*s", SP_FMT(s)). */
#define SP_FMT(s) (int)(s).len, (s).ptr ? (s).ptr : ""

static inline struct sp_str sp_str(const char *text)
{
	return (struct sp_str){ text, text ? strlen(text) : 0 };
}

static inline struct sp_str sp_str_n(const char *ptr, size_t len)
{
	return (struct sp_str){ ptr, len };
}

static inline char sp_ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline bool sp_ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool sp_ascii_alnum(char c)
{
	char lower = sp_ascii_lower(c);

	return sp_ascii_digit(c) || (lower >= 'a' && lower <= 'z');
}

/* space, tab, CR, LF, VT, FF */
static inline bool sp_ascii_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool sp_str_eq(struct sp_str a, struct sp_str b);
bool sp_str_eq_nocase(struct sp_str a, struct sp_str b);
bool sp_str_starts(struct sp_str s, struct sp_str prefix);
bool sp_str_starts_nocase(struct sp_str s, struct sp_str prefix);
bool sp_str_ends_nocase(struct sp_str s, struct sp_str suffix);

/* Offset of the first occurrence, or s.len when there is none. */
size_t sp_str_find(struct sp_str s, struct sp_str needle);
size_t sp_str_find_nocase(struct sp_str s, struct sp_str needle);
size_t sp_str_find_char(struct sp_str s, char c);
bool sp_str_has(struct sp_str s, struct sp_str needle);

/* From offset `at` (clamped to the end), at most `len` bytes. */
static inline struct sp_str sp_str_sub(struct sp_str s, size_t at, size_t len)
{
	if (at > s.len)
		at = s.len;
	if (len > s.len - at)
		len = s.len - at;
	return sp_str_n(s.ptr ? s.ptr + at : s.ptr, len);
}

static inline struct sp_str sp_str_from(struct sp_str s, size_t at)
{
	return sp_str_sub(s, at, s.len);
}

/* Without blanks, tabs, CR and LF at the start and the end. */
struct sp_str sp_str_trim(struct sp_str s);
struct sp_str sp_str_trim_end(struct sp_str s);

/* Take the next line off `*rest` (without its LF or CRLF) into `*line_r`.
 * Returns false when nothing is left.  A last line without LF is a line. */
bool sp_str_next_line(struct sp_str *rest, struct sp_str *line_r);

/* Take the text up to the next `separator` off `*rest`.  "a,b" gives "a" and
 * "b"; an empty `*rest` gives nothing. */
bool sp_str_next_field(struct sp_str *rest, char separator, struct sp_str *field_r);

/* A whole, unsigned decimal number that fills `s`, at most `max`. */
bool sp_str_number(struct sp_str s, unsigned long long max, unsigned long long *number_r);

#endif
