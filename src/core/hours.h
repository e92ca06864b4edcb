/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Work and costs as they are recorded on a ticket, and what the database knows
 * of a payer's hours (SPEC.md section 5).
 *
 * Days are those since 1970 in the desk's zone (base/clock.h).
 */
#ifndef SP_CORE_HOURS_H
#define SP_CORE_HOURS_H

#include "core/ledger.h"

/* Work on a ticket, as it stands: HT00191/2. */
struct sp_work_log {
	int64_t id;
	int64_t ticket_id;
	struct sp_str code; /* of the ticket; read only */
	int64_t number;
	int64_t staff_id;     /* 0: not said */
	struct sp_str staff;  /* his name, else his address; read only */
	struct sp_payer payer;
	struct sp_str queue;  /* of the ticket when it was logged: it decides the scope */
	enum sp_work_kind kind;
	int64_t day;
	int64_t minutes; /* real; 0: cancelled */
	int64_t charged;
	bool out_of_hours, extra;
	bool unconsented;   /* past the end, without the consent that the policy asks for */
	int64_t session_id; /* of a remote session; 0: none */
	struct sp_str description;
	int64_t logged_at, changed_at;
};

/* A cost: money without hours. */
struct sp_cost {
	int64_t id;
	int64_t ticket_id;
	struct sp_str code; /* of the ticket; read only */
	int64_t number;
	int64_t staff_id;
	struct sp_payer payer;
	int64_t day;
	int64_t cents; /* 0: cancelled */
	struct sp_str description;
	int64_t logged_at, changed_at;
};

/* A remote session; closed_at 0: it is open. */
struct sp_remote_session {
	int64_t id;
	int64_t ticket_id;
	int64_t opened_by, opened_at;
	int64_t closed_by, closed_at;
	struct sp_str code; /* of the ticket; read only, of lists */
};

/* A row of the ledger, as it is listed. */
struct sp_ledger_row {
	int64_t id;
	int64_t at;
	struct sp_payer payer;
	struct sp_ledger_entry entry; /* before, after: of its account */
	int64_t cost_id;
	struct sp_str code;  /* of the ticket whose work or cost it is, absent for none */
	int64_t number;      /* of the work log or cost on it */
	int64_t day;         /* of the work or cost; 0: none */
	struct sp_str what;  /* description of the work or cost, title of the account bought */
};

/* --- facts ----------------------------------------------------------------------- */

struct sp_person;

/* What is known of somebody who pays. */
struct sp_payer_facts {
	struct sp_payer payer;
	struct sp_str name; /* of the firm, else of the customer */
	const struct sp_person *contact; /* who is told of hours and money; NULL: nobody */
	struct sp_account *accounts;     /* all of his, by id */
	size_t account_count;
	const struct sp_carried *carried; /* work that waits for a package; only where hours were bought */
	size_t carried_count;
	bool consented; /* he agreed that work goes on past the end of his hours */
	bool asked;     /* he was asked, whatever he said, since he last bought hours */
};

/* What is recorded on a ticket so far. */
struct sp_ticket_work {
	int64_t ticket_id;
	const struct sp_work_log *logs; /* also those of tickets merged into it */
	size_t log_count;
	const struct sp_ledger_entry *entries; /* of those logs, in order */
	size_t entry_count;
	const struct sp_cost *costs;
	size_t cost_count;
	const struct sp_remote_session *remote; /* the open one; NULL: none */
};

/* The log or cost of that number on the ticket itself, or NULL. */
const struct sp_work_log *sp_find_work_log(const struct sp_ticket_work *work, int64_t number);
const struct sp_cost *sp_find_cost(const struct sp_ticket_work *work, int64_t number);

/* --- functions -------------------------------------------------------------------- */

/* The day of an instant. */
int64_t sp_day_of(int64_t instant);

/* Whoever pays for a ticket: its organisation, else its requester. */
struct sp_payer sp_payer_of(int64_t organisation_id, int64_t requester_id);
bool sp_payer_is(struct sp_payer a, struct sp_payer b);
bool sp_payer_known(struct sp_payer payer);

#endif
