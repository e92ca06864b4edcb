/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages received: the row, the raw bytes, the index of attachments.
 */
#ifndef SP_STORE_MESSAGES_H
#define SP_STORE_MESSAGES_H

#include "core/facts.h"
#include "store/db.h"

/* What is kept of a message besides its bytes. */
struct sp_message_row {
	int64_t author_id; /* 0: nobody we know */
	bool vouched;      /* DKIM, DMARC or token held */
	int64_t now;
	int64_t received;  /* when our own mail server took it */
	struct sp_str envelope_recipient; /* without a token */
	struct sp_digest content;         /* sp_message_identity() */
	bool same_id; /* flagged: the Message-ID was seen with another content */
};

/* Is this very message stored?  The content (which has the Message-ID in it)
 * decides alone: a parser that died before it came to that field must not make
 * a second message of it.  Is its Message-ID stored, with another content? */
enum sp_status sp_message_seen(struct sp_db *db, struct sp_str header_id,
	const struct sp_digest *content, bool *seen_r, bool *same_id_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Store it all.  The raw bytes are written in pieces, not copied.  SP_TEMP also
 * when the same message is there already: ask sp_message_seen() first. */
enum sp_status sp_message_store(struct sp_db *db, const struct sp_message *message,
	const struct sp_envelope *envelope, const struct sp_message_row *row, struct sp_str raw,
	int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* Its attachments are others now: those of `message`. */
enum sp_status sp_message_reindex(struct sp_db *db, int64_t id, const struct sp_message *message,
	struct sp_err *err) SP_MUST_CHECK;

/* The raw bytes, appended.  *found_r false when they left for the archive. */
enum sp_status sp_message_raw(struct sp_db *db, int64_t id, struct sp_buf *out, bool *found_r,
	struct sp_err *err) SP_MUST_CHECK;

/* A piece of them, appended: at most what there is from `at` on. */
enum sp_status sp_message_piece(struct sp_db *db, int64_t id, size_t at, size_t len,
	struct sp_buf *out, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

/* Attachments of a message. */
enum sp_status sp_message_attachments(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_attachment **attachments_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* The images that the requester's side sent on a ticket, oldest first, at most
 * `limit`; those within a text only from `smallest` bytes on: smaller ones are
 * ornaments. */
struct sp_photo {
	int64_t message_id;
	struct sp_attachment file;
};
enum sp_status sp_photos(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t smallest, size_t limit, struct sp_photo **photos_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Is a file, or an image of at least `smallest` bytes, attached to what the
 * customer wrote on that ticket? */
enum sp_status sp_ticket_has_file(struct sp_db *db, int64_t ticket_id, int64_t smallest,
	bool *has_r, struct sp_err *err) SP_MUST_CHECK;

/* Messages of class person from this address (sp_address_key()) stored at or after `since`. */
enum sp_status sp_messages_from(struct sp_db *db, struct sp_str sender, int64_t since,
	int64_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* A message that waits until its sender is a customer; the messages of one who
 * waits, oldest first; none of them waits any more. */
enum sp_status sp_held_add(struct sp_db *db, int64_t message_id, int64_t person_id,
	struct sp_str queue, int64_t now, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_held_of(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_held_remove(struct sp_db *db, int64_t person_id, struct sp_err *err)
	SP_MUST_CHECK;

/* How a stored message came: sender, queue id, and its recipient (without its
 * token) as the only one.  *found_r false when there is none. */
enum sp_status sp_message_envelope(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_envelope *envelope_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

/* What a trusted header called spam, the newest first, at most `limit`. */
struct sp_quarantined {
	int64_t id, at;
	struct sp_str sender, subject, why;
};
enum sp_status sp_quarantine_list(struct sp_db *db, struct sp_arena *arena, int64_t limit,
	struct sp_quarantined **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* That message is a person's after all, `why` says who decided so / its bytes
 * are deleted (its row stays, so that the same is not taken again).  SP_PERM
 * when it is not in quarantine. */
enum sp_status sp_quarantine_release(struct sp_db *db, int64_t id, struct sp_str why,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_quarantine_drop(struct sp_db *db, int64_t id, struct sp_err *err) SP_MUST_CHECK;

#endif
