/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/monthly.h"

#include "base/clock.h"
#include "base/wake.h"
#include "desk/clock_step.h"
#include "desk/job.h"
#include "desk/statement_data.h"
#include "store/accounts.h"
#include "store/clock.h"
#include "store/monthly.h"
#include "store/numbers.h"
#include "store/people.h"

/* One run. */
struct running {
	const struct sp_desk *desk;
	struct sp_db *db;
	int64_t now;
	struct sp_buf *plans;
	struct sp_monthly_run *report;
};

/* The payer whose turn it is. */
struct turn {
	struct running *run;
	struct sp_arena *arena;
	struct sp_monthly_payer payer;
	struct sp_account *accounts;
	size_t account_count;
	struct sp_person *contact; /* NULL: nobody who can be written to */
	int64_t after_id;          /* the last row of his last statement */
	size_t made;
};

/* --- one statement ---------------------------------------------------------------- */

static enum sp_status note(struct turn *turn, const struct sp_monthly *monthly, struct sp_err *err)
{
	struct sp_event event = {
		.at = turn->run->now, .actor = SP_BY_CLOCK, .person_id = monthly->contact_id,
		.what = SP_STR("statement"), .now_is = sp_monthly_number(turn->arena, monthly),
		.reason = SP_STR("a month has ended"),
	};

	return sp_event_add(turn->run->db, &event, err);
}

static enum sp_status send(struct turn *turn, const struct sp_monthly_view *view,
	struct sp_err *err)
{
	const char *once = sp_arena_printf(turn->arena, "statement %.*s",
		SP_FMT(sp_monthly_number(turn->arena, &view->monthly)));
	struct sp_clock_step *step = sp_arena_new(turn->arena, struct sp_clock_step);
	enum sp_status status = sp_clock_step(step, turn->run->desk, turn->run->db, turn->arena,
		turn->run->now, err);

	if (status != SP_OK)
		return status;
	step->a.plan = sp_decide_monthly(turn->arena, &step->c, turn->contact, once);
	step->a.monthly = view;
	return sp_apply(&step->a, err);
}

static enum sp_status make(struct turn *turn, int64_t month, int64_t until_id, struct sp_err *err)
{
	struct sp_monthly_view view = { .monthly = {
		.year = sp_civil_of(turn->run->now).year, .payer = turn->payer.payer, .month = month,
		.after_id = turn->after_id, .until_id = until_id, .contact_id = turn->contact->id,
		.made_at = turn->run->now,
	} };
	enum sp_status status = sp_monthly_add(turn->run->db, &view.monthly, err);

	if (status == SP_OK)
		status = sp_monthly_view_read(turn->run->db, turn->arena, &view, err);
	if (status == SP_OK)
		status = send(turn, &view, err);
	return status == SP_OK ? note(turn, &view.monthly, err) : status;
}

static void say(struct turn *turn, int64_t month)
{
	sp_buf_printf(turn->run->plans, "statement of %04lld-%02lld for %.*s\n",
		(long long)(month / 100), (long long)(month % 100), SP_FMT(turn->payer.name));
}

/* --- one payer ----------------------------------------------------------------------- */

static enum sp_status alarm(struct turn *turn, struct sp_err *err)
{
	const struct sp_payer *payer = &turn->payer.payer;
	bool firm = payer->organisation_id != 0;

	turn->run->report->mute++;
	if (turn->run->plans)
		return SP_OK;
	return sp_alarm_raise(turn->run->db, "statement-contact",
		sp_str(sp_arena_printf(turn->arena, "%s %lld has no contact who can be written to",
			firm ? "organisation" : "customer",
			(long long)(firm ? payer->organisation_id : payer->person_id))),
		turn->run->now, err);
}

/* A month that is over: its statement, if there is to be one. */
static enum sp_status do_month(struct turn *turn, int64_t month, struct sp_err *err)
{
	int64_t until_id = 0;
	enum sp_status status = sp_monthly_until(turn->run->db, turn->payer.payer, turn->after_id,
		sp_month_start(sp_month_next(month)), &until_id, err);

	if (status != SP_OK || !sp_monthly_wanted(turn->accounts, turn->account_count, month,
				       until_id != 0))
		return status;
	if (until_id == 0)
		until_id = turn->after_id;
	turn->made++;
	if (turn->run->plans)
		say(turn, month);
	else if (turn->contact)
		status = make(turn, month, until_id, err);
	turn->after_id = until_id;
	return status;
}

/* Facts about him, as the transaction sees them.  What was owed before he had a
 * package or contract is in no statement. */
static enum sp_status begin_turn(struct turn *turn, struct sp_err *err)
{
	struct running *run = turn->run;
	enum sp_status status = sp_accounts_of(run->db, turn->arena, turn->payer.payer,
		&turn->accounts, &turn->account_count, err);

	if (status == SP_OK && turn->payer.contact_id)
		status = sp_people_by_id(run->db, turn->arena, turn->payer.contact_id, &turn->contact,
			err);
	if (!sp_person_is_reached(turn->contact))
		turn->contact = NULL;
	turn->after_id = turn->payer.last_until;
	if (status == SP_OK && !turn->payer.last_month)
		status = sp_monthly_until(run->db, turn->payer.payer, 0,
			sp_month_start(sp_month_of(turn->payer.since)), &turn->after_id, err);
	return status;
}

static enum sp_status do_months(struct turn *turn, struct sp_err *err)
{
	int64_t month = turn->payer.last_month ? sp_month_next(turn->payer.last_month) :
						 sp_month_of(turn->payer.since);
	enum sp_status status = begin_turn(turn, err);

	while (status == SP_OK && sp_month_start(sp_month_next(month)) <= turn->run->now) {
		status = do_month(turn, month, err);
		month = sp_month_next(month);
	}
	if (status == SP_OK && turn->made && !turn->contact) {
		turn->made = 0;
		status = alarm(turn, err);
	}
	return status;
}

/* Read anew in the transaction: another run may have been faster. */
static enum sp_status do_payer(struct turn *turn, struct sp_err *err)
{
	struct sp_monthly_payer *again = NULL;
	size_t count = 0;
	enum sp_status status = sp_monthly_payers(turn->run->db, turn->arena, turn->payer.payer,
		&again, &count, err);

	if (status != SP_OK || count == 0)
		return status;
	turn->payer = again[0];
	return do_months(turn, err);
}

static enum sp_status in_transaction(struct turn *turn, struct sp_err *err)
{
	struct running *run = turn->run;
	enum sp_status status = sp_db_resume(run->db, sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, err);

	if (status == SP_OK)
		status = sp_db_begin(run->db, err);
	if (status == SP_OK)
		status = do_payer(turn, err);
	if (status == SP_OK)
		status = sp_db_commit(run->db, err);
	sp_db_pause(run->db);
	if (status == SP_OK)
		run->report->made += turn->made;
	return status;
}

/* --- all of them ----------------------------------------------------------------------- */

/* Is a month of his over since his last statement?  Without the lock. */
static bool may_be_due(const struct running *run, const struct sp_monthly_payer *payer)
{
	int64_t month = payer->last_month ? sp_month_next(payer->last_month) :
					    sp_month_of(payer->since);

	return sp_month_start(sp_month_next(month)) <= run->now;
}

static enum sp_status do_turn(struct running *run, const struct sp_monthly_payer *payer,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct turn turn = { .run = run, .arena = &arena, .payer = *payer };
	enum sp_status status;

	if (!run->plans) {
		status = in_transaction(&turn, err);
	} else {
		status = do_months(&turn, err);
		run->report->made += turn.made;
	}
	sp_arena_release(&arena);
	return status;
}

static enum sp_status do_all(struct running *run, struct sp_arena *arena, struct sp_err *err)
{
	struct sp_monthly_payer *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_db_begin_read(run->db, err);

	if (status == SP_OK)
		status = sp_monthly_payers(run->db, arena, (struct sp_payer){ 0, 0 }, &list, &count,
			err);
	if (!run->plans)
		sp_db_rollback(run->db);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		if (may_be_due(run, &list[i]))
			status = do_turn(run, &list[i], err);
		if (run->report->step)
			run->report->step(run->report->context, (int64_t)i + 1, (int64_t)count);
	}
	return status;
}

/* Their numbers have no gaps and stand for what was sent: no other gets one of them
 * before somebody has looked. */
static enum sp_status look_for_lost(struct running *run, struct sp_err *err)
{
	struct sp_lost_statements lost;
	enum sp_status status = sp_statements_lost(run->db, run->desk->conf->lock, &lost, err);

	return status == SP_OK && lost.last && !run->report->again ?
		sp_statements_refuse(&lost, err) : status;
}

static enum sp_status work(struct running *run, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	enum sp_status status = sp_job_open(run->desk->conf, run->plans != NULL, &run->db, err);

	if (status == SP_OK)
		status = look_for_lost(run, err);
	if (status == SP_OK)
		status = do_all(run, &arena, err);
	if (status == SP_OK && !run->plans)
		status = sp_job_through(run->db, "statements", run->now, err);
	sp_db_close(run->db);
	if (run->report->made && !run->plans)
		sp_wake_sender(run->desk->conf->state_folder);
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_monthly_make(const struct sp_desk *desk, int64_t now, struct sp_buf *plans,
	struct sp_monthly_run *run_r, struct sp_err *err)
{
	struct running run = { .desk = desk, .now = now, .plans = plans, .report = run_r };
	struct sp_job job;
	enum sp_status status;

	*run_r = (struct sp_monthly_run){ .again = run_r->again, .step = run_r->step,
		.context = run_r->context };
	if (plans)
		return work(&run, err);
	status = sp_job_begin(desk->conf, "statements", now, &job, &run_r->busy, err);
	if (status != SP_OK || run_r->busy)
		return status;
	status = work(&run, err);
	sp_job_end(&job);
	return status;
}
