/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One thing that the clock brings about: the facts, then a plan of
 * core/clock.h, then sp_apply(), in the caller's transaction.  There is no
 * message; the parts that a message would fill are empty.
 */
#ifndef SP_DESK_CLOCK_STEP_H
#define SP_DESK_CLOCK_STEP_H

#include "core/clock.h"
#include "desk/apply.h"

struct sp_clock_step {
	struct sp_applying a; /* a.plan is to be set */
	struct sp_case c;
	struct sp_message message;
	struct sp_envelope envelope;
	struct sp_facts facts;
};

/* Begin: the time and the active staff are known then. */
enum sp_status sp_clock_step(struct sp_clock_step *step, const struct sp_desk *desk,
	struct sp_db *db, struct sp_arena *arena, int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* The ticket that it is about, with its requester and participants; its queue is
 * the case's from now on. */
enum sp_status sp_clock_step_ticket(struct sp_clock_step *step, int64_t id,
	struct sp_candidate *candidate_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

#endif
