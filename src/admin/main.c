/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello: the administrator's command.  Finds the row (commands.c), reads the options
 * (options.c), brings what the command needs (needs.c), runs it, and says what came of it.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/help.h"
#include "admin/needs.h"
#include "admin/options.h"
#include "base/log.h"

enum { EXIT_USAGE = 64, EXIT_TEMP = 75, EXIT_CONFIG = 78 };

static int exit_code(enum sp_status status)
{
	static const int codes[] = {
		[SP_OK] = 0, [SP_PERM] = 1, [SP_TEMP] = EXIT_TEMP, [SP_CONFIG] = EXIT_CONFIG,
	};

	return codes[status];
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

static int run_command(struct sp_admin *admin)
{
	struct sp_err err = { 0 };
	enum sp_status status = sp_needs_bring(admin, &err);

	if (status == SP_OK)
		status = admin->command->run(admin, &err);
	status = sp_needs_release(admin, status, &err);
	if (fflush(admin->out) != 0 || ferror(admin->out))
		status = sp_fail(&err, SP_TEMP, "cannot write the output: %s", strerror(errno));
	if (err.status != SP_OK)
		fprintf(stderr, "sportello: %s\n", err.text);
	return status == SP_PERM && sp_usage_said() ? EXIT_USAGE : exit_code(status);
}

static const char *take_conf_path(int *argc, char ***argv)
{
	const char *path = getenv("SPORTELLO_CONF");

	if (*argc >= 2 && strcmp((*argv)[0], "-c") == 0) {
		path = (*argv)[1];
		*argc -= 2;
		*argv += 2;
	}
	return path && *path ? path : SP_CONF_FILE;
}

int main(int argc, char **argv)
{
	struct sp_admin admin = { .arena = SP_ARENA_INIT, .out = stdout };
	int words, code = EXIT_USAGE;

	sp_log_open("sportello", false);
	argc--;
	argv++;
	admin.conf_path = take_conf_path(&argc, &argv);
	if (argc == 0 || strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "help") == 0) {
		sp_help_print(argc == 0 ? stderr : stdout);
		return argc == 0 ? EXIT_USAGE : 0;
	}
	admin.command = sp_help_find(argc, argv, &words);
	if (!admin.command) {
		return sp_help_unknown(argc, argv) ? 0 : EXIT_USAGE;
	}
	if (wants_help(argc - words, argv + words)) {
		sp_help_print_command(stdout, admin.command);
		return 0;
	}
	if (sp_options_take(&admin, argc - words, argv + words))
		code = run_command(&admin);
	sp_arena_release(&admin.arena);
	return code;
}
