/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A command line against the options in its command's row.
 */
#include "config.h"

#include "admin/options.h"

#include <string.h>

#include "base/mem.h"

const char *sp_option(const struct sp_admin *admin, const char *name)
{
	const struct sp_option *options = admin->command->options;

	for (size_t i = 0; options && options[i].name; i++)
		if (strcmp(options[i].name, name) == 0)
			return admin->values[i];
	return NULL;
}

bool sp_any_option(const struct sp_admin *admin)
{
	const struct sp_option *options = admin->command->options;

	for (size_t i = 0; options && options[i].name; i++)
		if (admin->values[i])
			return true;
	return false;
}

/* Of this process, which runs one command. */
static bool usage_said;

bool sp_usage_said(void)
{
	return usage_said;
}

enum sp_status sp_usage(const struct sp_admin *admin, struct sp_err *err, const char *format, ...)
{
	struct sp_buf text = SP_BUF_INIT;
	va_list args;

	va_start(args, format);
	sp_buf_vprintf(&text, format, args);
	va_end(args);
	sp_fail(err, SP_PERM, "%s; usage: sportello %s%s%s%s", text.ptr, admin->command->name,
		*admin->command->arguments ? " " : "", admin->command->arguments,
		admin->command->options ? " (--help has the options)" : "");
	usage_said = true;
	sp_buf_release(&text);
	return SP_PERM;
}

static const struct sp_option *find_option(const struct sp_command *command, struct sp_str name,
	size_t *at_r)
{
	for (size_t i = 0; command->options && command->options[i].name; i++)
		if (sp_str_eq(sp_str(command->options[i].name), name)) {
			*at_r = i;
			return &command->options[i];
		}
	return NULL;
}

/* A list may be given in several options or in one with commas. */
static void set_value(struct sp_admin *admin, size_t i, const char *value)
{
	const char *before = admin->values[i];

	if (before && admin->command->options[i].list)
		value = sp_arena_printf(&admin->arena, "%s,%s", before, value);
	admin->values[i] = value;
}

/* Take one --option (and its value) from argv[*at].  False when it is wrong,
 * after saying why. */
static bool take_option(struct sp_admin *admin, int argc, char **argv, int *at)
{
	struct sp_str word = sp_str(argv[*at] + 2);
	struct sp_str name = sp_str_sub(word, 0, sp_str_find_char(word, '='));
	const struct sp_option *option;
	size_t i;

	if (sp_str_eq(word, SP_STR("json"))) {
		admin->json = true;
		return true;
	}
	option = find_option(admin->command, name, &i);
	if (!option && sp_str_eq(word, SP_STR("dry-run")) &&
		(admin->command->needs & SP_NEEDS_DB_WRITE)) {
		admin->dry_run = true;
		return true;
	}
	if (!option || (!option->value && name.len < word.len)) {
		fprintf(stderr, "sportello %s: there is no option %s; see sportello %s --help\n",
			admin->command->name, argv[*at], admin->command->name);
		return false;
	}
	if (!option->value) {
		admin->values[i] = "";
	} else if (name.len < word.len) {
		set_value(admin, i, word.ptr + name.len + 1);
	} else if (*at + 1 < argc) {
		set_value(admin, i, argv[++*at]);
	} else {
		fprintf(stderr, "sportello %s: --%s needs a %s\n", admin->command->name,
			option->name, option->value);
		return false;
	}
	return true;
}

bool sp_options_take(struct sp_admin *admin, int argc, char **argv)
{
	size_t count = 0;

	while (admin->command->options && admin->command->options[count].name)
		count++;
	admin->values = sp_arena_array(&admin->arena, count + 1, const char *);
	admin->argv = sp_arena_array(&admin->arena, (size_t)argc + 1, char *);
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				admin->argv[admin->argc++] = argv[i];
		} else if (strncmp(argv[i], "--", 2) == 0) {
			if (!take_option(admin, argc, argv, &i))
				return false;
		} else {
			admin->argv[admin->argc++] = argv[i];
		}
	}
	return true;
}
