/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compressed files written and read back, and what is no such file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/gzip.h"
#include "mail/mbox.h"

static int new_file(void)
{
	FILE *file = tmpfile();
	int fd;

	assert_non_null(file);
	fd = dup(fileno(file));
	fclose(file);
	assert_true(fd >= 0);
	return fd;
}

static void fill(struct sp_buf *out, size_t len, unsigned seed)
{
	for (size_t i = 0; i < len; i++) {
		seed = seed * 1103515245 + 12345;
		sp_buf_add_char(out, (char)(seed >> 16 & (seed & 0x4000 ? 0xff : 0x03)));
	}
}

/* Sizes around the pieces in which it is read and written. */
static void test_round(void **state)
{
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 131072, 1000000 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct sp_buf text = SP_BUF_INIT, back = SP_BUF_INIT;
		int fd = new_file();
		struct sp_gzip *gzip = sp_gzip_create(fd, "file");
		struct sp_err err = { 0 };

		fill(&text, sizes[i], (unsigned)i);
		assert_int_equal(sp_gzip_write(gzip, sp_buf_str(&text), &err), SP_OK);
		assert_int_equal(sp_gzip_finish(gzip, &err), SP_OK);
		sp_gzip_free(gzip);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		sp_buf_add_text(&back, "x");
		assert_int_equal(sp_gzip_read(fd, "file", sizes[i], &back, &err), SP_OK);
		assert_int_equal(back.len, sizes[i] + 1);
		assert_memory_equal(back.ptr + 1, text.ptr, sizes[i]);
		if (sizes[i]) {
			assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
			assert_int_equal(sp_gzip_read(fd, "file", sizes[i] - 1, &back, &err), SP_PERM);
		}
		close(fd);
		sp_buf_release(&text);
		sp_buf_release(&back);
	}
}

/* Two members one after the other are one text; anything cut short is told. */
static void test_members(void **state)
{
	struct sp_buf back = SP_BUF_INIT;
	struct sp_err err = { 0 };
	int fd = new_file();
	off_t size;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct sp_gzip *gzip = sp_gzip_create(fd, "file");

		assert_int_equal(sp_gzip_write(gzip, SP_STR("uno "), &err), SP_OK);
		assert_int_equal(sp_gzip_finish(gzip, &err), SP_OK);
		sp_gzip_free(gzip);
	}
	size = lseek(fd, 0, SEEK_CUR);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(sp_gzip_read(fd, "file", 100, &back, &err), SP_OK);
	assert_string_equal(back.ptr, "uno uno ");
	for (off_t cut = size - 1; cut >= 0; cut--) {
		sp_buf_cut(&back, 0);
		assert_int_equal(ftruncate(fd, cut), 0);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		/* Between the two members it is a whole file. */
		assert_int_equal(sp_gzip_read(fd, "file", 100, &back, &err),
			cut == size / 2 ? SP_OK : SP_PERM);
	}
	close(fd);
	sp_buf_release(&back);
}

static void test_wrong(void **state)
{
	struct sp_buf back = SP_BUF_INIT;
	struct sp_err err = { 0 };
	struct sp_gzip *gzip;
	int fd = new_file();

	(void)state;
	assert_int_equal(write(fd, "From nobody", 11), 11);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(sp_gzip_read(fd, "file", 100, &back, &err), SP_PERM);
	close(fd);
	assert_int_equal(sp_gzip_read(fd, "file", 100, &back, &err), SP_TEMP);
	gzip = sp_gzip_create(fd, "file");
	assert_int_equal(sp_gzip_finish(gzip, &err), SP_TEMP);
	sp_gzip_free(gzip);
	sp_buf_release(&back);
}

static const struct {
	const char *sender, *message, *mbox;
} mails[] = {
	{ "mario@example.it", "Subject: a\n\nCiao\n",
		"From mario@example.it Mon Nov 23 09:00:00 2026\nSubject: a\n\nCiao\n\n" },
	{ "", "a\r\n\r\nb", "From MAILER-DAEMON Mon Nov 23 09:00:00 2026\na\r\n\r\nb\n\n" },
	{ "a b\n@x", "", "From a?b?@x Mon Nov 23 09:00:00 2026\n\n" },
	{ "x", "From a\nFrom b\n>From c\n>>From d\nFromage\n> From e\nx From f\nFrom ",
		"From x Mon Nov 23 09:00:00 2026\n>From a\n>From b\n>>From c\n>>>From d\nFromage\n"
		"> From e\nx From f\n>From \n\n" },
	{ "x", "\n\nFrom a", "From x Mon Nov 23 09:00:00 2026\n\n\n>From a\n\n" },
};

static void test_mbox(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
		struct sp_buf back = SP_BUF_INIT;
		struct sp_err err = { 0 };
		int fd = new_file();
		struct sp_gzip *gzip = sp_gzip_create(fd, "file");

		assert_int_equal(sp_mbox_write(gzip, sp_str(mails[i].sender), 1795424400,
			sp_str(mails[i].message), &err), SP_OK);
		assert_int_equal(sp_gzip_finish(gzip, &err), SP_OK);
		sp_gzip_free(gzip);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		assert_int_equal(sp_gzip_read(fd, "file", 1000, &back, &err), SP_OK);
		assert_string_equal(back.ptr, mails[i].mbox);
		close(fd);
		sp_buf_release(&back);
	}
}

/* What others wrote: quoted or not, with CRLF, with what looks like a beginning. */
static void test_split(void **state)
{
	static const struct {
		const char *mbox;
		const char *messages; /* each in brackets */
	} cases[] = {
		{ "", "" },
		{ "no mbox\n", "" },
		{ "From a@b Mon Nov 23 09:00:00 2026\nA: 1\n\nx\n\n", "[A: 1\n\nx\n]" },
		{ "From a@b Mon Nov 23 09:00:00 2026\nA: 1\n\nx\n\n"
			"From - Mon Nov 23 09:00:00 +0100 2026\nB: 2\n\n\n", "[A: 1\n\nx\n][B: 2\n\n]" },
		{ "From a@b Mon Nov 23 09:00:00 2026\r\nA: 1\r\n\r\nx\r\n\r\n"
			"From c Mon Nov 23 09:00 2026\r\nB: 2\r\n", "[A: 1\r\n\r\nx\r\n][B: 2\r\n]" },
		/* No time, no empty line before it: words of the message. */
		{ "From a Mon Nov 23 09:00:00 2026\nA: 1\n\nx\nFrom b Mon Nov 23 09:00:00 2026\ny\n\n"
			"From here on it is text of 2026.\n", "[A: 1\n\nx\nFrom b Mon Nov 23 09:00:00 2026\ny\n\n"
			"From here on it is text of 2026.\n]" },
		{ "From a Mon Nov 23 09:00:00 2026\n\n>From me\n>>From you\n> From\n", "[\nFrom me\n>From you\n"
			"> From\n]" },
		{ "From a Mon Nov 23 09:00:00 2026", "[]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sp_str rest = sp_str(cases[i].mbox), first_line, message;
		struct sp_buf out = SP_BUF_INIT;

		while (sp_mbox_split(&rest, &first_line, &message)) {
			assert_true(sp_str_starts(first_line, SP_STR("From ")));
			sp_buf_add_char(&out, '[');
			sp_mbox_unquote(&out, message);
			sp_buf_add_char(&out, ']');
		}
		assert_string_equal(out.ptr, cases[i].messages);
		sp_buf_release(&out);
	}
}

static void test_mbox_date(void **state)
{
	static const struct {
		const char *line;
		int64_t at; /* 0: none */
	} cases[] = {
		{ "From mario@example.it Mon Nov 23 09:00:00 2026\n", 1795424400 },
		{ "From mario@example.it  Mon Nov  3 09:00:00 2026\r\n", 1793696400 },
		{ "From - Mon Nov 23 09:00:00 2026", 1795424400 },
		{ "From mario@example.it Mon Nov 23 09:00:00 +0100 2026\n", 1795420800 },
		{ "From mario@example.it Mon Nov 23 09:00 2026\n", 1795424400 },
		{ "From mario@example.it yesterday\n", 0 },
		{ "From \n", 0 },
		{ "From", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t at = 0;

		assert_int_equal(sp_mbox_date(sp_str(cases[i].line), &at), cases[i].at != 0);
		assert_int_equal(cases[i].at ? at : 0, cases[i].at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_mbox),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_mbox_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
