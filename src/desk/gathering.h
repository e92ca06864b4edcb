/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files that gather the facts share; nothing for anybody else.
 *
 *	gather.c        who, which tickets, how much
 *	gather_staff.c  what a staff member's commands name
 *	gather_shown.c  which signed addresses of the staff a message shows
 */
#ifndef SP_DESK_GATHERING_H
#define SP_DESK_GATHERING_H

#include "core/token.h"
#include "desk/gather.h"

/* One gathering: what all steps share. */
struct sp_gathering {
	const struct sp_desk *desk;
	struct sp_db *db;
	struct sp_arena *arena;
	const struct sp_case *c;
	struct sp_facts *facts;
	struct sp_err *err;
};

/* The ticket, or what it was merged into.  A ring cannot be, but would end. */
enum sp_status sp_gather_ticket(struct sp_gathering *g, int64_t id, struct sp_ticket *ticket_r,
	bool *found_r) SP_MUST_CHECK;

/* Whom and what the lines with '#' at the top of a staff member's mail name, and
 * what the mail was about that he answers. */
enum sp_status sp_gather_named(struct sp_gathering *g) SP_MUST_CHECK;

/* What a token that we signed is worth now; its person, NULL: gone. */
enum sp_status sp_gather_judged(struct sp_gathering *g, const struct sp_token *token,
	struct sp_person **person_r, enum sp_token_verdict *verdict_r) SP_MUST_CHECK;

/* After the sender is known. */
enum sp_status sp_gather_shown(struct sp_gathering *g) SP_MUST_CHECK;

#endif
