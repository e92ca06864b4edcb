/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How many tries a domain may have at once: one to begin with, one more with
 * each success, one after a failure, none for a minute after several failures
 * in a row.  Only what happened lately is remembered.  Pure but for memory.
 */
#ifndef SP_SEND_WINDOWS_H
#define SP_SEND_WINDOWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct sp_window;

struct sp_windows {
	struct sp_window *windows;
	size_t count, room;
};

void sp_windows_release(struct sp_windows *windows);

/* Is one more try of this domain allowed now? */
bool sp_windows_open(const struct sp_windows *windows, struct sp_str domain);

/* Is it left alone at `now`? */
bool sp_windows_resting(const struct sp_windows *windows, struct sp_str domain, int64_t now);

/* Did its last try fail? */
bool sp_windows_failing(const struct sp_windows *windows, struct sp_str domain);

void sp_windows_begin(struct sp_windows *windows, struct sp_str domain);

enum sp_window_change { SP_WINDOW_SAME, SP_WINDOW_WIDER, SP_WINDOW_NARROW };
void sp_windows_end(struct sp_windows *windows, struct sp_str domain, enum sp_window_change change,
	int64_t now);

#endif
