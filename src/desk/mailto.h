/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mailto links that ask or answer with one click and Send (SPEC.md section 7;
 * RFC 6068): the desk's address with a signed token of the one who gets the
 * mail, and the word as the subject.
 */
#ifndef SP_DESK_MAILTO_H
#define SP_DESK_MAILTO_H

#include "desk/apply.h"

/* Append one.  `address` is the desk's; `purpose` what the token is for:
 * SP_TOKEN_LINK, or SP_TOKEN_COPY; `ticket_id` 0 for none; `subject` and `body`
 * (may be absent) as people read them. */
void sp_mailto_add(struct sp_buf *out, const struct sp_applying *a, struct sp_str address,
	enum sp_token_purpose purpose, int64_t ticket_id, const struct sp_person *person,
	struct sp_str subject, struct sp_str body);

#endif
