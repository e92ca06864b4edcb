/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/archive_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"

enum { RANDOM_BYTES = 10, FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

#define ARCHIVE "archive"
#define BESIDE ".new"

/* --- folders ----------------------------------------------------------------------- */

/* Open a folder in `parent`, made and durable when it was missing. */
static enum sp_status enter(int parent, const char *name, const char *path, int *fd_r,
	struct sp_err *err)
{
	*fd_r = -1;
	if (mkdirat(parent, name, 0700) == 0) {
		if (fsync(parent) != 0)
			return sp_fail(err, SP_TEMP, "%s: cannot sync the folder above: %s", path,
				strerror(errno));
	} else if (errno != EEXIST) {
		return sp_fail(err, SP_TEMP, "%s: cannot make the folder: %s", path, strerror(errno));
	}
	*fd_r = openat(parent, name, FOLDER);
	if (*fd_r < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot open the folder (links are not followed): %s",
			path, strerror(errno));
	return SP_OK;
}

static enum sp_status enter_year(const char *state_folder, const char *year,
	const char *path, int *fd_r, struct sp_err *err)
{
	int state = open(state_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), archive = -1;
	enum sp_status status;

	*fd_r = -1;
	if (state < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot open: %s", state_folder, strerror(errno));
	status = enter(state, ARCHIVE, path, &archive, err);
	if (status == SP_OK)
		status = enter(archive, year, path, fd_r, err);
	if (archive >= 0)
		close(archive);
	close(state);
	return status;
}

/* --- one file ------------------------------------------------------------------------ */

/* A name that no other run has: two that write the same ticket's file stay apart. */
static enum sp_status name_files(struct sp_archive_file *file, struct sp_str code,
	struct sp_err *err)
{
	struct sp_buf letters = SP_BUF_INIT;
	uint8_t random[RANDOM_BYTES];
	enum sp_status status = sp_random(random, sizeof random, err);

	if (status == SP_OK) {
		sp_base32_add(&letters, random, 8 * sizeof random);
		snprintf(file->name, sizeof file->name, "%.*s.mbox.gz", SP_FMT(code));
		snprintf(file->beside, sizeof file->beside, "%.*s.%s" BESIDE, SP_FMT(code),
			letters.ptr);
	}
	sp_buf_release(&letters);
	return status;
}

enum sp_status sp_archive_file_create(const char *state_folder, int64_t now, struct sp_str code,
	struct sp_arena *arena, struct sp_archive_file *file_r, struct sp_err *err)
{
	const char *year = sp_arena_printf(arena, "%04d", sp_civil_of(now).year);
	enum sp_status status;

	memset(file_r, 0, sizeof *file_r);
	file_r->folder_fd = file_r->fd = -1;
	file_r->year = year;
	file_r->path = sp_arena_printf(arena, "%s/" ARCHIVE "/%s/%.*s.mbox.gz", state_folder, year,
		SP_FMT(code));
	status = name_files(file_r, code, err);
	if (status == SP_OK)
		status = enter_year(state_folder, year, file_r->path, &file_r->folder_fd, err);
	if (status == SP_OK) {
		file_r->fd = openat(file_r->folder_fd, file_r->beside,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (file_r->fd < 0)
			status = sp_fail(err, SP_TEMP, "%s: cannot create: %s", file_r->path,
				strerror(errno));
	}
	if (status == SP_OK)
		file_r->gzip = sp_gzip_create(file_r->fd, file_r->path);
	else
		sp_archive_file_release(file_r);
	return status;
}

enum sp_status sp_archive_file_finish(struct sp_archive_file *file, struct sp_err *err)
{
	enum sp_status status = sp_gzip_finish(file->gzip, err);
	int fd = file->fd;

	if (status == SP_OK && fsync(fd) != 0)
		status = sp_fail(err, SP_TEMP, "%s: cannot sync: %s", file->path, strerror(errno));
	file->fd = -1;
	if (close(fd) != 0 && status == SP_OK)
		status = sp_fail(err, SP_TEMP, "%s: cannot close: %s", file->path, strerror(errno));
	return status;
}

enum sp_status sp_archive_file_place(struct sp_archive_file *file, struct sp_err *err)
{
	if (renameat(file->folder_fd, file->beside, file->folder_fd, file->name) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot rename to it: %s", file->path,
			strerror(errno));
	file->beside[0] = '\0';
	if (fsync(file->folder_fd) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot sync its folder: %s", file->path,
			strerror(errno));
	return SP_OK;
}

/* Remove the file of that ticket from the folder of another year than its own. */
static enum sp_status remove_from(const struct sp_archive_visit *on, int archive,
	const char *year, struct sp_err *err)
{
	const struct sp_archive_file *file = on->file;
	enum sp_status status = SP_OK;
	int folder;

	if (strcmp(year, file->year) == 0)
		return SP_OK;
	folder = openat(archive, year, FOLDER);
	if (folder < 0)
		return SP_OK; /* no folder: no year */
	if (unlinkat(folder, file->name, 0) == 0) {
		if (fsync(folder) != 0)
			status = sp_fail(err, SP_TEMP, ARCHIVE "/%s: cannot sync: %s", year,
				strerror(errno));
	} else if (errno != ENOENT) {
		status = sp_fail(err, SP_TEMP, ARCHIVE "/%s/%s: cannot remove: %s", year, file->name,
			strerror(errno));
	}
	close(folder);
	return status;
}

enum sp_status sp_archive_years(const struct sp_archive_visit *on, struct sp_err *err)
{
	int fd = openat(on->file->folder_fd, "..", FOLDER);
	DIR *archive = fd >= 0 ? fdopendir(fd) : NULL;
	enum sp_status status = SP_OK;
	struct dirent *entry;

	if (!archive) {
		status = sp_fail(err, SP_TEMP, "%s: cannot read the folders beside its own: %s",
			on->file->path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return status;
	}
	while (status == SP_OK && (entry = readdir(archive)))
		if (entry->d_name[0] != '.')
			status = on->visit(on, dirfd(archive), entry->d_name, err);
	closedir(archive);
	return status;
}

enum sp_status sp_archive_file_alone(const struct sp_archive_file *file, struct sp_err *err)
{
	const struct sp_archive_visit on = { .visit = remove_from, .file = file };

	return sp_archive_years(&on, err);
}

void sp_archive_file_release(struct sp_archive_file *file)
{
	sp_gzip_free(file->gzip);
	if (file->fd >= 0)
		close(file->fd);
	if (file->folder_fd >= 0 && file->beside[0])
		unlinkat(file->folder_fd, file->beside, 0);
	if (file->folder_fd >= 0)
		close(file->folder_fd);
	memset(file, 0, sizeof *file);
	file->folder_fd = file->fd = -1;
}

/* --- what was left behind ------------------------------------------------------------- */

static bool ends_beside(const char *name)
{
	size_t len = strlen(name);

	return len > strlen(BESIDE) && strcmp(name + len - strlen(BESIDE), BESIDE) == 0;
}

/* Takes `fd` over. */
static enum sp_status sweep_year(int fd, const char *year, struct sp_err *err)
{
	DIR *folder = fdopendir(fd);
	struct dirent *entry;

	if (!folder) {
		close(fd);
		return sp_fail(err, SP_TEMP, ARCHIVE "/%s: cannot read: %s", year, strerror(errno));
	}
	while ((entry = readdir(folder)))
		if (ends_beside(entry->d_name))
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	return SP_OK;
}

enum sp_status sp_archive_sweep(const char *state_folder, struct sp_err *err)
{
	struct sp_buf path = SP_BUF_INIT;
	enum sp_status status = SP_OK;
	struct dirent *entry;
	DIR *archive = NULL;
	int fd;

	sp_buf_printf(&path, "%s/" ARCHIVE, state_folder);
	fd = open(path.ptr, FOLDER);
	if (fd >= 0)
		archive = fdopendir(fd);
	if (fd < 0 && errno != ENOENT)
		status = sp_fail(err, SP_TEMP, "%s: cannot open the folder (links are not followed): %s",
			path.ptr, strerror(errno));
	while (archive && status == SP_OK && (entry = readdir(archive))) {
		int year = entry->d_name[0] == '.' ? -1 : openat(fd, entry->d_name, FOLDER);

		if (year >= 0)
			status = sweep_year(year, entry->d_name, err);
	}
	if (archive)
		closedir(archive);
	else if (fd >= 0)
		close(fd);
	sp_buf_release(&path);
	return status;
}
