/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello backup: the database as it is now, in one file, while mail comes in.
 *
 * The copy is built under FILE.new, looked through, made durable, and only then
 * gets its name: what stands there is the old backup or the new one, whole.  A
 * run that was killed leaves FILE.new, which the next one begins again.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/command.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/file.h"
#include "store/backup.h"
#include "text/conf.h"

/* A copy in the making.  `fd` holds the lock on it and is closed last: closing
 * it earlier would take SQLite's own locks away. */
struct copying {
	const char *path;  /* of the backup */
	char *made;        /* where it is built */
	int fd;
	bool replace;
	int64_t size;
};

static void step(void *context, int64_t done, int64_t all)
{
	sp_progress_step(context, done, all);
}

/* --- names ------------------------------------------------------------------------ */

static bool same_file(const char *path, const struct stat *info)
{
	struct stat other;

	return stat(path, &other) == 0 && other.st_dev == info->st_dev &&
	       other.st_ino == info->st_ino;
}

/* A backup takes the place of nothing but, when asked, of another backup. */
static enum sp_status look_at_name(const struct sp_admin *admin, const struct copying *copy,
	struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	const char *const ours[] = { conf->database, conf->lock, conf->key_file, admin->conf_path };
	struct stat info;

	if (lstat(copy->path, &info) != 0)
		return errno == ENOENT ? SP_OK :
			sp_fail(err, SP_TEMP, "%s: %s", copy->path, strerror(errno));
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (same_file(ours[i], &info))
			return sp_fail(err, SP_PERM, "%s: is the desk's own; choose another name",
				copy->path);
	if (!S_ISREG(info.st_mode))
		return sp_fail(err, SP_PERM, "%s: is not a file; choose another name", copy->path);
	if (!copy->replace)
		return sp_fail(err, SP_PERM, "%s: is there already; choose another name, or --replace",
			copy->path);
	return SP_OK;
}

static void remove_beside(const char *made)
{
	static const char *const endings[] = { "-journal", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct sp_buf name = SP_BUF_INIT;

		sp_buf_printf(&name, "%s%s", made, endings[i]);
		unlink(name.ptr);
		sp_buf_release(&name);
	}
}

/* An empty file that is ours alone, be it what a killed run left behind. */
static enum sp_status claim(struct copying *copy, struct sp_err *err)
{
	struct stat here, there;

	copy->fd = open(copy->made, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (copy->fd < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot create: %s", copy->made, strerror(errno));
	if (flock(copy->fd, LOCK_EX | LOCK_NB) != 0)
		return sp_fail(err, SP_TEMP, "%s: another backup is being written there", copy->made);
	if (fstat(copy->fd, &here) != 0 || lstat(copy->made, &there) != 0 ||
		here.st_ino != there.st_ino || here.st_dev != there.st_dev || !S_ISREG(here.st_mode))
		return sp_fail(err, SP_TEMP, "%s: changed while it was opened; try again", copy->made);
	remove_beside(copy->made);
	if (ftruncate(copy->fd, 0) != 0 || fchmod(copy->fd, 0600) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot begin it: %s", copy->made, strerror(errno));
	return SP_OK;
}

static enum sp_status put_in_place(struct copying *copy, struct sp_err *err)
{
	struct stat info;

	if (fsync(copy->fd) != 0 || fstat(copy->fd, &info) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot sync: %s", copy->made, strerror(errno));
	copy->size = info.st_size;
	if (renameat2(AT_FDCWD, copy->made, AT_FDCWD, copy->path,
		    copy->replace ? 0 : RENAME_NOREPLACE) != 0)
		return sp_fail(err, errno == EEXIST ? SP_PERM : SP_TEMP, "%s: cannot rename to it: %s",
			copy->path, strerror(errno));
	return sp_sync_folder(copy->path, err);
}

/* --- the copy --------------------------------------------------------------------- */

static enum sp_status make_copy(struct sp_admin *admin, struct copying *copy, struct sp_err *err)
{
	struct sp_progress progress;
	enum sp_status status;

	sp_progress_begin(&progress, "copying");
	status = sp_db_copy(admin->db, copy->made, step, &progress, err);
	sp_progress_end(&progress);
	if (status == SP_OK)
		status = sp_db_verify_copy(copy->made, err);
	if (status == SP_OK)
		status = put_in_place(copy, err);
	return status;
}

static void say(struct sp_admin *admin, const struct copying *copy, bool dry)
{
	struct sp_buf size = SP_BUF_INIT;
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_bool(object, "dry_run", dry);
		sp_json_set_text(object, "file", sp_str(copy->path));
		sp_json_set_number(object, "size", copy->size);
		sp_print_json(admin, object);
		return;
	}
	sp_add_size(&size, copy->size);
	fprintf(admin->out, dry ? "%s: would be written, about %s\n" : "%s: %s, whole\n",
		copy->path, size.ptr);
	fprintf(admin->out, "keep with it: %s, %s and the archive\n", admin->conf->key_file,
		admin->conf_path);
	sp_buf_release(&size);
}

/* --dry-run: as large as the database is now, about, where a file can be written. */
static enum sp_status look_at_size(struct sp_admin *admin, struct copying *copy, struct sp_err *err)
{
	const char *slash = strrchr(copy->path, '/');
	const char *folder = slash ? sp_arena_printf(&admin->arena, "%.*s",
		(int)(slash == copy->path ? 1 : slash - copy->path), copy->path) : ".";
	struct stat info;

	if (access(folder, W_OK | X_OK) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot write there: %s", folder, strerror(errno));
	if (stat(admin->conf->database, &info) != 0)
		return sp_fail(err, SP_TEMP, "%s: %s", admin->conf->database, strerror(errno));
	copy->size = info.st_size;
	say(admin, copy, true);
	return SP_OK;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct copying copy = { .fd = -1, .replace = sp_option(admin, "replace") != NULL };
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "the name of one file is needed");
	copy.path = admin->argv[0];
	copy.made = sp_arena_printf(&admin->arena, "%s.new", copy.path);
	status = look_at_name(admin, &copy, err);
	if (status == SP_OK && sp_option(admin, "dry-run"))
		return look_at_size(admin, &copy, err);
	if (status != SP_OK)
		return status;
	status = claim(&copy, err);
	if (status == SP_OK) {
		status = make_copy(admin, &copy, err);
		if (status != SP_OK) {
			unlink(copy.made);
			remove_beside(copy.made);
		}
	}
	if (copy.fd >= 0)
		close(copy.fd);
	if (status == SP_OK)
		say(admin, &copy, false);
	return status;
}

static const struct sp_option options[] = {
	{ .name = "dry-run", .help = "say where it would be and how large, and write nothing" },
	{ .name = "replace", .help = "take the place of a file of that name" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_backup = {
	.name = "backup", .arguments = "FILE", .options = options,
	.summary = "copy the database to FILE while mail comes in",
	.needs = SP_NEEDS_CONF | SP_NEEDS_DB_READ, .run = run,
};
