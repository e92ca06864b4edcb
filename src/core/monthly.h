/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The monthly statement of a payer's hours (SPEC.md section 5).  Pure.
 *
 * A statement has the rows of the ledger of one payer between two of them, so
 * each row stands in one statement and what one closes with the next opens
 * with.  Its lines are numbered as it shows them, so that one can be disputed.
 *
 * A month is a number: 202611 is November 2026, in the desk's zone.
 */
#ifndef SP_CORE_MONTHLY_H
#define SP_CORE_MONTHLY_H

#include "core/hours.h"

struct sp_monthly {
	int64_t id;
	int64_t year, number; /* "2026/12" */
	struct sp_payer payer;
	int64_t month;
	int64_t after_id, until_id; /* rows: after < id <= until */
	int64_t contact_id; /* whom it was sent to */
	int64_t made_at;
};

/* A row of the ledger with all that is said of it. */
struct sp_movement {
	struct sp_ledger_row row; /* entry.before and after are not set */
	struct sp_str payer, staff, queue;
	struct sp_str account;    /* title, absent for none */
	enum sp_work_kind kind;   /* of work */
	int64_t minutes;          /* real, of work */
	bool unconsented, extra, out_of_hours;
	bool disputed; /* and nobody has decided */
};

enum sp_monthly_part {
	SP_MONTHLY_HOURS,   /* of an account */
	SP_MONTHLY_MONEY,   /* what is owed */
	SP_MONTHLY_WAITING, /* minutes that wait for a package */
};
enum sp_monthly_part sp_monthly_part(const struct sp_movement *movement);

/* Sort them as a statement shows them: its accounts by their ids, then money,
 * then what waits; within each by the order of the ledger.  Line 1 is the
 * first. */
void sp_monthly_sort(struct sp_movement *movements, size_t count);

/* Is there to be one for that month: an account was valid on a day of it, or
 * something moved? */
bool sp_monthly_wanted(const struct sp_account *accounts, size_t count, int64_t month,
	bool moved);

/* Does it show that account: valid in the month, or moved in it? */
bool sp_monthly_shows(const struct sp_account *account, int64_t month,
	const struct sp_movement *movements, size_t count);

int64_t sp_month_of(int64_t instant);
int64_t sp_month_next(int64_t month);
/* Its first instant and its first day; the last ones are before the next's. */
int64_t sp_month_start(int64_t month);
int64_t sp_month_first_day(int64_t month);

#endif
