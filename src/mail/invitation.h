/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Invitations (text/calendar, RFC 5545): ours to write, others' in a line for people.
 */
#ifndef SP_MAIL_INVITATION_H
#define SP_MAIL_INVITATION_H

#include <stdint.h>

#include "base/buf.h"

/* A date that somebody is invited to.  Texts are UTF-8, one line but for the
 * description; whoever wrote them. */
struct sp_invitation {
	struct sp_str uid; /* the same for a ticket, whatever its date */
	int64_t sequence;  /* rises with each new date */
	int64_t start;     /* UTC seconds */
	int64_t minutes;   /* how long */
	int64_t stamp;     /* UTC seconds: when it was written */
	struct sp_str summary;
	struct sp_str description;
	struct sp_str organizer_name, organizer_address;
	struct sp_str attendee_name, attendee_address;
};

/* Append it as an iTIP REQUEST (RFC 5546) with CRLF lines folded at 75 octets. */
void sp_invitation_write(struct sp_buf *out, const struct sp_invitation *invitation);

/* Of an invitation that came: append "[REQUEST] Summary | 2026-12-03 10:00 Europe/Rome - 11:00 | place" and
 * a newline for each event of at most ten; nothing for what is no calendar.
 * `text` has LF lines. */
void sp_invitation_add_lines(struct sp_buf *out, struct sp_str text);

#endif
