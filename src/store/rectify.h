/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rectification (GDPR, Art. 16): that a person's data were changed, in the
 * register.  What is written down is which of them, never what they were or are.
 *
 * Whoever changes a person takes him down before and compares him after, in the
 * transaction of the change.
 */
#ifndef SP_STORE_RECTIFY_H
#define SP_STORE_RECTIFY_H

#include "core/facts.h"
#include "store/privacy.h"

/* He as he was. */
struct sp_rectifying {
	struct sp_person was;
	struct sp_str *addresses; /* the main one first */
	size_t address_count;
};

/* SP_PERM: there is no such person. */
enum sp_status sp_rectify_begin(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_rectifying *was_r, struct sp_err *err) SP_MUST_CHECK;

/* A line with the words of what is otherwise now (name, language, organisation,
 * on-call, queues, main-address, addresses) and how many they are; none when
 * nothing is. */
enum sp_status sp_rectify_end(struct sp_db *db, struct sp_arena *arena,
	const struct sp_rectifying *was, const struct sp_by *by, struct sp_err *err) SP_MUST_CHECK;

/* Two were one: a line of each, with the other's number (store/merge.h). */
enum sp_status sp_rectify_merged(struct sp_db *db, int64_t from_id, int64_t into_id,
	const struct sp_by *by, struct sp_err *err) SP_MUST_CHECK;

#endif
