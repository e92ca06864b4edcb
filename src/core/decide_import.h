/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message out of an old mailbox: history (`sportello ticket import`).  Pure.
 *
 * Nothing is sent, no word in it is a command or a request, no promise begins.  It
 * joins the ticket of the mails that it answers, or opens one that is closed at
 * once; facts->now is its own date.  Only people's mail opens one; what machines
 * wrote is kept where it answers something, else left out.
 */
#ifndef SP_CORE_DECIDE_IMPORT_H
#define SP_CORE_DECIDE_IMPORT_H

#include "core/decide.h"

/* The reason of the move by which an import closes a ticket: `sportello archive`
 * tells nobody of such a one. */
#define SP_IMPORTED "imported"

/* What is asked besides the facts. */
struct sp_import_facts {
	bool ours; /* an address of the desk, or one that the administrator named as the staff's */
	/* Whom a mail of ours was sent to: the first recipient who is neither the desk
	 * nor its staff; absent for nobody.  `other`: whose that is, NULL for unknown. */
	struct sp_address other_address;
	const struct sp_person *other;
	/* An answer without references: a ticket of the same customer about the same;
	 * NULL for none. */
	const struct sp_candidate *by_subject;
};

/* Its summary is "opened", "joined", "seen", or "left-out"; the first decision of the
 * last two is SP_DO_NOTHING, with the reason. */
struct sp_plan *sp_decide_import(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_import_facts *import);

#endif
