/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mail/encode: what strangers wrote, in forms that a header and a body can hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "mail/compose.h"
#include "mail/encode.h"

struct sample {
	struct sp_str in;
	const char *out;
};
#define CASE(text, result) { { "" text, sizeof(text) - 1 }, result }

static void check(const struct sample *cases, size_t count, void (*encode)(struct sp_buf *, struct sp_str))
{
	for (size_t i = 0; i < count; i++) {
		struct sp_buf got = SP_BUF_INIT;

		encode(&got, cases[i].in);
		assert_string_equal(got.ptr, cases[i].out);
		assert_int_equal(strlen(got.ptr), got.len);
		sp_buf_release(&got);
	}
}
#define CHECK(cases, encode) check((cases), sizeof(cases) / sizeof *(cases), (encode))

static void clean_200(struct sp_buf *out, struct sp_str in)
{
	sp_clean_line(out, in, 20);
}

static void lines_are_one_line(void **state)
{
	static const struct sample cases[] = {
		CASE("", ""),
		CASE("  a  b  ", "a b"),
		CASE("a\r\nBcc: x@y", "a Bcc: x@y"),
		CASE("a\0b", "a b"),
		CASE("a\x1b[31mb", "a [31mb"),
		CASE("a\xc2\x85" "b\xe2\x80\xa8" "c\xe2\x80\xa9" "d", "a b c d"),
		CASE("fatt\xe2\x80\xae" "fdp.exe", "fattfdp.exe"),
		CASE("a\xe2\x80\x8b\xef\xbb\xbf" "b", "ab"),
		CASE("\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"),
		CASE("caff\xe8", "caff\xef\xbf\xbd"),
		CASE("01234567890123456789", "01234567890123456789"),
		CASE("012345678901234567890", "01234567890123456789"),
		CASE("0123456789012345678\xc3\xa8", "0123456789012345678"),
	};

	(void)state;
	CHECK(cases, clean_200);
}

static void file_names_are_no_paths(void **state)
{
	static const struct sample cases[] = {
		CASE("fattura.pdf", "fattura.pdf"),
		CASE("foto bagno \xc3\xa8.jpg", "foto bagno \xc3\xa8.jpg"),
		CASE("../../x", "_.._.._x"),
		CASE("/etc/passwd", "_etc_passwd"),
		CASE("C:\\Windows\\x.dll", "C__Windows_x.dll"),
		CASE("\xe2\x80\x8b.htaccess", "_.htaccess"),
		CASE("CON", "_CON"),
		CASE("con.txt", "_con.txt"),
		CASE("COM1.log", "_COM1.log"),
		CASE("contratto.pdf", "contratto.pdf"),
		CASE("a\r\nX: y.txt", "a X_ y.txt"),
		CASE("a\"b'c.txt", "a_b'c.txt"),
		CASE("photo\xe2\x80\xaegpj.exe", "photogpj.exe"),
		CASE("...", "file"),
		CASE("", "file"),
		CASE("\0\0", "file"),
		CASE("-rf", "_-rf"),
		CASE("~root", "_~root"),
		CASE("x.exe. . ", "x.exe"),
	};
	struct sp_buf longest = SP_BUF_INIT, got = SP_BUF_INIT;

	(void)state;
	CHECK(cases, sp_clean_file_name);
	for (int i = 0; i < 5000; i++)
		sp_buf_add_text(&longest, "\xc3\xa8");
	sp_buf_add_text(&longest, ".pdf");
	sp_clean_file_name(&got, sp_buf_str(&longest));
	assert_true(got.len <= 120 && got.len > 110);
	assert_true(sp_utf8_valid(sp_buf_str(&got)));
	assert_true(sp_str_ends_nocase(sp_buf_str(&got), SP_STR("\xc3\xa8.pdf")));
	sp_buf_release(&got);
	sp_buf_release(&longest);
}

static void subject(struct sp_buf *out, struct sp_str in)
{
	sp_encode_words(out, in, 9);
}

static void subjects_are_words(void **state)
{
	static const struct sample cases[] = {
		CASE("", ""),
		CASE("[HT00191] Stampante ferma", "[HT00191] Stampante ferma"),
		CASE("[HT00191] Perch\xc3\xa9 no", "[HT00191] =?utf-8?Q?Perch=C3=A9?= no"),
		CASE("\xc3\xa8 la \xc3\xa8", "=?utf-8?Q?=C3=A8_la_=C3=A8?="),
		CASE("=?utf-8?q?=0D=0ABcc:_x?=", "=?utf-8?Q?=3D=3Futf-8=3Fq=3F=3D0D=3D0ABcc=3A=5Fx=3F=3D?="),
		CASE("a\nBcc: b", "a Bcc: b"),
		CASE("\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", "=?utf-8?B?0J/RgNC40LLQtdGC?="),
		CASE("un oggetto che \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac lungo",
			"un oggetto che =?utf-8?B?4oKsIOKCrCDigqwg4oKsIOKCrCDigqw=?=\r\n lungo"),
		CASE("parole normali che stanno su due righe perche sono tante davvero e ancora",
			"parole normali che stanno su due righe perche sono tante\r\n davvero e ancora"),
	};

	(void)state;
	CHECK(cases, subject);
}

/* Whatever the text: lines within 76, whole characters in each word. */
static void words_cut_no_character(void **state)
{
	static const char *const characters[] = { "\xc3\xa8", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "x" };

	(void)state;
	for (size_t c = 0; c < 4; c++) {
		for (size_t lead = 0; lead < 70; lead++) {
			struct sp_buf text = SP_BUF_INIT, got = SP_BUF_INIT;
			struct sp_str rest, line;
			bool first = true;

			for (size_t i = 0; i < lead; i++)
				sp_buf_add_char(&text, 'a');
			for (size_t i = 0; i < 100; i++)
				sp_buf_add_text(&text, characters[c]);
			subject(&got, sp_buf_str(&text));
			rest = sp_buf_str(&got);
			while (sp_str_next_line(&rest, &line)) {
				assert_true(line.len + (first ? 9 : 0) <= 76);
				first = false;
				line = sp_str_trim(line);
				assert_true(sp_str_starts(line, SP_STR("=?utf-8?")));
				if (line.ptr[8] == 'Q' && c == 0) /* two bytes, six letters */
					assert_true(line.ptr[10] == 'a' || line.ptr[11] == 'C');
			}
			sp_buf_release(&got);
			sp_buf_release(&text);
		}
	}
}

static void names_are_phrases(void **state)
{
	static const struct sample cases[] = {
		CASE("Mario Rossi", "Mario Rossi"),
		CASE("Rossi, Mario \"il capo\" \\", "Rossi, Mario \"il capo\" \\"),
		CASE("Nicol\xc3\xb2 Bianchi", "=?utf-8?Q?Nicol=C3=B2_Bianchi?="),
		CASE("a\r\nBcc: evil@example.org", "a Bcc: evil@example.org"),
		CASE("x =?utf-8?Q?=0D=0A?=", "=?utf-8?Q?x_=3D=3Futf-8=3FQ=3F=3D0D=3D0A=3F=3D?="),
		CASE("\xe2\x80\xae", ""),
	};

	(void)state;
	CHECK(cases, sp_encode_name);
}

static void parameter(struct sp_buf *out, struct sp_str in)
{
	sp_encode_parameter(out, "filename", in);
}

static void parameters_are_rfc2231(void **state)
{
	static const struct sample cases[] = {
		CASE("a.pdf", ";\r\n filename=\"a.pdf\""),
		CASE("a b;c.pdf", ";\r\n filename=\"a b;c.pdf\""),
		CASE("a\"\\b", ";\r\n filename=\"a\\\"\\\\b\""),
		CASE("citt\xc3\xa0.pdf", ";\r\n filename*=utf-8''citt%C3%A0.pdf"),
		CASE("a\"\r\nX: y", ";\r\n filename=\"a\\\" X: y\""),
		CASE("=?utf-8?q?=0A?=", ";\r\n filename*=utf-8''%3D%3Futf-8%3Fq%3F%3D0A%3F%3D"),
		CASE("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac.pdf",
			";\r\n filename*0*=utf-8''%E2%82%AC%E2%82%AC%E2%82%AC%E2%82%AC%E2%82%AC"
			";\r\n filename*1*=%E2%82%AC.pdf"),
	};

	(void)state;
	CHECK(cases, parameter);
}

static void quoted_printable_survives(void **state)
{
	static const struct sample cases[] = {
		CASE("", ""),
		CASE("a\n", "a\r\n"),
		CASE("a", "a\r\n"),
		CASE("\n\n", "\r\n\r\n"),
		CASE(".\n..x\n", "=2E\r\n=2E.x\r\n"),
		CASE("From me\nFrom\n", "=46rom me\r\nFrom\r\n"),
		CASE("-- \nx \t\n", "--=20\r\nx =09\r\n"),
		CASE("perch\xc3\xa9 = 1\n", "perch=C3=A9 =3D 1\r\n"),
		CASE("0123456789012345678901234567890123456789012345678901234567890123456789012345\n",
			"0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n"),
		CASE("01234567890123456789012345678901234567890123456789012345678901234567890123456\n",
			"012345678901234567890123456789012345678901234567890123456789012345678901234=\r\n56\r\n"),
		CASE("012345678901234567890123456789012345678901234567890123456789012345678901234.From x\n",
			"012345678901234567890123456789012345678901234567890123456789012345678901234=\r\n=2EFrom x\r\n"),
		CASE("012345678901234567890123456789012345678901234567890123456789012345678901\xc3\xa9" "b\n",
			"012345678901234567890123456789012345678901234567890123456789012345678901=\r\n=C3=A9b\r\n"),
	};

	(void)state;
	CHECK(cases, sp_encode_quoted_printable);
}

static void text_is_cleaned(void **state)
{
	static const struct sample cases[] = {
		CASE("", ""),
		CASE("a", "a\n"),
		CASE("a\r\nb\rc\n", "a\nb\nc\n"),
		CASE("a\r\r\n", "a\n\n"),
		CASE("a\0b\x1b\n", "a\xef\xbf\xbd" "b\xef\xbf\xbd\n"),
		CASE("a\xc2\x9b\xe8\n", "a\xef\xbf\xbd\xef\xbf\xbd\n"),
		CASE("\t\xf0\x9f\x98\x80\r", "\t\xf0\x9f\x98\x80\n"),
	};

	(void)state;
	CHECK(cases, sp_clean_text);
}

static void base64_lines_are_76(void **state)
{
	struct sp_buf got = SP_BUF_INIT;
	char bytes[58] = { 0 };

	(void)state;
	sp_encode_base64_lines(&got, sp_str_n(bytes, 57));
	assert_int_equal(got.len, 78);
	sp_buf_cut(&got, 0);
	sp_encode_base64_lines(&got, sp_str_n(bytes, 58));
	assert_int_equal(got.len, 78 + 6);
	assert_string_equal(got.ptr + 78, "AA==\r\n");
	sp_buf_release(&got);
}

static void addresses_are_checked(void **state)
{
	static const struct {
		struct sp_str address;
		bool sendable;
	} cases[] = {
#define IS(text, yes) { { "" text, sizeof(text) - 1 }, yes }
		IS("mario@example.it", true), IS("m.r+x=y@sub.example.it", true),
		IS("root@localhost", true), IS("a@[127.0.0.1]", true), IS("a@xn--caff-8oa.it", true),
		IS("a..b@docomo.example", true), IS("\"a..b\"@example.it", true), IS("-f@example.it", true),
		IS("", false), IS("@example.it", false), IS("mario", false), IS("mario@", false),
		IS("a b@example.it", false), IS("a@example.it\r\nRCPT TO:<x@y>", false),
		IS("a\r\n@example.it", false), IS("a\n@example.it", false), IS("a\0@example.it", false),
		IS("a@exa\0mple.it", false), IS("a@example.it>", false), IS("<a@example.it>", false),
		IS("a>b@example.it", false), IS("\"a\r\nb\"@example.it", false), IS("\"a b\"@x.it", false),
		IS("\"a\\\"@x.it", false), IS("caff\xc3\xa8@example.it", false), IS("a@caff\xc3\xa8.it", false),
		IS("a@b@c.it", false), IS("a@.it", false), IS("a@it.", false), IS("a@-x.it", false),
		IS("a@x it", false), IS("a@[x y]", false), IS("a,b@example.it", false), IS("a\x7f@x.it", false),
		IS("01234567890123456789012345678901234567890123456789012345678901234@x.it", false),
#undef IS
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (sp_address_is_sendable(cases[i].address) != cases[i].sendable)
			fail_msg("case %zu: %.*s", i, SP_FMT(cases[i].address));
	assert_false(sp_address_is_sendable(SP_NONE));
}

static void message_ids_are_checked(void **state)
{
	(void)state;
	assert_true(sp_message_id_is_sendable(SP_STR("<a@b>")));
	assert_true(sp_message_id_is_sendable(SP_STR("<[x]/(y)@@z>")));
	assert_false(sp_message_id_is_sendable(SP_STR("<>")));
	assert_false(sp_message_id_is_sendable(SP_STR("a@b")));
	assert_false(sp_message_id_is_sendable(SP_STR("<a b>")));
	assert_false(sp_message_id_is_sendable(SP_STR("<a>\r\nBcc: <b>")));
	assert_false(sp_message_id_is_sendable(SP_STR("<a><b>")));
	assert_false(sp_message_id_is_sendable(SP_STR("<a\xc3\xa8>")));
	assert_false(sp_message_id_is_sendable(SP_STR("<=?utf-8?q?=0A?=@b>")));
	assert_false(sp_message_id_is_sendable(SP_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_one_line),
		cmocka_unit_test(file_names_are_no_paths),
		cmocka_unit_test(subjects_are_words),
		cmocka_unit_test(words_cut_no_character),
		cmocka_unit_test(names_are_phrases),
		cmocka_unit_test(parameters_are_rfc2231),
		cmocka_unit_test(quoted_printable_survives),
		cmocka_unit_test(text_is_cleaned),
		cmocka_unit_test(base64_lines_are_76),
		cmocka_unit_test(addresses_are_checked),
		cmocka_unit_test(message_ids_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
