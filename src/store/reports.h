/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the reports are made from (SPEC.md section 10): rows of the tickets and
 * the journal in a stretch of time.
 *
 * A report counts a ticket in the queue where it is now.
 */
#ifndef SP_STORE_REPORTS_H
#define SP_STORE_REPORTS_H

#include "core/facts.h"
#include "store/db.h"

/* Zero or absent members do not choose. */
struct sp_report_filter {
	int64_t from, until; /* instants: from <= x < until */
	struct sp_str queue;
	int64_t customer_id;     /* the requester */
	int64_t organisation_id;
	int64_t staff_id;        /* who did it; each function says what */
};

/* How a ticket received in that time was first answered: taken in charge,
 * replied to or closed.  staff_id: who did that. */
struct sp_response {
	struct sp_str code, queue;
	struct sp_str customer;     /* name, else address; "" for nobody */
	struct sp_str organisation; /* "" for none */
	struct sp_str answered_by;  /* absent while nobody did */
	enum sp_state state;
	int64_t received_at, due_at, answered_at;
};

/* In the order of their numbers' giving; without tickets merged into others. */
enum sp_status sp_report_responses(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_response **list_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

enum sp_load_kind {
	SP_LOAD_OPENED,
	SP_LOAD_CLOSED,
	SP_LOAD_REOPENED,
	SP_LOAD_RECEIVED, /* a message of the customer's side */
	SP_LOAD_WRITTEN,  /* an answer or a question of the staff */
	SP_LOADS
};

struct sp_load {
	int64_t at;
	enum sp_load_kind kind;
	struct sp_str queue;
};

/* What happened, in order, and in *open_r how many tickets were open at
 * filter->from.  staff_id: of the tickets that are assigned to him. */
enum sp_status sp_report_load(struct sp_db *db, struct sp_arena *arena,
	const struct sp_report_filter *filter, struct sp_load **list_r, size_t *count_r,
	int64_t *open_r, struct sp_err *err) SP_MUST_CHECK;

#endif
