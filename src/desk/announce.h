/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `sportello announce`: a notice to all active customers, or to those who ever wrote
 * to a queue (SPEC.md section 9).
 *
 * The notice is a row; each reader's mail has a name under which it leaves once.  They
 * are queued in small transactions, each of which says how far it came: a run that is
 * killed is gone on with by the next one, and nobody is told twice.  Each mail waits
 * for its own minute, so that the mail server is not flooded and answers do not all
 * come at once; what was interrupted for a while begins where it was, at the same pace.
 * The same notice given again is the one that was interrupted, or, within a day,
 * a slip: nobody is told twice.
 */
#ifndef SP_DESK_ANNOUNCE_H
#define SP_DESK_ANNOUNCE_H

#include "desk/desk.h"
#include "store/announcements.h"

struct sp_announcing {
	void (*step)(void *context, int64_t done, int64_t all); /* may be NULL */
	void *context;
	/* Set by the run: */
	bool busy;      /* another one is at work */
	int64_t told_at; /* the very same was announced then, and nothing was done; 0: not */
	int64_t mails;  /* queued now, or (dry) that would be */
	int64_t last_at; /* when the last of them may leave */
};

/* Store the notice (NULL: none is new) and queue what is left of all notices.  `dry`:
 * count the readers, and do nothing. */
enum sp_status sp_announce(const struct sp_desk *desk, int64_t now,
	struct sp_announcement *announcement, struct sp_str queue, bool dry,
	struct sp_announcing *announcing, struct sp_err *err) SP_MUST_CHECK;

#endif
