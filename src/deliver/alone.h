/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello-store does what was not handed over.
 */
#ifndef SP_DELIVER_ALONE_H
#define SP_DELIVER_ALONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* The first of its words: "--since", and how many milliseconds ago the delivery began. */
#define SP_STORE_SINCE "--since"

/* A process of its own, with the words of `argv` and with `message` (-1: what we have)
 * as its standard input; it does not live longer than we.  SP_OK when it has ended with
 * 0.  *said_r: it has ended with 75, and said why in the log. */
enum sp_status sp_alone_store(char **argv, int message, int64_t started_ms, bool *said_r,
	struct sp_err *err) SP_MUST_CHECK;

/* This process becomes it, with these words.  Returns when that cannot be. */
void sp_alone_become(char **argv);

#endif
