/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Transfer encodings, encoded words, format=flowed, calendars, RTF.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "mail/decode.h"
#include "mail/flowed.h"
#include "mail/invitation.h"
#include "mail/rtf.h"
#include "mail/words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	enum sp_encoding encoding;
	const char *body, *want;
} bodies[] = {
	{ SP_BASE64, "aGVsbG8=", "hello" },
	{ SP_BASE64, "aGVs\r\nbG8=\r\n", "hello" },
	{ SP_BASE64, "aGVsbG8", "hello" },                          /* padding forgotten */
	{ SP_BASE64, "aGVsbG8=\r\n-- \r\nmailing list footer!", "hello" },
	{ SP_BASE64, "aGVsbG8=\r\nIHdvcmxk\r\n", "hello world" },     /* two encodings joined */
	{ SP_BASE64, "aG*Vs!bG8=", "hello" },                       /* junk between */
	{ SP_BASE64, "a", "" },
	{ SP_BASE64, "====", "" },
	{ SP_QUOTED_PRINTABLE, "a=3Db=C3=A8", "a=bè" },
	{ SP_QUOTED_PRINTABLE, "a=\r\nb=\nc=  \r\nd", "abcd" },
	{ SP_QUOTED_PRINTABLE, "a=ZZb?a=1&b=2", "a=ZZb?a=1&b=2" },
	{ SP_QUOTED_PRINTABLE, "ab=4", "ab=4" },
	{ SP_QUOTED_PRINTABLE, "ab=", "ab" },
	{ SP_QUOTED_PRINTABLE, "=e8=E8", "\xE8\xE8" },
	{ SP_UUENCODE, "begin 644 a\r\n#0V%T\r\n`\r\nend\r\n", "Cat" },
	{ SP_UUENCODE, "junk\nbegin 644 a\n#0V%T\n", "Cat" },
	{ SP_UUENCODE, "no uuencode at all", "no uuencode at all" },
	{ SP_IDENTITY, "as it is=\r\n", "as it is=\r\n" },
};

static void test_bodies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct sp_buf out = SP_BUF_INIT;
		struct sp_digest digest, whole;

		assert_true(sp_decode_body(&out, bodies[i].encoding, sp_str(bodies[i].body), 1000));
		assert_string_equal(out.ptr, bodies[i].want);
		whole = sp_sha256(sp_buf_str(&out));
		assert_int_equal(sp_decode_digest(bodies[i].encoding, sp_str(bodies[i].body), &digest),
			out.len);
		assert_memory_equal(digest.bytes, whole.bytes, sizeof(whole.bytes));
		sp_buf_release(&out);
	}
}

/* In pieces as large as they come, the same bytes as whole. */
static void test_large_bodies(void **state)
{
	struct sp_buf body = SP_BUF_INIT, out = SP_BUF_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++)
		sp_buf_add_text(&body, i % 7 ? "QUJD" : "\r\n");
	assert_true(sp_decode_body(&out, SP_BASE64, sp_buf_str(&body), SIZE_MAX / 2));
	assert_int_equal(out.len, 3 * (20000 - 2858));
	for (size_t i = 0; i < out.len; i++)
		assert_int_equal(out.ptr[i], "ABC"[i % 3]);
	sp_buf_cut(&out, 0);
	assert_false(sp_decode_body(&out, SP_BASE64, sp_buf_str(&body), 100));
	assert_int_equal(out.len, 100);
	sp_buf_release(&body);
	sp_buf_release(&out);
}

/* Lines that say more than they hold give zeros, but not without end. */
static void test_uuencode_bound(void **state)
{
	struct sp_buf body = SP_BUF_INIT, out = SP_BUF_INIT;
	struct sp_digest digest;

	(void)state;
	sp_buf_add_text(&body, "begin 644 a\n");
	for (int i = 0; i < 100000; i++)
		sp_buf_add_text(&body, "_\n");
	assert_true(sp_decode_digest(SP_UUENCODE, sp_buf_str(&body), &digest) < (int64_t)body.len + 65537);
	assert_true(sp_decode_body(&out, SP_UUENCODE, SP_STR("begin 644 a\nM\nend\n"), 1000));
	assert_int_equal(out.len, 45);
	sp_buf_release(&body);
	sp_buf_release(&out);
}

static void test_encoding_names(void **state)
{
	(void)state;
	assert_int_equal(sp_encoding_of(SP_STR(" BASE64 ")), SP_BASE64);
	assert_int_equal(sp_encoding_of(SP_STR("\"base64\"")), SP_BASE64);
	assert_int_equal(sp_encoding_of(SP_STR("base64; x=y")), SP_BASE64);
	assert_int_equal(sp_encoding_of(SP_STR("Quoted-Printable")), SP_QUOTED_PRINTABLE);
	assert_int_equal(sp_encoding_of(SP_STR("x-uuencode")), SP_UUENCODE);
	assert_int_equal(sp_encoding_of(SP_STR("8bit")), SP_IDENTITY);
	assert_int_equal(sp_encoding_of(SP_STR("base641")), SP_IDENTITY);
	assert_int_equal(sp_encoding_of(SP_NONE), SP_IDENTITY);
}

static const struct {
	const char *raw, *want;
} words[] = {
	{ "plain", "plain" },
	{ "=?utf-8?Q?citt=C3=A0?=", "città" },
	{ "=?utf-8*it?Q?citt=C3=A0?=", "città" },
	{ "=?UTF-8?b?Y2l0dMOg?= x", "città x" },
	{ "=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab" },
	{ "=?utf-8?Q?a?= =?iso-8859-1?Q?=E8?=", "aè" },
	{ "=?utf-8?B?w6jDqMM=?= =?utf-8?B?qMOo?=", "èèèè" }, /* a letter in two words */
	{ "=?utf-8?Q?a b c?= tail", "a b c tail" },
	{ "=?x-unknown?Q?abc?= tail", "abc tail" },
	{ "=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x" },
	{ "x=?utf-8?Q?y?=z", "xyz" },
	{ "\"=?utf-8?Q?y?=\"", "\"y\"" },
	{ "=?utf-8?Q?cut off", "cut off" },
	{ "=?utf-8?B?Y2l0dMOg", "città" },
	{ "=?utf-8?Q?=3D=3F?=", "=?" },
	{ "=?utf-8?Q?a=ZZ_b?=", "a=ZZ b" },
	{ "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
	{ "=??Q?a?=", "=??Q?a?=" },
	{ "citt\xE0", "città" },
	{ "citt\xC3\xA0 =?utf-8?Q?y?=", "città y" },
	{ "a\tb", "a b" },
	{ "=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=", "こん" },
	{ "=?utf-8?Q?" "?=", "" },
};

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_words_decode(&out, sp_str(words[i].raw));
		assert_string_equal(out.ptr, words[i].want);
		sp_buf_release(&out);
	}
}

static const struct {
	const char *text, *want;
	bool delsp;
} flowed[] = {
	{ "Una riga \nlunga.\n From stuffed\n-- \nMario\n",
		"Una riga lunga.\nFrom stuffed\n-- \nMario\n", false },
	{ "Lungo \ntesto.\n> citato \n> ancora\n-- \nMario",
		"Lungotesto.\n> citatoancora\n-- \nMario\n", true },
	{ "> a \n>> b\n", "> a \n>> b\n", false },
	{ "a \n", "a \n", false },
	{ ">\n> x\n", ">\n> x\n", false },
	{ "", "", false },
};

static void test_flowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(flowed); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_flowed_join(&out, sp_str(flowed[i].text), flowed[i].delsp);
		assert_string_equal(out.ptr, flowed[i].want);
		sp_buf_release(&out);
	}
}

static void test_invitation(void **state)
{
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	sp_invitation_add_lines(&out, SP_STR("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
		"SUMMARY:Riunione\\, sede\n  lunga\nDTSTART;TZID=Europe/Rome:20261203T100000\n"
		"DTEND;TZID=Europe/Rome:20261203T110000\nLOCATION:Milano\nEND:VEVENT\n"
		"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261204\nEND:VEVENT\nBEGIN:VEVENT\n"));
	assert_string_equal(out.ptr,
		"[REQUEST] Riunione, sede lunga | 2026-12-03 10:00 Europe/Rome - 11:00 | Milano\n"
		"[REQUEST] | 2026-12-04\n");
	sp_buf_cut(&out, 0);
	sp_invitation_add_lines(&out, SP_STR("no calendar"));
	assert_int_equal(out.len, 0);
	sp_buf_release(&out);
}

static const struct {
	const char *rtf, *want;
} rtfs[] = {
	{ "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}perch\\'e9\\par ciao}", "perché\nciao" },
	{ "{\\rtf1\\uc1 a\\u8364?b\\tab c\\line d}", "a€b\tc\nd" },
	{ "{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 testo\\htmlrtf }\\htmlrtf0}",
		"testo" },
	{ "{{{{\\", "" },
};

static void test_rtf(void **state)
{
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rtfs); i++) {
		sp_buf_cut(&out, 0);
		sp_rtf_to_text(&out, sp_str(rtfs[i].rtf));
		assert_string_equal(out.ptr, rtfs[i].want);
	}
	/* MS-OXRTFCP, 4.1.1: the compressed form of its own example. */
	sp_buf_cut(&out, 0);
	assert_true(sp_rtf_decompress(&out, sp_str_n("\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7"
		"\x03\x00\x0a\x00rcpg125B2\x0a\xf3 hel\x09\x00 bw\x05\xb0" "ld}\x0a\x80\x0f\xa0", 49), 1000));
	assert_string_equal(out.ptr, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
	assert_false(sp_rtf_decompress(&out, SP_STR("short"), 1000));
	sp_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_large_bodies),
		cmocka_unit_test(test_uuencode_bound),
		cmocka_unit_test(test_encoding_names),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_flowed),
		cmocka_unit_test(test_invitation),
		cmocka_unit_test(test_rtf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
