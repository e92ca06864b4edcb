/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The list of attachments, and names that are fit to be shown.
 */
#ifndef SP_MAIL_ATTACH_H
#define SP_MAIL_ATTACH_H

#include "mail/body.h"

/* Append the parts of the subtree of `root` that `uses` calls files, and what
 * is inside winmail.dat, to message->attachments.  `raw` is the message's
 * bytes, for the offsets. */
void sp_attachments_add(struct sp_arena *arena, struct sp_str raw, const struct sp_tree *tree,
	size_t root, const enum sp_part_use *uses, struct sp_message *message);

/* Append one that is inside part `part` (its offsets stay 0). */
void sp_attachments_add_inner(struct sp_arena *arena, struct sp_str name, struct sp_str type,
	struct sp_str bytes, unsigned part, struct sp_message *message);

/* A file name as it may be shown: the last piece of a path, without controls,
 * invisible and direction-changing characters, blanks and dots around it; at
 * most SP_MAX_NAME bytes, its ending kept; a name that Windows reserves gets a
 * "_" before it.  Absent when nothing is left.  Never to be used as a path. */
struct sp_str sp_attachment_name(struct sp_arena *arena, struct sp_str raw);

enum { SP_MAX_NAME = 200 };

#endif
