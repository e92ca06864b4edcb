/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/on_call.h"

#include "base/clock.h"

enum { DAYS_OF_A_WEEK = 7, MONDAY = 3 /* 1970-01-01 was a Thursday */ };

/* Weeks since 1970, each from its Monday. */
static int64_t week_of(int64_t instant)
{
	struct sp_civil c = sp_civil_of(instant);

	return (sp_days_of(c.year, c.month, c.day) + MONDAY) / DAYS_OF_A_WEEK;
}

/* Is he in the rota?  `served`: only who serves the queue is. */
static bool in_rota(const struct sp_person *person, struct sp_str queue, bool served)
{
	return person->on_call && person->state == SP_PERSON_ACTIVE &&
	       (!served || sp_person_serves(person, queue));
}

const struct sp_person *sp_on_call(const struct sp_facts *facts, struct sp_str queue, int64_t now,
	int64_t before)
{
	int64_t count = 0, wanted;
	bool served = false;

	for (size_t i = 0; i < facts->staff_count && !served; i++)
		served = in_rota(&facts->staff[i], queue, true);
	for (size_t i = 0; i < facts->staff_count; i++)
		count += in_rota(&facts->staff[i], queue, served);
	if (before >= count)
		return NULL;
	wanted = (week_of(now) + before) % count;
	for (size_t i = 0; i < facts->staff_count; i++)
		if (in_rota(&facts->staff[i], queue, served) && wanted-- == 0)
			return &facts->staff[i];
	return NULL;
}
