/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Work logs, remote sessions and costs on tickets.  What they are charged to is
 * in the ledger (store/accounts.h).
 */
#ifndef SP_STORE_WORK_LOGS_H
#define SP_STORE_WORK_LOGS_H

#include "core/hours.h"
#include "store/db.h"

/* Add a log: sets its id and its number, the next on its ticket. */
enum sp_status sp_work_log_add(struct sp_db *db, struct sp_work_log *log, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* After a correction: kind, day, minutes, charged, out_of_hours, extra,
 * unconsented and description, by its id.  SP_PERM when there is none. */
enum sp_status sp_work_log_change(struct sp_db *db, const struct sp_work_log *log, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* Logs in the order of their tickets and numbers; members that are 0 do not
 * choose.  A ticket's are also those of the tickets merged into it. */
struct sp_work_log_filter {
	int64_t id, ticket_id, staff_id;
	struct sp_payer payer;
	int64_t from_day, until_day; /* both included; 0: without limit */
};
enum sp_status sp_work_logs(struct sp_db *db, struct sp_arena *arena,
	const struct sp_work_log_filter *filter, struct sp_work_log **logs_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Open a session; SP_PERM when one is open on that ticket. */
enum sp_status sp_remote_open(struct sp_db *db, int64_t ticket_id, int64_t staff_id, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;
/* The session that is open on a ticket; *found_r says whether there is one. */
enum sp_status sp_remote_of_ticket(struct sp_db *db, int64_t ticket_id,
	struct sp_remote_session *session_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;
/* Those open since before `before`, or on a closed ticket, with its code. */
enum sp_status sp_remote_forgotten(struct sp_db *db, struct sp_arena *arena, int64_t before,
	struct sp_remote_session **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* SP_PERM when it is not open. */
enum sp_status sp_remote_close(struct sp_db *db, int64_t id, int64_t staff_id, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* Add a cost: sets its id and its number on its ticket. */
enum sp_status sp_cost_add(struct sp_db *db, struct sp_cost *cost, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;
/* After a correction: cents and description, by its id.  SP_PERM when there is none. */
enum sp_status sp_cost_change(struct sp_db *db, const struct sp_cost *cost, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;
/* Those of a ticket and of the tickets merged into it, in order. */
enum sp_status sp_costs(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_cost **costs_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

#endif
