/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who someone is, and what he may.  Pure.  The only place where rights are
 * decided, for mail, command line and cron alike (SPEC.md sections 2.4 and 8).
 */
#ifndef SP_CORE_POLICY_H
#define SP_CORE_POLICY_H

#include "core/facts.h"
#include "text/conf.h"

/* Did the desk's own mail server vouch for the From address?  Looks at the
 * topmost Authentication-Results only, and only when its authserv-id is the
 * configured one to the letter: a DMARC pass for the From domain, or a DKIM
 * pass of that domain or of one above it.  SPF alone vouches for nothing: it
 * speaks of the envelope.  False too when From is not exactly one address. */
bool sp_policy_authenticated(const struct sp_conf *conf, const struct sp_message *message);

/* What is known of the author. */
enum sp_standing {
	SP_STRANGER,       /* nobody we know */
	SP_KNOWN_CUSTOMER, /* active, by the From address */
	SP_SILENCED,       /* blocked, refused or erased: stored, never answered */
	SP_PROVEN_STAFF,   /* proved by token or authentication, as the policy asks */
	SP_UNPROVEN_STAFF, /* claims to be staff and proves nothing */
	SP_KNOWN_SUPPLIER,
};
enum sp_standing sp_policy_standing(const struct sp_conf *conf, const struct sp_message *message,
	const struct sp_facts *facts);

/* May he close it, cancel it or complain about it: the requester, or one of the
 * organisation that pays.  Who is in copy writes, and reopens; no more. */
bool sp_policy_is_his(const struct sp_person *person, const struct sp_ticket *ticket);

/* The gate: does that person take part in the ticket?  Requester, same
 * organisation, put in copy, the supplier it was passed to.  Staff are not
 * asked here: proven staff may answer every ticket. */
bool sp_policy_takes_part(const struct sp_person *person, const struct sp_candidate *candidate);
bool sp_policy_is_supplier_of(const struct sp_person *person, const struct sp_candidate *candidate);

/* Why an automatic answer is held back: the reason, and of a reason its key in group
 * "held" of words.conf; NULL for any other text. */
enum sp_held {
	SP_HELD_ROBOT,
	SP_HELD_BOUNCE,
	SP_HELD_AUTHORS,
	SP_HELD_DESK,
	SP_HELD_KNOWN,
	SP_HELD_UNKNOWN,
	SP_HELD_MACHINE,
};
const char *sp_held_reason(enum sp_held why);
const char *sp_held_key(struct sp_str reason);

/* May an automatic mail go to the sender of this message now?  NULL when it
 * may, else the reason why it is held back (RFC 3834 section 2; SPEC.md
 * section 2: 20 an hour to a known customer; one an hour and five a day to
 * whom nothing vouches for; the desk's breaker). */
const char *sp_policy_no_answer(const struct sp_conf *conf, const struct sp_envelope *envelope,
	const struct sp_message *message, const struct sp_facts *facts, bool vouched);

#endif
