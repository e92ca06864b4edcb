/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message comes in: facts, decision, one transaction (DESIGN.md, "The order
 * of a delivery").
 */
#ifndef SP_DESK_RECEIVE_H
#define SP_DESK_RECEIVE_H

#include "core/decide.h"
#include "desk/desk.h"
#include "store/db.h"

/* A message on its way in.  `message` was parsed already, in a contained
 * child, before the database is opened. */
struct sp_delivery {
	struct sp_str raw;
	struct sp_message *message;
	const struct sp_envelope *envelope;
	int64_t deadline_ms; /* of sp_clock_monotonic_ms(), for lock and busy waits */
	/* Asked just before COMMIT: is the one who gave us the message still
	 * there?  False: nothing is committed, SP_TEMP.  NULL: not asked. */
	bool (*still_wanted)(void);
};

/* What came of it, for the log.  Views live in the caller's arena. */
struct sp_received {
	const char *summary; /* "opened", "answered", "duplicate" ... */
	struct sp_str ticket; /* code, absent when none */
	int64_t message_id;
	size_t mails;
};

/* SP_OK: it is durable.  Anything else: nothing changed, or it is not known
 * whether it did, and the same delivery is to be tried again. */
enum sp_status sp_receive(const struct sp_desk *desk, struct sp_arena *arena,
	const struct sp_delivery *delivery, struct sp_received *received_r, struct sp_err *err)
	SP_MUST_CHECK;

/* The same up to the plan, on a database opened for reading: nothing changes.
 * `db` NULL: on the empty desk that `sportello init` would make. */
enum sp_status sp_explain(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_delivery *delivery, struct sp_plan **plan_r, struct sp_err *err)
	SP_MUST_CHECK;

#endif
