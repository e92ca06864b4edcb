/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Work done and what it was charged to: the one query of the reports of hours
 * and of the official closing mail (SPEC.md sections 5, 6 and 10), and the
 * month's movements for whoever writes the invoices.
 */
#ifndef SP_STORE_WORKS_H
#define SP_STORE_WORKS_H

#include "core/monthly.h"
#include "store/reports.h"

/* What one work log is charged to, corrections taken off. */
struct sp_charge {
	enum sp_entry_target target;
	int64_t account_id;
	struct sp_str title; /* of the account */
	int64_t minutes;     /* above 0: used, owed, or waiting */
	int64_t cents;
};

enum { SP_MAX_CHARGES = 16 }; /* of one log that are told apart; beyond, the last sums up */

struct sp_work_done {
	struct sp_work_log log;
	struct sp_str payer;    /* name of the firm, or of the customer who is his own */
	struct sp_str customer; /* the requester */
	struct sp_charge charges[SP_MAX_CHARGES];
	size_t charge_count;
	int64_t cents;          /* owed for it in all */
	bool disputed;          /* a movement of it is, and nobody has decided */
};

/* Of a ticket and of those merged into it, by day; cancelled logs are left out. */
enum sp_status sp_works_of_ticket(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_work_done **works_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Work done on the days of the filter's instants (its queue: of the ticket when
 * it was logged; its customer: the requester; its staff: who worked). */
enum sp_status sp_works(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_work_done **works_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The minutes of a log that no account paid: priced, or waiting for a package. */
int64_t sp_work_excess(const struct sp_work_done *work);

/* Movements written in the filter's time, by payer. */
enum sp_status sp_movements(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_movement **list_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
