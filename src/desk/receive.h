/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message comes in: facts, decision, one transaction (DESIGN.md, "The order
 * of a delivery").
 */
#ifndef SP_DESK_RECEIVE_H
#define SP_DESK_RECEIVE_H

#include "core/decide.h"
#include "desk/desk.h"
#include "desk/stored.h"
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
	bool (*still_wanted)(const void *wanted_by);
	const void *wanted_by;
	/* Opened ahead of time by sp_receive_early(), or NULL; sp_receive() closes it. */
	struct sp_db *db;
};

/* What came of it, for the log.  Views live in the caller's arena. */
struct sp_received {
	const char *summary; /* "opened", "answered", "duplicate" ... */
	struct sp_str ticket; /* code, absent when none */
	int64_t message_id;
	size_t mails; /* also of what was decided with it */
};

/* Open the database while the message is still being parsed, when nobody else has
 * it, and go on preparing until `parsed` says that the parser is done (asked with
 * how long it may wait, in ms).  Is it not done soon, it is closed again: nobody
 * waits for a database because of a slow message. */
void sp_receive_early(const struct sp_desk *desk, struct sp_delivery *delivery,
	bool (*parsed)(const void *context, int wait_ms), const void *context);

/* SP_OK: it is durable.  Anything else: nothing changed, or it is not known
 * whether it did, and the same delivery is to be tried again. */
enum sp_status sp_receive(const struct sp_desk *desk, struct sp_arena *arena,
	struct sp_delivery *delivery, struct sp_received *received_r, struct sp_err *err)
	SP_MUST_CHECK;

/* The same in the caller's transaction: durable when he has committed.  Not for a mail
 * that sp_stored_needed() says yes to.  When it fails he undoes what it has written. */
enum sp_status sp_receive_within(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_delivery *delivery, struct sp_received *received_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The same up to the plan, on a database opened for reading: nothing changes.
 * `db` NULL: on the empty desk that `sportello init` would make. */
enum sp_status sp_explain(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_delivery *delivery, struct sp_plan **plan_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Why a stored message is decided again. */
enum sp_again {
	SP_AGAIN_RELEASED, /* from quarantine: it is a person's after all */
	SP_AGAIN_REPLAYED, /* the rules are others now, or the programs */
	SP_AGAIN_ACTIVATED, /* its sender is a customer now */
};

/* Decide a stored message again, as if it came now, in the caller's
 * transaction.  SP_PERM when it is not there any more. */
enum sp_status sp_receive_again(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_stored *stored, enum sp_again why,
	struct sp_received *received_r, struct sp_err *err) SP_MUST_CHECK;

/* Who decides about a pending person: for the journal. */
struct sp_acting {
	enum sp_actor actor;
	int64_t person_id; /* 0 for the administrator */
};

/* What deciding about a pending person needs.  `held`: all messages of his that
 * wait, parsed (desk/stored.h). */
struct sp_activation {
	const struct sp_desk *desk;
	struct sp_db *db;
	struct sp_arena *arena;
	struct sp_acting acting;
	const struct sp_stored_set *held;
};

/* A pending person becomes a customer and his held messages tickets; he is
 * told.  With none, he is told all the same.  In the caller's transaction.
 * SP_TEMP when one of them is not in `held`: it has just come in. */
enum sp_status sp_activate(const struct sp_activation *on, struct sp_person *person,
	struct sp_received *received_r, struct sp_err *err) SP_MUST_CHECK;

/* He gives his consent again (SPEC.md section 12): what was held is decided. */
enum sp_status sp_consent_again(const struct sp_activation *on, const struct sp_person *person,
	struct sp_received *received_r, struct sp_err *err) SP_MUST_CHECK;

/* He is not accepted, with a reason or "": he is told, his messages wait for
 * nothing any more.  `held` is not looked at. */
enum sp_status sp_refuse(const struct sp_activation *on, struct sp_person *person,
	struct sp_str reason, struct sp_received *received_r, struct sp_err *err) SP_MUST_CHECK;

#endif
