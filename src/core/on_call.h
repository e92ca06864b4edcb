/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who is on call (SPEC.md section 4): a rota by week.  Pure.
 *
 * On call are the active staff members with that flag who serve the queue, or
 * all of them when none of those does; in the order of their numbers.  Each week, from
 * Monday 0:00 of the desk's zone, begins with the next one of them.
 */
#ifndef SP_CORE_ON_CALL_H
#define SP_CORE_ON_CALL_H

#include "core/facts.h"

/* The one who is called at `now` after `before` others were, of facts->staff;
 * NULL when all of them were called or there is none. */
const struct sp_person *sp_on_call(const struct sp_facts *facts, struct sp_str queue, int64_t now,
	int64_t before);

#endif
