/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What we asked a customer and he answers with yes or no: to approve an
 * estimate, to consent to work past the end of his hours (SPEC.md section 5).
 * Pure: how an answer is read; what comes of it is core/decide_asked.c.
 *
 * He answers the mail with one word, or with the mailto link that stands in it,
 * whose subject names what it answers: "SÌ preventivo 12".
 */
#ifndef SP_CORE_ASKED_H
#define SP_CORE_ASKED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/message.h"
#include "core/subject.h"

enum sp_asked_kind { SP_ASKED_ESTIMATE, SP_ASKED_CONSENT, SP_ASKED_KINDS };

/* Something that was asked and not answered yet. */
struct sp_asked {
	enum sp_asked_kind kind;
	int64_t id;
	int64_t ticket_id; /* 0: none */
	int64_t minutes;   /* of an estimate */
};

struct sp_asked_answer {
	bool yes;
	bool named;              /* the subject names it */
	enum sp_asked_kind kind; /* then, with its number */
	int64_t id;
	struct sp_str line; /* the answer as he wrote it */
	struct sp_str text; /* what he wrote below it, "" when nothing */
};

/* Is it one?  The subject of a link; or the first line is only yes or no
 * ("Sì, grazie").  "Sì, ma solo se ..." is none: people read that. */
bool sp_asked_read(const struct sp_words *words, const struct sp_message *message,
	const struct sp_subject *subject, struct sp_asked_answer *answer_r);

/* The subject that a link has. */
struct sp_str sp_asked_subject(struct sp_arena *arena, const struct sp_words *words,
	const char *language, enum sp_asked_kind kind, int64_t id, bool yes);

/* "estimate", "consent": the template that asks, the journal's word, and the
 * key of the group "asked" of words.conf. */
const char *sp_asked_kind_name(enum sp_asked_kind kind);

/* The name under which a mail that asks is sent only once, "estimate-12", and
 * back: false when `once` is none. */
const char *sp_asked_once(struct sp_arena *arena, enum sp_asked_kind kind, int64_t id);
bool sp_asked_of_once(struct sp_str once, enum sp_asked_kind *kind_r, int64_t *id_r);

#endif
