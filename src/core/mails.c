/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/mails.h"

#define REPLIED "auto-replied"
#define GENERATED "auto-generated"

const struct sp_mail_kind sp_mail_kinds[] = {
	/* name             audience        auto       counted  token           encloses invites */
	{ "confirmation",   SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "too_large",      SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "joined",         SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "staff_reply",    SP_TO_CUSTOMER, NULL,      false, SP_TOKEN_REPLY, true, false },
	{ "question",       SP_TO_CUSTOMER, NULL,      false, SP_TOKEN_REPLY, true, false },
	{ "missing",        SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "terms",          SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "registered",     SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "not_customer",   SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "activated",      SP_TO_CUSTOMER, GENERATED, true,  SP_TOKEN_REPLY, false, false },
	{ "refused",        SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "copied",         SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "help",           SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "status",         SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "list",           SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "history",        SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "balance",        SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "announcement",   SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "news",           SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "not_possible",   SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "privacy_received", SP_TO_CUSTOMER, REPLIED, true,  SP_TOKEN_PRIVACY, false, false },
	{ "privacy_confirmed", SP_TO_CUSTOMER, REPLIED, true, SP_TOKEN_REPLY, false, false },
	{ "privacy_restricted", SP_TO_STAFF, REPLIED,  false, SP_TOKEN_STAFF, false, false },
	{ "privacy_withdrawn", SP_TO_CUSTOMER, REPLIED, true, SP_TOKEN_REPLY, false, false },
	{ "privacy_erased", SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "privacy_report", SP_TO_ADMINISTRATOR, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "no_package",     SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "worked",         SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "remote",         SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "hours_low",      SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "hours_over",     SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "hours_staff",    SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "ending",         SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "ending_staff",   SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "hours_asked",    SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "taken",          SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "status_changed", SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "new_date",       SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, true },
	{ "closed",         SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "cancelled",      SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "reopened",       SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "disputed",       SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "supplier_request", SP_TO_SUPPLIER, NULL,    false, SP_TOKEN_SUPPLIER, true, false },
	{ "estimate",       SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "consent",        SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "asked_answered", SP_TO_CUSTOMER, REPLIED,   true,  SP_TOKEN_REPLY, false, false },
	{ "extra",          SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "dispute_received", SP_TO_CUSTOMER, REPLIED, true,  SP_TOKEN_REPLY, false, false },
	{ "statement",      SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "notification",   SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, true, false },
	{ "privacy_handed", SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, true, false },
	{ "unproven",       SP_TO_STAFF,    REPLIED,   true,  SP_TOKEN_STAFF, false, false },
	{ "address_shown",  SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "receipt",        SP_TO_STAFF,    REPLIED,   false, SP_TOKEN_STAFF, false, false },
	{ "command_error",  SP_TO_STAFF,    REPLIED,   false, SP_TOKEN_STAFF, false, false },
	{ "summary",        SP_TO_CUSTOMER, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ "warning",        SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "date_passed",    SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "reminder",       SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "on_call",        SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, true, false },
	{ "digest",         SP_TO_STAFF,    GENERATED, false, SP_TOKEN_STAFF, false, false },
	{ "alarms",         SP_TO_ADMINISTRATOR, GENERATED, false, SP_TOKEN_REPLY, false, false },
	{ NULL, SP_TO_CUSTOMER, NULL, false, SP_TOKEN_REPLY, false, false },
};

const struct sp_mail_kind *sp_mail_kind(const char *name)
{
	for (const struct sp_mail_kind *kind = sp_mail_kinds; kind->name; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}
