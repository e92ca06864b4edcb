/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The status machine is whole: each status reachable, none without a way on
 * but the last, no two rows for one question.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/ticket.h"

static void test_no_two_rows_for_one_question(void **state)
{
	(void)state;
	for (const struct sp_move *a = sp_moves; a->by; a++)
		for (const struct sp_move *b = a + 1; b->by; b++)
			assert_false(a->event == b->event && (a->from & b->from) && (a->by & b->by));
}

static void test_every_state_is_reachable(void **state)
{
	unsigned reached = 1u << SP_NEW, before = 0;

	(void)state;
	while (reached != before) {
		before = reached;
		for (const struct sp_move *move = sp_moves; move->by; move++)
			if (move->from & reached)
				reached |= 1u << move->to;
	}
	assert_int_equal(reached, (1u << SP_STATES) - 1);
}

static void test_only_archived_is_final(void **state)
{
	unsigned left = 0;

	(void)state;
	for (const struct sp_move *move = sp_moves; move->by; move++)
		left |= move->from;
	assert_int_equal(left, ((1u << SP_STATES) - 1) & ~(1u << SP_ARCHIVED));
}

static void test_every_event_has_a_name(void **state)
{
	(void)state;
	for (int event = 0; event < SP_EVENTS; event++)
		assert_non_null(sp_event_name((enum sp_event_kind)event));
}

static void test_rules_of_the_specification(void **state)
{
	static const struct {
		enum sp_state from;
		enum sp_event_kind event;
		enum sp_actor actor;
		int to; /* -1: not allowed */
	} cases[] = {
		{ SP_WAITING_CUSTOMER, SP_EV_ANSWER, SP_BY_CUSTOMER, SP_IN_PROGRESS },
		{ SP_CHANGES_REQUESTED, SP_EV_ANSWER, SP_BY_CUSTOMER, SP_IN_PROGRESS },
		{ SP_SUSPENDED, SP_EV_ANSWER, SP_BY_CUSTOMER, -1 },
		{ SP_NEW, SP_EV_ANSWER, SP_BY_CUSTOMER, -1 },
		{ SP_DONE, SP_EV_ANSWER, SP_BY_CUSTOMER, SP_IN_PROGRESS },
		{ SP_CANCELLED, SP_EV_ANSWER, SP_BY_CUSTOMER, SP_IN_PROGRESS },
		{ SP_ARCHIVED, SP_EV_ANSWER, SP_BY_CUSTOMER, -1 },
		{ SP_DONE, SP_EV_COMPLAIN, SP_BY_CUSTOMER, SP_DISPUTED },
		{ SP_CANCELLED, SP_EV_COMPLAIN, SP_BY_CUSTOMER, -1 },
		{ SP_IN_PROGRESS, SP_EV_COMPLAIN, SP_BY_CUSTOMER, -1 },
		{ SP_DISPUTED, SP_EV_CLOSE, SP_BY_CUSTOMER, -1 },
		{ SP_DISPUTED, SP_EV_CANCEL, SP_BY_CUSTOMER, -1 },
		{ SP_DISPUTED, SP_EV_CLOSE, SP_BY_STAFF, SP_DONE },
		{ SP_DISPUTED, SP_EV_WORK, SP_BY_STAFF, SP_IN_PROGRESS },
		{ SP_DONE, SP_EV_ARCHIVE, SP_BY_CLOCK, SP_ARCHIVED },
		{ SP_DONE, SP_EV_ARCHIVE, SP_BY_STAFF, -1 },
		{ SP_DISPUTED, SP_EV_ARCHIVE, SP_BY_CLOCK, -1 },
		{ SP_ARCHIVED, SP_EV_REOPEN, SP_BY_STAFF, -1 },
		{ SP_DONE, SP_EV_TAKE, SP_BY_STAFF, -1 },
		{ SP_NEW, SP_EV_TAKE, SP_BY_CUSTOMER, -1 },
		{ SP_NEW, SP_EV_TAKE, SP_BY_SUPPLIER, -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct sp_move *move =
			sp_ticket_move(cases[i].from, cases[i].event, cases[i].actor);

		assert_int_equal(move ? (int)move->to : -1, cases[i].to);
	}
}

static void test_staff_reach_every_open_state(void **state)
{
	(void)state;
	for (int from = 0; from < SP_STATES; from++)
		for (int to = SP_WAITING_INPUT; to < SP_DISPUTED; to++) {
			bool found = false;

			for (const struct sp_move *move = sp_moves; move->by; move++)
				found = found || (move->to == (enum sp_state)to &&
							 (move->from & 1u << from) &&
							 (move->by & 1u << SP_BY_STAFF));
			if (sp_state_is_open((enum sp_state)from))
				assert_true(found);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_two_rows_for_one_question),
		cmocka_unit_test(test_every_state_is_reachable),
		cmocka_unit_test(test_only_archived_is_final),
		cmocka_unit_test(test_every_event_has_a_name),
		cmocka_unit_test(test_rules_of_the_specification),
		cmocka_unit_test(test_staff_reach_every_open_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
