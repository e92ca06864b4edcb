/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Old mail as people leave it: an mbox, a Maildir (its cur and new), a folder of
 * files of one message each, or one such file.
 *
 * Nothing is written there.  Symbolic links inside a folder are not followed, and
 * what is no regular file is passed over.
 */
#ifndef SP_DESK_MAILBOX_H
#define SP_DESK_MAILBOX_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum { SP_MAX_MAILBOX = 1000000 }; /* messages at once */

/* One message of it. */
struct sp_mailbox_item {
	const char *label;    /* for people: "cur/123.host" or "inbox.mbox:12" */
	const char *path;     /* its own file, NULL: a part of an mbox */
	struct sp_str mapped; /* that part */
	int64_t file_at;      /* when it came, by its name or first line; else its file's time */
	int64_t at;           /* its date, for the caller to fill in */
	size_t order;
};

struct sp_mailboxes {
	struct sp_arena arena;
	struct sp_mailbox_item *items;
	size_t count, room;
	struct sp_str *maps; /* files in memory */
	size_t map_count, map_room;
};

/* Add what is at `path`.  SP_PERM when it cannot be read or there is no
 * mail or too much of it. */
enum sp_status sp_mailboxes_add(struct sp_mailboxes *boxes, const char *path, struct sp_err *err)
	SP_MUST_CHECK;
void sp_mailboxes_release(struct sp_mailboxes *boxes);

/* By their dates, as they came where those are the same. */
void sp_mailboxes_sort(struct sp_mailboxes *boxes);

/* Append its bytes, at most SP_MAX_MESSAGE of them.  SP_TEMP when they cannot be read,
 * SP_PERM when there is no such file any more. */
enum sp_status sp_mailbox_read(const struct sp_mailbox_item *item, struct sp_buf *raw,
	struct sp_err *err) SP_MUST_CHECK;

#endif
