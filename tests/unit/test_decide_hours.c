/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hours and money in the plan: what is told of them, who may ask, what hours that
 * were bought set free, and what is about to end.
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

/* --- thresholds and the end of the hours ------------------------------------------------- */

static void test_thresholds(void **state)
{
	static const struct {
		const char *line;
		unsigned told;
		int low, over;
	} cases[] = {
		{ "#ore 0:45", 0, 0, 0 },
		{ "#ore 1:15", 0, 1, 0 },
		{ "#ore 1:15", SP_CROSSED_80, 0, 0 },
		{ "#ore 1:30", 0, 0, 1 },
		{ "#ore 1:30", SP_CROSSED_80, 0, 1 },
		{ "#ore 1:30", SP_CROSSED_80 | SP_CROSSED_100, 0, 0 },
		{ "#ore 0:45\n#ore 0:45", 0, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stock k;
		struct scene *s = ready(&k, cases[i].line);

		k.accounts[0].told = cases[i].told;
		decide(s);
		if (mails(s, "hours_low", MARIO) != cases[i].low ||
			mails(s, "hours_over", MARIO) != cases[i].over)
			fail_msg("%s, told %u: %d low, %d over", cases[i].line, cases[i].told,
				mails(s, "hours_low", MARIO), mails(s, "hours_over", MARIO));
		assert_true(!find(s, SP_DO_TOLD) == !(cases[i].low + cases[i].over));
		end(s);
	}
}

/* Work that ends two packages is one mail to each. */
static void test_two_end_at_once(void **state)
{
	struct stock k;
	struct scene *s = ready(&k, "#ore 2:30");
	size_t told = 0;

	(void)state;
	k.accounts[1] = k.accounts[0];
	k.accounts[1].id = 6;
	k.accounts[1].bought = k.accounts[1].balance = 60;
	k.payer.account_count = 2;
	decide(s);
	assert_int_equal(mails(s, "hours_over", MARIO), 1);
	assert_int_equal(mails(s, "hours_low", NULL), 0);
	for (size_t i = 0; i < s->plan->count; i++)
		told += s->plan->items[i].kind == SP_DO_TOLD && s->plan->items[i].told.percent == 100;
	assert_int_equal(told, 2);
	end(s);
}

static void test_stop(void **state)
{
	struct stock k;
	struct scene *s = ready(&k, "#ore 2:00");

	(void)state;
	s->queues[0].policies.over = SP_OVER_STOP;
	decide(s);
	assert_int_equal(the(s, SP_DO_WORK)->work.log->charged, 120);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_SUSPENDED);
	assert_string_equal(the(s, SP_DO_FLAG)->flag.name, "waits-hours-over");
	assert_int_equal(mails(s, "hours_over", MARIO), 1);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL &&
			strcmp(s->plan->items[i].mail.kind->name, "hours_over") == 0)
			assert_true(s->plan->items[i].mail.held);
	/* What this very mail closes is not suspended, and is told all the same. */
	s->message.reply = SP_STR("#ore 2:00\n#chiudi\nFatto.");
	decide(s);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_DONE);
	assert_null(find(s, SP_DO_FLAG));
	assert_int_equal(mails(s, "hours_over", MARIO), 1);
	/* Whom no account covers is at the tariff, not past the end. */
	k.payer.account_count = 0;
	s->message.reply = SP_STR("#ore 2:00");
	decide(s);
	assert_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_consent_is_missed(void **state)
{
	struct stock k;
	struct scene *s = ready(&k, "#ore 2:00");

	(void)state;
	s->queues[0].policies.over = SP_OVER_ASK;
	decide(s);
	assert_true(the(s, SP_DO_WORK)->work.log->unconsented);
	k.payer.consented = true;
	decide(s);
	assert_false(the(s, SP_DO_WORK)->work.log->unconsented);
	end(s);
}

static void test_closing_asks_for_hours(void **state)
{
	struct stock k;
	struct scene *s = ready(&k, "#chiudi\nFatto.");

	(void)state;
	s->queues[0].policies.ask_hours = true;
	decide(s);
	assert_false(s->plan->asks_hours);
	k.logs[0].minutes = k.logs[1].minutes = 0; /* cancelled ones do not count */
	decide(s);
	assert_true(s->plan->asks_hours);
	s->message.reply = SP_STR("#chiudi\n#ore 0:15\nFatto.");
	decide(s);
	assert_false(s->plan->asks_hours);
	s->queues[0].policies.reply_closes = true;
	s->message.reply = SP_STR("Fatto.");
	decide(s);
	assert_int_equal(mails(s, "hours_asked", "anna@desk.example.it"), 1);
	end(s);
}

/* --- who may ask ------------------------------------------------------------------------ */

/* Mario writes something new. */
static struct scene *asks(struct stock *k, enum sp_without_package policy)
{
	struct scene *s = scene();

	fill(k, s);
	s->facts.sender = &s->mario;
	s->facts.work = NULL;
	s->queues[0].policies.without_package = policy;
	return s;
}

static void test_without_package(void **state)
{
	struct stock k;
	struct scene *s = asks(&k, SP_WITHOUT_HOLD);

	(void)state;
	decide(s);
	assert_int_equal(mails(s, "confirmation", MARIO), 1);
	k.payer.account_count = 0;
	decide(s);
	assert_int_equal(mails(s, "no_package", MARIO), 1);
	assert_int_equal(mails(s, "confirmation", MARIO), 0);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_SUSPENDED);
	assert_string_equal(the(s, SP_DO_FLAG)->flag.name, "waits-package");
	s->queues[0].policies.without_package = SP_WITHOUT_REFUSE;
	decide(s);
	assert_null(find(s, SP_DO_OPEN));
	assert_int_equal(mails(s, "no_package", MARIO), 1);
	assert_int_equal(mails(s, "notification", NULL), 2);
	s->queues[0].policies.without_package = SP_WITHOUT_ACCEPT;
	decide(s);
	assert_int_equal(mails(s, "confirmation", MARIO), 1);
	end(s);
}

static void test_who_is_covered(void **state)
{
	static const struct sp_str others[] = { { "info", 4 } };
	struct stock k;
	struct scene *s = asks(&k, SP_WITHOUT_HOLD);
	struct sp_policies *policies = &s->queues[0].policies;
	struct sp_account *account = &k.accounts[0];

	(void)state;
	assert_true(sp_payer_is_covered(&k.payer, policies, SP_STR("assistenza"), today()));
	assert_false(sp_payer_is_covered(NULL, policies, SP_STR("assistenza"), today()));
	assert_false(sp_payer_is_covered(&k.payer, policies, SP_STR("assistenza"), today() - 31));
	account->queues = others;
	account->queue_count = 1;
	assert_false(sp_payer_is_covered(&k.payer, policies, SP_STR("assistenza"), today()));
	account->queue_count = 0;
	/* Used up: it covers as long as work may go on past its end. */
	account->balance = 0;
	assert_true(sp_payer_is_covered(&k.payer, policies, SP_STR("assistenza"), today()));
	policies->over = SP_OVER_STOP;
	assert_false(sp_payer_is_covered(&k.payer, policies, SP_STR("assistenza"), today()));
	account->unlimited = true;
	assert_true(sp_payer_is_covered(&k.payer, policies, SP_STR("assistenza"), today()));
	end(s);
}

static void test_the_contract_counts_before_the_queue(void **state)
{
	struct stock k;
	struct scene *s = asks(&k, SP_WITHOUT_ACCEPT);

	(void)state;
	s->queues[0].policies.response_minutes = 240;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.due_at, s->facts.now + 4 * HOUR);
	k.accounts[1] = (struct sp_account){ .id = 6, .sort = SP_CONTRACT, .from_day = today(),
		.until_day = today(), .kinds = ALL_KINDS, .response_minutes = 60, .on_call = true };
	k.payer.account_count = 2;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.due_at, s->facts.now + HOUR);
	assert_true(sp_payer_on_call(&k.payer, SP_STR("assistenza"), today()));
	k.accounts[1].until_day = today() - 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.due_at, s->facts.now + 4 * HOUR);
	assert_false(sp_payer_on_call(&k.payer, SP_STR("assistenza"), today()));
	end(s);
}

/* A calendar that cannot give a deadline is told, not passed over. */
static void test_no_deadline(void **state)
{
	struct stock k;
	struct scene *s = asks(&k, SP_WITHOUT_ACCEPT);
	struct sp_calendar never;

	(void)state;
	sp_calendar_init(&never, "mai");
	s->queues[0].policies.calendar = &never;
	s->queues[0].policies.response_minutes = 60;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.due_at, 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "no-deadline");
	assert_true(the(s, SP_DO_ALARM)->alarm.detail.len > 0);
	end(s);
}

/* --- hours that were bought ----------------------------------------------------------------- */

static void test_bought(void **state)
{
	struct sp_carried carried[] = {
		{ 71, 20700, SP_WORK_ORDINARY, SP_STR("assistenza"), 60 },
		{ 70, 20600, SP_WORK_ORDINARY, SP_STR("assistenza"), 45 },
	};
	struct stock k;
	struct scene *s = asks(&k, SP_WITHOUT_HOLD);
	const struct sp_decision *settled;

	(void)state;
	k.payer.carried = carried;
	k.payer.carried_count = 2;
	s->candidate.ticket.state = SP_SUSPENDED;
	s->facts.waiting = &s->candidate;
	s->facts.waiting_count = 1;
	s->plan = sp_decide_bought(&s->arena, &s->c, 5, SP_BY_ADMINISTRATOR, 0);
	settled = the(s, SP_DO_SETTLE);
	/* The oldest first, as far as the package goes: 45 and 45 of 90. */
	assert_int_equal(settled->settle.entry_count, 4);
	assert_int_equal(settled->settle.entries[0].log_id, 70);
	assert_int_equal(settled->settle.entries[1].minutes, -45);
	assert_int_equal(settled->settle.entries[3].minutes, -45);
	assert_int_equal(mails(s, "hours_over", MARIO), 1);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_NEW);
	assert_int_equal(mails(s, "confirmation", MARIO), 1);
	/* One that was answered goes on; not where he is not covered. */
	s->candidate.ticket.answered_at = 1;
	s->plan = sp_decide_bought(&s->arena, &s->c, 5, SP_BY_ADMINISTRATOR, 0);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	k.accounts[0].until_day = today() - 1;
	s->plan = sp_decide_bought(&s->arena, &s->c, 5, SP_BY_ADMINISTRATOR, 0);
	assert_null(find(s, SP_DO_MOVE));
	end(s);
}

/* --- what is about to end --------------------------------------------------------------- */

static void test_ending(void **state)
{
	static const struct {
		int from, until; /* days from today; -1000: no end */
		int64_t balance, told;
		enum sp_account_sort sort;
		bool warned;
	} cases[] = {
		{ -100, 30, 60, 0, SP_PACKAGE, true },
		{ -100, 31, 60, 0, SP_PACKAGE, false },
		{ -100, -1000, 60, 0, SP_PACKAGE, false },
		{ -100, 0, 60, 0, SP_PACKAGE, true },
		{ -100, -1, 60, 0, SP_PACKAGE, false },
		{ -100, 30, 0, 0, SP_PACKAGE, false },
		{ -100, 30, 0, 0, SP_CONTRACT, true },
		{ -100, 30, 60, 30, SP_PACKAGE, false },
		{ -100, 30, 60, 29, SP_PACKAGE, true }, /* of another day: it was prolonged */
		{ -4, 10, 60, 0, SP_PACKAGE, false },   /* half of its time is not over */
		{ -4, 5, 60, 0, SP_PACKAGE, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stock k;
		struct scene *s = asks(&k, SP_WITHOUT_ACCEPT);
		struct sp_account *account = &k.accounts[0];

		s->conf.ending_days = 30;
		account->sort = cases[i].sort;
		account->from_day = today() + cases[i].from;
		account->until_day = cases[i].until == -1000 ? SP_NO_END : today() + cases[i].until;
		account->balance = cases[i].balance;
		account->ending_told = cases[i].told ? today() + cases[i].told : 0;
		s->plan = sp_decide_ending(&s->arena, &s->c, 5);
		if (mails(s, "ending", MARIO) != cases[i].warned ||
			mails(s, "ending_staff", NULL) != 2 * cases[i].warned ||
			!find(s, SP_DO_ENDING_TOLD) != !cases[i].warned)
			fail_msg("case %zu: %d mails", i, all_mails(s));
		end(s);
	}
}

static void test_ending_waits_for_the_office(void **state)
{
	struct stock k;
	struct scene *s = asks(&k, SP_WITHOUT_ACCEPT);

	(void)state;
	s->conf.ending_days = 30;
	k.accounts[0].until_day = today() + 5;
	s->facts.now += 12 * HOUR; /* 22:00 */
	s->plan = sp_decide_ending(&s->arena, &s->c, 5);
	assert_int_equal(all_mails(s), 0);
	k.accounts[0].until_day = today() + 1;
	s->plan = sp_decide_ending(&s->arena, &s->c, 5);
	assert_int_equal(all_mails(s), 3);
	/* A contract that goes on is no news. */
	k.accounts[0].sort = SP_CONTRACT;
	k.accounts[1] = k.accounts[0];
	k.accounts[1].id = 6;
	k.accounts[1].from_day = k.accounts[0].until_day + 1;
	k.accounts[1].until_day = SP_NO_END;
	k.payer.account_count = 2;
	s->plan = sp_decide_ending(&s->arena, &s->c, 5);
	assert_int_equal(all_mails(s), 0);
	k.accounts[1].from_day++;
	s->plan = sp_decide_ending(&s->arena, &s->c, 5);
	assert_int_equal(all_mails(s), 3);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thresholds),
		cmocka_unit_test(test_two_end_at_once),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_consent_is_missed),
		cmocka_unit_test(test_closing_asks_for_hours),
		cmocka_unit_test(test_without_package),
		cmocka_unit_test(test_who_is_covered),
		cmocka_unit_test(test_the_contract_counts_before_the_queue),
		cmocka_unit_test(test_no_deadline),
		cmocka_unit_test(test_bought),
		cmocka_unit_test(test_ending),
		cmocka_unit_test(test_ending_waits_for_the_office),
	};

	return cmocka_run_group_tests_name("decide-hours", tests, load_rome, free_words);
}
