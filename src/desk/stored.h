/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stored messages, read and parsed again to be decided again.
 *
 * A parser is a child, and no child is forked while a database is open
 * (DESIGN.md): the bytes are taken from one that is open for reading, parsed
 * once that is closed, and decided in the transaction that comes then.
 */
#ifndef SP_DESK_STORED_H
#define SP_DESK_STORED_H

#include "core/message.h"
#include "desk/desk.h"
#include "store/db.h"

struct sp_stored {
	int64_t id;
	struct sp_buf raw;
	struct sp_message *message; /* NULL until it is parsed */
};

struct sp_stored_set {
	struct sp_stored *items; /* in the arena it was taken with; raw is not */
	size_t count, room;
};

/* Take one message; nothing is added when its bytes are not there any more. */
enum sp_status sp_stored_take(struct sp_stored_set *set, struct sp_db *db, struct sp_arena *arena,
	int64_t message_id, struct sp_err *err) SP_MUST_CHECK;

/* Take those that wait until this person is a customer. */
enum sp_status sp_stored_take_held(struct sp_stored_set *set, struct sp_db *db,
	struct sp_arena *arena, int64_t person_id, struct sp_err *err) SP_MUST_CHECK;

/* Parse them all, each in its child.  No database may be open. */
enum sp_status sp_stored_parse(struct sp_stored_set *set, const struct sp_desk *desk,
	struct sp_arena *arena, struct sp_err *err) SP_MUST_CHECK;

/* Does this mail need any of them? */
bool sp_stored_needed(const struct sp_desk *desk, const struct sp_message *message);

/* What the mail of a staff member may need, who writes #attiva: the messages
 * that wait for the decision about whom he answers.  Opens and closes the
 * database by itself; nothing when the mail says nothing of the kind. */
enum sp_status sp_stored_for(struct sp_stored_set *set, const struct sp_desk *desk,
	struct sp_arena *arena, const struct sp_message *message, struct sp_err *err) SP_MUST_CHECK;

const struct sp_stored *sp_stored_find(const struct sp_stored_set *set, int64_t message_id);

void sp_stored_release(struct sp_stored_set *set);

#endif
