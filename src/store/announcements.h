/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Notices to customers, and how far each has come.
 */
#ifndef SP_STORE_ANNOUNCEMENTS_H
#define SP_STORE_ANNOUNCEMENTS_H

#include "core/facts.h"
#include "store/db.h"

struct sp_announcement {
	int64_t id;
	struct sp_str title, text;
	int64_t queue_id; /* 0: for all */
	int64_t pace;     /* mails a minute, at least 1 */
	int64_t at;
	int64_t mails;    /* queued so far */
	int64_t after_id; /* the last person who has his */
	int64_t queued_at; /* 0: it goes on */
};

/* A new one; `queue` absent: for all.  Fills in the id. */
enum sp_status sp_announcement_add(struct sp_db *db, struct sp_announcement *announcement,
	struct sp_str queue, struct sp_err *err) SP_MUST_CHECK;

/* The queue's number, 0 when nobody ever wrote to it; makes none. */
enum sp_status sp_announcement_queue(struct sp_db *db, struct sp_str queue, int64_t *id_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Those that are not all queued. */
enum sp_status sp_announcements_open(struct sp_db *db, struct sp_arena *arena, int64_t **ids_r,
	size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* The newest with the same title, text and queue that goes on, or was given since then;
 * 0 when there is none. */
enum sp_status sp_announcement_same(struct sp_db *db, const struct sp_announcement *announcement,
	int64_t since, int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_announcement_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_announcement *announcement_r, struct sp_err *err) SP_MUST_CHECK;

/* How far it has come: mails, after_id, queued_at. */
enum sp_status sp_announcement_went_on(struct sp_db *db, const struct sp_announcement *announcement,
	struct sp_err *err) SP_MUST_CHECK;

/* The next persons to tell, at most `limit`. */
enum sp_status sp_announcement_readers(struct sp_db *db, struct sp_arena *arena,
	const struct sp_announcement *announcement, int64_t limit, int64_t **ids_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Those for that person since then, the newest first: title, text, at. */
enum sp_status sp_announcements_for(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t since, int64_t limit, struct sp_announcement **list_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
