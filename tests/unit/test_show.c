/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * base/show: nothing of a mail acts on a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/csv.h"
#include "base/show.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_row_21_line(void **state)
{
	static const struct {
		struct sp_str text;
		const char *shown;
	} cases[] = {
		{ { "", 0 }, "" },
		{ { "perch\xc3\xa9 no", 10 }, "perch\xc3\xa9 no" },
		{ { "a\nb\r\nc\td", 8 }, "a b c d" },
		{ { "\033[2J\007\0x", 7 }, "\\x1b[2J\\x07\\x00x" },
		{ { "\x9b\xff" "a", 3 }, "\xef\xbf\xbd\xef\xbf\xbd" "a" },
		{ { "\xc2\x9b" "31m", 5 }, "\\u{9b}31m" },
		{ { "a\xe2\x80\xae" "fdp.exe", 11 }, "a\\u{202e}fdp.exe" },
		{ { "a\xe2\x80\xa8" "b", 5 }, "a\\u{2028}b" },
		{ { "a\x7f", 2 }, "a\\x7f" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_show_line(&out, cases[i].text);
		assert_string_equal(out.ptr, cases[i].shown);
		sp_buf_release(&out);
	}
}

static void test_row_21_text(void **state)
{
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	sp_buf_add_text(&out, "before\n");
	sp_show_text(&out, SP_STR("a\tb\r\n\033c\n\n\xc3\xa8\td\re"));
	assert_string_equal(out.ptr, "before\na       b\n\\x1bc\n\n\xc3\xa8       d\\x0de");
	sp_buf_release(&out);
}

static void test_column(void **state)
{
	static const struct {
		const char *text;
		size_t width;
		const char *shown;
	} cases[] = {
		{ "abc", 5, "abc  " },
		{ "abcde", 5, "abcde" },
		{ "abcdef", 5, "abcd…" },
		{ "", 2, "  " },
		{ "日本語", 5, "日本…" },
		{ "日本語", 4, "日… " },
		{ "a\nb", 3, "a b" },
		{ "\033\033", 5, "\\x1b…" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_show_column(&out, sp_str(cases[i].text), cases[i].width);
		assert_string_equal(out.ptr, cases[i].shown);
		assert_int_equal(sp_utf8_width(sp_buf_str(&out)), cases[i].width);
		sp_buf_release(&out);
	}
}

/* A row of two cells, the text and "x". */
static void test_row_22_csv(void **state)
{
	static const struct {
		const char *text;
		const char *row;
	} cases[] = {
		{ "", ",x" },
		{ "Mario Rossi", "Mario Rossi,x" },
		{ "1234,50", "\"1234,50\",x" },
		{ "a \"b\"; c", "\"a \"\"b\"\"; c\",x" },
		{ "=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\",x" },
		{ "+39 02", "'+39 02,x" },
		{ "-1", "'-1,x" },
		{ "@SUM(A1)", "'@SUM(A1),x" },
		{ "\t=1", "' =1,x" },
		{ "\r\n=1", "' =1,x" },
		{ "  -1", "'  -1,x" },
		{ "\xef\xbc\x9d" "1", "'\xef\xbc\x9d" "1,x" },
		{ "a;=1", "\"a;=1\",x" },
		{ "two\nlines", "two lines,x" },
		{ "a-b", "a-b,x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;
		struct sp_csv csv = { .out = &out, .separator = ',' };

		sp_csv_text(&csv, sp_str(cases[i].text));
		sp_csv_text(&csv, SP_STR("x"));
		sp_csv_end_row(&csv);
		assert_int_equal(out.len, strlen(cases[i].row) + 2);
		assert_memory_equal(out.ptr, cases[i].row, strlen(cases[i].row));
		assert_string_equal(out.ptr + out.len - 2, "\r\n");
		sp_buf_release(&out);
	}
}

static void test_csv_rows(void **state)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_csv csv = { .out = &out, .separator = ';' };

	(void)state;
	sp_csv_number(&csv, 12);
	sp_csv_number(&csv, -12);
	sp_csv_end_row(&csv);
	sp_csv_text(&csv, SP_STR("a,b"));
	sp_csv_text(&csv, SP_NONE);
	sp_csv_end_row(&csv);
	assert_string_equal(out.ptr, "12;'-12\r\n\"a,b\";\r\n");
	sp_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_row_21_line),
		cmocka_unit_test(test_row_21_text),
		cmocka_unit_test(test_column),
		cmocka_unit_test(test_row_22_csv),
		cmocka_unit_test(test_csv_rows),
	};

	return cmocka_run_group_tests_name("show", tests, NULL, NULL);
}
