/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From the bytes of one message to struct sp_message.
 *
 * Linear in time, bounded in memory (core/message.h has the limits), no
 * recursion.  It never fails: what cannot be understood is left out, and
 * message.cut says when a limit was met.  Runs inside the sandboxed child of
 * a delivery (mail/sandbox.h), and directly in `sportello parse`.
 */
#ifndef SP_MAIL_PARSE_H
#define SP_MAIL_PARSE_H

#include "base/arena.h"
#include "core/message.h"

struct sp_filters;

/* `raw` is borrowed and must outlive the result, which may point into it.
 * `filters` are the compiled rules of filters/ (mail/filters.h). */
struct sp_message *sp_message_parse(struct sp_arena *arena, struct sp_str raw,
	const struct sp_filters *filters);

/* What two deliveries of the same message share: SHA-256 of the content
 * without what servers and their filters write into its header on the way (an
 * mbox "From " line, Received, Delivered-To, Authentication-Results, X-Spam-...;
 * the list is in identity.c), with CRLF counted as LF. */
struct sp_digest sp_message_identity(struct sp_str raw);

#endif
