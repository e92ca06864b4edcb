/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mail/scan.h: the tree of parts, of good and of malformed messages (FAULTS A
 * 1 to 3, 6, 17), and what must not cost time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "mail/scan.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MIXED(b) "Content-Type: multipart/mixed; boundary=" b "\n"

/* "type{body}" for a leaf, "type(child,child)" for the others. */
static void describe(struct sp_buf *out, const struct sp_tree *tree, size_t at)
{
	const struct sp_part *part = &tree->parts[at];

	sp_buf_add_str(out, part->type);
	if (part->end == at + 1) {
		sp_buf_printf(out, "{%.*s}", SP_FMT(part->body));
		return;
	}
	sp_buf_add_char(out, '(');
	for (size_t c = at + 1; c < part->end; c = tree->parts[c].end) {
		assert_int_equal(tree->parts[c].parent, at);
		assert_int_equal(tree->parts[c].depth, part->depth + 1);
		if (c > at + 1)
			sp_buf_add_char(out, ',');
		describe(out, tree, c);
	}
	sp_buf_add_char(out, ')');
}

static const struct {
	const char *raw, *want;
} cases[] = {
	{ "From: a@b\n\nbody\n", "text/plain{body\n}" },
	{ "From: a@b\n\n", "text/plain{}" },
	{ "From: a@b", "text/plain{}" },
	{ "", "text/plain{}" },
	{ "\n\nFrom: a@b\n\nbody", "text/plain{body}" },
	{ "   \nFrom: a@b\n\nbody", "text/plain{body}" },
	{ "\nHello, this is no header\n", "text/plain{Hello, this is no header\n}" },
	{ "\xEF\xBB\xBF" "From: a@b\n\nbody", "text/plain{body}" },
	{ "From a@b Mon Jan  1 00:00:00 2024\nFrom: a@b\n\nbody", "text/plain{body}" },
	{ ">From a@b\nFrom: a@b\n\nbody", "text/plain{body}" },
	{ "From : a@b\n\nbody", "text/plain{body}" },
	{ MIXED("x") "\npreamble\n--x\n\none\n--x\nContent-Type: a/b\n\ntwo\n--x--\nepilogue",
		"multipart/mixed(text/plain{one},a/b{two})" },
	{ "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\none\r\n--x--\r\n",
		"multipart/mixed(text/plain{one})" },
	{ "Content-Type: multipart/mixed; boundary=x\r\r--x\r\rone\r--x--\r",
		"multipart/mixed(text/plain{one})" },
	{ MIXED("x") "\n--x\n\none\n", "multipart/mixed(text/plain{one\n})" }, /* no end */
	{ MIXED("x") "\n--x\n\none\n--x", "multipart/mixed(text/plain{one},text/plain{})" },
	{ MIXED("b") "\n--b", "multipart/mixed(text/plain{})" },
	{ MIXED("x") "\n--x\n--x\n\n--x--", "multipart/mixed(text/plain{},text/plain{})" },
	{ MIXED("x") "\n--x \t\n\none\n--x-- \n", "multipart/mixed(text/plain{one})" },
	{ MIXED("x") "\n--xy\n\none\n--x--y\n", "multipart/mixed{--xy\n\none\n--x--y\n}" },
	{ MIXED("x") "\n --x\n\none\n", "multipart/mixed{ --x\n\none\n}" },
	{ "Content-Type: multipart/mixed\n\n--x\n\none\n--x--", "multipart/mixed{--x\n\none\n--x--}" },
	{ "Content-Type: multipart/mixed; boundary=\"\\\"\"\n\nhello\n", "multipart/mixed{hello\n}" },
	{ "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n----\n",
		"multipart/mixed{--\n\nx\n----\n}" },
	/* An inner multipart that is not closed ends where an outer delimiter is. */
	{ MIXED("o") "\n--o\n" MIXED("i") "\n--i\n\nt1\n--i\nContent-Type: text/html\n\nt2\n"
		"--o\nContent-Type: image/png\n\nimg\n--o--\n",
		"multipart/mixed(multipart/mixed(text/plain{t1},text/html{t2}),image/png{img})" },
	/* Both have the same boundary: the inner one takes it, nothing is lost. */
	{ MIXED("x") "\n--x\n" MIXED("x") "\n--x\n\none\n--x--\n--x\n\ntwo\n--x--\n",
		"multipart/mixed(multipart/mixed(text/plain{one}),text/plain{two})" },
	{ MIXED("xy") "\n--xy\n" MIXED("xyz") "\n--xyz\n\none\n--xyz--\n--xy--\n",
		"multipart/mixed(multipart/mixed(text/plain{one}))" },
	{ MIXED("x") "\n--x\nthis part has no header\n--x--\n",
		"multipart/mixed(text/plain{this part has no header})" },
	{ MIXED("x") "Content-Transfer-Encoding: quoted-printable\n\n--x\n\nA=3D\n--x--\n",
		"multipart/mixed(text/plain{A=3D})" },
	{ "Content-Type: message/rfc822\n\nSubject: x\n\nbody", "message/rfc822(text/plain{body})" },
	{ "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
		"U3ViamVjdDogeAoKYm9keQ==", "message/rfc822(text/plain{body})" },
	{ MIXED("x") "\n--x\nContent-Type: message/rfc822\n\n" MIXED("y") "\n--y\n\none\n--x\n\ntwo\n",
		"multipart/mixed(message/rfc822(multipart/mixed(text/plain{one})),text/plain{two\n})" },
	{ "Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: a\n\none\n--x--\n",
		"multipart/digest(message/rfc822(text/plain{one}))" },
	{ "Content-Type: nonsense\n\nbody", "text/plain{body}" },
	{ "Content-Type: ; boundary=x\n\n--x\n\none\n--x--", "multipart/mixed(text/plain{one})" },
	{ "Content-Type: TEXT / HTML; charset=x\n\nbody", NULL },
};

static void test_trees(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_tree tree = sp_scan(&arena, sp_str(cases[i].raw));
		struct sp_buf out = SP_BUF_INIT;

		describe(&out, &tree, 0);
		assert_int_equal(tree.parts[0].end, tree.count);
		assert_int_equal(tree.parts[0].parent, 0);
		if (cases[i].want)
			assert_string_equal(out.ptr, cases[i].want);
		assert_false(tree.cut || tree.too_deep);
		sp_buf_release(&out);
		sp_arena_release(&arena);
	}
}

/* An encoded message between other parts moves what comes after it. */
static void test_splice(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_tree tree = sp_scan(&arena, SP_STR(MIXED("x")
		"\n--x\n" MIXED("y") "\n--y\nContent-Type: message/rfc822\n"
		"Content-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKYm9keQ==\n--y\n\nafter\n--y--\n"
		"--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"
		"Subject: =\ny\n\nq=3D\n--x\n\nlast\n--x--\n"));

	(void)state;
	describe(&out, &tree, 0);
	assert_string_equal(out.ptr, "multipart/mixed(multipart/mixed(message/rfc822(text/plain{body}),"
		"text/plain{after}),message/rfc822(text/plain{q=}),text/plain{last})");
	sp_buf_release(&out);
	sp_arena_release(&arena);
}

static void test_depth(void **state)
{
	static const char *const inside[] = { "Content-Type: message/rfc822\n\n",
		"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" };

	(void)state;
	for (size_t kind = 0; kind < COUNT(inside); kind++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_buf raw = SP_BUF_INIT;
		struct sp_tree tree;

		for (int i = 0; i < 30000; i++)
			if (kind == 0)
				sp_buf_add_text(&raw, inside[0]);
			else
				sp_buf_printf(&raw, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i,
					i);
		tree = sp_scan(&arena, sp_buf_str(&raw));
		assert_true(tree.too_deep);
		assert_true(tree.count <= SP_MAX_DEPTH + 1);
		for (size_t i = 0; i < tree.count; i++)
			assert_true(tree.parts[i].depth < SP_MAX_DEPTH);
		sp_buf_release(&raw);
		sp_arena_release(&arena);
	}
}

static void test_many_parts(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf raw = SP_BUF_INIT;
	struct sp_tree tree;

	(void)state;
	sp_buf_add_text(&raw, MIXED("b") "\n");
	for (int i = 0; i < 200000; i++)
		sp_buf_add_text(&raw, "--b\n\nx\n");
	tree = sp_scan(&arena, sp_buf_str(&raw));
	assert_int_equal(tree.count, SP_MAX_PARTS);
	assert_true(tree.cut);
	assert_int_equal(tree.parts[999].body.len, 1);
	sp_buf_release(&raw);
	sp_arena_release(&arena);
}

static void test_long_boundary(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf raw = SP_BUF_INIT;
	struct sp_tree tree;

	(void)state;
	sp_buf_add_text(&raw, "Content-Type: multipart/mixed; boundary=");
	for (int i = 0; i < 1000000; i++)
		sp_buf_add_char(&raw, 'b');
	sp_buf_add_text(&raw, "\n\nbody");
	tree = sp_scan(&arena, sp_buf_str(&raw));
	assert_int_equal(tree.count, 1);
	assert_true(tree.cut);
	assert_true(sp_str_eq(tree.parts[0].body, SP_STR("body")));
	sp_buf_release(&raw);
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_splice),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_many_parts),
		cmocka_unit_test(test_long_boundary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
