/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The facts that matter to one message, from the database.
 */
#ifndef SP_DESK_GATHER_H
#define SP_DESK_GATHER_H

#include "core/decide.h"
#include "desk/desk.h"
#include "store/db.h"

/* Begin *facts_r: nothing known but what time it is and when the message came. */
void sp_gather_clock(const struct sp_case *case_, int64_t now, struct sp_facts *facts_r);

/* Add what the database knows, everything in `arena`.  `case_` has the message,
 * the envelope and the queue; its facts are not looked at.  `content` is the
 * message's identity; NULL for one that is stored and decided again.  Reads only. */
enum sp_status sp_gather(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_case *case_, const struct sp_digest *content, struct sp_facts *facts_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The queue a message belongs to: of all our addresses in the envelope and in
 * To and Cc, the one that the configuration names first; the first queue when
 * there is none. */
const struct sp_queue_conf *sp_gather_queue(const struct sp_conf *conf,
	const struct sp_message *message, const struct sp_envelope *envelope);

#endif
