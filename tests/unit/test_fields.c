/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header fields and what is in them: parameters, addresses, dates, ids,
 * Authentication-Results.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "mail/address.h"
#include "mail/date.h"
#include "mail/fields.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Fields as "name=value|name=value", then "#" and what is left. */
static const struct {
	const char *block, *want;
} blocks[] = {
	{ "A: 1\r\nB: 2\r\n\r\nbody", "A=1|B=2|#body" },
	{ "A: 1\nB: 2\n\nbody\n", "A=1|B=2|#body\n" },
	{ "A: 1\rB: 2\r\rbody\r", "A=1|B=2|#body\r" },
	{ "A: 1\r\r\nB: 2\r\r\n\r\r\nbody", "A=1|B=2|#body" },
	{ "A: 1\r\n 2\r\n\t3\r\nB: x\r\n", "A=1 2\t3|B=x|#" },
	{ "A : 1\n\nb", "A=1|#b" },
	{ "A: x;\nboundary=\"y\"\nB: 2\n\nb", "A=x;boundary=\"y\"|B=2|#b" },
	{ "A: x\nboundary=\"y\"\n\nb", "A=x|#boundary=\"y\"\n\nb" },
	{ "A:1\nB:\n\n", "A=1|B=|#" },
	{ "A: 1\nthis is junk\nSubject: s\n\nb", "A=1|Subject=s|#b" },
	{ "A: 1\nThis is the body.\n", "A=1|#This is the body.\n" },
	{ "A: 1\nThis is the body.\nNote: not a field\n", "A=1|#This is the body.\nNote: not a field\n" },
	{ "A: 1\n--b\nx", "A=1|#--b\nx" },
	{ "A: x\ry\nB: 2\n\n", "A=x\ry|B=2|#" }, /* a lone CR among LF lines ends none */
	{ "A: 1", "A=1|#" },
	{ "", "#" },
	{ "\nbody", "#body" },
};

static void test_blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(blocks); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_str rest = sp_str(blocks[i].block);
		struct sp_fields fields = sp_fields_parse(&arena, &rest);
		struct sp_buf out = SP_BUF_INIT;

		for (size_t f = 0; f < fields.count; f++)
			sp_buf_printf(&out, "%.*s=%.*s|", SP_FMT(fields.items[f].name),
				SP_FMT(fields.items[f].raw));
		sp_buf_printf(&out, "#%.*s", SP_FMT(rest));
		assert_string_equal(out.ptr, blocks[i].want);
		assert_false(fields.cut);
		sp_buf_release(&out);
		sp_arena_release(&arena);
	}
}

static void test_block_limits(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf block = SP_BUF_INIT;
	struct sp_fields fields;
	struct sp_str rest;

	(void)state;
	for (int i = 0; i < 3000; i++)
		sp_buf_printf(&block, "X-%d: v\n", i);
	sp_buf_add_text(&block, "\nbody");
	rest = sp_buf_str(&block);
	fields = sp_fields_parse(&arena, &rest);
	assert_int_equal(fields.count, SP_MAX_FIELDS);
	assert_true(fields.cut);
	assert_true(sp_str_eq(rest, SP_STR("body")));

	sp_buf_cut(&block, 0);
	sp_buf_add_text(&block, "A: x\n");
	for (int i = 0; i < 200000; i++)
		sp_buf_add_text(&block, " yyyyyyyyy\n");
	sp_buf_add_text(&block, "B: 2\n\nbody");
	rest = sp_buf_str(&block);
	fields = sp_fields_parse(&arena, &rest);
	assert_int_equal(fields.count, 1); /* the rest is beyond the block's limit */
	assert_int_equal(fields.items[0].raw.len, SP_MAX_FIELD);
	assert_true(fields.cut);
	assert_true(sp_str_eq(rest, SP_STR("body")));
	sp_buf_release(&block);
	sp_arena_release(&arena);
}

static const struct {
	const char *raw, *value, *name, *want;
} params[] = {
	{ "text/plain; charset=utf-8", "text/plain", "charset", "utf-8" },
	{ "Text/PLAIN;CHARSET=\"utf-8\"", "text/plain", "charset", "utf-8" },
	{ "multipart/mixed;; boundary=x", "multipart/mixed", "boundary", "x" },
	{ "multipart/mixed; boundary=a=b/c:d", "multipart/mixed", "boundary", "a=b/c:d" },
	{ "multipart/mixed; boundary=\"\\\"\"", "multipart/mixed", "boundary", "\"" },
	{ "text/plain charset=utf-8", "text/plain", "charset", "utf-8" },
	{ "text/plain; charset=us-ascii (Plain text)", "text/plain", "charset", "us-ascii" },
	{ "text/plain (comment); charset = utf-8", "text/plain", "charset", "utf-8" },
	{ "application/pdf; name=my file.pdf", "application/pdf", "name", "my file.pdf" },
	{ "a/b; name=\"C:\\dir\\file.txt\"", "a/b", "name", "C:\\dir\\file.txt" },
	{ "a/b; name=\"never closed", "a/b", "name", "never closed" },
	{ "a/b; name=\"x\" other=y", "a/b", "other", "y" },
	{ "attachment; filename*=utf-8''citt%C3%A0.pdf", "attachment", "filename", "città.pdf" },
	{ "attachment; filename*=iso-8859-1'it'citt%E0.pdf", "attachment", "filename", "città.pdf" },
	{ "attachment; filename*=utf-8''%zz", "attachment", "filename", "%zz" },
	{ "attachment; filename=a; filename*=utf-8''b", "attachment", "filename", "b" },
	{ "attachment; filename*0=a; filename*1=b; filename*2=c", "attachment", "filename", "abc" },
	{ "attachment; filename*1=b; filename*0=a", "attachment", "filename", "ab" },
	{ "attachment; filename*0*=utf-8''citt%C3; filename*1*=%A0; filename*2=.pdf", "attachment",
		"filename", "città.pdf" },
	{ "attachment; filename=\"=?utf-8?Q?citt=C3=A0?=.pdf\"", "attachment", "filename", "città.pdf" },
	{ "attachment; filename==?utf-8?Q?a;b?=", "attachment", "filename", "a;b" },
	{ "attachment; filename=citt\xE0", "attachment", "filename", "città" },
	{ "attachment; filename=", "attachment", "filename", "" },
	{ "; x=y", "", NULL, NULL },
	{ "((((((", "", NULL, NULL },
};

static void test_params(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(params); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_str value, got;
		struct sp_params found = sp_params_parse(&arena, sp_str(params[i].raw), &value);

		if (params[i].name) {
			assert_true(sp_str_eq(value, sp_str(params[i].value)));
			got = sp_params_get(&found, params[i].name);
			assert_non_null(got.ptr);
			assert_string_equal(sp_arena_text(&arena, got), params[i].want);
		}
		sp_arena_release(&arena);
	}
}

/* Mailboxes as "name <address>", joined by "|". */
static const struct {
	const char *raw, *want;
} lists[] = {
	{ "a@b.example", "<a@b.example>" },
	{ "Mario Rossi <a@B.Example>", "Mario Rossi<a@b.example>" },
	{ "\"Rossi, Mario\" <a@b.example>, c@d.example", "Rossi, Mario<a@b.example>|<c@d.example>" },
	{ "a@b.example (Mario Rossi)", "Mario Rossi<a@b.example>" },
	{ "a@b.example (comment) extra", "comment<a@b.example>" },
	{ "=?utf-8?Q?Perch=C3=A9?= <a@b.example>", "Perché<a@b.example>" },
	{ "=?utf-8?Q?Rossi, Mario?= <a@b.example>", "Rossi, Mario<a@b.example>" },
	{ "Perch\xE9 <a@b.example>", "Perché<a@b.example>" },
	{ "<a@b.example", "<a@b.example>" },
	{ "<>", "" },
	{ "c@d.example,", "<c@d.example>" },
	{ "e@f.example,,g@h.example", "<e@f.example>|<g@h.example>" },
	{ "undisclosed-recipients:;", "" },
	{ "g: e@f.example, g@h.example;, i@j.example", "<e@f.example>|<g@h.example>|<i@j.example>" },
	{ "a@b.example; c@d.example", "<a@b.example>|<c@d.example>" },
	{ "<@x.example,@y.example:a@b.example>", "<a@b.example>" },
	{ "a . b @ c . example", "<a.b@c.example>" },
	{ "\"a b\"@c.example", "<\"a b\"@c.example>" },
	{ "\"\"@c.example", "" },
	{ "Mario a@b.example", "Mario<a@b.example>" },
	{ "<mailto:a@b.example>", "<a@b.example>" },
	{ "\"never closed <a@b.example>", "never closed<a@b.example>" },
	{ "x (never closed <a@b.example>", "x never closed<a@b.example>" },
	{ "a@perch\xC3\xA9.example", "<a@xn--perch-fsa.example>" },
	{ "staff@us.example <evil@x.example>", "staff@us.example<evil@x.example>" },
	{ "=?utf-8?Q?staff=40us.example?=@x.example",
		"<=?utf-8?Q?staff=40us.example?=@x.example>" }, /* no address by decoding */
	{ "a@b@c.example", "<a@b@c.example>" },
	{ "a@\xEF\xBC\xA0" "b.example", "" },
	{ "a@b.example\r\n", "<a@b.example>" },
	{ "MAILER-DAEMON (Mail Delivery Subsystem)", "Mail Delivery Subsystem<MAILER-DAEMON>" },
	{ "no address here", "" },
	{ "a@b.example <b.example>", "a@b.example<b.example>" },
	{ "a@[192.0.2.1]", "<a@[192.0.2.1]>" },
	{ "@b.example", "" },
	{ "a@", "" },
};

static void test_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_address_list list = { NULL, 0, false };
		struct sp_buf out = SP_BUF_INIT;

		sp_addresses_parse(&arena, sp_str(lists[i].raw), &list);
		for (size_t a = 0; a < list.count; a++)
			sp_buf_printf(&out, "%s%.*s<%.*s>", a ? "|" : "", SP_FMT(list.items[a].name),
				SP_FMT(list.items[a].address));
		assert_string_equal(out.ptr, lists[i].want);
		sp_buf_release(&out);
		sp_arena_release(&arena);
	}
}

static void test_many_addresses(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_address_list list = { NULL, 0, false };
	struct sp_buf raw = SP_BUF_INIT;

	(void)state;
	for (int i = 0; i < 500; i++)
		sp_buf_printf(&raw, "u%d@x.example, ", i);
	sp_addresses_parse(&arena, sp_buf_str(&raw), &list);
	assert_int_equal(list.count, SP_MAX_ADDRESSES);
	assert_true(list.cut);
	sp_buf_release(&raw);
	sp_arena_release(&arena);
}

static const struct {
	const char *raw;
	int64_t instant; /* -1: none */
	int offset;
} dates[] = {
	{ "Mon, 05 Jan 2026 10:00:00 +0100", 1767603600, 3600 },
	{ "5 Jan 2026 10:00 +0100", 1767603600, 3600 },
	{ "Mon, 5 Jan 26 09:00:00 GMT", 1767603600, 0 },
	{ "Wed Apr  3 05:56:00 2002", 1017813360, 0 },
	{ "Thu, 29 Apr 2004 23:34:45 -0800 (PST)", 1083310485, -28800 },
	{ "Thu, 29 Apr 2004 23:34:45 PDT", 1083306885, -25200 },
	{ "29-Apr-2004 23:34:45 +0000", 1083281685, 0 },
	{ "2026-01-05T10:00:00+01:00", 1767603600, 3600 },
	{ "2026-01-05 09:00:00Z", 1767603600, 0 },
	{ "Mon, 05 Jan 2026 10:00:00", 1767607200, 0 },
	{ "Mon, 05 Jan 2026 10:00:00 XYZ", 1767607200, 0 },
	{ "Mon, 05 Jan 2026 10:00:00 -0000", 1767607200, 0 },
	{ "Mon, 5 January 2026 10:00:00 AM +0100", 1767603600, 3600 },
	{ "Mon, 5 Jan 2026 10:00:00 PM +0100", 1767646800, 3600 },
	{ "05 Jan 2026 (a comment) 10:00:00 +0100", 1767603600, 3600 },
	{ "1 Jan 1970 00:00:00 +0000", 0, 0 },
	{ "Mon, 31 Feb 2026 10:00:00 +0100", -1, 0 },
	{ "Mon, 05 Jan 2026 25:00:00 +0100", -1, 0 },
	{ "Mon, 05 Jan 99999 10:00:00 +0100", -1, 0 },
	{ "yesterday", -1, 0 },
	{ "", -1, 0 },
	{ "10:00", -1, 0 },
	{ "Mon, 05 Jan 2026 10:00:00 +99999999999", 1767607200, 0 },
};

static void test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++) {
		int64_t instant = -1;
		int offset = 0;
		bool found = sp_date_parse(sp_str(dates[i].raw), &instant, &offset);

		if (found != (dates[i].instant >= 0) || (found && (instant != dates[i].instant ||
			offset != dates[i].offset)))
			fail_msg("%s: %lld %d", dates[i].raw, (long long)instant, offset);
	}
}

static void test_ids(void **state)
{
	static const struct {
		const char *raw, *want;
	} ids[] = {
		{ "<a@b>", "<a@b>" }, { "abc@d", "<abc@d>" }, { "00020", "00020" },
		{ "< a@ b >", "<a@b>" }, { "<a@b> <c@d>", "<a@b>" }, { "<<a@b>>", "<a@b>" },
		{ "<>", NULL }, { "", NULL }, { "<a@b", "<a@b>" },
	};
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf many = SP_BUF_INIT;
	struct sp_str *found;

	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++) {
		struct sp_str id = sp_message_id_parse(&arena, sp_str(ids[i].raw));

		assert_int_equal(id.ptr != NULL, ids[i].want != NULL);
		assert_true(sp_str_eq(id, sp_str(ids[i].want)));
	}
	assert_true(sp_str_eq(sp_in_reply_to_parse(&arena, SP_STR("<a@b> <c@d>")), SP_STR("<a@b>")));
	assert_true(sp_str_eq(sp_in_reply_to_parse(&arena,
		SP_STR("Message from A <a@b> of Monday. <c@d>")), SP_STR("<c@d>")));
	assert_null(sp_in_reply_to_parse(&arena, SP_STR("Your message of Monday")).ptr);
	assert_int_equal(sp_references_parse(&arena, SP_STR("<a@b> junk <c@d>,<e@f>"), &found), 3);
	assert_true(sp_str_eq(found[2], SP_STR("<e@f>")));
	for (int i = 0; i < 300; i++)
		sp_buf_printf(&many, "<%d@x> ", i);
	assert_int_equal(sp_references_parse(&arena, sp_buf_str(&many), &found), SP_MAX_REFERENCES);
	assert_true(sp_str_eq(found[0], SP_STR("<0@x>")));
	assert_true(sp_str_eq(found[SP_MAX_REFERENCES - 1], SP_STR("<299@x>")));
	assert_null(sp_message_id_parse(&arena, SP_NONE).ptr);
	sp_buf_release(&many);
	sp_arena_release(&arena);
}

/* authserv-id, then "method=result domain" joined by "|". */
static const struct {
	const char *raw, *want;
} results[] = {
	{ "mx.example.it; dkim=pass header.d=Example.COM; spf=fail smtp.mailfrom=a@b.example",
		"mx.example.it|dkim=pass example.com|spf=fail b.example" },
	{ "mx.example.it 1; dmarc = pass (p=none) header.from=example.com",
		"mx.example.it|dmarc=pass example.com" },
	{ "mx.example.it; none", "mx.example.it" },
	{ "mx.example.it; dkim=pass (2048-bit; key) header.i=@x.example header.d=y.example",
		"mx.example.it|dkim=pass y.example" },
	{ "(forged) mx.example.it; dkim=fail reason=\"a; dkim=pass header.d=us.example\"",
		"mx.example.it|dkim=fail " },
	{ "mx.example.it; rubbish; dkim=pass", "mx.example.it" },
	{ "MX.Example.IT.; dkim=pass", "MX.Example.IT.|dkim=pass " },
	{ "", "" },
};

static void test_authentication(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(results); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_authentication found = sp_authentication_parse(&arena, sp_str(results[i].raw));
		struct sp_buf out = SP_BUF_INIT;

		sp_buf_add_str(&out, found.authserv_id);
		for (size_t r = 0; r < found.count; r++)
			sp_buf_printf(&out, "|%.*s=%.*s %.*s", SP_FMT(found.results[r].method),
				SP_FMT(found.results[r].result), SP_FMT(found.results[r].domain));
		assert_string_equal(out.ptr, results[i].want);
		sp_buf_release(&out);
		sp_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_block_limits),
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_many_addresses),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_authentication),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
