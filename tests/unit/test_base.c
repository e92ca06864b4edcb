/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * base/: text, arenas, time, digests, JSON.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/wrap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_str(void **state)
{
	struct sp_str rest = SP_STR("one\r\ntwo\n\nlast"), line;
	const char *lines[] = { "one", "two", "", "last" };
	unsigned long long number;

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		assert_true(sp_str_next_line(&rest, &line));
		assert_true(sp_str_eq(line, sp_str(lines[i])));
	}
	assert_false(sp_str_next_line(&rest, &line));
	assert_true(sp_str_eq_nocase(SP_STR("Re: URGENTE"), SP_STR("rE: urgente")));
	assert_int_equal(sp_str_find(SP_STR("abcabc"), SP_STR("ca")), 2);
	assert_int_equal(sp_str_find(SP_STR("abc"), SP_STR("x")), 3);
	assert_true(sp_str_eq(sp_str_trim(SP_STR(" \t a b \r\n")), SP_STR("a b")));
	assert_true(sp_str_number(SP_STR("00191"), 100000, &number));
	assert_int_equal(number, 191);
	assert_false(sp_str_number(SP_STR("100001"), 100000, &number));
	assert_false(sp_str_number(SP_STR("12a"), 100000, &number));
	assert_false(sp_str_number(SP_STR(""), 100000, &number));
	assert_false(sp_str_number(SP_STR("99999999999999999999999"), UINT64_MAX, &number));
}

static void test_buf_keeps_its_nul(void **state)
{
	struct sp_buf buf = SP_BUF_INIT;

	(void)state;
	assert_string_equal(buf.ptr, "");
	for (int i = 0; i < 1000; i++)
		sp_buf_printf(&buf, "%d,", i);
	assert_int_equal(strlen(buf.ptr), buf.len);
	assert_int_equal(buf.len, 3890);
	sp_buf_cut(&buf, 4);
	assert_string_equal(buf.ptr, "0,1,");
	sp_buf_release(&buf);
	assert_string_equal(buf.ptr, "");
}

static void test_arena(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	size_t room = 0, count = 0;
	int *numbers = NULL;

	(void)state;
	for (; count < 100000; count++) {
		numbers = sp_arena_grow(&arena, numbers, count, &room, sizeof *numbers);
		numbers[count] = (int)count;
	}
	for (size_t i = 0; i < count; i++)
		assert_int_equal(numbers[i], i);
	assert_string_equal(sp_arena_printf(&arena, "%s-%05d", "HT", 191), "HT-00191");
	assert_null(sp_arena_str(&arena, SP_NONE).ptr);
	sp_arena_release(&arena);
}

static void test_wrap_mail(void **state)
{
	static const struct {
		const char *in, *wrapped;
	} cases[] = {
		{ "short\n-- \nx\n", "short\n-- \nx\n" },
		{ "Name:  one two three four\n", "Name:  one two three\n       four\n" },
		{ "  one two three four five\n", "  one two three four\n  five\n" },
		{ "one two: three four five\n", "one two: three four\nfive\n" },
		{ "> one two three four five\n", "> one two three four\n> five\n" },
		{ "http://a.very.long.example/\n", "http://a.very.long.example/\n" },
		{ "AnImpossiblyLongLabel: x y\n", "AnImpossiblyLongLabel:\nx y\n" },
		{ "no end", "no end\n" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_wrap_mail(&out, sp_str(cases[i].in), 20);
		assert_string_equal(sp_buf_str(&out).len ? out.ptr : "", cases[i].wrapped);
		sp_buf_release(&out);
	}
}

static void test_utf8(void **state)
{
	static const struct {
		struct sp_str in, repaired;
	} cases[] = {
		{ SP_STR("perch\xc3\xa9"), SP_STR("perch\xc3\xa9") },
		{ SP_STR("perch\xe9"), SP_STR("perch\xef\xbf\xbd") },
		{ SP_STR("\xc0\x80x"), SP_STR("\xef\xbf\xbd\xef\xbf\xbdx") },
		{ SP_STR("\xed\xa0\x80"), SP_STR("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") },
		{ SP_STR("\xf4\x90\x80\x80"), SP_STR("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") },
		{ SP_STR("a\0b"), SP_STR("a\0b") },
		{ SP_STR("\xe2\x82"), SP_STR("\xef\xbf\xbd\xef\xbf\xbd") },
	};
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		sp_buf_cut(&out, 0);
		sp_utf8_repair(&out, cases[i].in);
		assert_true(sp_str_eq(sp_buf_str(&out), cases[i].repaired));
		assert_int_equal(sp_utf8_valid(cases[i].in),
			sp_str_eq(cases[i].in, cases[i].repaired));
	}
	sp_buf_cut(&out, 0);
	sp_utf8_fold(&out, SP_STR("PRIORIT\xc3\x80 \xc3\xa8 \xc5\xa0koda e\xcc\x81"));
	assert_string_equal(out.ptr, "priorita e skoda e");
	assert_int_equal(sp_utf8_cut(SP_STR("ab\xc3\xa9"), 3).len, 2);
	assert_int_equal(sp_utf8_width(SP_STR("\xe2\x82\xac \xe6\xbc\xa2")), 4);
	sp_buf_release(&out);
}

static void test_clock(void **state)
{
	/* Europe/Rome: +1 in winter, +2 in summer; 2026-03-29 and 2026-10-25 change. */
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "2026-12-23T17:30", "2026-12-23T17:30:00+01:00" },
		{ "2026-07-01 09:00", "2026-07-01T09:00:00+02:00" },
		{ "2026-03-29T02:30", "2026-03-29T03:30:00+02:00" }, /* does not exist: forward */
		{ "2026-10-25T02:30", "2026-10-25T02:30:00+02:00" }, /* exists twice: the first */
		{ "2026-10-25T03:00", "2026-10-25T03:00:00+01:00" },
		{ "2026-10-25T01:59:59", "2026-10-25T01:59:59+02:00" },
		{ "2024-02-29", "2024-02-29T00:00:00+01:00" },
		{ "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00" },
		{ "1969-12-31T23:00:00-02:00", "1970-01-01T02:00:00+01:00" },
	};
	static const char *bad[] = { "2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01T25:00",
		"2026-01-01T10:00+25:00", "2026-01-01T10:00 x", "" };
	struct sp_buf out = SP_BUF_INIT;
	struct sp_err err = { 0 };
	int64_t instant;

	(void)state;
	assert_int_equal(sp_zone_set("Europe/Rome", &err), SP_OK);
	for (size_t i = 0; i < COUNT(cases); i++) {
		sp_buf_cut(&out, 0);
		assert_true(sp_instant_parse(sp_str(cases[i].in), &instant));
		sp_rfc3339_add(&out, instant);
		assert_string_equal(out.ptr, cases[i].out);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(sp_instant_parse(sp_str(bad[i]), &instant));
	sp_buf_cut(&out, 0);
	assert_true(sp_instant_parse(SP_STR("2026-12-23T17:30"), &instant));
	sp_rfc5322_date_add(&out, instant);
	assert_string_equal(out.ptr, "Wed, 23 Dec 2026 17:30:00 +0100");
	assert_int_equal(sp_zone_set("Europe/Roma", &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "Europe/Roma"));
	sp_buf_release(&out);
}

static void test_days_go_round(void **state)
{
	(void)state;
	for (int64_t days = -800000; days < 800000; days += 37) {
		int year, month, day;

		sp_days_date(days, &year, &month, &day);
		assert_int_equal(sp_days_of(year, month, day), days);
	}
	assert_int_equal(sp_weekday_of(sp_days_of(2026, 11, 23)), 1);
}

static void test_hash(void **state)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_digest digest = sp_sha256(SP_STR("abc"));
	static const uint8_t bytes[] = { 'f', 'o', 'o', 'b', 'a' };

	(void)state;
	sp_hex_add(&out, digest.bytes, sizeof digest.bytes);
	assert_string_equal(out.ptr, "ba7816bf8f01cfea414140de5dae2223"
				     "b00361a396177a9cb410ff61f20015ad");
	sp_buf_cut(&out, 0);
	/* RFC 4231, test case 2 */
	digest = sp_hmac_sha256(SP_STR("Jefe"), SP_STR("what do ya want for nothing?"));
	sp_hex_add(&out, digest.bytes, sizeof digest.bytes);
	assert_string_equal(out.ptr, "5bdcc146bf60754e6a042426089575c7"
				     "5a003f089d2739839dec58b964ec3843");
	sp_buf_cut(&out, 0);
	sp_base32_add(&out, bytes, 40); /* RFC 4648, section 10 */
	assert_string_equal(out.ptr, "mzxw6ytb");
	assert_int_equal(sp_base32_value('B'), 1);
	assert_int_equal(sp_base32_value('1'), -1);
	sp_buf_cut(&out, 0);
	sp_base64_add(&out, SP_STR("foobarx"));
	assert_string_equal(out.ptr, "Zm9vYmFyeA==");
	sp_buf_release(&out);
}

static void test_json(void **state)
{
	struct sp_json *object = sp_json_object(), *list = sp_json_array();
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	sp_json_set_text(object, "subject", SP_STR("a\0b\n\"\xe9\""));
	sp_json_set_text(object, "none", SP_NONE);
	sp_json_push(list, sp_json_number(-5));
	sp_json_set(object, "list", list);
	sp_json_set_bool(object, "auto", true);
	sp_json_print(&out, object, false);
	assert_string_equal(out.ptr, "{\"subject\":\"a\\u0000b\\n\\\"\xef\xbf\xbd\\\"\","
				     "\"none\":null,\"list\":[-5],\"auto\":true}");
	sp_json_free(object);
	sp_buf_release(&out);
}

static void test_err_keeps_the_first(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_fail(&err, SP_TEMP, "first\nline"), SP_TEMP);
	assert_int_equal(sp_fail(&err, SP_PERM, "second"), SP_PERM);
	assert_string_equal(err.text, "first?line");
	assert_int_equal(err.status, SP_TEMP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_str), cmocka_unit_test(test_buf_keeps_its_nul),
		cmocka_unit_test(test_arena), cmocka_unit_test(test_utf8), cmocka_unit_test(test_wrap_mail),
		cmocka_unit_test(test_clock), cmocka_unit_test(test_days_go_round),
		cmocka_unit_test(test_hash), cmocka_unit_test(test_json),
		cmocka_unit_test(test_err_keeps_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
