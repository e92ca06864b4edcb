/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The storer's database: messages that are parsed are decided and stored, as many at a
 * time as wait, in one transaction with one sync.  Each is a part of it that can fail
 * without harm to the others, and is answered only after the commit.
 */
#ifndef SP_DELIVER_STORING_H
#define SP_DELIVER_STORING_H

#include "deliver/guest.h"
#include "desk/desk.h"
#include "store/db.h"

struct sp_storing {
	const struct sp_desk *desk;
	struct sp_db *db; /* open, but locked only while something is stored; NULL: to be opened */
};

/* Open it, and prepare what most messages need. */
enum sp_status sp_storing_begin(struct sp_storing *storing, const struct sp_desk *desk,
	struct sp_err *err) SP_MUST_CHECK;

/* Store the messages of these guests, who leave then, answered or not.  `more`: others
 * are there already. */
void sp_storing_store(struct sp_storing *storing, struct sp_guest **guests, size_t count,
	bool more);

void sp_storing_end(struct sp_storing *storing);

#endif
