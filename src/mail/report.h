/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The recipients that a bounce names, while they are collected. Inside
 * mail/bounce*.c and mail/report*.c only.
 */
#ifndef SP_MAIL_REPORT_H
#define SP_MAIL_REPORT_H

#include "mail/bounce.h"
#include "mail/filters.h"

struct sp_report {
	struct sp_arena *arena;
	const struct sp_filters *filters;
	struct sp_message *message;
	struct sp_bounce *items;
	size_t count, room;
	bool reached; /* it says of somebody that he was reached */
};

/* Add a recipient, or complete what is known of him.  `address` may have
 * "rfc822;", brackets and comments around it.  False when there is none. */
bool sp_report_add(struct sp_report *report, struct sp_str address, struct sp_str action,
	struct sp_str status, struct sp_str diagnostic);

/* The blocks of message/delivery-status (RFC 3464), or of what looks like it. */
void sp_report_fields(struct sp_report *report, struct sp_str text);

/* The lines of a text, by the rules. */
void sp_report_text(struct sp_report *report, struct sp_str text);

/* "5.1.1" or, of a reply code, "5.0.0"; absent when the text has neither. */
struct sp_str sp_report_status(struct sp_arena *arena, struct sp_str text);

#endif
