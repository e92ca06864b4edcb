/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An invitation (text/calendar, RFC 5545) in one line for people.
 */
#ifndef SP_MAIL_INVITE_H
#define SP_MAIL_INVITE_H

#include "base/buf.h"

/* Append "[REQUEST] Summary | 2026-12-03 10:00 Europe/Rome - 11:00 | place" and
 * a newline for each event of at most ten; nothing for what is no calendar.
 * `text` has LF lines. */
void sp_invite_add(struct sp_buf *out, struct sp_str text);

#endif
