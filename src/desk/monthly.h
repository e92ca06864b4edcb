/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `sportello statements`: the monthly statements that are due (SPEC.md
 * section 5).
 *
 * Each payer is a transaction of its own, in which his statements get their
 * numbers: a run that is killed has numbered and queued some of them, whole,
 * and the next one goes on.  A month that was missed while nothing ran is made
 * up for.  Whoever has nobody to write to gets none until he has; the
 * administrator is told.
 */
#ifndef SP_DESK_MONTHLY_H
#define SP_DESK_MONTHLY_H

#include "desk/desk.h"

struct sp_monthly_run {
	bool again;   /* given: number anew what was sent and lost (store/numbers.h) */
	bool busy;    /* another run is at work: nothing was done */
	size_t made;  /* statements */
	size_t mute;  /* payers with nobody to write to */
	/* Called after each, when not NULL. */
	void (*step)(void *context, int64_t done, int64_t all);
	void *context;
};

/* Of run_r only again, step and context are looked at before.  SP_CONFIG while
 * statements that were sent are not in the database.  `plans` gets what would be made, a line each, and nothing is; NULL: make it. */
enum sp_status sp_monthly_make(const struct sp_desk *desk, int64_t now, struct sp_buf *plans,
	struct sp_monthly_run *run_r, struct sp_err *err) SP_MUST_CHECK;

#endif
