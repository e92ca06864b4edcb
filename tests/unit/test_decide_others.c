/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The decision: what comes of the staff's, a supplier's and a machine's message.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/scene.h"

static void test_staff_answer(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	decide(s);
	assert_string_equal(s->plan->summary, "replied");
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_STAFF);
	assert_int_equal(mails(s, "staff_reply", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	end(s);
}

static void test_staff_answer_not_sent_twice(void **state)
{
	struct sp_address to[] = { { SP_NONE, SP_STR("Mario@Rossi.example.it") } };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.cc.items = to;
	s->message.cc.count = 1;
	decide(s);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_STAFF);
	end(s);
}

static void test_reply_closes(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->queues[0].policies.reply_closes = true;
	decide(s);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_DONE);
	assert_int_equal(the(s, SP_DO_MOVE)->move.outcome, SP_RESOLVED);
	end(s);
}

/* FAULTS.md 26 and 27: whatever it refers to. */
static void test_staff_without_proof(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	decide(s);
	assert_int_equal(mails(s, "unproven", "anna@desk.example.it"), 1);
	/* Her answer to that mail is proof, and about the same ticket. */
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL &&
			strcmp(s->plan->items[i].mail.kind->name, "unproven") == 0)
			assert_int_equal(s->plan->items[i].ticket_id, s->candidate.ticket.id);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_UNPROVEN);
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, SP_THE_NEW_TICKET);
	assert_int_equal(s->plan->actor, SP_BY_CUSTOMER);
	assert_int_equal(s->plan->actor_id, 0);
	end(s);
}

static void test_machines_open_and_answer_nothing(void **state)
{
	static const enum sp_class classes[] = { SP_AUTOMATIC, SP_BOUNCE, SP_RECEIPT, SP_LIST, SP_SPAM,
		SP_PEC_RECEIPT };

	(void)state;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		struct scene *s = scene();

		s->message.class = classes[i];
		s->message.subject = SP_STR("URGENTE");
		decide(s);
		assert_int_equal(s->plan->count, 1);
		assert_int_equal(s->plan->items[0].kind, SP_DO_STORE);
		end(s);
		s = answer(mario);
		s->candidate.ticket.state = SP_DONE;
		s->message.class = classes[i];
		decide(s);
		assert_null(find(s, SP_DO_MOVE));
		assert_null(find(s, SP_DO_OPEN));
		assert_int_equal(mails(s, "notification", NULL), classes[i] == SP_AUTOMATIC ? 2 : 0);
		assert_int_equal(all_mails(s), mails(s, "notification", NULL));
		end(s);
	}
}

static void test_our_own_mail_is_a_loop(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->facts.from_ourselves = true;
	decide(s);
	assert_int_equal(s->plan->count, 1);
	assert_string_equal(s->plan->summary, "loop");
	end(s);
}

static void test_bounce(void **state)
{
	struct sp_bounce bounce = { SP_STR("mario@rossi.example.it"), SP_STR("failed"),
		SP_STR("5.1.1"), SP_STR("unknown user") };
	struct sp_sent_mail sent = { .outbox_id = 7, .ticket_id = 100, .person_id = 11 };
	struct scene *s = scene();

	(void)state;
	s->candidate.ticket.state = SP_DONE;
	s->message.class = SP_BOUNCE;
	s->message.bounces = &bounce;
	s->message.bounce_count = 1;
	s->facts.bounced = &sent;
	s->facts.bounced_ticket = &s->candidate.ticket;
	decide(s);
	assert_int_equal(the(s, SP_DO_BOUNCED)->bounced.outbox_id, 7);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_BOUNCE);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(mails(s, "notification", NULL), 2);
	/* Of a mail to the staff: nobody is told, or it would never end. */
	sent.person_id = 1;
	decide(s);
	assert_int_equal(all_mails(s), 0);
	end(s);
}

static void test_supplier_speaks_to_the_staff(void **state)
{
	struct sp_participant part = { .person_id = 12, .part = SP_PART_SUPPLIER };
	struct scene *s = answer(giulia);

	(void)state;
	s->giulia.role = SP_SUPPLIER;
	s->candidate.participants = &part;
	s->candidate.participant_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_SUPPLIER);
	assert_int_equal(all_mails(s), mails(s, "notification", NULL));
	assert_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_assigned_ticket_is_the_assignees(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->candidate.ticket.assignee_id = 2;
	decide(s);
	assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", NULL), 1);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_staff_answer),
		cmocka_unit_test(test_staff_answer_not_sent_twice),
		cmocka_unit_test(test_reply_closes),
		cmocka_unit_test(test_staff_without_proof),
		cmocka_unit_test(test_machines_open_and_answer_nothing),
		cmocka_unit_test(test_our_own_mail_is_a_loop),
		cmocka_unit_test(test_bounce),
		cmocka_unit_test(test_supplier_speaks_to_the_staff),
		cmocka_unit_test(test_assigned_ticket_is_the_assignees),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
