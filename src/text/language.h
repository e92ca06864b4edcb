/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tells which language a text is in, by its common words: for words.c.
 */
#ifndef SP_TEXT_LANGUAGE_H
#define SP_TEXT_LANGUAGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct sp_languages; /* lives in the arena */

struct sp_languages *sp_languages_create(struct sp_arena *arena);

/* A language and its common words, a NULL at the end; NULL for none.  `ours`: one
 * that we write in.  The name is borrowed. */
void sp_languages_add(struct sp_languages *languages, const char *name, bool ours,
	const char *const *words);

/* Add the languages of a file: fr = ("le", "la"); de = (...); none is ours. */
enum sp_status sp_languages_read_foreign(struct sp_languages *languages, const char *path,
	struct sp_err *err) SP_MUST_CHECK;

/* The name of the language of ours that has most words of the text, at least
 * two, and more than any other; else NULL. */
const char *sp_languages_tell(const struct sp_languages *languages, struct sp_str text);

#endif
