/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files that carry out the staff's commands share; nothing for
 * anybody else.
 *
 *	decide_commands.c  all lines or none, what is said of them, the mails
 *	command_moves.c    the lines that change the status
 *	command_fields.c   the lines that set something else
 *	command_others.c   the lines about whose ticket it is
 *	command_hours.c    the lines about work and money
 *	command_supplier.c the line that passes it to a supplier
 *	command_registration.c the lines about who may be a customer
 *	command_message.c  the lines about the message that is answered
 *
 * Nothing is done while a line is read: each adds its decisions to the plan,
 * and one wrong line takes all of them back.
 */
#ifndef SP_CORE_COMMANDING_H
#define SP_CORE_COMMANDING_H

#include "core/command.h"
#include "core/deciding.h"

struct sp_commanding {
	struct sp_deciding *d;
	const struct sp_candidate *candidate; /* NULL: the mail is on no ticket */
	struct sp_candidate after; /* it, as the lines so far leave it */
	struct sp_commands commands;
	const struct sp_command *command; /* the line that is carried out */
	struct sp_line *line;             /* what is said of it */
	enum sp_entry_kind text_is;  /* of the text below: staff, note, question or supplier */
	/* The customer gets these moves' mails, in their order. */
	const struct sp_move *told[SP_MAX_COMMANDS];
	size_t told_count;
	bool moved;                  /* the status was changed by a line */
	bool answered;               /* it counts as an answer: the clock stops */
	bool costs_extra;            /* priority on his wish, from now on: he is told */
	bool concerns;               /* colleagues are told */
	bool opened;                 /* this mail opens the ticket, with its text */
	bool joined;                 /* the ticket was merged into another */
	bool worked;                 /* a work log was written or corrected */
	int64_t logged, spent;       /* new work logs and costs so far */
	bool remote_opened, remote_closed; /* a remote session, by this mail */
	bool split;                  /* `after` is what was split off */
};

/* The line cannot be done: `key` of the group "wrong" says why; `more` follows
 * it, absent for none. */
void sp_line_wrong(struct sp_commanding *c, const char *key, struct sp_str more);

/* What the line did, where it is not what its command mostly does: `key` of "done". */
void sp_line_done(struct sp_commanding *c, const char *key);
/* What the line did, besides the word of the group "done" that its command
 * has: a text, an instant. */
void sp_line_text(struct sp_commanding *c, struct sp_str text);
void sp_line_date(struct sp_commanding *c, int64_t instant);

/* The text below the lines, when it is for the customer and there is some. */
bool sp_text_for_customer(const struct sp_commanding *c);

/* Make a move of the table, with what it needs; false when the line is wrong
 * now: it cannot be made. */
bool sp_line_move(struct sp_commanding *c, enum sp_event_kind event, const char *reason);

/* Somebody takes part in the ticket from now on / and gets the mails of the
 * lines that follow. */
void sp_line_join(struct sp_commanding *c, int64_t person_id, enum sp_participation part,
	const char *reason);
void sp_line_participant(struct sp_commanding *c, struct sp_participant participant);

/* One a command; what is not here is in the table of decide_commands.c. */
void sp_command_status(struct sp_commanding *c);
void sp_command_take(struct sp_commanding *c);
void sp_command_ask(struct sp_commanding *c);
void sp_command_close(struct sp_commanding *c);
void sp_command_reopen(struct sp_commanding *c);
void sp_command_cancel(struct sp_commanding *c);

void sp_command_assign(struct sp_commanding *c);
void sp_command_queue(struct sp_commanding *c);
void sp_command_category(struct sp_commanding *c);
void sp_command_place(struct sp_commanding *c);
void sp_command_priority(struct sp_commanding *c);
void sp_command_follow(struct sp_commanding *c);
void sp_command_copy(struct sp_commanding *c);
void sp_command_reminder(struct sp_commanding *c);

void sp_command_supplier(struct sp_commanding *c);

void sp_command_hours(struct sp_commanding *c);
void sp_command_remote(struct sp_commanding *c);
void sp_command_expense(struct sp_commanding *c);
void sp_command_estimate(struct sp_commanding *c);
void sp_command_dispute(struct sp_commanding *c);
/* Is a remote session open on the ticket, as the lines so far leave it? */
bool sp_remote_is_open(const struct sp_commanding *c);

void sp_command_customer(struct sp_commanding *c);
/* A customer's mail is handed on with lines above it: the lines are about the
 * ticket that it opens, in his name. */
void sp_commands_hand_on(struct sp_commanding *c);
void sp_command_merge(struct sp_commanding *c);
void sp_command_split(struct sp_commanding *c);
void sp_command_privacy(struct sp_commanding *c);

void sp_command_activate(struct sp_commanding *c);
void sp_command_refuse(struct sp_commanding *c);
void sp_command_block(struct sp_commanding *c);

#endif
