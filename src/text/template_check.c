/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Checks that the mail templates are whole.
 */
#include "config.h"

#include "text/template_check.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/shipped.h"

enum { MAX_TEMPLATES = 500, MAX_LANGUAGES = 16, WIDEST = 78 };

/* --- which there are ------------------------------------------------------------ */

struct names {
	struct sp_arena *arena;
	const char **items;
	size_t count, room;
};

static bool has(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

static void add_name(struct names *names, struct sp_str file)
{
	const char *name;

	if (!sp_str_ends_nocase(file, SP_STR(".txt")) || file.ptr[0] == '.' ||
		names->count == MAX_TEMPLATES)
		return;
	name = sp_arena_text(names->arena, sp_str_sub(file, 0, file.len - 4));
	if (has(names, name))
		return;
	names->items = sp_arena_grow(names->arena, names->items, names->count, &names->room,
		sizeof *names->items);
	names->items[names->count++] = name;
}

/* The site's folder need not be there for each language. */
static enum sp_status list_folder(struct names *names, const char *folder, bool needed,
	struct sp_err *err)
{
	DIR *dir = opendir(folder);
	struct dirent *item;

	if (!dir && (needed || errno != ENOENT))
		return sp_fail(err, SP_CONFIG, "%s: cannot open: %s", folder, strerror(errno));
	while (dir && (item = readdir(dir)) != NULL)
		add_name(names, sp_str(item->d_name));
	if (dir)
		closedir(dir);
	return SP_OK;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum sp_status sp_template_list(struct sp_arena *arena, const char *site_folder,
	const char *language, const char *const **names_r, struct sp_err *err)
{
	struct names names = { .arena = arena };
	const char *folder =
		sp_arena_printf(arena, "%s/templates/%s", sp_shipped_folder(arena), language);
	enum sp_status status = list_folder(&names, folder, true, err);

	if (status == SP_OK && site_folder && *site_folder)
		status = list_folder(&names, sp_arena_printf(arena, "%s/%s", site_folder, language),
			false, err);
	names.items = sp_arena_grow(arena, names.items, names.count, &names.room, sizeof *names.items);
	qsort(names.items, names.count, sizeof *names.items, by_text);
	names.items[names.count] = NULL;
	*names_r = names.items;
	return status;
}

/* --- the check -------------------------------------------------------------------- */

struct check {
	struct sp_arena arena;
	const char *site_folder;
	const char *const *languages;
	struct sp_variables variables;
	const struct sp_data *examples, *nothing;
	void (*problem)(const char *line, void *context);
	void *context;
};

static void say(struct check *c, const char *line)
{
	c->problem(line, c->context);
}

/* A name as the templates use it: whole, or a member's within its list. */
static bool documented(const struct check *c, struct sp_str name)
{
	for (size_t i = 0; i < c->variables.count; i++) {
		struct sp_str known = c->variables.items[i].name;

		if (sp_str_eq(known, name) ||
			sp_str_eq(sp_variable_member(known), name))
			return true;
	}
	return sp_str_eq(name, SP_STR("."));
}

/* The names one template uses, sorted, each once. */
static void collect(struct sp_str name, void *context)
{
	struct names *names = context;
	const char *text = sp_arena_text(names->arena, name);

	if (has(names, text))
		return;
	names->items = sp_arena_grow(names->arena, names->items, names->count, &names->room,
		sizeof *names->items);
	names->items[names->count++] = text;
}

static void check_names(struct check *c, const struct sp_mail_template *mail, const struct names *used)
{
	for (size_t i = 0; i < used->count; i++)
		if (!documented(c, sp_str(used->items[i])))
			say(c, sp_arena_printf(&c->arena, "%s: \"%s\" is not in %s", mail->path,
				used->items[i], c->variables.path));
}

static void check_width(struct check *c, const struct sp_mail_template *mail, struct sp_str text)
{
	struct sp_str line;

	/* A link has no blank to break it at. */
	while (sp_str_next_line(&text, &line))
		if (sp_utf8_width(line) > WIDEST && !sp_str_starts(line, SP_STR("<mailto:")))
			say(c, sp_arena_printf(&c->arena, "%s: wider than %d columns: %.*s", mail->path,
				WIDEST, SP_FMT(line)));
}

static void check_filled(struct check *c, const struct sp_mail_template *mail,
	const struct sp_data *data, const char *with)
{
	struct sp_buf subject = SP_BUF_INIT, body = SP_BUF_INIT;
	struct sp_err err = { 0 };

	if (sp_template_render(mail->subject, data, SP_ESCAPE_HEADER, true, &subject, &err) != SP_OK ||
		sp_template_render(mail->body, data, SP_ESCAPE_TEXT, true, &body, &err) != SP_OK)
		say(c, err.text);
	else if (sp_str_trim(sp_buf_str(&subject)).len == 0 || sp_str_trim(sp_buf_str(&body)).len == 0)
		say(c, sp_arena_printf(&c->arena, "%s: its subject or text is empty with %s", mail->path,
			with));
	check_width(c, mail, sp_buf_str(&body));
	sp_buf_release(&subject);
	sp_buf_release(&body);
}

static void check_one(struct check *c, const char *language, const char *name, struct names *used)
{
	struct sp_mail_template mail;
	struct sp_err err = { 0 };

	if (sp_mail_template_load(&c->arena, c->site_folder, language, name, &mail, &err) != SP_OK) {
		say(c, err.text);
		return;
	}
	sp_template_names(mail.subject, collect, used);
	sp_template_names(mail.body, collect, used);
	check_names(c, &mail, used);
	check_filled(c, &mail, c->examples, "the examples");
	check_filled(c, &mail, c->nothing, "nothing to say");
}

static void check_same_names(struct check *c, const char *name, const struct names *used, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			for (size_t n = 0; n < used[i].count; n++)
				if (!has(&used[k], used[i].items[n]))
					say(c, sp_arena_printf(&c->arena, "%s/%s.txt uses \"%s\", %s/%s.txt does not",
						c->languages[i], name, used[i].items[n], c->languages[k],
						name));
}

static void check_in_all(struct check *c, const char *name)
{
	struct names used[MAX_LANGUAGES];
	size_t count = 0;

	for (; count < MAX_LANGUAGES && c->languages[count]; count++) {
		used[count] = (struct names){ .arena = &c->arena };
		check_one(c, c->languages[count], name, &used[count]);
	}
	check_same_names(c, name, used, count);
}

static enum sp_status check_all(struct check *c, size_t *count_r, struct sp_err *err)
{
	struct names all = { .arena = &c->arena };
	enum sp_status status = sp_variables_read(&c->arena, &c->variables, err);

	for (size_t i = 0; status == SP_OK && c->languages[i]; i++) {
		const char *const *names = NULL;

		status = sp_template_list(&c->arena, c->site_folder, c->languages[i], &names, err);
		for (size_t k = 0; status == SP_OK && names[k]; k++)
			collect(sp_str(names[k]), &all);
	}
	if (status != SP_OK)
		return status;
	c->examples = sp_variables_data(&c->arena, &c->variables, true);
	c->nothing = sp_variables_data(&c->arena, &c->variables, false);
	for (size_t i = 0; i < all.count; i++)
		check_in_all(c, all.items[i]);
	*count_r = all.count;
	return SP_OK;
}

enum sp_status sp_templates_check(const char *site_folder, const char *const *languages,
	void (*problem)(const char *line, void *context), void *context, size_t *count_r,
	struct sp_err *err)
{
	struct check c = {
		.arena = SP_ARENA_INIT, .site_folder = site_folder, .languages = languages,
		.problem = problem, .context = context,
	};
	enum sp_status status = check_all(&c, count_r, err);

	sp_arena_release(&c.arena);
	return status;
}
