/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a customer's first message says in lines of its own: "Coda:",
 * "Categoria:", "Luogo:", "Priorità:" at its beginning, and "Nota:", which
 * begins what is for the desk only (SPEC.md section 2).  Pure.
 */
#ifndef SP_CORE_INTAKE_H
#define SP_CORE_INTAKE_H

#include "base/str.h"
#include "core/message.h"
#include "text/conf.h"
#include "text/words.h"

struct sp_intake {
	struct sp_str queue;    /* as typed; absent when there is no such line */
	struct sp_str category;
	struct sp_str place;
	int priority;           /* 0 to 3, -1 when there is no such line */
	struct sp_str text;     /* the rest */
	struct sp_str note;     /* what follows "Nota:", absent when there is none */
};

/* Views point into `text`. */
struct sp_intake sp_intake_parse(const struct sp_words *words, struct sp_str text);

/* What a request still lacks of what its queue requires: bits of these, 0 for
 * nothing. */
enum sp_missing_field {
	SP_MISSING_CATEGORY = 1 << 0,
	SP_MISSING_PLACE = 1 << 1,
	SP_MISSING_ATTACHMENT = 1 << 2,
};
unsigned sp_missing(const struct sp_queue_conf *queue, struct sp_str category, struct sp_str place,
	bool attached);

/* Is something attached?  An image within the text counts from this size on:
 * telephones put photographs there, and signatures smaller ornaments. */
enum { SP_SMALLEST_PHOTO = 32 * 1024 };
bool sp_has_file(const struct sp_message *message);

/* The category that `typed` names, as the queue writes it: absent when it has
 * categories and this is none of them; any word where it has none. */
struct sp_str sp_category_of(const struct sp_queue_conf *queue, struct sp_str typed);

#endif
