/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What customers ask for with one word, and what comes of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/request.h"
#include "unit/scene.h"

enum { NONE = SP_REQUESTS };

static const struct {
	const char *subject, *reply;
	bool on_ticket;
	int kind;
} readings[] = {
	{ "Aiuto", "", false, SP_ASK_HELP },
	{ "AIUTO!", "", false, SP_ASK_HELP },
	{ "help", "", false, SP_ASK_HELP },
	{ "Re: [HT00001] Aiuto", "", false, SP_ASK_HELP },
	{ "aiuto", "Aiuto", false, SP_ASK_HELP },
	{ "Aiuto", "Non si apre il sito.", false, NONE },
	{ "Aiuto non si apre il sito", "", false, NONE },
	{ "I: Aiuto", "", false, NONE },
	{ "STATO HT00191", "", false, SP_ASK_STATUS },
	{ "stato [HT00191]", "", false, SP_ASK_STATUS },
	{ "Status", "", false, SP_ASK_STATUS },
	{ "Stato del server", "", false, NONE },
	{ "ELENCO chiusi", "", false, SP_ASK_LIST },
	{ "list open", "", false, SP_ASK_LIST },
	{ "elenco clienti", "", false, NONE },
	{ "STORICO HT00191", "", false, SP_ASK_HISTORY },
	{ "Saldo", "", false, SP_ASK_BALANCE },
	{ "Annunci", "", false, SP_ASK_NEWS },
	{ "CHIUDI HT00001", "", false, SP_ASK_CLOSE },
	{ "RIAPRI HT00001", "", false, SP_ASK_REOPEN },
	{ "RECLAMO HT00001", "Non funziona ancora.", false, SP_ASK_COMPLAINT },
	/* A ticket that is called so is answered, not complained about. */
	{ "Re: [HT00001] Reclamo", "Grazie, va bene.", true, NONE },
	{ "Annulla", "Abbiamo risolto da soli.", false, SP_ASK_CANCEL },
	{ "PRIVACY CANCELLA", "", false, SP_ASK_PRIVACY },
	{ "privacy export", "", false, SP_ASK_PRIVACY },
	{ "privacy del sito", "", false, NONE },
	{ "Re: [HT00001] Stampante", "Chiudi", true, SP_ASK_CLOSE },
	{ "Re: [HT00001] Stampante", "CHIUDI.\n\nGrazie a tutti", true, SP_ASK_CLOSE },
	{ "Re: [HT00001] Stampante", "Chiudi la porta, per favore", true, NONE },
	{ "Re: [HT00001] Stampante", "stato", true, SP_ASK_STATUS },
	{ "Re: [HT00001] Stampante", "Aiuto\n\nfa fumo", true, NONE },
	/* Not on a ticket the first line is like any other. */
	{ "Stampante", "Chiudi", false, NONE },
	{ "", "", false, NONE },
	{ "", "\n", true, NONE },
};

static void test_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_message message = { .subject = sp_str(readings[i].subject),
			.reply = sp_str(readings[i].reply), .text = sp_str(readings[i].reply) };
		struct sp_subject subject = sp_subject_parse(&arena, words, message.subject);
		struct sp_request request = { 0 };
		bool is = sp_request_read(&arena, words, &message, &subject, readings[i].on_ticket, false,
			&request);

		if ((is ? (int)request.row->kind : NONE) != readings[i].kind)
			fail_msg("<%s> <%s>", readings[i].subject, readings[i].reply);
		sp_arena_release(&arena);
	}
}

/* Every word there is has its row, at its place. */
static void test_table(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	const char *const *keys = sp_words_keys(words, &arena, "command");
	int count = 0;

	(void)state;
	for (; keys[count]; count++)
		assert_string_equal(sp_request_rows[count].word, keys[count]);
	assert_int_equal(count, SP_REQUESTS);
	for (int i = 0; i < SP_REQUESTS; i++)
		assert_int_equal(sp_request_rows[i].kind, i);
	sp_arena_release(&arena);
}

/* He asks, on HT00001 which is his when `sender` is mario. */
static struct scene *asks(struct sp_person *(*sender)(struct scene *), const char *subject,
	const char *reply)
{
	struct scene *s = answer(sender);

	s->message.subject = sp_str(subject);
	s->message.reply = s->message.text = sp_str(reply);
	return s;
}

static void test_data_goes_to_the_address_on_file(void **state)
{
	struct scene *s = asks(mario, "STATO HT00001", "");

	(void)state;
	s->from.address = SP_STR("mario@casa.example.it");
	decide(s);
	assert_string_equal(s->plan->summary, "asked");
	assert_int_equal(mails(s, "status", "mario@rossi.example.it"), 1);
	assert_int_equal(all_mails(s), 1);
	assert_int_equal(the(s, SP_DO_MAIL)->ticket_id, 100);
	assert_true(the(s, SP_DO_MAIL)->mail.request->refers);
	assert_null(find(s, SP_DO_ENTRY));
	end(s);
}

static void test_nothing_of_others(void **state)
{
	static const char *const subjects[] = { "STATO HT00001", "STORICO HT00001" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct scene *s = asks(giulia, subjects[i], "");

		decide(s);
		assert_int_equal(mails(s, "status", "giulia@example.com"), 1);
		assert_int_equal(the(s, SP_DO_MAIL)->ticket_id, 0);
		assert_false(the(s, SP_DO_MAIL)->mail.request->refers);
		end(s);
	}
}

static void test_a_supplier_asks_for_nothing(void **state)
{
	struct sp_participant part = { .person_id = 12, .part = SP_PART_SUPPLIER };
	struct scene *s = asks(giulia, "STORICO HT00001", "");

	(void)state;
	s->candidate.participants = &part;
	s->candidate.participant_count = 1;
	decide(s);
	assert_int_equal(mails(s, "history", NULL), 0);
	assert_int_equal(the(s, SP_DO_MAIL)->ticket_id, 0);
	end(s);
}

static const struct {
	const char *subject, *reply;
	enum sp_state from, to;
	const char *mail;
} changes[] = {
	{ "CHIUDI HT00001", "", SP_IN_PROGRESS, SP_DONE, "closed" },
	{ "Re: [HT00001] Stampante", "chiudi", SP_NEW, SP_DONE, "closed" },
	{ "RIAPRI HT00001", "", SP_CANCELLED, SP_IN_PROGRESS, "reopened" },
	{ "RECLAMO HT00001", "Non stampa ancora.", SP_DONE, SP_DISPUTED, "disputed" },
	{ "ANNULLA HT00001", "Non serve.", SP_NEW, SP_CANCELLED, "cancelled" },
	/* What the table does not allow, or lacks its reason: */
	{ "CHIUDI HT00001", "", SP_DISPUTED, SP_DISPUTED, "not_possible" },
	{ "CHIUDI HT00001", "", SP_ARCHIVED, SP_ARCHIVED, "not_possible" },
	{ "RIAPRI HT00001", "", SP_NEW, SP_NEW, "not_possible" },
	{ "RECLAMO HT00001", "Male.", SP_IN_PROGRESS, SP_IN_PROGRESS, "not_possible" },
	{ "RECLAMO HT00001", "", SP_DONE, SP_DONE, "not_possible" },
	{ "ANNULLA HT00001", "", SP_NEW, SP_NEW, "not_possible" },
};

static void test_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct scene *s = asks(mario, changes[i].subject, changes[i].reply);
		const struct sp_decision *move;

		s->candidate.ticket.state = changes[i].from;
		decide(s);
		move = find(s, SP_DO_MOVE);
		if ((move ? move->move.to : changes[i].from) != changes[i].to ||
			mails(s, changes[i].mail, "mario@rossi.example.it") != 1)
			fail_msg("case %zu: %s", i, s->plan->summary);
		/* Nothing that was written is lost, and the staff see it. */
		assert_int_equal(find(s, SP_DO_ENTRY) != NULL, move || *changes[i].reply);
		assert_int_equal(mails(s, "notification", NULL), move || *changes[i].reply ? 2 : 0);
		end(s);
	}
}

/* SPEC.md section 3: the requester closes, cancels and complains, and so do the people
 * of the organisation that pays; whoever is in copy writes, which reopens. */
static void test_who_may(void **state)
{
	static const struct {
		const char *subject, *reply;
		enum sp_state from, in_copy, colleague;
	} cases[] = {
		{ "CHIUDI HT00001", "", SP_IN_PROGRESS, SP_IN_PROGRESS, SP_DONE },
		{ "CHIUDI HT00001", "Grazie.", SP_IN_PROGRESS, SP_IN_PROGRESS, SP_DONE },
		{ "ANNULLA HT00001", "Non serve.", SP_NEW, SP_NEW, SP_CANCELLED },
		{ "RECLAMO HT00001", "Male.", SP_DONE, SP_DONE, SP_DISPUTED },
		{ "RIAPRI HT00001", "", SP_DONE, SP_IN_PROGRESS, SP_IN_PROGRESS },
	};
	struct sp_participant part = { .person_id = 12, .part = SP_PART_COPY };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases * 2; i++) {
		struct scene *s = asks(giulia, cases[i / 2].subject, cases[i / 2].reply);
		bool colleague = i % 2;
		enum sp_state to = colleague ? cases[i / 2].colleague : cases[i / 2].in_copy;
		const struct sp_decision *move;

		part.person_id = s->facts.sender->id;
		s->candidate.participants = &part;
		s->candidate.participant_count = !colleague;
		s->candidate.ticket.state = cases[i / 2].from;
		if (colleague)
			s->candidate.ticket.organisation_id = s->giulia.organisation_id = 5;
		decide(s);
		move = find(s, SP_DO_MOVE);
		if ((move ? move->move.to : cases[i / 2].from) != to)
			fail_msg("case %zu: %s", i, s->plan->summary);
		/* He is told, and what he wrote is kept. */
		assert_int_equal(mails(s, "not_possible", "giulia@example.com"), !move);
		assert_int_equal(find(s, SP_DO_ENTRY) != NULL, move || *cases[i / 2].reply);
		end(s);
	}
}

static void test_others_change_nothing(void **state)
{
	struct scene *s = asks(giulia, "ANNULLA HT00001", "Per dispetto.");

	(void)state;
	decide(s);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, SP_THE_NEW_TICKET);
	s->message.reply = s->message.text = SP_STR("");
	decide(s);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(mails(s, "help", "giulia@example.com"), 1);
	assert_int_equal(all_mails(s), 1);
	end(s);
}

static void test_privacy(void **state)
{
	struct scene *s = asks(mario, "PRIVACY CANCELLA", "");

	(void)state;
	s->facts.candidate_count = 0;
	s->conf.dpo = "dpo@desk.example.it";
	decide(s);
	assert_string_equal(the(s, SP_DO_FLAG)->flag.name, "privacy-erase");
	assert_true(sp_str_eq(the(s, SP_DO_OPEN)->open.category, SP_STR("privacy")));
	assert_int_equal(the(s, SP_DO_OPEN)->open.due_at, sp_privacy_due(s->facts.received));
	assert_int_equal(the(s, SP_DO_RIGHT)->right.right, SP_RIGHT_ERASE);
	assert_int_equal(the(s, SP_DO_RIGHT)->person_id, 11);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("PRIVACY CANCELLA")));
	assert_int_equal(mails(s, "privacy_received", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "privacy_handed", "dpo@desk.example.it"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	end(s);
}

static void test_strangers(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->message.subject = SP_STR("Elenco");
	s->message.reply = s->message.text = SP_STR("");
	decide(s);
	assert_int_equal(mails(s, "help", "mario@rossi.example.it"), 1);
	assert_int_equal(all_mails(s), 1);
	assert_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_PERSON));
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_data_goes_to_the_address_on_file),
		cmocka_unit_test(test_nothing_of_others),
		cmocka_unit_test(test_a_supplier_asks_for_nothing),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_who_may),
		cmocka_unit_test(test_others_change_nothing),
		cmocka_unit_test(test_privacy),
		cmocka_unit_test(test_strangers),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
