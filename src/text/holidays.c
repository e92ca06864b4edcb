/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/holidays.h"

#include "base/clock.h"

/* SPEC.md section 4; 4 October by law 151/2025.  Some of the others were taken
 * away and given back between 1977 and 2001; no help desk counts hours there,
 * so they hold in every year. */
static const struct sp_holiday italy[] = {
	{ 1, 1, 0, "Capodanno" },
	{ 1, 6, 0, "Epifania" },
	{ 0, 0, 0, "Pasqua" },
	{ 0, 1, 0, "Lunedì dell'Angelo" },
	{ 4, 25, 0, "Anniversario della Liberazione" },
	{ 5, 1, 0, "Festa del lavoro" },
	{ 6, 2, 0, "Festa della Repubblica" },
	{ 8, 15, 0, "Assunzione (Ferragosto)" },
	{ 10, 4, 2026, "San Francesco d'Assisi" },
	{ 11, 1, 0, "Ognissanti" },
	{ 12, 8, 0, "Immacolata Concezione" },
	{ 12, 25, 0, "Natale" },
	{ 12, 26, 0, "Santo Stefano" },
	{ 0, 0, 0, NULL },
};

static const struct sp_holidays countries[] = {
	{ "it", italy },
};

const struct sp_holidays *sp_holidays_find(struct sp_str name)
{
	for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++)
		if (sp_str_eq_nocase(sp_str(countries[i].name), name))
			return &countries[i];
	return NULL;
}

const char *sp_holidays_names(void)
{
	return "it";
}

/* Butcher's rule (Nature, 20 April 1876), which has no exceptions. */
int64_t sp_easter(int year)
{
	int golden = year % 19;
	int century = year / 100, of_century = year % 100;
	int correction = (century - (century + 8) / 25 + 1) / 3;
	int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
	int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
	int late = (golden + 11 * epact + 22 * to_sunday) / 451;
	int march = epact + to_sunday - 7 * late + 22; /* 32 is 1 April */

	return sp_days_of(year, 3, 1) + march - 1;
}

const struct sp_holiday *sp_holiday_on(const struct sp_holidays *holidays, int64_t day)
{
	int year, month, of_month;
	int64_t after_easter;

	sp_days_date(day, &year, &month, &of_month);
	after_easter = day - sp_easter(year);
	for (const struct sp_holiday *row = holidays->rows; row->title; row++) {
		if (year < row->from_year)
			continue;
		if (row->month ? row->month == month && row->day == of_month :
				 row->day == after_easter)
			return row;
	}
	return NULL;
}
