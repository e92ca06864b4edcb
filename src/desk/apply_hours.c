/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hours and money of a plan become rows.  What was worked out from the facts is
 * written as it is: both are of one transaction.
 */
#include "desk/apply.h"

#include "store/accounts.h"
#include "store/work_logs.h"

static struct sp_payer real_payer(const struct sp_applying *a, struct sp_payer payer)
{
	payer.person_id = sp_apply_id(a, payer.person_id);
	return payer;
}

static enum sp_status add_entries(struct sp_applying *a, struct sp_payer payer, int64_t log_id,
	const struct sp_ledger_entry *entries, size_t count, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_ledger_entry entry = entries[i];

		if (!entry.log_id)
			entry.log_id = log_id;
		status = sp_ledger_add(a->db, payer, &entry, 0, a->c->facts->now, err);
	}
	return status;
}

/* What the lines said of its number must be what it got. */
static enum sp_status same_number(int64_t planned, int64_t given, struct sp_err *err)
{
	if (planned == given)
		return SP_OK;
	return sp_fail(err, SP_TEMP, "a work log or cost planned as /%lld became /%lld",
		(long long)planned, (long long)given);
}

static enum sp_status write_log(struct sp_applying *a, struct sp_work_log *log,
	struct sp_err *err)
{
	int64_t planned = log->number;
	enum sp_status status;

	if (log->id)
		return sp_work_log_change(a->db, log, a->c->facts->now, err);
	status = sp_work_log_add(a->db, log, a->c->facts->now, err);
	return status == SP_OK ? same_number(planned, log->number, err) : status;
}

/* "2 90/90": the number, real and charged minutes. */
static const char *of_log(struct sp_applying *a, const struct sp_work_log *log)
{
	return sp_arena_printf(a->arena, "%lld %lld/%lld", (long long)log->number,
		(long long)log->minutes, (long long)log->charged);
}

enum sp_status sp_apply_work(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_work_log log = *decision->work.log;
	enum sp_status status = SP_OK;

	log.ticket_id = sp_apply_id(a, log.ticket_id);
	log.payer = real_payer(a, log.payer);
	if (decision->work.session_id)
		status = sp_remote_close(a->db, decision->work.session_id,
			sp_apply_id(a, a->plan->actor_id), a->c->facts->now, err);
	if (status == SP_OK)
		status = write_log(a, &log, err);
	if (status == SP_OK)
		status = add_entries(a, log.payer, log.id, decision->work.entries,
			decision->work.entry_count, err);
	if (status != SP_OK)
		return status;
	return sp_apply_note(a, decision, decision->work.log->id ? "work-corrected" : "worked",
		decision->work.log->id ? sp_arena_printf(a->arena, "%lld",
			(long long)decision->work.was) : NULL, of_log(a, &log), err);
}

/* The ledger gets the difference of a correction as a row that takes all back
 * and one that charges anew. */
static enum sp_status owe_cost(struct sp_applying *a, const struct sp_cost *cost, int64_t was,
	struct sp_err *err)
{
	struct sp_ledger_entry back = { .target = SP_TO_COST, .cause = SP_TAKEN_BACK, .cents = -was };
	struct sp_ledger_entry owed = { .target = SP_TO_COST, .cause = SP_CHARGED,
		.cents = cost->cents };
	enum sp_status status = SP_OK;

	if (was)
		status = sp_ledger_add(a->db, cost->payer, &back, cost->id, a->c->facts->now, err);
	if (status == SP_OK && cost->cents)
		status = sp_ledger_add(a->db, cost->payer, &owed, cost->id, a->c->facts->now, err);
	return status;
}

enum sp_status sp_apply_cost(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_cost cost = *decision->cost.cost;
	bool corrects = cost.id != 0;
	enum sp_status status;

	cost.ticket_id = sp_apply_id(a, cost.ticket_id);
	cost.payer = real_payer(a, cost.payer);
	status = corrects ? sp_cost_change(a->db, &cost, a->c->facts->now, err) :
			    sp_cost_add(a->db, &cost, a->c->facts->now, err);
	if (status == SP_OK)
		status = same_number(decision->cost.cost->number, cost.number, err);
	if (status == SP_OK)
		status = owe_cost(a, &cost, decision->cost.was, err);
	if (status != SP_OK)
		return status;
	return sp_apply_note(a, decision, corrects ? "cost-corrected" : "cost",
		corrects ? sp_arena_printf(a->arena, "%lld", (long long)decision->cost.was) : NULL,
		sp_arena_printf(a->arena, "%lld %lld", (long long)cost.number, (long long)cost.cents),
		err);
}

enum sp_status sp_apply_remote(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_remote_open(a->db, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, decision->person_id), a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "remote", NULL, "open", err) : status;
}

enum sp_status sp_apply_settle(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return add_entries(a, decision->settle.payer, 0, decision->settle.entries,
		decision->settle.entry_count, err);
}

enum sp_status sp_apply_told(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	bool first;

	return sp_threshold_tell(a->db, decision->told.account, decision->told.percent,
		a->c->facts->now, &first, err);
}

enum sp_status sp_apply_ending_told(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	return sp_account_ending_told(a->db, decision->told.account->id, err);
}
