/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/merge.h"

static bool is_customer(const struct sp_person *person)
{
	return person->role == SP_CUSTOMER && person->state == SP_PERSON_ACTIVE;
}

enum sp_merge_bar sp_merge_bar(const struct sp_person *from, const struct sp_person *into,
	bool has_hours)
{
	if (from->id == into->id)
		return SP_MERGE_SAME;
	if (from->role == SP_CUSTOMER && from->state == SP_PERSON_PENDING)
		return SP_MERGE_WAITS;
	if (!is_customer(from) || !is_customer(into))
		return SP_MERGE_NOT_CUSTOMER;
	if (from->restriction || into->restriction)
		return SP_MERGE_RESTRICTED;
	if (from->organisation_id && from->organisation_id != into->organisation_id)
		return SP_MERGE_OTHER_FIRM;
	return has_hours ? SP_MERGE_HOURS : SP_MERGE_MAY;
}
