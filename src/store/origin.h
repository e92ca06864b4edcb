/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a mail of ours was about, and a message that becomes a ticket of its own.
 */
#ifndef SP_STORE_ORIGIN_H
#define SP_STORE_ORIGIN_H

#include "core/facts.h"
#include "store/db.h"

/* The message that caused the mail of ours with that Message-ID, and where it
 * stands. */
enum sp_status sp_origin_of(struct sp_db *db, struct sp_arena *arena, struct sp_str header_id,
	struct sp_origin *origin_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

/* What a message says on a ticket, notes with it, and its Message-ID belong to
 * another ticket from now on. */
enum sp_status sp_message_move(struct sp_db *db, int64_t message_id, int64_t from_id,
	int64_t into_id, struct sp_err *err) SP_MUST_CHECK;

#endif
