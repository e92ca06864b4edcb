/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the database knows that matters to one decision.
 *
 * desk/ gathers the facts (through store/), core/ reads them.  Ids are the
 * database's; 0 is "nobody" or "nothing".  Texts are borrowed from the arena
 * that the facts were gathered in.  Instants are UTC seconds, 0 for "never".
 */
#ifndef SP_CORE_FACTS_H
#define SP_CORE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "core/hours.h"
#include "core/message.h"

enum sp_role { SP_CUSTOMER, SP_STAFF, SP_SUPPLIER, SP_ROLES };
enum sp_person_state {
	SP_PERSON_ACTIVE,
	SP_PERSON_PENDING,
	SP_PERSON_REFUSED,
	SP_PERSON_BLOCKED,
	SP_PERSON_DISABLED,
	SP_PERSON_ERASED,
	SP_PERSON_STATES
};

/* SPEC.md section 3; the words are in the database and in core/ticket.c. */
enum sp_state {
	SP_NEW,
	SP_WAITING_INPUT,
	SP_WAITING_CUSTOMER,
	SP_REQUEST_SENT,
	SP_IN_PROGRESS,
	SP_RESCHEDULED,
	SP_CHANGES_REQUESTED,
	SP_SUSPENDED,
	SP_DISPUTED,
	SP_DONE,
	SP_CANCELLED,
	SP_ARCHIVED,
	SP_STATES
};

enum sp_outcome { SP_NO_OUTCOME, SP_RESOLVED, SP_UNRESOLVED, SP_OUTCOMES };

/* What is said on a ticket. */
enum sp_entry_kind {
	SP_ENTRY_CUSTOMER,
	SP_ENTRY_STAFF,
	SP_ENTRY_NOTE,
	SP_ENTRY_QUESTION,
	SP_ENTRY_SUPPLIER,
	SP_ENTRY_AUTOMATIC,
	SP_ENTRY_BOUNCE,
	SP_ENTRY_UNPROVEN,
	SP_ENTRY_KINDS
};

/* Why nothing is done with somebody's data (SPEC.md section 12). */
enum sp_restriction {
	SP_UNRESTRICTED,
	SP_RESTRICTED_ASKED,    /* he asked for it (Art. 18) */
	SP_RESTRICTED_ACCOUNTS, /* he is erased but for what the law wants kept */
	SP_RESTRICTED_ERASING,  /* his erasure has begun */
	SP_RESTRICTIONS
};

struct sp_person {
	int64_t id;
	enum sp_role role;
	enum sp_person_state state;
	struct sp_str name;     /* "" when he never said */
	struct sp_str address;  /* the main one, where we write to */
	struct sp_str language; /* absent when not known */
	int64_t organisation_id;
	struct sp_str organisation; /* its name, absent when none */
	bool on_call;
	int64_t token_generation;
	int64_t privacy_told_at;
	enum sp_restriction restriction;
	int64_t restricted_at, restricted_until;
	int64_t withdrawn_at; /* his consent */
	/* Staff only: names of the queues he serves. */
	struct sp_str *queues;
	size_t queue_count;
};

struct sp_ticket {
	int64_t id;
	struct sp_str code;  /* "HT00191" */
	struct sp_str queue; /* name; its queue may be gone from the configuration */
	enum sp_state state;
	enum sp_outcome outcome;
	int priority;
	int wish;
	struct sp_str subject;
	struct sp_str category; /* absent when none */
	struct sp_str place;
	struct sp_str language;
	bool extra; /* priority was given on the customer's wish: its work costs more */
	int64_t requester_id;
	int64_t organisation_id;
	int64_t assignee_id;
	int64_t merged_into;
	int64_t opened_at, received_at, due_at, answered_at, planned_at, review_at;
	int64_t closed_at, archived_at, erased_at;
	bool restricted; /* its requester's data are: it is stored, and nothing else */
};

enum sp_participation { SP_PART_COPY, SP_PART_SUPPLIER, SP_PART_FOLLOWER, SP_PARTS };

struct sp_participant {
	int64_t person_id;
	enum sp_participation part;
	enum sp_person_state state;
	struct sp_str address;
	struct sp_str language;
};

/* What led from the message to a ticket, in the order of SPEC.md section 2.4. */
enum sp_match { SP_BY_TOKEN, SP_BY_REFERENCE, SP_BY_SUBJECT };

struct sp_candidate {
	enum sp_match match;
	struct sp_ticket ticket;
	const struct sp_person *requester; /* NULL when nobody can be written to */
	struct sp_participant *participants;
	size_t participant_count;
	bool has_file; /* something is attached to what the customer wrote; asked only
			* where its queue requires it */
	bool priority_decided; /* by the staff; asked only where the subject says URGENTE */
	bool imported; /* an import closed it: nobody waits for the mail that ends it; asked
			* only when it is archived */
	bool remote_open; /* a remote session is timed on it; asked like that */
};

/* The token in the address, after core/token has checked its signature. */
enum sp_token_verdict {
	SP_TOKEN_NONE,    /* there was none */
	SP_TOKEN_GOOD,
	SP_TOKEN_EXPIRED,
	SP_TOKEN_REVOKED, /* its person's generation was raised, or he is disabled */
	SP_TOKEN_SHOWN,   /* outsiders have seen his address on that ticket: it proves
			   * nothing, and nothing against him */
	SP_TOKEN_FORGED   /* it looks like one and is not ours */
};

struct sp_token_fact {
	enum sp_token_verdict verdict;
	char purpose; /* core/token.h */
	int64_t ticket_id;
	int64_t person_id;
};

/* A staff member's signed address that stands somewhere in a message, or that it was
 * sent to, and that was good so far. */
struct sp_shown_address {
	const struct sp_person *person;  /* whose */
	int64_t person_id, ticket_id;    /* as its token has them */
	const struct sp_ticket *ticket;  /* that one, or what it was merged into; NULL: none */
	bool written; /* in To, Cc, Reply-To or the text: whoever gets the message sees it */
};

/* A recent ticket of the same customer, for duplicates (SPEC.md section 2). */
struct sp_recent_ticket {
	int64_t id;
	struct sp_str code;
	enum sp_state state;
	int64_t opened_at;
	struct sp_str subject;
	struct sp_str text; /* of its first entry */
	struct sp_str queue; /* name */
	int64_t assignee_id;
};

/* The mail of ours that a bounce or a receipt is about. */
struct sp_sent_mail {
	int64_t outbox_id;
	int64_t ticket_id;
	int64_t person_id;
	struct sp_str recipient;
	struct sp_str template_name;
	struct sp_str once; /* its name, absent for none */
};

/* Who handed the message to us, and how: the envelope. */
struct sp_envelope {
	struct sp_str sender;    /* "" is the null sender */
	struct sp_str extension; /* -a, "" when none */
	struct sp_str original_recipient; /* -d */
	struct sp_str mail_queue_id;      /* -q */
	struct sp_str *recipients;
	size_t recipient_count;
};

/* An address that a staff member named, and whose it is. */
struct sp_named {
	struct sp_str asked;
	const struct sp_person *person;
};

/* A ticket that a staff member named, by its number; merged ones are what they
 * were merged into. */
struct sp_named_ticket {
	struct sp_str prefix;
	int64_t number;
	struct sp_ticket ticket;
};

/* What the mail of ours that a staff member answers was about. */
struct sp_origin {
	int64_t message_id;
	int64_t ticket_id;       /* that it stands on; 0: none */
	enum sp_entry_kind kind; /* of it there; a note when it stands on none */
	bool first;              /* it opened its ticket */
	int64_t author_id;       /* who said it; 0: nobody we know */
	struct sp_str subject, text, header_id;
	int64_t received_at;
};
struct sp_asked;    /* core/asked.h */
struct sp_disputed; /* core/dispute.h */

/* The newest request about personal data of the ticket that the token names. */
struct sp_right_fact {
	int64_t id, person_id;
	bool confirmed, finished;
};

struct sp_facts {
	int64_t now;
	int64_t received; /* our mail server's Received, else now; never in the future */

	bool seen_before;     /* this very message is already stored */
	bool same_id_before;  /* the same Message-ID with another content is */
	bool from_ourselves;  /* its Message-ID is one that we sent, or it says so */

	/* Person whose address stands in From; role and state say what he is.
	 * NULL: nobody we know. */
	const struct sp_person *sender;
	/* A staff member whose name or near-identical address it claims; told when
	 * his mail proved nothing.  NULL mostly. */
	const struct sp_person *claimed_staff;
	/* Firm whose mail domain the unknown sender has (of a staff member's
	 * commands: the applicant below).  It gives him nothing: a
	 * From line proves no firm, and who belongs to it the staff decide. */
	int64_t domain_organisation_id;

	struct sp_token_fact token;
	const struct sp_person *token_person; /* NULL unless the token names one */

	/* Signed addresses of the staff that the message shows; and, asked only of a
	 * staff member's, the first in To and Cc who is neither the desk nor staff
	 * (absent: none; "" where there are more than we look at). */
	const struct sp_shown_address *shown;
	size_t shown_count;
	struct sp_str outsider;

	struct sp_candidate *candidates; /* in the order of SPEC.md section 2.4 */
	size_t candidate_count;

	struct sp_sent_mail *bounced; /* NULL when it is about none of ours */
	const struct sp_ticket *bounced_ticket; /* of bounced, NULL when none */

	const struct sp_person *staff; /* all active staff, by id */
	size_t staff_count;

	/* Whom the lines with '#' at the top of a staff member's mail name, and who
	 * wrote the mail that he hands on. */
	const struct sp_named *named;
	size_t named_count;
	const struct sp_named_ticket *named_tickets;
	size_t named_ticket_count;

	/* What the mail was about that a staff member's commands answer, NULL: unknown;
	 * and the customer whom #attiva and #rifiuta would decide about. */
	const struct sp_origin *origin;
	const struct sp_person *applicant;
	/* The requester of the first candidate has hours or money of his own; asked only
	 * where a line names an address. */
	bool requester_has_hours;
	/* Name of domain_organisation_id, which is then the applicant's domain's. */
	struct sp_str domain_organisation;

	const struct sp_right_fact *right; /* NULL mostly */

	struct sp_recent_ticket *recent;
	size_t recent_count;

	/* Hours and money: those who pay for the sender's requests, for the first
	 * candidate and its work logs, and for whom the lines name; what is recorded
	 * on the first candidate, NULL when there is none. */
	const struct sp_payer_facts *payers;
	size_t payer_count;
	const struct sp_ticket_work *work;
	/* Tickets that wait for hours, when some were bought. */
	const struct sp_candidate *waiting;
	size_t waiting_count;

	/* What the sender was asked and has not answered; the name (outbox.once) of
	 * the mail of ours that he replies to, "" for none. */
	const struct sp_asked *asked;
	size_t asked_count;
	struct sp_str answers_once;
	/* Which mail of ours, of no ticket, he replies to; "" for none. */
	struct sp_str answers_mail;
	/* Disputed lines of statements that are talked about on the first candidate,
	 * and that nobody has decided about; for the staff. */
	int64_t open_disputes;
	/* The statement whose lines he disputes; NULL when he does not. */
	const struct sp_disputed *disputed;

	/* Counts for the limits of SPEC.md section 2. */
	int64_t automatic_to_sender_hour;
	int64_t automatic_to_sender_day;
	int64_t automatic_desk_hour;
	int64_t messages_from_sender_hour;
	/* Messages of a pending sender's that wait for the decision about him. */
	size_t held_count;
	/* The open ticket that the sender's flood is joined to, 0 when none. */
	int64_t flood_ticket_id;
};

/* Is nothing done with what he writes?  Not so where accounts alone are kept of one who
 * was erased: these are restricted, ticket by ticket, but what he asks for since is a
 * request like any other. */
bool sp_person_is_restricted(const struct sp_person *person);

/* Does that staff member serve the queue? */
bool sp_person_serves(const struct sp_person *person, struct sp_str queue);

/* The person of facts->named whom that address belongs to, or NULL. */
const struct sp_person *sp_named_person(const struct sp_facts *facts, struct sp_str address);

/* What is known of a payer, or NULL. */
const struct sp_payer_facts *sp_facts_of_payer(const struct sp_facts *facts, struct sp_payer payer);

/* May he be written to about what is his: he is active, has an address, and his
 * data are not restricted?  NULL may not. */
bool sp_person_is_reached(const struct sp_person *person);

/* The words that the database and JSON have for these. */
const char *sp_role_name(enum sp_role role);
const char *sp_person_state_name(enum sp_person_state state);
const char *sp_state_name(enum sp_state state);
const char *sp_outcome_name(enum sp_outcome outcome); /* NULL for none */
const char *sp_entry_kind_name(enum sp_entry_kind kind);
const char *sp_participation_name(enum sp_participation part);
const char *sp_restriction_name(enum sp_restriction restriction); /* NULL for none */

/* The value of a word, or false when there is no such word. */
bool sp_role_of(struct sp_str word, enum sp_role *role_r);
bool sp_person_state_of(struct sp_str word, enum sp_person_state *state_r);
bool sp_state_of(struct sp_str word, enum sp_state *state_r);
bool sp_outcome_of(struct sp_str word, enum sp_outcome *outcome_r);
bool sp_entry_kind_of(struct sp_str word, enum sp_entry_kind *kind_r);
bool sp_participation_of(struct sp_str word, enum sp_participation *part_r);
bool sp_restriction_of(struct sp_str word, enum sp_restriction *restriction_r);

#endif
