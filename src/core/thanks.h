/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Is a message nothing but thanks: "Ok, perfetto. Grazie mille Anna! 👍"?
 *
 * The words are group "thanks" of words.conf: a phrase of "thanks" or "fine" says it,
 * those of "beside" may stand with it.  One word that is none of them, or a question
 * mark, and it is a message like any other: what is missed reopens a ticket too many,
 * what is wrongly taken for thanks would leave a customer without an answer.
 */
#ifndef SP_CORE_THANKS_H
#define SP_CORE_THANKS_H

#include <stdbool.h>

#include "text/words.h"

/* People's and firms' names, of which any word may stand in it: whoever thanks greets
 * somebody and signs. */
struct sp_thanks_names {
	const struct sp_str *items;
	size_t count;
};

/* Nothing but such words, and at least one that says thanks or that all is well. */
bool sp_thanks_is(const struct sp_words *words, struct sp_str text,
	const struct sp_thanks_names *names);

/* Nothing but such words, or nothing at all. */
bool sp_thanks_only_words(const struct sp_words *words, struct sp_str text);

#endif
