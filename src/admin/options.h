/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands on the command line after the command's words.
 */
#ifndef SP_ADMIN_OPTIONS_H
#define SP_ADMIN_OPTIONS_H

#include <stdbool.h>

#include "admin/command.h"

/* Fill admin->values, admin->argv, .json and .dry_run from the words after those of
 * admin->command.  Options may stand anywhere before "--"; what is none is an
 * argument.  False when one is wrong: standard error has been told why. */
bool sp_options_take(struct sp_admin *admin, int argc, char **argv);

/* Has sp_usage() been called?  Then it was the command line that was wrong, not what it
 * asks for: the exit code says so. */
bool sp_usage_said(void);

#endif
