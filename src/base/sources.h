/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a process that stays has read, and whether it is still what it was.
 *
 * A program that is over in milliseconds reads its files anew each time.  One that
 * stays begins to watch, reads, and asks before each piece of work: a file that was
 * written, replaced, made or removed since makes what it knows worthless.  Files
 * are compared by what stat(2) says of them; nothing is kept open.
 */
#ifndef SP_BASE_SOURCES_H
#define SP_BASE_SOURCES_H

#include <stdbool.h>
#include <stdint.h>

/* What tells a file from another and from itself before it was changed; all zero
 * when there is none.  Times in nanoseconds. */
struct sp_mark {
	uint64_t device, inode, size;
	int64_t modified, changed;
};

struct sp_mark sp_mark_of(const char *path);
bool sp_mark_same(const struct sp_mark *a, const struct sp_mark *b);

/* From now on remember what is read, by sp_read_file() and sp_source(). */
void sp_sources_watch(void);

/* No further ones. */
void sp_sources_rest(void);

/* `path`, a file or a folder that may also be missing, is looked at now: its change
 * is to be noticed.  Nothing while no one watches. */
void sp_source(const char *path);

/* Is all that was remembered as it was?  A file that was written while it was read,
 * so that its times cannot tell, counts as changed. */
bool sp_sources_unchanged(void);

#endif
