/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/works.h"

#include "store/rows.h"

/* The place where a row of that account and target is summed up. */
static struct sp_charge *charge_of(struct sp_work_done *work, const struct sp_charge *row)
{
	struct sp_charge *charge;

	for (size_t i = 0; i < work->charge_count; i++) {
		charge = &work->charges[i];
		if (charge->target == row->target && charge->account_id == row->account_id)
			return charge;
	}
	if (work->charge_count == SP_MAX_CHARGES)
		return &work->charges[SP_MAX_CHARGES - 1];
	charge = &work->charges[work->charge_count++];
	*charge = (struct sp_charge){ .target = row->target, .account_id = row->account_id,
		.title = row->title };
	return charge;
}

/* The columns after the log: names, and one row of the ledger or nothing. */
static void read_charge(struct sp_query *query, struct sp_work_done *work)
{
	struct sp_charge row = { .minutes = 0 }, *charge;
	struct sp_str target;

	work->payer = sp_read_text(query);
	work->customer = sp_read_text(query);
	target = sp_read_text(query);
	row.account_id = sp_read_int(query);
	row.title = sp_read_text(query);
	row.minutes = -sp_read_int(query);
	row.cents = sp_read_int(query);
	work->disputed = sp_read_bool(query) || work->disputed;
	if (!target.ptr || !sp_entry_target_of(target, &row.target))
		return;
	charge = charge_of(work, &row);
	charge->minutes += row.minutes;
	charge->cents += row.cents;
	work->cents += row.cents;
}

/* What was charged and taken back again is no charge. */
static void drop_empty(struct sp_work_done *work)
{
	size_t kept = 0;

	for (size_t i = 0; i < work->charge_count; i++)
		if (work->charges[i].minutes || work->charges[i].cents)
			work->charges[kept++] = work->charges[i];
	work->charge_count = kept;
}

static enum sp_status read_works(struct sp_query *query, struct sp_arena *arena,
	struct sp_work_done **works_r, size_t *count_r)
{
	struct sp_work_done *works = NULL;
	size_t count = 0, room = 0;

	while (sp_query_row(query)) {
		struct sp_work_log log;

		sp_read_work_log(query, &log);
		if (count == 0 || works[count - 1].log.id != log.id) {
			works = sp_arena_grow(arena, works, count, &room, sizeof(*works));
			works[count] = (struct sp_work_done){ .log = log };
			count++;
		}
		read_charge(query, &works[count - 1]);
	}
	for (size_t i = 0; i < count; i++)
		drop_empty(&works[i]);
	*works_r = works;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_works_of_ticket(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_work_done **works_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_WORKS_OF_TICKET, arena, err);
	sp_bind_int(&query, ticket_id);
	return read_works(&query, arena, works_r, count_r);
}

static void bind_filter(struct sp_query *query, const struct sp_report_filter *filter,
	int64_t from, int64_t until)
{
	sp_bind_text(query, filter->queue);
	sp_bind_int(query, filter->customer_id);
	sp_bind_int(query, filter->organisation_id);
	sp_bind_int(query, filter->staff_id);
	sp_bind_int(query, from);
	sp_bind_int(query, until);
}

enum sp_status sp_works(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_work_done **works_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_WORKS, arena, err);
	bind_filter(&query, filter, sp_day_of(filter->from), sp_day_of(filter->until));
	return read_works(&query, arena, works_r, count_r);
}

int64_t sp_work_excess(const struct sp_work_done *work)
{
	int64_t minutes = 0;

	for (size_t i = 0; i < work->charge_count; i++)
		if (work->charges[i].target == SP_TO_PRICE || work->charges[i].target == SP_TO_CARRY)
			minutes += work->charges[i].minutes;
	return minutes;
}

/* --- for invoices ---------------------------------------------------------------- */

static void read_movement(struct sp_query *query, struct sp_movement *movement)
{
	struct sp_str kind;

	sp_read_ledger_row(query, &movement->row);
	movement->payer = sp_read_text(query);
	movement->staff = sp_read_text(query);
	movement->queue = sp_read_text(query);
	kind = sp_read_text(query);
	if (kind.ptr && !sp_work_kind_read(kind, &movement->kind))
		movement->kind = SP_WORK_ORDINARY;
	movement->minutes = sp_read_int(query);
	movement->account = sp_read_text(query);
	movement->unconsented = sp_read_bool(query);
	movement->extra = sp_read_bool(query);
	movement->out_of_hours = sp_read_bool(query);
	movement->disputed = sp_read_bool(query);
}

enum sp_status sp_read_movements(struct sp_query *query, struct sp_arena *arena,
	struct sp_movement **list_r, size_t *count_r)
{
	struct sp_movement *list = NULL;
	size_t count = 0, room = 0;

	while (sp_query_row(query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count] = (struct sp_movement){ .minutes = 0 };
		read_movement(query, &list[count++]);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_movements(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_movement **list_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_INVOICE, arena, err);
	bind_filter(&query, filter, filter->from, filter->until);
	return sp_read_movements(&query, arena, list_r, count_r);
}
