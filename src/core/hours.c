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

const struct sp_work_log *sp_find_work_log(const struct sp_ticket_work *work, int64_t number)
{
	for (size_t i = 0; work && i < work->log_count; i++)
		if (work->logs[i].ticket_id == work->ticket_id && work->logs[i].number == number)
			return &work->logs[i];
	return NULL;
}

const struct sp_cost *sp_find_cost(const struct sp_ticket_work *work, int64_t number)
{
	for (size_t i = 0; work && i < work->cost_count; i++)
		if (work->costs[i].ticket_id == work->ticket_id && work->costs[i].number == number)
			return &work->costs[i];
	return NULL;
}
