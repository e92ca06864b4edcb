/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Are the mail templates whole?  templates/VARIABLES says which names a mail
 * may use, with an example each; from it come the check, the preview and a
 * table of sportello-templates(5).
 */
#ifndef SP_TEXT_TEMPLATE_CHECK_H
#define SP_TEXT_TEMPLATE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "text/template.h"

/* One name: a row of templates/VARIABLES. */
struct sp_variable {
	struct sp_str name; /* "attachments.file": the member "file" of the list "attachments" */
	enum sp_data_kind kind; /* text, bool or list */
	struct sp_str example;
	struct sp_str meaning;
	int line;
};

struct sp_variables {
	struct sp_variable *items;
	size_t count, room;
	const char *path;
};

/* Read templates/VARIABLES.  SP_CONFIG with file and line. */
enum sp_status sp_variables_read(struct sp_arena *arena, struct sp_variables *variables_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The row of that name, NULL for none. */
const struct sp_variable *sp_variable_find(const struct sp_variables *variables,
	struct sp_str name);

/* Replace the examples by those of templates/LANGUAGE/EXAMPLES, where there is such a
 * file ("NAME | EXAMPLE" a line, for texts): what a mail in that language shows.
 * SP_CONFIG with file and line. */
enum sp_status sp_variables_translate(struct sp_arena *arena, struct sp_variables *variables,
	const char *language, struct sp_err *err) SP_MUST_CHECK;

/* Of "accounts.moves.date": "date"; of "code": itself. */
struct sp_str sp_variable_member(struct sp_str name);

/* Data with every name: the examples, or (`examples` false) empty texts and
 * lists and no truth. */
struct sp_data *sp_variables_data(struct sp_arena *arena, const struct sp_variables *variables,
	bool examples);

/* Change what such data say of one name: it holds, or not; a text and a list have
 * nothing then, else the example. */
void sp_variables_set(struct sp_arena *arena, struct sp_data *data, const struct sp_variable *row,
	bool yes);

/* The names of the templates of `language`, shipped and the site's, sorted,
 * without ".txt"; a NULL at the end. */
enum sp_status sp_template_list(struct sp_arena *arena, const char *site_folder,
	const char *language, const char *const **names_r, struct sp_err *err) SP_MUST_CHECK;

/* Check all of them: each is in every language, reads, uses documented names
 * only and can be filled in with the examples and with nothing.  The program's
 * use the same names in every language; the site's own say what they like, but
 * none stands under a name that no mail has.  `problem` is called with a line for each fault.
 * `*count_r` gets how many templates there are.  SP_CONFIG when the check
 * itself cannot be made. */
enum sp_status sp_templates_check(const char *site_folder, const char *const *languages,
	void (*problem)(const char *line, void *context), void *context, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
