/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files of erasure share; nothing for anybody else.
 */
#ifndef SP_DESK_ERASING_H
#define SP_DESK_ERASING_H

#include "desk/erase.h"
#include "mail/forget.h"

enum { SP_FORGET_MS = 60 * 1000 }; /* for one message */

struct sp_erasing_run {
	const struct sp_erasing *how;
	struct sp_db *db;
	struct sp_arena *arena;
	struct sp_erasure erasure;
	struct sp_mentions mentions;
	struct sp_erase_report *report;
	int archive_lock; /* no run of `sportello archive` is at work; -1: not taken */
};

/* Everybody else's messages in the database, with him forgotten in them. */
enum sp_status sp_erase_bytes(struct sp_erasing_run *run, struct sp_err *err) SP_MUST_CHECK;

/* The same in the archives' files; what was marked goes from them. */
enum sp_status sp_erase_archives(struct sp_erasing_run *run, struct sp_err *err) SP_MUST_CHECK;

/* The mails that tell of it. */
enum sp_status sp_erase_tell(struct sp_erasing_run *run, bool quiet, struct sp_err *err)
	SP_MUST_CHECK;

#endif
