/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Carrying out what the staff ask for by mail (SPEC.md section 8).  Pure.
 */
#ifndef SP_CORE_DECIDE_COMMANDS_H
#define SP_CORE_DECIDE_COMMANDS_H

#include "core/command.h"

struct sp_deciding;

/* Add to the plan what the lines ask for, and a receipt; or, when one of them
 * cannot be done, nothing but a mail that says so.  `candidate` is the ticket,
 * NULL when the mail is on none. */
void sp_decide_commands(struct sp_deciding *d, const struct sp_candidate *candidate,
	const struct sp_commands *commands);

#endif
