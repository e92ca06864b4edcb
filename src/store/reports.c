/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/reports.h"

#include "store/handle.h"
#include "store/query.h"
#include "store/rows.h"

static void bind_filter(struct sp_query *query, const struct sp_report_filter *filter)
{
	sp_bind_text(query, filter->queue);
	sp_bind_int(query, filter->customer_id);
	sp_bind_int(query, filter->organisation_id);
	sp_bind_int(query, filter->staff_id);
	sp_bind_int(query, filter->from);
}

enum sp_status sp_report_responses(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_response **list_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_response *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REPORT_RESPONSES, arena, err);
	bind_filter(&query, filter);
	sp_bind_int(&query, filter->until);
	while (sp_query_row(&query)) {
		struct sp_response *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->code = sp_read_code(&query);
		one->queue = sp_read_text(&query);
		one->customer = sp_read_text(&query);
		one->organisation = sp_read_text(&query);
		one->answered_by = sp_read_text(&query);
		one->state = sp_read_state(&query);
		one->received_at = sp_read_int(&query);
		one->due_at = sp_read_int(&query);
		one->answered_at = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

static enum sp_status read_open(struct sp_db *db, const struct sp_report_filter *filter,
	int64_t *open_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REPORT_OPEN, NULL, err);
	bind_filter(&query, filter);
	return sp_query_number(&query, open_r);
}

enum sp_status sp_report_load(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_load **list_r, size_t *count_r,
	int64_t *open_r, struct sp_err *err)
{
	struct sp_load *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;
	enum sp_status status = read_open(db, filter, open_r, err);

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_REPORT_LOAD, arena, err);
	bind_filter(&query, filter);
	sp_bind_int(&query, filter->until);
	while (sp_query_row(&query)) {
		struct sp_load *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->at = sp_read_int(&query);
		one->kind = (enum sp_load_kind)sp_read_int(&query);
		one->queue = sp_read_text(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}
