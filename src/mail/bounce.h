/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a bounce says: who was not reached, why, and which mail it was.
 *
 * The fields of RFC 3464 are read where they are, as a part or as lines of the
 * text; else the lines of the text are asked by the rules of filters/bounces.rules
 * up to where the returned mail begins. Nothing in here decides that a message
 * is a bounce (mail/classify.h).
 */
#ifndef SP_MAIL_BOUNCE_H
#define SP_MAIL_BOUNCE_H

#include "base/arena.h"
#include "core/message.h"
#include "mail/part.h"

struct sp_filters;

/* Fill message->bounces (failed and delayed recipients) and bounced_id.  False
 * when it only says that somebody was reached. */
bool sp_bounce_read(struct sp_arena *arena, const struct sp_tree *tree, struct sp_message *message,
	const struct sp_filters *filters);

/* Set message->bounced_id from the returned mail, its headers, or the fields
 * that name it (Original-Message-ID, X-Original-Message-ID, In-Reply-To). */
void sp_bounce_find_id(struct sp_arena *arena, const struct sp_tree *tree,
	struct sp_message *message);

/* Is part i, or one that it is in, a message inside the message? */
bool sp_bounce_inside_message(const struct sp_tree *tree, size_t i);

#endif
