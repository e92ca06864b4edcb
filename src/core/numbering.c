/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/numbering.h"

enum { HUNDRED = 100 };

/* A series that long has no more numbers to lose. */
static const int64_t most = INT64_C(1) << 53;

int64_t sp_numbering_after(const struct sp_numbering *numbering)
{
	int64_t known = numbering->mark > numbering->last ? numbering->mark : numbering->last;
	int64_t ahead = SP_NUMBERS_KNOWN, away = numbering->away > 0 ? numbering->away : 0;
	/* Of windows begun. */
	int64_t times = away / (numbering->window > 0 ? numbering->window : 1);

	times += times < most;
	if (numbering->mark < numbering->last || numbering->mark == 0) {
		ahead = SP_NUMBERS_UNKNOWN;
		if (numbering->recent > 0 && times > most / 2 / numbering->recent)
			ahead = most;
		else if (2 * times * numbering->recent > ahead)
			ahead = 2 * times * numbering->recent;
	}
	if (known > most - ahead)
		return known > most ? known : most;
	known += ahead;
	return (known + HUNDRED - 1) / HUNDRED * HUNDRED;
}
