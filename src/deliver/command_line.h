/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the mail server says about the message.
 */
#ifndef SP_DELIVER_COMMAND_LINE_H
#define SP_DELIVER_COMMAND_LINE_H

#include <stdbool.h>

#include "core/facts.h"

struct sp_command_line {
	const char *conf_path;
	struct sp_envelope envelope; /* its recipients are ours, the strings argv's */
};

/* False when there is a word that is none of ours.  Released by sp_command_line_release()
 * either way. */
bool sp_command_line_read(int argc, char **argv, struct sp_command_line *line_r);
void sp_command_line_release(struct sp_command_line *line);

/* Words of our own programs stand first, where nothing that a mail server fills in
 * can: is it this one, and then out with it. */
bool sp_command_line_first(int *argc, char ***argv, const char *word);

#endif
