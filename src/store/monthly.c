/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/monthly.h"

#include "store/handle.h"
#include "store/rows.h"

enum sp_status sp_monthly_payers(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_monthly_payer **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_monthly_payer *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, sp_payer_known(payer) ? SP_SQL_STATEMENT_PAYER :
		SP_SQL_STATEMENT_PAYERS, arena, err);
	if (sp_payer_known(payer))
		sp_bind_payer_filter(&query, payer);
	while (sp_query_row(&query)) {
		struct sp_monthly_payer *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->payer = sp_read_payer(&query);
		one->name = sp_read_text(&query);
		one->contact_id = sp_read_int(&query);
		one->since = sp_read_int(&query);
		one->last_month = sp_read_int(&query);
		one->last_until = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_monthly_until(struct sp_db *db, struct sp_payer payer, int64_t after_id,
	int64_t before, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_STATEMENT_UNTIL, NULL, err);
	sp_bind_payer(&query, payer);
	sp_bind_int(&query, after_id);
	sp_bind_int(&query, before);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_monthly_add(struct sp_db *db, struct sp_monthly *statement,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_STATEMENT_ADD, NULL, err);
	sp_bind_int(&query, statement->year);
	sp_bind_payer(&query, statement->payer);
	sp_bind_int(&query, statement->month);
	sp_bind_int(&query, statement->after_id);
	sp_bind_int(&query, statement->until_id);
	sp_bind_id(&query, statement->contact_id);
	sp_bind_int(&query, statement->made_at);
	if (sp_query_row(&query)) {
		statement->id = sp_read_int(&query);
		statement->number = sp_read_int(&query);
	}
	db->numbered |= SP_NUMBERED_STATEMENT;
	return sp_query_run(&query);
}

static void read_statement(struct sp_query *query, struct sp_monthly *statement)
{
	statement->id = sp_read_int(query);
	statement->year = sp_read_int(query);
	statement->number = sp_read_int(query);
	statement->payer = sp_read_payer(query);
	statement->month = sp_read_int(query);
	statement->after_id = sp_read_int(query);
	statement->until_id = sp_read_int(query);
	statement->contact_id = sp_read_int(query);
	statement->made_at = sp_read_int(query);
}

enum sp_status sp_monthly_list(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	int64_t year, struct sp_monthly **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_monthly *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_STATEMENT_LIST, arena, err);
	sp_bind_payer_filter(&query, payer);
	sp_bind_int(&query, year);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		read_statement(&query, &list[count++]);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_monthly_by_number(struct sp_db *db, int64_t year, int64_t number,
	struct sp_monthly *statement_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_STATEMENT_BY_NUMBER, NULL, err);
	sp_bind_int(&query, year);
	sp_bind_int(&query, number);
	*found_r = sp_query_row(&query);
	if (*found_r)
		read_statement(&query, statement_r);
	return sp_query_end(&query);
}

enum sp_status sp_monthly_movements(struct sp_db *db, struct sp_arena *arena,
	const struct sp_monthly *statement, struct sp_movement **list_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_STATEMENT_MOVEMENTS, arena, err);
	sp_bind_payer(&query, statement->payer);
	sp_bind_int(&query, statement->after_id);
	sp_bind_int(&query, statement->until_id);
	status = sp_read_movements(&query, arena, list_r, count_r);
	sp_monthly_sort(*list_r, *count_r);
	return status;
}
