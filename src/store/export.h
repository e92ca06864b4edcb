/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the database has of one person, to be handed to him (SPEC.md section 12):
 * where it is found.  What of it is his, and how it is written: desk/export.h.
 */
#ifndef SP_STORE_EXPORT_H
#define SP_STORE_EXPORT_H

#include "base/hash.h"
#include "store/db.h"
#include "store/outbox.h"
#include "text/mentions.h"

/* The tickets that he opened, wrote on or was put into copy of, by id. */
enum sp_status sp_export_tickets(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* A message that he wrote. */
struct sp_exported_message {
	int64_t id;
	struct sp_str header_id;
	struct sp_digest content; /* sp_message_identity() */
	int64_t received_at;
	struct sp_str subject;
	int64_t size;
	struct sp_str ticket; /* its code, absent when on none */
	int64_t archived_at;  /* when that ticket left for the archive; 0: not yet */
};
/* The next one after `after`; *found_r false when there is none. */
enum sp_status sp_export_message(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t after, struct sp_exported_message *message_r, bool *found_r, struct sp_err *err)
	SP_MUST_CHECK;

/* The number of the newest message there is: after it comes none. */
enum sp_status sp_export_last(struct sp_db *db, int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* Names and addresses of those who have to do with him, the staff left out, and what
 * they said on his tickets. */
enum sp_status sp_export_others(struct sp_db *db, int64_t person_id, struct sp_mentions *others,
	struct sp_err *err) SP_MUST_CHECK;

/* A mail that was written to him: of its row no cause, language, sender and bytes. */
struct sp_exported_mail {
	struct sp_outbox mail;
	bool his;    /* its ticket is his own */
	bool others; /* somebody who is not the staff wrote on it too */
};
/* By id. */
enum sp_status sp_export_mails(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_exported_mail **mails_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Smaller tables, row by row: what is in a column its name says (_at an instant, _day
 * a day), else its type. */
enum sp_export_kind { SP_EXPORT_NUMBER, SP_EXPORT_INSTANT, SP_EXPORT_DAY, SP_EXPORT_TEXT };
struct sp_export_value {
	const char *name;
	enum sp_export_kind kind;
	int64_t number;
	struct sp_str text;
};
/* The name of that table for who reads it; NULL: there are no more. */
const char *sp_export_table(size_t table);
/* `columns` values for each row. */
enum sp_status sp_export_rows(struct sp_db *db, struct sp_arena *arena, size_t table,
	int64_t person_id, struct sp_export_value **values_r, size_t *rows_r, size_t *columns_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
