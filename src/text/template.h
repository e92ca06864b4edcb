/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Mail templates in a strict subset of Mustache (mustache(5)): variables
 * {{name}}, sections {{#name}}...{{/name}}, inverted sections {{^name}}, and
 * comments {{! }}.  Lambdas, partials and set-delimiters are left out by name:
 * they are errors when a template is read, with file and line.  A variable
 * that the data do not have is an error too when `strict` (our mails), and
 * empty otherwise (the specification's own cases).
 *
 * Values are never read as templates: {{secret}} in a mail stays as it is.
 */
#ifndef SP_TEXT_TEMPLATE_H
#define SP_TEXT_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Data: a text, a truth, a list of objects, or an object.  Built in an arena;
 * values are borrowed. */
enum sp_data_kind { SP_DATA_TEXT, SP_DATA_BOOL, SP_DATA_LIST, SP_DATA_OBJECT };

struct sp_data {
	enum sp_data_kind kind;
	struct sp_str text;
	bool yes;
	struct sp_data_member *first; /* of an object or a list, in order */
	struct sp_data_member *last;
};

struct sp_data_member {
	const char *name; /* NULL in a list */
	struct sp_data *value;
	struct sp_data_member *next;
};

struct sp_data *sp_data_object(struct sp_arena *arena);
void sp_data_set_text(struct sp_arena *arena, struct sp_data *object, const char *name,
	struct sp_str text);
void sp_data_set_bool(struct sp_arena *arena, struct sp_data *object, const char *name, bool yes);
/* An empty list under that name; fill it with sp_data_add(). */
struct sp_data *sp_data_set_list(struct sp_arena *arena, struct sp_data *object, const char *name);
/* An empty object under that name; {{name.member}} reads from it. */
struct sp_data *sp_data_set_object(struct sp_arena *arena, struct sp_data *object,
	const char *name);
/* Append an empty object to a list, and return it. */
struct sp_data *sp_data_add(struct sp_arena *arena, struct sp_data *list);
/* Append a text to a list: {{.}} within the section. */
void sp_data_add_text(struct sp_arena *arena, struct sp_data *list, struct sp_str text);
/* NULL when there is none of that name. */
const struct sp_data *sp_data_get(const struct sp_data *object, struct sp_str name);

enum sp_escape {
	SP_ESCAPE_HTML,   /* & < > " as the Mustache specification has it */
	SP_ESCAPE_TEXT,   /* CR dropped, other controls but LF and TAB to U+FFFD */
	SP_ESCAPE_HEADER, /* one line: CR, LF and controls to a blank */
};

struct sp_template; /* read and checked, in an arena */

/* Parse `source`.  `name` is for errors ("templates/it/confirmation.txt"). */
enum sp_status sp_template_parse(struct sp_arena *arena, const char *name, struct sp_str source,
	struct sp_template **template_r, struct sp_err *err) SP_MUST_CHECK;

/* The same for a source that begins at line `line` of its file. */
enum sp_status sp_template_parse_from(struct sp_arena *arena, const char *name, int line,
	struct sp_str source, struct sp_template **template_r, struct sp_err *err) SP_MUST_CHECK;

/* Append it with the data filled in.  A section is left out when its name is
 * not there, false, an empty text or an empty list; a list repeats it.
 * {{{name}}} and {{&name}} leave out the escape of HTML only: a header and a
 * text are always made safe.  SP_CONFIG with file and line when `strict` and a
 * variable is missing, or when the result passes 64 MB. */
enum sp_status sp_template_render(const struct sp_template *template, const struct sp_data *data,
	enum sp_escape escape, bool strict, struct sp_buf *out, struct sp_err *err) SP_MUST_CHECK;

/* Call `name` for each name that the template uses, each once, with the line of
 * its file where it stands first (for the check that there is such a name). */
void sp_template_names(const struct sp_template *template,
	void (*name)(struct sp_str name, int line, void *context), void *context);

/* A mail's template file is a "Subject: ..." line, an empty line, the body:
 * both are templates.  Looked for in `site_folder`/LANGUAGE/NAME.txt when the
 * site has one, then in the shipped templates/. */
struct sp_mail_template {
	struct sp_template *subject;
	struct sp_template *body;
	const char *path;
};

/* Read one from `text`; `path` is for errors and must outlive the template. */
enum sp_status sp_mail_template_parse(struct sp_arena *arena, const char *path, struct sp_str text,
	struct sp_mail_template *template_r, struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_mail_template_load(struct sp_arena *arena, const char *site_folder,
	const char *language, const char *name, struct sp_mail_template *template_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
