/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers that are given once: of tickets and of statements.
 *
 * The database counts them; the highest of each series also stand in the lock file,
 * which stays where it is when the database goes back to a backup: lines "tickets HT
 * 191" and "statements 2026 14", written after each commit that gave one, by who
 * holds the lock.  So a database that is older than its folder is known by the next
 * number it would give.  A copy that `sportello backup` made says itself that it is
 * one (its application_id), until the first who writes to it makes it the desk's.
 * Then, and when an older one is found out, the numbers of tickets go on further
 * ahead (core/numbering.h), and so do the ids that others have seen; statements, whose
 * numbers have no gaps, wait for the administrator.
 */
#ifndef SP_STORE_NUMBERS_H
#define SP_STORE_NUMBERS_H

#include <stdbool.h>

#include "store/db.h"

/* Statements that were numbered and that the database knows nothing of. */
struct sp_lost_statements {
	int64_t year, first, last; /* all 0: none */
};
enum sp_status sp_statements_lost(struct sp_db *db, const char *lock_path,
	struct sp_lost_statements *lost_r, struct sp_err *err) SP_MUST_CHECK;

/* sp_fail() with what to do about them. */
enum sp_status sp_statements_refuse(const struct sp_lost_statements *lost, struct sp_err *err)
	SP_MUST_CHECK;

#endif
