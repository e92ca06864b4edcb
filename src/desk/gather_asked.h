/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Facts about what a contact was asked, and about the statement that he
 * disputes.
 */
#ifndef SP_DESK_GATHER_ASKED_H
#define SP_DESK_GATHER_ASKED_H

#include "core/decide.h"
#include "store/db.h"

/* facts->asked, answers_once, answers_mail and disputed, of a customer who is known. */
enum sp_status sp_gather_asked(struct sp_db *db, struct sp_arena *arena, const struct sp_case *c,
	struct sp_facts *facts, struct sp_err *err) SP_MUST_CHECK;

#endif
