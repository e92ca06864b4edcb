/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/recording.h"

#include "desk/clock_step.h"
#include "desk/gather_hours.h"
#include "store/accounts.h"

static enum sp_status take_ticket(struct sp_clock_step *step, int64_t id,
	struct sp_candidate *candidate, struct sp_err *err)
{
	bool found = false;
	enum sp_status status = sp_clock_step_ticket(step, id, candidate, &found, err);

	if (status != SP_OK)
		return status;
	if (!found)
		return sp_fail(err, SP_PERM, "ticket %lld: there is none", (long long)id);
	if (candidate->ticket.state == SP_ARCHIVED)
		return sp_fail(err, SP_PERM, "%.*s is archived and changes no more",
			SP_FMT(candidate->ticket.code));
	if (candidate->ticket.restricted)
		return sp_fail(err, SP_PERM, "%.*s is restricted: its customer asked that his data "
			"be kept and not used", SP_FMT(candidate->ticket.code));
	step->facts.candidates = candidate;
	step->facts.candidate_count = 1;
	return sp_gather_hours(step->a.db, step->a.arena, &step->facts, true, err);
}

/* What a new log has of its ticket. */
static void complete(struct sp_work_log *log, const struct sp_ticket *ticket,
	const struct sp_ticket_work *work)
{
	log->code = ticket->code;
	log->payer = sp_payer_of(ticket->organisation_id, ticket->requester_id);
	log->queue = ticket->queue;
	log->extra = log->extra || ticket->extra;
	log->number = 1;
	for (size_t i = 0; i < work->log_count; i++)
		if (work->logs[i].ticket_id == ticket->id && work->logs[i].number >= log->number)
			log->number = work->logs[i].number + 1;
}

static void take_outcome(const struct sp_plan *plan, struct sp_work_log *log)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_WORK)
			*log = *plan->items[i].work.log;
}

enum sp_status sp_record_work(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, int64_t now, struct sp_work_log *log, int64_t was,
	struct sp_err *err)
{
	struct sp_clock_step step;
	struct sp_candidate candidate;
	struct sp_plan *plan = NULL;
	enum sp_status status = sp_clock_step(&step, desk, db, arena, now, err);

	if (status == SP_OK)
		status = take_ticket(&step, log->ticket_id, &candidate, err);
	if (status != SP_OK)
		return status;
	if (!log->id)
		complete(log, &candidate.ticket, step.facts.work);
	status = sp_decide_work(arena, &step.c, log, was, SP_BY_ADMINISTRATOR, 0, &plan, err);
	if (status != SP_OK)
		return status;
	step.a.plan = plan;
	take_outcome(plan, log);
	return sp_apply(&step.a, err);
}

/* --- hours that were bought ---------------------------------------------------------- */

static enum sp_status take_waiting(struct sp_clock_step *step, struct sp_payer payer,
	struct sp_err *err)
{
	struct sp_candidate *waiting;
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_tickets_waiting(step->a.db, step->a.arena, payer, &ids, &count,
		err);

	waiting = sp_arena_array(step->a.arena, count + 1, struct sp_candidate);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		bool found = false;

		status = sp_clock_step_ticket(step, ids[i],
			&waiting[step->facts.waiting_count], &found, err);
		/* A restricted ticket waits until the restriction is lifted. */
		step->facts.waiting_count += found &&
			!waiting[step->facts.waiting_count].ticket.restricted;
	}
	step->facts.waiting = waiting;
	return status;
}

static size_t count_moves(const struct sp_plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->items[i].kind == SP_DO_MOVE;
	return count;
}

enum sp_status sp_record_bought(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, int64_t now, const struct sp_account *account,
	size_t *released_r, struct sp_err *err)
{
	struct sp_payer_facts *payer = NULL;
	struct sp_carried *carried = NULL;
	struct sp_clock_step step;
	enum sp_status status = sp_clock_step(&step, desk, db, arena, now, err);

	*released_r = 0;
	if (status == SP_OK)
		status = sp_gather_payer(db, arena, account->payer, &payer, err);
	if (status == SP_OK && payer)
		status = sp_ledger_carried(db, arena, account->payer, &carried, &payer->carried_count,
			err);
	if (status == SP_OK)
		status = take_waiting(&step, account->payer, err);
	if (status != SP_OK || !payer)
		return status;
	payer->carried = carried;
	step.facts.payers = payer;
	step.facts.payer_count = 1;
	step.a.plan = sp_decide_bought(arena, &step.c, account->id, SP_BY_ADMINISTRATOR, 0);
	*released_r = count_moves(step.a.plan);
	return sp_apply(&step.a, err);
}
