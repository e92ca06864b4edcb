/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file of an archived ticket: archive/2026/HT00191.mbox.gz in the state
 * folder, by the year in which it was archived (the desk's).
 *
 * Written under another name, durable, before anything of it leaves the
 * database; put in its place, durable again, before that is committed.  A file
 * of that name is replaced by one that holds what it held.  No symbolic link on the way is
 * followed.  What a run that was killed left behind under other names is swept
 * away by the next one.
 */
#ifndef SP_DESK_ARCHIVE_FILE_H
#define SP_DESK_ARCHIVE_FILE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/gzip.h"
#include "base/hash.h"

struct sp_archive_file {
	int folder_fd; /* of the year; -1: none is open */
	int fd;
	char beside[64], name[64]; /* in the folder; beside: "" when there is none */
	const char *year;          /* the folder's name */
	char *path;                /* for people */
	struct sp_gzip *gzip;      /* to write to */
};

/* Begin the file of that ticket: folders are made when missing. */
enum sp_status sp_archive_file_create(const char *state_folder, int64_t now, struct sp_str code,
	struct sp_arena *arena, struct sp_archive_file *file_r, struct sp_err *err) SP_MUST_CHECK;

/* A message, as it is known again in a file. */
struct sp_digest sp_archive_digest(struct sp_str raw);

/* The messages of that ticket's files, of any year, that are not among those written:
 * write them too (archive_join.c).  SP_TEMP: there is one that cannot be read. */
enum sp_status sp_archive_file_join(const struct sp_archive_file *file,
	const struct sp_digest *there, size_t count, struct sp_err *err) SP_MUST_CHECK;

/* Call `visit` for each year's folder of the archive, until one fails; `archive` is the
 * folder that they are in. */
struct sp_archive_visit {
	enum sp_status (*visit)(const struct sp_archive_visit *on, int archive, const char *year,
		struct sp_err *err);
	const struct sp_archive_file *file;
};
enum sp_status sp_archive_years(const struct sp_archive_visit *on, struct sp_err *err)
	SP_MUST_CHECK;

/* All is written: durable from now on, under its other name. */
enum sp_status sp_archive_file_finish(struct sp_archive_file *file, struct sp_err *err)
	SP_MUST_CHECK;

/* It gets its name, durably. */
enum sp_status sp_archive_file_place(struct sp_archive_file *file, struct sp_err *err)
	SP_MUST_CHECK;

/* Remove that ticket's file from other years' folders: a run that was killed between
 * placing the file and the commit may have been before midnight of 31 December. */
enum sp_status sp_archive_file_alone(const struct sp_archive_file *file, struct sp_err *err)
	SP_MUST_CHECK;

/* Close; what was not put in place is removed. */
void sp_archive_file_release(struct sp_archive_file *file);

/* Remove what killed runs left behind.  Only while no other run writes. */
enum sp_status sp_archive_sweep(const char *state_folder, struct sp_err *err) SP_MUST_CHECK;

#endif
