/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * base/csv_read: what spreadsheets write, and what they should not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/csv.h"
#include "base/csv_read.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* All rows as "LINE:cell|cell\n", or "LINE!what is wrong\n". */
static void read_all(struct sp_buf *out, struct sp_str bytes)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_csv_row *row = sp_arena_new(&arena, struct sp_csv_row);
	struct sp_buf text = SP_BUF_INIT;
	struct sp_csv_reader reader;
	bool found = true;

	sp_csv_decode(&text, bytes);
	sp_csv_read_begin(&reader, sp_buf_str(&text));
	while (found) {
		struct sp_err err = { 0 };

		if (sp_csv_read_row(&reader, &arena, row, &found, &err) != SP_OK) {
			sp_buf_printf(out, "%d!%s\n", reader.line, err.text);
			continue;
		}
		for (int i = 0; found && i < row->count; i++) {
			if (i == 0)
				sp_buf_printf(out, "%d:", reader.line);
			sp_buf_printf(out, "%s%.*s", i ? "|" : "", SP_FMT(row->cells[i]));
		}
		if (found)
			sp_buf_add_char(out, '\n');
	}
	sp_buf_release(&text);
	sp_arena_release(&arena);
}

static void test_rows(void **state)
{
	static const struct {
		struct sp_str text;
		const char *rows;
	} cases[] = {
		{ SP_STR(""), "" },
		{ SP_STR("\n\r\n;;\n"), "" },
		{ SP_STR("a,b\n1,2"), "1:a|b\n2:1|2\n" },
		{ SP_STR("a;b\r\n1,5;2\r\n"), "1:a|b\n2:1,5|2\n" },
		{ SP_STR("a\tb\r1\t2\r"), "1:a|b\n2:1|2\n" },
		{ SP_STR("a;\"b, c\"\n1;2\n"), "1:a|b, c\n2:1|2\n" },
		{ SP_STR("sep=;\r\na;b\r\n"), "2:a|b\n" },
		{ SP_STR("sep=|\na|b,c\n"), "2:a|b,c\n" },
		{ SP_STR("\xEF\xBB\xBF" "a;b\n"), "1:a|b\n" },
		{ SP_STR("\xFF\xFE" "a\0;\0\xE0\0\n\0"), "1:a|\xC3\xA0\n" },
		{ SP_STR("\xFE\xFF" "\0a\0;\0\xE0\0\n"), "1:a|\xC3\xA0\n" },
		{ SP_STR("citt\xE0;\x80 5\n"), "1:citt\xC3\xA0|\xE2\x82\xAC 5\n" },
		{ SP_STR("citt\xC3\xA0;b\n"), "1:citt\xC3\xA0|b\n" },
		{ SP_STR("\"a;b\";\"c \"\"d\"\"\"\n"), "1:a;b|c \"d\"\n" },
		{ SP_STR("a;b\n\"x\r\ny\";1\nz;2\n"), "1:a|b\n2:x\r\ny|1\n4:z|2\n" },
		{ SP_STR("a;b\n\n\nx;1\n"), "1:a|b\n4:x|1\n" },
		{ SP_STR(" a ; b\t;\n"), "1:a|b|\n" },
		{ SP_STR("5\" pipe;x\n"), "1:5\" pipe|x\n" },
		{ SP_STR("'=1+1;'-2;'a;=3\n"), "1:=1+1|-2|'a|=3\n" },
		/* What cannot be read costs its row, and says so. */
		{ SP_STR("a;b\n\"x;1\ny;2\n"), "1:a|b\n2!a quote begins a cell and no quote ends it: add it, "
			"or take the first one away\n" },
		{ SP_STR("a;b\nx\0y;1\nz;2\n"), "1:a|b\n2!a cell has control characters: save the file as "
			"CSV again\n3:z|2\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;

		read_all(&out, cases[i].text);
		if (strcmp(out.ptr, cases[i].rows) != 0)
			printf("case %zu\n", i);
		assert_string_equal(out.ptr, cases[i].rows);
		sp_buf_release(&out);
	}
}

/* Cells and rows over their bounds are errors with a line, and end. */
static void test_bounds(void **state)
{
	struct sp_buf text = SP_BUF_INIT, out = SP_BUF_INIT;

	(void)state;
	sp_buf_add_text(&text, "a;b\n");
	for (int i = 0; i < 300; i++)
		sp_buf_add_text(&text, "x;");
	sp_buf_add_text(&text, "\n1;2\n");
	for (int i = 0; i < 300; i++)
		sp_buf_add_char(&text, ';');
	sp_buf_add_text(&text, "\n\"");
	for (int i = 0; i < 100000; i++)
		sp_buf_add_text(&text, "yz\n");
	read_all(&out, sp_buf_str(&text));
	assert_true(sp_str_starts(sp_buf_str(&out), SP_STR("1:a|b\n2!it has more than 200 cells")));
	assert_true(sp_str_has(sp_buf_str(&out), SP_STR("\n3:1|2\n5!a cell that a quote begins is over "
		"4000 bytes")));
	sp_buf_release(&text);
	sp_buf_release(&out);
}

/* What csv.h writes comes back. */
static void test_round_trip(void **state)
{
	static const char *const cells[] = { "", "a", "=1+1", "-x", "@cmd", "a;b", "say \"it\"", "\xC3\xA8",
		"a,b" };
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_csv_row *row = sp_arena_new(&arena, struct sp_csv_row);
	struct sp_csv_reader reader;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_csv csv = { .out = &out, .separator = ';' };
	struct sp_err err = { 0 };
	bool found;

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++)
		sp_csv_text(&csv, sp_str(cells[i]));
	sp_csv_end_row(&csv);
	sp_csv_read_begin(&reader, sp_buf_str(&out));
	assert_int_equal(sp_csv_read_row(&reader, &arena, row, &found, &err), SP_OK);
	assert_true(found);
	assert_int_equal(row->count, COUNT(cells));
	for (size_t i = 0; i < COUNT(cells); i++)
		assert_string_equal(row->cells[i].ptr, cells[i]);
	sp_buf_release(&out);
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
