/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * CONTESTO: a contact disputes lines of a monthly statement (SPEC.md sections 5
 * and 7).  Pure: how the message is read; what comes of it is
 * core/decide_dispute.c.
 *
 * "CONTESTO riga 3", "Contesto le righe 1, 4 e 5: ...", "DISPUTE line 2" on the
 * first line of an answer to the statement, or "CONTESTO 2026/12" in the
 * subject, as its link has it, and the lines at the start of the text or in the
 * subject too.
 */
#ifndef SP_CORE_DISPUTE_H
#define SP_CORE_DISPUTE_H

#include "core/message.h"
#include "core/monthly.h"
#include "core/subject.h"

enum { SP_MAX_DISPUTED = 20 };

struct sp_dispute {
	int64_t year, number; /* of the statement; 0: not said */
	int64_t lines[SP_MAX_DISPUTED];
	size_t line_count;
	struct sp_str text; /* what he says of them, "" for nothing */
};

/* Is it one?  It begins with the word and names at least one line. */
bool sp_dispute_read(const struct sp_words *words, const struct sp_message *message,
	const struct sp_subject *subject, struct sp_dispute *dispute_r);

/* What the database knows of the statement that a message disputes. */
struct sp_disputed {
	struct sp_dispute dispute;
	struct sp_monthly monthly;
	int64_t contact_id; /* who is asked about its payer's hours now */
	const struct sp_movement *movements; /* in the order of its lines */
	size_t movement_count;
};

#endif
