/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The files of archived tickets (desk/archive_file.h), in an erasure: messages
 * that are marked go, in the others he is forgotten.  A file is written anew
 * beside the old one, durable, before it takes its place; one of which nothing
 * is left is removed.  Found changed already, it is left alone.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "core/subject.h"
#include "core/ticket.h"
#include "desk/archive_file.h"
#include "desk/erasing.h"
#include "mail/mbox.h"
#include "mail/parse.h"
#include "mail/sandbox.h"

#define ENDING ".mbox.gz"

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, MIDDLE = 7 };
static const size_t most = (size_t)2 * 1024 * 1024 * 1024; /* of one file, decompressed */

/* One file at a time. */
struct archive {
	struct sp_erasing_run *run;
	int folder; /* of the year */
	int year;
	const char *name, *path;
	struct sp_str code;
	struct sp_archived_ticket ticket;
	struct sp_arena arena;
	struct sp_archive_file file; /* the new one */
	bool changed;
	size_t left; /* messages that stay */
};

/* --- one message ------------------------------------------------------------------------- */

static struct sp_str header_id(struct archive *a, struct sp_str raw)
{
	const char *why = NULL;
	const struct sp_message *message = sp_message_parse_contained(&a->arena, raw,
		a->run->how->desk->filters, sp_clock_monotonic_ms() + SP_FORGET_MS, &why);

	return message ? message->message_id : SP_NONE;
}

/* Does it stay?  What of an erased ticket the database does not know goes. */
static enum sp_status judge(struct archive *a, struct sp_str raw, struct sp_archived_state *state,
	bool *stays_r, struct sp_err *err)
{
	struct sp_digest content = sp_message_identity(raw);
	enum sp_status status = sp_erase_archived(a->run->db, &a->run->erasure, &content, SP_NONE,
		state, err);

	if (status == SP_OK && !state->known)
		status = sp_erase_archived(a->run->db, &a->run->erasure, &content, header_id(a, raw),
			state, err);
	*stays_r = state->known ? !state->erased : !a->ticket.erased;
	return status;
}

static enum sp_status write_message(struct archive *a, struct sp_str line, struct sp_str raw,
	struct sp_err *err)
{
	struct sp_buf first = SP_BUF_INIT;
	enum sp_status status;

	a->changed |= sp_mentions_erase(&a->run->mentions, line, &first);
	a->left++;
	status = sp_mbox_write_under(a->file.gzip, sp_buf_str(&first), raw, err);
	sp_buf_release(&first);
	return status;
}

static enum sp_status take_message(struct archive *a, struct sp_str line, struct sp_str raw,
	struct sp_err *err)
{
	struct sp_forgetting what = { .mentions = &a->run->mentions,
		.filters = a->run->how->desk->filters, .subject = a->ticket.erased };
	struct sp_archived_state state;
	struct sp_buf out = SP_BUF_INIT;
	bool stays = false, changed = false;
	const char *why = NULL;
	enum sp_status status = judge(a, raw, &state, &stays, err);

	if (status != SP_OK || !stays) {
		a->changed = true;
		return status;
	}
	what.quotes = state.wrote || a->ticket.wrote;
	if (a->run->mentions.count && !sp_forget_contained(&what, raw,
		sp_clock_monotonic_ms() + SP_FORGET_MS, &out, &changed, &why)) {
		a->changed = true;
		a->run->report->unread++;
		return sp_contained_is_temporary(why) ? sp_fail(err, SP_TEMP, "%s", why) : SP_OK;
	}
	a->changed |= changed;
	a->run->report->others += changed;
	status = write_message(a, line, changed ? sp_buf_str(&out) : raw, err);
	sp_buf_release(&out);
	return status;
}

/* --- one file ------------------------------------------------------------------------------- */

static enum sp_status read_file(struct archive *a, struct sp_buf *mbox, struct sp_err *err)
{
	int fd = openat(a->folder, a->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	enum sp_status status;

	if (fd < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot open (links are not followed): %s", a->path,
			strerror(errno));
	status = sp_gzip_read(fd, a->path, most, mbox, err);
	close(fd);
	return status;
}

/* An instant of the folder's year, so that the new file is put there. */
static int64_t in_year(int year)
{
	return sp_civil_instant((struct sp_civil){ .year = year, .month = MIDDLE, .day = 1 });
}

static enum sp_status rewrite(struct archive *a, struct sp_str mbox, struct sp_err *err)
{
	struct sp_str line;
	enum sp_status status = sp_archive_file_create(a->run->how->desk->conf->state_folder,
		in_year(a->year), a->code, &a->arena, &a->file, err);

	while (status == SP_OK) {
		struct sp_buf raw = SP_BUF_INIT;
		bool more = sp_mbox_next(&mbox, &line, &raw);

		if (more)
			status = take_message(a, line, sp_buf_str(&raw), err);
		sp_buf_release(&raw);
		if (!more)
			break;
	}
	return status;
}

static enum sp_status remove_file(struct archive *a, struct sp_err *err)
{
	if ((unlinkat(a->folder, a->name, 0) != 0 && errno != ENOENT) || fsync(a->folder) != 0)
		return sp_fail(err, SP_TEMP, "%s: cannot remove: %s", a->path, strerror(errno));
	return SP_OK;
}

static enum sp_status settle(struct archive *a, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	if (!a->changed)
		return SP_OK;
	a->run->report->archives++;
	if (a->run->how->dry)
		return SP_OK;
	if (a->left == 0)
		return remove_file(a, err);
	status = sp_archive_file_finish(&a->file, err);
	return status == SP_OK ? sp_archive_file_place(&a->file, err) : status;
}

/* "HT00191.mbox.gz"; anything else in the folder is not ours. */
static bool read_name(struct archive *a, const char *name, struct sp_code *code)
{
	struct sp_str whole = sp_str(name);

	if (!sp_str_ends_nocase(whole, SP_STR(ENDING)))
		return false;
	a->code = sp_str_sub(whole, 0, whole.len - strlen(ENDING));
	return sp_code_parse(&a->arena, a->code, code);
}

static enum sp_status one_file(struct sp_erasing_run *run, int folder, int year,
	const char *folder_path, const char *name, struct sp_err *err)
{
	struct archive a = { .run = run, .folder = folder, .year = year, .name = name,
		.arena = SP_ARENA_INIT, .file = { .folder_fd = -1, .fd = -1 } };
	struct sp_buf mbox = SP_BUF_INIT;
	enum sp_status status = SP_OK;
	struct sp_code code;

	if (!read_name(&a, name, &code)) {
		sp_arena_release(&a.arena);
		return SP_OK;
	}
	a.path = sp_arena_printf(&a.arena, "%s/%s", folder_path, name);
	status = sp_erase_archived_ticket(run->db, &run->erasure, code.prefix, code.number, &a.ticket,
		err);
	/* What is over its time is a ticket, as a whole; others do not change. */
	if (status == SP_OK && !a.ticket.kept && (run->erasure.person_id || a.ticket.erased)) {
		status = read_file(&a, &mbox, err);
		if (status == SP_OK)
			status = rewrite(&a, sp_buf_str(&mbox), err);
		if (status == SP_OK)
			status = settle(&a, err);
	}
	sp_archive_file_release(&a.file);
	sp_buf_release(&mbox);
	sp_arena_release(&a.arena);
	return status;
}

/* --- all of them --------------------------------------------------------------------------------- */

/* The names first: files come and go in the folder while they are written.  Takes
 * `fd` over. */
static enum sp_status one_year(struct sp_erasing_run *run, int fd, int year, const char *path,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	DIR *folder = fdopendir(fd);
	const char **names = NULL;
	size_t count = 0, room = 0;
	enum sp_status status = SP_OK;
	struct dirent *entry;

	if (!folder) {
		close(fd);
		return sp_fail(err, SP_TEMP, "%s: cannot read: %s", path, strerror(errno));
	}
	while ((entry = readdir(folder))) {
		names = sp_arena_grow(&arena, names, count, &room, sizeof *names);
		names[count++] = sp_arena_text(&arena, sp_str(entry->d_name));
	}
	for (size_t i = 0; i < count && status == SP_OK; i++) {
		status = one_file(run, fd, year, path, names[i], err);
		if (run->how->step)
			run->how->step(run->how->context, (int64_t)i + 1, (int64_t)count);
	}
	closedir(folder);
	sp_arena_release(&arena);
	return status;
}

static enum sp_status all_years(struct sp_erasing_run *run, DIR *archive, const char *path,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;
	unsigned long long year;
	struct dirent *entry;

	while (status == SP_OK && (entry = readdir(archive))) {
		int fd;

		if (!sp_str_number(sp_str(entry->d_name), 9999, &year))
			continue;
		fd = openat(dirfd(archive), entry->d_name, FOLDER);
		if (fd < 0)
			return sp_fail(err, SP_TEMP, "%s/%s: cannot open the folder (links are not "
				"followed): %s", path, entry->d_name, strerror(errno));
		status = one_year(run, fd, (int)year, sp_arena_printf(run->arena, "%s/%s", path,
			entry->d_name), err);
	}
	return status;
}

enum sp_status sp_erase_archives(struct sp_erasing_run *run, struct sp_err *err)
{
	const char *path = sp_arena_printf(run->arena, "%s/archive",
		run->how->desk->conf->state_folder);
	int fd = open(path, FOLDER);
	DIR *archive = fd >= 0 ? fdopendir(fd) : NULL;
	enum sp_status status;

	if (fd < 0 && errno == ENOENT)
		return SP_OK;
	if (!archive) {
		status = sp_fail(err, SP_TEMP, "%s: cannot open the folder (links are not followed): %s",
			path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return status;
	}
	/* What a run that was killed left beside. */
	status = sp_archive_sweep(run->how->desk->conf->state_folder, err);
	if (status == SP_OK)
		status = all_years(run, archive, path, err);
	closedir(archive);
	return status;
}
