/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines that change the status, and what the customer is told of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/staff_scene.h"

struct move_case {
	enum sp_state from;
	const char *text;
	int to; /* -1: refused */
	const char *mail; /* to the customer, NULL: none */
};

static const struct move_case moves[] = {
	{ SP_NEW, "#prendo", SP_WAITING_INPUT, "taken" },
	{ SP_NEW, "#take by 2026-12-03 18:00\nArrivo.", SP_WAITING_INPUT, "taken" },
	{ SP_NEW, "#chiedi\nQuale stampante?", SP_WAITING_CUSTOMER, "question" },
	{ SP_NEW, "#ask", -1, NULL },
	{ SP_NEW, "#chiudi", SP_DONE, "closed" },
	{ SP_NEW, "#close not resolved\nNo spare parts.", SP_DONE, "closed" },
	{ SP_NEW, "#chiudi non risolto", -1, NULL },
	{ SP_NEW, "#annulla", -1, NULL },
	{ SP_NEW, "#cancel\nWrong address.", SP_CANCELLED, "cancelled" },
	{ SP_NEW, "#nota\n#annulla\nSolo per noi.", -1, NULL },
	{ SP_NEW, "#riapri", -1, NULL },
	{ SP_DONE, "#riapri", SP_IN_PROGRESS, "reopened" },
	{ SP_DONE, "#stato in esecuzione", SP_IN_PROGRESS, "reopened" },
	{ SP_DONE, "#chiudi", -1, NULL },
	{ SP_DONE, "#prendo", -1, NULL },
	{ SP_ARCHIVED, "#prendo", -1, NULL },
	{ SP_ARCHIVED, "#nota\nTesto.", -1, NULL },
	{ SP_NEW, "#stato sospeso", SP_SUSPENDED, "status_changed" },
	{ SP_NEW, "#status new date 2026-12-03 10:00", SP_RESCHEDULED, "new_date" },
	{ SP_NEW, "#stato nuova data", -1, NULL },
	{ SP_NEW, "#stato nuovo", -1, NULL },
	{ SP_NEW, "#stato reclamo", -1, NULL },
	{ SP_NEW, "#stato archiviato", -1, NULL },
	{ SP_DISPUTED, "#stato terminato", SP_DONE, "closed" },
	{ SP_NEW, "#stato richiesta modifiche\nServe altro.", SP_CHANGES_REQUESTED, "status_changed" },
	{ SP_NEW, "#stato richiesta modifiche", -1, NULL },
};

static void test_moves(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(moves); i++) {
		const struct move_case *m = &moves[i];
		struct scene *s = wrote(m->from, m->text);
		int customers = 0;

		for (size_t k = 0; k < s->plan->count; k++)
			customers += s->plan->items[k].kind == SP_DO_MAIL &&
				     s->plan->items[k].mail.kind->audience == SP_TO_CUSTOMER;
		if (m->to < 0) {
			refused(s, m->text);
		} else {
			if ((int)the(s, SP_DO_MOVE)->move.to != m->to)
				fail_msg("%s: %s", m->text, sp_state_name(the(s, SP_DO_MOVE)->move.to));
			if (mails(s, m->mail, MARIO) != 1 || customers != 1)
				fail_msg("%s: not one %s", m->text, m->mail);
			assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
		}
		end(s);
	}
}

static void test_dates(void **state)
{
	struct scene *s = wrote(SP_NEW, "#prendo entro 2026-12-03 18:00");

	(void)state;
	assert_int_equal(set(s, SP_FIELD_PLANNED_AT)->set.number, 1796317200);
	assert_int_equal(set(s, SP_FIELD_ASSIGNEE)->set.number, 1);
	assert_non_null(field(s, SP_FIELD_ANSWERED_AT));
	end(s);
	s = wrote(SP_NEW, "#stato sospeso");
	assert_int_equal(set(s, SP_FIELD_REVIEW_AT)->set.number, s->facts.now + 7 * 86400);
	assert_null(field(s, SP_FIELD_PLANNED_AT));
	end(s);
}

/* What is possible from here is said. */
static void test_possible(void **state)
{
	struct scene *s = wrote(SP_DONE, "#stato sospeso");

	(void)state;
	refused(s, "#stato sospeso");
	assert_true(sp_str_has(s->plan->lines[0].result, SP_STR("In esecuzione")));
	assert_false(sp_str_has(s->plan->lines[0].result, SP_STR("Sospeso")));
	end(s);
}

static void test_text_with_commands(void **state)
{
	struct scene *s = wrote(SP_NEW, "#priorita 2\n##1 in lista");

	(void)state;
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("#1 in lista")));
	assert_int_equal(mails(s, "staff_reply", MARIO), 1);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	end(s);
	s = wrote(SP_NEW, "#priorita 2");
	assert_null(find(s, SP_DO_ENTRY));
	assert_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_notify_important(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->queues[0].policies.notify = SP_NOTIFY_IMPORTANT;
	s->message.reply = SP_STR("#stato sospeso");
	decide(s);
	assert_int_equal(mails(s, "status_changed", NULL), 0);
	s->message.reply = SP_STR("#stato sospeso\nTorniamo tra una settimana.");
	decide(s);
	assert_int_equal(mails(s, "status_changed", NULL), 0);
	assert_int_equal(mails(s, "staff_reply", MARIO), 1);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_SUSPENDED);
	s->message.reply = SP_STR("#chiudi");
	decide(s);
	assert_int_equal(mails(s, "closed", MARIO), 1);
	end(s);
}

/* He wrote to the customer himself: the words are not sent a second time. */
static void test_not_twice(void **state)
{
	struct sp_address to[] = { { SP_NONE, SP_STR(MARIO) } };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.to.items = to;
	s->message.to.count = 1;
	s->message.reply = SP_STR("#chiudi\nFatto.");
	decide(s);
	assert_int_equal(mails(s, "closed", MARIO), 1);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL)
			assert_int_equal(s->plan->items[i].mail.without_text,
				s->plan->items[i].mail.kind == sp_mail_kind("closed"));
	s->message.reply = SP_STR("#chiedi\nQuale?");
	decide(s);
	assert_int_equal(mails(s, "question", NULL), 0);
	end(s);
}

/* Each mail that the table asks for, once; the words stand in one of them. */
static void test_several_moves(void **state)
{
	struct scene *s = wrote(SP_NEW, "#prendo\n#chiedi\nQuale stampante?");

	(void)state;
	assert_int_equal(mails(s, "taken", MARIO), 1);
	assert_int_equal(mails(s, "question", MARIO), 1);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL &&
			s->plan->items[i].mail.kind->audience == SP_TO_CUSTOMER)
			assert_int_equal(s->plan->items[i].mail.without_text,
				s->plan->items[i].mail.kind == sp_mail_kind("taken"));
	end(s);
	s = wrote(SP_NEW, "#stato sospeso\n#stato in esecuzione");
	assert_int_equal(mails(s, "status_changed", MARIO), 1);
	end(s);
	s = wrote(SP_NEW, "#prendo\n#stato nuova data 2026-12-03 10:00\nVeniamo allora.");
	assert_int_equal(mails(s, "taken", MARIO) + mails(s, "new_date", MARIO), 2);
	end(s);
	s = wrote(SP_NEW, "#prendo\n#chiudi\nFatto.");
	assert_int_equal(mails(s, "taken", NULL), 0);
	assert_int_equal(mails(s, "closed", MARIO), 1);
	end(s);
	s = wrote(SP_DONE, "#riapri\n#prendo");
	assert_int_equal(mails(s, "reopened", MARIO) + mails(s, "taken", MARIO), 2);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_possible),
		cmocka_unit_test(test_text_with_commands),
		cmocka_unit_test(test_notify_important),
		cmocka_unit_test(test_not_twice),
		cmocka_unit_test(test_several_moves),
	};

	return cmocka_run_group_tests(tests, load_rome, free_words);
}
