/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What kind of message it is: a person's, or a bounce, an automatic reply, a
 * receipt, a list's, spam by a header, a receipt of certified mail; and what a
 * bounce says of whom.
 *
 * Structure speaks first (RFC 3464, RFC 8098, RFC 5965 reports), then the rules
 * of filters/.  The first that holds gives the class and its reason.
 */
#ifndef SP_MAIL_CLASSIFY_H
#define SP_MAIL_CLASSIFY_H

#include "base/arena.h"
#include "core/message.h"
#include "mail/part.h"

struct sp_filters;

/* From the tree (its first part is the message) and what the parser has already
 * put into `message` (from, subject, text, in_reply_to, references) set class,
 * class_reason, spam_header, bounces, bounced_id, pec_kind and, for receipts of
 * certified mail and its envelopes, pec. */
void sp_classify(struct sp_arena *arena, const struct sp_tree *tree, struct sp_message *message,
	const struct sp_filters *filters);

#endif
