/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the time that has passed means for one open ticket.
 */
#include "core/clocking.h"

#include "core/calendar.h"
#include "core/hours.h"
#include "core/on_call.h"

enum { MINUTE = 60, URGENT = 3 };

struct sp_deciding sp_clock_begin(struct sp_arena *arena, const struct sp_case *c,
	const char *summary)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan, .vouched = true };

	plan->arena = arena;
	plan->actor = SP_BY_CLOCK;
	plan->sender_vouched = true;
	plan->summary = summary;
	return d;
}

struct sp_decision *sp_clock_mail(struct sp_deciding *d, const char *template_name,
	int64_t ticket_id, const struct sp_person *person, const char *once, const char *reason)
{
	struct sp_decision *mail = sp_add_mail(d, template_name, ticket_id, person->id,
		person->address, person->language.len ? person->language :
		sp_str(d->c->queue->policies.language), reason);

	mail->mail.once = once;
	return mail;
}

void sp_clock_tell(struct sp_deciding *d, const struct sp_ticket *ticket,
	const char *template_name, bool everybody, const char *what, const char *reason)
{
	const struct sp_facts *facts = d->c->facts;
	bool assigned = false, served = false;

	for (size_t i = 0; i < facts->staff_count; i++) {
		assigned = assigned || facts->staff[i].id == ticket->assignee_id;
		served = served || sp_person_serves(&facts->staff[i], ticket->queue);
	}
	for (size_t i = 0; i < facts->staff_count; i++) {
		const struct sp_person *staff = &facts->staff[i];
		bool his = staff->id == ticket->assignee_id;

		if (his || ((everybody || !assigned) &&
				   (!served || sp_person_serves(staff, ticket->queue))))
			sp_clock_mail(d, template_name, ticket->id, staff,
				sp_arena_printf(d->arena, "%s %.*s %lld", what, SP_FMT(ticket->code),
					(long long)staff->id), reason);
	}
}

void sp_clock_mark(struct sp_deciding *d, int64_t ticket_id, const char *mark, int64_t value,
	const char *reason)
{
	struct sp_decision *flag = sp_plan_add(d->plan, SP_DO_FLAG, reason);

	flag->ticket_id = ticket_id;
	flag->flag.name = mark;
	flag->flag.value = sp_arena_printf(d->arena, "%lld", (long long)value);
}

/* --- the response time -------------------------------------------------------- */

/* When three quarters of the working time between receipt and due are over; the
 * due instant itself stays what was promised, also when the calendar was edited. */
static int64_t almost_due_at(const struct sp_calendar *calendar, const struct sp_ticket *ticket)
{
	int64_t minutes = 0, at = ticket->due_at;

	if (sp_calendar_minutes(calendar, ticket->received_at, ticket->due_at, &minutes, NULL) !=
			SP_OK ||
		sp_calendar_due(calendar, ticket->received_at, minutes * 3 / 4, &at, NULL) != SP_OK)
		return ticket->due_at;
	return at < ticket->due_at ? at : ticket->due_at;
}

/* Whoever is told of what nobody answers in time. */
static void escalate(struct sp_deciding *d, const struct sp_ticket *ticket, const char *what,
	const char *reason)
{
	const struct sp_policies *policies = &d->c->queue->policies;
	struct sp_decision *mail;

	if (!*policies->escalation)
		return;
	mail = sp_add_mail(d, "warning", ticket->id, 0, sp_str(policies->escalation),
		sp_str(policies->language), reason);
	mail->mail.once = sp_arena_printf(d->arena, "%s %.*s escalation", what,
		SP_FMT(ticket->code));
}

static void decide_response(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_clock_marks *marks)
{
	int64_t now = d->c->facts->now;
	const char *what;

	if (!ticket->due_at || ticket->answered_at || marks->overdue == ticket->due_at)
		return;
	if (now >= ticket->due_at) {
		what = sp_arena_printf(d->arena, SP_MARK_LATE " %lld", (long long)ticket->due_at);
		sp_clock_mark(d, ticket->id, SP_MARK_LATE, ticket->due_at,
			"the response time has passed");
		sp_clock_tell(d, ticket, "warning", true, what,
			"the response time has passed: everybody of the queue is told");
		escalate(d, ticket, what, "escalation: the response time has passed");
	} else if (marks->almost_due != ticket->due_at &&
		   now >= almost_due_at(d->c->queue->policies.calendar, ticket)) {
		what = sp_arena_printf(d->arena, SP_MARK_ALMOST " %lld", (long long)ticket->due_at);
		sp_clock_mark(d, ticket->id, SP_MARK_ALMOST, ticket->due_at,
			"three quarters of the response time have passed");
		sp_clock_tell(d, ticket, "warning", false, what,
			"three quarters of the response time have passed");
	}
}

/* --- dates that have passed --------------------------------------------------------- */

int64_t sp_date_that_counts(const struct sp_ticket *ticket)
{
	return ticket->state == SP_SUSPENDED ? ticket->review_at : ticket->planned_at;
}

static void decide_date(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_clock_marks *marks)
{
	int64_t now = d->c->facts->now, day = sp_day_of(now);
	int64_t date = sp_date_that_counts(ticket);

	/* A change of status since then was the answer to it. */
	if (!date || date > now || marks->moved_at > date || marks->passed_day >= day ||
		!sp_calendar_working(d->c->queue->policies.calendar, now))
		return;
	sp_clock_mark(d, ticket->id, SP_MARK_PASSED, day, "its date has passed");
	sp_clock_tell(d, ticket, "date_passed", false,
		sp_arena_printf(d->arena, SP_MARK_PASSED " %lld", (long long)day),
		"its date has passed: each working day until the status changes");
}

/* --- on-call ------------------------------------------------------------------------- */

/* The one who is called, or after the last of them nobody: then somebody else
 * has to know. */
static void call(struct sp_deciding *d, const struct sp_ticket *ticket, int64_t before)
{
	const struct sp_person *person = sp_on_call(d->c->facts, ticket->queue, d->c->facts->now,
		before);
	struct sp_decision *alarm;

	if (person) {
		sp_clock_mark(d, ticket->id, SP_MARK_CALLED, before, "urgent out of office hours");
		sp_clock_mail(d, "on_call", ticket->id, person,
			sp_arena_printf(d->arena, SP_MARK_CALLED " %.*s %lld", SP_FMT(ticket->code),
				(long long)before),
			before ? "nobody took it in on_call_minutes: the next one on call" :
				 "urgent out of office hours: who is on call");
		return;
	}
	if (!before)
		return;
	sp_clock_mark(d, ticket->id, SP_MARK_CALLED, before, "nobody on call took it");
	alarm = sp_plan_add(d->plan, SP_DO_ALARM, "nobody on call took an urgent ticket");
	alarm->ticket_id = ticket->id;
	alarm->alarm.kind = SP_ALARM_ON_CALL;
	alarm->alarm.detail = ticket->code;
	escalate(d, ticket, SP_MARK_CALLED, "escalation: nobody on call took it");
}

static void decide_call(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_clock_marks *marks)
{
	const struct sp_policies *policies = &d->c->queue->policies;
	int64_t now = d->c->facts->now;
	int64_t waits = policies->on_call_minutes * MINUTE;

	if (ticket->priority != URGENT || ticket->state != SP_NEW || ticket->answered_at ||
		sp_calendar_open_at(policies->calendar, now))
		return;
	if (marks->calls && (waits == 0 || now < marks->called_at + waits))
		return;
	/* Once past the last one: the mark of it counts as one more. */
	if (marks->calls && !sp_on_call(d->c->facts, ticket->queue, now, marks->calls - 1))
		return;
	call(d, ticket, marks->calls);
}

struct sp_plan *sp_decide_clock(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, const struct sp_clock_marks *marks)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "clock");

	/* What is restricted is stored and nothing else. */
	if (!sp_state_is_open(candidate->ticket.state) || candidate->ticket.restricted)
		return d.plan;
	decide_response(&d, &candidate->ticket, marks);
	decide_date(&d, &candidate->ticket, marks);
	decide_call(&d, &candidate->ticket, marks);
	return d.plan;
}
