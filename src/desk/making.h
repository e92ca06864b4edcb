/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files share that make the data of one mail; nothing for anybody else.
 *
 *	deed_data.c   what the customer did by it, for the staff
 *	mail_data.c   the desk, the ticket, whose it is
 *	mail_said.c   who speaks, what was said, what became of commands
 *	mail_lists.c  files, what is missing, what was said before
 */
#ifndef SP_DESK_MAKING_H
#define SP_DESK_MAKING_H

#include "desk/mail_data.h"

/* One mail's data in the making. */
struct sp_making {
	struct sp_applying *a;
	const struct sp_decision *decision;
	const struct sp_policies *policies;
	const char *language;
	bool staff; /* the reader is staff: sees addresses and the rest */
	struct sp_data *data;
	struct sp_err *err;
};

void sp_making_text(struct sp_making *m, const char *name, struct sp_str text);
void sp_making_bool(struct sp_making *m, const char *name, bool yes);
/* A copy of what is in `buf`, in the arena; the buffer is released. */
struct sp_str sp_making_keep(struct sp_making *m, struct sp_buf *buf);
struct sp_str sp_making_wrapped(struct sp_making *m, struct sp_str text);
/* "giovedì 3 dicembre, ore 10:00", empty for 0. */
struct sp_str sp_making_date_time(struct sp_making *m, int64_t instant);
struct sp_str sp_making_word(struct sp_making *m, const char *group, const char *key);

/* His name, else his address; empty for NULL. */
struct sp_str sp_making_called(const struct sp_person *person);

/* Who speaks, what is said, what kind of news it is, and what each command did. */
void sp_making_said(struct sp_making *m);

/* What the customer did by his message, and what follows from it. */
void sp_making_deed(struct sp_making *m);
/* Files, the size that was too large, what is missing. */
void sp_making_lists(struct sp_making *m, const struct sp_queue_conf *queue);
/* What was said before, other tickets, what a supplier is to do; 0 for none. */
enum sp_status sp_making_history(struct sp_making *m, int64_t ticket_id) SP_MUST_CHECK;

#endif
