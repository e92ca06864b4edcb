/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an administrator's command is: a row.
 *
 * Each src/admin/cmd_NAME.c ends with one `const struct sp_command sp_cmd_NAME`
 * and commands.c lists them in one table.  Help, the man page's synopsis and the
 * shell completion are made from the rows.  To add a command: write
 * cmd_NAME.c, name it in src/admin/local.mk, add its row to the table in
 * commands.c, describe it in man/sportello.1, test it in tests/.
 *
 * A command reads its arguments with sp_option(), prints what it found to
 * admin->out (standard output) and returns a status; main() prints the error
 * and turns the status into the exit code (0 ok, 1 refused or not found, 75
 * try again, 78 configuration; 64 for a wrong command line).
 */
#ifndef SP_ADMIN_COMMAND_H
#define SP_ADMIN_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

struct sp_conf;
struct sp_db;

/* What must be there before a command runs; main() sees to it. */
enum sp_command_needs {
	SP_NEEDS_CONF = 1 << 0,     /* admin->conf */
	SP_NEEDS_DB_READ = 1 << 1,  /* admin->db, one consistent read (implies the configuration) */
	/* admin->db in a transaction, committed when the command returns SP_OK; what
	 * it prints is shown after the commit */
	SP_NEEDS_DB_WRITE = 1 << 2,
};

/* --name, or --name VALUE when `value` is not NULL.  The list ends with a row
 * whose name is NULL.  Every command has --help and --json besides. */
struct sp_option {
	const char *name;
	const char *value;
	const char *help;
	bool list; /* may be given again; the values are joined by commas */
};

struct sp_admin {
	const struct sp_command *command;
	const char *conf_path;
	struct sp_conf *conf;
	struct sp_db *db;
	struct sp_arena arena; /* released after the command */
	FILE *out;
	bool json;      /* --json */
	/* --dry-run of a command that writes and has no such option itself: it does all
	 * its work, and nothing is committed. */
	bool dry_run;
	int64_t now;    /* one instant for the whole command */
	void *prepared; /* by .before, for .run and .end */
	/* Values of the options given, in the order of command->options. */
	const char **values;
	/* What is left of the command line. */
	int argc;
	char **argv;
};

struct sp_command {
	const char *name;      /* "ticket list": one or two words */
	const char *arguments; /* "[FILE...]", or "" */
	const char *summary;   /* one line, without a full stop */
	const struct sp_option *options; /* may be NULL */
	unsigned needs;
	enum sp_status (*run)(struct sp_admin *admin, struct sp_err *err);
	/* What has to be done before the database is opened for writing, NULL for
	 * nothing: admin->conf is there, admin->db is not.  `end` comes after it in
	 * any case, when nothing is open any more. */
	enum sp_status (*before)(struct sp_admin *admin, struct sp_err *err);
	void (*end)(struct sp_admin *admin);
};

/* The value of an option, NULL when it was not given; "" for one without a
 * value.  `name` must be one of the command's own options. */
const char *sp_option(const struct sp_admin *admin, const char *name);

/* Was any of the command's own options given? */
bool sp_any_option(const struct sp_admin *admin);

/* A wrong command line: SP_PERM with the text and the command's usage; the exit code
 * is 64 then. */
enum sp_status sp_usage(const struct sp_admin *admin, struct sp_err *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* All commands, ending with a NULL. */
extern const struct sp_command *const sp_commands[];

#endif
