/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the staff's lines about work and money record and charge.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/clock.h"
#include "core/command.h"
#include "unit/hours_scene.h"

/* --- what is recorded ---------------------------------------------------------------- */

static void test_what_is_refused(void **state)
{
	static const char *const lines[] = { "#ore 0", "#ore /9 1:00", "#ore 1:00 del 2026-11-24",
		"#ore /1 1:00\n#ore /1 2:00", "#remoto chiudi", "#remoto apri\n#remoto apri",
		"#remoto apri\n#chiudi", "#spesa /2 1,00", "#ore 1:00\n#boh", "#spesa /1 1,00\n#spesa /1 2,00" };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct stock k;
		struct scene *s = logs(&k, lines[i]);

		refused(s, lines[i]);
		end(s);
	}
}

static void test_once(void **state)
{
	struct stock k;
	struct scene *s = ready(&k, "#ore 1:20 cavo");

	(void)state;
	s->facts.same_id_before = true;
	decide(s);
	refused(s, "its Message-ID came before");
	end(s);
}

static void test_no_minute_is_not_told(void **state)
{
	struct stock k;
	struct scene *s = ready(&k, "#remoto chiudi");
	static struct sp_remote_session session = { .id = 9, .ticket_id = 100 };

	(void)state;
	session.opened_at = s->facts.now - 59;
	k.work.remote = &session;
	decide(s);
	assert_int_equal(the(s, SP_DO_WORK)->work.log->minutes, 0);
	assert_int_equal(mails(s, "worked", NULL), 0);
	end(s);
}

static void test_a_log_is_charged(void **state)
{
	struct stock k;
	struct scene *s = logs(&k, "#ore 1:20 urgente cavo\n#ore 0:20");
	const struct sp_decision *work = the(s, SP_DO_WORK);

	(void)state;
	assert_int_equal(work->work.log->id, 0);
	assert_int_equal(work->work.log->number, 3);
	assert_int_equal(work->work.log->kind, SP_WORK_URGENT);
	assert_int_equal(work->work.log->day, today());
	assert_int_equal(work->work.log->charged, 90);
	assert_int_equal(work->work.log->payer.person_id, MARIO_ID);
	assert_int_equal(work->work.entry_count, 1);
	assert_int_equal(work->work.entries[0].account_id, 5);
	assert_int_equal(work->work.entries[0].after, 0);
	/* The second line goes on where the first one ended: nothing is left. */
	work++;
	assert_int_equal(work->kind, SP_DO_WORK);
	assert_int_equal(work->work.log->number, 4);
	assert_int_equal(work->work.entries[0].target, SP_TO_PRICE);
	assert_int_equal(work->work.entries[0].cents, 10000);
	assert_true(sp_str_has(s->plan->lines[0].result,
		SP_STR("HT00001/3, lavorate 1:20 (urgente), addebitate 1:30; "
		       "Pacchetto: prima 1:30, ora 0:00")));
	assert_true(sp_str_has(s->plan->lines[1].result,
		SP_STR("oltre le ore disponibili 0:30; da pagare, IVA esclusa, 100,00")));
	/* He reads what was done, once; the contact and the staff of a threshold. */
	assert_int_equal(mails(s, "worked", MARIO), 0);
	assert_int_equal(mails(s, "hours_over", MARIO), 1);
	assert_int_equal(mails(s, "hours_low", NULL), 0);
	assert_int_equal(mails(s, "hours_staff", NULL), 2);
	end(s);
}

static void test_a_correction_takes_back(void **state)
{
	struct stock k;
	struct scene *s = logs(&k, "#ore /1 0:40\n#ore /2 0");
	const struct sp_decision *work = the(s, SP_DO_WORK);

	(void)state;
	assert_int_equal(work->work.log->id, 70);
	assert_int_equal(work->work.was, 30);
	assert_true(sp_str_eq(work->work.log->description, SP_STR("cavo")));
	assert_int_equal(work->work.entry_count, 2);
	assert_int_equal(work->work.entries[0].cause, SP_TAKEN_BACK);
	assert_int_equal(work->work.entries[0].minutes, 30);
	assert_int_equal(work->work.entries[1].minutes, -45);
	work++;
	assert_int_equal(work->work.log->minutes, 0);
	assert_int_equal(work->work.entry_count, 1);
	assert_int_equal(work->work.entries[0].cents, -10000);
	assert_true(sp_str_has(s->plan->lines[1].result, SP_STR("HT00001/2, annullata")));
	end(s);
}

static void test_days(void **state)
{
	static const struct {
		const char *line;
		int month, day;
		bool out;
	} cases[] = {
		{ "#ore 1:00", 11, 23, false },
		{ "#ore 1:00 del 20/11", 11, 20, false },
		{ "#ore 1:00 del 22/11 cavo", 11, 22, true },
		{ "#ore 1:00 del 2026-11-20 20:30", 11, 20, true },
		{ "#ore 1:00 di ieri", 11, 22, true },
		{ "#ore 1:00 di venerdì", 11, 20, false },
		{ "#ore 1:00 di lunedì", 11, 23, false },
		{ "#hours 1:00 on 2026-11-19", 11, 19, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stock k;
		struct scene *s = logs(&k, cases[i].line);
		const struct sp_work_log *log = the(s, SP_DO_WORK)->work.log;

		if (log->day != sp_days_of(2026, cases[i].month, cases[i].day) ||
			log->out_of_hours != cases[i].out)
			fail_msg("%s: day %lld, %d", cases[i].line, (long long)(log->day - today()),
				log->out_of_hours);
		end(s);
	}
}

static void test_a_remote_session(void **state)
{
	struct stock k;
	struct scene *s = logs(&k, "#remoto apri");

	(void)state;
	assert_int_equal(the(s, SP_DO_REMOTE)->person_id, 1);
	assert_int_equal(mails(s, "remote", MARIO), 1);
	end(s);
	s = ready(&k, "#remoto chiudi\n#chiudi\nFatto.");
	k.session = (struct sp_remote_session){ .id = 8, .ticket_id = 100, .opened_by = 2,
		.opened_at = s->facts.now - HOUR - 59 };
	k.work.remote = &k.session;
	decide(s);
	assert_int_equal(the(s, SP_DO_WORK)->work.session_id, 8);
	assert_int_equal(the(s, SP_DO_WORK)->work.log->minutes, 60);
	assert_int_equal(the(s, SP_DO_WORK)->work.log->charged, 60);
	assert_int_equal(the(s, SP_DO_WORK)->work.log->staff_id, 2);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_DONE);
	s->message.reply = SP_STR("#remoto apri");
	decide(s);
	refused(s, "a second one");
	end(s);
}

static void test_costs(void **state)
{
	struct stock k;
	struct scene *s = logs(&k, "#spesa 3,00 vite\n#spesa /1 0");
	const struct sp_decision *cost = the(s, SP_DO_COST);

	(void)state;
	assert_int_equal(cost->cost.cost->number, 2);
	assert_int_equal(cost->cost.cost->cents, 300);
	cost++;
	assert_int_equal(cost->cost.cost->id, 40);
	assert_int_equal(cost->cost.was, 1250);
	assert_int_equal(cost->cost.cost->cents, 0);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_no_minute_is_not_told),
		cmocka_unit_test(test_a_log_is_charged),
		cmocka_unit_test(test_a_correction_takes_back),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_a_remote_session),
		cmocka_unit_test(test_costs),
	};

	return cmocka_run_group_tests_name("work", tests, load_rome, free_words);
}
