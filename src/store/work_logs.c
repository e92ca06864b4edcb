/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/work_logs.h"

#include "store/rows.h"
#include "store/tickets.h"

/* Run a statement that gives back an id and a number. */
static enum sp_status take_number(struct sp_query *query, int64_t *id_r, int64_t *number_r)
{
	if (sp_query_row(query)) {
		*id_r = sp_read_int(query);
		*number_r = sp_read_int(query);
		while (sp_query_row(query))
			;
	}
	return sp_query_end(query);
}

static enum sp_status must_exist(struct sp_query *query, const char *what, int64_t id,
	struct sp_err *err)
{
	bool there;
	enum sp_status status = sp_query_exists(query, &there);

	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "%s %lld: there is none", what, (long long)id);
	return status;
}

/* --- work logs ------------------------------------------------------------------- */

enum sp_status sp_work_log_add(struct sp_db *db, struct sp_work_log *log, int64_t now,
	struct sp_err *err)
{
	int64_t queue_id;
	enum sp_status status = sp_queue_id(db, log->queue, &queue_id, err);
	struct sp_query query;

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_WORK_LOG_ADD, NULL, err);
	sp_bind_int(&query, log->ticket_id);
	sp_bind_id(&query, log->staff_id);
	sp_bind_payer(&query, log->payer);
	sp_bind_int(&query, queue_id);
	sp_bind_word(&query, sp_work_kind_name(log->kind));
	sp_bind_int(&query, log->day);
	sp_bind_int(&query, log->minutes);
	sp_bind_int(&query, log->charged);
	sp_bind_int(&query, log->out_of_hours);
	sp_bind_int(&query, log->extra);
	sp_bind_int(&query, log->unconsented);
	sp_bind_id(&query, log->session_id);
	sp_bind_text(&query, log->description);
	sp_bind_int(&query, now);
	log->logged_at = log->changed_at = now;
	return take_number(&query, &log->id, &log->number);
}

enum sp_status sp_work_log_change(struct sp_db *db, const struct sp_work_log *log, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_WORK_LOG_CHANGE, NULL, err);
	sp_bind_int(&query, log->id);
	sp_bind_word(&query, sp_work_kind_name(log->kind));
	sp_bind_int(&query, log->day);
	sp_bind_int(&query, log->minutes);
	sp_bind_int(&query, log->charged);
	sp_bind_int(&query, log->out_of_hours);
	sp_bind_int(&query, log->extra);
	sp_bind_int(&query, log->unconsented);
	sp_bind_text(&query, log->description);
	sp_bind_int(&query, now);
	return must_exist(&query, "work log", log->id, err);
}

void sp_read_work_log(struct sp_query *query, struct sp_work_log *log)
{
	log->id = sp_read_int(query);
	log->ticket_id = sp_read_int(query);
	log->code = sp_read_code(query);
	log->number = sp_read_int(query);
	log->staff_id = sp_read_int(query);
	log->staff = sp_read_text(query);
	log->payer = sp_read_payer(query);
	log->queue = sp_read_text(query);
	log->kind = sp_read_work_kind(query);
	log->day = sp_read_int(query);
	log->minutes = sp_read_int(query);
	log->charged = sp_read_int(query);
	log->out_of_hours = sp_read_bool(query);
	log->extra = sp_read_bool(query);
	log->unconsented = sp_read_bool(query);
	log->session_id = sp_read_int(query);
	log->description = sp_read_text(query);
	log->logged_at = sp_read_int(query);
	log->changed_at = sp_read_int(query);
}

/* Of one ticket, which every mail about it asks for: that has an index. */
static bool is_of_ticket(const struct sp_work_log_filter *filter)
{
	return filter->ticket_id && !filter->id && !filter->staff_id &&
	       !sp_payer_known(filter->payer) && !filter->from_day && !filter->until_day;
}

enum sp_status sp_work_logs(struct sp_db *db, struct sp_arena *arena,
	const struct sp_work_log_filter *filter, struct sp_work_log **logs_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_work_log *logs = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	if (is_of_ticket(filter)) {
		sp_query_begin(&query, db, SP_SQL_WORK_LOGS_OF_TICKET, arena, err);
		sp_bind_int(&query, filter->ticket_id);
	} else {
		sp_query_begin(&query, db, SP_SQL_WORK_LOGS, arena, err);
		sp_bind_int(&query, filter->id);
		sp_bind_int(&query, filter->ticket_id);
		sp_bind_int(&query, filter->staff_id);
		sp_bind_payer_filter(&query, filter->payer);
		sp_bind_int(&query, filter->from_day);
		sp_bind_int(&query, filter->until_day);
	}
	while (sp_query_row(&query)) {
		logs = sp_arena_grow(arena, logs, count, &room, sizeof(*logs));
		sp_read_work_log(&query, &logs[count++]);
	}
	*logs_r = logs;
	*count_r = count;
	return sp_query_end(&query);
}

/* --- remote sessions ---------------------------------------------------------------- */

enum sp_status sp_remote_open(struct sp_db *db, int64_t ticket_id, int64_t staff_id, int64_t now,
	struct sp_err *err)
{
	enum sp_status status;
	struct sp_query query;
	bool opened;

	sp_query_begin(&query, db, SP_SQL_REMOTE_OPEN, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_id(&query, staff_id);
	sp_bind_int(&query, now);
	status = sp_query_exists(&query, &opened);
	if (status == SP_OK && !opened)
		return sp_fail(err, SP_PERM, "ticket %lld has a remote session that is open",
			(long long)ticket_id);
	return status;
}

static void read_session(struct sp_query *query, struct sp_remote_session *session)
{
	session->id = sp_read_int(query);
	session->ticket_id = sp_read_int(query);
	session->opened_by = sp_read_int(query);
	session->opened_at = sp_read_int(query);
	session->closed_by = sp_read_int(query);
	session->closed_at = sp_read_int(query);
}

enum sp_status sp_remote_of_ticket(struct sp_db *db, int64_t ticket_id,
	struct sp_remote_session *session_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMOTE_OF_TICKET, NULL, err);
	sp_bind_int(&query, ticket_id);
	*found_r = sp_query_row(&query);
	if (*found_r)
		read_session(&query, session_r);
	return sp_query_end(&query);
}

enum sp_status sp_remote_forgotten(struct sp_db *db, struct sp_arena *arena, int64_t before,
	struct sp_remote_session **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_remote_session *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMOTE_FORGOTTEN, arena, err);
	sp_bind_int(&query, before);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		read_session(&query, &list[count]);
		list[count++].code = sp_read_code(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_remote_close(struct sp_db *db, int64_t id, int64_t staff_id, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REMOTE_CLOSE, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_id(&query, staff_id);
	sp_bind_int(&query, now);
	return must_exist(&query, "open remote session", id, err);
}

/* --- costs ---------------------------------------------------------------------------- */

enum sp_status sp_cost_add(struct sp_db *db, struct sp_cost *cost, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_COST_ADD, NULL, err);
	sp_bind_int(&query, cost->ticket_id);
	sp_bind_id(&query, cost->staff_id);
	sp_bind_payer(&query, cost->payer);
	sp_bind_int(&query, cost->day);
	sp_bind_int(&query, cost->cents);
	sp_bind_text(&query, cost->description);
	sp_bind_int(&query, now);
	cost->logged_at = cost->changed_at = now;
	return take_number(&query, &cost->id, &cost->number);
}

enum sp_status sp_cost_change(struct sp_db *db, const struct sp_cost *cost, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_COST_CHANGE, NULL, err);
	sp_bind_int(&query, cost->id);
	sp_bind_int(&query, cost->cents);
	sp_bind_text(&query, cost->description);
	sp_bind_int(&query, now);
	return must_exist(&query, "cost", cost->id, err);
}

enum sp_status sp_costs(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_cost **costs_r, size_t *count_r, struct sp_err *err)
{
	struct sp_cost *costs = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_COSTS, arena, err);
	sp_bind_int(&query, ticket_id);
	while (sp_query_row(&query)) {
		struct sp_cost *cost;

		costs = sp_arena_grow(arena, costs, count, &room, sizeof(*costs));
		cost = &costs[count++];
		cost->id = sp_read_int(&query);
		cost->ticket_id = sp_read_int(&query);
		cost->code = sp_read_code(&query);
		cost->number = sp_read_int(&query);
		cost->staff_id = sp_read_int(&query);
		cost->payer = sp_read_payer(&query);
		cost->day = sp_read_int(&query);
		cost->cents = sp_read_int(&query);
		cost->description = sp_read_text(&query);
		cost->logged_at = sp_read_int(&query);
		cost->changed_at = sp_read_int(&query);
	}
	*costs_r = costs;
	*count_r = count;
	return sp_query_end(&query);
}
