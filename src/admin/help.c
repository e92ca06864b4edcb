/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the program says about its own commands.
 */
#include "config.h"

#include "admin/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/conf.h"

enum { NAME_COLUMNS = 22, OPTION_COLUMNS = 25 };

/* "ticket list" begins with "ticket"; so does "search" with "search". */
static bool begins_with_word(const char *name, const char *word)
{
	size_t len = strlen(word);

	return strncmp(name, word, len) == 0 && (name[len] == ' ' || name[len] == '\0');
}

static void print_row(FILE *out, const struct sp_command *command)
{
	fprintf(out, "  %-*s %s\n", NAME_COLUMNS, command->name, command->summary);
}

void sp_help_print(FILE *out)
{
	fputs("usage: sportello [-c FILE] COMMAND [ARGUMENT...]\n\n", out);
	for (size_t i = 0; sp_commands[i]; i++)
		print_row(out, sp_commands[i]);
	fputs("\nsportello COMMAND --help says more; what lists or shows takes --json.\n", out);
}

static void print_option(FILE *out, const char *name, const char *value, const char *help)
{
	int used = fprintf(out, "  --%s%s%s", name, value ? " " : "", value ? value : "");

	fprintf(out, "%*s %s\n", used < 2 + OPTION_COLUMNS ? 2 + OPTION_COLUMNS - used : 0, "", help);
}

static bool has_option(const struct sp_command *command, const char *name)
{
	for (size_t i = 0; command->options && command->options[i].name; i++)
		if (strcmp(command->options[i].name, name) == 0)
			return true;
	return false;
}

void sp_help_print_command(FILE *out, const struct sp_command *command)
{
	fprintf(out, "usage: sportello %s%s%s\n%s\n\n", command->name,
		*command->arguments ? " " : "", command->arguments, command->summary);
	for (size_t i = 0; command->options && command->options[i].name; i++)
		print_option(out, command->options[i].name, command->options[i].value,
			command->options[i].help);
	if ((command->needs & SP_NEEDS_DB_WRITE) && !has_option(command, "dry-run"))
		print_option(out, "dry-run", NULL, "say what would be done, and do nothing");
	print_option(out, "json", NULL, "print JSON");
	print_option(out, "help", NULL, "print this");
}

const struct sp_command *sp_help_find(int argc, char **argv, int *words_r)
{
	for (int words = argc < 2 ? argc : 2; words > 0; words--) {
		for (size_t i = 0; sp_commands[i]; i++) {
			const char *name = sp_commands[i]->name;
			size_t first = strlen(argv[0]);
			bool two = words == 2;

			if (strncmp(name, argv[0], first) != 0)
				continue;
			if (two ? name[first] == ' ' && strcmp(name + first + 1, argv[1]) == 0 :
				  name[first] == '\0') {
				*words_r = words;
				return sp_commands[i];
			}
		}
	}
	return NULL;
}

/* The command, or the first word of commands, that takes the fewest changes. */
static const char *nearest_command(const char *typed, bool two_words)
{
	const char **names, *nearest;
	size_t count = 0;

	while (sp_commands[count])
		count++;
	names = sp_alloc(count + 1, sizeof *names);
	count = 0;
	for (size_t i = 0; sp_commands[i]; i++)
		if (two_words == (strchr(sp_commands[i]->name, ' ') != NULL))
			names[count++] = sp_commands[i]->name;
	nearest = sp_nearest(sp_str(typed), names);
	free(names);
	return nearest;
}

/* Nearest to the two words, else to the first alone. */
static void tell_unknown(const char *first, const char *second)
{
	struct sp_buf typed = SP_BUF_INIT;
	const char *nearest;

	sp_buf_printf(&typed, "%s%s%s", first, second ? " " : "", second ? second : "");
	nearest = nearest_command(typed.ptr, second != NULL);
	if (!nearest)
		nearest = nearest_command(first, false);
	fprintf(stderr, "sportello: there is no command \"%s\"%s%s%s; see sportello --help\n", typed.ptr,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
	sp_buf_release(&typed);
}

bool sp_help_unknown(int argc, char **argv)
{
	bool asks = argc > 1 && strcmp(argv[1], "--help") == 0, found = false;

	for (size_t i = 0; sp_commands[i]; i++)
		if (begins_with_word(sp_commands[i]->name, argv[0])) {
			if (!found && !asks)
				fprintf(stderr, "sportello: with \"%s\" begin:\n", argv[0]);
			found = true;
			print_row(asks ? stdout : stderr, sp_commands[i]);
		}
	if (!found)
		tell_unknown(argv[0], argc > 1 && argv[1][0] != '-' ? argv[1] : NULL);
	return found && asks;
}
