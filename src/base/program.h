/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the running program stands, and what stands beside it.
 */
#ifndef SP_BASE_PROGRAM_H
#define SP_BASE_PROGRAM_H

#include <limits.h>
#include <stdbool.h>

/* The path of program `name` in the folder of the running one; false when that
 * cannot be found out, or is too long. */
bool sp_program_beside(char path_r[PATH_MAX], const char *name);

#endif
