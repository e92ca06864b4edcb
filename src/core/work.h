/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a piece of work does to its payer's hours: worked out, not written.
 * Pure; for mail and command line alike.
 */
#ifndef SP_CORE_WORK_H
#define SP_CORE_WORK_H

#include "core/hours.h"

/* A payer's hours while a plan is made: what the lines of one mail do adds up.
 * Accounts are copies of the facts', their balances as the plan leaves them. */
struct sp_hours {
	struct sp_payer payer;
	struct sp_account *accounts;
	size_t account_count;
	int64_t *before;   /* balance of each at the start */
	unsigned *crossed; /* thresholds that each came to reach, and that are not told yet */
	bool consented;
	/* Some work was left over by accounts that cover it: past the end. */
	bool past_end;
};

/* `facts` NULL: nobody known, or somebody without account. */
struct sp_hours *sp_hours_begin(struct sp_arena *arena, struct sp_payer payer,
	const struct sp_payer_facts *facts);

/* A log and what it is charged to. */
struct sp_work_outcome {
	struct sp_work_log log;
	struct sp_ledger_entry *entries; /* log_id 0 for a new log */
	size_t entry_count;
	int64_t excess;  /* minutes that nothing paid */
	int64_t cents;   /* what is owed for it, surcharges too */
	bool carried;    /* the excess waits for a package */
};

/* Charge `log`: its `charged` is set by the tariff (NULL: 15 minutes' unit, no
 * price) of these policies.  `old` are the log's entries so far, of which what
 * it was charged is taken back first; none for a new log.  A log of 0 minutes
 * is cancelled.  SP_PERM when the old entries are not that payer's. */
enum sp_status sp_work_charge(struct sp_arena *arena, struct sp_hours *hours,
	const struct sp_policies *policies, const struct sp_work_log *log,
	const struct sp_ledger_entry *old, size_t old_count, struct sp_work_outcome *outcome_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Entries that were made reached thresholds: kept where they are not told yet. */
void sp_hours_note_crossed(struct sp_hours *hours, const struct sp_ledger_entry *entries,
	size_t count);

/* The entries of one log among a ticket's. */
const struct sp_ledger_entry *sp_entries_of_log(struct sp_arena *arena,
	const struct sp_ticket_work *work, int64_t log_id, size_t *count_r);

/* The desk's tariff where a queue has none. */
const struct sp_tariff *sp_tariff_of(const struct sp_policies *policies);

/* Was the work done out of hours?  On a day that the calendar is closed all
 * through, or (instant not 0) at an instant that it is. */
bool sp_work_out_of_hours(const struct sp_calendar *calendar, int64_t day, int64_t instant);

/* May that payer ask for work in that queue, on that day: has he an account
 * that is valid, with something left, or which may be used past its end? */
bool sp_payer_is_covered(const struct sp_payer_facts *facts, const struct sp_policies *policies,
	struct sp_str queue, int64_t day);

/* The shortest response time of his contracts in force; 0: none says one. */
int64_t sp_payer_response(const struct sp_payer_facts *facts, struct sp_str queue, int64_t day);

/* Has he a contract in force that covers URGENTE out of hours? */
bool sp_payer_on_call(const struct sp_payer_facts *facts, struct sp_str queue, int64_t day);

#endif
