/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mail/compose and mail/invitation: whole mails, and what may never be in one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "mail/compose.h"
#include "mail/invitation.h"

static struct sp_mail plain_mail(void)
{
	return (struct sp_mail){
		.from_name = SP_STR("Rossi Web"),
		.from_address = SP_STR("assistenza@example.it"),
		.to_address = SP_STR("mario@example.com"),
		.subject = SP_STR("[HT00191] Stampante"),
		.message_id = SP_STR("<1.ht00191@example.it>"),
		.date = 1798043400,
		.language = SP_STR("it"),
		.text = SP_STR("Buongiorno,\n\nabbiamo ricevuto.\n"),
	};
}

static void compose(const struct sp_mail *mail, struct sp_buf *out)
{
	struct sp_err err = { 0 };

	assert_int_equal(sp_mail_compose(mail, out, &err), SP_OK);
}

static void a_plain_mail_is_readable(void **state)
{
	struct sp_mail mail = plain_mail();
	struct sp_buf got = SP_BUF_INIT;

	(void)state;
	compose(&mail, &got);
	assert_string_equal(got.ptr,
		"From: Rossi Web <assistenza@example.it>\r\n"
		"To: mario@example.com\r\n"
		"Subject: [HT00191] Stampante\r\n"
		"Date: Wed, 23 Dec 2026 17:30:00 +0100\r\n"
		"Message-ID: <1.ht00191@example.it>\r\n"
		"Content-Language: it\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=us-ascii\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Buongiorno,\r\n\r\nabbiamo ricevuto.\r\n");
	sp_buf_release(&got);
}

static void an_automatic_answer_says_so(void **state)
{
	static const struct sp_str references[] = {
		{ "<first@x>", 9 }, { "<bad id@x>", 10 }, { "<last@x>", 8 },
	};
	struct sp_mail mail = plain_mail();
	struct sp_buf got = SP_BUF_INIT;

	(void)state;
	mail.from_name = SP_STR("Caff\xc3\xa8 \"Nero\", srl");
	mail.reply_to = SP_STR("assistenza+abc@example.it");
	mail.in_reply_to = SP_STR("<last@x>");
	mail.references = references;
	mail.reference_count = 3;
	mail.auto_submitted = SP_STR("auto-replied");
	mail.list_id = SP_STR("Assistenza <assistenza.example.it>");
	mail.text = SP_STR("Perch\xc3\xa9\n.\nFrom qui\n");
	compose(&mail, &got);
	assert_string_equal(got.ptr,
		"From: =?utf-8?Q?Caff=C3=A8_=22Nero=22=2C_srl?= <assistenza@example.it>\r\n"
		"Reply-To: =?utf-8?Q?Caff=C3=A8_=22Nero=22=2C_srl?=\r\n"
		" <assistenza+abc@example.it>\r\n"
		"To: mario@example.com\r\n"
		"Subject: [HT00191] Stampante\r\n"
		"Date: Wed, 23 Dec 2026 17:30:00 +0100\r\n"
		"Message-ID: <1.ht00191@example.it>\r\n"
		"In-Reply-To: <last@x>\r\n"
		"References: <first@x> <last@x>\r\n"
		"Auto-Submitted: auto-replied\r\n"
		"X-Auto-Response-Suppress: All\r\n"
		"List-Id: Assistenza <assistenza.example.it>\r\n"
		"Content-Language: it\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n"
		"\r\n"
		"Perch=C3=A9\r\n=2E\r\n=46rom qui\r\n");
	sp_buf_release(&got);
}

static void files_are_enclosed(void **state)
{
	static const struct sp_enclosure files[] = {
		{ { "foto \xc3\xa8.jpg", 11 }, { "image/jpeg", 10 }, { "\xff\xd8\0", 3 } },
		{ { "../x\r\nY: z", 10 }, { "message/rfc822\r\nZ: 1", 19 }, { "", 0 } },
	};
	struct sp_mail mail = plain_mail();
	struct sp_buf got = SP_BUF_INIT;

	(void)state;
	mail.enclosures = files;
	mail.enclosure_count = 2;
	mail.text = SP_STR("Ecco.");
	compose(&mail, &got);
	assert_non_null(strstr(got.ptr,
		"MIME-Version: 1.0\r\n"
		"Content-Type: multipart/mixed;\r\n"
		" boundary=\"=_m0145770296cb0994ead30ef7\"\r\n"
		"\r\n"
		"--=_m0145770296cb0994ead30ef7\r\n"
		"Content-Type: text/plain; charset=us-ascii\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Ecco.\r\n"
		"\r\n"
		"--=_m0145770296cb0994ead30ef7\r\n"
		"Content-Type: image/jpeg\r\n"
		"Content-Disposition: attachment;\r\n"
		" filename*=utf-8''foto%20%C3%A8.jpg\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"\r\n"
		"/9gA\r\n"
		"\r\n"
		"--=_m0145770296cb0994ead30ef7\r\n"
		"Content-Type: application/octet-stream\r\n"
		"Content-Disposition: attachment;\r\n"
		" filename=\"_.._x Y_ z\"\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"\r\n"
		"\r\n"
		"--=_m0145770296cb0994ead30ef7--\r\n"));
	sp_buf_release(&got);
}

/* What may not be written is refused, and nothing of the mail is left. */
static void what_is_no_address_is_refused(void **state)
{
	static const struct sp_str bad[] = {
		{ "a@b\r\nBcc: c@d", 13 }, { "a b@c", 5 }, { "a\0@c", 4 }, { "", 0 }, { "a@b>", 4 },
	};
	struct sp_buf got = SP_BUF_INIT;

	(void)state;
	sp_buf_add_text(&got, "before");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		for (int where = 0; where < 3; where++) {
			struct sp_mail mail = plain_mail();
			struct sp_err err = { 0 };

			*(where == 0 ? &mail.to_address : where == 1 ? &mail.from_address : &mail.reply_to) =
				bad[i];
			assert_int_equal(sp_mail_compose(&mail, &got, &err), SP_PERM);
			assert_string_equal(got.ptr, "before");
			assert_true(err.text[0] != '\0' && !strchr(err.text, '\n'));
		}
	}
	sp_buf_release(&got);
}

static void malformed_fields_of_ours_are_refused(void **state)
{
	struct sp_buf got = SP_BUF_INIT;
	struct sp_mail mail = plain_mail();

	(void)state;
	mail.message_id = SP_STR("<a\r\nb@c>");
	assert_int_equal(sp_mail_compose(&mail, &got, NULL), SP_PERM);
	mail = plain_mail();
	mail.auto_submitted = SP_STR("auto\r\nX: y");
	assert_int_equal(sp_mail_compose(&mail, &got, NULL), SP_PERM);
	mail = plain_mail();
	mail.list_id = SP_STR("x <a\r\nb>");
	assert_int_equal(sp_mail_compose(&mail, &got, NULL), SP_PERM);
	mail.list_id = SP_STR("no brackets");
	assert_int_equal(sp_mail_compose(&mail, &got, NULL), SP_PERM);
	assert_int_equal(got.len, 0);
	sp_buf_release(&got);
}

/* The first and the newest, in order, within 998 octets however many there are. */
static void long_threads_keep_their_ends(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_str *ids = sp_arena_array(&arena, 500, struct sp_str);
	struct sp_mail mail = plain_mail();
	struct sp_buf got = SP_BUF_INIT;
	const char *field, *end;
	size_t octets = 0;

	(void)state;
	for (int i = 0; i < 500; i++)
		ids[i] = sp_str(sp_arena_printf(&arena, "<%d.%040d@example.it>", i, 0));
	mail.references = ids;
	mail.reference_count = 500;
	compose(&mail, &got);
	field = strstr(got.ptr, "References: <0.0000");
	assert_non_null(field);
	end = strstr(field, "\r\nContent-Language");
	assert_non_null(end);
	for (const char *at = field; at < end; at++)
		octets += *at != '\r' && *at != '\n';
	assert_true(octets <= 998 && octets > 900);
	assert_null(strstr(field, "<1.0"));
	assert_true(strstr(field, "<498.0") < strstr(field, "<499.0"));
	assert_true(strstr(field, "<499.0") < end);
	sp_buf_release(&got);
	sp_arena_release(&arena);
}

static void the_same_mail_is_the_same_bytes(void **state)
{
	static const struct sp_enclosure file = { { "a", 1 }, { "image/png", 9 }, { "b", 1 } };
	struct sp_mail mail = plain_mail();
	struct sp_buf one = SP_BUF_INIT, two = SP_BUF_INIT;

	(void)state;
	mail.enclosures = &file;
	mail.enclosure_count = 1;
	mail.invitation = SP_STR("BEGIN:VCALENDAR\nEND:VCALENDAR\n");
	compose(&mail, &one);
	compose(&mail, &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.ptr, two.ptr, one.len);
	sp_buf_release(&one);
	sp_buf_release(&two);
}

static void an_invitation_is_icalendar(void **state)
{
	struct sp_invitation invitation = {
		.uid = SP_STR("ht00191@example.it"),
		.sequence = 2,
		.start = 1798043400,
		.minutes = 60,
		.stamp = 1798000000,
		.summary = SP_STR("Intervento; \"caff\xc3\xa8\", piano 2\\3"),
		.description = SP_STR("Riga uno\r\nBEGIN:VALARM\nRiga lunga lunga lunga lunga lunga lunga perch\xc3\xa9 \xc3\xa8\xc3\xa8"),
		.organizer_name = SP_STR("Rossi \"Web\"\r\nX:1"),
		.organizer_address = SP_STR("assistenza@example.it"),
		.attendee_address = SP_STR("m%x@example.com"),
	};
	struct sp_buf got = SP_BUF_INIT;

	(void)state;
	sp_invitation_write(&got, &invitation);
	assert_string_equal(got.ptr,
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sportello//Sportello//EN\r\n"
		"CALSCALE:GREGORIAN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
		"UID:ht00191@example.it\r\nSEQUENCE:2\r\n"
		"DTSTAMP:20261223T042640Z\r\nDTSTART:20261223T163000Z\r\nDTEND:20261223T173000Z\r\n"
		"SUMMARY:Intervento\\; \"caff\xc3\xa8\"\\, piano 2\\\\3\r\n"
		"DESCRIPTION:Riga uno\\nBEGIN:VALARM\\nRiga lunga lunga lunga lunga lunga lung\r\n"
		" a perch\xc3\xa9 \xc3\xa8\xc3\xa8\r\n"
		"ORGANIZER;CN=\"Rossi 'Web' X:1\":mailto:assistenza@example.it\r\n"
		"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:m%25x\r\n"
		" @example.com\r\n"
		"STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	sp_buf_release(&got);
}

static int in_rome(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	return sp_zone_set("Europe/Rome", &err) == SP_OK ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_mail_is_readable),
		cmocka_unit_test(an_automatic_answer_says_so),
		cmocka_unit_test(files_are_enclosed),
		cmocka_unit_test(what_is_no_address_is_refused),
		cmocka_unit_test(malformed_fields_of_ours_are_refused),
		cmocka_unit_test(long_threads_keep_their_ends),
		cmocka_unit_test(the_same_mail_is_the_same_bytes),
		cmocka_unit_test(an_invitation_is_icalendar),
	};

	return cmocka_run_group_tests(tests, in_rome, NULL);
}
