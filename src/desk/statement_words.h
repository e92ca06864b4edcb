/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Statements and movements of hours in the words that people read.
 */
#ifndef SP_DESK_STATEMENT_WORDS_H
#define SP_DESK_STATEMENT_WORDS_H

#include "core/monthly.h"
#include "text/words.h"

/* "2026/12". */
struct sp_str sp_monthly_number(struct sp_arena *arena, const struct sp_monthly *monthly);
/* "novembre 2026" */
struct sp_str sp_month_words(struct sp_arena *arena, const struct sp_words *words,
	const char *language, int64_t month);
/* What is noted beside a movement, in words, separated by commas. */
void sp_movement_marks(struct sp_buf *out, struct sp_arena *arena, const struct sp_words *words,
	const char *language, const struct sp_movement *movement);

#endif
