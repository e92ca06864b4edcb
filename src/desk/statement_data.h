/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the mail of a monthly statement says.
 */
#ifndef SP_DESK_STATEMENT_DATA_H
#define SP_DESK_STATEMENT_DATA_H

#include "core/monthly.h"
#include "desk/apply.h"
#include "desk/statement_words.h"
#include "text/template.h"

/* A statement and all that it shows. */
struct sp_monthly_view {
	struct sp_monthly monthly;
	struct sp_account *accounts; /* those that it shows */
	int64_t *opening, *closing;  /* their balances */
	size_t account_count;
	int64_t waited, waiting;     /* for a package, before and after: 0 or below */
	struct sp_movement *movements; /* sorted: line 1 is the first */
	size_t movement_count;
};

/* Fill in what it shows, from the database; `monthly` is set. */
enum sp_status sp_monthly_view_read(struct sp_db *db, struct sp_arena *arena,
	struct sp_monthly_view *view, struct sp_err *err) SP_MUST_CHECK;

/* Fill in `data` for the template "statement"; `to` is its reader. */
void sp_statement_data(const struct sp_applying *a, const struct sp_monthly_view *view,
	const struct sp_person *to, const char *language, struct sp_data *data);

/* The list "disputed" of the lines that the decision disputes; NULL: none. */
void sp_disputed_data(const struct sp_applying *a, const struct sp_decision *dispute,
	const char *language, struct sp_data *data);

#endif
