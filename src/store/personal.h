/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside store/ and its tests: what personal data the database has, where, and
 * how it is erased.  One row for each column of text or bytes there is;
 * tests/unit/test_personal.c holds the table against the schema, so that a
 * column that nobody thought about fails.  (A column whose CHECK lists its
 * words needs no row: it has nothing of a person.)
 *
 * To add a column: a row here.  When people's words or addresses can stand in
 * it, a statement in statements_privacy.inc that empties it where it is about
 * the person (`own`), or another's row that may speak of him (`mention`), or
 * both; and each in the list that store/erase.c runs.
 */
#ifndef SP_STORE_PERSONAL_H
#define SP_STORE_PERSONAL_H

#include <stddef.h>

#include "store/statements.h"

struct sp_personal {
	const char *table, *column;
	/* Why nothing of a person can be in it: "configured", "ours" ...  NULL: it can. */
	const char *not_personal;
	enum sp_statement own;     /* SP_STATEMENTS: none */
	enum sp_statement mention; /* SP_STATEMENTS: none; for bytes, the one that finds them */
};
extern const struct sp_personal sp_personal[];
extern const size_t sp_personal_count;

/* What empties, and what forgets, in the order in which it is run. */
extern const enum sp_statement sp_erase_steps[];
extern const size_t sp_erase_step_count;
extern const enum sp_statement sp_forget_steps[];
extern const size_t sp_forget_step_count;
/* What is made anew from the rest, last. */
extern const enum sp_statement sp_index_steps[];
extern const size_t sp_index_step_count;

#endif
