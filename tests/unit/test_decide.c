/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The decision: what comes of a customer's message.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/scene.h"

static void test_first_message(void **state)
{
	struct scene *s = scene();

	(void)state;
	decide(s);
	assert_int_equal(s->plan->items[0].kind, SP_DO_STORE);
	assert_non_null(find(s, SP_DO_PERSON));
	assert_string_equal(the(s, SP_DO_OPEN)->open.queue->name, "assistenza");
	assert_int_equal(the(s, SP_DO_OPEN)->open.priority, 0);
	assert_int_equal(mails(s, "confirmation", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "notification", NULL), 2);
	assert_int_equal(all_mails(s), 3);
	/* Nothing vouches for him: his words are not repeated. */
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL)
			assert_false(s->plan->items[i].mail.vouched);
	end(s);
}

static void test_seen_before_changes_nothing(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.seen_before = true;
	decide(s);
	assert_int_equal(s->plan->count, 1);
	assert_int_equal(s->plan->items[0].kind, SP_DO_NOTHING);
	end(s);
}

static void test_urgent(void **state)
{
	static const struct {
		const char *subject;
		int priority;
	} cases[] = {
		{ "URGENTE: server fermo", 3 },
		{ "urgente server fermo", 3 },
		{ "server fermo (Urgente!)", 3 },
		{ "URGENT: server down", 3 },
		{ "non urgente: una domanda", 0 },
		{ "Non \xc3\xa8 urgente", 0 },
		{ "non e' urgente", 0 },
		{ "urgentemente", 0 },
		{ "Re: URGENTE: server fermo", 0 },
		{ "non urgente... anzi URGENTE", 3 },
		{ "una domanda", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = scene();

		s->message.subject = sp_str(cases[i].subject);
		decide(s);
		if (the(s, SP_DO_OPEN)->open.priority != cases[i].priority)
			fail_msg("%s", cases[i].subject);
		end(s);
	}
}

static void test_wish_is_kept_beside(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->queues[0].policies.customer_priority = SP_WISH_NONE;
	s->message.subject = SP_STR("URGENTE");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.priority, 0);
	assert_int_equal(the(s, SP_DO_OPEN)->open.wish, 3);
	end(s);
}

static void test_first_lines(void **state)
{
	struct scene *s = scene();
	const struct sp_decision *open;

	(void)state;
	s->message.reply = s->message.text =
		SP_STR("Coda: info\nLuogo: via Roma 1\nPriorit\xc3\xa0: **\n\nNon va il wifi.\n"
		       "Nota: il codice del cancello \xc3\xa8 1234\ne basta");
	decide(s);
	open = the(s, SP_DO_OPEN);
	assert_string_equal(open->open.queue->name, "info");
	assert_true(sp_str_eq(open->open.place, SP_STR("via Roma 1")));
	assert_int_equal(open->open.priority, 2);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Non va il wifi.")));
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_ENTRY &&
			s->plan->items[i].entry.kind == SP_ENTRY_NOTE)
			assert_true(sp_str_has(s->plan->items[i].entry.text, SP_STR("1234")));
	end(s);
}

static void test_answer_of_the_requester(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	decide(s);
	assert_string_equal(s->plan->summary, "answered");
	assert_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, 100);
	assert_int_equal(mails(s, "notification", NULL), 2);
	assert_int_equal(all_mails(s), 2);
	end(s);
}

static void test_stranger_gets_a_ticket_of_his_own(void **state)
{
	struct scene *s = answer(giulia);

	(void)state;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "claimed");
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, SP_THE_NEW_TICKET);
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "confirmation", "mario@rossi.example.it"), 0);
	end(s);
}

/* FAULTS.md 39: an address of a firm that we know proves nothing. */
static void test_domain_of_a_firm_gives_nothing(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.candidates = &s->candidate;
	s->facts.candidate_count = 1;
	s->facts.domain_organisation_id = s->candidate.ticket.organisation_id = 3;
	decide(s);
	assert_int_equal(the(s, SP_DO_PERSON)->person.organisation_id, 0);
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, SP_THE_NEW_TICKET);
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "claimed");
	end(s);
}

static void test_colleague_passes_the_gate(void **state)
{
	struct scene *s = answer(giulia);

	(void)state;
	s->giulia.organisation_id = s->candidate.ticket.organisation_id = 3;
	decide(s);
	assert_string_equal(s->plan->summary, "answered");
	end(s);
}

static void test_answer_to_each_state(void **state)
{
	static const struct {
		enum sp_state from;
		int to; /* -1: stays */
	} cases[] = {
		{ SP_NEW, -1 }, { SP_SUSPENDED, -1 }, { SP_DISPUTED, -1 },
		{ SP_WAITING_CUSTOMER, SP_IN_PROGRESS }, { SP_CHANGES_REQUESTED, SP_IN_PROGRESS },
		{ SP_DONE, SP_IN_PROGRESS }, { SP_CANCELLED, SP_IN_PROGRESS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = answer(mario);
		const struct sp_decision *move;

		s->candidate.ticket.state = cases[i].from;
		decide(s);
		move = find(s, SP_DO_MOVE);
		assert_int_equal(move ? (int)move->move.to : -1, cases[i].to);
		assert_int_equal(mails(s, "reopened", "mario@rossi.example.it"),
			cases[i].from == SP_DONE || cases[i].from == SP_CANCELLED);
		end(s);
	}
}

/* What number an answer of Mario's, with that subject, sets in that field; -1: none. */
static int64_t answer_sets(struct scene *s, const char *subject, enum sp_ticket_field field)
{
	int64_t number = -1;

	s->message.subject = sp_str(subject);
	decide(s);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_SET && s->plan->items[i].set.field == field)
			number = s->plan->items[i].set.number;
	end(s);
	return number;
}

static struct scene *answer_after(bool decided, int wish, int priority)
{
	struct scene *s = answer(mario);

	s->candidate.priority_decided = decided;
	s->candidate.ticket.wish = wish;
	s->candidate.ticket.priority = priority;
	return s;
}

static void test_answer_raises(void **state)
{
	static const char changed[] = "Re: [HT00191] URGENTE: non parte";
	struct scene *s;

	(void)state;
	assert_int_equal(answer_sets(answer_after(false, 0, 0), changed, SP_FIELD_PRIORITY), 3);
	assert_int_equal(answer_sets(answer_after(false, 0, 0), changed, SP_FIELD_WISH), 3);
	assert_int_equal(answer_sets(answer_after(false, 0, 0), "Re: Stampante", SP_FIELD_PRIORITY), -1);
	/* The staff's decision stands; his wish is recorded, once. */
	assert_int_equal(answer_sets(answer_after(true, 0, 1), changed, SP_FIELD_PRIORITY), -1);
	assert_int_equal(answer_sets(answer_after(true, 0, 1), changed, SP_FIELD_WISH), 3);
	assert_int_equal(answer_sets(answer_after(true, 3, 1), changed, SP_FIELD_WISH), -1);
	s = answer_after(false, 0, 0);
	s->queues[0].policies.customer_priority = SP_WISH_NONE;
	assert_int_equal(answer_sets(s, changed, SP_FIELD_PRIORITY), -1);
	s = answer_after(false, 0, 0);
	s->queues[0].policies.customer_priority = SP_WISH_NONE;
	assert_int_equal(answer_sets(s, changed, SP_FIELD_WISH), 3);
}

static void test_thanks_reopen_nothing(void **state)
{
	static const char *const thanks[] = { "grazie", "Ok, grazie mille!", "Grazie\n", "thank you",
		"Grazie lo stesso!", "Thanks anyway" };

	(void)state;
	for (size_t i = 0; i < sizeof thanks / sizeof *thanks; i++) {
		struct scene *s = answer(mario);

		s->candidate.ticket.state = SP_DONE;
		s->message.reply = s->message.text = sp_str(thanks[i]);
		decide(s);
		if (find(s, SP_DO_MOVE))
			fail_msg("%s", thanks[i]);
		assert_non_null(find(s, SP_DO_ENTRY));
		end(s);
	}
	struct scene *s = answer(mario);

	s->candidate.ticket.state = SP_DONE;
	s->message.reply = s->message.text = SP_STR("Grazie ma non funziona ancora");
	decide(s);
	assert_non_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_archived_opens_a_new_one(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->candidate.ticket.state = SP_ARCHIVED;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "follows");
	end(s);
}

static void test_forward_to_others_is_no_answer(void **state)
{
	struct sp_address others[] = { { SP_NONE, SP_STR("tipografia@example.org") },
		{ SP_NONE, SP_STR("assistenza@desk.example.it") } };
	struct scene *s = answer(mario);

	(void)state;
	s->message.subject = SP_STR("I: [HT00001] Stampante ferma");
	s->message.to.items = others;
	s->message.to.count = 2;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_LINK));
	end(s);
}

static void test_answers_are_limited(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.automatic_to_sender_hour = 1;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "answer-held-back");
	assert_int_equal(mails(s, "notification", NULL), 2);
	end(s);
}

static void test_nobody_writes(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->message.from.count = 0;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 0);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_int_equal(mails(s, "notification", NULL), 2);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_message),
		cmocka_unit_test(test_seen_before_changes_nothing),
		cmocka_unit_test(test_urgent),
		cmocka_unit_test(test_wish_is_kept_beside),
		cmocka_unit_test(test_first_lines),
		cmocka_unit_test(test_answer_of_the_requester),
		cmocka_unit_test(test_stranger_gets_a_ticket_of_his_own),
		cmocka_unit_test(test_domain_of_a_firm_gives_nothing),
		cmocka_unit_test(test_colleague_passes_the_gate),
		cmocka_unit_test(test_answer_to_each_state),
		cmocka_unit_test(test_answer_raises),
		cmocka_unit_test(test_thanks_reopen_nothing),
		cmocka_unit_test(test_archived_opens_a_new_one),
		cmocka_unit_test(test_forward_to_others_is_no_answer),
		cmocka_unit_test(test_answers_are_limited),
		cmocka_unit_test(test_nobody_writes),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
