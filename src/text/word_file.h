/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Files of words: names with one word or several, perhaps in groups.
 *
 *     group = {
 *         key = "word";
 *         other = ("one", "two");
 *     };
 *
 * The form is that of the configuration (libconfig), which reads such a file
 * too, without what words have no need of.  A reader of its own, because a
 * delivery reads a thousand words and is over in milliseconds.
 */
#ifndef SP_TEXT_WORD_FILE_H
#define SP_TEXT_WORD_FILE_H

#include "base/arena.h"
#include "base/err.h"

/* One name and its words, in the arena. */
struct sp_word_line {
	const char *group;        /* NULL outside a group */
	const char *key;
	const char *const *words; /* at least one, NULL at the end; UTF-8 */
	int line;
};

typedef enum sp_status sp_word_taker(void *context, const struct sp_word_line *line,
	struct sp_err *err);

/* Hand each line of the file at `path` to `take`, until one is not SP_OK.
 * SP_CONFIG with file and line when it is not of this form. */
enum sp_status sp_word_file_read(struct sp_arena *arena, const char *path, sp_word_taker *take,
	void *context, struct sp_err *err) SP_MUST_CHECK;

#endif
