/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `sportello replay`: what the rules of today would make of stored messages.
 *
 * Each is parsed and decided again, at the time when it came, and compared with what
 * became of it: its class, the ticket, what is shown of it.  Nothing changes.  What
 * the administrator decided about (imports, releases) is passed over.  One that came
 * to nothing may then be put through the desk again, as if it came now.
 */
#ifndef SP_DESK_REPLAY_H
#define SP_DESK_REPLAY_H

#include "desk/receive.h"
#include "store/replay.h"

enum sp_replay_place { SP_PLACE_NONE, SP_PLACE_NEW, SP_PLACE_TICKET };

/* What would differ. */
struct sp_replay_found {
	const struct sp_replay_row *was;
	struct sp_str was_ticket; /* code, absent for none */
	const struct sp_message *message;
	const struct sp_plan *plan;
	enum sp_replay_place place;
	struct sp_str ticket; /* code, of SP_PLACE_TICKET */
	bool class_differs, place_differs, text_differs;
};

struct sp_replaying {
	int64_t since;
	struct sp_str class_name; /* "": of all */
	void (*step)(void *context, int64_t done, int64_t all); /* may be NULL */
	void (*found)(void *context, const struct sp_replay_found *found);
	void *context;
	int64_t seen, differ; /* set by the run */
};

enum sp_status sp_replay(const struct sp_desk *desk, struct sp_replaying *replaying,
	struct sp_err *err) SP_MUST_CHECK;

/* Put one through the desk again, in the caller's transaction.  SP_PERM when something
 * came of it already. */
enum sp_status sp_replay_again(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_stored *stored, struct sp_received *received_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
