/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plan becomes rows: the only place where a plan changes the database.
 *
 * Runs inside the caller's transaction (BEGIN IMMEDIATE ... COMMIT): all
 * decisions in their order or, when one fails, none, because the caller rolls
 * back.
 */
#ifndef SP_DESK_APPLY_H
#define SP_DESK_APPLY_H

#include "core/command.h"
#include "core/decide.h"
#include "desk/desk.h"
#include "store/db.h"
#include "store/tickets.h"

struct sp_file;
struct sp_monthly_view; /* desk/statement_data.h */
struct sp_stored_set;

/* What the plan is carried out with, and what came of it. */
struct sp_applying {
	const struct sp_desk *desk;
	struct sp_db *db;
	struct sp_arena *arena;
	const struct sp_case *c;
	const struct sp_plan *plan;
	struct sp_str raw;               /* bytes of the message */
	const struct sp_digest *content; /* its identity */
	struct sp_str identity;          /* of the desk, for Message-IDs */
	const struct sp_stored_set *held; /* that #attiva may decide about; mostly none */

	const struct sp_monthly_view *monthly; /* the statement that is sent, or NULL */

	/* Filled while applying. */
	int64_t message_id;
	int64_t new_person_id;
	int64_t named_ids[SP_MAX_COMMANDS + 1]; /* whom the lines name, made new */
	int64_t new_ticket_id;
	struct sp_ticket ticket; /* the last one touched: for the log and the mails */
	struct sp_asked asked;   /* what a contact was asked last: for the mail that asks */
	size_t mails;            /* queued */
	struct sp_file *files;   /* of the mail in the making: desk/files.h */
	size_t file_count;
};

enum sp_status sp_apply(struct sp_applying *a, struct sp_err *err) SP_MUST_CHECK;

/* The database's id for an id or symbol of the plan. */
int64_t sp_apply_id(const struct sp_applying *a, int64_t id);

/* Make sure that a->ticket is the ticket `id`, read anew when it is another. */
enum sp_status sp_apply_ticket(struct sp_applying *a, int64_t id, struct sp_err *err)
	SP_MUST_CHECK;

/* A line in the journal about what `decision` did. */
enum sp_status sp_apply_note(struct sp_applying *a, const struct sp_decision *decision,
	const char *what, const char *was, const char *now_is, struct sp_err *err) SP_MUST_CHECK;

/* desk/apply_ticket.c: a ticket itself. */
enum sp_status sp_apply_open(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_move(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_set(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_join(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_link(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_merge(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_split(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_thread(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_archive(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;

/* desk/apply_hours.c: hours and money. */
enum sp_status sp_apply_work(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_cost(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_remote(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_settle(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_told(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_ending_told(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;

/* desk/apply_people.c: one a decision about a person. */
enum sp_status sp_apply_block(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_activate(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_refuse(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_right(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_unite(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_belong(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;

/* desk/apply_asked.c: what a contact is asked, says and disputes. */
enum sp_status sp_apply_estimate(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_consent(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_answered(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_dispute(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_apply_verdict(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;

/* desk/mails.c: compose one mail and queue it. */
enum sp_status sp_apply_mail(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err) SP_MUST_CHECK;

#endif
