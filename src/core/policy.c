/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/policy.h"

#include "core/address.h"
#include "core/token.h"

static bool result_vouches(const struct sp_auth_result *result, struct sp_str from_domain)
{
	if (!sp_str_eq_nocase(result->result, SP_STR("pass")) || result->domain.len == 0)
		return false;
	if (sp_str_eq_nocase(result->method, SP_STR("dmarc")))
		return sp_str_eq_nocase(result->domain, from_domain);
	/* A signature of a top-level domain vouches for nobody. */
	return sp_str_eq_nocase(result->method, SP_STR("dkim")) &&
	       sp_str_has(result->domain, SP_STR(".")) &&
	       sp_domain_within(from_domain, result->domain);
}

bool sp_policy_authenticated(const struct sp_conf *conf, const struct sp_message *message)
{
	const struct sp_authentication *field = &message->authentication;
	struct sp_str from_domain;

	if (!*conf->authserv_id || message->from.count != 1)
		return false;
	if (!sp_str_eq(field->authserv_id, sp_str(conf->authserv_id)))
		return false;
	from_domain = sp_address_domain(message->from.items[0].address);
	for (size_t i = 0; i < field->count; i++)
		if (result_vouches(&field->results[i], from_domain))
			return true;
	return false;
}

/* The token of a notification, in the hands of the staff member it was made
 * for. */
static bool token_is_his(const struct sp_facts *facts)
{
	return facts->token.purpose == SP_TOKEN_STAFF &&
	       facts->token.person_id == facts->sender->id;
}

static bool token_proves(const struct sp_facts *facts)
{
	return facts->token.verdict == SP_TOKEN_GOOD && token_is_his(facts);
}

/* A token that is not good, or somebody else's, is worse than none: whoever
 * has the right one would not send it (FAULTS.md 29).  His own that others have
 * seen too says nothing: he may answer an earlier mail. */
static bool token_speaks_against(const struct sp_facts *facts)
{
	return facts->token.verdict != SP_TOKEN_NONE && !token_proves(facts) &&
	       !(facts->token.verdict == SP_TOKEN_SHOWN && token_is_his(facts));
}

static bool staff_proven(const struct sp_conf *conf, const struct sp_message *message,
	const struct sp_facts *facts)
{
	bool by_token = token_proves(facts);
	bool by_authentication = sp_policy_authenticated(conf, message);

	if (message->from.count != 1 || token_speaks_against(facts))
		return false;
	switch (conf->proof) {
	case SP_PROOF_TOKEN:
		return by_token;
	case SP_PROOF_AUTHENTICATION:
		return by_authentication;
	case SP_PROOF_BOTH:
		return by_token && by_authentication;
	case SP_PROOF_EITHER:
		break;
	}
	return by_token || by_authentication;
}

enum sp_standing sp_policy_standing(const struct sp_conf *conf, const struct sp_message *message,
	const struct sp_facts *facts)
{
	const struct sp_person *sender = facts->sender;

	if (!sender)
		return facts->claimed_staff ? SP_UNPROVEN_STAFF : SP_STRANGER;
	switch (sender->state) {
	case SP_PERSON_ACTIVE:
		break;
	case SP_PERSON_PENDING:
		return SP_STRANGER;
	case SP_PERSON_DISABLED:
		return sender->role == SP_STAFF ? SP_UNPROVEN_STAFF : SP_SILENCED;
	default:
		return SP_SILENCED;
	}
	if (sender->role == SP_STAFF)
		return staff_proven(conf, message, facts) ? SP_PROVEN_STAFF : SP_UNPROVEN_STAFF;
	return sender->role == SP_SUPPLIER ? SP_KNOWN_SUPPLIER : SP_KNOWN_CUSTOMER;
}

static bool has_part(const struct sp_person *person, const struct sp_candidate *candidate,
	enum sp_participation part)
{
	for (size_t i = 0; i < candidate->participant_count; i++)
		if (candidate->participants[i].person_id == person->id &&
			candidate->participants[i].part == part)
			return true;
	return false;
}

bool sp_policy_is_his(const struct sp_person *person, const struct sp_ticket *ticket)
{
	return ticket->requester_id == person->id ||
	       (ticket->organisation_id && ticket->organisation_id == person->organisation_id);
}

bool sp_policy_takes_part(const struct sp_person *person, const struct sp_candidate *candidate)
{
	if (!person || person->state != SP_PERSON_ACTIVE)
		return false;
	if (sp_policy_is_his(person, &candidate->ticket))
		return true;
	return has_part(person, candidate, SP_PART_COPY) ||
	       has_part(person, candidate, SP_PART_FOLLOWER) ||
	       sp_policy_is_supplier_of(person, candidate);
}

bool sp_policy_is_supplier_of(const struct sp_person *person, const struct sp_candidate *candidate)
{
	return person && has_part(person, candidate, SP_PART_SUPPLIER);
}

/* Why no answer is sent: for the journal, and the key of group "held" in words.conf. */
static const struct {
	const char *key, *reason;
} held[] = {
	[SP_HELD_ROBOT] = { "robot", "only a person's mail is answered" },
	[SP_HELD_BOUNCE] = { "bounce", "the envelope sender is empty (RFC 3834)" },
	[SP_HELD_AUTHORS] = { "authors", "From is not exactly one address" },
	[SP_HELD_DESK] = { "desk", "the breaker is open: too many automatic mails this hour" },
	[SP_HELD_KNOWN] = { "known", "enough automatic mails to this address this hour" },
	[SP_HELD_UNKNOWN] = { "unknown", "nothing vouches for the sender and he was answered already" },
	[SP_HELD_MACHINE] = { "machine", "another help desk, which was answered this hour already" },
};

const char *sp_held_reason(enum sp_held why)
{
	return held[why].reason;
}

const char *sp_held_key(struct sp_str reason)
{
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		if (sp_str_eq(reason, sp_str(held[i].reason)))
			return held[i].key;
	return NULL;
}

const char *sp_policy_no_answer(const struct sp_conf *conf, const struct sp_envelope *envelope,
	const struct sp_message *message, const struct sp_facts *facts, bool vouched)
{
	if (message->class != SP_PERSON)
		return held[SP_HELD_ROBOT].reason;
	if (envelope->sender.ptr && envelope->sender.len == 0)
		return held[SP_HELD_BOUNCE].reason;
	if (message->from.count != 1)
		return held[SP_HELD_AUTHORS].reason;
	if (facts->automatic_desk_hour >= conf->automatic_hourly_desk)
		return held[SP_HELD_DESK].reason;
	if (vouched && facts->automatic_to_sender_hour >= conf->automatic_hourly_known)
		return held[SP_HELD_KNOWN].reason;
	if (!vouched && (facts->automatic_to_sender_hour >= conf->automatic_hourly_unknown ||
				facts->automatic_to_sender_day >= conf->automatic_daily_unknown))
		return held[SP_HELD_UNKNOWN].reason;
	return NULL;
}
