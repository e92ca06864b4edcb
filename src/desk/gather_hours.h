/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Facts about hours and money (core/hours.h).
 */
#ifndef SP_DESK_GATHER_HOURS_H
#define SP_DESK_GATHER_HOURS_H

#include "core/facts.h"
#include "store/db.h"

/* facts->payers of the sender, of the first candidate and its work logs, and of
 * whom the lines name; with `work` also facts->work, of the first candidate. */
enum sp_status sp_gather_hours(struct sp_db *db, struct sp_arena *arena, struct sp_facts *facts,
	bool work, struct sp_err *err) SP_MUST_CHECK;

/* One payer; NULL when nobody is known. */
enum sp_status sp_gather_payer(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_payer_facts **facts_r, struct sp_err *err) SP_MUST_CHECK;

#endif
