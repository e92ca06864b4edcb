/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/sources.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"

/* A file's times move in steps of some milliseconds. */
static const int64_t STEP = 20 * 1000 * 1000;

struct source {
	char *path;
	struct sp_mark mark;
	bool unsure; /* its times are too young to tell */
};

static struct source *sources;
static size_t count;
static bool watching;

static int64_t nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

struct sp_mark sp_mark_of(const char *path)
{
	struct sp_mark mark = { 0 };
	struct stat info;

	if (stat(path, &info) != 0)
		return mark;
	mark.device = info.st_dev;
	mark.inode = info.st_ino;
	/* A folder's size says nothing that its times do not. */
	mark.size = S_ISDIR(info.st_mode) ? 0 : (uint64_t)info.st_size;
	mark.modified = nanoseconds(&info.st_mtim);
	mark.changed = nanoseconds(&info.st_ctim);
	return mark;
}

bool sp_mark_same(const struct sp_mark *a, const struct sp_mark *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
		a->modified == b->modified && a->changed == b->changed;
}

void sp_sources_watch(void)
{
	for (size_t i = 0; i < count; i++)
		free(sources[i].path);
	free(sources);
	sources = NULL;
	count = 0;
	watching = true;
}

void sp_sources_rest(void)
{
	watching = false;
}

void sp_source(const char *path)
{
	struct source source = { .mark = { 0 } };
	struct timespec now;

	if (!watching)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	source.path = sp_strdup(path);
	source.mark = sp_mark_of(path);
	source.unsure = source.mark.changed + STEP > nanoseconds(&now);
	sources = sp_realloc(sources, count + 1, sizeof *sources);
	sources[count++] = source;
}

bool sp_sources_unchanged(void)
{
	for (size_t i = 0; i < count; i++) {
		struct sp_mark now = sp_mark_of(sources[i].path);

		if (sources[i].unsure || !sp_mark_same(&now, &sources[i].mark))
			return false;
	}
	return true;
}
