/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/merge.h"
#include "store/query.h"

enum sp_status sp_people_has_hours(struct sp_db *db, int64_t person_id, bool *has_r,
	struct sp_err *err)
{
	struct sp_query query;

	*has_r = false;
	sp_query_begin(&query, db, SP_SQL_MERGE_HOURS, NULL, err);
	sp_bind_int(&query, person_id);
	if (sp_query_row(&query))
		*has_r = sp_read_bool(&query);
	return sp_query_end(&query);
}

enum sp_status sp_people_merge_counts(struct sp_db *db, int64_t person_id,
	struct sp_merge_counts *counts_r, struct sp_err *err)
{
	struct sp_query query;

	memset(counts_r, 0, sizeof *counts_r);
	sp_query_begin(&query, db, SP_SQL_MERGE_COUNTS, NULL, err);
	sp_bind_int(&query, person_id);
	if (sp_query_row(&query)) {
		counts_r->addresses = sp_read_int(&query);
		counts_r->tickets = sp_read_int(&query);
		counts_r->messages = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_people_merge(struct sp_db *db, int64_t from_id, int64_t into_id, int64_t now,
	struct sp_err *err)
{
	/* What tells his messages from others' (his tickets, parts, addresses) goes last. */
	static const struct {
		enum sp_statement statement;
		int binds; /* of from, into, now */
	} steps[] = {
		{ SP_SQL_MERGE_MESSAGES, 2 },
		{ SP_SQL_MERGE_ENTRIES, 2 },
		{ SP_SQL_MERGE_OUTBOX, 2 },
		{ SP_SQL_MERGE_PARTS, 2 },
		{ SP_SQL_MERGE_PARTS_END, 1 },
		{ SP_SQL_MERGE_TICKETS, 2 },
		{ SP_SQL_MERGE_HELD, 2 },
		{ SP_SQL_MERGE_RIGHTS, 2 },
		{ SP_SQL_MERGE_HOLDS, 2 },
		{ SP_SQL_MERGE_ESTIMATES, 2 },
		{ SP_SQL_MERGE_ESTIMATES_ANSWERED, 2 },
		{ SP_SQL_MERGE_CONTACTS, 2 },
		{ SP_SQL_MERGE_EARLIER, 2 },
		{ SP_SQL_MERGE_ADDRESSES, 2 },
		{ SP_SQL_MERGE_WITHDRAWN, 2 },
		{ SP_SQL_MERGE_PERSON, 3 },
	};
	const int64_t values[] = { from_id, into_id, now };
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == SP_OK; i++) {
		struct sp_query query;

		sp_query_begin(&query, db, steps[i].statement, NULL, err);
		for (int k = 0; k < steps[i].binds; k++)
			sp_bind_int(&query, values[k]);
		status = sp_query_run(&query);
	}
	return status;
}
