/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/ticket.h"

#define IN(state) (1u << (state))
#define BY(actor) (1u << (actor))

#define STAFF (BY(SP_BY_STAFF) | BY(SP_BY_ADMINISTRATOR))
#define CUSTOMER BY(SP_BY_CUSTOMER)
#define CLOCK BY(SP_BY_CLOCK)

/* Every open state but a complaint. */
#define CALM                                                                                       \
	(IN(SP_NEW) | IN(SP_WAITING_INPUT) | IN(SP_WAITING_CUSTOMER) | IN(SP_REQUEST_SENT) |       \
		IN(SP_IN_PROGRESS) | IN(SP_RESCHEDULED) | IN(SP_CHANGES_REQUESTED) |               \
		IN(SP_SUSPENDED))
#define OPEN (CALM | IN(SP_DISPUTED))
#define CLOSED (IN(SP_DONE) | IN(SP_CANCELLED))

/* From, event, who may, to, outcome, needs, mail (SPEC.md sections 3 and 6).
 * A new status is a row in core/facts.h and here; the man page's table comes
 * from `sportello show states`. */
const struct sp_move sp_moves[] = {
	/* the requester's side */
	{ IN(SP_WAITING_CUSTOMER) | IN(SP_CHANGES_REQUESTED), SP_EV_ANSWER, CUSTOMER,
		SP_IN_PROGRESS, SP_NO_OUTCOME, 0, NULL },
	{ CLOSED, SP_EV_ANSWER, CUSTOMER, SP_IN_PROGRESS, SP_NO_OUTCOME, 0, "reopened" },
	{ CLOSED, SP_EV_REOPEN, CUSTOMER | STAFF, SP_IN_PROGRESS, SP_NO_OUTCOME, 0, "reopened" },
	{ IN(SP_DONE), SP_EV_COMPLAIN, CUSTOMER, SP_DISPUTED, SP_NO_OUTCOME, SP_NEEDS_NOTE,
		"disputed" },
	{ CALM, SP_EV_CLOSE, CUSTOMER, SP_DONE, SP_RESOLVED, 0, "closed" },
	{ CALM, SP_EV_CANCEL, CUSTOMER, SP_CANCELLED, SP_NO_OUTCOME, SP_NEEDS_NOTE, "cancelled" },
	/* the staff: any open status to any other open one; they alone leave a complaint */
	{ IN(SP_NEW), SP_EV_FIRST_REPLY, STAFF, SP_IN_PROGRESS, SP_NO_OUTCOME, 0, NULL },
	{ OPEN, SP_EV_TAKE, STAFF, SP_WAITING_INPUT, SP_NO_OUTCOME, 0, "taken" },
	{ OPEN, SP_EV_ASK, STAFF, SP_WAITING_CUSTOMER, SP_NO_OUTCOME, SP_NEEDS_NOTE, "question" },
	{ OPEN, SP_EV_FORWARD, STAFF, SP_REQUEST_SENT, SP_NO_OUTCOME, 0, "status_changed" },
	{ OPEN, SP_EV_WORK, STAFF, SP_IN_PROGRESS, SP_NO_OUTCOME, 0, "status_changed" },
	{ OPEN, SP_EV_RESCHEDULE, STAFF, SP_RESCHEDULED, SP_NO_OUTCOME, SP_NEEDS_DATE, "new_date" },
	{ OPEN, SP_EV_CHANGES, STAFF, SP_CHANGES_REQUESTED, SP_NO_OUTCOME, SP_NEEDS_NOTE,
		"status_changed" },
	{ OPEN, SP_EV_SUSPEND, STAFF, SP_SUSPENDED, SP_NO_OUTCOME, 0, "status_changed" },
	{ OPEN, SP_EV_CLOSE, STAFF, SP_DONE, SP_RESOLVED, 0, "closed" },
	{ OPEN, SP_EV_CLOSE_UNRESOLVED, STAFF, SP_DONE, SP_UNRESOLVED, SP_NEEDS_NOTE, "closed" },
	{ OPEN, SP_EV_CANCEL, STAFF, SP_CANCELLED, SP_NO_OUTCOME, SP_NEEDS_NOTE, "cancelled" },
	/* the clock */
	{ CLOSED, SP_EV_ARCHIVE, CLOCK, SP_ARCHIVED, SP_NO_OUTCOME, 0, "summary" },
	/* hours (SPEC.md section 5): a request waits for a package, and goes on */
	{ IN(SP_NEW), SP_EV_HOLD, BY(SP_BY_SYSTEM), SP_SUSPENDED, SP_NO_OUTCOME, 0, "no_package" },
	{ IN(SP_SUSPENDED), SP_EV_RELEASE, BY(SP_BY_ADMINISTRATOR) | BY(SP_BY_SYSTEM), SP_NEW,
		SP_NO_OUTCOME, 0, "confirmation" },
	{ 0, SP_EVENTS, 0, SP_NEW, SP_NO_OUTCOME, 0, NULL },
};

const struct sp_move *sp_ticket_move(enum sp_state from, enum sp_event_kind event,
	enum sp_actor actor)
{
	for (const struct sp_move *move = sp_moves; move->by; move++)
		if (move->event == event && (move->from & IN(from)) && (move->by & BY(actor)))
			return move;
	return NULL;
}

static const char *const names[SP_EVENTS] = {
	[SP_EV_ANSWER] = "answer",
	[SP_EV_FIRST_REPLY] = "first-reply",
	[SP_EV_TAKE] = "take",
	[SP_EV_ASK] = "ask",
	[SP_EV_FORWARD] = "forward",
	[SP_EV_WORK] = "work",
	[SP_EV_RESCHEDULE] = "reschedule",
	[SP_EV_CHANGES] = "changes",
	[SP_EV_SUSPEND] = "suspend",
	[SP_EV_CLOSE] = "close",
	[SP_EV_CLOSE_UNRESOLVED] = "close-unresolved",
	[SP_EV_CANCEL] = "cancel",
	[SP_EV_REOPEN] = "reopen",
	[SP_EV_COMPLAIN] = "complain",
	[SP_EV_ARCHIVE] = "archive",
	[SP_EV_HOLD] = "hold",
	[SP_EV_RELEASE] = "release",
};

const char *sp_event_name(enum sp_event_kind event)
{
	return names[event];
}

bool sp_state_is_open(enum sp_state state)
{
	return (OPEN & IN(state)) != 0;
}
