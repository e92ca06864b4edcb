/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/mails.h"

#define REPLIED "auto-replied"
#define GENERATED "auto-generated"

const struct sp_mail_kind sp_mail_kinds[] = {
	/* name             audience        auto       counted  token           encloses */
	{ "confirmation",   SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "too_large",      SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "joined",         SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "staff_reply",    SP_TO_CUSTOMER, NULL,      false, SP_TOKEN_REPLY, true },
	{ "question",       SP_TO_CUSTOMER, NULL,      false, SP_TOKEN_REPLY, true },
	{ "missing",        SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "terms",          SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "registered",     SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "not_customer",   SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "activated",      SP_TO_CUSTOMER, GENERATED, true,  SP_TOKEN_REPLY, false },
	{ "refused",        SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false },
	{ "help",           SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "status",         SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "list",           SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "history",        SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "balance",        SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "news",           SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "not_possible",   SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "privacy_received", SP_TO_CUSTOMER, REPLIED, true,  SP_TOKEN_REPLY, false },
	{ "taken",          SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false },
	{ "status_changed", SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false },
	{ "new_date",       SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false },
	{ "closed",         SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false },
	{ "cancelled",      SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false },
	{ "reopened",       SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "disputed",       SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false },
	{ "notification",   SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, true },
	{ "unproven",       SP_TO_STAFF,    REPLIED,   true,  SP_TOKEN_STAFF, false },
	{ NULL, SP_TO_CUSTOMER, NULL, false, SP_TOKEN_REPLY, false },
};

const struct sp_mail_kind *sp_mail_kind(const char *name)
{
	for (const struct sp_mail_kind *kind = sp_mail_kinds; kind->name; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}
