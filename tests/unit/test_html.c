/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mail/html: what people see of HTML mail, and that no input takes more than a
 * look at each of its bytes (counted as the text that comes of it, and by the
 * test ending at all: the quadratic ways of other parsers take minutes here).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/message.h"
#include "mail/html.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_texts(void **state)
{
	static const struct {
		const char *name, *html, *text;
	} cases[] = {
		{ "blanks", "  a \n b\t c  ", "a b c" },
		{ "breaks", "a<br>b<br><br>c<br/><br><br><br>d", "a\nb\n\nc\n\nd" },
		{ "divs", "<div>a</div><div>b<br></div><div><br></div><div>c</div>", "a\nb\n\nc" },
		{ "paragraphs", "<p>a</p><p>b<p>c", "a\n\nb\n\nc" },
		{ "Word", "<p class=MsoNormal>a</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>",
			"a\n\nb" },
		{ "margin 0", "<p style='margin:0cm'>a</p><p style='margin: 0'>b</p>", "a\nb" },
		{ "heading", "<h1>T</h1>a", "T\n\na" },
		{ "list", "x<ul><li>a</li><li>b<ol start=9><li>c<li>d</ol></ul>y", "x\n- a\n- b\n  9. c\n  10. d\ny" },
		{ "table", "<table><tr><td>a<td>b<tr><td>c</td><td></td><td>d</td></table>", "a\tb\nc\td" },
		{ "layout table", "<table><tr><td><p>a</p></td><td><div>b</div></td></tr></table>", "a\n\nb" },
		{ "pre", "<pre>a\n  b\n\nc  \n</pre>d", "a\n  b\n\nc\nd" },
		{ "quote", "a<blockquote type=cite>b<br><br>c<blockquote>d</blockquote></blockquote>e",
			"a\n> b\n>\n> c\n>> d\ne" },
		{ "gmail", "<div class=gmail_quote>Il x ha scritto:<br><blockquote class=gmail_quote "
			   "style='margin:0 0 0 .8ex;border-left:1px #ccc solid'>b</blockquote></div>",
			"Il x ha scritto:\n> b" },
		{ "indent is no quote", "<blockquote style='margin:0 0 0 40px;border:none;padding:0'>a</blockquote>", "a" },
		{ "yahoo", "a<div id=ydp12yahoo_quoted_3 class=yahoo_quoted><div>On x wrote:</div>b</div>",
			"a\n> On x wrote:\n> b" },
		{ "rule", "a<hr>b", "a\n________________________________\nb" },
		{ "link", "<a href='http://x.it/?a=1&amp;b=2'>testo</a>", "testo <http://x.it/?a=1&b=2>" },
		{ "link as text", "<a href='http://www.x.it/'>www.x.it</a> <a href='mailto:A@x.it'>a@x.it</a>",
			"www.x.it a@x.it" },
		{ "link as text in brackets", "&lt;<a href='mailto:a@x.it'>a@x.it</a>&gt;", "<a@x.it>" },
		{ "link of no use", "<a href='javascript:x()'>a</a><a href='#n'>b</a><a name=x>c</a>", "abc" },
		{ "link left open", "<a href='http://x.it'>a<a href='http://y.it'>b", "a <http://x.it>b <http://y.it>" },
		{ "image", "a<img src=x alt='il logo'><img src=y><img width=1 alt=z><img alt='\xF0\x9F\x98\x80'>",
			"a[il logo]\xF0\x9F\x98\x80" },
		{ "dropped", "<head><title>t</title><style>p{}</style></head><script>s<b></script>a"
			     "<template>x</template><select><option>o</select><!-- c --><svg><text>x</text></svg>b", "ab" },
		{ "hidden", "<div style='display:none'>a<div>b</div>c</div><span hidden>d</span>"
			    "<div style='max-height:0;overflow:hidden'>e</div><p style='mso-hide: all'>f</p>"
			    "<span class='preheader x'>g</span><div style='visibility:hidden'>h</div>i", "i" },
		{ "hidden inline", "<span style='display:none'>a<span>b</span>c</span>d", "d" },
		{ "zero font", "<td style='font-size:0px'>x<div style='font-size:13px'>a</div>y</td>", "a" },
		{ "no zero font", "<span style='font-size:0.9em'>a</span>", "a" },
		{ "references", "&egrave;&amp;&lt;&#8217;&#x20AC;&#128;&#0;&nosuch;&amp &eacute",
			"\xC3\xA8&<\xE2\x80\x99\xE2\x82\xAC\xE2\x82\xAC\xEF\xBF\xBD&nosuch;& \xC3\xA9" },
		{ "zero width", "a&zwnj;b\xE2\x80\x8B" "c&shy;d", "abcd" },
		{ "no tag", "1 < 2 <3 a<b", "1 < 2 <3 a" },
		{ "comment without end", "a<!-- b>c", "ac" },
		{ "conditional", "<!--[if mso]>x<![endif]-->a<![if !mso]>b<![endif]>", "ab" },
		{ "quote left open", "a<a href=\"x>b</a> c", "ab c" },
		{ "stray end tags", "a</div></p></td>b</b></blockquote>c", "abc" },
		{ "style left open", "a<style>b", "ab" },
		{ "nothing", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf out = SP_BUF_INIT;

		sp_html_to_text(sp_str(cases[i].html), &out);
		if (strcmp(out.ptr, cases[i].text) != 0)
			fail_msg("%s: \"%s\", expected \"%s\"", cases[i].name, out.ptr, cases[i].text);
		sp_buf_release(&out);
	}
}

static void test_appends(void **state)
{
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	sp_buf_add_text(&out, "before ");
	sp_html_to_text(SP_STR("<p>a\0b</p>"), &out);
	assert_string_equal(out.ptr, "before ab");
	sp_buf_release(&out);
}

/* 200,000 attributes, 600 KB of nested <font>, unclosed everything. */
static void test_bombs(void **state)
{
	static const struct {
		const char *start, *piece;
		size_t times;
		size_t most; /* bytes of text */
	} cases[] = {
		{ "<a ", "a=1 ", 200000, 0 },
		{ "", "<font>", 100000, 0 },
		{ "", "<font color=red style='font-size:1px'>", 50000, 0 },
		{ "", "<!--", 400000, 0 },
		{ "", "<a href=\"", 200000, 0 },
		{ "", "<style>", 200000, 0 },
		{ "", "<script></style>", 100000, 0 },
		{ "", "&#", 500000, SP_MAX_TEXT },
		{ "", "&amp", 400000, SP_MAX_TEXT },
		{ "", "<", 1000000, SP_MAX_TEXT },
		{ "", "</", 1000000, SP_MAX_TEXT },
		{ "", "<blockquote><br>a", 100000, SP_MAX_TEXT },
		{ "", "<div><td></table></div>a", 80000, SP_MAX_TEXT },
		{ "", "<ul><li>", 200000, SP_MAX_TEXT },
		{ "", "<b a='", 300000, 0 },
		{ "", "\"'> <", 400000, SP_MAX_TEXT },
		{ "", "<p></div>", 200000, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf html = SP_BUF_INIT, out = SP_BUF_INIT;

		sp_buf_add_text(&html, cases[i].start);
		for (size_t n = 0; n < cases[i].times; n++)
			sp_buf_add_text(&html, cases[i].piece);
		sp_html_to_text(sp_buf_str(&html), &out);
		if (out.len > cases[i].most)
			fail_msg("%s: %zu bytes of text", cases[i].piece, out.len);
		sp_buf_release(&out);
		sp_buf_release(&html);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_appends),
		cmocka_unit_test(test_bombs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
