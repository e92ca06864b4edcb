/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The monthly statements that were made, and what they are made from
 * (core/monthly.h).
 */
#ifndef SP_STORE_MONTHLY_H
#define SP_STORE_MONTHLY_H

#include "core/monthly.h"
#include "store/db.h"

/* Whoever has a package or contract, and how far his statements go. */
struct sp_monthly_payer {
	struct sp_payer payer;
	struct sp_str name;
	int64_t contact_id; /* 0: nobody */
	int64_t since;      /* when his first account was entered */
	int64_t last_month; /* of his last statement, 0 for none */
	int64_t last_until; /* its last row */
};

/* All of them; only that one where it is known. */
enum sp_status sp_monthly_payers(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_monthly_payer **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* The last row of that payer after `after_id` that was written before that
 * instant; 0: there is none. */
enum sp_status sp_monthly_until(struct sp_db *db, struct sp_payer payer, int64_t after_id,
	int64_t before, int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* Add it: sets its id and its number, the next of its year. */
enum sp_status sp_monthly_add(struct sp_db *db, struct sp_monthly *statement,
	struct sp_err *err) SP_MUST_CHECK;

/* Those of a payer (unknown: of all) and of a year (0: of all), the newest last. */
enum sp_status sp_monthly_list(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	int64_t year, struct sp_monthly **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_monthly_by_number(struct sp_db *db, int64_t year, int64_t number,
	struct sp_monthly *statement_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

/* Its movements, in the order of its lines. */
enum sp_status sp_monthly_movements(struct sp_db *db, struct sp_arena *arena,
	const struct sp_monthly *statement, struct sp_movement **list_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
