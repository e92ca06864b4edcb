/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside store/ only: what several files read and bind in the same way.
 */
#ifndef SP_STORE_ROWS_H
#define SP_STORE_ROWS_H

#include "core/monthly.h"
#include "store/query.h"

/* Two columns, prefix and number, as "HT00191"; absent when they are NULL. */
struct sp_str sp_read_code(struct sp_query *query);

/* store/hours_rows.c: two columns or parameters, organisation and person. */
struct sp_payer sp_read_payer(struct sp_query *query);

/* store/ledger.c: a row of the ledger, from its id to what it was for; not what was
 * left after it. */
void sp_read_ledger_row(struct sp_query *query, struct sp_ledger_row *row);
void sp_bind_payer(struct sp_query *query, struct sp_payer payer);        /* 0 is NULL */
void sp_bind_payer_filter(struct sp_query *query, struct sp_payer payer); /* 0 is 0 */

/* Words of core's tables of hours; a word that is none is a damaged database. */
enum sp_work_kind sp_read_work_kind(struct sp_query *query);
enum sp_account_sort sp_read_account_sort(struct sp_query *query);
enum sp_entry_target sp_read_entry_target(struct sp_query *query);
enum sp_entry_cause sp_read_entry_cause(struct sp_query *query);

/* store/work_logs.c: the columns WORK_LOG of store/statements.c. */
void sp_read_work_log(struct sp_query *query, struct sp_work_log *log);

/* store/works.c: all rows of the columns MOVEMENT; ends the query. */
enum sp_status sp_read_movements(struct sp_query *query, struct sp_arena *arena,
	struct sp_movement **list_r, size_t *count_r) SP_MUST_CHECK;

/* The last day of what does not expire is NULL. */
int64_t sp_read_until(struct sp_query *query);
void sp_bind_until(struct sp_query *query, int64_t day);

#endif
