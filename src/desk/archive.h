/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `sportello archive`: the end of tickets whose reopening time is over
 * (SPEC.md section 6).
 *
 * One ticket after the other: its messages are written to its file and made
 * durable without any lock, so that deliveries wait for nothing; then, with the
 * lock, the ticket is looked at again, and only when it is still to be archived
 * and has the same messages, the file gets its name and the messages leave the
 * database in the transaction that sends the final mail.  A message that came in
 * between has reopened the ticket, or is in the file of the next try.
 */
#ifndef SP_DESK_ARCHIVE_H
#define SP_DESK_ARCHIVE_H

#include "desk/desk.h"

struct sp_archiving {
	bool busy;     /* another run is at work: nothing was done */
	size_t done;   /* tickets */
	size_t passed; /* changed while they were written: left for the next run */
	size_t failed; /* the others were done all the same */
	size_t mails;
	/* Called after each ticket, when not NULL. */
	void (*step)(void *context, int64_t done, int64_t all);
	void *context;
};

/* `plans` gets what would be done, and nothing is; NULL: do it.  An error is the
 * first of those that failed. */
enum sp_status sp_archive(const struct sp_desk *desk, int64_t now, struct sp_buf *plans,
	struct sp_archiving *archiving, struct sp_err *err) SP_MUST_CHECK;

#endif
