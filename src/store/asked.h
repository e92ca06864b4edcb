/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Estimates and consents that a contact was asked for (core/asked.h), and the
 * lines of statements that he disputes (core/dispute.h).
 */
#ifndef SP_STORE_ASKED_H
#define SP_STORE_ASKED_H

#include "core/asked.h"
#include "core/hours.h"
#include "store/db.h"

/* Ask for approval of an estimate; one of the same ticket that was not answered
 * is withdrawn. */
enum sp_status sp_estimate_ask(struct sp_db *db, int64_t ticket_id, int64_t staff_id,
	int64_t contact_id, int64_t minutes, struct sp_str description, int64_t now,
	int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* Ask for consent to work past the end of a payer's hours; what was asked before is over. */
enum sp_status sp_consent_ask(struct sp_db *db, struct sp_payer payer, int64_t ticket_id,
	int64_t contact_id, int64_t now, int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* Was the payer asked since he last bought hours, whatever he said?  An answer that
 * only a former contact could give is waited for no more. */
enum sp_status sp_consent_asked(struct sp_db *db, struct sp_payer payer, bool *asked_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Hours were bought: what was asked or said before does not hold any more. */
enum sp_status sp_consent_end(struct sp_db *db, struct sp_payer payer, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* What that person was asked and has not answered, the newest first; not what he was
 * asked as the contact of an organisation and is not any more. */
enum sp_status sp_asked_of(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_asked **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* What was asked, for people. */
struct sp_asked_row {
	enum sp_asked_kind kind;
	int64_t id;
	struct sp_str ticket;
	int64_t minutes;           /* of an estimate */
	struct sp_str description; /* of an estimate */
	struct sp_str state, asked; /* the word; whom */
	int64_t asked_at, answered_at; /* 0: not answered */
	bool current;              /* whom it was asked is the contact still */
};

/* In the order in which it was asked: all of a ticket, or, of an organisation, what
 * waits for the answer of somebody who is not its contact any more; 0: of any. */
enum sp_status sp_asked_list(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t organisation_id, struct sp_asked_row **list_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;

/* His answer; SP_PERM when it is not asked any more. */
enum sp_status sp_asked_answer(struct sp_db *db, enum sp_asked_kind kind, int64_t id, bool yes,
	int64_t person_id, int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* --- disputes ----------------------------------------------------------------- */

enum sp_dispute_state { SP_DISPUTE_OPEN, SP_DISPUTE_UPHELD, SP_DISPUTE_REJECTED, SP_DISPUTE_STATES };
const char *sp_dispute_state_name(enum sp_dispute_state state);

/* `ticket_id` is where it is talked about. */
enum sp_status sp_dispute_add(struct sp_db *db, int64_t ledger_id, int64_t statement_id,
	int64_t ticket_id, int64_t person_id, struct sp_str text, int64_t now, struct sp_err *err)
	SP_MUST_CHECK;

/* A disputed line, for people. */
struct sp_dispute_row {
	int64_t id, ledger_id;
	int64_t year, number;     /* of the statement */
	struct sp_str payer, raised_by, text;
	struct sp_str ticket;     /* where it is talked about, absent for none */
	struct sp_str work;       /* ticket of the work, absent for none */
	int64_t work_number;      /* 0: none */
	int64_t minutes, cents;
	enum sp_dispute_state state;
	int64_t raised_at, decided_at;
};

/* The open ones, or all; of `id` only when it is not 0; of a ticket, where it is
 * talked about or where the work was, when that is not 0. */
enum sp_status sp_dispute_list(struct sp_db *db, struct sp_arena *arena, int64_t id, bool open_only,
	int64_t ticket_id, struct sp_dispute_row **list_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;

/* How many open ones are talked about on that ticket; the staff decide all. */
enum sp_status sp_disputes_open(struct sp_db *db, int64_t ticket_id, int64_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_disputes_decide(struct sp_db *db, int64_t ticket_id, bool upheld,
	int64_t staff_id, int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* The staff decide; SP_PERM when it is not open.  `staff_id` 0: on the command line. */
enum sp_status sp_dispute_decide(struct sp_db *db, int64_t id, bool upheld, int64_t staff_id,
	int64_t now, struct sp_err *err) SP_MUST_CHECK;

#endif
