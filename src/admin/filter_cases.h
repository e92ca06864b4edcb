/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A rules file's tests: NAME.cases beside NAME.rules.
 *
 *	case automatic-reply-italian
 *		class automatic
 *		rule subject-absence
 *		| From: mario@example.it
 *		| Subject: Risposta automatica: Ticket 42
 *		|
 *		| Sono fuori sede.
 *		reply
 *		| Sono fuori sede.
 *
 * Lines with a bar are the message, after `reply` what must be left of it.
 * sportello-filters(5) has all that can be asked.
 */
#ifndef SP_ADMIN_FILTER_CASES_H
#define SP_ADMIN_FILTER_CASES_H

#include <stdio.h>

#include "base/err.h"
#include "mail/filters.h"

struct sp_case_counts {
	unsigned cases;
	unsigned failed;
};

/* Run the cases of the file at `path`; a line for each that fails goes to
 * `out`.  SP_CONFIG when the file is none. */
enum sp_status sp_filter_cases_run(const char *path, struct sp_filters *filters, FILE *out,
	struct sp_case_counts *counts, struct sp_err *err) SP_MUST_CHECK;

#endif
