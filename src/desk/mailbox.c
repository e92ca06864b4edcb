/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/mailbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "core/message.h"
#include "mail/mbox.h"

static enum sp_status add_item(struct sp_mailboxes *boxes, struct sp_mailbox_item item,
	struct sp_err *err)
{
	if (boxes->count == SP_MAX_MAILBOX)
		return sp_fail(err, SP_PERM, "more than %d messages; give fewer mailboxes at a time",
			SP_MAX_MAILBOX);
	boxes->items = sp_arena_grow(&boxes->arena, boxes->items, boxes->count, &boxes->room,
		sizeof *boxes->items);
	item.order = boxes->count;
	boxes->items[boxes->count++] = item;
	return SP_OK;
}

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

/* --- an mbox, or one message -------------------------------------------------------------- */

static enum sp_status map_file(struct sp_mailboxes *boxes, int fd, const char *path, size_t len,
	struct sp_str *mapped_r, struct sp_err *err)
{
	void *bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);

	if (bytes == MAP_FAILED)
		return sp_fail(err, SP_TEMP, "%s: cannot be read: %s", path, strerror(errno));
	*mapped_r = sp_str_n(bytes, len);
	boxes->maps = sp_arena_grow(&boxes->arena, boxes->maps, boxes->map_count, &boxes->map_room,
		sizeof *boxes->maps);
	boxes->maps[boxes->map_count++] = *mapped_r;
	return SP_OK;
}

static enum sp_status split(struct sp_mailboxes *boxes, const char *path, struct sp_str rest,
	int64_t at, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	struct sp_str first_line, message;

	for (int i = 1; status == SP_OK && sp_mbox_split(&rest, &first_line, &message); i++) {
		int64_t came = at;

		if (!sp_mbox_date(first_line, &came))
			came = at;
		status = add_item(boxes, (struct sp_mailbox_item){ .mapped = message, .file_at = came,
			.label = sp_arena_printf(&boxes->arena, "%s:%d", last_name(path), i) }, err);
	}
	return status;
}

static enum sp_status add_file(struct sp_mailboxes *boxes, const char *path, int fd,
	const struct stat *is, struct sp_err *err)
{
	size_t before = boxes->count;
	struct sp_str mapped;
	enum sp_status status;

	if (is->st_size == 0)
		return sp_fail(err, SP_PERM, "%s: is empty", path);
	status = map_file(boxes, fd, path, (size_t)is->st_size, &mapped, err);
	if (status == SP_OK && sp_str_starts(mapped, SP_STR("From ")))
		status = split(boxes, path, mapped, is->st_mtime, err);
	if (status == SP_OK && boxes->count == before)
		status = add_item(boxes, (struct sp_mailbox_item){ .mapped = mapped,
			.file_at = is->st_mtime, .label = sp_arena_text(&boxes->arena,
				sp_str(last_name(path))) }, err);
	return status;
}

/* --- folders --------------------------------------------------------------------------------- */

/* "1526355780.M132P1.host:2,S": the name that a Maildir's file was given when it came,
 * which copying does not change. */
static int64_t came_at(const char *name, int64_t else_at)
{
	const char *dot = strchr(name, '.');
	unsigned long long seconds = 0;
	size_t digits = dot ? (size_t)(dot - name) : 0;

	if (digits < 9 || digits > 10 || !sp_str_number(sp_str_n(name, digits), INT64_MAX, &seconds))
		return else_at;
	return (int64_t)seconds;
}

static enum sp_status add_entry(struct sp_mailboxes *boxes, int folder, const char *path,
	const char *shown, const char *name, struct sp_err *err)
{
	struct stat is;

	if (*name == '.' || fstatat(folder, name, &is, AT_SYMLINK_NOFOLLOW) != 0 ||
		!S_ISREG(is.st_mode))
		return SP_OK;
	return add_item(boxes, (struct sp_mailbox_item){ .file_at = came_at(name, is.st_mtime),
		.path = sp_arena_printf(&boxes->arena, "%s/%s", path, name),
		.label = sp_arena_printf(&boxes->arena, "%s/%s", shown, name) }, err);
}

/* All files of it, which are messages. */
static enum sp_status add_files(struct sp_mailboxes *boxes, const char *path, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	DIR *folder = opendir(path);
	struct dirent *entry;

	if (!folder)
		return sp_fail(err, SP_PERM, "%s: cannot be read: %s", path, strerror(errno));
	while (status == SP_OK && (entry = readdir(folder)))
		status = add_entry(boxes, dirfd(folder), path, last_name(path), entry->d_name, err);
	closedir(folder);
	return status;
}

static enum sp_status add_folder(struct sp_mailboxes *boxes, const char *path, struct sp_err *err)
{
	static const char *const parts[] = { "cur", "new" };
	enum sp_status status = SP_OK;
	bool maildir = false;

	for (size_t i = 0; status == SP_OK && i < 2; i++) {
		const char *part = sp_arena_printf(&boxes->arena, "%s/%s", path, parts[i]);
		struct stat is;

		if (stat(part, &is) != 0 || !S_ISDIR(is.st_mode))
			continue;
		maildir = true;
		status = add_files(boxes, part, err);
	}
	return status == SP_OK && !maildir ? add_files(boxes, path, err) : status;
}

enum sp_status sp_mailboxes_add(struct sp_mailboxes *boxes, const char *path, struct sp_err *err)
{
	size_t before = boxes->count;
	enum sp_status status;
	struct stat is;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &is) != 0) {
		status = sp_fail(err, SP_PERM, "%s: cannot be read: %s", path, strerror(errno));
	} else if (S_ISDIR(is.st_mode)) {
		status = add_folder(boxes, path, err);
	} else if (S_ISREG(is.st_mode)) {
		status = add_file(boxes, path, fd, &is, err);
	} else {
		status = sp_fail(err, SP_PERM, "%s: is neither a file nor a folder", path);
	}
	if (fd >= 0)
		close(fd);
	if (status == SP_OK && boxes->count == before)
		return sp_fail(err, SP_PERM, "%s: there is no mail in it", path);
	return status;
}

void sp_mailboxes_release(struct sp_mailboxes *boxes)
{
	for (size_t i = 0; i < boxes->map_count; i++)
		munmap((void *)(uintptr_t)boxes->maps[i].ptr, boxes->maps[i].len);
	sp_arena_release(&boxes->arena);
	*boxes = (struct sp_mailboxes){ .count = 0 };
}

/* --- one message ------------------------------------------------------------------------------- */

static int earlier(const void *a_, const void *b_)
{
	const struct sp_mailbox_item *a = a_, *b = b_;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

void sp_mailboxes_sort(struct sp_mailboxes *boxes)
{
	if (boxes->count)
		qsort(boxes->items, boxes->count, sizeof *boxes->items, earlier);
}

enum sp_status sp_mailbox_read(const struct sp_mailbox_item *item, struct sp_buf *raw,
	struct sp_err *err)
{
	enum sp_status status;
	bool cut = false;
	int fd;

	if (!item->path) {
		sp_mbox_unquote(raw, sp_str_sub(item->mapped, 0, SP_MAX_MESSAGE));
		return SP_OK;
	}
	fd = open(item->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return sp_fail(err, errno == ENOENT ? SP_PERM : SP_TEMP, "%s: cannot be read: %s",
			item->path, strerror(errno));
	status = sp_read_all(fd, item->path, SP_MAX_MESSAGE, raw, &cut, err);
	close(fd);
	return status;
}
