/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "text/shipped.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char mark[] = "/templates/it/words.conf"; /* a source tree has it */

/* The folder of the running program when it is a source tree: so a checkout
 * works without being installed.  NULL when it is none; found out once. */
static const char *beside_program(void)
{
	static char path[4096];
	static bool asked, there;
	ssize_t len;

	if (asked)
		return there ? path : NULL;
	asked = true;
	len = readlink("/proc/self/exe", path, sizeof path - sizeof mark);
	if (len <= 0 || (size_t)len >= sizeof path - sizeof mark)
		return NULL;
	while (len > 1 && path[len - 1] != '/')
		len--;
	if (len > 1)
		len--;
	memcpy(path + len, mark, sizeof mark);
	there = access(path, R_OK) == 0;
	path[len] = '\0';
	return there ? path : NULL;
}

const char *sp_shipped_folder(struct sp_arena *arena)
{
	const char *folder = getenv("SPORTELLO_DATA");

	(void)arena;
	if (folder && *folder)
		return folder;
	folder = beside_program();
	return folder ? folder : SP_DATA_FOLDER;
}

const char *sp_shipped_path(struct sp_arena *arena, const char *site_folder, const char *kind,
	const char *name)
{
	if (site_folder && *site_folder) {
		char *path = sp_arena_printf(arena, "%s/%s", site_folder, name);

		/* One that is there but unreadable is an error, said when it is opened. */
		if (access(path, F_OK) == 0 || errno != ENOENT)
			return path;
	}
	return sp_arena_printf(arena, "%s/%s/%s", sp_shipped_folder(arena), kind, name);
}
