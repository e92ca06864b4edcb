/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The heart: a message and the facts in, a plan out.
 *
 * Pure: no database, no network, no clock, no random numbers.  The same input
 * gives the same plan, so that `sportello explain` and `sportello replay` can
 * show what would happen.
 *
 *	decide.c           what kind of mail it is, and who speaks
 *	decide_answer.c    an answer of the requester's side or of a supplier
 *	decide_new.c       a new ticket
 *	decide_request.c   a customer's request of one word
 *	decide_registration.c who may become a customer
 *	decide_limits.c    what is too large, too much, or twice the same
 *	decide_staff.c     a staff member's mail
 *	decide_hours.c     work logs, thresholds, packages
 *	decide_asked.c     answers to estimates and consents, disputes
 *	decide_automatic.c bounces, receipts, vacations, lists, spam, loops
 */
#ifndef SP_CORE_DECIDE_H
#define SP_CORE_DECIDE_H

#include "core/plan.h"
#include "text/conf.h"
#include "text/words.h"

/* What a decision is made from. */
struct sp_case {
	const struct sp_conf *conf;
	const struct sp_words *words;
	const struct sp_message *message;
	const struct sp_envelope *envelope;
	const struct sp_facts *facts;
	/* Queue of the address it was sent to; the first of the configuration
	 * when several of ours were, or none was. */
	const struct sp_queue_conf *queue;
	/* The bytes of the message, as it came; absent where there are none. */
	struct sp_str raw;
};

/* The plan, in `arena`.  Never fails. */
struct sp_plan *sp_decide(struct sp_arena *arena, const struct sp_case *case_);

/* A web site's contact form (SPEC.md section 2.3): when From is one of the
 * configured form_senders and the desk's server vouches for it, the message is
 * a person's and comes from its Reply-To.  Changes `message` so; to be called
 * before the facts are gathered.  Returns whether it was one. */
bool sp_decide_form(const struct sp_conf *conf, struct sp_message *message);

/* Is it over message_size_limit?  Then its attachments are not kept
 * (SPEC.md section 2.1) and its sender is told. */
bool sp_decide_too_large(const struct sp_conf *conf, const struct sp_message *message);

/* A message that was held until its sender is a customer, now that he is:
 * decided like a new one, but that he is told so (`activated`) in place of the
 * confirmation.  Without the decision to store it; `actor` activated him. */
struct sp_plan *sp_decide_activate(struct sp_arena *arena, const struct sp_case *case_,
	enum sp_actor actor, int64_t actor_id);

/* decide_hours.c: work that is recorded, corrected (log->id) or cancelled (then
 * of 0 minutes) on the first candidate's ticket without a mail; `was`: its
 * minutes before.  SP_PERM when it was charged to what is not its payer's. */
enum sp_status sp_decide_work(struct sp_arena *arena, const struct sp_case *case_,
	const struct sp_work_log *log, int64_t was, enum sp_actor actor, int64_t actor_id,
	struct sp_plan **plan_r, struct sp_err *err) SP_MUST_CHECK;

/* Hours were bought: the account, as it is now, pays what waited for it, and
 * the tickets that did go on. */
struct sp_plan *sp_decide_bought(struct sp_arena *arena, const struct sp_case *case_,
	int64_t account_id, enum sp_actor actor, int64_t actor_id);

/* The mail that tells a new customer so, where no message of his was held: the
 * whole plan. */
struct sp_plan *sp_decide_welcome(struct sp_arena *arena, const struct sp_case *case_,
	const struct sp_person *person);

/* After an erasure: the mail to the person (NULL, or not a customer: none), with
 * what is kept (lines, "" for nothing), and the one to the DPO: the whole plan. */
struct sp_plan *sp_decide_erased(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, struct sp_str kept, struct sp_str report);

/* The mail that tells a pending person that he is not accepted, and why
 * ("" for no reason given): the whole plan. */
struct sp_plan *sp_decide_refuse(struct sp_arena *arena, const struct sp_case *case_,
	const struct sp_person *person, struct sp_str reason, enum sp_actor actor,
	int64_t actor_id);

/* The lines of the staff's commands in message->reply, carried out on the first
 * candidate as the administrator, for facts->sender (id 0: for nobody): through
 * the same table, with its lines in plan->lines.  When one of them is wrong the
 * plan is empty. */
struct sp_plan *sp_decide_by_hand(struct sp_arena *arena, const struct sp_case *case_);

#endif
