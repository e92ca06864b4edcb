/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Packages and contracts; their minutes are in store/ledger.c.
 */
#include "config.h"

#include "store/accounts.h"

#include "store/asked.h"

#include "store/rows.h"
#include "store/tickets.h"

static enum sp_status add_queues(struct sp_db *db, const struct sp_account *account,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < account->queue_count; i++) {
		struct sp_query query;
		int64_t queue_id;

		status = sp_queue_id(db, account->queues[i], &queue_id, err);
		if (status != SP_OK)
			return status;
		sp_query_begin(&query, db, SP_SQL_ACCOUNT_QUEUE_ADD, NULL, err);
		sp_bind_int(&query, account->id);
		sp_bind_int(&query, queue_id);
		status = sp_query_run(&query);
	}
	return status;
}

enum sp_status sp_account_add(struct sp_db *db, struct sp_account *account, int64_t minutes,
	int64_t now, struct sp_err *err)
{
	enum sp_status status;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ACCOUNT_ADD, NULL, err);
	sp_bind_word(&query, sp_account_sort_name(account->sort));
	sp_bind_payer(&query, account->payer);
	sp_bind_text(&query, account->title);
	sp_bind_int(&query, account->from_day);
	sp_bind_until(&query, account->until_day);
	sp_bind_int(&query, account->kinds);
	sp_bind_int(&query, account->unlimited);
	sp_bind_int(&query, account->on_call);
	sp_bind_id(&query, account->response_minutes);
	sp_bind_int(&query, now);
	status = sp_query_number(&query, &account->id);
	account->bought = account->balance = 0;
	account->created_at = now;
	if (status == SP_OK)
		status = add_queues(db, account, err);
	if (status == SP_OK && minutes)
		status = sp_account_buy(db, account, minutes, now, err);
	return status;
}

enum sp_status sp_account_change(struct sp_db *db, const struct sp_account *account,
	struct sp_err *err)
{
	enum sp_status status;
	struct sp_query query;
	bool there;

	sp_query_begin(&query, db, SP_SQL_ACCOUNT_CHANGE, NULL, err);
	sp_bind_int(&query, account->id);
	sp_bind_text(&query, account->title);
	sp_bind_int(&query, account->from_day);
	sp_bind_until(&query, account->until_day);
	sp_bind_int(&query, account->kinds);
	sp_bind_int(&query, account->unlimited);
	sp_bind_int(&query, account->on_call);
	sp_bind_id(&query, account->response_minutes);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "package or contract %lld: there is none",
			(long long)account->id);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_ACCOUNT_QUEUES_REMOVE, NULL, err);
	sp_bind_int(&query, account->id);
	status = sp_query_run(&query);
	return status == SP_OK ? add_queues(db, account, err) : status;
}

enum sp_status sp_account_buy(struct sp_db *db, struct sp_account *account, int64_t minutes,
	int64_t now, struct sp_err *err)
{
	struct sp_ledger_entry entry = { .target = SP_TO_ACCOUNT, .cause = SP_BOUGHT,
		.account_id = account->id, .minutes = minutes };
	enum sp_status status = sp_ledger_add(db, account->payer, &entry, 0, now, err);

	if (status == SP_OK && minutes > 0)
		status = sp_consent_end(db, account->payer, now, err);
	if (status != SP_OK)
		return status;
	account->bought += minutes;
	account->balance += minutes;
	return SP_OK;
}

/* --- lists -------------------------------------------------------------------- */

static enum sp_status read_queues(struct sp_db *db, struct sp_arena *arena,
	struct sp_account *account, struct sp_err *err)
{
	struct sp_str *names = NULL;
	struct sp_query query;
	size_t room = 0;

	sp_query_begin(&query, db, SP_SQL_ACCOUNT_QUEUES, arena, err);
	sp_bind_int(&query, account->id);
	while (sp_query_row(&query)) {
		names = sp_arena_grow(arena, names, account->queue_count, &room, sizeof(*names));
		names[account->queue_count++] = sp_read_text(&query);
	}
	account->queues = names;
	return sp_query_end(&query);
}

static void read_account(struct sp_query *query, struct sp_account *account)
{
	account->id = sp_read_int(query);
	account->sort = sp_read_account_sort(query);
	account->payer = sp_read_payer(query);
	account->title = sp_read_text(query);
	account->from_day = sp_read_int(query);
	account->until_day = sp_read_until(query);
	account->kinds = (unsigned)sp_read_int(query);
	account->unlimited = sp_read_bool(query);
	account->on_call = sp_read_bool(query);
	account->response_minutes = sp_read_int(query);
	account->created_at = sp_read_int(query);
	account->ending_told = sp_read_int(query);
	account->bought = sp_read_int(query);
	account->balance = sp_read_int(query);
	account->told = (unsigned)sp_read_int(query); /* 1: 80 %, 2: 100 %, as enum sp_threshold */
}

enum sp_status sp_accounts(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_payer payer, struct sp_account **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_account *list = NULL;
	size_t count = 0, room = 0;
	enum sp_status status;
	struct sp_query query;

	sp_query_begin(&query, db, id ? SP_SQL_ACCOUNT_BY_ID : sp_payer_known(payer) ?
		SP_SQL_ACCOUNTS_OF : SP_SQL_ACCOUNTS, arena, err);
	if (id)
		sp_bind_int(&query, id);
	else if (sp_payer_known(payer))
		sp_bind_payer_filter(&query, payer);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		read_account(&query, &list[count++]);
	}
	status = sp_query_end(&query);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = read_queues(db, arena, &list[i], err);
	*list_r = list;
	*count_r = count;
	return status;
}

enum sp_status sp_accounts_of(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_account **list_r, size_t *count_r, struct sp_err *err)
{
	*list_r = NULL;
	*count_r = 0;
	return sp_payer_known(payer) ? sp_accounts(db, arena, 0, payer, list_r, count_r, err) : SP_OK;
}

/* --- validity -------------------------------------------------------------------- */

enum sp_status sp_accounts_ending(struct sp_db *db, struct sp_arena *arena, int64_t from_day,
	int64_t until_day, int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;
	int64_t *ids = NULL;
	size_t count = 0, room = 0;

	sp_query_begin(&query, db, SP_SQL_ACCOUNTS_ENDING, arena, err);
	sp_bind_int(&query, from_day);
	sp_bind_int(&query, until_day);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_account_ending_told(struct sp_db *db, int64_t id, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool there;

	sp_query_begin(&query, db, SP_SQL_ACCOUNT_ENDING_TOLD, NULL, err);
	sp_bind_int(&query, id);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "package or contract %lld: there is none", (long long)id);
	return status;
}

/* --- of a payer ----------------------------------------------------------------- */

enum sp_status sp_payer_consented(struct sp_db *db, struct sp_payer payer, bool *consented_r,
	struct sp_err *err)
{
	struct sp_query query;

	*consented_r = false;
	if (!sp_payer_known(payer))
		return SP_OK;
	sp_query_begin(&query, db, SP_SQL_CONSENTED, NULL, err);
	sp_bind_payer_filter(&query, payer);
	return sp_query_exists(&query, consented_r);
}

enum sp_status sp_tickets_waiting(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;
	int64_t *ids = NULL;
	size_t count = 0, room = 0;

	sp_query_begin(&query, db, SP_SQL_TICKETS_WAITING, arena, err);
	sp_bind_payer_filter(&query, payer);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}
