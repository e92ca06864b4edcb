/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello init: the desk's state folder, database and token key.
 *
 * What is there is never overwritten.  A run that was interrupted is finished
 * by the next one.  Run by root, it gives the files to the folder's owner.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/command.h"
#include "admin/print.h"
#include "base/file.h"
#include "base/hash.h"
#include "core/token.h"
#include "store/db.h"
#include "text/conf.h"

static bool is_there(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0;
}

static enum sp_status make_folder(const char *path, bool dry, bool *made_r, struct sp_err *err)
{
	struct stat info;

	*made_r = dry ? !is_there(path) : mkdir(path, 0700) == 0;
	if (dry && *made_r)
		return SP_OK;
	if (!*made_r && !dry && errno != EEXIST)
		return sp_fail(err, SP_CONFIG, "%s: cannot make the state folder: %s", path,
			strerror(errno));
	if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
		return sp_fail(err, SP_CONFIG, "%s: is not a folder", path);
	return SP_OK;
}

/* One key, number 0: the last line of the file is the one that signs. */
static enum sp_status make_key(const char *path, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	uint8_t key[SP_KEY_BYTES];
	enum sp_status status = sp_random(key, sizeof(key), err);

	if (status == SP_OK) {
		sp_buf_add_text(&text, "# The keys of the desk's tokens.  Keep it secret, and in the backup.\n0 ");
		sp_hex_add(&text, key, sizeof(key));
		sp_buf_add_char(&text, '\n');
		status = sp_write_file(path, 0600, sp_buf_str(&text), err);
	}
	explicit_bzero(key, sizeof(key));
	explicit_bzero(text.ptr, text.len);
	sp_buf_release(&text);
	return status;
}

static enum sp_status give_to_owner(const struct sp_conf *conf, struct sp_err *err)
{
	const char *const paths[] = { conf->database, conf->lock, conf->key_file };
	struct stat folder;

	if (geteuid() != 0 || stat(conf->state_folder, &folder) != 0)
		return SP_OK;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (lchown(paths[i], folder.st_uid, folder.st_gid) != 0 && errno != ENOENT)
			return sp_fail(err, SP_TEMP, "%s: cannot give it to the owner of %s: %s",
				paths[i], conf->state_folder, strerror(errno));
	return SP_OK;
}

static void say(struct sp_admin *admin, bool dry, bool folder, bool key, bool database)
{
	const struct sp_conf *conf = admin->conf;
	const char *made = dry ? "would make" : "made";
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_bool(object, "dry_run", dry);
		sp_json_set_text(object, "folder", sp_str(conf->state_folder));
		sp_json_set_bool(object, "folder_made", folder);
		sp_json_set_bool(object, "key_made", key);
		sp_json_set_bool(object, "database_made", database);
		sp_print_json(admin, object);
		return;
	}
	if (folder)
		fprintf(admin->out, "%s the folder %s\n", made, conf->state_folder);
	if (key)
		fprintf(admin->out, "%s the token key %s (keep it secret, and in the backup)\n",
			made, conf->key_file);
	if (database)
		fprintf(admin->out, "%s the database %s\n", made, conf->database);
	fputs("next: sportello staff add, then sportello check\n", admin->out);
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	bool key = !is_there(conf->key_file), database = !is_there(conf->database), folder;
	bool dry = sp_option(admin, "dry-run") != NULL;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	if (!key && !database)
		return sp_fail(err, SP_PERM, "%s: there already is a desk; nothing was changed",
			conf->state_folder);
	status = make_folder(conf->state_folder, dry, &folder, err);
	if (status == SP_OK && key && !dry)
		status = make_key(conf->key_file, err);
	if (status == SP_OK && database && !dry)
		status = sp_db_init(conf->database, conf->lock, admin->now, err);
	if (status == SP_OK && !dry)
		status = give_to_owner(conf, err);
	if (status == SP_OK)
		say(admin, dry, folder, key, database);
	return status;
}

static const struct sp_option options[] = {
	{ .name = "dry-run", .help = "say what would be made, and make nothing" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_init = {
	.name = "init", .arguments = "", .options = options, .summary = "make the desk's database and token key",
	.needs = SP_NEEDS_CONF, .run = run,
};
