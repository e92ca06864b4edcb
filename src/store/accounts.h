/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Packages and contracts, and the ledger of hours and money.
 *
 * The ledger is append-only (triggers see to it); a balance is always the sum
 * of its rows.  Functions that add to it must run in one transaction with what
 * they were worked out from.
 */
#ifndef SP_STORE_ACCOUNTS_H
#define SP_STORE_ACCOUNTS_H

#include "core/hours.h"
#include "store/db.h"

/* Add an account: all but id, bought, balance and created_at count.  `minutes`
 * (0: none) are its first row of the ledger.  Sets account->id, bought and
 * balance. */
enum sp_status sp_account_add(struct sp_db *db, struct sp_account *account, int64_t minutes,
	int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* Title, validity, scope, and a contract's terms, by its id; its payer and its
 * minutes stay.  SP_PERM when there is none. */
enum sp_status sp_account_change(struct sp_db *db, const struct sp_account *account,
	struct sp_err *err) SP_MUST_CHECK;

/* Put minutes into an account, or take them out (below 0) again: a row of the
 * ledger. */
enum sp_status sp_account_buy(struct sp_db *db, struct sp_account *account, int64_t minutes,
	int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* By id, with their balances: one of them (`id`), or those of a payer, or (both
 * 0) all. */
enum sp_status sp_accounts(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_payer payer, struct sp_account **list_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Those of a payer; none when nobody is known to pay. */
enum sp_status sp_accounts_of(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_account **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Append what core/ledger made.  `cost_id` for SP_TO_COST, else 0. */
enum sp_status sp_ledger_add(struct sp_db *db, struct sp_payer payer,
	const struct sp_ledger_entry *entry, int64_t cost_id, int64_t now, struct sp_err *err)
	SP_MUST_CHECK;

/* Rows of the ledger in order; members that are 0 do not choose.  Of account,
 * log, cost and payer one at most is given. */
struct sp_ledger_filter {
	int64_t account_id, log_id, cost_id;
	struct sp_payer payer;
	int64_t after_id, until_id; /* after < id <= until */
};
enum sp_status sp_ledger_list(struct sp_db *db, struct sp_arena *arena,
	const struct sp_ledger_filter *filter, struct sp_ledger_row **rows_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The last row there is, 0 for none. */
enum sp_status sp_ledger_last(struct sp_db *db, int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* The balance of an account after the row `until_id`. */
enum sp_status sp_ledger_balance(struct sp_db *db, int64_t account_id, int64_t until_id,
	int64_t *minutes_r, struct sp_err *err) SP_MUST_CHECK;

/* The minutes of that payer that wait for a package after the row `until_id`: below
 * zero, as what is owed; 0 for none. */
enum sp_status sp_ledger_waiting(struct sp_db *db, struct sp_payer payer, int64_t until_id,
	int64_t *minutes_r, struct sp_err *err) SP_MUST_CHECK;

/* Work of that payer that waits for a package. */
enum sp_status sp_ledger_carried(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_carried **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Accounts whose last day is one of these and was not warned of, by id. */
enum sp_status sp_accounts_ending(struct sp_db *db, struct sp_arena *arena, int64_t from_day,
	int64_t until_day, int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* Its last day, as it is now, counts as warned of. */
enum sp_status sp_account_ending_told(struct sp_db *db, int64_t id, struct sp_err *err)
	SP_MUST_CHECK;

/* Did he agree that work goes on past the end of his hours? */
enum sp_status sp_payer_consented(struct sp_db *db, struct sp_payer payer, bool *consented_r,
	struct sp_err *err) SP_MUST_CHECK;

/* His tickets that were suspended until hours are added, by id. */
enum sp_status sp_tickets_waiting(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* A threshold (80, 100) is told once, and again when minutes were bought since:
 * *first_r says whether it had not been told; it counts as told now. */
enum sp_status sp_threshold_tell(struct sp_db *db, const struct sp_account *account, int percent,
	int64_t now, bool *first_r, struct sp_err *err) SP_MUST_CHECK;

/* --- for `sportello check` --- */

/* Work logs whose ledger rows do not add up to what they charge, costs not owed
 * as they stand, numbers of ledger rows or statements that are missing, rows
 * that point to nothing: how many, and the first of each. */
struct sp_ledger_fault {
	const char *what; /* "work log", "cost", "gap", ... */
	int64_t count;
	int64_t first; /* its id, or the number that is missing */
};
enum sp_status sp_ledger_check(struct sp_db *db, struct sp_arena *arena,
	struct sp_ledger_fault **faults_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

#endif
