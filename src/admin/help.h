/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the program says about its own commands, from their rows: all of them,
 * those of one first word, one, or the nearest to a word that is none.
 */
#ifndef SP_ADMIN_HELP_H
#define SP_ADMIN_HELP_H

#include <stdbool.h>
#include <stdio.h>

#include "admin/command.h"

/* All commands, a line each. */
void sp_help_print(FILE *out);

/* One command with its options. */
void sp_help_print_command(FILE *out, const struct sp_command *command);

/* The row whose words begin the command line; `*words_r` is how many it took.
 * NULL when there is none. */
const struct sp_command *sp_help_find(int argc, char **argv, int *words_r);

/* A command line that begins with no command.  True when it asked for the help of
 * a first word ("ticket --help"), which then stands on standard output; false
 * when standard error has been told what is wrong. */
bool sp_help_unknown(int argc, char **argv);

#endif
