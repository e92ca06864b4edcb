/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/measures.h"

#include "store/handle.h"
#include "store/query.h"

static const enum sp_statement statements[SP_MEASURES] = {
	[SP_MEASURE_TICKETS] = SP_SQL_MEASURE_TICKETS,
	[SP_MEASURE_NUMBERED] = SP_SQL_MEASURE_NUMBERED,
	[SP_MEASURE_OUTBOX] = SP_SQL_MEASURE_OUTBOX,
	[SP_MEASURE_QUEUED] = SP_SQL_MEASURE_QUEUED,
	[SP_MEASURE_QUARANTINE] = SP_SQL_MEASURE_QUARANTINE,
	[SP_MEASURE_ALARMS] = SP_SQL_MEASURE_ALARMS,
	[SP_MEASURE_JOBS] = SP_SQL_MEASURE_JOBS,
};

enum sp_status sp_measure(struct sp_db *db, struct sp_arena *arena, enum sp_measure what,
	struct sp_measured **rows_r, size_t *count_r, struct sp_err *err)
{
	struct sp_measured *rows = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, statements[what], arena, err);
	while (sp_query_row(&query)) {
		struct sp_measured *row;

		rows = sp_arena_grow(arena, rows, count, &room, sizeof(*rows));
		row = &rows[count++];
		row->label = sp_read_text(&query);
		row->second = sp_read_text(&query);
		row->number = sp_read_int(&query);
		row->at = sp_read_int(&query);
	}
	*rows_r = rows;
	*count_r = count;
	return sp_query_end(&query);
}
