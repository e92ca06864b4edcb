/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tickets, what is said on them, their threads, links and journal.
 */
#ifndef SP_STORE_TICKETS_H
#define SP_STORE_TICKETS_H

#include "core/plan.h"
#include "store/db.h"

/* The row of a queue's name, made when it is new. */
enum sp_status sp_queue_id(struct sp_db *db, struct sp_str name, int64_t *id_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The tickets that were merged into that one, also one into the other, by id. */
enum sp_status sp_tickets_merged(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* The open tickets that are that staff member's, or nobody's in his queues; at
 * most `limit`. */
enum sp_status sp_tickets_of_staff(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t limit, struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Open a ticket: everything of `ticket` but id and code is written; the number
 * is the next of `prefix`.  Sets ticket->id and ticket->code (in the arena). */
enum sp_status sp_ticket_open(struct sp_db *db, struct sp_arena *arena, const char *prefix,
	struct sp_ticket *ticket, struct sp_err *err) SP_MUST_CHECK;

/* *found_r says whether there is one.  `prefix` in upper case. */
enum sp_status sp_ticket_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_ticket *ticket_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_ticket_by_number(struct sp_db *db, struct sp_arena *arena, struct sp_str prefix,
	int64_t number, struct sp_ticket *ticket_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

/* Write back everything of `ticket` that can change (its code, opened_at and
 * received_at never do), by its id.  SP_PERM when there is none. */
enum sp_status sp_ticket_change(struct sp_db *db, const struct sp_ticket *ticket, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* For lists: first come, first served within a priority, the open ones first.
 * Zero or absent members do not choose. */
struct sp_ticket_filter {
	struct sp_str queue;
	bool open_only, closed_only;
	int64_t requester_id, organisation_id, assignee_id;
	int64_t limit; /* 0: all */
};
enum sp_status sp_ticket_list(struct sp_db *db, struct sp_arena *arena,
	const struct sp_ticket_filter *filter, struct sp_ticket **tickets_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* What that person may see: his own, his organisation's, those he is in copy
 * of, without those that went into another one; the open ones, the closed ones, or with neither all; at most `limit`. */
enum sp_status sp_tickets_visible(struct sp_db *db, struct sp_arena *arena,
	const struct sp_person *person, bool open_only, bool closed_only, int64_t limit,
	struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Participants besides requester, organisation and staff. */
enum sp_status sp_participants(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_participant **participants_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_participant_add(struct sp_db *db, int64_t ticket_id, int64_t person_id,
	enum sp_participation part, int64_t added_by, int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* What was said on a ticket, its thread and its reminders belong to another one from now on. */
enum sp_status sp_ticket_hand_over(struct sp_db *db, int64_t ticket_id, int64_t into_id,
	struct sp_err *err) SP_MUST_CHECK;

/* What was said. */
struct sp_entry {
	int64_t id;
	int64_t ticket_id;
	enum sp_entry_kind kind;
	int64_t author_id;
	struct sp_str author; /* his name, else his address; "" for nobody we know */
	int64_t message_id;
	struct sp_str text;
	int64_t at;
};
enum sp_status sp_entry_add(struct sp_db *db, const struct sp_entry *entry, int64_t *id_r,
	struct sp_err *err) SP_MUST_CHECK;
/* Oldest first; the newest `limit` ones when it is not 0. */
enum sp_status sp_entries(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t limit, struct sp_entry **entries_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;

/* What the customer said first, notes left out; absent when he said nothing. */
enum sp_status sp_description(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_str *text_r, struct sp_err *err) SP_MUST_CHECK;

/* The thread: Message-IDs received and sent.  `outside`: the requester's side
 * has that message; else it is the staff's or a supplier's. */
enum sp_status sp_thread_add(struct sp_db *db, int64_t ticket_id, struct sp_str header_id,
	bool outside, int64_t now, struct sp_err *err) SP_MUST_CHECK;
/* The tickets of a Message-ID, the newest first.  There may be several: a ticket
 * that was split, or a stranger who writes under somebody else's Message-ID. */
enum { SP_MAX_THREAD_TICKETS = 4 };
enum sp_status sp_thread_tickets(struct sp_db *db, struct sp_str header_id,
	int64_t ids_r[SP_MAX_THREAD_TICKETS], size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* The Message-IDs of a ticket, oldest first: the first one and the newest
 * `limit` - 1 others; with `outside` only those that the requester's side has. */
enum sp_status sp_thread_ids(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	bool outside, size_t limit, struct sp_str **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* Those of them that this person wrote or got, the newest `limit`, oldest first. */
enum sp_status sp_thread_ids_of(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t person_id, size_t limit, struct sp_str **ids_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;

enum sp_status sp_link_add(struct sp_db *db, int64_t ticket_id, int64_t other_id,
	const char *kind, int64_t now, struct sp_err *err) SP_MUST_CHECK;
struct sp_link {
	struct sp_str code; /* of the other ticket */
	struct sp_str kind;
	bool back; /* the link was made on the other ticket, to this one */
};
enum sp_status sp_links(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_link **links_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Tickets of a requester opened at or after `since`, newest first, with the
 * text of their first entry; at most `limit`. */
enum sp_status sp_recent_tickets(struct sp_db *db, struct sp_arena *arena, int64_t requester_id,
	int64_t since, size_t limit, struct sp_recent_ticket **recent_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The open ticket that the flood of this requester is joined to, 0 when there is none. */
enum sp_status sp_flood_ticket(struct sp_db *db, int64_t requester_id, int64_t *id_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The journal.  `was`, `now_is` and `reason` are fixed words or numbers. */
struct sp_event {
	int64_t at;
	enum sp_actor actor;
	int64_t person_id, ticket_id, message_id;
	struct sp_str what, was, now_is, reason;
};
enum sp_status sp_event_add(struct sp_db *db, const struct sp_event *event, struct sp_err *err)
	SP_MUST_CHECK;
/* Did the staff, or the administrator, do `what` on that ticket? */
enum sp_status sp_staff_decided(struct sp_db *db, int64_t ticket_id, struct sp_str what,
	bool *decided_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_events(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_event **events_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* An alarm: counted up when the same is already there. */
enum sp_status sp_alarm_raise(struct sp_db *db, const char *kind, struct sp_str detail,
	int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* Alarms that were raised, last at or after `since`, the newest last. */
struct sp_alarm {
	struct sp_str kind, detail;
	int64_t count, at, last_at;
};
/* Those that the administrator was not told of since they were last raised / he is
 * told of all of them now. */
enum sp_status sp_alarms_untold(struct sp_db *db, struct sp_arena *arena,
	struct sp_alarm **alarms_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_alarms_told(struct sp_db *db, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_alarms(struct sp_db *db, struct sp_arena *arena, int64_t since,
	struct sp_alarm **alarms_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

#endif
