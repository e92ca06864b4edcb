/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `sportello ticket import`: old support mail becomes tickets that are closed.
 *
 * Messages are taken in the order of their dates, each once (by its content, as in
 * a delivery), a few in one transaction: a run that is killed is gone on with by
 * the next one.  Each is parsed in its contained child while no database is open.
 * What becomes of it says core/decide_import.h; nobody is written to.
 */
#ifndef SP_DESK_IMPORT_H
#define SP_DESK_IMPORT_H

#include "desk/desk.h"
#include "desk/mailbox.h"

enum sp_import_result {
	SP_RESULT_OPENED,
	SP_RESULT_JOINED,
	SP_RESULT_SEEN,
	SP_RESULT_LEFT_OUT,
	SP_RESULT_UNREAD, /* its file went away meanwhile */
	SP_RESULTS
};

struct sp_importing {
	/* Whose mail is the staff's besides the staff and the desk: addresses as they
	 * are stored. */
	const struct sp_str *staff;
	size_t staff_count;
	/* Of mail that names no address of the desk; NULL: the first. */
	const struct sp_queue_conf *queue;
	bool dry; /* all of it, and nothing is committed */

	/* May be NULL.  phase: "reading", "importing". */
	void (*step)(void *context, const char *phase, int64_t done, int64_t all);
	/* What came of a message: the ticket's code or absent; why, or "". */
	void (*said)(void *context, const struct sp_mailbox_item *item, enum sp_import_result result,
		struct sp_str ticket, const char *reason);
	void *context;

	int64_t counts[SP_RESULTS]; /* set by the run */
};

/* `boxes` are sorted by it. */
enum sp_status sp_import(const struct sp_desk *desk, struct sp_mailboxes *boxes, int64_t now,
	struct sp_importing *importing, struct sp_err *err) SP_MUST_CHECK;

#endif
