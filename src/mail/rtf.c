/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/rtf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/charset.h"
#include "base/utf8.h"
#include "mail/decode.h"

/* --- compression (MS-OXRTFCP, 2.1.3) ----------------------------------------------- */

enum { WINDOW = 4096, HEADER = 16 };

static const char dictionary[] =
	"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
	"\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
	"{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static void put(struct sp_buf *out, char *window, unsigned *at, char c)
{
	window[*at] = c;
	*at = (*at + 1) % WINDOW;
	sp_buf_add_char(out, c);
}

static bool inflate_rtf(struct sp_buf *out, struct sp_str in, size_t limit)
{
	char window[WINDOW] = { 0 };
	unsigned at = sizeof(dictionary) - 1;
	size_t end = out->len + limit;

	memcpy(window, dictionary, at);
	while (in.len) {
		unsigned flags = (unsigned char)in.ptr[0];

		in = sp_str_from(in, 1);
		for (unsigned bit = 0; bit < 8; bit++, flags >>= 1) {
			unsigned from, len;

			if (in.len == 0 || out->len >= end)
				return in.len == 0;
			if (!(flags & 1)) {
				put(out, window, &at, in.ptr[0]);
				in = sp_str_from(in, 1);
				continue;
			}
			if (in.len < 2)
				return false;
			from = (unsigned)(unsigned char)in.ptr[0] << 4 | (unsigned char)in.ptr[1] >> 4;
			len = ((unsigned char)in.ptr[1] & 0xF) + 2;
			in = sp_str_from(in, 2);
			if (from == at) /* the end mark */
				return true;
			while (len-- && out->len < end)
				put(out, window, &at, window[from++ % WINDOW]);
		}
	}
	return true;
}

bool sp_rtf_decompress(struct sp_buf *out, struct sp_str compressed, size_t limit)
{
	struct sp_str body = sp_str_from(compressed, HEADER);

	if (compressed.len < HEADER)
		return false;
	if (memcmp(compressed.ptr + 8, "MELA", 4) == 0) {
		sp_buf_add_str(out, sp_str_sub(body, 0, limit));
		return body.len <= limit;
	}
	if (memcmp(compressed.ptr + 8, "LZFu", 4) != 0)
		return false;
	return inflate_rtf(out, body, limit);
}

/* --- text ------------------------------------------------------------------------------ */

enum { MAX_DEPTH = 100, LONGEST_WORD = 32 };

struct state {
	bool skip;    /* a destination that is not text */
	unsigned unicode_skip; /* characters after \uN that stand in for it (\ucN) */
};

struct reader {
	struct sp_buf *out;
	struct sp_buf bytes; /* of the code page, not converted yet */
	char codepage[16];
	struct state stack[MAX_DEPTH];
	unsigned depth;
	unsigned beyond; /* groups opened deeper than the stack */
	unsigned to_skip; /* characters left to leave out after \uN */
	bool html_rtf;    /* inside \htmlrtf: what only RTF needs */
};

static void flush(struct reader *reader)
{
	sp_charset_add(reader->out, sp_str(reader->codepage), sp_buf_str(&reader->bytes));
	sp_buf_cut(&reader->bytes, 0);
}

static bool shown(const struct reader *reader)
{
	return !reader->stack[reader->depth].skip && !reader->html_rtf;
}

static void add_byte(struct reader *reader, char c)
{
	if (reader->to_skip) {
		reader->to_skip--;
		return;
	}
	if (shown(reader))
		sp_buf_add_char(&reader->bytes, c);
}

static void add_text(struct reader *reader, const char *text)
{
	if (!shown(reader))
		return;
	flush(reader);
	sp_buf_add_text(reader->out, text);
}

/* A control word that opens something that is not text. */
static bool is_hidden_destination(const char *word)
{
	static const char *const words[] = {
		"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer",
		"headerl", "headerr", "footerl", "footerr", "listtable", "listoverridetable",
		"generator", "themedata", "datastore", "xmlnstbl", "rsidtbl", "htmltag", "mhtmltag",
		"fldinst", "bkmkstart", "bkmkend", "latentstyles",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static void add_unicode(struct reader *reader, long number)
{
	if (!shown(reader))
		return;
	flush(reader);
	sp_utf8_add(reader->out, (uint32_t)(number < 0 ? number + 65536 : number));
	reader->to_skip = reader->stack[reader->depth].unicode_skip;
}

static void control_word(struct reader *reader, const char *word, bool has_number, long number)
{
	static const struct {
		const char *word, *text;
	} texts[] = {
		{ "par", "\n" }, { "line", "\n" }, { "row", "\n" }, { "tab", "\t" }, { "cell", "\t" },
		{ "lquote", "\u2018" }, { "rquote", "\u2019" }, { "ldblquote", "\u201c" },
		{ "rdblquote", "\u201d" }, { "bullet", "\u2022" }, { "endash", "\u2013" },
		{ "emdash", "\u2014" }, { "page", "\n" }, { "sect", "\n" },
	};

	if (strcmp(word, "u") == 0 && has_number && number >= -65536 && number < 0x110000)
		add_unicode(reader, number);
	else if (strcmp(word, "uc") == 0 && has_number && number >= 0 && number < 10)
		reader->stack[reader->depth].unicode_skip = (unsigned)number;
	else if (strcmp(word, "ansicpg") == 0 && has_number && number > 0 && number < 100000)
		snprintf(reader->codepage, sizeof(reader->codepage), "cp%ld", number);
	else if (strcmp(word, "htmlrtf") == 0)
		reader->html_rtf = !has_number || number != 0;
	else if (is_hidden_destination(word))
		reader->stack[reader->depth].skip = true;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(word, texts[i].word) == 0)
			add_text(reader, texts[i].text);
}

/* "\word-12 " at the start of `s`, its backslash taken; returns what follows. */
static struct sp_str read_control(struct reader *reader, struct sp_str s)
{
	char word[LONGEST_WORD + 1];
	size_t len = 0, digits = 0;
	bool negative;
	long number = 0;

	while (len < s.len && sp_ascii_alnum(s.ptr[len]) && !sp_ascii_digit(s.ptr[len]) &&
		len < LONGEST_WORD) {
		word[len] = s.ptr[len];
		len++;
	}
	word[len] = '\0';
	s = sp_str_from(s, len);
	negative = s.len && s.ptr[0] == '-';
	if (negative)
		s = sp_str_from(s, 1);
	while (digits < s.len && sp_ascii_digit(s.ptr[digits])) {
		if (digits < 7)
			number = number * 10 + (s.ptr[digits] - '0');
		digits++;
	}
	s = sp_str_from(s, digits);
	if (s.len && s.ptr[0] == ' ')
		s = sp_str_from(s, 1);
	control_word(reader, word, digits > 0, negative ? -number : number);
	return s;
}

/* What follows a backslash that begins no word. */
static struct sp_str read_symbol(struct reader *reader, struct sp_str s)
{
	char c = s.ptr[0];

	if (c == '\'' && s.len >= 3 && sp_hex_value(s.ptr[1]) >= 0 && sp_hex_value(s.ptr[2]) >= 0) {
		add_byte(reader, (char)(sp_hex_value(s.ptr[1]) << 4 | sp_hex_value(s.ptr[2])));
		return sp_str_from(s, 3);
	}
	if (c == '*')
		reader->stack[reader->depth].skip = true;
	else if (c == '~')
		add_byte(reader, ' ');
	else if (c == '\\' || c == '{' || c == '}')
		add_byte(reader, c);
	else if (c == '\r' || c == '\n')
		add_text(reader, "\n");
	return sp_str_from(s, 1);
}

static void open_group(struct reader *reader)
{
	if (reader->depth + 1 == MAX_DEPTH) {
		reader->beyond++;
		return;
	}
	reader->stack[reader->depth + 1] = reader->stack[reader->depth];
	reader->depth++;
}

static void close_group(struct reader *reader)
{
	if (reader->beyond)
		reader->beyond--;
	else if (reader->depth)
		reader->depth--;
}

void sp_rtf_to_text(struct sp_buf *out, struct sp_str rtf)
{
	struct reader *reader = &(struct reader){ .out = out, .bytes = SP_BUF_INIT,
		.codepage = "cp1252" };

	reader->stack[0].unicode_skip = 1;
	while (rtf.len) {
		char c = rtf.ptr[0];

		rtf = sp_str_from(rtf, 1);
		if (c == '\\' && rtf.len)
			rtf = sp_ascii_alnum(rtf.ptr[0]) && !sp_ascii_digit(rtf.ptr[0]) ?
				read_control(reader, rtf) : read_symbol(reader, rtf);
		else if (c == '{')
			open_group(reader);
		else if (c == '}')
			close_group(reader);
		else if (c != '\r' && c != '\n' && c != '\0' && c != '\\')
			add_byte(reader, c);
	}
	flush(reader);
	sp_buf_release(&reader->bytes);
}
