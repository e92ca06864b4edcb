/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/messages.h"

#include "core/address.h"
#include "store/handle.h"
#include "store/query.h"

enum {
	/* Above this the bytes are written in pieces: bound as one value SQLite
	 * would copy them whole. */
	WHOLE_BYTES = 256 * 1024,
	PIECE_BYTES = 64 * 1024,
};

/* --- seen before -------------------------------------------------------------- */

enum sp_status sp_message_seen(struct sp_db *db, struct sp_str header_id,
	const struct sp_digest *content, bool *seen_r, bool *same_id_r, struct sp_err *err)
{
	enum sp_status status;
	struct sp_query query;

	*same_id_r = false;
	sp_query_begin(&query, db, SP_SQL_MESSAGE_SEEN, NULL, err);
	sp_bind_blob(&query, content->bytes, sizeof(content->bytes));
	status = sp_query_exists(&query, seen_r);
	if (status != SP_OK || header_id.len == 0)
		return status;
	sp_query_begin(&query, db, SP_SQL_MESSAGE_ID_SEEN, NULL, err);
	sp_bind_blob(&query, content->bytes, sizeof(content->bytes));
	sp_bind_text(&query, header_id);
	return sp_query_exists(&query, same_id_r);
}

/* --- store -------------------------------------------------------------------- */

static void add_flag(struct sp_buf *flags, bool is, const char *word)
{
	if (is)
		sp_buf_printf(flags, "%s%s", flags->len ? " " : "", word);
}

static void list_flags(struct sp_buf *flags, const struct sp_message *message, bool same_id)
{
	add_flag(flags, message->cut, "cut");
	add_flag(flags, same_id, "same-id");
	add_flag(flags, message->html_only, "html-only");
	add_flag(flags, message->signed_smime || message->signed_pgp, "signed");
	add_flag(flags, message->encrypted, "encrypted");
	add_flag(flags, message->spam_header, "spam-header");
	add_flag(flags, message->pec == SP_PEC_MESSAGE, "pec");
}

/* The author's address in the form that addresses are compared in. */
static struct sp_str sender_of(struct sp_arena *arena, const struct sp_message *message)
{
	if (message->from.count == 0)
		return SP_NONE;
	return sp_address_key(arena, message->from.items[0].address);
}

static enum sp_status add_row(struct sp_db *db, const struct sp_message *message,
	const struct sp_envelope *envelope, const struct sp_message_row *row, struct sp_str flags,
	int64_t *id_r, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_MESSAGE_ADD, NULL, err);
	sp_bind_text(&query, message->message_id);
	sp_bind_blob(&query, row->content.bytes, sizeof(row->content.bytes));
	sp_bind_word(&query, sp_class_name(message->class));
	sp_bind_text(&query, message->class_reason);
	sp_bind_id(&query, row->author_id);
	sp_bind_text(&query, sender_of(&arena, message));
	sp_bind_text(&query, message->from.count ? message->from.items[0].name : SP_NONE);
	sp_bind_text(&query, message->subject);
	sp_bind_int(&query, row->vouched);
	sp_bind_text(&query, envelope->sender);
	sp_bind_text(&query, row->envelope_recipient);
	sp_bind_text(&query, envelope->mail_queue_id);
	sp_bind_id(&query, message->has_date ? message->date : 0);
	sp_bind_int(&query, row->received);
	sp_bind_int(&query, row->now);
	sp_bind_int(&query, message->size);
	sp_bind_text(&query, flags);
	status = sp_query_number(&query, id_r);
	sp_arena_release(&arena);
	return status;
}

static const char *const encodings[] = {
	[SP_IDENTITY] = "identity", [SP_BASE64] = "base64",
	[SP_QUOTED_PRINTABLE] = "quoted-printable", [SP_UUENCODE] = "uuencode",
};

static enum sp_status add_attachment(struct sp_db *db, int64_t id,
	const struct sp_attachment *attachment, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ATTACHMENT_ADD, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_int(&query, attachment->part);
	sp_bind_text(&query, attachment->name);
	sp_bind_text(&query, attachment->type);
	sp_bind_int(&query, attachment->size);
	sp_bind_blob(&query, attachment->sha256.bytes, sizeof(attachment->sha256.bytes));
	sp_bind_int(&query, !attachment->inline_image);
	sp_bind_int(&query, (int64_t)attachment->body_at);
	sp_bind_int(&query, (int64_t)attachment->body_len);
	sp_bind_word(&query, encodings[attachment->encoding]);
	return sp_query_run(&query);
}

enum sp_status sp_message_reindex(struct sp_db *db, int64_t id, const struct sp_message *message,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_ATTACHMENTS_REMOVE, NULL, err);
	sp_bind_int(&query, id);
	status = sp_query_run(&query);
	for (size_t i = 0; status == SP_OK && i < message->attachment_count; i++)
		status = add_attachment(db, id, &message->attachments[i], err);
	return status;
}

static enum sp_status write_pieces(struct sp_db *db, int64_t id, struct sp_str raw,
	struct sp_err *err)
{
	sqlite3_blob *blob = NULL;
	int code = sqlite3_blob_open(db->sqlite, "main", "raw", "bytes", id, 1, &blob);

	for (size_t at = 0; code == SQLITE_OK && at < raw.len; at += PIECE_BYTES) {
		struct sp_str piece = sp_str_sub(raw, at, PIECE_BYTES);

		code = sqlite3_blob_write(blob, piece.ptr, (int)piece.len, (int)at);
	}
	if (code != SQLITE_OK) {
		sp_db_fail(db, code, err);
		sqlite3_blob_close(blob);
		return SP_TEMP;
	}
	code = sqlite3_blob_close(blob);
	return code == SQLITE_OK ? SP_OK : sp_db_fail(db, code, err);
}

static enum sp_status add_raw(struct sp_db *db, int64_t id, struct sp_str raw, struct sp_err *err)
{
	bool whole = raw.len <= WHOLE_BYTES;
	enum sp_status status;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_RAW_ADD, NULL, err);
	sp_bind_int(&query, id);
	if (whole)
		sp_bind_blob(&query, raw.ptr, raw.len);
	else
		sp_bind_zeros(&query, raw.len);
	status = sp_query_run(&query);
	return status == SP_OK && !whole ? write_pieces(db, id, raw, err) : status;
}

enum sp_status sp_message_store(struct sp_db *db, const struct sp_message *message,
	const struct sp_envelope *envelope, const struct sp_message_row *row, struct sp_str raw,
	int64_t *id_r, struct sp_err *err)
{
	struct sp_buf flags = SP_BUF_INIT;
	enum sp_status status;

	list_flags(&flags, message, row->same_id);
	status = add_row(db, message, envelope, row, sp_buf_str(&flags), id_r, err);
	sp_buf_release(&flags);
	if (status == SP_OK)
		status = add_raw(db, *id_r, raw, err);
	for (size_t i = 0; status == SP_OK && i < message->attachment_count; i++)
		status = add_attachment(db, *id_r, &message->attachments[i], err);
	return status;
}

/* --- read --------------------------------------------------------------------- */

static enum sp_status read_piece(struct sp_db *db, int64_t id, size_t at, size_t len,
	struct sp_buf *out, struct sp_err *err)
{
	sqlite3_blob *blob = NULL;
	int code = sqlite3_blob_open(db->sqlite, "main", "raw", "bytes", id, 0, &blob);

	if (code == SQLITE_OK) {
		size_t size = (size_t)sqlite3_blob_bytes(blob);

		at = at < size ? at : size;
		len = len < size - at ? len : size - at;
		sp_buf_reserve(out, len);
		code = sqlite3_blob_read(blob, out->ptr + out->len, (int)len, (int)at);
		if (code == SQLITE_OK)
			out->len += len;
		out->ptr[out->len] = '\0';
	}
	if (code != SQLITE_OK)
		sp_db_fail(db, code, err);
	sqlite3_blob_close(blob);
	return code == SQLITE_OK ? SP_OK : SP_TEMP;
}

enum sp_status sp_message_raw(struct sp_db *db, int64_t id, struct sp_buf *out, bool *found_r,
	struct sp_err *err)
{
	return sp_message_piece(db, id, 0, SIZE_MAX, out, found_r, err);
}

enum sp_status sp_message_piece(struct sp_db *db, int64_t id, size_t at, size_t len,
	struct sp_buf *out, bool *found_r, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_RAW_THERE, NULL, err);
	sp_bind_int(&query, id);
	status = sp_query_exists(&query, found_r);
	return status == SP_OK && *found_r ? read_piece(db, id, at, len, out, err) : status;
}

/* A word of another program's would be a damaged database; as bytes it does no harm. */
static enum sp_encoding read_encoding(struct sp_query *query)
{
	struct sp_str word = sp_read_text(query);

	for (int i = SP_BASE64; i <= SP_UUENCODE; i++)
		if (sp_str_eq(word, sp_str(encodings[i])))
			return (enum sp_encoding)i;
	return SP_IDENTITY;
}

static void read_attachment(struct sp_query *query, struct sp_photo *one)
{
	one->message_id = sp_read_int(query);
	one->file.part = (unsigned)sp_read_int(query);
	one->file.name = sp_read_text(query);
	one->file.type = sp_read_text(query);
	one->file.size = sp_read_int(query);
	one->file.sha256 = sp_read_digest(query);
	one->file.inline_image = !sp_read_bool(query);
	one->file.body_at = (size_t)sp_read_int(query);
	one->file.body_len = (size_t)sp_read_int(query);
	one->file.encoding = read_encoding(query);
}

enum sp_status sp_message_attachments(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_attachment **attachments_r, size_t *count_r, struct sp_err *err)
{
	struct sp_attachment *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ATTACHMENTS, arena, err);
	sp_bind_int(&query, id);
	while (sp_query_row(&query)) {
		struct sp_photo one;

		read_attachment(&query, &one);
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count++] = one.file;
	}
	*attachments_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_photos(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t smallest, size_t limit, struct sp_photo **photos_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_photo *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PHOTOS, arena, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, smallest);
	sp_bind_int(&query, (int64_t)limit);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		read_attachment(&query, &list[count++]);
	}
	*photos_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_ticket_has_file(struct sp_db *db, int64_t ticket_id, int64_t smallest,
	bool *has_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TICKET_HAS_FILE, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, smallest);
	return sp_query_exists(&query, has_r);
}

enum sp_status sp_messages_from(struct sp_db *db, struct sp_str sender, int64_t since,
	int64_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_MESSAGES_FROM, NULL, err);
	sp_bind_text(&query, sender);
	sp_bind_int(&query, since);
	return sp_query_number(&query, count_r);
}
