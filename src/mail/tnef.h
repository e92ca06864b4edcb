/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * winmail.dat, what Outlook sends instead of MIME (MS-OXTNEF).  Read here and
 * not by a library: a few hundred lines that check every length can run
 * wherever a message is parsed, the library only where its crash is contained.
 */
#ifndef SP_MAIL_TNEF_H
#define SP_MAIL_TNEF_H

#include "core/message.h"
#include "mail/part.h"

/* Append what is inside to message->attachments, and set message->text from its
 * body where the message has none of its own.  Nothing for what is damaged:
 * the part itself is an attachment anyway.  At most SP_MAX_TNEF bytes are
 * looked at. */
void sp_tnef_read(struct sp_arena *arena, const struct sp_part *part, unsigned position,
	struct sp_message *message);

enum { SP_MAX_TNEF = 20 * 1024 * 1024 };

#endif
