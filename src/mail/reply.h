/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the sender wrote now: the text without the mail that he answers, the
 * line that introduces it, his signature, disclaimers and the footers of
 * telephones.
 *
 * An answer is never stripped to nothing: where there would be nothing left,
 * the least certain cuts are undone.  Text under or between quotes is kept; in
 * an interleaved answer the quotes it answers stay where they are.  All of it
 * is for showing; what is stored is the whole message.
 */
#ifndef SP_MAIL_REPLY_H
#define SP_MAIL_REPLY_H

#include "base/arena.h"
#include "core/message.h"

struct sp_filters;

/* From message->text and message->subject set message->reply, quoted_subject,
 * forwarded and forwarded_from. */
void sp_reply_text(struct sp_arena *arena, struct sp_message *message,
	const struct sp_filters *filters);

/* The same, and append to `why` a line for each thing that was cut:
 * "LINE-LINE filters/quotes.rules:12 NAME". */
void sp_reply_explain(struct sp_arena *arena, struct sp_message *message,
	const struct sp_filters *filters, struct sp_buf *why);

/* Append the lines of `text` that quote nobody, signatures included: for whom
 * quotes have to go whatever they answer.  What stands below "Mario wrote:"
 * without marks counts as quoted.  False when nothing is quoted. */
bool sp_reply_own_lines(struct sp_str text, const struct sp_filters *filters, struct sp_buf *out);

#endif
