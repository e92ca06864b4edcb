/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ledger's rows, and what is wrong with them.
 */
#include "config.h"

#include "store/accounts.h"

#include "store/rows.h"

enum sp_status sp_ledger_add(struct sp_db *db, struct sp_payer payer,
	const struct sp_ledger_entry *entry, int64_t cost_id, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LEDGER_ADD, NULL, err);
	sp_bind_int(&query, now);
	sp_bind_payer(&query, payer);
	sp_bind_word(&query, sp_entry_cause_name(entry->cause));
	sp_bind_word(&query, sp_entry_target_name(entry->target));
	sp_bind_id(&query, entry->account_id);
	sp_bind_id(&query, entry->log_id);
	sp_bind_id(&query, cost_id);
	sp_bind_int(&query, entry->minutes);
	sp_bind_int(&query, entry->cents);
	return sp_query_run(&query);
}

void sp_read_ledger_row(struct sp_query *query, struct sp_ledger_row *row)
{
	row->id = sp_read_int(query);
	row->at = sp_read_int(query);
	row->payer = sp_read_payer(query);
	row->entry.cause = sp_read_entry_cause(query);
	row->entry.target = sp_read_entry_target(query);
	row->entry.account_id = sp_read_int(query);
	row->entry.log_id = sp_read_int(query);
	row->cost_id = sp_read_int(query);
	row->entry.minutes = sp_read_int(query);
	row->entry.cents = sp_read_int(query);
	row->code = sp_read_code(query);
	row->number = sp_read_int(query);
	row->day = sp_read_int(query);
	row->what = sp_read_text(query);
}

/* With what was left before and after it. */
static void read_row(struct sp_query *query, struct sp_ledger_row *row)
{
	sp_read_ledger_row(query, row);
	row->entry.after = sp_read_int(query);
	if (row->entry.target == SP_TO_ACCOUNT)
		row->entry.before = row->entry.after - row->entry.minutes;
}

/* The statement for what the filter names, and that bound: each has its index. */
static void begin_list(struct sp_query *query, struct sp_db *db, struct sp_arena *arena,
	const struct sp_ledger_filter *filter, struct sp_err *err)
{
	const struct {
		enum sp_statement statement;
		int64_t id;
	} by[] = {
		{ SP_SQL_LEDGER_OF_ACCOUNT, filter->account_id },
		{ SP_SQL_LEDGER_OF_LOG, filter->log_id },
		{ SP_SQL_LEDGER_OF_COST, filter->cost_id },
	};
	bool of_payer = sp_payer_known(filter->payer);
	enum sp_statement statement = of_payer ? SP_SQL_LEDGER_OF_PAYER : SP_SQL_LEDGER_LIST;
	int64_t id = 0;

	for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++)
		if (by[i].id) {
			statement = by[i].statement;
			id = by[i].id;
		}
	sp_query_begin(query, db, statement, arena, err);
	sp_bind_int(query, filter->after_id);
	sp_bind_int(query, filter->until_id);
	if (id)
		sp_bind_int(query, id);
	else if (of_payer)
		sp_bind_payer_filter(query, filter->payer);
}

enum sp_status sp_ledger_list(struct sp_db *db, struct sp_arena *arena,
	const struct sp_ledger_filter *filter, struct sp_ledger_row **rows_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_ledger_row *rows = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	begin_list(&query, db, arena, filter, err);
	while (sp_query_row(&query)) {
		rows = sp_arena_grow(arena, rows, count, &room, sizeof(*rows));
		read_row(&query, &rows[count++]);
	}
	*rows_r = rows;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_ledger_last(struct sp_db *db, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LEDGER_LAST, NULL, err);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_ledger_balance(struct sp_db *db, int64_t account_id, int64_t until_id,
	int64_t *minutes_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LEDGER_BALANCE, NULL, err);
	sp_bind_int(&query, account_id);
	sp_bind_int(&query, until_id);
	return sp_query_number(&query, minutes_r);
}

enum sp_status sp_ledger_waiting(struct sp_db *db, struct sp_payer payer, int64_t until_id,
	int64_t *minutes_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_LEDGER_WAITING, NULL, err);
	sp_bind_payer(&query, payer);
	sp_bind_int(&query, until_id);
	return sp_query_number(&query, minutes_r);
}

enum sp_status sp_ledger_carried(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_carried **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_carried *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	*list_r = NULL;
	*count_r = 0;
	if (!sp_payer_known(payer))
		return SP_OK;
	sp_query_begin(&query, db, SP_SQL_LEDGER_CARRIED, arena, err);
	sp_bind_payer_filter(&query, payer);
	while (sp_query_row(&query)) {
		struct sp_carried *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->log_id = sp_read_int(&query);
		one->day = sp_read_int(&query);
		one->kind = sp_read_work_kind(&query);
		one->queue = sp_read_text(&query);
		one->minutes = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_threshold_tell(struct sp_db *db, const struct sp_account *account, int percent,
	int64_t now, bool *first_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_THRESHOLD_TELL, NULL, err);
	sp_bind_int(&query, account->id);
	sp_bind_int(&query, percent);
	sp_bind_int(&query, account->bought);
	sp_bind_int(&query, now);
	return sp_query_exists(&query, first_r);
}

/* --- what is wrong --------------------------------------------------------------- */

static enum sp_status count_faults(struct sp_db *db, enum sp_statement statement,
	struct sp_ledger_fault *fault_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, statement, NULL, err);
	if (sp_query_row(&query)) {
		fault_r->count = sp_read_int(&query);
		fault_r->first = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_ledger_check(struct sp_db *db, struct sp_arena *arena,
	struct sp_ledger_fault **faults_r, size_t *count_r, struct sp_err *err)
{
	static const struct {
		enum sp_statement statement;
		const char *what;
	} checks[] = {
		{ SP_SQL_CHECK_WORK_LOGS, "work logs are charged otherwise than the ledger says" },
		{ SP_SQL_CHECK_PRICES, "work logs have a price without minutes, or gave back too much" },
		{ SP_SQL_CHECK_COSTS, "costs are owed otherwise than the ledger says" },
		{ SP_SQL_CHECK_LEDGER_GAP, "numbers of the ledger are missing" },
		{ SP_SQL_CHECK_LEDGER_POINTS, "rows of the ledger point to nothing" },
		{ SP_SQL_CHECK_LEDGER_PAYER, "rows of the ledger are another payer's than their work" },
		{ SP_SQL_CHECK_PACKAGES, "packages or contracts are below zero" },
		{ SP_SQL_CHECK_STATEMENTS, "numbers of statements are missing before these" },
	};
	enum { CHECKS = sizeof(checks) / sizeof(checks[0]) };
	struct sp_ledger_fault *faults = sp_arena_array(arena, CHECKS, struct sp_ledger_fault);
	enum sp_status status = SP_OK;
	size_t count = 0;

	for (size_t i = 0; status == SP_OK && i < CHECKS; i++) {
		struct sp_ledger_fault fault = { .what = checks[i].what };

		status = count_faults(db, checks[i].statement, &fault, err);
		if (fault.count)
			faults[count++] = fault;
	}
	*faults_r = faults;
	*count_r = count;
	return status;
}
