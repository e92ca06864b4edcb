/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The status machine (SPEC.md section 3): one table.  Pure.
 */
#ifndef SP_CORE_TICKET_H
#define SP_CORE_TICKET_H

#include <stdbool.h>

#include "core/facts.h"
#include "core/plan.h"

/* What can happen to a ticket. */
enum sp_event_kind {
	SP_EV_ANSWER,     /* a human answer of the requester's side */
	SP_EV_FIRST_REPLY, /* the staff's first answer to a ticket nobody had taken */
	SP_EV_TAKE,       /* taken in charge */
	SP_EV_ASK,        /* a question to the customer */
	SP_EV_FORWARD,    /* passed to a supplier */
	SP_EV_WORK,       /* work goes on */
	SP_EV_RESCHEDULE, /* a new date */
	SP_EV_CHANGES,    /* the request itself has to change */
	SP_EV_SUSPEND,
	SP_EV_CLOSE,      /* outcome resolved */
	SP_EV_CLOSE_UNRESOLVED,
	SP_EV_CANCEL,
	SP_EV_REOPEN,
	SP_EV_COMPLAIN,
	SP_EV_ARCHIVE,    /* the reopening time is over */
	SP_EV_HOLD,       /* no package, no contract: it waits for one */
	SP_EV_RELEASE,    /* hours were added, that it waited for */
	SP_EVENTS
};

/* What a move needs besides the event. */
enum sp_needs {
	SP_NEEDS_NOTE = 1 << 0,
	SP_NEEDS_DATE = 1 << 1,
};

struct sp_move {
	unsigned from;            /* states it starts from: bits 1 << SP_NEW ... */
	enum sp_event_kind event;
	unsigned by;              /* who may: bits 1 << SP_BY_CUSTOMER ... */
	enum sp_state to;
	enum sp_outcome outcome;  /* set by the move; SP_NO_OUTCOME clears it */
	unsigned needs;           /* enum sp_needs bits */
	const char *mail;         /* template told to the customer, NULL for none */
};

/* All moves; the end has by == 0. */
extern const struct sp_move sp_moves[];

/* Find the move that `event`, caused by `actor`, makes from `from`.  Returns a
 * row with static lifetime, or NULL when there is no such move; the caller
 * answers with the "not_possible" template and leaves the ticket as it is. */
const struct sp_move *sp_ticket_move(enum sp_state from, enum sp_event_kind event,
	enum sp_actor actor);

/* The event's name in explanations: "answer", "close" ... */
const char *sp_event_name(enum sp_event_kind event);

/* Open are all states but done, cancelled and archived. */
bool sp_state_is_open(enum sp_state state);

#endif
