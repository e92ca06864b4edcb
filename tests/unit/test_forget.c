/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text/mentions.h and mail/forget.h: somebody is not named any more, and nothing
 * else has changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "mail/decode.h"
#include "mail/encode.h"
#include "mail/filters.h"
#include "mail/forget.h"
#include "mail/parse.h"

static struct sp_filters *filters;
static struct sp_arena arena;
static struct sp_mentions mentions = { .arena = &arena };

static int set_up(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	setenv("SPORTELLO_DATA", getenv("SP_SOURCE") ? getenv("SP_SOURCE") : ".", 1);
	sp_mentions_add_address(&mentions, SP_STR("niccolo.ferrari@ditta.example.it"));
	sp_mentions_add_name(&mentions, SP_STR("Niccolò Ferrari"));
	sp_mentions_add_address(&mentions, SP_STR("n@xn--per-ena.example.it"));
	sp_mentions_add_said(&mentions, SP_STR("Salve,\nLa caldaia del piano terra perde acqua da ieri\nGrazie mille davvero"));
	return sp_filters_load_shipped("", &filters, &err) == SP_OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	sp_filters_free(filters);
	sp_arena_release(&arena);
	return 0;
}

/* --- texts ------------------------------------------------------------------------ */

static void test_mentions(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "Niccolò Ferrari", "***" },
		{ "Scrive Niccolò Ferrari.", "Scrive ***." },
		{ "NICCOLÒ FERRARI, niccolo ferrari", "***, ***" },
		{ "Niccolo\xCC\x80 Ferrari!", "***!" }, /* decomposed */
		{ "Ferrari Niccolo\xCC\x80.", "***." },
		{ "Ferrari Niccolò e FERRARI, NICCOLÒ", "*** e ***" },
		{ "Niccolò\n  Ferrari", "***" },
		{ "> Niccolò\r\n> > Ferrari ha scritto", "> *** ha scritto" },
		{ "Niccolò\xC2\xA0" "Ferrari", "***" },
		{ "Nic\xC2\xAD" "colò Fer\xE2\x80\x8B" "rari", "***" },
		{ "Niccolò Ferrarini", "Niccolò Ferrarini" },
		{ "Niccolò", "Niccolò" },
		{ "Ferrari", "Ferrari" },
		{ "<niccolo.ferrari@ditta.example.it>", "<***>" },
		{ "Niccolo.Ferrari@DITTA.example.it.", "***." },
		{ "mailto:niccolo.ferrari%40ditta.example.it?x", "mailto:***?x" },
		{ "bounce+niccolo.ferrari=ditta.example.it@liste.example", "bounce+***@liste.example" },
		{ "xniccolo.ferrari@ditta.example.it", "xniccolo.ferrari@ditta.example.it" },
		{ "a.niccolo.ferrari@ditta.example.it", "a.niccolo.ferrari@ditta.example.it" },
		{ "...niccolo.ferrari@ditta.example.it", "...***" },
		{ "niccolo.ferrari@ditta.example.it.evil.example", "niccolo.ferrari@ditta.example.it.evil.example" },
		{ "NICCOLO' FERRARI; Ferrari Niccolo'", "***; ***'" },
		{ "CV_Niccolo_Ferrari.pdf, NiccoloFerrari.pdf, niccolo-ferrari", "CV_***.pdf, ***.pdf, ***" },
		{ "FN:Ferrari;Niccol\xC3\xB2;;;", "FN:***;;;" },
		{ "uno\nbegin 644 n.txt\nM3FEC8V]L\\B!&97)R87)I(&YI8V-O;&\\N9F5R<F%R:4!D:71T82YE>&%M<&QE\n`\nend\ndue",
			"uno\n***\ndue" },
		{ "begin 644 n.txt\n#0V%T\n`\nend\ndue", "begin 644 n.txt\n#0V%T\n`\nend\ndue" },
		{ "N. Ferrari, ma non M. Ferrari", "***, ma non M. Ferrari" },
		{ "Niccol%C3%B2%20Ferrari%2C e 100%", "***%2C e 100%" },
		{ "niccolo%2Eferrari%40ditta%2Eexample%2Eit?x", "***?x" },
		{ "SRS0=ab=4X=ditta.example.it=niccolo.ferrari@altrove.example", "SRS0=ab=4X=***@altrove.example" },
		{ "niccolo.ferrari (at) ditta.example.it", "***" },
		{ "niccolo.ferrari@altrove.example", "niccolo.ferrari@altrove.example" },
		{ "La caldaia del piano terra perde acqua da ieri", "La caldaia del piano terra perde acqua da ieri" },
		{ "Niccolò Ferrari: > La caldaia del\n> piano terra perde acqua\n> da ieri. Bene.", "***: > ***. Bene." },
		{ "n@per\xC3\xB2.example.it, n@xn--per-ena.example.it", "***, ***" },
		{ "a\xFF" "b Niccolò Ferrari \xC3", "a\xFF" "b *** \xC3" },
		/* in encodings of another kind, pasted into a text */
		{ "Da: =?utf-8?Q?Niccol=C3=B2_Ferrari?= <x@y>", "Da: *** <x@y>" },
		{ "Da: =?iso-8859-1?q?Niccol=F2?= =?utf-8?B?IEZlcnJhcmk=?= <x@y>", "Da: *** <x@y>" },
		{ "=?utf-8?B?TmljY29sw7IgRmVycmFyaSBlIE5pY2NvbMOyIEZlcnJhcmk=?= fine", "*** fine" },
		{ "=?utf-8?B?VHV0dG8gYmVuZQ==?= =?x?Z?a?= =?u?B?", "=?utf-8?B?VHV0dG8gYmVuZQ==?= =?x?Z?a?= =?u?B?" },
		{ "Niccol=C3=B2 Fer=\r\nrari, niccolo.ferrari=40ditta.example.it", "***, ***" },
		{ "Niccol=F2=20Ferrari", "***" },
		{ "Ferrari;Niccol=C3=\n=B2;", "***;" },
		{ "{\"n\":\"Niccol\\u00f2 Ferrari\",\"a\":\"niccolo.ferrari\\u0040ditta.example.it\"}",
			"{\"n\":\"***\",\"a\":\"***\"}" },
		{ "Niccol&ograve;&nbsp;Ferrari &#78;iccol&#xF2; Ferrari niccolo&period;ferrari&commat;ditta.example.it",
			"*** *** ***" },
		{ "x=\nNiccolò Ferrari", "x=\n***" },
		{ "===\nNiccol=C3=B2 Ferrari", "===\n***" },
		{ "mario=cafe.example & c. \\u00 &; =", "mario=cafe.example & c. \\u00 &; =" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_buf out = SP_BUF_INIT;
		bool any = sp_mentions_erase(&mentions, sp_str(cases[i].text), &out);

		assert_string_equal(out.ptr, cases[i].expected);
		assert_int_equal(any, strcmp(cases[i].text, cases[i].expected) != 0);
		assert_int_equal(any, sp_mentions_in(&mentions, sp_str(cases[i].text)));
		sp_buf_release(&out);
	}
}

static void test_bytes(void **state)
{
	static const char utf16[] = "\0" "\xFF\xFEN\0i\0c\0c\0o\0l\0\xF2\0 \0F\0e\0r\0r\0a\0r\0i\0";

	(void)state;
	assert_true(sp_mentions_in(&mentions, sp_str_n(utf16, sizeof utf16 - 1)));
	assert_true(sp_mentions_in(&mentions, SP_STR("\1\2Niccol\xF2 Ferrari\3")));
	assert_false(sp_mentions_in(&mentions, SP_STR("\1\2Nicola Ferrari\3")));
}

/* A name of one word, or too short, is everybody's. */
static void test_names(void **state)
{
	struct sp_arena own = SP_ARENA_INIT;
	struct sp_mentions m = { .arena = &own };

	(void)state;
	sp_mentions_add_name(&m, SP_STR("Anna"));
	sp_mentions_add_name(&m, SP_STR("  "));
	sp_mentions_add_name(&m, SP_STR("A B"));
	sp_mentions_add_address(&m, SP_STR("nobody"));
	sp_mentions_add_address(&m, SP_STR("@x"));
	assert_int_equal(m.count, 0);
	sp_mentions_add_name(&m, SP_STR("Maria Grazia De Santis"));
	assert_true(sp_mentions_in(&m, SP_STR("la De Santis Maria Grazia")));
	assert_true(sp_mentions_in(&m, SP_STR("SANTIS MARIA GRAZIA DE")));
	sp_mentions_add_name(&m, SP_STR("anna@example.it"));
	assert_true(sp_mentions_in(&m, SP_STR("Anna@Example.IT")));
	sp_arena_release(&own);
}

/* --- messages ----------------------------------------------------------------------- */

#define HEAD "From: Luigi Bruni <luigi@example.it>\nMessage-ID: <1@example.it>\n"

static const struct {
	const char *name, *raw;
	bool quotes, changed;
	const char *gone; /* a word that is not in any text or header of it any more */
	const char *kept; /* and one that is, in the text */
} messages[] = {
	{ "nothing", HEAD "Subject: Ciao\n\nTutto bene.\n", true, false, "Niccol", "Tutto bene." },
	{ "plain", HEAD "Subject: Ciao\n\nParlate con Niccolò Ferrari, grazie.\n", false, true, "Ferrari",
		"grazie." },
	{ "subject", HEAD "Subject: =?utf-8?Q?Per_Niccol=C3=B2_Ferrari?=\n\nEcco.\n", false, true, "Ferrari",
		"Ecco." },
	{ "subject in base64", HEAD "Subject: =?iso-8859-1?B?TmljY29s8iBGZXJyYXJp?=\n\nEcco.\n", false, true,
		"Ferrari", "Ecco." },
	{ "to", HEAD "To: Desk <d@x.it>,\n =?utf-8?B?TmljY29sw7IgRmVycmFyaQ==?=\n <niccolo.ferrari@ditta.example.it>\n\nEcco.\n",
		false, true, "errari", "Ecco." },
	{ "quoted", HEAD "Subject: x\n\nVa bene.\n\nIl giorno lun 23 nov 2026 alle ore 10:00 Niccolò Ferrari\n"
		"<niccolo.ferrari@ditta.example.it> ha scritto:\n\n> La caldaia perde\n> acqua.\n", true, true, "caldaia",
		"Va bene." },
	{ "interleaved", HEAD "Subject: x\n\n> La caldaia perde?\nSì.\n> Da quando?\nDa ieri.\n", true, true,
		"caldaia", "Da ieri." },
	{ "quotes of others stay", HEAD "Subject: x\n\n> La caldaia perde?\nSì.\n", false, false, "Niccol", "caldaia" },
	{ "quoted-printable", HEAD "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
		"quoted-printable\n\nHo sentito Niccol=F2 Ferr=\nari oggi.\n", false, true, "oggi.\n\n\n", "Ho sentito" },
	{ "base64", HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
		"SG8gc2VudGl0byBOaWNjb2zDsgpGZXJyYXJpIG9nZ2kuCg==\n", false, true, "Ferrari", "oggi." },
	{ "html", HEAD "Content-Type: text/html; charset=utf-8\n\n<p>Ho sentito <b>Niccol&ograve;</b>&nbsp;Ferrari"
		" &lt;oggi&gt;.</p>\n", false, true, "Ferrari", "<oggi>" },
	{ "html, hidden", HEAD "Content-Type: text/html\n\n<p title=\"niccolo.ferrari@ditta.example.it\">Ciao "
		"&amp; grazie</p>\n", false, true, "ditta.example.it", "Ciao & grazie" },
	{ "alternative", HEAD "Content-Type: multipart/alternative; boundary=b\n\nniccolo.ferrari@ditta.example.it\n"
		"--b\nContent-Type: text/plain\n\nSì.\n\n> La caldaia\n--b\nContent-Type: text/html\n\n<p>S&igrave;.</p>"
		"<blockquote>La caldaia</blockquote>\n--b--\nNiccolo Ferrari\n", true, true, "caldaia", "Sì." },
	{ "a file", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco.\n--b\nContent-Type: application/octet-stream;\n"
		" name*=utf-8''Niccol%C3%B2%20Ferrari.bin\nContent-Transfer-Encoding: base64\n\nAAECTmljY29s8iBGZXJyYXJpAwQ=\n--b--\n",
		false, true, "Niccol", "Ecco." },
	{ "a page, an attribute in references", HEAD "Content-Type: text/html\n\n<p>Ecco</p><img alt=\"\" "
		"title='Niccol&ograve; Ferrari'><!-- Niccol&#242; Ferrari -->\n", false, true, "Ferrari", "Ecco" },
	{ "fields in a text", HEAD "Content-Type: multipart/report; boundary=b\n\n--b\n\nEcco.\n--b\n"
		"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; niccolo.ferrari@ditta.example.it\n--b\n"
		"Content-Type: text/rfc822-headers\n\nTo: =?utf-8?Q?Niccol=C3=B2?=\n =?utf-8?Q?_Ferrari?= <x@y>\n--b--\n",
		false, true, "errari", "Ecco." },
	{ "an invitation, folded in the name", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco.\n--b\n"
		"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nATTENDEE;CN=Niccolo Fer\n rari:mailto:niccolo.ferrari@dit\n"
		" ta.example.it\nEND:VCALENDAR\n--b--\n", false, true, "rari", "Ecco." },
	{ "a card", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco.\n--b\nContent-Type: text/x-vcard\n\n"
		"BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ferrari;Niccol=C3=B2;;;\nEND:VCARD\n--b--\n",
		false, true, "Ferrari", "Ecco." },
	{ "a message in a file", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco.\n--b\n"
		"Content-Type: application/octet-stream; name=mail.eml\n\nFrom: x@y.example\nDate: Mon, 2 Nov 2026 10:00:00 +0100\n"
		"Subject: z\nContent-Transfer-Encoding: base64\n\nU29ubyBOaWNjb2zDsiBGZXJyYXJpLg==\n--b--\n",
		false, true, "U29ubyBOaWNjb2zD", "Ecco." },
	{ "a message inside", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco.\n--b\nContent-Type: message/rfc822\n\n"
		"From: Niccolò Ferrari <niccolo.ferrari@ditta.example.it>\nSubject: y\n\nSono Niccolò Ferrari.\n--b--\n",
		false, true, "Ferrari", "Ecco." },
};

/* Is the word in what a reader of the message sees, or in its bytes? */
static bool shows(struct sp_str raw, const char *word)
{
	struct sp_arena own = SP_ARENA_INIT;
	struct sp_message *message = sp_message_parse(&own, raw, filters);
	bool found = sp_str_has(raw, sp_str(word)) || sp_str_has(message->text, sp_str(word)) ||
		sp_str_has(message->subject, sp_str(word));

	for (size_t i = 0; i < message->attachment_count; i++) {
		const struct sp_attachment *a = &message->attachments[i];
		struct sp_buf bytes = SP_BUF_INIT;

		found = found || sp_str_has(a->name, sp_str(word));
		if (a->body_at + a->body_len <= raw.len)
			sp_decode_body(&bytes, a->encoding, sp_str_sub(raw, a->body_at, a->body_len), 100000);
		found = found || sp_str_has(sp_buf_str(&bytes), sp_str(word));
		sp_buf_release(&bytes);
	}
	sp_arena_release(&own);
	return found;
}

static void check_message(size_t i, struct sp_str raw)
{
	struct sp_forgetting what = { .mentions = &mentions, .filters = filters, .quotes = messages[i].quotes };
	struct sp_buf out = SP_BUF_INIT, again = SP_BUF_INIT;
	bool changed = false;
	const char *why = NULL;

	assert_true(sp_forget_contained(&what, raw, sp_clock_monotonic_ms() + 20000, &out, &changed, &why));
	if (changed != messages[i].changed)
		fail_msg("%s: changed: %d\n%s", messages[i].name, changed, out.ptr);
	if (changed && (shows(sp_buf_str(&out), messages[i].gone) ||
		sp_mentions_in(&mentions, sp_buf_str(&out))))
		fail_msg("%s: \"%s\" is still there:\n%s", messages[i].name, messages[i].gone, out.ptr);
	if (!shows(changed ? sp_buf_str(&out) : raw, messages[i].kept))
		fail_msg("%s: \"%s\" is not there:\n%s", messages[i].name, messages[i].kept, out.ptr);
	/* There is nothing more to forget. */
	if (changed && sp_forget_in_message(&what, sp_buf_str(&out), &again))
		fail_msg("%s: the second time again:\n%s\n---\n%s", messages[i].name, out.ptr, again.ptr);
	sp_buf_release(&again);
	sp_buf_release(&out);
}

static void test_messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		struct sp_buf crlf = SP_BUF_INIT;

		check_message(i, sp_str(messages[i].raw));
		for (const char *c = messages[i].raw; *c; c++) {
			if (*c == '\n')
				sp_buf_add_char(&crlf, '\r');
			sp_buf_add_char(&crlf, *c);
		}
		check_message(i, sp_buf_str(&crlf));
		sp_buf_release(&crlf);
	}
}

/* Only what names him is another: the rest is the same, byte for byte. */
static void test_rest_is_the_same(void **state)
{
	struct sp_str raw = SP_STR("Received: from a by b;\n\tMon, 23 Nov 2026 10:00:00 +0100\nX-Odd :  y\nTo: Niccolo "
		"Ferrari <d@x>\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain; "
		"charset=windows-1252\n\nCi\xE0o.\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
		"iVBORw0KGgo=\n--b--\n");
	struct sp_forgetting what = { .mentions = &mentions, .filters = filters };
	struct sp_buf out = SP_BUF_INIT;

	(void)state;
	assert_true(sp_forget_in_message(&what, raw, &out));
	assert_string_equal(out.ptr, "Received: from a by b;\n\tMon, 23 Nov 2026 10:00:00 +0100\nX-Odd :  y\nTo: *** <d@x>\n"
		"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain; "
		"charset=windows-1252\n\nCi\xE0o.\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
		"iVBORw0KGgo=\n--b--\n");
	sp_buf_release(&out);
}

static void test_subject(void **state)
{
	struct sp_forgetting what = { .mentions = &mentions, .filters = filters, .subject = true };
	struct sp_str raw = SP_STR("Subject: R: La mia\n caldaia\nFrom: x@y.it\n\nCiao.\n");
	struct sp_buf out = SP_BUF_INIT, again = SP_BUF_INIT;

	(void)state;
	assert_true(sp_forget_in_message(&what, raw, &out));
	assert_string_equal(out.ptr, "Subject: ***\nFrom: x@y.it\n\nCiao.\n");
	assert_false(sp_forget_in_message(&what, sp_buf_str(&out), &again));
	assert_int_equal(again.len, 0);
	sp_buf_release(&out);
	sp_buf_release(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mentions), cmocka_unit_test(test_bytes), cmocka_unit_test(test_names),
		cmocka_unit_test(test_messages), cmocka_unit_test(test_rest_is_the_same),
		cmocka_unit_test(test_subject),
	};

	return cmocka_run_group_tests_name("forget", tests, set_up, tear_down);
}
