/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/windows.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	WIDEST = 20, /* as many lanes as there can be */
	FAILURES = 3, /* in a row, before it rests */
	REST_SECONDS = 60,
	REMEMBERED = 512,
};

struct sp_window {
	char domain[256];
	int width;
	int busy;
	int failures;
	int64_t rests_until;
};

void sp_windows_release(struct sp_windows *windows)
{
	free(windows->windows);
	*windows = (struct sp_windows){ NULL, 0, 0 };
}

static struct sp_window *find(const struct sp_windows *windows, struct sp_str domain)
{
	for (size_t i = 0; i < windows->count; i++)
		if (sp_str_eq_nocase(sp_str(windows->windows[i].domain), domain))
			return &windows->windows[i];
	return NULL;
}

bool sp_windows_open(const struct sp_windows *windows, struct sp_str domain)
{
	const struct sp_window *window = find(windows, domain);

	return !window || window->busy < window->width;
}

bool sp_windows_resting(const struct sp_windows *windows, struct sp_str domain, int64_t now)
{
	const struct sp_window *window = find(windows, domain);

	return window && now < window->rests_until;
}

bool sp_windows_failing(const struct sp_windows *windows, struct sp_str domain)
{
	const struct sp_window *window = find(windows, domain);

	return window && window->failures > 0;
}

/* A place for a new domain: one that is not in use when there are many. */
static struct sp_window *take_place(struct sp_windows *windows)
{
	for (size_t i = 0; windows->count >= REMEMBERED && i < windows->count; i++)
		if (windows->windows[i].busy == 0)
			return &windows->windows[i];
	if (windows->count == windows->room) {
		windows->room = windows->room ? 2 * windows->room : 16;
		windows->windows = sp_realloc(windows->windows, windows->room, sizeof *windows->windows);
	}
	return &windows->windows[windows->count++];
}

void sp_windows_begin(struct sp_windows *windows, struct sp_str domain)
{
	struct sp_window *window = find(windows, domain);

	if (!window) {
		window = take_place(windows);
		*window = (struct sp_window){ .width = 1 };
		domain = sp_str_sub(domain, 0, sizeof window->domain - 1);
		memcpy(window->domain, domain.ptr, domain.len);
	}
	window->busy++;
}

void sp_windows_end(struct sp_windows *windows, struct sp_str domain, enum sp_window_change change,
	int64_t now)
{
	struct sp_window *window = find(windows, domain);

	window->busy--;
	switch (change) {
	case SP_WINDOW_WIDER:
		window->failures = 0;
		window->rests_until = 0;
		if (window->width < WIDEST)
			window->width++;
		break;
	case SP_WINDOW_NARROW:
		window->width = 1;
		if (++window->failures >= FAILURES) {
			window->failures = 0;
			window->rests_until = now + REST_SECONDS;
		}
		break;
	case SP_WINDOW_SAME:
		break;
	}
}
