/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about the message they answer, and about who may be a customer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/privacy.h"
#include "unit/staff_scene.h"

static const struct sp_origin second = { .message_id = 7, .ticket_id = 100,
	.kind = SP_ENTRY_CUSTOMER, .author_id = 11, .subject = SP_STR("Re: [HT00001] Il router"),
	.text = SP_STR("Anche il router lampeggia."), .header_id = SP_STR("<7@rossi.example.it>"),
	.received_at = 1795420000 };

static struct scene *about(const struct sp_origin *origin, const char *text)
{
	struct scene *s = answer(anna);

	proven(s);
	s->facts.origin = origin;
	s->facts.applicant = &s->mario;
	s->message.text = s->message.reply = sp_str(text);
	decide(s);
	return s;
}

/* --- #dividi ------------------------------------------------------------------------ */

static void test_split(void **state)
{
	struct scene *s = about(&second, "#dividi\n#coda info\n#priorita 2");
	const struct sp_decision *open = the(s, SP_DO_OPEN);

	(void)state;
	assert_int_equal(open->person_id, 11);
	assert_true(sp_str_eq(open->open.subject, SP_STR("Il router")));
	assert_int_equal(open->open.received_at, second.received_at);
	assert_int_equal(the(s, SP_DO_SPLIT)->split.message_id, 7);
	assert_int_equal(the(s, SP_DO_SPLIT)->split.from_id, 100);
	assert_int_equal(the(s, SP_DO_SPLIT)->ticket_id, SP_THE_NEW_TICKET);
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "split");
	assert_int_equal(set(s, SP_FIELD_QUEUE)->ticket_id, SP_THE_NEW_TICKET);
	assert_int_equal(set(s, SP_FIELD_PRIORITY)->ticket_id, SP_THE_NEW_TICKET);
	assert_int_equal(mails(s, "confirmation", MARIO), 1);
	assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
	for (size_t i = 0; i < s->plan->count; i++) {
		const struct sp_decision *d = &s->plan->items[i];

		if (d->kind == SP_DO_MAIL && d->mail.kind == sp_mail_kind("notification")) {
			assert_int_equal(d->mail.origin_id, 7);
			assert_true(sp_str_eq(d->mail.text, second.text));
		}
	}
	end(s);
}

static void test_split_refused(void **state)
{
	struct sp_origin first = second, other = second, note = second;
	struct scene *s;

	(void)state;
	first.first = true;
	s = about(&first, "#split");
	refused(s, "the first message");
	end(s);
	other.ticket_id = 101;
	s = about(&other, "#dividi");
	refused(s, "a message of another ticket");
	end(s);
	note.kind = SP_ENTRY_SUPPLIER;
	s = about(&note, "#dividi");
	refused(s, "a supplier's message");
	end(s);
	s = about(NULL, "#dividi");
	refused(s, "nothing is known of what it answers");
	end(s);
	s = about(&second, "#priorita 1\n#dividi");
	refused(s, "not the first line");
	end(s);
	s = about(&second, "#dividi\nEcco.");
	refused(s, "with a text");
	end(s);
}

/* Who wrote it asks, not whose ticket it stood on. */
static void test_split_of_a_colleague(void **state)
{
	struct sp_origin origin = second;
	struct scene *s = about(&second, "#dividi");

	(void)state;
	origin.author_id = 12;
	s->facts.origin = &origin;
	s->facts.applicant = &s->giulia;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 12);
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	end(s);
}

/* --- #privacy ------------------------------------------------------------------------- */

static void test_privacy(void **state)
{
	struct scene *s = about(&second, "#privacy");

	(void)state;
	refused(s, "nobody answers for personal data");
	s->conf.dpo = "dpo@desk.example.it";
	decide(s);
	assert_int_equal(mails(s, "privacy_handed", "dpo@desk.example.it"), 1);
	assert_int_equal(set(s, SP_FIELD_DUE_AT)->set.number, sp_privacy_due(second.received_at));
	assert_string_equal(the(s, SP_DO_FLAG)->flag.name, "privacy-handed");
	assert_int_equal(all_mails(s), 2);
	s->candidate.ticket.due_at = 1795430000;
	decide(s);
	assert_null(field(s, SP_FIELD_DUE_AT));
	end(s);
}

/* --- #attiva, #rifiuta, #blocca ---------------------------------------------------------- */

static struct scene *decides(enum sp_person_state is, const char *text)
{
	struct scene *s = about(NULL, "#aiuto");

	s->facts.candidate_count = 0;
	s->mario.state = is;
	s->message.reply = sp_str(text);
	decide(s);
	return s;
}

static void test_activate(void **state)
{
	struct scene *s = decides(SP_PERSON_PENDING, "#attiva");

	(void)state;
	assert_int_equal(the(s, SP_DO_ACTIVATE)->person_id, 11);
	assert_null(find(s, SP_DO_BELONG));
	assert_int_equal(all_mails(s), 1);
	assert_int_equal(mails(s, "receipt", NULL), 1);
	s->facts.domain_organisation_id = 5;
	s->facts.domain_organisation = SP_STR("Serramenti Rossi");
	decide(s);
	assert_int_equal(the(s, SP_DO_BELONG)->belong.organisation_id, 5);
	assert_true(sp_str_has(s->plan->lines[0].result, SP_STR("Serramenti Rossi")));
	/* Somebody of a known firm who wrote to an open queue. */
	s->mario.state = SP_PERSON_ACTIVE;
	s->facts.candidate_count = 1;
	decide(s);
	assert_null(find(s, SP_DO_ACTIVATE));
	assert_int_equal(the(s, SP_DO_BELONG)->ticket_id, 100);
	s->mario.organisation_id = 4;
	decide(s);
	refused(s, "he is of another firm");
	end(s);
	s = decides(SP_PERSON_ACTIVE, "#activate");
	refused(s, "nobody waits");
	end(s);
	s = decides(SP_PERSON_PENDING, "#attiva\nBenvenuto!");
	refused(s, "a text for nobody");
	end(s);
}

static void test_refuse(void **state)
{
	static const char *const texts[] = { "#rifiuta Lavoriamo solo con ditte.",
		"#refuse\nLavoriamo solo con ditte." };
	struct scene *s;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		s = decides(SP_PERSON_PENDING, texts[i]);
		assert_true(sp_str_eq(the(s, SP_DO_REFUSE)->refuse.reason,
			SP_STR("Lavoriamo solo con ditte.")));
		assert_int_equal(all_mails(s), 1);
		end(s);
	}
	s = decides(SP_PERSON_PENDING, "#rifiuta");
	refused(s, "no reason");
	end(s);
	s = decides(SP_PERSON_BLOCKED, "#rifiuta no");
	refused(s, "nobody waits");
	end(s);
}

static void test_block_pending(void **state)
{
	struct scene *s = decides(SP_PERSON_PENDING, "#blocca");

	(void)state;
	assert_int_equal(the(s, SP_DO_BLOCK)->person_id, 11);
	end(s);
	s = decides(SP_PERSON_ACTIVE, "#blocca");
	refused(s, "nobody there");
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_split_refused),
		cmocka_unit_test(test_split_of_a_colleague),
		cmocka_unit_test(test_privacy),
		cmocka_unit_test(test_activate),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_block_pending),
	};

	return cmocka_run_group_tests(tests, load_rome, free_words);
}
