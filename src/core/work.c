/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/work.h"

#include "core/calendar.h"

struct sp_hours *sp_hours_begin(struct sp_arena *arena, struct sp_payer payer,
	const struct sp_payer_facts *facts)
{
	struct sp_hours *hours = sp_arena_new(arena, struct sp_hours);
	size_t count = facts ? facts->account_count : 0;

	hours->payer = payer;
	hours->accounts = sp_arena_array(arena, count + 1, struct sp_account);
	hours->before = sp_arena_array(arena, count + 1, int64_t);
	hours->crossed = sp_arena_array(arena, count + 1, unsigned);
	hours->account_count = count;
	hours->consented = facts && facts->consented;
	for (size_t i = 0; i < count; i++) {
		hours->accounts[i] = facts->accounts[i];
		hours->before[i] = facts->accounts[i].balance;
	}
	return hours;
}

const struct sp_tariff *sp_tariff_of(const struct sp_policies *policies)
{
	static struct sp_tariff standard;

	if (policies->tariff)
		return policies->tariff;
	sp_tariff_init(&standard, "");
	return &standard;
}

/* --- charging ---------------------------------------------------------------------- */

static struct sp_work work_of(const struct sp_work_log *log)
{
	return (struct sp_work){ .log_id = log->id, .day = log->day, .kind = log->kind,
		.queue = log->queue, .charged = log->charged, .out_of_hours = log->out_of_hours,
		.extra = log->extra };
}

void sp_hours_note_crossed(struct sp_hours *hours, const struct sp_ledger_entry *entries,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < hours->account_count; k++)
			if (hours->accounts[k].id == entries[i].account_id)
				hours->crossed[k] |= entries[i].crossed & ~hours->accounts[k].told;
}

/* What the new entries say. */
static void sum_up(struct sp_work_outcome *outcome, struct sp_hours *hours)
{
	for (size_t i = 0; i < outcome->entry_count; i++) {
		const struct sp_ledger_entry *entry = &outcome->entries[i];

		if (entry->cause != SP_CHARGED)
			continue;
		outcome->cents += entry->cents;
		if (entry->target == SP_TO_PRICE || entry->target == SP_TO_CARRY)
			outcome->excess -= entry->minutes;
		outcome->carried = outcome->carried || entry->target == SP_TO_CARRY;
	}
	sp_hours_note_crossed(hours, outcome->entries, outcome->entry_count);
}

enum sp_status sp_work_charge(struct sp_arena *arena, struct sp_hours *hours,
	const struct sp_policies *policies, const struct sp_work_log *log,
	const struct sp_ledger_entry *old, size_t old_count, struct sp_work_outcome *outcome_r,
	struct sp_err *err)
{
	struct sp_ledger_entries out = { NULL, 0, 0 };
	struct sp_charging charging = { hours->accounts, hours->account_count,
		sp_tariff_of(policies), policies->excess, arena, &out };
	enum sp_status status = SP_OK;
	struct sp_work work;
	bool past_end;

	*outcome_r = (struct sp_work_outcome){ .log = *log };
	outcome_r->log.charged = sp_charged_minutes(charging.tariff, log->kind, log->minutes);
	work = work_of(&outcome_r->log);
	if (old_count)
		status = sp_ledger_correct(&charging, log->id, old, old_count,
			log->minutes ? &work : NULL, err);
	else
		sp_ledger_charge(&charging, &work);
	if (status != SP_OK)
		return status;
	outcome_r->entries = out.items;
	outcome_r->entry_count = out.count;
	sum_up(outcome_r, hours);
	past_end = outcome_r->excess > 0 && sp_ledger_covers(&charging, &work);
	hours->past_end = hours->past_end || past_end;
	outcome_r->log.unconsented = past_end && policies->over == SP_OVER_ASK && !hours->consented;
	return SP_OK;
}

const struct sp_ledger_entry *sp_entries_of_log(struct sp_arena *arena,
	const struct sp_ticket_work *work, int64_t log_id, size_t *count_r)
{
	struct sp_ledger_entry *found = sp_arena_array(arena, work->entry_count + 1,
		struct sp_ledger_entry);

	*count_r = 0;
	for (size_t i = 0; i < work->entry_count; i++)
		if (work->entries[i].log_id == log_id)
			found[(*count_r)++] = work->entries[i];
	return found;
}

bool sp_work_out_of_hours(const struct sp_calendar *calendar, int64_t day, int64_t instant)
{
	if (instant)
		return !sp_calendar_open_at(calendar, instant);
	return !sp_calendar_hours_on(calendar, day);
}

/* --- who may ask ------------------------------------------------------------------------ */

static bool has_left(const struct sp_account *account, const struct sp_policies *policies)
{
	return account->unlimited || account->balance > 0 || policies->over != SP_OVER_STOP;
}

bool sp_payer_is_covered(const struct sp_payer_facts *facts, const struct sp_policies *policies,
	struct sp_str queue, int64_t day)
{
	for (size_t i = 0; facts && i < facts->account_count; i++)
		if (sp_account_is_active(&facts->accounts[i], day, queue) &&
			has_left(&facts->accounts[i], policies))
			return true;
	return false;
}

int64_t sp_payer_response(const struct sp_payer_facts *facts, struct sp_str queue, int64_t day)
{
	int64_t shortest = 0;

	for (size_t i = 0; facts && i < facts->account_count; i++) {
		const struct sp_account *account = &facts->accounts[i];

		if (account->response_minutes && sp_account_is_active(account, day, queue) &&
			(shortest == 0 || account->response_minutes < shortest))
			shortest = account->response_minutes;
	}
	return shortest;
}

bool sp_payer_on_call(const struct sp_payer_facts *facts, struct sp_str queue, int64_t day)
{
	for (size_t i = 0; facts && i < facts->account_count; i++)
		if (facts->accounts[i].on_call && sp_account_is_active(&facts->accounts[i], day, queue))
			return true;
	return false;
}
