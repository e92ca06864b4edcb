/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside store/ only: what the files of store/erase.h share.
 */
#ifndef SP_STORE_ERASING_H
#define SP_STORE_ERASING_H

#include "store/erase.h"
#include "store/statements.h"

/* A statement on the person ?1 at the instant ?2, and ?3 `third`, as many of them as it
 * has; *changed grows by the rows that it changed. */
enum sp_status sp_erase_run(struct sp_db *db, enum sp_statement statement,
	const struct sp_erasure *erasure, int64_t third, int64_t *changed, struct sp_err *err)
	SP_MUST_CHECK;

#endif
