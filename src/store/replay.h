/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What became of stored messages, to be decided again (sportello replay).
 */
#ifndef SP_STORE_REPLAY_H
#define SP_STORE_REPLAY_H

#include "core/facts.h"
#include "store/db.h"

/* A message whose bytes are there. */
struct sp_replay_row {
	int64_t id, stored_at;
	struct sp_str class_name, class_reason, sender, subject;
	int64_t ticket_id;  /* where its first entry stands; 0: nowhere */
	struct sp_str text; /* of that entry */
	bool opened;        /* it opened that ticket */
	bool by_hand;       /* the administrator decided about it: an import, a release */
	bool held;          /* it waits for a decision about its sender */
};

/* Those after `after_id`, stored from `since` on, of a class ("": of all); by id, at
 * most `limit`. */
enum sp_status sp_replay_rows(struct sp_db *db, struct sp_arena *arena, int64_t after_id,
	int64_t since, struct sp_str class_name, int64_t limit, struct sp_replay_row **rows_r,
	size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* How many there are. */
enum sp_status sp_replay_count(struct sp_db *db, int64_t since, struct sp_str class_name,
	int64_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Has anything in the journal come of it? */
enum sp_status sp_message_acted(struct sp_db *db, int64_t id, bool *acted_r, struct sp_err *err)
	SP_MUST_CHECK;

/* It is of that class, for that reason; its subject, sender and attachments are those
 * of `message`. */
enum sp_status sp_message_understand(struct sp_db *db, int64_t id,
	const struct sp_message *message, struct sp_err *err) SP_MUST_CHECK;

#endif
