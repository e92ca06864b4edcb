/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A copy of the database as it was at one instant, taken while others write.
 */
#ifndef SP_STORE_BACKUP_H
#define SP_STORE_BACKUP_H

#include <stdint.h>

#include "store/db.h"

/* Called between pieces, with how much of how much is copied (pages). */
typedef void sp_copy_progress(void *context, int64_t done, int64_t all);

/* Copy the database, open for reading in one read transaction
 * (sp_db_begin_read), into the empty file `path`.  Writers go on meanwhile;
 * what they commit is not in the copy, and their log is not checkpointed past
 * the instant of the copy until it is done.  The copy is not durable yet.
 * `progress` may be NULL. */
enum sp_status sp_db_copy(struct sp_db *db, const char *path, sp_copy_progress *progress,
	void *context, struct sp_err *err) SP_MUST_CHECK;

/* Is the file at `path`, which nobody else has open, a whole database of this
 * program?  Leaves no other file beside it. */
enum sp_status sp_db_verify_copy(const char *path, struct sp_err *err) SP_MUST_CHECK;

#endif
