/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files of the decision share; nothing for anybody else.
 */
#ifndef SP_CORE_DECIDING_H
#define SP_CORE_DECIDING_H

#include "core/decide.h"
#include "core/policy.h"
#include "core/request.h"
#include "core/subject.h"
#include "core/ticket.h"
#include "core/work.h"

struct sp_deciding {
	struct sp_arena *arena;
	const struct sp_case *c;
	struct sp_plan *plan;
	enum sp_standing standing;
	bool vouched;              /* a known customer, or authenticated */
	struct sp_subject subject; /* of the message */
	struct sp_str language;    /* to answer its sender in */
	/* A right about personal data that the new ticket is about, NULL mostly, and
	 * until when it is answered. */
	const struct sp_request *privacy;
	int64_t privacy_due;
	const struct sp_disputed *disputed; /* a statement that the new ticket is about, NULL mostly */
	bool welcome;              /* he has just become a customer */
	bool quiet;                /* nobody is written to about it: a flood */
	int64_t called_id;         /* who is on call and gets it as such; 0: nobody */
	/* For whom a staff member opens a ticket; address absent: for himself.
	 * behalf_text: what is said then, absent: all of the message; behalf_note:
	 * what the staff member writes about it to the desk. */
	struct sp_address behalf;
	struct sp_str behalf_text, behalf_note;
	/* What without_package makes of the new ticket: accept where he is covered. */
	enum sp_without_package admitted;
	/* Payers' hours as the plan leaves them so far (decide_hours.c). */
	struct sp_hours **hours;
	size_t hours_count, hours_room;
};

/* Each adds decisions to the plan. */
void sp_decide_automatic(struct sp_deciding *d);
void sp_decide_staff(struct sp_deciding *d);
void sp_decide_new(struct sp_deciding *d, const struct sp_candidate *claimed);
/* False when it is no answer: then nothing was added. */
bool sp_decide_answer(struct sp_deciding *d);

/* Thanks for what we told him, about no ticket: stored, and that is all.  False when it
 * is none: nothing was added. */
bool sp_decide_thanks(struct sp_deciding *d);

/* The address carries the sender's own good token for that. */
bool sp_token_is_for(const struct sp_deciding *d, enum sp_token_purpose purpose);
/* COPIA on a ticket of his.  False when he may not: nothing was added. */
bool sp_decide_copy(struct sp_deciding *d, const struct sp_candidate *own);

/* Take from the plan what a restriction forbids (core/privacy.h), and tell the
 * administrator that it did. */
void sp_restrain(struct sp_deciding *d);
/* A staff member writes on a ticket that is restricted: kept, and he is told.
 * False when it is not: nothing was added. */
bool sp_decide_restricted(struct sp_deciding *d);
/* A new request of whom withdrew his consent: held, and answered once. */
bool sp_decide_withdrawn(struct sp_deciding *d);

/* A right about his own data; yes or no to whether it was him.  False when it
 * is no such answer: nothing was added. */
void sp_decide_right(struct sp_deciding *d, const struct sp_request *request);
bool sp_decide_identity(struct sp_deciding *d);

/* Signed addresses of the staff that outsiders see by this message prove nothing
 * from now on: before anything else; and whose they are is told, when the plan is
 * made. */
void sp_decide_shown(struct sp_deciding *d);
void sp_tell_shown(struct sp_deciding *d);

/* A customer's request of one word.  False when it is none: nothing was added. */
bool sp_decide_request(struct sp_deciding *d);
/* A contact's yes or no to what he was asked; lines of a statement that he
 * disputes (decide_asked.c).  False when it is none: nothing was added. */
bool sp_decide_asked(struct sp_deciding *d);
bool sp_decide_dispute(struct sp_deciding *d);
/* CONTESTO all the same, of nothing that is there: no statement of his, or no such line
 * in it.  It is a message like any other, and he is told why no line is marked. */
bool sp_disputes_nothing(struct sp_deciding *d);
/* Held, or refused, as the registration policy has it.  False when it does not
 * concern him: nothing was added. */
bool sp_decide_registration(struct sp_deciding *d);
/* Its subject has the number of another help desk, whose robot may answer every
 * confirmation with its own. */
bool sp_from_another_desk(const struct sp_deciding *d);
/* Past flood_hourly: stored, joined to one ticket, no mail.  False when it is none. */
bool sp_decide_flood(struct sp_deciding *d);
/* A new message whose text is almost that of a recent ticket of his joins that
 * one, with what followed Nota: in it.  False when it does not: then nothing
 * was added. */
bool sp_decide_duplicate(struct sp_deciding *d, struct sp_str text, struct sp_str note);
/* Link the new ticket to the newest recent one that is much like it. */
void sp_link_recent(struct sp_deciding *d, struct sp_str text);

/* To answer its sender in: what he chose, else what the message says of itself, else
 * its words, else the queue's (DESIGN.md, "Language"). */
struct sp_str sp_language_of(const struct sp_case *c);

/* What its sender said, without quotes and signature; the whole text of a
 * forward, which is what it is about. */
struct sp_str sp_said(const struct sp_deciding *d);

void sp_add_entry(struct sp_deciding *d, int64_t ticket_id, int64_t person_id,
	enum sp_entry_kind kind, struct sp_str text, const char *reason);

/* A move that the table allows; nothing otherwise.  Returns it. */
const struct sp_move *sp_add_move(struct sp_deciding *d, const struct sp_ticket *ticket,
	enum sp_event_kind event, const char *reason);

void sp_add_number(struct sp_deciding *d, int64_t ticket_id, enum sp_ticket_field field,
	int64_t number, const char *reason);

/* A mail to one address.  Nothing when the template is unknown. */
struct sp_decision *sp_add_mail(struct sp_deciding *d, const char *template_name,
	int64_t ticket_id, int64_t person_id, struct sp_str recipient, struct sp_str language,
	const char *reason);

/* An automatic answer to the sender, unless it has to be held back: then the
 * administrator is told. */
void sp_add_answer(struct sp_deciding *d, const char *template_name, int64_t ticket_id,
	int64_t person_id, struct sp_str recipient, const char *reason);

/* A mail to the requester and whoever was put in copy.  To whom the author
 * wrote himself it goes without the text, or, when it is nothing but the text,
 * not at all (SPEC.md section 8). */
void sp_tell_customer(struct sp_deciding *d, const struct sp_candidate *candidate,
	const char *template_name, const char *reason);

/* The same to the requester only: hours are not for whoever is in copy. */
void sp_tell_requester(struct sp_deciding *d, const struct sp_candidate *candidate,
	const char *template_name, const char *reason);

/* What an answer of the staff does to the status.  The move that it makes, NULL when none. */
const struct sp_move *sp_answer_moves(struct sp_deciding *d, const struct sp_ticket *ticket);

/* May a staff member open a ticket for that address: a customer's who is
 * written to, or nobody's yet? */
bool sp_may_be_behalf(const struct sp_deciding *d, struct sp_str address);

/* By when an answer is promised, from `from` on: the contract's response time
 * counts before the queue's; 0: nothing is promised.  A calendar that cannot
 * say is told to the administrator. */
int64_t sp_due_of(struct sp_deciding *d, const struct sp_policies *policies,
	const struct sp_payer_facts *payer, struct sp_str queue, int64_t from);

/* The policies of a queue by name; the case's where it is gone. */
const struct sp_policies *sp_policies_of(const struct sp_deciding *d, struct sp_str queue);

/* decide_hours.c: that payer's hours, as the plan leaves them so far. */
struct sp_hours *sp_hours_of(struct sp_deciding *d, struct sp_payer payer);
/* A work log, new (id 0) or corrected, with its rows of the ledger.  SP_PERM
 * when it was charged to what is not its payer's; then nothing was added. */
enum sp_status sp_add_work(struct sp_deciding *d, const struct sp_work_log *log, int64_t was,
	int64_t session_id, struct sp_work_outcome *outcome_r, struct sp_err *err) SP_MUST_CHECK;
/* After all work of the plan: the thresholds that it crossed are told to the
 * contact and the staff of the ticket's queue; with over = stop the ticket is
 * suspended when work was past the end.  Whether it was. */
bool sp_add_hours_told(struct sp_deciding *d, const struct sp_candidate *candidate);
/* May its requester ask for work in that queue?  What `without_package` has
 * for the new ticket. */
enum sp_without_package sp_hours_admit(const struct sp_deciding *d,
	const struct sp_queue_conf *queue, const struct sp_payer_facts *payer);

/* A notification to each staff member it concerns: the assignee and the
 * followers, else all of the queue, else all there are. */
void sp_notify_staff(struct sp_deciding *d, int64_t ticket_id, struct sp_str queue,
	const struct sp_candidate *candidate, const char *reason);

#endif
