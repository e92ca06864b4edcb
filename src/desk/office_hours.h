/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `sportello office-hours`: what the time brings to open tickets and to people
 * (SPEC.md section 4).
 *
 * Every errand is a transaction of its own: looked at without the lock, so that
 * deliveries wait for nothing, and decided again with it.  So a run that is
 * killed has done some of them, and the next one does the rest.
 */
#ifndef SP_DESK_OFFICE_HOURS_H
#define SP_DESK_OFFICE_HOURS_H

#include "desk/desk.h"

struct sp_rounds {
	bool busy;     /* another run is at work: nothing was done */
	size_t done;   /* errands */
	size_t failed; /* the others were done all the same */
	size_t mails;
	/* Called after each, when not NULL. */
	void (*step)(void *context, int64_t done, int64_t all);
	void *context;
};

/* Of rounds_r only step and context are looked at before.  `plans` gets what would be done, and nothing is; NULL: do it.  An error is the
 * first of those that failed. */
enum sp_status sp_office_hours(const struct sp_desk *desk, int64_t now, struct sp_buf *plans,
	struct sp_rounds *rounds_r, struct sp_err *err) SP_MUST_CHECK;

#endif
