/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Erasure: what is over its time, or a person's who asked for it (SPEC.md
 * sections 6.4 and 12).  What is erased, where and how is the table in
 * store/personal.c; the order of it all is desk/erase.h.
 *
 * An erasure is marked: tickets and messages whose words go have its instant in
 * `erased_at`, and everything else follows from the marks.  Hours, money, the
 * journal and the register are not touched: there are only numbers in them.
 */
#ifndef SP_STORE_ERASE_H
#define SP_STORE_ERASE_H

#include "base/hash.h"
#include "store/db.h"
#include "text/mentions.h"
#include "text/retention.h"

struct sp_erasure {
	int64_t id;
	int64_t person_id;  /* 0: what is over its time */
	int64_t request_id; /* 0: none */
	int64_t at;
	bool pages; /* its rows are gone; what the file had of them may not be */
};

/* Note that one has begun, at an instant that no other has (`at` may become
 * later); those that did and have not ended; that one has. */
enum sp_status sp_erasure_begin(struct sp_db *db, struct sp_erasure *erasure, struct sp_err *err)
	SP_MUST_CHECK;
enum sp_status sp_erasures(struct sp_db *db, struct sp_arena *arena,
	struct sp_erasure **erasures_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_erasure_rows_gone(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_erasure_end(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err) SP_MUST_CHECK;

/* How many rows were marked, emptied, and changed because they spoke of him. */
struct sp_erased {
	int64_t tickets, messages, rows, mentions;
};

/* Mark the person's tickets and messages, but what a hold or the accounts (so
 * many days, 0 for no such duty) keep. */
enum sp_status sp_erase_mark_person(struct sp_db *db, const struct sp_erasure *erasure,
	int64_t accounts_days, struct sp_erased *erased, struct sp_err *err) SP_MUST_CHECK;

/* Mark what is over its time, and delete the bytes of mails that were sent. */
enum sp_status sp_erase_mark_old(struct sp_db *db, const struct sp_erasure *erasure,
	const struct sp_retention *retention, struct sp_erased *erased, struct sp_err *err)
	SP_MUST_CHECK;

/* What of the person is kept after sp_erase_mark_person(), and until when. */
struct sp_kept {
	struct sp_str ticket;
	int64_t held_until;     /* 0: no hold */
	int64_t accounts_until; /* 0: no work was charged, or that was too long ago */
};
enum sp_status sp_erase_kept(struct sp_db *db, struct sp_arena *arena,
	const struct sp_erasure *erasure, int64_t accounts_days, struct sp_kept **kept_r,
	size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Empty what is marked, and the person himself when nothing of his is kept. */
enum sp_status sp_erase_rows(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_erased *erased, struct sp_err *err) SP_MUST_CHECK;

/* His addresses, and every name he used: to be collected before his rows go. */
enum sp_status sp_erase_names(struct sp_db *db, int64_t person_id, struct sp_mentions *mentions,
	struct sp_err *err) SP_MUST_CHECK;

/* The lines of what he said and is not kept: to be collected after the marks, before
 * his rows go. */
enum sp_status sp_erase_said(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_mentions *mentions, struct sp_err *err) SP_MUST_CHECK;

/* In all rows of text: what names him does not any more. */
enum sp_status sp_erase_mentions(struct sp_db *db, const struct sp_erasure *erasure,
	const struct sp_mentions *mentions, struct sp_erased *erased, struct sp_err *err) SP_MUST_CHECK;

/* The index of words, anew from what is left. */
enum sp_status sp_erase_index(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_err *err) SP_MUST_CHECK;

/* Others' messages (`outbox`: mails that we sent), the next one after `id`;
 * *id_r is 0 when there is none.  *wrote_r: he wrote in that conversation;
 * *his_r: the ticket was his. */
enum sp_status sp_erase_next_bytes(struct sp_db *db, const struct sp_erasure *erasure, bool outbox,
	int64_t after, int64_t *id_r, bool *wrote_r, bool *his_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_erase_set_bytes(struct sp_db *db, bool outbox, int64_t id, struct sp_str bytes,
	struct sp_err *err) SP_MUST_CHECK;

/* What others said where he wrote too, the next ones after `id`. */
struct sp_said {
	int64_t id;
	struct sp_str text;
};
enum sp_status sp_erase_next_said(struct sp_db *db, struct sp_arena *arena,
	const struct sp_erasure *erasure, int64_t after, struct sp_said **said_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_erase_set_said(struct sp_db *db, int64_t id, struct sp_str text,
	struct sp_err *err) SP_MUST_CHECK;

/* What an archived message was, and what becomes of it. */
struct sp_archived_state {
	bool known;  /* the database has its row */
	bool erased; /* it goes */
	bool wrote;  /* he wrote in that conversation */
};
enum sp_status sp_erase_archived(struct sp_db *db, const struct sp_erasure *erasure,
	const struct sp_digest *content, struct sp_str header_id, struct sp_archived_state *state_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The ticket of an archive's file, by its code ("HT00191"). */
struct sp_archived_ticket {
	bool known;
	bool erased; /* it is marked by this erasure, or was before */
	bool kept;   /* it is his and is kept */
	bool wrote;  /* he wrote on it */
};
enum sp_status sp_erase_archived_ticket(struct sp_db *db, const struct sp_erasure *erasure,
	struct sp_str prefix, int64_t number, struct sp_archived_ticket *ticket_r, struct sp_err *err)
	SP_MUST_CHECK;

/* The last mail to him, which tells him, and those to others where he wrote are
 * emptied once they were sent or given up; *waiting_r: some were not yet. */
enum sp_status sp_erase_last_mails(struct sp_db *db, const struct sp_erasure *erasure,
	bool *waiting_r, struct sp_err *err) SP_MUST_CHECK;

/* Persons of whom nothing is left to keep, known before `before`: to be erased too. */
enum sp_status sp_erase_unused_people(struct sp_db *db, struct sp_arena *arena, int64_t before,
	int64_t now, int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Outside a transaction: nothing that was deleted is left in the file or its
 * log.  SP_TEMP when a reader is in the way: later again. */
enum sp_status sp_erase_pages(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;

#endif
