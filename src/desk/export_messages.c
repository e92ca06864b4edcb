/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What he wrote, as it came, and its files: from the database, or from the
 * archive where the ticket has left for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/gzip.h"
#include "base/utf8.h"
#include "desk/exporting.h"
#include "mail/decode.h"
#include "mail/mbox.h"
#include "mail/parse.h"
#include "store/messages.h"

enum { NAME_BYTES = 120 };
static const size_t most = (size_t)2 * 1024 * 1024 * 1024; /* of an archive's file, decompressed */

const char *sp_export_message_name(struct sp_arena *arena, int64_t id)
{
	return sp_arena_printf(arena, "messages/%06lld.eml", (long long)id);
}

/* --- the archive ------------------------------------------------------------------------ */

/* The file of that ticket, of the year in which it was archived; around midnight of
 * 31 December that may be the one beside it. */
static int open_archive(struct sp_export_run *run, const struct sp_exported_message *message)
{
	const char *state = run->how->desk->conf->state_folder;
	static const int beside[] = { 0, -1, 1 };
	int year = sp_civil_of(message->archived_at).year;

	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		int fd = open(sp_arena_printf(run->arena, "%s/archive/%d/%.*s.mbox.gz", state,
			year + beside[i], SP_FMT(message->ticket)), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

		if (fd >= 0 || errno != ENOENT)
			return fd;
	}
	return -1;
}

static enum sp_status read_archive(struct sp_export_run *run,
	const struct sp_exported_message *message, struct sp_err *err)
{
	const char *name = sp_arena_printf(run->arena, "%.*s.mbox.gz", SP_FMT(message->ticket));
	enum sp_status status;
	int fd;

	if (sp_str_eq(run->archived, message->ticket))
		return SP_OK;
	sp_buf_cut(&run->mbox, 0);
	run->archived = sp_arena_str(run->arena, message->ticket);
	fd = open_archive(run, message);
	if (fd < 0 && errno == ENOENT)
		return SP_OK; /* the firm has put it elsewhere: counted as missing */
	if (fd < 0)
		return sp_fail(err, SP_TEMP, "archive of %s: %s", name, strerror(errno));
	status = sp_gzip_read(fd, name, most, &run->mbox, err);
	close(fd);
	return status;
}

/* Has its header that Message-ID?  For one that was changed in the archive, because
 * it spoke of somebody who was erased. */
static bool has_id(struct sp_str raw, struct sp_str header_id)
{
	bool in_field = false;

	while (raw.len && header_id.len) {
		size_t end = sp_str_find_char(raw, '\n');
		struct sp_str line = sp_str_sub(raw, 0, end);

		raw = sp_str_from(raw, end < raw.len ? end + 1 : end);
		if (sp_str_trim(line).len == 0)
			return false;
		if (line.ptr[0] != ' ' && line.ptr[0] != '\t')
			in_field = sp_str_starts_nocase(line, SP_STR("message-id:"));
		if (in_field && sp_str_has(line, header_id))
			return true;
	}
	return false;
}

static bool find_archived(const struct sp_export_run *run,
	const struct sp_exported_message *message, struct sp_buf *raw)
{
	for (int by_id = 0; by_id < 2; by_id++) {
		struct sp_str rest = sp_buf_str(&run->mbox), line;

		while (sp_mbox_next(&rest, &line, raw)) {
			struct sp_digest content = sp_message_identity(sp_buf_str(raw));

			if (by_id ? has_id(sp_buf_str(raw), message->header_id) :
				    memcmp(content.bytes, message->content.bytes, sizeof content.bytes) == 0)
				return true;
			sp_buf_cut(raw, 0);
		}
	}
	return false;
}

static enum sp_status read_bytes(struct sp_export_run *run,
	const struct sp_exported_message *message, struct sp_buf *raw, bool *found_r, struct sp_err *err)
{
	enum sp_status status = sp_message_raw(run->how->db, message->id, raw, found_r, err);

	if (status != SP_OK || *found_r || !message->archived_at)
		return status;
	status = read_archive(run, message, err);
	if (status == SP_OK)
		*found_r = find_archived(run, message, raw);
	return status;
}

/* --- its files ------------------------------------------------------------------------------ */

/* No byte of the name is a path's or a terminal's. */
static const char *file_name(struct sp_export_run *run, int64_t message_id, size_t number,
	struct sp_str name)
{
	size_t start;
	char *path = sp_arena_printf(run->arena, "attachments/%06lld-%zu-", (long long)message_id,
		number);

	start = strlen(path);
	path = sp_arena_printf(run->arena, "%s%.*s", path, SP_FMT(sp_utf8_cut(name, NAME_BYTES)));
	for (char *c = path + start; *c; c++)
		if ((unsigned char)*c < 0x20 || strchr("/\\:*?\"<>|\x7f", *c))
			*c = '_';
	return path;
}

static enum sp_status put_file(struct sp_export_run *run, int64_t message_id, size_t number,
	const struct sp_attachment *one, struct sp_str raw, struct sp_json *files, struct sp_err *err)
{
	const char *name = file_name(run, message_id, number, one->name);
	struct sp_json *object = sp_json_object();
	struct sp_buf bytes = SP_BUF_INIT;
	enum sp_status status = SP_OK;
	bool whole = one->body_len > 0 && one->body_at + one->body_len <= raw.len;

	if (whole) {
		sp_decode_body(&bytes, one->encoding, sp_str_sub(raw, one->body_at, one->body_len),
			(size_t)one->size);
		status = sp_export_put(run, name, sp_buf_str(&bytes), err);
		run->report->attachments++;
	}
	sp_json_set_text(object, "name", one->name);
	sp_json_set_text(object, "type", one->type);
	sp_json_set_number(object, "size", one->size);
	/* What is inside another file (winmail.dat, a forwarded mail) is in that one. */
	sp_json_set_text(object, "file", whole ? sp_str(name) : SP_NONE);
	sp_json_push(files, object);
	sp_buf_release(&bytes);
	return status;
}

static enum sp_status put_files(struct sp_export_run *run, int64_t message_id, struct sp_str raw,
	struct sp_json *files, struct sp_err *err)
{
	struct sp_attachment *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_message_attachments(run->how->db, run->arena, message_id, &list,
		&count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = put_file(run, message_id, i + 1, &list[i], raw, files, err);
	return status;
}

/* --- one message ------------------------------------------------------------------------------- */

static enum sp_status put_message(struct sp_export_list *list,
	const struct sp_exported_message *message, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	const char *name = sp_export_message_name(run->arena, message->id);
	struct sp_json *object = sp_json_object(), *files = sp_json_array();
	struct sp_buf raw = SP_BUF_INIT;
	bool found = false;
	enum sp_status status = read_bytes(run, message, &raw, &found, err);

	if (status == SP_OK && found)
		status = sp_export_put(run, name, sp_buf_str(&raw), err);
	if (status == SP_OK && found)
		status = put_files(run, message->id, sp_buf_str(&raw), files, err);
	sp_buf_release(&raw);
	*(found ? &run->report->messages : &run->report->missing) += 1;
	sp_json_set_number(object, "message", message->id);
	sp_json_set_text(object, "file", found ? sp_str(name) : SP_NONE);
	sp_export_set_instant(object, "received", message->received_at);
	sp_json_set_text(object, "subject", message->subject);
	sp_json_set_text(object, "message_id", message->header_id);
	sp_json_set_text(object, "ticket", message->ticket);
	sp_json_set_number(object, "size", message->size);
	sp_json_set(object, "attachments", files);
	if (status == SP_OK)
		return sp_export_item(list, object, err);
	sp_json_free(object);
	return status;
}

enum sp_status sp_export_messages(struct sp_export_list *list, struct sp_err *err)
{
	const struct sp_exporting *how = list->run->how;
	struct sp_exported_message message = { 0 };
	int64_t last = 0;
	enum sp_status status = sp_export_last(how->db, &last, err);
	bool found = true;

	while (status == SP_OK) {
		status = sp_export_message(how->db, list->run->arena, list->run->person->id, message.id,
			&message, &found, err);
		if (status != SP_OK || !found)
			break;
		status = put_message(list, &message, err);
		if (how->step)
			how->step(how->context, message.id, last);
	}
	return status;
}
