/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A bar on standard error for what takes long, where a person watches.
 */
#ifndef SP_ADMIN_PROGRESS_H
#define SP_ADMIN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct sp_progress {
	const char *what; /* "copying" */
	bool shown;       /* standard error is a terminal */
	int percent;      /* last shown; -1 before the first time */
};

void sp_progress_begin(struct sp_progress *progress, const char *what);
void sp_progress_step(struct sp_progress *progress, int64_t done, int64_t all);

/* The same, to be given to what calls back. */
void sp_progress_next(void *progress, int64_t done, int64_t all);

/* Take the bar away again. */
void sp_progress_end(struct sp_progress *progress);

#endif
