/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Restricted data are stored and nothing else; without consent new requests are
 * held (SPEC.md section 12).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/privacy.h"
#include "unit/scene.h"

static int count(const struct scene *s, enum sp_decision_kind kind)
{
	int n = 0;

	for (size_t i = 0; i < s->plan->count; i++)
		n += s->plan->items[i].kind == kind;
	return n;
}

/* What of a plan only stores. */
static void check_stored(const struct scene *s)
{
	assert_int_equal(count(s, SP_DO_STORE), 1);
	assert_int_equal(count(s, SP_DO_MOVE), 0);
	assert_int_equal(count(s, SP_DO_SET), 0);
	assert_int_equal(count(s, SP_DO_JOIN), 0);
	assert_int_equal(count(s, SP_DO_LINK), 0);
	assert_int_equal(all_mails(s), 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "restricted");
}

static void test_restricted_answer(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->mario.restriction = SP_RESTRICTED_ASKED;
	s->candidate.ticket.restricted = true;
	s->candidate.ticket.state = SP_WAITING_CUSTOMER;
	decide(s);
	assert_int_equal(count(s, SP_DO_ENTRY), 1);
	check_stored(s);
	end(s);
}

/* Accounts alone are kept of him: what he asks for since is a request like any other. */
static void test_accounts_new(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->mario.restriction = SP_RESTRICTED_ACCOUNTS;
	s->facts.sender = &s->mario;
	decide(s);
	assert_int_equal(count(s, SP_DO_OPEN), 1);
	assert_true(all_mails(s) > 1);
	assert_int_equal(count(s, SP_DO_ALARM), 0);
	end(s);
}

static void test_restricted_new(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->mario.restriction = SP_RESTRICTED_ASKED;
	s->facts.sender = &s->mario;
	decide(s);
	assert_int_equal(count(s, SP_DO_OPEN), 1);
	check_stored(s);
	end(s);
}

/* Somebody else on his ticket. */
static void test_restricted_ticket(void **state)
{
	static const struct sp_participant copy = { .person_id = 12, .part = SP_PART_COPY };
	struct scene *s = answer(giulia);
	struct sp_participant parts[1] = { copy };

	(void)state;
	s->candidate.participants = parts;
	s->candidate.participant_count = 1;
	s->mario.restriction = SP_RESTRICTED_ASKED;
	s->candidate.ticket.restricted = true;
	s->candidate.ticket.state = SP_WAITING_CUSTOMER;
	decide(s);
	assert_int_equal(count(s, SP_DO_ENTRY), 1);
	check_stored(s);
	end(s);
}

/* The mails about the right itself go out. */
static void test_restricted_right(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->conf.dpo = "dpo@desk.example.it";
	s->mario.restriction = SP_RESTRICTED_ASKED;
	s->facts.sender = &s->mario;
	s->message.subject = SP_STR("PRIVACY ESPORTA");
	s->message.text = s->message.reply = SP_STR("");
	decide(s);
	assert_int_equal(mails(s, "privacy_received", NULL), 1);
	assert_int_equal(mails(s, "privacy_handed", NULL), 1);
	assert_int_equal(mails(s, "notification", NULL), 0);
	end(s);
}

static void test_staff_on_restricted(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.text = s->message.reply = SP_STR("#chiudi\n\nFatto.");
	s->candidate.ticket.restricted = true;
	decide(s);
	assert_int_equal(count(s, SP_DO_MOVE), 0);
	assert_int_equal(count(s, SP_DO_ENTRY), 0);
	assert_int_equal(all_mails(s), 1);
	assert_int_equal(mails(s, "privacy_restricted", "anna@desk.example.it"), 1);
	end(s);
}

static void test_not_restricted(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->candidate.ticket.state = SP_WAITING_CUSTOMER;
	decide(s);
	assert_int_equal(count(s, SP_DO_MOVE), 1);
	assert_true(all_mails(s) > 0);
	end(s);
}

/* --- consent ------------------------------------------------------------------------ */

static void test_withdrawn(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.sender = &s->mario;
	s->mario.withdrawn_at = 1795000000;
	decide(s);
	assert_int_equal(count(s, SP_DO_OPEN), 1); /* the ground is the contract */
	s->conf.legal_basis = SP_BASIS_CONSENT;
	decide(s);
	assert_int_equal(count(s, SP_DO_OPEN), 0);
	assert_int_equal(the(s, SP_DO_HOLD)->person_id, 11);
	assert_int_equal(all_mails(s), 1);
	assert_int_equal(mails(s, "privacy_withdrawn", "mario@rossi.example.it"), 1);
	assert_string_equal(the(s, SP_DO_MAIL)->mail.once, "withdrawn 11 1795000000");
	end(s);
}

/* What goes on goes on. */
static void test_withdrawn_answers(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->conf.legal_basis = SP_BASIS_CONSENT;
	s->mario.withdrawn_at = 1795000000;
	decide(s);
	assert_int_equal(count(s, SP_DO_HOLD), 0);
	assert_int_equal(count(s, SP_DO_ENTRY), 1);
	end(s);
}

/* --- the month ------------------------------------------------------------------------- */

static void test_a_calendar_month(void **state)
{
	static const struct {
		const char *from, *due;
	} cases[] = {
		{ "2026-11-23T10:00", "2026-12-23T10:00:00+01:00" },
		{ "2026-12-31T10:00", "2027-01-31T10:00:00+01:00" },
		{ "2027-01-31T10:00", "2027-02-28T10:00:00+01:00" },
		{ "2028-01-30T10:00", "2028-02-29T10:00:00+01:00" },
		{ "2027-03-10T10:00", "2027-04-10T10:00:00+02:00" },
		{ "2027-08-31T10:00", "2027-09-30T10:00:00+02:00" },
	};
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_zone_set("Europe/Rome", &err), SP_OK);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_buf due = SP_BUF_INIT;
		int64_t from = 0;

		assert_true(sp_instant_parse(sp_str(cases[i].from), &from));
		sp_rfc3339_add(&due, sp_privacy_due(from));
		assert_string_equal(due.ptr, cases[i].due);
		sp_buf_release(&due);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_restricted_answer), cmocka_unit_test(test_restricted_new),
		cmocka_unit_test(test_accounts_new),
		cmocka_unit_test(test_restricted_ticket), cmocka_unit_test(test_restricted_right),
		cmocka_unit_test(test_staff_on_restricted), cmocka_unit_test(test_not_restricted),
		cmocka_unit_test(test_withdrawn), cmocka_unit_test(test_withdrawn_answers),
		cmocka_unit_test(test_a_calendar_month),
	};

	return cmocka_run_group_tests_name("restriction", tests, load_words, free_words);
}
