/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which parts of a message are its text, and that text.
 */
#ifndef SP_MAIL_BODY_H
#define SP_MAIL_BODY_H

#include "base/buf.h"
#include "mail/part.h"

/* What was done with a part. */
enum sp_part_use {
	SP_USE_NONE,   /* a container, or another form of what is shown */
	SP_USE_TEXT,   /* shown as text */
	SP_USE_FILE,   /* an attachment */
	SP_USE_REPORT, /* for machines: message/delivery-status and its sisters */
};

struct sp_body {
	enum sp_part_use *uses; /* one for each part of the tree */
	struct sp_buf text;     /* UTF-8, LF lines; release it */
	bool from_plain, from_html;
	bool cut;
};

/* Judge the subtree of part `root` (the message, or the one in an envelope).
 *
 * multipart/alternative: the first alternative that gives plain text, else the
 * first that gives HTML.  multipart/related: its root.  Others: all parts, in
 * order.  What has the disposition "attachment" is a file; a message inside the
 * message is a file as a whole. */
struct sp_body sp_body_read(struct sp_arena *arena, const struct sp_tree *tree, size_t root);

#endif
