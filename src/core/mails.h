/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The kinds of mail that we send: one row a template.  Pure.
 *
 * To add a mail: a row here, NAME.txt in templates/it and templates/en, its
 * names in templates/VARIABLES, and the decision that sends it.
 */
#ifndef SP_CORE_MAILS_H
#define SP_CORE_MAILS_H

#include <stdbool.h>

#include "base/str.h"
#include "core/token.h"

enum sp_audience { SP_TO_CUSTOMER, SP_TO_STAFF, SP_TO_SUPPLIER, SP_TO_ADMINISTRATOR };

struct sp_mail_kind {
	const char *name;
	enum sp_audience audience;
	/* RFC 3834: "auto-replied" (answers a message), "auto-generated" (from a
	 * change or the clock); NULL: a person's own words. */
	const char *auto_submitted;
	bool counted;  /* counts for the limits of automatic mail */
	enum sp_token_purpose reply; /* of the token in its Reply-To */
	bool encloses; /* takes the message's attachments along */
	bool invites;  /* carries an invitation to the planned date */
};

/* The row of that name, or NULL.  All rows: sp_mail_kinds, name NULL at the end. */
const struct sp_mail_kind *sp_mail_kind(const char *name);
extern const struct sp_mail_kind sp_mail_kinds[];

#endif
