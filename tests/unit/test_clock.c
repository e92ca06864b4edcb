/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clock decides.  The desk is open from 9 to 18, Monday to Friday; the
 * ticket came on Monday 2026-11-23 at 10:00 and is due at 14:00.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/clock.h"
#include "core/on_call.h"
#include "unit/scene.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };
static const int64_t monday_10 = 1795424400;

static struct scene *ticket_scene(void)
{
	struct scene *s = scene();

	s->candidate.ticket.received_at = s->candidate.ticket.opened_at = monday_10;
	s->candidate.ticket.due_at = monday_10 + 4 * HOUR;
	return s;
}

static void tick(struct scene *s, int64_t now, const struct sp_clock_marks *marks)
{
	s->facts.now = now;
	s->plan = sp_decide_clock(&s->arena, &s->c, &s->candidate, marks);
}

/* How many mails in all, so that nothing else goes out. */
static void only(const struct scene *s, const char *template_name, int count)
{
	assert_int_equal(mails(s, template_name, NULL), count);
	assert_int_equal(all_mails(s), count);
}

static void test_response(void **state)
{
	static const struct {
		int64_t after; /* seconds since receipt */
		int64_t assignee;
		struct sp_clock_marks marks;
		int mails;
	} cases[] = {
		{ 2 * HOUR, 0, { 0 }, 0 },
		{ 3 * HOUR - 1, 0, { 0 }, 0 },
		{ 3 * HOUR, 0, { 0 }, 2 },              /* 75 %: the queue */
		{ 3 * HOUR, 2, { 0 }, 1 },              /* 75 %: the assignee */
		{ 3 * HOUR, 99, { 0 }, 2 },             /* who is not there any more */
		{ 3 * HOUR, 0, { .almost_due = 1795438800 }, 0 },
		{ 4 * HOUR, 0, { .almost_due = 1795438800 }, 2 },
		{ 4 * HOUR, 2, { .almost_due = 1795438800 }, 2 }, /* 100 %: everybody */
		{ 4 * HOUR, 0, { .overdue = 1795438800 }, 0 },
		{ 7 * DAY, 0, { 0 }, 2 },               /* late: the last one only */
		{ 7 * DAY, 0, { .overdue = 1795438800 }, 0 },
		{ 4 * HOUR, 0, { .overdue = 1795438801 }, 2 }, /* of another due instant */
		{ -2 * DAY, 0, { 0 }, 0 },              /* the clock went back */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = ticket_scene();

		s->candidate.ticket.assignee_id = cases[i].assignee;
		tick(s, monday_10 + cases[i].after, &cases[i].marks);
		only(s, "warning", cases[i].mails);
		assert_int_equal(s->plan->count != 0, cases[i].mails != 0);
		end(s);
	}
}

/* What stops the clock, and that each mail has a name of its own. */
static void test_response_stops(void **state)
{
	struct sp_clock_marks none = { 0 };
	struct scene *s = ticket_scene();

	(void)state;
	s->candidate.ticket.answered_at = monday_10 + 60;
	tick(s, monday_10 + DAY, &none);
	only(s, "warning", 0);
	s->candidate.ticket.answered_at = 0;
	s->candidate.ticket.state = SP_DONE;
	tick(s, monday_10 + DAY, &none);
	only(s, "warning", 0);
	s->candidate.ticket.state = SP_NEW;
	s->queues[0].policies.escalation = "capo@desk.example.it";
	tick(s, monday_10 + DAY, &none);
	assert_int_equal(mails(s, "warning", "capo@desk.example.it"), 1);
	only(s, "warning", 3);
	for (size_t i = 0; i < s->plan->count; i++)
		for (size_t k = 0; k < i; k++)
			if (s->plan->items[i].kind == SP_DO_MAIL && s->plan->items[k].kind == SP_DO_MAIL)
				assert_string_not_equal(s->plan->items[i].mail.once,
					s->plan->items[k].mail.once);
	end(s);
}

static void test_dates(void **state)
{
	static const struct {
		enum sp_state state;
		int64_t planned, review; /* hours after Monday 10:00, 0: none */
		int64_t now;             /* likewise */
		int64_t moved;           /* likewise */
		bool told_today;
		int mails;
	} cases[] = {
		{ SP_RESCHEDULED, 2, 0, 1, 0, false, 0 },
		{ SP_RESCHEDULED, 2, 0, 2, 0, false, 2 },
		{ SP_RESCHEDULED, 2, 0, 3, 0, true, 0 },
		{ SP_RESCHEDULED, 2, 0, 23, 0, false, 2 },     /* Tuesday at 9 */
		{ SP_RESCHEDULED, 2, 0, 22, 0, false, 0 },     /* at 8: not open yet */
		{ SP_RESCHEDULED, 2, 0, 5 * 24, 0, false, 0 }, /* Saturday */
		{ SP_RESCHEDULED, 2, 0, 7 * 24, 0, false, 2 },
		{ SP_RESCHEDULED, 2, 0, 7 * 24, 3, false, 0 }, /* the status changed */
		{ SP_IN_PROGRESS, 2, 0, 7 * 24, 1, false, 2 },
		{ SP_SUSPENDED, 2, 0, 7 * 24, 0, false, 0 },
		{ SP_SUSPENDED, 0, 2, 3, 0, false, 2 },
		{ SP_IN_PROGRESS, 0, 2, 3, 1, false, 0 },
		{ SP_DONE, 2, 0, 3, 0, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = ticket_scene();
		struct sp_ticket *ticket = &s->candidate.ticket;
		struct sp_civil now = sp_civil_of(monday_10 + cases[i].now * HOUR);
		struct sp_clock_marks marks = { 0 };

		ticket->state = cases[i].state;
		ticket->due_at = 0;
		ticket->planned_at = cases[i].planned ? monday_10 + cases[i].planned * HOUR : 0;
		ticket->review_at = cases[i].review ? monday_10 + cases[i].review * HOUR : 0;
		marks.moved_at = monday_10 + cases[i].moved * HOUR;
		marks.passed_day = sp_days_of(now.year, now.month, now.day) - !cases[i].told_today;
		tick(s, monday_10 + cases[i].now * HOUR, &marks);
		only(s, "date_passed", cases[i].mails);
		end(s);
	}
}

/* Two on call, one after the other, then nobody and an alarm, once. */
static void test_on_call(void **state)
{
	int64_t night = monday_10 + 12 * HOUR;
	struct sp_clock_marks marks = { 0 };
	struct scene *s = ticket_scene();
	const char *first, *second;

	(void)state;
	s->candidate.ticket.due_at = 0;
	s->candidate.ticket.priority = 3;
	tick(s, night, &marks);
	only(s, "on_call", 0); /* nobody is on call */
	assert_int_equal(s->plan->count, 0);
	s->people[0].on_call = s->people[1].on_call = true;
	first = sp_on_call(&s->facts, SP_STR("assistenza"), night, 0)->address.ptr;
	second = sp_on_call(&s->facts, SP_STR("assistenza"), night, 1)->address.ptr;
	assert_string_not_equal(first, second);
	tick(s, night, &marks);
	only(s, "on_call", 1);
	assert_int_equal(mails(s, "on_call", first), 1);
	marks = (struct sp_clock_marks){ .calls = 1, .called_at = night };
	tick(s, night + 30 * MINUTE - 1, &marks);
	only(s, "on_call", 0);
	tick(s, night + 30 * MINUTE, &marks);
	assert_int_equal(mails(s, "on_call", second), 1);
	marks = (struct sp_clock_marks){ .calls = 2, .called_at = night };
	tick(s, night + 30 * MINUTE, &marks);
	only(s, "on_call", 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "on-call");
	marks.calls = 3;
	tick(s, night + HOUR, &marks);
	assert_int_equal(s->plan->count, 0);
	end(s);
}

static void test_no_call(void **state)
{
	struct sp_clock_marks marks = { 0 };
	struct scene *s = ticket_scene();
	int64_t night = monday_10 + 12 * HOUR;

	(void)state;
	s->people[0].on_call = true;
	s->candidate.ticket.due_at = 0;
	tick(s, night, &marks);
	only(s, "on_call", 0); /* not urgent */
	s->candidate.ticket.priority = 3;
	tick(s, monday_10, &marks);
	only(s, "on_call", 0); /* in hours */
	s->candidate.ticket.state = SP_WAITING_INPUT;
	tick(s, night, &marks);
	only(s, "on_call", 0); /* taken */
	s->candidate.ticket.state = SP_NEW;
	s->queues[0].policies.on_call_minutes = 0;
	marks = (struct sp_clock_marks){ .calls = 1, .called_at = night - DAY };
	tick(s, night, &marks);
	only(s, "on_call", 0); /* never on to the next */
	end(s);
}

/* The rota goes on by one each Monday. */
static void test_rota(void **state)
{
	struct scene *s = scene();
	int64_t sunday_late = monday_10 + 6 * DAY + 13 * HOUR + 59 * MINUTE;
	const struct sp_person *this_week, *next_week;

	(void)state;
	s->people[0].on_call = s->people[1].on_call = true;
	this_week = sp_on_call(&s->facts, SP_STR("assistenza"), monday_10, 0);
	next_week = sp_on_call(&s->facts, SP_STR("assistenza"), monday_10 + 7 * DAY, 0);
	assert_ptr_not_equal(this_week, next_week);
	assert_ptr_equal(sp_on_call(&s->facts, SP_STR("assistenza"), sunday_late, 0), this_week);
	assert_ptr_equal(sp_on_call(&s->facts, SP_STR("assistenza"), sunday_late + MINUTE, 0),
		next_week);
	assert_ptr_equal(sp_on_call(&s->facts, SP_STR("assistenza"), monday_10, 1), next_week);
	assert_null(sp_on_call(&s->facts, SP_STR("assistenza"), monday_10, 2));
	/* info is Anna's alone; of a queue that nobody on call serves, all are. */
	assert_ptr_equal(sp_on_call(&s->facts, SP_STR("info"), monday_10, 0), &s->people[0]);
	assert_null(sp_on_call(&s->facts, SP_STR("info"), monday_10, 1));
	s->people[0].on_call = false;
	assert_ptr_equal(sp_on_call(&s->facts, SP_STR("info"), monday_10, 0), &s->people[1]);
	end(s);
}

/* At delivery: who is on call at once, the others as the queue has it. */
static void test_urgent_at_night(void **state)
{
	struct scene *s = scene();
	const struct sp_person *called;

	(void)state;
	s->people[0].on_call = true;
	s->queues[0].policies.customer_priority = SP_WISH_URGENT;
	s->queues[0].policies.notify_staff = SP_TOLD_IN_HOURS;
	s->message.subject = SP_STR("URGENTE: server fermo");
	s->facts.now = s->facts.received = monday_10 + 12 * HOUR;
	called = sp_on_call(&s->facts, SP_STR("assistenza"), s->facts.now, 0);
	decide(s);
	assert_ptr_equal(called, &s->people[0]);
	assert_int_equal(mails(s, "on_call", "anna@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
	assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL)
			assert_int_equal(s->plan->items[i].mail.not_before,
				strcmp(s->plan->items[i].mail.kind->name, "notification") == 0 ?
					monday_10 + 23 * HOUR : 0);
	s->facts.now = s->facts.received = monday_10;
	decide(s);
	assert_int_equal(mails(s, "on_call", NULL), 0);
	assert_int_equal(mails(s, "notification", NULL), 2);
	end(s);
}

static void test_reminders(void **state)
{
	struct sp_reminder reminders[] = {
		{ .id = 4, .at = 1, .ticket_id = 100, .person_id = 2, .text = SP_STR("uno") },
		{ .id = 5, .at = 2, .ticket_id = 100, .person_id = 2, .text = SP_STR("due") },
	};
	struct scene *s = ticket_scene();
	const struct sp_decision *mail;

	(void)state;
	s->plan = sp_decide_reminders(&s->arena, &s->c, &s->candidate, reminders, 2);
	only(s, "reminder", 1);
	mail = the(s, SP_DO_MAIL);
	assert_true(sp_str_eq(mail->mail.text, SP_STR("uno\n\ndue")));
	assert_true(sp_str_eq(mail->mail.recipient, SP_STR("luca@desk.example.it")));
	assert_int_equal(s->plan->count, 3);
	/* He left: whoever looks after the ticket gets it. */
	reminders[0].person_id = reminders[1].person_id = 99;
	s->candidate.ticket.assignee_id = 1;
	s->plan = sp_decide_reminders(&s->arena, &s->c, &s->candidate, reminders, 2);
	assert_int_equal(mails(s, "reminder", "anna@desk.example.it"), 1);
	s->plan = sp_decide_reminders(&s->arena, &s->c, &s->candidate, reminders, 0);
	assert_int_equal(s->plan->count, 0);
	end(s);
}

static void test_digest(void **state)
{
	static const struct {
		int64_t hours; /* after Monday 10:00 */
		bool due;
	} cases[] = { { 0, true }, { -2, false }, { -1, true }, { 7, true }, { 8, false },
		{ 5 * 24, false }, { 24, true } };
	struct scene *s = scene();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(sp_digest_name(&s->arena, &s->conf, &s->people[0],
			monday_10 + cases[i].hours * HOUR) != NULL, cases[i].due);
	assert_string_equal(sp_digest_name(&s->arena, &s->conf, &s->people[0], monday_10),
		sp_digest_name(&s->arena, &s->conf, &s->people[0], monday_10 + HOUR));
	assert_string_not_equal(sp_digest_name(&s->arena, &s->conf, &s->people[0], monday_10),
		sp_digest_name(&s->arena, &s->conf, &s->people[0], monday_10 + DAY));
	s->plan = sp_decide_digest(&s->arena, &s->c, &s->people[0], "x", 0);
	only(s, "digest", 0);
	s->plan = sp_decide_digest(&s->arena, &s->c, &s->people[0], "x", 1);
	only(s, "digest", 1);
	s->conf.digest = false;
	assert_null(sp_digest_name(&s->arena, &s->conf, &s->people[0], monday_10));
	assert_null(sp_alarms_name(&s->arena, &s->conf, monday_10));
	end(s);
}

static void test_archive(void **state)
{
	static const struct {
		enum sp_state state;
		int64_t reopening, hours; /* since it was closed */
		bool merged;
		bool archived;
	} cases[] = {
		{ SP_DONE, 72, 71, false, false },
		{ SP_DONE, 72, 72, false, true },
		{ SP_CANCELLED, 72, 100, false, true },
		{ SP_DONE, -1, 100000, false, false },
		{ SP_DONE, 0, 0, false, true },
		{ SP_DISPUTED, 72, 100, false, false },
		{ SP_IN_PROGRESS, 72, 100, false, false },
		{ SP_ARCHIVED, 72, 100, false, false },
		{ SP_DONE, 72, 100, true, false },
		{ SP_DONE, 72, -100, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = ticket_scene();
		struct sp_ticket merged = { .id = 101, .state = SP_CANCELLED, .merged_into = 100,
			.code = SP_STR("HT00002") };

		s->candidate.ticket.state = cases[i].state;
		s->candidate.ticket.outcome = cases[i].state == SP_DONE ? SP_RESOLVED : SP_NO_OUTCOME;
		s->candidate.ticket.closed_at = monday_10;
		s->candidate.ticket.merged_into = cases[i].merged ? 7 : 0;
		s->queues[0].policies.reopening_hours = cases[i].reopening;
		s->facts.now = monday_10 + cases[i].hours * HOUR;
		s->plan = sp_decide_archive(&s->arena, &s->c, &s->candidate, &merged, 1);
		only(s, "summary", cases[i].archived);
		/* Its hours are still to be charged. */
		if (cases[i].archived) {
			s->candidate.remote_open = true;
			assert_int_equal(sp_decide_archive(&s->arena, &s->c, &s->candidate, &merged,
				1)->count, 0);
		}
		/* Two moves, two whose messages leave, one mail. */
		assert_int_equal(s->plan->count, cases[i].archived ? 5 : 0);
		if (cases[i].archived)
			assert_int_equal(the(s, SP_DO_MOVE)->move.outcome,
				s->candidate.ticket.outcome);
		end(s);
	}
}

/* SPEC.md section 9: what is given up is shown to the staff, once each. */
static void test_undelivered(void **state)
{
	struct scene *s = ticket_scene();

	(void)state;
	s->plan = sp_decide_undelivered(&s->arena, &s->c, &s->candidate, 7, SP_STR("x@example.it"),
		SP_STR("550 5.1.1 unknown"));
	only(s, "notification", 2);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_BOUNCE);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text,
		SP_STR("<x@example.it>\n550 5.1.1 unknown")));
	assert_string_equal(the(s, SP_DO_FLAG)->flag.name, SP_MARK_UNDELIVERED);
	assert_string_equal(the(s, SP_DO_FLAG)->flag.value, "7");
	assert_string_equal(the(s, SP_DO_MAIL)->mail.once, "undelivered-7 1");
	s->candidate.ticket.state = SP_ARCHIVED;
	s->plan = sp_decide_undelivered(&s->arena, &s->c, &s->candidate, 7, SP_STR("x"), SP_STR(""));
	assert_int_equal(s->plan->count, 0);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_response),
		cmocka_unit_test(test_response_stops),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_on_call),
		cmocka_unit_test(test_no_call),
		cmocka_unit_test(test_rota),
		cmocka_unit_test(test_urgent_at_night),
		cmocka_unit_test(test_reminders),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_undelivered),
	};
	struct sp_err err = { 0 };

	if (sp_zone_set("Europe/Rome", &err) != SP_OK)
		return 1;
	return cmocka_run_group_tests(tests, load_words, free_words);
}
