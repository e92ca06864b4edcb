/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands after a command's word; for core/command.c only.
 */
#ifndef SP_CORE_COMMAND_VALUES_H
#define SP_CORE_COMMAND_VALUES_H

#include "core/command.h"

/* Read `rest` into the values of `command`, as its row's argument asks; sets
 * command->wrong (and nearest) when it is not that. */
void sp_command_values(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest);

#endif
