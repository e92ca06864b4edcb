/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plan: what is to be done, as a list of decisions, each with its reason.
 *
 * core/decide makes it from a message and the facts; desk/apply carries it out
 * in one transaction, in order; `sportello explain` prints it.  What does not
 * exist yet when the plan is made is named by a symbol, a negative id: the
 * ticket that this plan opens is SP_THE_NEW_TICKET in all decisions after the
 * one that opens it.
 */
#ifndef SP_CORE_PLAN_H
#define SP_CORE_PLAN_H

#include "base/arena.h"
#include "base/json.h"
#include "core/asked.h"
#include "core/dispute.h"
#include "core/facts.h"
#include "core/mails.h"
#include "core/privacy.h"

enum sp_symbol {
	SP_THE_MESSAGE = -1,
	SP_THE_NEW_PERSON = -2,
	SP_THE_NEW_TICKET = -3,
	/* Somebody new that the line i of a staff member's mail names is
	 * SP_FIRST_NAMED - i. */
	SP_FIRST_NAMED = -100,
};

enum sp_actor {
	SP_BY_CUSTOMER,
	SP_BY_STAFF,
	SP_BY_SUPPLIER,
	SP_BY_CLOCK,
	SP_BY_ADMINISTRATOR,
	SP_BY_SYSTEM,
	SP_ACTORS
};

/* What becomes of a request about personal data. */
enum sp_right_step { SP_RIGHT_STARTED, SP_RIGHT_CONFIRMED, SP_RIGHT_DENIED };

enum sp_decision_kind {
	SP_DO_NOTHING, /* seen before: `reason` says so; the only decision then */
	SP_DO_STORE,   /* keep the raw message: always the first otherwise */
	SP_DO_PERSON,  /* make a person: of the sender a customer, or one who is named */
	SP_DO_OPEN,    /* open a ticket */
	SP_DO_ENTRY,   /* add what was said */
	SP_DO_MOVE,    /* change the status */
	SP_DO_SET,     /* change a field of the ticket */
	SP_DO_JOIN,    /* somebody takes part in the ticket from now on */
	SP_DO_LINK,    /* link two tickets */
	SP_DO_MERGE,   /* one ticket goes into another: link.other_id */
	SP_DO_BLOCK,   /* a customer is answered no more */
	SP_DO_THREAD,  /* the message belongs to that ticket's thread */
	SP_DO_BOUNCED, /* a mail of ours was not delivered */
	SP_DO_MAIL,    /* send a mail */
	SP_DO_ALARM,   /* tell the administrator */
	SP_DO_FLAG,    /* mark a ticket, in the journal */
	SP_DO_HOLD,    /* keep the message for when its sender is a customer */
	SP_DO_REMIND,  /* remind somebody of the ticket at an instant */
	SP_DO_REMINDED, /* a reminder has been given */
	SP_DO_ALARMS_TOLD, /* the administrator has been told of every alarm so far */
	SP_DO_ARCHIVE, /* its raw messages are in the archive: they leave the database */
	SP_DO_WORK,    /* write or correct a work log, and its rows of the ledger */
	SP_DO_COST,    /* write or correct a cost likewise */
	SP_DO_REMOTE,  /* open a remote session */
	SP_DO_SETTLE,  /* rows of the ledger for work that waited for a package */
	SP_DO_TOLD,    /* a threshold counts as told */
	SP_DO_ENDING_TOLD, /* the last day of a package or contract, told.account, counts as told */
	SP_DO_ACTIVATE, /* he is a customer now: what was kept is decided again */
	SP_DO_REFUSE,  /* he is not accepted */
	SP_DO_BELONG,  /* a customer is one of a firm's people; the ticket too */
	SP_DO_UNITE,   /* a person is another one, unite.into_id */
	SP_DO_SPLIT,   /* a message of another ticket is this one's from now on */
	SP_DO_ESTIMATE, /* a contact is asked to approve an estimate */
	SP_DO_CONSENT, /* he is asked for consent to work past the end of his hours */
	SP_DO_ANSWERED, /* what he says to the one or the other */
	SP_DO_DISPUTE, /* he disputes lines of a statement */
	SP_DO_VERDICT, /* the staff decide about those of a ticket */
	SP_DO_RIGHT,   /* a request about personal data begins, is his, or was not */
	SP_DO_SHOWN,   /* outsiders saw a staff member's signed address: it proves no more */
	SP_DECISIONS
};

/* The fields of a ticket that a decision can set. */
enum sp_ticket_field {
	SP_FIELD_PRIORITY,
	SP_FIELD_WISH,
	SP_FIELD_CATEGORY,
	SP_FIELD_PLACE,
	SP_FIELD_ASSIGNEE,
	SP_FIELD_ANSWERED_AT,
	SP_FIELD_DUE_AT,
	SP_FIELD_PLANNED_AT,
	SP_FIELD_REVIEW_AT,
	SP_FIELD_QUEUE, /* its number stays */
	SP_FIELD_EXTRA,
	SP_FIELD_CLOSED_AT,
	SP_FIELDS
};

struct sp_request; /* core/request.h */

struct sp_decision {
	enum sp_decision_kind kind;
	/* Why: "subject carries [HT00191]", "filters/automatic.rules:12 vacation". */
	const char *reason;
	int64_t ticket_id; /* or symbol; 0: none */
	int64_t person_id; /* author, new requester, recipient; or symbol; 0: none */
	union {
		struct {
			enum sp_role role;
			struct sp_str address, name, language;
			int64_t organisation_id;
			enum sp_person_state state; /* active or pending */
		} person;
		struct {
			const struct sp_queue_conf *queue;
			struct sp_str subject, category, place, language;
			int64_t organisation_id; /* who pays */
			int priority, wish;
			int64_t received_at, due_at;
		} open;
		struct {
			enum sp_entry_kind kind;
			struct sp_str text;
		} entry;
		struct {
			enum sp_state from, to;
			enum sp_outcome outcome;
			enum sp_actor actor;
		} move;
		struct {
			enum sp_ticket_field field;
			int64_t number;    /* for numbers and instants */
			struct sp_str text; /* for category, place and queue */
		} set;
		struct {
			bool outside; /* the requester's side has it, whoever acts */
		} thread;
		struct {
			enum sp_participation part;
		} join;
		struct {
			int64_t other_id;
			const char *kind; /* as in the database */
		} link;
		struct {
			int64_t outbox_id;
			const struct sp_bounce *bounce;
		} bounced;
		struct {
			const struct sp_mail_kind *kind;
			struct sp_str language;
			struct sp_str recipient; /* address */
			bool vouched;   /* false: carries none of the sender's words */
			bool without_text; /* he has the words already */
			bool again;     /* to a supplier: he has the request already */
			/* An earlier message whose files go along in place of this one's, and
			 * what is said in place of what this plan adds; mostly 0 and absent. */
			int64_t origin_id;
			unsigned missing; /* of `missing`: enum sp_missing_field bits */
			struct sp_str text;
			struct sp_str reason; /* why, in the staff's words; mostly absent */
			struct sp_str title; /* of an announcement; else absent */
			/* The customer's request that it answers, NULL mostly. */
			const struct sp_request *request;
			const char *once; /* sent only once under this name, NULL: always */
			int64_t not_before; /* it waits until then; 0: for nothing */
			int64_t account_id; /* the package or contract that it is about, 0 mostly */
			struct sp_payer payer; /* whose hours it is about, unknown mostly */
			bool held; /* work waits until hours are added */
			bool shown; /* others saw the address that he answered to before */
		} mail;
		struct {
			const char *kind;
			struct sp_str detail;
		} alarm;
		struct {
			const struct sp_queue_conf *queue;
			struct sp_str text; /* what he said, for the staff */
			bool accepts; /* it is his acceptance of the terms: never a ticket */
		} hold;
		struct {
			struct sp_str reason; /* that he is told */
		} refuse;
		struct {
			int64_t organisation_id;
		} belong;
		struct {
			int64_t into_id;
		} unite;
		struct {
			int64_t from_id, message_id;
		} split;
		struct {
			enum sp_right_step step;
			enum sp_right right; /* of one that begins */
			int64_t started_at;  /* likewise; 0: when the message came */
		} right;
		struct {
			const char *name; /* what the journal calls it: "flood" */
			const char *value; /* a number or fixed word with it, NULL mostly */
		} flag;
		struct {
			int64_t at;
			struct sp_str text;
		} remind;
		struct {
			int64_t id;
		} reminded;
		struct {
			/* id 0: a new one.  was: its minutes before a correction. */
			const struct sp_work_log *log;
			int64_t was;
			const struct sp_ledger_entry *entries; /* log_id 0: of this log */
			size_t entry_count;
			int64_t session_id; /* the remote session that it closes; 0: none */
		} work;
		struct {
			const struct sp_cost *cost; /* id 0: a new one */
			int64_t was; /* its cents before a correction */
		} cost;
		struct {
			struct sp_payer payer;
			const struct sp_ledger_entry *entries;
			size_t entry_count;
		} settle;
		struct {
			const struct sp_account *account;
			int percent;
		} told;
		struct {
			int64_t minutes;
			struct sp_str text;
		} estimate;
		struct {
			struct sp_payer payer;
		} consent;
		struct {
			const struct sp_asked *asked;
			bool yes;
		} answered;
		struct {
			const struct sp_disputed *disputed;
			const struct sp_movement **rows;
			size_t count;
		} dispute;
		struct {
			bool upheld;
		} verdict;
		struct {
			int64_t token_ticket; /* as the token has it; 0: none */
		} shown;
	};
};

/* A line of a staff member's commands, and what is said of it to him. */
struct sp_line {
	struct sp_str line;   /* as he wrote it */
	struct sp_str result; /* what it did, or what would be right */
	bool wrong;
};

struct sp_plan {
	struct sp_arena *arena;
	struct sp_decision *items;
	size_t count, room;
	/* Who acts, for the journal. */
	enum sp_actor actor;
	int64_t actor_id; /* person, or symbol, or 0 */
	bool sender_vouched;
	/* Of a staff member's mail with commands, for the answer to it. */
	struct sp_line *lines;
	size_t line_count;
	struct sp_str said;   /* the text below them */
	struct sp_str *help;  /* a line a command, when he asked for it */
	size_t help_count;
	bool nothing_disputed; /* CONTESTO, and no line of a statement that it is about */
	bool asks_hours;      /* he closed a ticket without any work log, and is asked for one */
	const char *summary; /* one word for the log: "opened", "replied", "stored" ... */
};

/* Append a decision of that kind and return it for its fields. */
struct sp_decision *sp_plan_add(struct sp_plan *plan, enum sp_decision_kind kind,
	const char *reason);

const char *sp_actor_name(enum sp_actor actor);
const char *sp_ticket_field_name(enum sp_ticket_field field);

/* The plan as `sportello explain` shows it: a line a decision, or JSON. */
void sp_plan_print(const struct sp_plan *plan, struct sp_buf *out);
struct sp_json *sp_plan_json(const struct sp_plan *plan);

#endif
