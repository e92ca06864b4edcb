/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/files.h"

#include "core/intake.h"
#include "mail/decode.h"
#include "store/messages.h"

/* The list in the making. */
struct listing {
	struct sp_applying *a;
	struct sp_file *files;
	size_t count, room;
};

static void add(struct listing *l, const struct sp_attachment *attachment, int64_t message_id)
{
	l->files = sp_arena_grow(l->a->arena, l->files, l->count, &l->room, sizeof *l->files);
	l->files[l->count++] = (struct sp_file){ .attachment = attachment, .message_id = message_id };
}

static void add_own(struct listing *l)
{
	const struct sp_message *message = l->a->c->message;

	for (size_t i = 0; i < message->attachment_count; i++)
		if (!message->attachments[i].inline_image)
			add(l, &message->attachments[i], 0);
}

/* What hangs on another message than the one at hand. */
static enum sp_status add_earlier(struct listing *l, int64_t message_id, struct sp_err *err)
{
	struct sp_attachment *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_message_attachments(l->a->db, l->a->arena, message_id, &list,
		&count, err);

	for (size_t i = 0; i < count && i < SP_MAIL_FILES; i++)
		if (!list[i].inline_image)
			add(l, &list[i], message_id);
	return status;
}

static enum sp_status add_photos(struct listing *l, int64_t ticket_id, struct sp_err *err)
{
	struct sp_photo *photos = NULL;
	size_t count = 0;
	enum sp_status status = sp_photos(l->a->db, l->a->arena, ticket_id, SP_SMALLEST_PHOTO,
		SP_MAIL_FILES, &photos, &count, err);

	for (size_t i = 0; i < count; i++)
		add(l, &photos[i].file, photos[i].message_id);
	return status;
}

/* Of one message all go along or none, which its reader understands; of the
 * photographs as many as there is room for. */
static void enclose(struct listing *l, bool all)
{
	int64_t total = 0;

	for (size_t i = 0; i < l->count; i++)
		total += l->files[i].attachment->size;
	if (all && total > SP_MAIL_ENCLOSURES)
		return;
	total = 0;
	for (size_t i = 0; i < l->count; i++) {
		const struct sp_attachment *attachment = l->files[i].attachment;

		if (attachment->body_len == 0 || attachment->size > SP_MAIL_ENCLOSURES - total)
			continue;
		total += attachment->size;
		l->files[i].enclosed = true;
	}
}

enum sp_status sp_files_of(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_file **files_r, size_t *count_r, struct sp_err *err)
{
	const struct sp_mail_kind *kind = decision->mail.kind;
	struct listing l = { .a = a };
	enum sp_status status = SP_OK;

	if (decision->mail.origin_id)
		status = add_earlier(&l, decision->mail.origin_id, err);
	else
		add_own(&l);
	if (status == SP_OK && kind->audience == SP_TO_SUPPLIER && !decision->mail.again)
		status = add_photos(&l, sp_apply_id(a, decision->ticket_id), err);
	if (kind->encloses)
		enclose(&l, kind->audience != SP_TO_SUPPLIER);
	*files_r = l.files;
	*count_r = l.count;
	return status;
}

enum sp_status sp_file_bytes(struct sp_applying *a, const struct sp_file *file, struct sp_buf *out,
	struct sp_err *err)
{
	const struct sp_attachment *attachment = file->attachment;
	struct sp_str encoded = sp_str_sub(a->raw, attachment->body_at, attachment->body_len);
	struct sp_buf piece = SP_BUF_INIT;
	enum sp_status status = SP_OK;
	bool found = false;

	if (file->message_id) {
		status = sp_message_piece(a->db, file->message_id, attachment->body_at,
			attachment->body_len, &piece, &found, err);
		encoded = sp_buf_str(&piece);
	}
	if (status == SP_OK)
		sp_decode_body(out, attachment->encoding, encoded, SP_MAIL_ENCLOSURES);
	sp_buf_release(&piece);
	return status;
}
