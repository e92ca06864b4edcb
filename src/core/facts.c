/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words for the values in core/facts.h.  store/schema has the same in its
 * CHECK lists; tests/unit/test_store.c compares the two.
 */
#include "core/facts.h"

static const char *const roles[SP_ROLES] = {
	[SP_CUSTOMER] = "customer", [SP_STAFF] = "staff", [SP_SUPPLIER] = "supplier",
};

static const char *const person_states[SP_PERSON_STATES] = {
	[SP_PERSON_ACTIVE] = "active",     [SP_PERSON_PENDING] = "pending",
	[SP_PERSON_REFUSED] = "refused",   [SP_PERSON_BLOCKED] = "blocked",
	[SP_PERSON_DISABLED] = "disabled", [SP_PERSON_ERASED] = "erased",
};

static const char *const states[SP_STATES] = {
	[SP_NEW] = "new",
	[SP_WAITING_INPUT] = "waiting_input",
	[SP_WAITING_CUSTOMER] = "waiting_customer",
	[SP_REQUEST_SENT] = "request_sent",
	[SP_IN_PROGRESS] = "in_progress",
	[SP_RESCHEDULED] = "rescheduled",
	[SP_CHANGES_REQUESTED] = "changes_requested",
	[SP_SUSPENDED] = "suspended",
	[SP_DISPUTED] = "disputed",
	[SP_DONE] = "done",
	[SP_CANCELLED] = "cancelled",
	[SP_ARCHIVED] = "archived",
};

static const char *const outcomes[SP_OUTCOMES] = {
	[SP_NO_OUTCOME] = NULL, [SP_RESOLVED] = "resolved", [SP_UNRESOLVED] = "unresolved",
};

static const char *const entry_kinds[SP_ENTRY_KINDS] = {
	[SP_ENTRY_CUSTOMER] = "customer",   [SP_ENTRY_STAFF] = "staff",
	[SP_ENTRY_NOTE] = "note",           [SP_ENTRY_QUESTION] = "question",
	[SP_ENTRY_SUPPLIER] = "supplier",   [SP_ENTRY_AUTOMATIC] = "automatic",
	[SP_ENTRY_BOUNCE] = "bounce",       [SP_ENTRY_UNPROVEN] = "unproven",
};

static const char *const parts[SP_PARTS] = {
	[SP_PART_COPY] = "copy", [SP_PART_SUPPLIER] = "supplier", [SP_PART_FOLLOWER] = "follower",
};

static const char *const restrictions[SP_RESTRICTIONS] = {
	[SP_UNRESTRICTED] = NULL,             [SP_RESTRICTED_ASKED] = "asked",
	[SP_RESTRICTED_ACCOUNTS] = "accounts", [SP_RESTRICTED_ERASING] = "erasing",
};

/* The place of `word` in `words`, or -1. */
static int find(const char *const *words, int count, struct sp_str word)
{
	for (int i = 0; i < count; i++)
		if (words[i] && sp_str_eq(sp_str(words[i]), word))
			return i;
	return -1;
}

#define NAME_AND_VALUE(function, type, words, count)                                               \
	const char *function##_name(type value)                                                    \
	{                                                                                          \
		return words[value];                                                               \
	}                                                                                          \
	bool function##_of(struct sp_str word, type *value_r)                                      \
	{                                                                                          \
		int at = find(words, count, word);                                                 \
                                                                                                   \
		if (at >= 0)                                                                       \
			*value_r = (type)at;                                                       \
		return at >= 0;                                                                    \
	}

NAME_AND_VALUE(sp_role, enum sp_role, roles, SP_ROLES)
NAME_AND_VALUE(sp_person_state, enum sp_person_state, person_states, SP_PERSON_STATES)
NAME_AND_VALUE(sp_state, enum sp_state, states, SP_STATES)
NAME_AND_VALUE(sp_outcome, enum sp_outcome, outcomes, SP_OUTCOMES)
NAME_AND_VALUE(sp_entry_kind, enum sp_entry_kind, entry_kinds, SP_ENTRY_KINDS)
NAME_AND_VALUE(sp_participation, enum sp_participation, parts, SP_PARTS)
NAME_AND_VALUE(sp_restriction, enum sp_restriction, restrictions, SP_RESTRICTIONS)

const struct sp_payer_facts *sp_facts_of_payer(const struct sp_facts *facts, struct sp_payer payer)
{
	for (size_t i = 0; sp_payer_known(payer) && i < facts->payer_count; i++)
		if (sp_payer_is(facts->payers[i].payer, payer))
			return &facts->payers[i];
	return NULL;
}

const struct sp_person *sp_named_person(const struct sp_facts *facts, struct sp_str address)
{
	for (size_t i = 0; i < facts->named_count; i++)
		if (sp_str_eq_nocase(facts->named[i].asked, address))
			return facts->named[i].person;
	return NULL;
}

bool sp_person_is_restricted(const struct sp_person *person)
{
	return person->restriction != SP_UNRESTRICTED &&
	       person->restriction != SP_RESTRICTED_ACCOUNTS;
}

bool sp_person_is_reached(const struct sp_person *person)
{
	return person && person->state == SP_PERSON_ACTIVE && person->address.len > 0 &&
	       person->restriction == SP_UNRESTRICTED;
}

bool sp_person_serves(const struct sp_person *person, struct sp_str queue)
{
	for (size_t i = 0; i < person->queue_count; i++)
		if (sp_str_eq(person->queues[i], queue))
			return true;
	return false;
}
