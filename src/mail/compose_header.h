/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header of a mail of ours, from From to MIME-Version; the fields of its
 * content follow it (compose.c).
 */
#ifndef SP_MAIL_COMPOSE_HEADER_H
#define SP_MAIL_COMPOSE_HEADER_H

#include "mail/compose.h"

/* Append it.  SP_PERM: an address or the Message-ID is none that can be written;
 * nothing is appended then. */
enum sp_status sp_compose_header(const struct sp_mail *mail, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;

#endif
