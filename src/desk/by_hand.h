/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's commands on the command line: the same lines, through the same
 * decision and the same table of moves as by mail, with SP_BY_ADMINISTRATOR.
 */
#ifndef SP_DESK_BY_HAND_H
#define SP_DESK_BY_HAND_H

#include "core/plan.h"
#include "desk/desk.h"
#include "store/db.h"

struct sp_by_hand {
	int64_t ticket_id;
	const struct sp_person *staff; /* for whom; NULL: the administrator himself */
	struct sp_str text; /* lines with '#', then the text for the customer */
	const char *language;
	int64_t now;
};

/* In the caller's transaction.  *plan_r has what came of each line; SP_PERM when
 * one of them is wrong: then nothing was done. */
enum sp_status sp_do_by_hand(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_by_hand *asked, struct sp_plan **plan_r, struct sp_err *err) SP_MUST_CHECK;

#endif
