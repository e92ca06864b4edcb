/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What cron's jobs look for, and what they leave behind.
 *
 * The lists are of what the time may mean something for; whether it does is
 * core/clock.h's question, asked again in the transaction that does it.
 */
#ifndef SP_STORE_CLOCK_H
#define SP_STORE_CLOCK_H

#include "core/clock.h"
#include "store/db.h"

/* Open tickets with a response time that runs, a date that has passed, or urgent
 * and new; by id. */
enum sp_status sp_clock_tickets(struct sp_db *db, struct sp_arena *arena, int64_t now,
	int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Closed tickets, not merged ones, the first closed first. */
enum sp_status sp_clock_closed(struct sp_db *db, struct sp_arena *arena, int64_t now,
	int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* What the journal of a ticket says the clock did. */
enum sp_status sp_clock_marks(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_clock_marks *marks_r, struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_reminder_add(struct sp_db *db, const struct sp_reminder *reminder, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;
/* Whose reminders on which ticket are due: a row for each such pair, ids and text
 * left out. */
enum sp_status sp_reminders_due(struct sp_db *db, struct sp_arena *arena, int64_t now,
	struct sp_reminder **pairs_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* The due ones of such a pair, by their instant. */
enum sp_status sp_reminders_of(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t person_id, int64_t now, struct sp_reminder **reminders_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_reminder_done(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err)
	SP_MUST_CHECK;

/* A job was through with everything; when it was last, else when the desk was
 * made: *ever_r says which. */
enum sp_status sp_job_done(struct sp_db *db, const char *name, int64_t now, struct sp_err *err)
	SP_MUST_CHECK;
enum sp_status sp_job_last(struct sp_db *db, const char *name, int64_t *at_r, bool *ever_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
