/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The storer's parsers: a process that does nothing but fork a contained child for
 * each message (mail/sandbox.h).
 *
 * It is forked from the storer with the rules ready and before there is a key or a
 * database in its memory, so its children have neither.  The message comes to the
 * child as a sealed memory file; its record goes from the child to the storer.
 */
#ifndef SP_DELIVER_PARSER_H
#define SP_DELIVER_PARSER_H

#include <stddef.h>
#include <stdbool.h>

#include "base/err.h"
#include "mail/filters.h"

enum { SP_PARSER_MS = 5000 }; /* for one message; the delivery's own parser takes longer */

/* Start it; *fd_r is how it is spoken to, and ends it when it is closed. */
enum sp_status sp_parser_start(const struct sp_filters *filters, int *fd_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Have a message of `size` bytes parsed: *record_r is where the child's record comes
 * from (sp_contained_hear), to be closed by the caller.  False when the parser cannot
 * be had. */
bool sp_parser_give(int parser, int message, size_t size, int *record_r);

#endif
