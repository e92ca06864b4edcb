/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hours that are recorded or bought without a mail: facts, plan, sp_apply(), in
 * the caller's transaction.
 */
#ifndef SP_DESK_RECORDING_H
#define SP_DESK_RECORDING_H

#include "core/hours.h"
#include "desk/desk.h"
#include "store/db.h"

/* Write a new log (id 0; ticket_id, staff_id, kind, day, minutes, out_of_hours,
 * extra and description count, the rest follows from the ticket) or a corrected
 * one (its minutes were `was`; 0 minutes cancel it), by an administrator.  Sets
 * what followed.  SP_PERM: there is no such ticket, it is archived or
 * restricted, or the ledger has the log with somebody else. */
enum sp_status sp_record_work(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, int64_t now, struct sp_work_log *log, int64_t was,
	struct sp_err *err) SP_MUST_CHECK;

/* After an account was added or got more minutes: it pays what waited for it,
 * and tickets that waited go on; their number. */
enum sp_status sp_record_bought(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, int64_t now, const struct sp_account *account,
	size_t *released_r, struct sp_err *err) SP_MUST_CHECK;

#endif
