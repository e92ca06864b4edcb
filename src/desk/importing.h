/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files of an import of mail share; nothing for anybody else.
 *
 *	import.c       the run: order, transactions
 *	import_mail.c  one message, in the caller's transaction
 */
#ifndef SP_DESK_IMPORTING_H
#define SP_DESK_IMPORTING_H

#include "core/message.h"
#include "desk/import.h"
#include "store/db.h"

/* One message, read and parsed. */
struct sp_import_mail {
	const struct sp_mailbox_item *item;
	struct sp_arena arena; /* of its message */
	struct sp_buf raw;     /* empty in a dry run */
	struct sp_digest content;
	struct sp_message *message;
};

/* Gather, decide, write. */
enum sp_status sp_import_one(const struct sp_desk *desk, struct sp_db *db,
	struct sp_importing *importing, struct sp_import_mail *mail, struct sp_err *err)
	SP_MUST_CHECK;

#endif
