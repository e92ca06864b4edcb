/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header text: RFC 2047 words and RFC 2231 parameters.  What is cleaned, and
 * how, stands in clean.c; bodies are in transfer.c.
 *
 * An encoded word never cuts a character and is never longer than 75 octets.
 * A line ends before LINE_COLUMNS, where libetpan's writer would fold it too:
 * so it never moves the first word of a field to a line of its own.
 */
#include "mail/encode.h"

#include <stdint.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "mail/compose.h"

enum { LINE_COLUMNS = 71, PARAMETER_COLUMNS = 60, NAME_BYTES = 120, SUBJECT_BYTES = 900 };

static const struct sp_str word_begin_q = { "=?utf-8?Q?", 10 };
static const struct sp_str word_begin_b = { "=?utf-8?B?", 10 };
static const struct sp_str word_end = { "?=", 2 };
enum { WORD_FRAME = 12, WORD_LEAST = 16 };

static bool is_ascii_print(unsigned char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* What may stand for itself in Q also inside a phrase (RFC 2047, 5 (3)). */
static bool q_plain(unsigned char c)
{
	return sp_ascii_alnum((char)c) || (c < 0x80 && c && strchr("!*+-/", c));
}

static void hex_escape(struct sp_buf *out, char mark, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	sp_buf_add_char(out, mark);
	sp_buf_add_char(out, digits[c >> 4]);
	sp_buf_add_char(out, digits[c & 15]);
}

static size_t q_length(struct sp_str s)
{
	size_t length = 0;

	for (size_t i = 0; i < s.len; i++)
		length += q_plain((unsigned char)s.ptr[i]) || s.ptr[i] == ' ' ? 1 : 3;
	return length;
}

static size_t b_length(struct sp_str s)
{
	return (s.len + 2) / 3 * 4;
}

static void q_add(struct sp_buf *out, struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (q_plain((unsigned char)s.ptr[i]))
			sp_buf_add_char(out, s.ptr[i]);
		else if (s.ptr[i] == ' ')
			sp_buf_add_char(out, '_');
		else
			hex_escape(out, '=', (unsigned char)s.ptr[i]);
	}
}

static void fold(struct sp_buf *out, size_t *column)
{
	sp_buf_add_text(out, "\r\n ");
	*column = 1;
}

/* The longest start of `rest`, in whole characters, that fits into `room`; up
 * to a blank if there is one in its second half, for the readers that show
 * the blank between two encoded words. */
static struct sp_str take_fitting(struct sp_str rest, size_t room, size_t (*length)(struct sp_str))
{
	struct sp_str left = rest;
	size_t taken = 0;

	while (left.len) {
		sp_utf8_next(&left);
		if (length(sp_str_sub(rest, 0, rest.len - left.len)) > room)
			break;
		taken = rest.len - left.len;
	}
	for (size_t end = taken; taken < rest.len && end > taken / 2; end--)
		if (rest.ptr[end - 1] == ' ')
			return sp_str_sub(rest, 0, end);
	return sp_str_sub(rest, 0, taken);
}

static void encode_run(struct sp_buf *out, struct sp_str run, size_t *column)
{
	/* Q is readable without a decoder: it may be half as long again. */
	bool q = q_length(run) <= b_length(run) * 3 / 2;

	while (run.len) {
		size_t room = *column + WORD_FRAME < LINE_COLUMNS ?
			LINE_COLUMNS - WORD_FRAME - *column : 0;
		struct sp_str piece = take_fitting(run, room, q ? q_length : b_length);

		if (piece.len < run.len && room < WORD_LEAST && *column > 1) {
			fold(out, column);
			continue;
		}
		sp_buf_add_str(out, q ? word_begin_q : word_begin_b);
		if (q)
			q_add(out, piece);
		else
			sp_base64_add(out, piece);
		sp_buf_add_str(out, word_end);
		*column += WORD_FRAME + (q ? q_length(piece) : b_length(piece));
		run = sp_str_from(run, piece.len);
		if (run.len)
			fold(out, column);
	}
}

/* A word that cannot stand for itself in a header. */
static bool word_needs(struct sp_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!is_ascii_print((unsigned char)word.ptr[i]))
			return true;
	return word.len >= LINE_COLUMNS - 12 || sp_str_has(word, SP_STR("=?"));
}

/* The stretch of `line` from its first to its last word that needs it. */
static void find_run(struct sp_str line, size_t *from_r, size_t *to_r)
{
	struct sp_str rest = line, word;

	*from_r = *to_r = line.len;
	while (sp_str_next_field(&rest, ' ', &word)) {
		size_t at = (size_t)(word.ptr - line.ptr);

		if (!word_needs(word))
			continue;
		if (*from_r == line.len)
			*from_r = at;
		*to_r = at + word.len;
	}
}

static void add_plain(struct sp_buf *out, struct sp_str words, size_t *column, bool *first)
{
	struct sp_str word;

	while (sp_str_next_field(&words, ' ', &word)) {
		if (!word.len)
			continue;
		if (!*first) {
			if (*column + 1 + word.len > LINE_COLUMNS)
				fold(out, column);
			else
				sp_buf_add_char(out, ' '), ++*column;
		}
		sp_buf_add_str(out, word);
		*column += word.len;
		*first = false;
	}
}

static void encode_line(struct sp_buf *out, struct sp_str line, size_t column)
{
	bool first = true;
	size_t from, to;

	find_run(line, &from, &to);
	add_plain(out, sp_str_sub(line, 0, from), &column, &first);
	if (from == line.len)
		return;
	if (!first) {
		if (column + 1 + WORD_FRAME + WORD_LEAST > LINE_COLUMNS)
			fold(out, &column);
		else
			sp_buf_add_char(out, ' '), column++;
	}
	encode_run(out, sp_str_sub(line, from, to - from), &column);
	first = false;
	add_plain(out, sp_str_from(line, to), &column, &first);
}

void sp_encode_words(struct sp_buf *out, struct sp_str text, size_t column)
{
	struct sp_buf line = SP_BUF_INIT;

	sp_clean_line(&line, text, SUBJECT_BYTES);
	encode_line(out, sp_buf_str(&line), column);
	sp_buf_release(&line);
}

void sp_encode_name(struct sp_buf *out, struct sp_str name)
{
	struct sp_buf line = SP_BUF_INIT, words = SP_BUF_INIT;
	size_t from, to, column = sizeof "Reply-To: " - 1;

	sp_clean_line(&line, name, NAME_BYTES);
	find_run(sp_buf_str(&line), &from, &to);
	if (from == line.len) {
		sp_buf_add_str(out, sp_buf_str(&line));
	} else { /* all of it: what stands beside the words could need quotes */
		encode_run(&words, sp_buf_str(&line), &column);
		for (size_t i = 0; i < words.len; i++)
			if (words.ptr[i] != '\r' && words.ptr[i] != '\n')
				sp_buf_add_char(out, words.ptr[i]);
	}
	sp_buf_release(&words);
	sp_buf_release(&line);
}

/* attribute-char of RFC 2231, 7. */
static bool attribute_plain(unsigned char c)
{
	return sp_ascii_alnum((char)c) || (c < 0x80 && c && strchr("!#$&+-.^_`{|}~", c));
}

static size_t extended_length(struct sp_str s)
{
	size_t length = 0;

	for (size_t i = 0; i < s.len; i++)
		length += attribute_plain((unsigned char)s.ptr[i]) ? 1 : 3;
	return length;
}

static void extended_add(struct sp_buf *out, struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (attribute_plain((unsigned char)s.ptr[i]))
			sp_buf_add_char(out, s.ptr[i]);
		else
			hex_escape(out, '%', (unsigned char)s.ptr[i]);
	}
}

static void add_extended(struct sp_buf *out, const char *name, struct sp_str value)
{
	bool several = extended_length(value) > PARAMETER_COLUMNS - strlen(name);

	for (int section = 0; value.len || section == 0; section++) {
		struct sp_str piece = several ?
			take_fitting(value, PARAMETER_COLUMNS - strlen(name), extended_length) : value;

		sp_buf_printf(out, ";\r\n %s*", name);
		if (several)
			sp_buf_printf(out, "%d*", section);
		sp_buf_add_text(out, section == 0 ? "=utf-8''" : "=");
		extended_add(out, piece);
		value = sp_str_from(value, piece.len);
	}
}

static void add_quoted(struct sp_buf *out, const char *name, struct sp_str value)
{
	sp_buf_printf(out, ";\r\n %s=\"", name);
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '"' || value.ptr[i] == '\\')
			sp_buf_add_char(out, '\\');
		sp_buf_add_char(out, value.ptr[i]);
	}
	sp_buf_add_char(out, '"');
}

void sp_encode_parameter(struct sp_buf *out, const char *name, struct sp_str value)
{
	struct sp_buf line = SP_BUF_INIT;
	bool plain = true;

	sp_clean_line(&line, value, NAME_BYTES);
	for (size_t i = 0; i < line.len; i++)
		plain = plain && is_ascii_print((unsigned char)line.ptr[i]);
	/* A literal "=?" is decoded by half the world's clients, quoted or not. */
	if (plain && line.len < PARAMETER_COLUMNS && !sp_str_has(sp_buf_str(&line), SP_STR("=?")))
		add_quoted(out, name, sp_buf_str(&line));
	else
		add_extended(out, name, sp_buf_str(&line));
	sp_buf_release(&line);
}
