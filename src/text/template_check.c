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
#include "text/conf.h"
#include "text/shipped.h"

enum { MAX_TEMPLATES = 500, MAX_LANGUAGES = 16, WIDEST = 78 };

/* --- which there are ------------------------------------------------------------ */

struct names {
	struct sp_arena *arena;
	const char **items;
	size_t count, room;
};

/* What is known of one mail in one language. */
struct used {
	struct names names;
	bool whole; /* it was read, and only names that there are stand in it */
	bool own;   /* the site's */
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
	struct names shipped; /* the mails of the program, in any language */
	const struct sp_data *examples[MAX_LANGUAGES]; /* as `languages` */
	const struct sp_data *nothing;
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

static void collect(struct names *names, struct sp_str name)
{
	const char *text = sp_arena_text(names->arena, name);

	if (has(names, text))
		return;
	names->items = sp_arena_grow(names->arena, names->items, names->count, &names->room,
		sizeof *names->items);
	names->items[names->count++] = text;
}

/* One template being looked at. */
struct reading {
	struct check *check;
	const struct sp_mail_template *mail;
	struct used *used;
};

static const char *nearest_variable(struct check *c, struct sp_str name)
{
	const char **known = sp_arena_array(&c->arena, c->variables.count + 1, const char *);

	for (size_t i = 0; i < c->variables.count; i++)
		known[i] = sp_arena_text(&c->arena, sp_variable_member(c->variables.items[i].name));
	return sp_nearest(name, known);
}

static void take_name(struct sp_str name, int line, void *context)
{
	struct reading *r = context;
	struct check *c = r->check;
	const char *nearest;

	collect(&r->used->names, name);
	if (documented(c, name))
		return;
	nearest = nearest_variable(c, name);
	r->used->whole = false;
	say(c, sp_arena_printf(&c->arena, "%s:%d: there is no \"%.*s\"%s%s%s; %s has all names",
		r->mail->path, line, SP_FMT(name), nearest ? "; did you mean \"" : "",
		nearest ? nearest : "", nearest ? "\"?" : "", c->variables.path));
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

/* A name that no mail of the program has would never be sent. */
static void check_known(struct check *c, const char *name, const char *path)
{
	const char *nearest;

	if (has(&c->shipped, name))
		return;
	nearest = sp_nearest(sp_str(name), c->shipped.items);
	say(c, sp_arena_printf(&c->arena, "%s: there is no mail of that name%s%s%s", path,
		nearest ? "; did you mean \"" : "; sportello template dump NAME gives one to begin with",
		nearest ? nearest : "", nearest ? ".txt\"?" : ""));
}

static void check_one(struct check *c, size_t language, const char *name, struct used *used)
{
	struct sp_mail_template mail;
	struct reading r = { .check = c, .mail = &mail, .used = used };
	struct sp_err err = { 0 };

	if (sp_mail_template_load(&c->arena, c->site_folder, c->languages[language], name, &mail,
		    &err) != SP_OK) {
		say(c, err.text);
		return;
	}
	used->whole = true;
	used->own = c->site_folder && *c->site_folder &&
		    sp_str_starts(sp_str(mail.path), sp_str(c->site_folder));
	sp_template_names(mail.subject, take_name, &r);
	sp_template_names(mail.body, take_name, &r);
	if (!used->whole)
		return;
	check_filled(c, &mail, c->examples[language], "the examples");
	check_filled(c, &mail, c->nothing, "nothing to say");
}

/* The program's say the same in every language.  What a site leaves out of its own
 * is its choice. */
static void check_same_names(struct check *c, const char *name, const struct used *used, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			for (size_t n = 0; n < used[i].names.count; n++)
				if (used[i].whole && used[k].whole && !used[i].own && !used[k].own &&
					!has(&used[k].names, used[i].names.items[n]))
					say(c, sp_arena_printf(&c->arena, "%s/%s.txt uses \"%s\", %s/%s.txt does not",
						c->languages[i], name, used[i].names.items[n],
						c->languages[k], name));
}

static void check_in_all(struct check *c, const char *name)
{
	struct used used[MAX_LANGUAGES];
	size_t count = 0;

	for (; count < MAX_LANGUAGES && c->languages[count]; count++) {
		used[count] = (struct used){ .names = { .arena = &c->arena } };
		check_one(c, count, name, &used[count]);
	}
	check_same_names(c, name, used, count);
}

/* The mails that only the site has, in the language's folder of its own. */
static enum sp_status check_strangers(struct check *c, const char *language, struct sp_err *err)
{
	const char *folder = sp_arena_printf(&c->arena, "%s/%s", c->site_folder, language);
	struct names own = { .arena = &c->arena };
	enum sp_status status = list_folder(&own, folder, false, err);

	for (size_t i = 0; status == SP_OK && i < own.count; i++)
		check_known(c, own.items[i], sp_arena_printf(&c->arena, "%s/%s.txt", folder, own.items[i]));
	return status;
}

/* Each language's mails are filled in with examples in it. */
static enum sp_status read_examples(struct check *c, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < MAX_LANGUAGES && c->languages[i]; i++) {
		struct sp_variables v = c->variables;

		v.items = sp_arena_array(&c->arena, v.count, struct sp_variable);
		for (size_t k = 0; k < v.count; k++)
			v.items[k] = c->variables.items[k];
		status = sp_variables_translate(&c->arena, &v, c->languages[i], err);
		c->examples[i] = sp_variables_data(&c->arena, &v, true);
	}
	return status;
}

static enum sp_status check_all(struct check *c, size_t *count_r, struct sp_err *err)
{
	enum sp_status status = sp_variables_read(&c->arena, &c->variables, err);
	struct names *all = &c->shipped;

	for (size_t i = 0; status == SP_OK && c->languages[i]; i++) {
		const char *const *names = NULL;

		status = sp_template_list(&c->arena, NULL, c->languages[i], &names, err);
		for (size_t k = 0; status == SP_OK && names[k]; k++)
			collect(all, sp_str(names[k]));
	}
	all->items = sp_arena_grow(&c->arena, all->items, all->count, &all->room, sizeof *all->items);
	all->items[all->count] = NULL;
	for (size_t i = 0; status == SP_OK && c->site_folder && *c->site_folder && c->languages[i]; i++)
		status = check_strangers(c, c->languages[i], err);
	if (status == SP_OK)
		status = read_examples(c, err);
	if (status != SP_OK)
		return status;
	c->nothing = sp_variables_data(&c->arena, &c->variables, false);
	for (size_t i = 0; i < all->count; i++)
		check_in_all(c, all->items[i]);
	*count_r = all->count;
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
	enum sp_status status;

	c.shipped.arena = &c.arena;
	status = check_all(&c, count_r, err);
	sp_arena_release(&c.arena);
	return status;
}
