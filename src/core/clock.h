/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clock decides: the same as a message does, with the time in its
 * place (SPEC.md sections 3, 4 and 6).  Pure: facts in, plan out.
 *
 *	decide_clock.c    one open ticket: warnings, dates that have passed, on-call
 *	decide_rounds.c   reminders, the morning digest, alarms
 *	decide_ending.c   packages and contracts that are about to end
 *	decide_archive.c  the end of a closed ticket
 *
 * Each thing happens once, whatever runs twice, is killed or comes late: what
 * was done stands in the journal, written in the transaction that queued the
 * mail, and each mail has a name under which it leaves once (outbox.once).  What
 * was missed while nothing ran is not made up for one by one: of several
 * warnings of a ticket the last, of several mornings today's.
 *
 * In struct sp_case the message is an empty one, the facts have `now` and the
 * staff, and `queue` is the ticket's (the first one when it is gone).
 */
#ifndef SP_CORE_CLOCK_H
#define SP_CORE_CLOCK_H

#include "core/decide.h"

/* The names by which the journal knows what the clock did. */
#define SP_MARK_ALMOST "almost-due" /* with the instant that was almost there */
#define SP_MARK_LATE "overdue"      /* likewise */
#define SP_MARK_CALLED "called"     /* somebody on call: how many before him */
#define SP_MARK_PASSED "date-passed" /* with the day, in days since 1970 */

/* The alarm when nobody on call took an urgent ticket. */
#define SP_ALARM_ON_CALL "on-call"

/* What the journal of one ticket says; 0 for never. */
struct sp_clock_marks {
	int64_t almost_due; /* the due instant that was warned of at 75 % */
	int64_t overdue;    /* and at 100 % */
	int64_t calls, called_at;
	int64_t passed_day; /* the last day on which a passed date was brought up */
	int64_t moved_at;   /* the last change of status */
};

/* The date that the staff look at: the review of a suspended ticket, else the
 * planned one; 0: none. */
int64_t sp_date_that_counts(const struct sp_ticket *ticket);

/* One open ticket; an empty plan when it is not time for anything. */
struct sp_plan *sp_decide_clock(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, const struct sp_clock_marks *marks);

/* Reminders of one ticket for one person that are due, by their instant: one
 * mail for all of them. */
struct sp_reminder {
	int64_t id, at;
	int64_t ticket_id, person_id;
	struct sp_str text;
};
struct sp_plan *sp_decide_reminders(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, const struct sp_reminder *reminders, size_t count);

/* The morning digest of a staff member: from the first opening of the day of
 * one of his queues to the last closing, once a day.  `once_r` gets its name in the
 * outbox; NULL: it is not the time. */
const char *sp_digest_name(struct sp_arena *arena, const struct sp_conf *conf,
	const struct sp_person *person, int64_t now);
/* `open`: how many tickets, and requests about personal data, wait for him; with none
 * there is no mail. */
struct sp_plan *sp_decide_digest(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, const char *once, size_t open);

/* A package or contract whose last day is near: the contact and the staff of its
 * queues are warned once, in office hours.  facts->payers has its payer; an
 * empty plan when it is not the time, or nothing would be lost: no minutes left,
 * or another contract follows. */
struct sp_plan *sp_decide_ending(struct sp_arena *arena, const struct sp_case *c,
	int64_t account_id);

/* A monthly statement, to the contact; `once` names it. */
struct sp_plan *sp_decide_monthly(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *contact, const char *once);

/* A notice to one customer, given by the administrator: each gets it once.
 * `not_before`: his turn, 0 for now. */
struct sp_plan *sp_decide_announcement(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *reader, struct sp_str title, struct sp_str text, int64_t id,
	int64_t not_before);

/* The mail of this day about alarms, and requests about personal data whose month is
 * nearly over: its name in the outbox.  NULL: nobody is
 * told of alarms. */
const char *sp_alarms_name(struct sp_arena *arena, const struct sp_conf *conf, int64_t now);
struct sp_plan *sp_decide_alarms(struct sp_arena *arena, const struct sp_case *c,
	const char *once);

/* A mail to the requester's side or a supplier was given up: the staff are told,
 * once; `said` is the last answer of the mail server, "" when there was none.
 * An empty plan for an archived ticket. */
#define SP_MARK_UNDELIVERED "undelivered" /* with the number of the mail */
struct sp_plan *sp_decide_undelivered(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, int64_t outbox_id, struct sp_str recipient,
	struct sp_str said);

/* When a ticket closed then is archived; 0: never (`unlimited`). */
int64_t sp_archive_at(const struct sp_policies *policies, int64_t closed_at);

/* A closed ticket whose reopening time is over; an empty plan when it is not,
 * or when it was merged (it goes with the other one),
 * or its requester's data are restricted.  `merged` are the tickets
 * that were merged into it, one into the other, which have no mail of their own. */
struct sp_plan *sp_decide_archive(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, const struct sp_ticket *merged, size_t merged_count);

#endif
