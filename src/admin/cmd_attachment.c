/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello attachment: the files that came with a ticket's messages.
 *
 * A file's name is what a stranger wrote: it is data, never a path.  Extracted files
 * are called HT00191-3-NAME, in a folder that is there already, are never opened
 * through a link, and never overwrite anything.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/show.h"
#include "base/utf8.h"
#include "mail/decode.h"
#include "store/messages.h"

enum { FILE_LIMIT = 50 * 1024 * 1024 };

static const struct sp_option extract_options[] = {
	{ .name = "folder", .value = "FOLDER", .help = "where to; must be there (needed)" },
	{ .name = "dry-run", .help = "say what would be written, and write nothing" },
	{ .name = NULL },
};

/* One of the ticket's files, in the order in which they came. */
struct one {
	const struct sp_attachment *file;
	int64_t message_id, at;
};

struct files {
	struct one *items;
	size_t count, room;
};

static enum sp_status add_message(struct sp_admin *admin, struct files *files,
	const struct sp_entry *entry, struct sp_err *err)
{
	struct sp_attachment *list = NULL;
	size_t count = 0;
	enum sp_status status;

	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].message_id == entry->message_id)
			return SP_OK; /* a message may be more than one entry */
	status = sp_message_attachments(admin->db, &admin->arena, entry->message_id, &list, &count,
		err);
	for (size_t i = 0; i < count; i++) {
		files->items = sp_arena_grow(&admin->arena, files->items, files->count, &files->room,
			sizeof(*files->items));
		files->items[files->count++] = (struct one){ &list[i], entry->message_id, entry->at };
	}
	return status;
}

static enum sp_status files_of(struct sp_admin *admin, const struct sp_ticket *ticket,
	struct files *files, struct sp_err *err)
{
	struct sp_entry *entries = NULL;
	size_t count = 0;
	enum sp_status status = sp_entries(admin->db, &admin->arena, ticket->id, 0,
		&entries, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (entries[i].message_id)
			status = add_message(admin, files, &entries[i], err);
	return status;
}

/* --- list ------------------------------------------------------------------------ */

static struct sp_json *as_json(const struct one *one, size_t number)
{
	struct sp_json *object = sp_json_object();
	struct sp_buf digest = SP_BUF_INIT;

	sp_hex_add(&digest, one->file->sha256.bytes, sizeof(one->file->sha256.bytes));
	sp_json_set_number(object, "number", (int64_t)number);
	sp_json_set_text(object, "name", one->file->name);
	sp_json_set_text(object, "type", one->file->type);
	sp_json_set_number(object, "size", one->file->size);
	sp_json_set_text(object, "sha256", sp_buf_str(&digest));
	sp_json_set_number(object, "message", one->message_id);
	sp_json_set_instant(object, "at", one->at);
	sp_buf_release(&digest);
	return object;
}

static void add_row(struct sp_buf *out, const struct one *one, size_t number)
{
	struct sp_buf size = SP_BUF_INIT;

	sp_add_size(&size, one->file->size);
	sp_buf_printf(out, "%4zu  ", number);
	sp_add_instant(out, one->at);
	sp_buf_printf(out, "  %8s  ", size.ptr);
	sp_show_column(out, one->file->name, 44);
	sp_end_line(out);
	sp_buf_release(&size);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_ticket ticket;
	struct files files = { 0 };
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *list;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one ticket is needed");
	status = sp_find_ticket(admin, admin->argv[0], &ticket, err);
	if (status == SP_OK)
		status = files_of(admin, &ticket, &files, err);
	if (status != SP_OK)
		return status;
	list = admin->json ? sp_json_array() : NULL;
	for (size_t i = 0; i < files.count; i++)
		if (list)
			sp_json_push(list, as_json(&files.items[i], i + 1));
		else
			add_row(&out, &files.items[i], i + 1);
	sp_buf_printf(&out, "%zu file%s\n", files.count, files.count == 1 ? "" : "s");
	if (list)
		sp_print_json(admin, list);
	else
		sp_print(admin, &out);
	sp_buf_release(&out);
	return SP_OK;
}

/* --- extract --------------------------------------------------------------------- */

struct extracting {
	struct sp_admin *admin;
	const char *folder;
	struct sp_str code;
	bool dry_run;
	int folder_fd;
	struct sp_json *array; /* with --json, instead of `out` */
	struct sp_buf out;
};

/* "HT00191-3-foto.jpg": no byte of the name is a path's or a terminal's. */
static const char *file_name(struct extracting *x, const struct one *one, size_t number)
{
	struct sp_str name = sp_utf8_cut(one->file->name, 200);
	char *path = sp_arena_printf(&x->admin->arena, "%.*s-%zu-%.*s", SP_FMT(x->code), number,
		SP_FMT(name));

	for (char *c = path; *c; c++)
		if ((unsigned char)*c < 0x20 || strchr("/\\:*?\"<>|\x7f", *c))
			*c = '_';
	return path;
}

static enum sp_status read_bytes(struct extracting *x, const struct one *one, struct sp_buf *bytes,
	struct sp_err *err)
{
	struct sp_buf piece = SP_BUF_INIT;
	bool found = false;
	enum sp_status status = SP_OK;

	if (one->file->body_len == 0 && one->file->size > 0)
		return sp_fail(err, SP_PERM, "%.*s is inside another attachment (winmail.dat, or a "
			"forwarded mail): extract that", SP_FMT(one->file->name));
	status = sp_message_piece(x->admin->db, one->message_id, one->file->body_at,
		one->file->body_len, &piece, &found, err);
	if (status == SP_OK && !found)
		status = sp_fail(err, SP_PERM, "message %lld has left for the archive: the file is in "
			"%.*s.mbox.gz there", (long long)one->message_id, SP_FMT(x->code));
	if (status == SP_OK)
		sp_decode_body(bytes, one->file->encoding, sp_buf_str(&piece), FILE_LIMIT);
	sp_buf_release(&piece);
	return status;
}

static enum sp_status write_new(struct extracting *x, const char *name, struct sp_str bytes,
	struct sp_err *err)
{
	int fd = openat(x->folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		0600);
	enum sp_status status;

	if (fd < 0 && errno == EEXIST)
		return sp_fail(err, SP_PERM, "%s/%s: is there already; nothing is overwritten",
			x->folder, name);
	if (fd < 0)
		return sp_fail(err, SP_TEMP, "%s/%s: %s", x->folder, name, strerror(errno));
	status = sp_write_all(fd, name, bytes, err);
	if (close(fd) != 0 && status == SP_OK)
		status = sp_fail(err, SP_TEMP, "%s/%s: %s", x->folder, name, strerror(errno));
	if (status != SP_OK)
		unlinkat(x->folder_fd, name, 0);
	return status;
}

static struct sp_json *written_json(struct extracting *x, const char *name, size_t size)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_bool(object, "dry_run", x->dry_run);
	sp_json_set_text(object, "file", sp_str(sp_arena_printf(&x->admin->arena, "%s/%s", x->folder,
		name)));
	sp_json_set_number(object, "size", (int64_t)size);
	return object;
}

static enum sp_status extract(struct extracting *x, const struct one *one, size_t number,
	struct sp_err *err)
{
	const char *name = file_name(x, one, number);
	struct sp_buf bytes = SP_BUF_INIT;
	enum sp_status status = read_bytes(x, one, &bytes, err);

	if (status == SP_OK && !x->dry_run)
		status = write_new(x, name, sp_buf_str(&bytes), err);
	if (status == SP_OK && x->array) {
		sp_json_push(x->array, written_json(x, name, bytes.len));
	} else if (status == SP_OK) {
		sp_buf_printf(&x->out, "%s%s/", x->dry_run ? "would write " : "", x->folder);
		sp_show_line(&x->out, sp_str(name));
		sp_buf_printf(&x->out, " (%zu bytes)\n", bytes.len);
	}
	sp_buf_release(&bytes);
	return status;
}

/* Those whose numbers are given after the ticket, or all. */
static enum sp_status extract_chosen(struct extracting *x, const struct files *files,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;
	int64_t number;

	for (int i = 1; i < x->admin->argc && status == SP_OK; i++) {
		status = sp_find_number("a file", x->admin->argv[i], &number, err);
		if (status == SP_OK && number > (int64_t)files->count)
			status = sp_fail(err, SP_PERM, "%.*s has %zu file%s; see sportello attachment list",
				SP_FMT(x->code), files->count, files->count == 1 ? "" : "s");
		if (status == SP_OK)
			status = extract(x, &files->items[number - 1], (size_t)number, err);
	}
	for (size_t i = 0; x->admin->argc == 1 && status == SP_OK && i < files->count; i++)
		status = extract(x, &files->items[i], i + 1, err);
	return status;
}

static enum sp_status run_extract(struct sp_admin *admin, struct sp_err *err)
{
	struct extracting x = { .admin = admin, .folder = sp_option(admin, "folder"),
		.dry_run = sp_option(admin, "dry-run") != NULL, .folder_fd = -1, .out = SP_BUF_INIT };
	struct files files = { 0 };
	struct sp_ticket ticket;
	enum sp_status status;

	if (admin->argc < 1 || !x.folder)
		return sp_usage(admin, err, "a ticket and --folder are needed");
	status = sp_find_ticket(admin, admin->argv[0], &ticket, err);
	if (status == SP_OK)
		status = files_of(admin, &ticket, &files, err);
	if (status != SP_OK)
		return status;
	x.code = ticket.code;
	x.folder_fd = open(x.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (x.folder_fd < 0)
		return sp_fail(err, SP_PERM, "%s: %s; make the folder first", x.folder, strerror(errno));
	x.array = admin->json ? sp_json_array() : NULL;
	status = extract_chosen(&x, &files, err);
	close(x.folder_fd);
	/* What was written before a failure is told too. */
	if (x.array)
		sp_print_json(admin, x.array);
	else
		sp_print(admin, &x.out);
	sp_buf_release(&x.out);
	return status;
}

const struct sp_command sp_cmd_attachment_list = {
	.name = "attachment list", .arguments = "TICKET", .summary = "files that came with a ticket",
	.needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_attachment_extract = {
	.name = "attachment extract", .arguments = "TICKET [NUMBER...]",
	.summary = "write such files into a folder", .options = extract_options,
	.needs = SP_NEEDS_DB_READ, .run = run_extract,
};
