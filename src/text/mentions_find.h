/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What those who collect mentions and those who find them have to agree on.  All
 * texts here are folded (text/folded.h).
 */
#ifndef SP_TEXT_MENTIONS_FIND_H
#define SP_TEXT_MENTIONS_FIND_H

#include "text/mentions.h"

/* A line shorter than SP_SAID_SHORTEST octets others write too; the lines are found
 * by a hash of so many of their first octets, SP_SAID_HEADS of them. */
enum { SP_SAID_SHORTEST = 24, SP_SAID_HEADS = 4096 };

/* Which of mentions->heads a line belongs to; it has SP_SAID_SHORTEST octets. */
uint32_t sp_said_head(const char *line);

/* How long the mark is that stands at `at` and may stand between the words of a
 * name, in one place or another; 0: there is none. */
size_t sp_mention_separator(struct sp_str text, size_t at);

#endif
