/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "admin/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR = 40 };

void sp_progress_begin(struct sp_progress *progress, const char *what)
{
	*progress = (struct sp_progress){ .what = what, .percent = -1 };
	progress->shown = isatty(STDERR_FILENO);
}

void sp_progress_step(struct sp_progress *progress, int64_t done, int64_t all)
{
	static const char full[BAR + 1] = "########################################";
	int percent = all > 0 ? (int)(done * 100 / all) : 100;
	int cells = percent * BAR / 100;

	if (!progress->shown || percent == progress->percent)
		return;
	progress->percent = percent;
	fprintf(stderr, "\r%s [%.*s%*s] %3d %%", progress->what, cells, full, BAR - cells, "",
		percent);
}

void sp_progress_next(void *progress, int64_t done, int64_t all)
{
	sp_progress_step(progress, done, all);
}

void sp_progress_end(struct sp_progress *progress)
{
	if (progress->shown && progress->percent >= 0)
		fputs("\r\033[K", stderr);
}
