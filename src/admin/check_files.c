/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: the files, the lock, the disk, the way out.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "admin/check.h"
#include "base/clock.h"
#include "base/file.h"
#include "core/token.h"
#include "store/db.h"
#include "text/conf.h"

enum {
	MB = 1024 * 1024,
	LOCK_WAIT_MS = 5000,
	DISK_ERROR_MB = 60, /* less than the largest message and its log need */
	DISK_WARNING_MB = 500,
	LOG_WARNING_MB = 64,
	KEY_FILE_BYTES = 16 * 1024,
};

/* --- the state folder ----------------------------------------------------------- */

static bool look(struct sp_checking *c, const char *path, struct stat *info_r)
{
	if (lstat(path, info_r) == 0)
		return true;
	sp_check_say(c, SP_CHECK_ERROR, "%s: %s", path, strerror(errno));
	return false;
}

/* A file beside the database: its owner's alone. */
static void check_file(struct sp_checking *c, const char *path, const struct stat *folder)
{
	struct stat info;

	if (lstat(path, &info) != 0)
		return; /* what must be there is missed elsewhere */
	if (!S_ISREG(info.st_mode))
		sp_check_say(c, SP_CHECK_ERROR, "%s: is not a file; somebody planted it", path);
	else if (info.st_uid != folder->st_uid)
		sp_check_say(c, SP_CHECK_ERROR,
			"%s: belongs to user %u, its folder to user %u; chown it", path,
			(unsigned)info.st_uid, (unsigned)folder->st_uid);
	else if (info.st_mode & 077)
		sp_check_say(c, SP_CHECK_ERROR, "%s: others may look into it; chmod 600 it", path);
	else if (!(info.st_mode & 0200))
		sp_check_say(c, SP_CHECK_ERROR, "%s: cannot be written; chmod 600 it", path);
}

static void check_log(struct sp_checking *c, const char *path)
{
	struct stat info;

	if (lstat(path, &info) == 0 && info.st_size > LOG_WARNING_MB * (off_t)MB)
		sp_check_say(c, SP_CHECK_WARNING,
			"%s: has grown to %lld MB; some program reads the database without an end",
			path, (long long)(info.st_size / MB));
}

void sp_check_folder(struct sp_checking *c)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	const struct sp_conf *conf = c->admin->conf;
	unsigned before = c->errors + c->warnings;
	struct stat folder;

	if (!sp_check_desk_made(c->admin) || !look(c, conf->state_folder, &folder))
		return;
	if (folder.st_mode & 022)
		sp_check_say(c, SP_CHECK_ERROR, "%s: others may write into it; chmod 700 it",
			conf->state_folder);
	else if (!(folder.st_mode & 0200))
		sp_check_say(c, SP_CHECK_ERROR, "%s: nothing can be made in it; chmod 700 it",
			conf->state_folder);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct sp_buf path = SP_BUF_INIT;

		sp_buf_printf(&path, "%s%s", conf->database, endings[i]);
		check_file(c, path.ptr, &folder);
		if (strcmp(endings[i], "-wal") == 0)
			check_log(c, path.ptr);
		sp_buf_release(&path);
	}
	check_file(c, conf->lock, &folder);
	check_file(c, conf->key_file, &folder);
	if (geteuid() != 0 && geteuid() != folder.st_uid)
		sp_check_say(c, SP_CHECK_WARNING,
			"%s: belongs to user %u; run this as that user or as root to see everything",
			conf->state_folder, (unsigned)folder.st_uid);
	if (c->errors + c->warnings == before)
		sp_check_say(c, SP_CHECK_OK, "%s and what is in it: owner and modes are right",
			conf->state_folder);
}

void sp_check_key(struct sp_checking *c)
{
	const char *path = c->admin->conf->key_file;
	struct sp_buf text = SP_BUF_INIT;
	struct sp_err err = { 0 };
	struct sp_keys keys;
	enum sp_status status;

	if (!sp_check_desk_made(c->admin))
		return;
	status = sp_read_file(path, KEY_FILE_BYTES, &text, &err);
	if (status == SP_OK)
		status = sp_keys_parse(path, sp_buf_str(&text), &keys, &err);
	if (status == SP_OK)
		sp_check_say(c, SP_CHECK_OK, "%s: key %u signs", path, keys.newest);
	else
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
	explicit_bzero(&keys, sizeof(keys));
	explicit_bzero(text.ptr, text.len);
	sp_buf_release(&text);
}

/* --- the lock --------------------------------------------------------------------- */

/* Programs that are not ours know nothing of the lock file, but hold SQLite's. */
static bool database_is_free(struct sp_checking *c, int64_t deadline_ms)
{
	const struct sp_conf *conf = c->admin->conf;
	struct sp_err err = { 0 };
	struct sp_db *db = NULL;
	enum sp_status status = sp_db_open(conf->database, conf->lock, deadline_ms, &db, &err);

	if (status == SP_OK)
		status = sp_db_begin(db, &err);
	sp_db_close(db); /* what was begun is rolled back */
	if (status != SP_OK)
		sp_check_say(c, SP_CHECK_ERROR, "%s; see who holds it: fuser -v %s", err.text,
			conf->database);
	return status == SP_OK;
}

void sp_check_lock(struct sp_checking *c)
{
	const char *path = c->admin->conf->lock;
	int64_t began = sp_clock_monotonic_ms();
	struct sp_err err = { 0 };
	int fd;

	/* Not there means not held, and it is not for us to make it. */
	if (access(path, F_OK) != 0) {
		if (sp_check_desk_made(c->admin))
			sp_check_say(c, SP_CHECK_WARNING, "%s: is not there; the next delivery makes it", path);
		return;
	}
	if (sp_lock_file(path, began + LOCK_WAIT_MS, &fd, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s; see who holds it: fuser -v %s", err.text, path);
		return;
	}
	close(fd);
	if (c->admin->db && !database_is_free(c, began + LOCK_WAIT_MS))
		return;
	sp_check_say(c, SP_CHECK_OK, "%s: free after %lld ms", path,
		(long long)(sp_clock_monotonic_ms() - began));
}

/* --- the disk ---------------------------------------------------------------------- */

void sp_check_disk(struct sp_checking *c)
{
	const char *path = c->admin->conf->state_folder;
	enum sp_check_result result = SP_CHECK_OK;
	struct statvfs info;
	long long free_mb;

	if (!sp_check_desk_made(c->admin))
		return;
	if (statvfs(path, &info) != 0) {
		sp_check_say(c, SP_CHECK_ERROR, "%s: %s", path, strerror(errno));
		return;
	}
	free_mb = (long long)(info.f_bavail / 1024 * info.f_frsize / 1024);
	if (free_mb < DISK_ERROR_MB)
		result = SP_CHECK_ERROR;
	else if (free_mb < DISK_WARNING_MB)
		result = SP_CHECK_WARNING;
	sp_check_say(c, result, "%s: %lld MB free%s", path, free_mb,
		result == SP_CHECK_OK ? "" : "; make room, or mail waits in the mail server's queue");
	if (info.f_files && info.f_favail < 100)
		sp_check_say(c, SP_CHECK_ERROR, "%s: %llu files more can be made there; make room", path,
			(unsigned long long)info.f_favail);
}

/* --- the way out ---------------------------------------------------------------------- */

static void check_password_file(struct sp_checking *c, const char *path)
{
	struct stat info;

	if (stat(path, &info) != 0)
		sp_check_say(c, SP_CHECK_ERROR, "%s: the password of the mail server: %s", path,
			strerror(errno));
	else if (info.st_mode & 077)
		sp_check_say(c, SP_CHECK_ERROR, "%s: others may read the password; chmod 600 it", path);
}

void sp_check_sending(struct sp_checking *c)
{
	const struct sp_send_conf *send = &c->admin->conf->send;
	unsigned before = c->errors;

	if (send->method == SP_SEND_COMMAND && access(send->command[0], X_OK) != 0)
		sp_check_say(c, SP_CHECK_ERROR, "%s: cannot be run: %s", send->command[0],
			strerror(errno));
	if (send->method == SP_SEND_SMTP && *send->user)
		check_password_file(c, send->password_file);
	if (send->method == SP_SEND_SMTP && *send->ca_file && access(send->ca_file, R_OK) != 0)
		sp_check_say(c, SP_CHECK_ERROR, "%s: cannot be read: %s", send->ca_file,
			strerror(errno));
	if (c->errors != before)
		return;
	if (send->method == SP_SEND_COMMAND)
		sp_check_say(c, SP_CHECK_OK, "mail leaves through %s", send->command[0]);
	else
		sp_check_say(c, SP_CHECK_OK, "mail leaves by SMTP to %s, port %d", send->host, send->port);
}
