/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about whose ticket it is, and who else is to work on it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/staff_scene.h"

static void test_customer(void **state)
{
	struct sp_named named = { SP_STR("giulia@example.com"), NULL };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#cliente giulia@example.com\n#priorita 2\nHa telefonato: non stampa.");
	decide(s);
	refused(s, "#cliente on a ticket");
	s->facts.candidate_count = 0;
	decide(s);
	assert_true(sp_str_eq(the(s, SP_DO_PERSON)->person.address, SP_STR("giulia@example.com")));
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, SP_THE_NEW_PERSON);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Ha telefonato: non stampa.")));
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
	assert_int_equal(set(s, SP_FIELD_PRIORITY)->ticket_id, SP_THE_NEW_TICKET);
	named.person = &s->giulia;
	s->giulia.organisation_id = 5;
	s->facts.named = &named;
	s->facts.named_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 12);
	assert_int_equal(the(s, SP_DO_OPEN)->open.organisation_id, 5);
	s->giulia.state = SP_PERSON_BLOCKED;
	decide(s);
	refused(s, "#cliente of somebody blocked");
	s->message.reply = SP_STR("#cliente giulia@example.com");
	decide(s);
	refused(s, "#cliente without a text");
	end(s);
}

/* A customer's mail that is handed on opens the ticket in his name; only a
 * proven staff member can do that. */
static void test_forward(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	s->facts.candidate_count = 0;
	s->message.forwarded = true;
	s->message.forwarded_from = (struct sp_address){ SP_STR("Giulia"), SP_STR("giulia@example.com") };
	s->message.text = SP_STR("Da: Giulia\n\nNon stampa.");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 1);
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 0);
	proven(s);
	decide(s);
	assert_true(sp_str_eq(the(s, SP_DO_PERSON)->person.address, SP_STR("giulia@example.com")));
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 1);
	s->message.forwarded_from.address = SP_STR("info@desk.example.it");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 1);
	end(s);
}

/* The same as a file below words of his own: those are a note; the subject is that
 * of the mail inside, where his own only has something around it. */
static void test_forward_file(void **state)
{
	static const struct {
		const char *subject, *becomes;
	} subjects[] = {
		{ "[giulia@example.com: Stampante]", "Stampante" },
		{ "I: Stampante", "Stampante" },
		{ "", "Stampante" },
		{ "Fwd: quella di Giulia", "quella di Giulia" },
	};
	struct scene *s = answer(anna);

	(void)state;
	s->facts.candidate_count = 0;
	s->message.forwarded_from = (struct sp_address){ SP_STR("Giulia"), SP_STR("giulia@example.com") };
	s->message.attached_text = SP_STR("Non stampa.");
	s->message.quoted_subject = SP_STR("Re: Stampante");
	s->message.text = s->message.reply = SP_STR("Chi la chiama?");
	proven(s);
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		s->message.subject = sp_str(subjects[i].subject);
		decide(s);
		assert_true(sp_str_eq(the(s, SP_DO_OPEN)->open.subject, sp_str(subjects[i].becomes)));
		assert_true(sp_str_eq(the(s, SP_DO_PERSON)->person.address, SP_STR("giulia@example.com")));
		assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Non stampa.")));
		assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	}
	/* An answer with such a file is an answer, its file no more than that. */
	s->facts.candidate_count = 1;
	s->message.subject = SP_STR("Re: [HT00191] Stampante");
	decide(s);
	assert_null(find(s, SP_DO_OPEN));
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Chi la chiama?")));
	end(s);
}

/* #cliente on a ticket: who wrote from an address that nobody knew is a customer
 * that the desk has; the mails that follow go to that one. */
static void test_same_person(void **state)
{
	struct sp_person who = { .id = 31, .role = SP_CUSTOMER, .address = SP_STR("m.rossi@casa.example"),
		.language = SP_STR("it") };
	struct sp_person is = { .id = 32, .role = SP_CUSTOMER, .address = SP_STR("rossi@ditta.example"),
		.language = SP_STR("it"), .organisation_id = 7 };
	struct sp_named named = { SP_STR("rossi@ditta.example"), &is };
	struct scene *s = wrote(SP_NEW, "#cliente rossi@ditta.example\n\nEccomi, signor Rossi.");

	(void)state;
	s->facts.named = &named;
	s->facts.named_count = 1;
	s->candidate.requester = &who;
	s->candidate.ticket.requester_id = who.id;
	s->candidate.ticket.organisation_id = 0;
	decide(s);
	assert_int_equal(the(s, SP_DO_UNITE)->person_id, 31);
	assert_int_equal(the(s, SP_DO_UNITE)->unite.into_id, 32);
	assert_int_equal(mails(s, "staff_reply", "rossi@ditta.example"), 1);
	assert_int_equal(mails(s, "staff_reply", NULL), 1);
	assert_null(find(s, SP_DO_OPEN));
	s->facts.requester_has_hours = true;
	decide(s);
	refused(s, "ha ore o importi suoi");
	s->facts.requester_has_hours = false;
	who.organisation_id = 8;
	decide(s);
	refused(s, "un'altra ditta");
	who.organisation_id = 7;
	is.state = SP_PERSON_BLOCKED;
	decide(s);
	refused(s, "a cui non si scrive");
	is.state = SP_PERSON_ACTIVE;
	is.restriction = SP_RESTRICTED_ASKED;
	decide(s);
	refused(s, "limitati");
	is.restriction = SP_UNRESTRICTED;
	who.state = SP_PERSON_PENDING;
	decide(s);
	refused(s, "prima #attiva");
	who.state = SP_PERSON_ACTIVE;
	named.person = &who;
	decide(s);
	refused(s, "chi ha scritto è già lui");
	named.person = NULL;
	decide(s);
	refused(s, "non si scrive");
	end(s);
	s = wrote(SP_NEW, "#cliente rossi@ditta.example\n#priorita 1");
	s->facts.named = &named;
	s->facts.named_count = 1;
	named.person = &is;
	s->candidate.requester = &who;
	decide(s);
	refused(s, "va scritto da solo");
	end(s);
}

static void test_merge(void **state)
{
	struct sp_named_ticket other = { SP_STR("HT"), 190,
		{ .id = 190, .code = SP_STR("HT00190"), .queue = SP_STR("assistenza"),
			.state = SP_IN_PROGRESS, .language = SP_STR("it"), .requester_id = 11 } };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#unisci HT00190");
	decide(s);
	refused(s, "a ticket that is none");
	s->facts.named_tickets = &other;
	s->facts.named_ticket_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_MERGE)->ticket_id, 100);
	assert_int_equal(the(s, SP_DO_MERGE)->link.other_id, 190);
	assert_int_equal(mails(s, "joined", MARIO), 1);
	assert_int_equal(mails(s, "cancelled", NULL), 0);
	other.ticket.requester_id = 12;
	decide(s);
	refused(s, "another customer's ticket");
	other.ticket.organisation_id = s->candidate.ticket.organisation_id = 5;
	decide(s);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, 11);
	assert_int_equal(the(s, SP_DO_JOIN)->ticket_id, 190);
	other.ticket.id = 100;
	decide(s);
	refused(s, "the ticket itself");
	end(s);
}

/* SPEC.md section 8: description, place, photographs; no notes; his answers are
 * the staff's.  What stands below the line is for him and nobody else. */
static void test_supplier(void **state)
{
	static const char *const domains[] = { "idraulica.example", NULL };
	struct sp_person plumber = { .id = 30, .role = SP_SUPPLIER, .state = SP_PERSON_ACTIVE,
		.address = SP_STR("ugo@idraulica.example"), .language = SP_STR("en") };
	struct sp_named named = { SP_STR("ugo@idraulica.example"), NULL };
	struct sp_participant part = { .person_id = 30, .part = SP_PART_SUPPLIER };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#fornitore ugo@idraulica.example\nPuò passare domani?");
	decide(s);
	refused(s, "nobody on file");
	s->conf.suppliers_domains = domains;
	decide(s);
	assert_int_equal(the(s, SP_DO_PERSON)->person.role, SP_SUPPLIER);
	assert_int_equal(the(s, SP_DO_JOIN)->join.part, SP_PART_SUPPLIER);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, SP_FIRST_NAMED);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_REQUEST_SENT);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_SUPPLIER);
	assert_int_equal(mails(s, "supplier_request", "ugo@idraulica.example"), 1);
	assert_int_equal(mails(s, "status_changed", MARIO), 1);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	s->conf.suppliers_domains = NULL;
	named.person = &plumber;
	s->facts.named = &named;
	s->facts.named_count = 1;
	decide(s);
	assert_null(find(s, SP_DO_PERSON));
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, 30);
	assert_true(sp_str_eq(the(s, SP_DO_MAIL)->mail.language, SP_STR("en")));
	assert_false(the(s, SP_DO_MAIL)->mail.again);
	s->candidate.participants = &part;
	s->candidate.participant_count = 1;
	s->candidate.ticket.state = SP_REQUEST_SENT;
	decide(s);
	assert_true(the(s, SP_DO_MAIL)->mail.again);
	assert_null(find(s, SP_DO_JOIN));
	s->message.reply = SP_STR("#nota\n#fornitore ugo@idraulica.example\nSi fa pagare troppo.");
	decide(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_NOTE);
	s->message.reply = SP_STR("#chiedi\n#fornitore ugo@idraulica.example\nQuando?");
	decide(s);
	refused(s, "a question and a supplier");
	plumber.state = SP_PERSON_BLOCKED;
	s->message.reply = SP_STR("#supplier ugo@idraulica.example");
	decide(s);
	refused(s, "a blocked supplier");
	named.person = &s->giulia;
	decide(s);
	refused(s, "a customer");
	end(s);
}

static void test_supplier_answers(void **state)
{
	struct sp_participant part = { .person_id = 12, .part = SP_PART_SUPPLIER,
		.state = SP_PERSON_ACTIVE };
	struct scene *s = answer(giulia);

	(void)state;
	s->giulia.role = SP_SUPPLIER;
	s->candidate.participants = &part;
	s->candidate.participant_count = 1;
	s->candidate.ticket.state = SP_REQUEST_SENT;
	decide(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_SUPPLIER);
	assert_int_equal(s->plan->actor, SP_BY_SUPPLIER);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(mails(s, "notification", NULL), all_mails(s));
	s->candidate.participant_count = 0;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 12);
	assert_int_equal(the(s, SP_DO_LINK)->link.other_id, 100);
	end(s);
}

static void test_block(void **state)
{
	struct scene *s = wrote(SP_NEW, "#blocca\n#chiudi");

	(void)state;
	assert_int_equal(the(s, SP_DO_BLOCK)->person_id, 11);
	assert_int_equal(mails(s, "closed", NULL), 0);
	end(s);
	s = wrote(SP_NEW, "#block\nGo away.");
	refused(s, "a text for whom is blocked");
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_customer),
		cmocka_unit_test(test_forward),
		cmocka_unit_test(test_forward_file),
		cmocka_unit_test(test_same_person),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_supplier),
		cmocka_unit_test(test_supplier_answers),
		cmocka_unit_test(test_block),
	};

	return cmocka_run_group_tests(tests, load_rome, free_words);
}
