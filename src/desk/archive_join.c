/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is in the archive under a ticket's name already.  After a run that was killed it
 * is the same ticket's, and nothing new.  After the database was restored from a backup
 * the number may have been given again: then the file holds messages that are nowhere
 * else, and the new one takes them up before it takes its place.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "desk/archive_file.h"
#include "mail/mbox.h"

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
static const size_t most = (size_t)2 * 1024 * 1024 * 1024; /* of one file, decompressed */

/* A visit to each year, with what is written already. */
struct joining {
	struct sp_archive_visit visit;
	const struct sp_digest *there;
	size_t count;
};

/* An mbox ends each message with a line end. */
struct sp_digest sp_archive_digest(struct sp_str raw)
{
	return sp_sha256(sp_str_trim_end(raw));
}

static bool is_among(const struct sp_digest *digest, const struct sp_digest *there, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(digest->bytes, there[i].bytes, sizeof digest->bytes) == 0)
			return true;
	return false;
}

static enum sp_status take_up(const struct sp_archive_file *file, struct sp_str mbox,
	const struct sp_digest *there, size_t count, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	struct sp_str line;

	while (status == SP_OK) {
		struct sp_buf raw = SP_BUF_INIT;
		bool more = sp_mbox_next(&mbox, &line, &raw);
		struct sp_digest digest = sp_archive_digest(sp_buf_str(&raw));

		if (more && !is_among(&digest, there, count))
			status = sp_mbox_write_under(file->gzip, line, sp_buf_str(&raw), err);
		sp_buf_release(&raw);
		if (!more)
			break;
	}
	return status;
}

static enum sp_status join_year(const struct sp_archive_visit *on, int archive,
	const char *year, struct sp_err *err)
{
	const struct joining *joining = (const struct joining *)on;
	const struct sp_archive_file *file = on->file;
	int folder = openat(archive, year, FOLDER), fd;
	struct sp_buf mbox = SP_BUF_INIT;
	struct sp_err why = { 0 };
	enum sp_status status;

	if (folder < 0)
		return SP_OK; /* no folder: no year */
	fd = openat(folder, file->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	close(folder);
	if (fd < 0)
		return errno == ENOENT ? SP_OK : sp_fail(err, SP_TEMP,
			"archive/%s/%s: is there already, and cannot be opened: %s; move it away", year,
			file->name, strerror(errno));
	status = sp_gzip_read(fd, file->name, most, &mbox, &why);
	close(fd);
	if (status != SP_OK)
		status = sp_fail(err, SP_TEMP, "archive/%s/%s: is there already; move it away (%s)",
			year, file->name, why.text);
	else
		status = take_up(file, sp_buf_str(&mbox), joining->there, joining->count, err);
	sp_buf_release(&mbox);
	return status;
}

enum sp_status sp_archive_file_join(const struct sp_archive_file *file,
	const struct sp_digest *there, size_t count, struct sp_err *err)
{
	const struct joining joining = { { .visit = join_year, .file = file }, there, count };

	return sp_archive_years(&joining.visit, err);
}
