/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/hours.h"

#include "base/clock.h"

int64_t sp_day_of(int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	return sp_days_of(civil.year, civil.month, civil.day);
}

struct sp_payer sp_payer_of(int64_t organisation_id, int64_t requester_id)
{
	return (struct sp_payer){ organisation_id, organisation_id ? 0 : requester_id };
}

bool sp_payer_is(struct sp_payer a, struct sp_payer b)
{
	return a.organisation_id == b.organisation_id && a.person_id == b.person_id;
}

bool sp_payer_known(struct sp_payer payer)
{
	return payer.organisation_id || payer.person_id;
}
