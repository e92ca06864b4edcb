/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files of the clock's decisions share; nothing for anybody else.
 */
#ifndef SP_CORE_CLOCKING_H
#define SP_CORE_CLOCKING_H

#include "core/clock.h"
#include "core/deciding.h"

/* An empty plan of the clock's, and what adds to it. */
struct sp_deciding sp_clock_begin(struct sp_arena *arena, const struct sp_case *c,
	const char *summary);

/* A mail to a staff member, in his language; sent once under `once`. */
struct sp_decision *sp_clock_mail(struct sp_deciding *d, const char *template_name,
	int64_t ticket_id, const struct sp_person *person, const char *once, const char *reason);

/* The same to whoever looks after the ticket: its assignee, else (or when
 * `everybody`) all of its queue, else all there are.  `what` begins the mail's name. */
void sp_clock_tell(struct sp_deciding *d, const struct sp_ticket *ticket,
	const char *template_name, bool everybody, const char *what, const char *reason);

/* A line in the ticket's journal that keeps it from being done again. */
void sp_clock_mark(struct sp_deciding *d, int64_t ticket_id, const char *mark, int64_t value,
	const char *reason);

#endif
