/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What leaves the database when a ticket is archived: its raw messages.
 */
#ifndef SP_STORE_ARCHIVE_H
#define SP_STORE_ARCHIVE_H

#include "base/arena.h"
#include "base/str.h"
#include "store/db.h"

struct sp_archived {
	int64_t id; /* of the message */
	struct sp_str envelope_sender; /* "" for the null one */
	int64_t received_at;
};

/* The messages whose bytes are there, of a ticket and of those that were merged
 * into it: what was said on it and what else changed it; by id. */
enum sp_status sp_archive_messages(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_archived **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Did an import close it, and nobody anything since? */
enum sp_status sp_archive_imported(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	bool *imported_r, struct sp_err *err) SP_MUST_CHECK;

/* Delete the bytes of the messages of an archived ticket, but for those that
 * another ticket, which is not archived, needs. */
enum sp_status sp_archive_forget(struct sp_db *db, int64_t ticket_id, struct sp_err *err)
	SP_MUST_CHECK;

#endif
