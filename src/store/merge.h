/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two persons that are one: what was the one's is the other's from now on.
 *
 * Addresses, tickets, what he wrote and what was written to him, requests about
 * personal data.  The journal and the registers, which are only added to, keep the
 * number that he had; by it one finds the other (person.merged_into).  Hours and
 * money do not go over, because the ledger cannot be changed: who has some is not
 * merged (core/merge.h).
 */
#ifndef SP_STORE_MERGE_H
#define SP_STORE_MERGE_H

#include "store/db.h"

/* What goes over. */
struct sp_merge_counts {
	int64_t addresses, tickets, messages;
};

/* Has he hours or money of his own: packages, work, costs, statements? */
enum sp_status sp_people_has_hours(struct sp_db *db, int64_t person_id, bool *has_r,
	struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_people_merge_counts(struct sp_db *db, int64_t person_id,
	struct sp_merge_counts *counts_r, struct sp_err *err) SP_MUST_CHECK;

/* `from` is `into`.  That they may be one is the caller's question. */
enum sp_status sp_people_merge(struct sp_db *db, int64_t from_id, int64_t into_id, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

#endif
