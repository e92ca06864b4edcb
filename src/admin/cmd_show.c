/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello show: the program's own tables, for people and for documentation.
 */
#include "config.h"

#include <string.h>

#include "admin/command.h"
#include "admin/print.h"
#include "base/utf8.h"
#include "text/conf.h"

struct showing {
	struct sp_admin *admin;
	struct sp_json *list;
	const char *group; /* of the row before */
	const char *only;  /* the name asked for, or NULL */
	size_t shown;
};

static void row_json(struct showing *s, const struct sp_setting_row *row)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "group", sp_str(row->group));
	sp_json_set_text(object, "name", sp_str(row->name));
	sp_json_set_text(object, "type", sp_str(row->type));
	sp_json_set_text(object, "default", *row->standard ? sp_str(row->standard) : SP_NONE);
	sp_json_set_text(object, "help", sp_str(row->help));
	sp_json_push(s->list, object);
}

/* Words, broken before column 79, each line after eight blanks. */
static void print_wrapped(FILE *out, struct sp_str text)
{
	struct sp_str word;
	size_t column = 0;

	while (sp_str_next_field(&text, ' ', &word)) {
		size_t width = sp_utf8_width(word);

		if (column == 0 || column + 1 + width > 79) {
			fputs(column ? "\n        " : "        ", out);
			column = 8;
		} else {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", SP_FMT(word));
		column += width;
	}
	fputc('\n', out);
}

static void row_text(struct showing *s, const struct sp_setting_row *row)
{
	FILE *out = s->admin->out;

	if (!s->group || strcmp(s->group, row->group) != 0)
		fprintf(out, "%s%s\n", s->group ? "\n" : "", row->group);
	s->group = row->group;
	fprintf(out, "    %s", row->name);
	if (*row->standard)
		fprintf(out, " = %s\n", row->standard);
	else
		fputs("  (must be given)\n", out);
	print_wrapped(out, sp_str(row->help));
	print_wrapped(out, sp_str(sp_arena_printf(&s->admin->arena, "[%s]", row->type)));
}

static void show_row(const struct sp_setting_row *row, void *context)
{
	struct showing *s = context;

	if (s->only && strcmp(s->only, row->name) != 0)
		return;
	s->shown++;
	if (s->list)
		row_json(s, row);
	else
		row_text(s, row);
}

static enum sp_status show_settings(struct sp_admin *admin, struct sp_err *err)
{
	struct showing s = { .admin = admin, .only = admin->argc ? admin->argv[0] : NULL };

	if (admin->argc > 1)
		return sp_usage(admin, err, "one name at most");
	s.list = admin->json ? sp_json_array() : NULL;
	sp_conf_settings(show_row, &s);
	if (s.list)
		sp_print_json(admin, s.list);
	if (s.only && !s.shown)
		return sp_fail(err, SP_PERM, "there is no setting \"%s\"; see sportello show settings",
			s.only);
	return SP_OK;
}

const struct sp_command sp_cmd_show_settings = {
	.name = "show settings", .arguments = "[NAME]",
	.summary = "what may stand in sportello.conf, with the defaults", .run = show_settings,
};
