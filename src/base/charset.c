/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/charset_tables.h"
#include "base/charset_unicode.h"
#include "base/utf8.h"

enum kind {
	LOOK, /* valid UTF-8, else windows-1252 */
	UTF8,
	UTF7,
	UTF16_BIG,
	UTF16_LITTLE,
	UTF32_BIG,
	UTF32_LITTLE,
	TABLE,       /* which: enum sp_charset_table */
	ICONV,       /* which: enum converter */
	JIS,         /* ISO-2022-JP: escapes undone, then EUC-JP-MS */
	KOREAN_SHIFT, /* ISO-2022-KR: shifts undone, then windows-949 */
	HZ,          /* RFC 1843: escapes undone, then GB18030 */
};

enum converter { GB18030, BIG5, SHIFT_JIS, EUC_JP, KOREAN, EUC_TW, CONVERTERS };

/* Names that iconv(3) is asked for; no other one ever is. */
static const char *const converter_names[CONVERTERS] = {
	[GB18030] = "GB18030",  [BIG5] = "BIG5-HKSCS", [SHIFT_JIS] = "CP932",
	[EUC_JP] = "EUC-JP-MS", [KOREAN] = "CP949",    [EUC_TW] = "EUC-TW",
};

static iconv_t converters[CONVERTERS];
static bool opened[CONVERTERS]; /* tried, perhaps in vain: then (iconv_t)-1 */
static bool sealed;

struct name {
	const char *name; /* lower case, letters and digits only */
	enum kind kind;
	int which;
};

/* Sorted by name (the unit test checks it). */
static const struct name names[] = {
#include "base/charset_names.inc"
};

enum {
	LONGEST_NAME = 40,
	MOST_LABELS = 20000, /* that are looked at before a process is sealed */
};

static int compare_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct name *)row)->name);
}

/* The row of a label; NULL when it is unknown.  "ISO_8859-1:1987", "Latin 1"
 * and 'latin1' differ only in what is dropped here. */
static const struct name *find_name(struct sp_str label)
{
	char key[LONGEST_NAME + 1];
	size_t len = 0;

	for (size_t i = 0; i < label.len && label.ptr[i] != ':'; i++) {
		char c = sp_ascii_lower(label.ptr[i]);

		if (!sp_ascii_alnum(c))
			continue;
		if (len == LONGEST_NAME)
			return NULL;
		key[len++] = c;
	}
	key[len] = '\0';
	return bsearch(key, names, sizeof(names) / sizeof(names[0]), sizeof(names[0]), compare_name);
}

bool sp_charset_known(struct sp_str label)
{
	return find_name(label) != NULL;
}

static bool converter_open(enum converter which)
{
	if (!opened[which] && !sealed) {
		converters[which] = iconv_open("UTF-8", converter_names[which]);
		opened[which] = true;
	}
	return opened[which] && converters[which] != (iconv_t)-1;
}

static void add_table(struct sp_buf *out, enum sp_charset_table table, struct sp_str bytes)
{
	while (bytes.len) {
		size_t ascii = sp_unicode_ascii(bytes);

		sp_buf_add(out, bytes.ptr, ascii);
		for (bytes = sp_str_from(bytes, ascii);
			bytes.len && (unsigned char)bytes.ptr[0] >= 0x80; bytes = sp_str_from(bytes, 1))
			sp_utf8_add(out,
				sp_charset_tables[table][(unsigned char)bytes.ptr[0] - 0x80]);
	}
}

static void add_looked_at(struct sp_buf *out, struct sp_str bytes)
{
	if (sp_unicode_valid(bytes))
		sp_buf_add_str(out, bytes);
	else
		add_table(out, SP_TABLE_CP1252, bytes);
}

static void add_converted(struct sp_buf *out, enum converter which, struct sp_str bytes)
{
	char room[4096], *to;
	/* iconv(3) takes char ** but does not write through it. */
	char *from = (char *)(uintptr_t)bytes.ptr;
	size_t left = bytes.len;

	if (!converter_open(which)) {
		add_looked_at(out, bytes);
		return;
	}
	iconv(converters[which], NULL, NULL, NULL, NULL);
	while (left) {
		size_t free_room = sizeof(room);
		size_t result;

		to = room;
		result = iconv(converters[which], &from, &left, &to, &free_room);
		sp_buf_add(out, room, sizeof(room) - free_room);
		if (result == (size_t)-1 && errno != E2BIG && left) {
			sp_utf8_add(out, 0xFFFD);
			from++;
			left--;
		}
	}
	to = room;
	left = sizeof(room);
	iconv(converters[which], NULL, NULL, &to, &left);
	sp_buf_add(out, room, sizeof(room) - left);
}

enum jis_set { ASCII, KATAKANA, KANJI, EXTENDED_KANJI };

/* The escape that begins behind an ESC changes the set; returns its length. */
static size_t take_escape(struct sp_str rest, enum jis_set *set)
{
	static const struct {
		const char *escape;
		enum jis_set set;
	} escapes[] = {
		{ "(B", ASCII }, { "(J", ASCII }, { "(I", KATAKANA }, { "$@", KANJI },
		{ "$B", KANJI }, { "$(B", KANJI }, { "$(D", EXTENDED_KANJI }, { "$(@", KANJI },
	};

	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
		if (sp_str_starts(rest, sp_str(escapes[i].escape))) {
			*set = escapes[i].set;
			return strlen(escapes[i].escape);
		}
	return 0;
}

/* ISO-2022-JP and its sisters (RFC 1468, RFC 2237, and the half-width katakana
 * of Outlook): which set the bytes are in decides how they look in EUC-JP. */
static void add_jis(struct sp_buf *out, struct sp_str bytes)
{
	enum jis_set set = ASCII;
	struct sp_buf euc = SP_BUF_INIT;

	for (size_t at = 0; at < bytes.len; at++) {
		char c = bytes.ptr[at];
		bool pair = at + 1 < bytes.len && bytes.ptr[at + 1] > ' ';

		if (c == '\033') {
			at += take_escape(sp_str_from(bytes, at + 1), &set);
			continue;
		}
		if (c == '\n')
			set = ASCII; /* RFC 1468: each line ends in ASCII */
		if (set == ASCII || c <= ' ' || c >= 0x7F) {
			sp_buf_add_char(&euc, c);
			continue;
		}
		if (set == KATAKANA)
			sp_buf_add_char(&euc, (char)0x8E);
		if (set == EXTENDED_KANJI && pair)
			sp_buf_add_char(&euc, (char)0x8F);
		sp_buf_add_char(&euc, (char)(c | 0x80));
		if (set != KATAKANA && pair)
			sp_buf_add_char(&euc, (char)(bytes.ptr[++at] | 0x80));
	}
	add_converted(out, EUC_JP, sp_buf_str(&euc));
	sp_buf_release(&euc);
}

/* Between `shift_in` and `shift_out` the eighth bit was taken away. */
static void add_shifted(struct sp_buf *out, struct sp_str bytes, struct sp_str shift_in,
	struct sp_str shift_out, enum converter which)
{
	struct sp_buf plain = SP_BUF_INIT;
	bool shifted = false;

	for (size_t at = 0; at < bytes.len; at++) {
		struct sp_str rest = sp_str_from(bytes, at);

		if (sp_str_starts(rest, shifted ? shift_out : shift_in)) {
			at += (shifted ? shift_out : shift_in).len - 1;
			shifted = !shifted;
		} else if (sp_str_starts(rest, SP_STR("\033$)C"))) {
			at += 3; /* the announcer of ISO-2022-KR */
		} else if (bytes.ptr[at] == '\n') {
			shifted = false;
			sp_buf_add_char(&plain, '\n');
		} else {
			sp_buf_add_char(&plain, (char)(shifted && bytes.ptr[at] > ' ' ?
				bytes.ptr[at] | 0x80 : bytes.ptr[at]));
		}
	}
	add_converted(out, which, sp_buf_str(&plain));
	sp_buf_release(&plain);
}

void sp_charset_add(struct sp_buf *out, struct sp_str label, struct sp_str bytes)
{
	const struct name *name = find_name(label);
	size_t ascii = sp_unicode_ascii(bytes);

	switch (name ? name->kind : LOOK) {
	case LOOK:
		add_looked_at(out, bytes);
		break;
	case UTF8:
		sp_unicode_utf8(out, bytes);
		break;
	case UTF7:
		sp_unicode_utf7(out, bytes);
		break;
	case UTF16_BIG:
	case UTF16_LITTLE:
		sp_unicode_utf16(out, bytes, name->kind == UTF16_BIG);
		break;
	case UTF32_BIG:
	case UTF32_LITTLE:
		sp_unicode_utf32(out, bytes, name->kind == UTF32_BIG);
		break;
	case TABLE:
		add_table(out, (enum sp_charset_table)name->which, bytes);
		break;
	case ICONV:
		sp_buf_add(out, bytes.ptr, ascii);
		add_converted(out, (enum converter)name->which, sp_str_from(bytes, ascii));
		break;
	case JIS:
		add_jis(out, bytes);
		break;
	case KOREAN_SHIFT:
		add_shifted(out, bytes, SP_STR("\016"), SP_STR("\017"), KOREAN);
		break;
	case HZ:
		add_shifted(out, bytes, SP_STR("~{"), SP_STR("~}"), GB18030);
		break;
	}
}

static void prepare_label(struct sp_str label)
{
	const struct name *name = find_name(label);

	if (!name)
		return;
	if (name->kind == ICONV)
		converter_open((enum converter)name->which);
	else if (name->kind == JIS)
		converter_open(EUC_JP);
	else if (name->kind == KOREAN_SHIFT)
		converter_open(KOREAN);
	else if (name->kind == HZ)
		converter_open(GB18030);
}

/* The word after an equals sign: a charset's name ends with anything that is
 * not in one.  A blank, a quote or a fold may stand before it. */
static struct sp_str word_after(struct sp_str rest)
{
	size_t at = 0, end;

	while (at < rest.len && at < 8 && (sp_ascii_blank(rest.ptr[at]) || rest.ptr[at] == '?' ||
		rest.ptr[at] == '"' || rest.ptr[at] == '\'' || rest.ptr[at] == '3' || rest.ptr[at] == 'D'))
		at++;
	for (end = at; end < rest.len && end - at < LONGEST_NAME; end++)
		if (!sp_ascii_alnum(rest.ptr[end]) && !strchr("-_. :", rest.ptr[end]))
			break;
	return sp_str_sub(rest, at, end - at);
}

/* Whether the equals sign at `at` stands before a charset's name. */
static bool names_charset(struct sp_str raw, size_t at)
{
	struct sp_str before;
	size_t start = at;

	if (at + 1 < raw.len && raw.ptr[at + 1] == '?')
		return true;
	while (start && at - start < 4 && sp_ascii_blank(raw.ptr[start - 1]))
		start--;
	before = sp_str_sub(raw, 0, start);
	return before.len && (before.ptr[before.len - 1] == '*' ||
		sp_str_ends_nocase(before, SP_STR("charset")));
}

void sp_charset_prepare(struct sp_str raw)
{
	size_t at = 0;

	for (unsigned labels = 0; labels < MOST_LABELS; at++) {
		at += sp_str_find_char(sp_str_from(raw, at), '=');
		if (at >= raw.len)
			break;
		if (names_charset(raw, at)) {
			prepare_label(word_after(sp_str_from(raw, at + 1)));
			labels++;
		}
	}
}

void sp_charset_seal(void)
{
	sealed = true;
}
