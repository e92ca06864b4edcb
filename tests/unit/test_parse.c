/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mail/parse.h: which parts are the text, what is an attachment, names, certified
 * mail, winmail.dat, identity (FAULTS A 7, 9, 10, 12, 17, 19).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "mail/attach.h"
#include "mail/parse.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MULTI(kind, b) "Content-Type: multipart/" kind "; boundary=" b "\n\n"
#define PART(b, type, body) "--" b "\nContent-Type: " type "\n\n" body "\n"
#define FILE_PART(b, type, name, body) "--" b "\nContent-Type: " type                              \
	"\nContent-Disposition: attachment; filename=\"" name "\"\n\n" body "\n"

/* Text, then the attachments as "name:type:size", joined by "|". */
static const struct {
	const char *raw, *text, *files;
} cases[] = {
	{ "From: a@b\n\nbody", "body", "" },
	{ "From: a@b\n", "", "" },
	{ "", "", "" },
	{ MULTI("alternative", "x") PART("x", "text/plain", "plain") PART("x", "text/html", "<p>html")
		"--x--", "plain", "" },
	{ MULTI("alternative", "x") PART("x", "text/html", "<p>html</p>") PART("x", "text/plain", "plain")
		"--x--", "plain", "" },
	{ MULTI("alternative", "x") PART("x", "text/plain", " ") PART("x", "text/html", "<p>html</p>")
		"--x--", "html", "" }, /* an empty text says nothing */
	{ MULTI("alternative", "x") PART("x", "text/plain", "plain") "--x\n" MULTI("related", "y")
		PART("y", "text/html", "<p>html</p>") PART("y", "image/png", "img") "--y--\n--x--",
		"plain", ":image/png:3" },
	{ MULTI("related", "x") PART("x", "text/html", "<p>html</p>") PART("x", "image/gif", "gif")
		"--x--", "html", ":image/gif:3" },
	{ MULTI("mixed", "x") PART("x", "text/plain", "one") PART("x", "application/pdf", "pdf")
		PART("x", "text/plain", "two") "--x--", "one\ntwo", ":application/pdf:3" },
	{ MULTI("mixed", "x") PART("x", "text/plain", "one") FILE_PART("x", "text/plain", "a.txt", "two")
		"--x--", "one", "a.txt:text/plain:3" },
	{ MULTI("mixed", "x") PART("x", "text/plain", "one") PART("x", "text/csv", "1,2") "--x--", "one",
		":text/csv:3" },
	{ MULTI("report", "x") PART("x", "text/plain", "failed")
		PART("x", "message/delivery-status", "Action: failed")
		PART("x", "text/rfc822-headers", "Subject: s") "--x--", "failed", "" },
	{ MULTI("mixed", "x") PART("x", "text/plain", "see") PART("x", "message/rfc822", "Subject: s\n\nin")
		"--x--", "see", ":message/rfc822:14" },
	{ "Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nSubject: x\n\n1\n", "1\n", "" },
	{ MULTI("mixed", "x") "no delimiter at all", "no delimiter at all", "" },
	{ "Content-Type: application/pdf; name=a.pdf\n\npdf", "", "a.pdf:application/pdf:3" },
	{ "Content-Type: text/html\n\n<p>a</p><p>b</p>", "a\n\nb", "" },
	{ "Content-Type: text/plain; format=flowed\n\na \nb\n", "a b\n", "" },
	{ "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
		"perch=E9=\n!", "perché!", "" },
	{ MULTI("alternative", "x") PART("x", "text/calendar",
		"BEGIN:VEVENT\nSUMMARY:S\nEND:VEVENT") "--x--", "[VEVENT] S\n", ":text/calendar:33" },
	{ "X: y\n\nbo\r\ndy\r\r\nz\rw", "bo\ndy\nz\nw", "" },
};

static void test_bodies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_message *message = sp_message_parse(&arena, sp_str(cases[i].raw), NULL);
		struct sp_buf files = SP_BUF_INIT;

		assert_string_equal(sp_arena_text(&arena, message->text), cases[i].text);
		for (size_t f = 0; f < message->attachment_count; f++) {
			const struct sp_attachment *file = &message->attachments[f];

			sp_buf_printf(&files, "%s%.*s:%.*s:%lld", f ? "|" : "", SP_FMT(file->name),
				SP_FMT(file->type), (long long)file->size);
			assert_int_equal(file->body_len, file->size); /* none is encoded here */
		}
		assert_string_equal(files.ptr, cases[i].files);
		sp_buf_release(&files);
		sp_arena_release(&arena);
	}
}

static const struct {
	const char *raw, *want;
} names[] = {
	{ "a.pdf", "a.pdf" },
	{ "../../etc/passwd", "passwd" },
	{ "C:\\dir\\a.pdf", "a.pdf" },
	{ "/", NULL },
	{ "..", NULL },
	{ "", NULL },
	{ ".hta\u200Bccess", "htaccess" },
	{ "a\u202Efdp.exe", "afdp.exe" },
	{ "CON", "_CON" },
	{ "nul.txt", "_nul.txt" },
	{ "a\nb\tc.pdf", "a b c.pdf" },
	{ " a.pdf . ", "a.pdf" },
	{ "citt\u00E0.pdf", "città.pdf" },
};

static void test_names(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf longest = SP_BUF_INIT;
	struct sp_str name;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		name = sp_attachment_name(&arena, sp_str(names[i].raw));
		assert_int_equal(name.ptr != NULL, names[i].want != NULL);
		if (names[i].want)
			assert_string_equal(name.ptr, names[i].want);
	}
	for (int i = 0; i < 5000; i++)
		sp_buf_add_text(&longest, "è");
	sp_buf_add_text(&longest, ".pdf");
	name = sp_attachment_name(&arena, sp_buf_str(&longest));
	assert_true(name.len <= SP_MAX_NAME && name.len > SP_MAX_NAME - 3);
	assert_true(sp_str_ends_nocase(name, SP_STR("è.pdf")));
	name = sp_attachment_name(&arena, sp_str_n("a\0b.pdf", 7));
	assert_string_equal(name.ptr, "ab.pdf");
	sp_buf_release(&longest);
	sp_arena_release(&arena);
}

static void test_header(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_message *message = sp_message_parse(&arena, SP_STR(
		"Received: from x by y; Mon, 05 Jan 2026 10:00:01 +0100\n"
		"Received: from w by x; Mon, 05 Jan 2026 10:00:00 +0100\n"
		"Authentication-Results: mx.example.it; dmarc=pass header.from=b.example\n"
		"Authentication-Results: mx.example.it; dmarc=fail header.from=c.example\n"
		"From: A <a@b.example>\nFrom: c@c.example\n"
		"Subject: =?utf-8?Q?a=0D=0ABcc:_evil@example.org?=   b\n"
		"Sender: S <s@b.example>\nContent-Language: it-IT, en\n"
		"Date: Mon, 05 Jan 2026 10:00:00 +0100\n\nbody"), NULL);

	(void)state;
	assert_int_equal(message->from.count, 2); /* two senders: nobody */
	assert_true(sp_str_eq(message->subject, SP_STR("a Bcc: evil@example.org b")));
	assert_true(sp_str_eq(message->sender, SP_STR("s@b.example")));
	assert_true(sp_str_eq(message->language, SP_STR("it-IT")));
	assert_int_equal(message->hops, 2);
	assert_true(message->has_received);
	assert_int_equal(message->received, 1767603601);
	assert_int_equal(message->authentication.count, 1);
	assert_true(sp_str_eq(message->authentication.results[0].result, SP_STR("pass")));
	assert_false(message->cut);
	sp_arena_release(&arena);
}

/* Certified mail: the customer's message is the inner one (SPEC.md section 12). */
static void test_certified(void **state)
{
	static const char envelope[] =
		"From: \"Per conto di: c@pec.example\" <posta-certificata@gestore.example>\n"
		"Subject: POSTA CERTIFICATA: Reclamo\nX-Trasporto: posta-certificata\n"
		"Authentication-Results: mx.example.it; dkim=pass header.d=gestore.example\n"
		"Message-ID: <outer@gestore.example>\n" MULTI("mixed", "p")
		PART("p", "text/plain", "Messaggio di posta certificata")
		FILE_PART("p", "application/xml", "daticert.xml", "<x/>")
		"--p\nContent-Type: message/rfc822; name=\"postacert.eml\"\n\n"
		"From: C <c@pec.example>\nSubject: Reclamo\nMessage-ID: <inner@pec.example>\n\n"
		"La linea non funziona.\n--p--\n";
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_message *message = sp_message_parse(&arena, sp_str(envelope), NULL);

	(void)state;
	assert_int_equal(message->pec, SP_PEC_MESSAGE);
	assert_int_equal(message->from.count, 1);
	assert_true(sp_str_eq(message->from.items[0].address, SP_STR("c@pec.example")));
	assert_true(sp_str_eq(message->subject, SP_STR("Reclamo")));
	assert_true(sp_str_eq(message->message_id, SP_STR("<inner@pec.example>")));
	assert_true(sp_str_eq(message->text, SP_STR("La linea non funziona.")));
	assert_true(sp_str_eq(message->authentication.results[0].domain, SP_STR("gestore.example")));
	assert_int_equal(message->attachment_count, 1);
	assert_true(sp_str_eq(message->attachments[0].name, SP_STR("daticert.xml")));
	sp_arena_release(&arena);
}

/* A forward as a file, without a word of his own: the customer's text is shown. */
static void test_handed_on(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_message *message = sp_message_parse(&arena, SP_STR("From: s@desk.example\n"
		MULTI("mixed", "x") PART("x", "text/plain", "")
		PART("x", "message/rfc822", "From: C <c@b.example>\nSubject: s\n\nnon va") "--x--"), NULL);

	(void)state;
	assert_true(message->forwarded);
	assert_true(sp_str_eq(message->forwarded_from.address, SP_STR("c@b.example")));
	assert_true(sp_str_eq(message->text, SP_STR("non va")));
	assert_true(sp_str_eq(message->quoted_subject, SP_STR("s")));
	assert_true(sp_str_eq(message->attached_text, SP_STR("")));
	assert_true(sp_str_eq(message->from.items[0].address, SP_STR("s@desk.example")));
	assert_int_equal(message->attachment_count, 1);
	message = sp_message_parse(&arena, SP_STR(MULTI("mixed", "x") PART("x", "text/plain", "mine")
		PART("x", "message/rfc822", "From: c@b.example\n\nnon va") "--x--"), NULL);
	assert_false(message->forwarded);
	assert_true(sp_str_eq(message->text, SP_STR("mine")));
	assert_true(sp_str_eq(message->attached_text, SP_STR("non va")));
	assert_true(sp_str_eq(message->forwarded_from.address, SP_STR("c@b.example")));
	sp_arena_release(&arena);
}

static void test_protection(void **state)
{
	static const struct {
		const char *raw;
		bool smime, pgp, encrypted;
	} kinds[] = {
		{ "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=x\n\n"
			"--x\n\nt\n--x\nContent-Type: application/pkcs7-signature\n\ns\n--x--", true, false,
			false },
		{ "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=x\n\n"
			"--x\n\nt\n--x--", false, true, false },
		{ "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx", false, false, true },
		{ "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx", true, false, false },
		{ "Content-Type: multipart/encrypted; boundary=x\n\n--x--", false, false, true },
		{ "\n-----BEGIN PGP MESSAGE-----\n", false, false, true },
		{ "\n-----BEGIN PGP SIGNED MESSAGE-----\n", false, true, false },
		{ "\nplain", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_message *message = sp_message_parse(&arena, sp_str(kinds[i].raw), NULL);

		assert_int_equal(message->signed_smime, kinds[i].smime);
		assert_int_equal(message->signed_pgp, kinds[i].pgp);
		assert_int_equal(message->encrypted, kinds[i].encrypted);
		sp_arena_release(&arena);
	}
}

/* A winmail.dat with a text and one file, made here (MS-OXTNEF, 2.1.3). */
static void attribute(struct sp_buf *out, unsigned char level, unsigned id, struct sp_str data)
{
	const unsigned char head[] = { level, id & 0xFF, id >> 8 & 0xFF, id >> 16 & 0xFF, id >> 24,
		data.len & 0xFF, data.len >> 8 & 0xFF, 0, 0 };

	sp_buf_add(out, head, sizeof(head));
	sp_buf_add_str(out, data);
	sp_buf_add(out, "\0\0", 2);
}

static void test_winmail(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf raw = SP_BUF_INIT, tnef = SP_BUF_INIT;
	struct sp_message *message;
	size_t whole;

	(void)state;
	sp_buf_add(&tnef, "\x78\x9F\x3E\x22\x01\x00", 6);
	attribute(&tnef, 1, 0x00069007, sp_str_n("\xE4\x04\0\0\0\0\0\0", 8)); /* code page 1252 */
	attribute(&tnef, 1, 0x0002800C, sp_str_n("perch\xE9\0", 7));
	attribute(&tnef, 2, 0x00069002, SP_STR("rendering data"));
	attribute(&tnef, 2, 0x00018010, sp_str_n("../x\xE8.txt\0", 10));
	attribute(&tnef, 2, 0x0006800F, SP_STR("hello"));
	sp_buf_add_text(&raw, "From: a@b\nContent-Type: application/ms-tnef; name=winmail.dat\n\n");
	sp_buf_add_str(&raw, sp_buf_str(&tnef));
	message = sp_message_parse(&arena, sp_buf_str(&raw), NULL);
	assert_int_equal(message->attachment_count, 2);
	assert_true(sp_str_eq(message->attachments[0].name, SP_STR("winmail.dat")));
	assert_true(sp_str_eq(message->attachments[1].name, SP_STR("xè.txt")));
	assert_int_equal(message->attachments[1].size, 5);
	assert_int_equal(message->attachments[1].body_len, 0);
	assert_true(sp_str_eq(message->text, SP_STR("perché\n")));
	/* Cut anywhere it is still a message with its attachment. */
	whole = raw.len;
	for (size_t len = whole - tnef.len; len < whole; len++) {
		message = sp_message_parse(&arena, sp_str_n(raw.ptr, len), NULL);
		assert_true(message->attachment_count >= 1);
	}
	sp_buf_release(&raw);
	sp_buf_release(&tnef);
	sp_arena_release(&arena);
}

static bool same_identity(const char *a, const char *b)
{
	struct sp_digest first = sp_message_identity(sp_str(a)), second = sp_message_identity(sp_str(b));

	return memcmp(first.bytes, second.bytes, sizeof(first.bytes)) == 0;
}

static void test_identity(void **state)
{
	static const char mail[] = "Subject: s\n\nbody\n";

	(void)state;
	assert_true(same_identity(mail, "Subject: s\r\n\r\nbody\r\n"));
	assert_true(same_identity(mail, "Received: a\n\tb\nDelivered-To: x\nSubject: s\n\nbody\n"));
	assert_true(same_identity(mail, "From a@b Mon\nReturn-Path: <x>\r\nSubject: s\n\nbody\n"));
	assert_true(same_identity(mail, "Authentication-Results: mx;\n\tdkim=pass\nReceived: a\n"
		"X-Spam-Status: No\nSubject: s\nX-Rspamd-Queue-Id: 1\n\nbody\n"));
	assert_true(same_identity(mail, "From - Mon Nov 23 09:00:00 2026\nX-Mozilla-Status: 0001\n"
		"X-Mozilla-Keys:    \nSubject: s\nStatus: RO\nX-UID: 5\nContent-Length: 5\n\nbody\n"));
	assert_false(same_identity(mail, "Subject: s\nX-Other: 1\n\nbody\n"));
	assert_false(same_identity(mail, "Subject: s\n\nStatus: x\nbody\n"));
	assert_false(same_identity(mail, "Subject: s\n\tfolded\n\nbody\n"));
	assert_false(same_identity(mail, "Subject: s\n\nbody \n"));
	assert_false(same_identity(mail, "Subject: s\n\nReceived: x\nbody\n"));
	assert_false(same_identity("Subject: s\n\nbo\rdy\n", "Subject: s\n\nbody\n"));
	assert_true(same_identity("", ""));
	/* Lines that end with CR alone are lines, too: not all is trace. */
	assert_false(same_identity("Return-Path: <>\rSubject: a\r\rbody\r",
		"Return-Path: <>\rSubject: b\r\rbody\r"));
	assert_true(same_identity("Received: 1\rSubject: a\r\rbody", "Received: 2\r\tx\rSubject: a\r\rbody"));
}

static void test_limits(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf raw = SP_BUF_INIT;
	struct sp_message *message;

	(void)state;
	sp_buf_add_text(&raw, "Subject: ");
	for (int i = 0; i < 2000; i++)
		sp_buf_add_text(&raw, "è");
	sp_buf_add_text(&raw, "\nMessage-ID: <");
	for (int i = 0; i < 100000; i++)
		sp_buf_add_char(&raw, 'x');
	sp_buf_add_text(&raw, "@y>\n\n");
	for (int i = 0; i < 300000; i++)
		sp_buf_add_text(&raw, "0123456789\n");
	message = sp_message_parse(&arena, sp_buf_str(&raw), NULL);
	assert_true(message->cut);
	assert_true(message->subject.len <= SP_MAX_SUBJECT);
	assert_null(message->message_id.ptr);
	assert_int_equal(message->text.len, SP_MAX_TEXT);
	sp_buf_cut(&raw, 0);
	for (int i = 0; i < 100; i++)
		sp_buf_add_text(&raw, "Content-Type: message/rfc822\n\n");
	message = sp_message_parse(&arena, sp_buf_str(&raw), NULL);
	assert_int_equal(message->class, SP_UNPARSED);
	sp_buf_release(&raw);
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_certified),
		cmocka_unit_test(test_handed_on),
		cmocka_unit_test(test_protection),
		cmocka_unit_test(test_winmail),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
