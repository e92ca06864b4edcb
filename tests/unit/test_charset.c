/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * base/charset.h and base/idn.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/charset.h"
#include "base/idn.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *label, *bytes, *want;
} cases[] = {
	{ "utf-8", "perch\xC3\xA9", "perché" },
	{ "UTF-8", "a\xFFz", "a\uFFFDz" },
	{ "utf8", "a\xE2\x82z", "a\uFFFDz" },             /* one for a cut sequence */
	{ "utf-8", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD" }, /* a surrogate is three */
	{ "us-ascii", "perch\xC3\xA9", "perché" },
	{ "us-ascii", "perch\xE9", "perché" },
	{ NULL, "costo 10\x80", "costo 10€" },
	{ "iso-8859-1", "\x93" "ciao\x94", "“ciao”" },
	{ "ISO_8859-1:1987", "\xE8", "è" },
	{ "latin1", "\xC3\xA9", "Ã©" }, /* a label that is known is believed */
	{ "iso-8859-15", "\xA4", "€" },
	{ "iso-8859-9", "\xFD", "ı" },
	{ "windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет" },
	{ "koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет" },
	{ "macintosh", "perch\x8E", "perché" },
	{ "IBM850", "perch\x82", "perché" },
	{ "iso-8859-8-i", "\xF9\xEC\xE5\xED", "שלום" },
	{ "utf-16le", "c\0i\0", NULL },
	{ "utf-7", "Hi Mom -+Jjo--!", "Hi Mom -☺-!" },
	{ "utf-7", "+2D3eCg- 1 +- 1", "😊 1 + 1" },
	{ "iso-2022-jp", "\033$B$3$s\033(B ok", "こん ok" },
	{ "iso-2022-jp", "\033$B$3\n$s", "こ\n$s" }, /* a line ends in ASCII */
	{ "shift_jis", "\x82\xB1\x82\xF1", "こん" },
	{ "euc-jp", "\xA4\xB3\xA4\xF3", "こん" },
	{ "gb2312", "\xC4\xE3\xBA\xC3", "你好" },
	{ "gb18030", "\xC4\xE3\xFF", "你\uFFFD" },
	{ "big5", "\xA7\x41\xA6\x6E", "你好" },
	{ "ks_c_5601-1987", "\xBE\xC8\xB3\xE7", "안녕" },
	{ "iso-2022-kr", "\033$)C\016>H3g\017!", "안녕!" },
	{ "hz-gb-2312", "~{Dc:C~}!", "你好!" },
	{ "../../x", "perch\xE9", "perché" },
	{ "UTF-8//TRANSLIT", "\xC3\xA9", "é" },
	{ "ISO-2022-CN-EXT", "\033$*Hab", "\033$*Hab" }, /* never a module by a mail's name */
};

static void test_to_utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_charset_add(&out, sp_str(cases[i].label), sp_str(cases[i].bytes));
		assert_true(sp_utf8_valid(sp_buf_str(&out)));
		if (cases[i].want)
			assert_string_equal(out.ptr, cases[i].want);
		sp_buf_release(&out);
	}
}

static void test_utf16_has_nuls(void **state)
{
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	sp_charset_add(&out, SP_STR("utf-16"), sp_str_n("\xFF\xFE" "c\0\xE8\0\x3D\xD8\x0A\xDE", 10));
	assert_string_equal(out.ptr, "cè😊");
	sp_buf_cut(&out, 0);
	sp_charset_add(&out, SP_STR("utf-16be"), sp_str_n("\0c\xD8\x3Dx", 5));
	assert_string_equal(out.ptr, "c\uFFFD\uFFFD");
	sp_buf_cut(&out, 0);
	sp_charset_add(&out, SP_STR("utf-32le"), sp_str_n("\x0A\xF6\x01\0", 4));
	assert_string_equal(out.ptr, "😊");
	sp_buf_release(&out);
}

/* Every alias leads to a row, so the table is sorted. */
static void test_names_are_found(void **state)
{
	static const char *const names[] = {
		"us-ascii", "utf-8", "UTF8", "iso-8859-1", "iso-8859-2", "iso-8859-16", "Latin1",
		"windows-1250", "windows-1258", "cp1252", "koi8-r", "koi8-u", "macintosh", "IBM437",
		"850", "gb2312", "GBK", "gb18030", "Big5", "big5-hkscs", "Shift_JIS", "x-sjis",
		"euc-jp", "iso-2022-jp", "CP932", "euc-kr", "ks_c_5601-1987", "iso-2022-kr", "utf-7",
		"unicode-1-1-utf-7", "utf-16", "utf-16le", "utf-32", "tis-620",
		"hz-gb-2312", "x-mac-cyrillic", "csISO2022JP", "ansi_x3.4-1968", "visual", "win-1251",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		if (!sp_charset_known(sp_str(names[i])))
			fail_msg("%s is not found", names[i]);
	assert_false(sp_charset_known(SP_STR("")));
	assert_false(sp_charset_known(SP_STR("utf-9")));
	assert_false(sp_charset_known(SP_STR("a-name-that-is-longer-than-any-in-the-whole-table-of-them")));
}

static void test_every_table_is_total(void **state)
{
	char bytes[256];
	static const char *const names[] = { "cp437", "windows-1258", "koi8-u", "iso-8859-7",
		"hp-roman8", "tis-620", "x-mac-cyrillic" };

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_charset_add(&out, sp_str(names[i]), sp_str_n(bytes, sizeof(bytes)));
		assert_true(sp_utf8_valid(sp_buf_str(&out)));
		assert_true(out.len > 256);
		sp_buf_release(&out);
	}
}

static void test_domains(void **state)
{
	static const struct {
		const char *domain, *want;
	} domains[] = {
		{ "Example.IT", "example.it" },
		{ "perché.example", "xn--perch-fsa.example" },
		{ "bücher.example", "xn--bcher-kva.example" },
		{ "a\xFF.example", NULL },
		{ "\uFF55s.example", NULL }, /* a fullwidth u */
		{ "us.example\uFF20x", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(domains); i++) {
		struct sp_buf out = SP_BUF_INIT;

		assert_int_equal(sp_idn_add_ascii(&out, sp_str(domains[i].domain)),
			domains[i].want != NULL);
		assert_string_equal(out.ptr, domains[i].want ? domains[i].want : "");
		sp_buf_release(&out);
	}
}

/* What a sealed process has not opened it does without; last, it cannot be undone. */
static void test_sealed(void **state)
{
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	sp_charset_prepare(SP_STR("Content-Type: text/plain; charset = \"big5\"\n"));
	sp_charset_seal();
	sp_charset_add(&out, SP_STR("euc-tw"), SP_STR("\xC4\xE3"));
	assert_string_equal(out.ptr, "Äã");
	sp_buf_cut(&out, 0);
	sp_charset_add(&out, SP_STR("big5"), SP_STR("\xA7\x41"));
	assert_string_equal(out.ptr, "你");
	sp_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_to_utf8),
		cmocka_unit_test(test_utf16_has_nuls),
		cmocka_unit_test(test_names_are_found),
		cmocka_unit_test(test_every_table_is_total),
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_sealed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
