/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A delivery that has come to the resident storer, from its connection to its answer.
 *
 * Whatever is wrong with it, it is shown out: its end of the socket sees the end, and
 * the delivery does the work itself.  It says one thing and then waits; nothing it
 * may say or not say makes the storer wait for it.
 */
#ifndef SP_DELIVER_GUEST_H
#define SP_DELIVER_GUEST_H

#include "core/message.h"
#include "deliver/handed.h"

enum sp_guest_state {
	SP_GUEST_NONE,    /* the place is free */
	SP_GUEST_ARRIVED, /* it has said nothing yet */
	SP_GUEST_WAITING, /* for a parser */
	SP_GUEST_PARSING,
	SP_GUEST_PARSED,  /* for the database */
	SP_GUEST_STORING,
};

struct sp_guest {
	enum sp_guest_state state;
	int fd, record_fd, message_fd;
	uint64_t number; /* who came first */
	int64_t until_ms; /* sp_clock_monotonic_ms(): then it is shown out */
	struct sp_arena arena;
	struct sp_handed handed;
	struct sp_str raw; /* mapped from a sealed memory file */
	struct sp_buf said; /* of the parser, so far */
	struct sp_message *message;
};

/* In a free place: who has connected as `fd`, which is the guest's from now on. */
void sp_guest_arrive(struct sp_guest *guest, int fd, uint64_t number);

/* It has said something: is it a message that may be stored here?  `self` is what
 * the storer is.  Else it is shown out. */
void sp_guest_ask(struct sp_guest *guest, const struct sp_handed *self);

/* Its message goes to the parser, and the parser has said something. */
void sp_guest_parse(struct sp_guest *guest, int parser);
void sp_guest_hear(struct sp_guest *guest);

/* Does it wait for its answer?  A delivery that has died, or whose mail server has,
 * does not. */
bool sp_guest_is_there(const void *guest);

/* Its message is durable: tell it. */
void sp_guest_answer(struct sp_guest *guest);

/* The place is free again; without an answer the delivery does the work itself. */
void sp_guest_show_out(struct sp_guest *guest);

#endif
