/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines that change a ticket's status: through the table of moves.
 */
#include "core/commanding.h"

enum { REVIEW_DAYS = 7, DAY = 86400 };

/* Which event makes a staff member's ticket that; SP_EVENTS for none. */
static enum sp_event_kind event_to(enum sp_state to, enum sp_state from)
{
	static const enum sp_event_kind events[SP_STATES] = {
		[SP_NEW] = SP_EVENTS,
		[SP_WAITING_INPUT] = SP_EV_TAKE,
		[SP_WAITING_CUSTOMER] = SP_EV_ASK,
		[SP_REQUEST_SENT] = SP_EV_FORWARD,
		[SP_IN_PROGRESS] = SP_EV_WORK,
		[SP_RESCHEDULED] = SP_EV_RESCHEDULE,
		[SP_CHANGES_REQUESTED] = SP_EV_CHANGES,
		[SP_SUSPENDED] = SP_EV_SUSPEND,
		[SP_DISPUTED] = SP_EVENTS,
		[SP_DONE] = SP_EV_CLOSE,
		[SP_CANCELLED] = SP_EV_CANCEL,
		[SP_ARCHIVED] = SP_EVENTS,
	};

	if (to == SP_IN_PROGRESS && !sp_state_is_open(from))
		return SP_EV_REOPEN;
	return events[to];
}

/* The statuses that a staff member can give the ticket now, as labels. */
static struct sp_str possible(const struct sp_commanding *c)
{
	const char *language = sp_arena_text(c->d->arena, c->d->language);
	enum sp_state from = c->after.ticket.state;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	for (int to = 0; to < SP_STATES; to++) {
		enum sp_event_kind event = event_to((enum sp_state)to, from);

		if (event == SP_EVENTS || !sp_ticket_move(from, event, SP_BY_STAFF))
			continue;
		sp_buf_printf(&out, "%s%s", out.len ? ", " : "", sp_word(c->d->c->words, language,
			sp_arena_printf(c->d->arena, "status.%s", sp_state_name((enum sp_state)to))));
	}
	kept = sp_arena_str(c->d->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

static void set_dates(struct sp_commanding *c, enum sp_state to)
{
	int64_t instant = c->command->instant;
	int64_t id = c->after.ticket.id;

	if (to == SP_SUSPENDED) {
		if (!instant)
			instant = c->d->c->facts->now + REVIEW_DAYS * DAY;
		sp_add_number(c->d, id, SP_FIELD_REVIEW_AT, instant, "to be looked at again then");
	} else if (instant) {
		sp_add_number(c->d, id, SP_FIELD_PLANNED_AT, instant, "the staff gave a date");
	}
	if (instant)
		sp_line_date(c, instant);
}

/* SPEC.md section 9, notify = important: these are told all the same. */
static bool is_told(const struct sp_commanding *c, const struct sp_move *move)
{
	const struct sp_queue_conf *queue = sp_conf_queue(c->d->c->conf, c->after.ticket.queue);
	const struct sp_policies *policies = queue ? &queue->policies : &c->d->c->queue->policies;

	return move->mail && (policies->notify == SP_NOTIFY_ALL ||
				     strcmp(move->mail, "status_changed") != 0);
}

/* Of several moves he gets each mail once, with what the last one made of it; a
 * ticket that is closed in the end was not on its way to anything. */
static void tell(struct sp_commanding *c, const struct sp_move *move)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->told_count && sp_state_is_open(move->to); i++)
		if (strcmp(c->told[i]->mail, move->mail) != 0 && sp_state_is_open(c->told[i]->to))
			c->told[kept++] = c->told[i];
	c->told[kept++] = move;
	c->told_count = kept;
}

bool sp_line_move(struct sp_commanding *c, enum sp_event_kind event, const char *reason)
{
	const struct sp_move *move = event == SP_EVENTS ? NULL :
		sp_ticket_move(c->after.ticket.state, event, c->d->plan->actor);

	if (!move) {
		sp_line_wrong(c, "not_possible", possible(c));
		return false;
	}
	if (!sp_state_is_open(move->to) && sp_remote_is_open(c)) {
		sp_line_wrong(c, "remote_open", SP_NONE);
		return false;
	}
	if ((move->needs & SP_NEEDS_NOTE) && !sp_text_for_customer(c)) {
		sp_line_wrong(c, "needs_text", SP_NONE);
		return false;
	}
	if ((move->needs & SP_NEEDS_DATE) && !c->command->instant) {
		sp_line_wrong(c, "date", SP_NONE);
		return false;
	}
	sp_add_move(c->d, &c->after.ticket, event, reason);
	c->after.ticket.state = move->to;
	c->after.ticket.outcome = move->outcome;
	c->moved = c->concerns = true;
	if (is_told(c, move))
		tell(c, move);
	set_dates(c, move->to);
	return true;
}

static void take_over(struct sp_commanding *c)
{
	const struct sp_person *sender = c->d->c->facts->sender;

	c->answered = true;
	if (!sender->id || c->after.ticket.assignee_id == sender->id)
		return;
	c->after.ticket.assignee_id = sender->id;
	sp_add_number(c->d, c->after.ticket.id, SP_FIELD_ASSIGNEE, sender->id,
		"whoever takes it in charge has it");
}

void sp_command_take(struct sp_commanding *c)
{
	if (sp_line_move(c, SP_EV_TAKE, "#prendo: taken in charge"))
		take_over(c);
}

void sp_command_ask(struct sp_commanding *c)
{
	if (c->text_is != SP_ENTRY_QUESTION)
		sp_line_wrong(c, "two_texts", SP_NONE);
	else
		sp_line_move(c, SP_EV_ASK, "#chiedi: a question to the customer");
}

void sp_command_status(struct sp_commanding *c)
{
	enum sp_state to = c->command->state;
	const char *label = sp_word(c->d->c->words, sp_arena_text(c->d->arena, c->d->language),
		sp_arena_printf(c->d->arena, "status.%s", sp_state_name(to)));

	sp_line_text(c, sp_str(label));
	if (!sp_line_move(c, event_to(to, c->after.ticket.state), "#stato: the staff changed the status"))
		return;
	if (to == SP_WAITING_INPUT)
		take_over(c);
	c->answered = c->answered || to == SP_DONE || to == SP_CANCELLED;
}

void sp_command_close(struct sp_commanding *c)
{
	bool unresolved = c->command->flag;

	if (sp_line_move(c, unresolved ? SP_EV_CLOSE_UNRESOLVED : SP_EV_CLOSE, "#chiudi: the staff closed it"))
		c->answered = true;
	if (!c->line->wrong && unresolved)
		sp_line_text(c, sp_str(sp_word(c->d->c->words,
			sp_arena_text(c->d->arena, c->d->language), "outcome.unresolved")));
}

void sp_command_reopen(struct sp_commanding *c)
{
	sp_line_move(c, SP_EV_REOPEN, "#riapri: the staff reopened it");
}

void sp_command_cancel(struct sp_commanding *c)
{
	if (sp_line_move(c, SP_EV_CANCEL, "#annulla: the staff cancelled it"))
		c->answered = true;
}
