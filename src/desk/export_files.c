/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The folder of an export: new, for its owner alone; no link is followed in it
 * and nothing overwritten.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/exporting.h"

static const char *const parts[] = { "messages", "attachments", "sent" };

enum sp_status sp_export_open_folder(struct sp_export_run *run, struct sp_err *err)
{
	const char *folder = run->how->folder;

	run->folder_fd = -1;
	if (run->how->dry)
		return SP_OK;
	if (mkdir(folder, 0700) != 0)
		return sp_fail(err, errno == EEXIST ? SP_PERM : SP_TEMP, "%s: cannot be made: %s%s", folder,
			strerror(errno), errno == EEXIST ? "; name a new folder" : "");
	run->folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (run->folder_fd < 0) {
		(void)rmdir(folder);
		return sp_fail(err, SP_TEMP, "%s: %s", folder, strerror(errno));
	}
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (mkdirat(run->folder_fd, parts[i], 0700) != 0)
			return sp_fail(err, SP_TEMP, "%s/%s: %s", folder, parts[i], strerror(errno));
	return SP_OK;
}

void sp_export_close_folder(struct sp_export_run *run)
{
	sp_buf_release(&run->mbox);
	if (run->folder_fd >= 0)
		close(run->folder_fd);
	run->folder_fd = -1;
}

void sp_export_abandon(struct sp_export_run *run)
{
	if (run->folder_fd >= 0) {
		for (size_t i = 0; i < run->file_count; i++)
			(void)unlinkat(run->folder_fd, run->files[i].name, 0);
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			(void)unlinkat(run->folder_fd, parts[i], AT_REMOVEDIR);
		(void)rmdir(run->how->folder);
	}
	sp_export_close_folder(run);
}

/* In the list from the beginning, so that it is removed again in any case. */
static void list_file(struct sp_export_run *run, const char *name)
{
	run->files = sp_arena_grow(run->arena, run->files, run->file_count, &run->file_room,
		sizeof *run->files);
	run->files[run->file_count++] = (struct sp_exported_file){ .name = name, .size = -1 };
}

enum sp_status sp_export_open(struct sp_export_run *run, const char *name,
	struct sp_export_file *file_r, struct sp_err *err)
{
	*file_r = (struct sp_export_file){ .name = name, .fd = -1 };
	sp_sha256_init(&file_r->hash);
	if (run->how->dry)
		return SP_OK;
	file_r->fd = openat(run->folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		0600);
	if (file_r->fd < 0)
		return sp_fail(err, SP_TEMP, "%s/%s: %s", run->how->folder, name, strerror(errno));
	list_file(run, name);
	return SP_OK;
}

enum sp_status sp_export_write(struct sp_export_run *run, struct sp_export_file *file,
	struct sp_str bytes, struct sp_err *err)
{
	sp_sha256_update(&file->hash, bytes);
	file->size += (int64_t)bytes.len;
	return run->how->dry ? SP_OK : sp_write_all(file->fd, file->name, bytes, err);
}

enum sp_status sp_export_close(struct sp_export_run *run, struct sp_export_file *file,
	enum sp_status status, struct sp_err *err)
{
	struct sp_digest sha256 = sp_sha256_finish(&file->hash);

	if (file->fd >= 0 && close(file->fd) != 0 && status == SP_OK)
		status = sp_fail(err, SP_TEMP, "%s/%s: %s", run->how->folder, file->name, strerror(errno));
	file->fd = -1;
	if (status != SP_OK)
		return status;
	run->report->files++;
	run->report->bytes += file->size;
	for (size_t i = run->file_count; i > 0; i--)
		if (run->files[i - 1].name == file->name) {
			run->files[i - 1].size = file->size;
			run->files[i - 1].sha256 = sha256;
			break;
		}
	return SP_OK;
}

enum sp_status sp_export_put(struct sp_export_run *run, const char *name, struct sp_str bytes,
	struct sp_err *err)
{
	struct sp_export_file file;
	enum sp_status status = sp_export_open(run, name, &file, err);

	if (status == SP_OK)
		status = sp_export_write(run, &file, bytes, err);
	return sp_export_close(run, &file, status, err);
}
