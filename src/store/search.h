/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding again what was said: an index of words (FTS5), written with each entry.
 */
#ifndef SP_STORE_SEARCH_H
#define SP_STORE_SEARCH_H

#include "core/facts.h"
#include "store/db.h"

/* A place where all the words stand. */
struct sp_found {
	struct sp_str ticket; /* "HT00191" */
	struct sp_str subject;
	enum sp_state state;
	enum sp_entry_kind kind;
	struct sp_str author; /* "" when nobody we know */
	int64_t at;
	struct sp_str said; /* around the first of the words */
};

/* What people type as an expression of the index: each word must be there, in any
 * form of case and accents; "words in quotes" one after the other; a star at a word's
 * end stands for any ending.  Nothing else has a meaning, so that nothing typed is an
 * error.  Absent when there is no word in it. */
struct sp_str sp_search_expression(struct sp_arena *arena, struct sp_str typed);

/* The newest first; of one requester, or with 0 of all. */
enum sp_status sp_search(struct sp_db *db, struct sp_arena *arena, struct sp_str expression,
	int64_t requester_id, int64_t limit, struct sp_found **found_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
