/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's commands as a list, for documentation: what core/command.h and
 * core/decide_commands.h have, in the order of their table.
 */
#ifndef SP_CORE_COMMAND_LIST_H
#define SP_CORE_COMMAND_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* The key of row `i` in the groups "staff" and "staff_help" of words.conf; NULL
 * past the end. */
const char *sp_command_code(size_t i);

/* Is it carried out?  What is not is refused in words. */
bool sp_command_done_here(size_t i);

#endif
