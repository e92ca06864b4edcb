/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/given.h"

#include "core/request.h"
#include "desk/mail_data.h"
#include "store/people.h"
#include "store/privacy.h"

/* The mails that say where terms and notice can be read. */
static bool names_them(const struct sp_mail_kind *kind)
{
	return strcmp(kind->name, "confirmation") == 0 || strcmp(kind->name, "terms") == 0;
}

static enum sp_status add(struct sp_applying *a, enum sp_registered what, enum sp_actor actor,
	int64_t person_id, const char *version, struct sp_err *err)
{
	struct sp_register line = { .what = what, .by = { actor, 0, a->c->facts->now },
		.person_id = person_id, .word = sp_str(version) };

	return sp_register_add(a->db, &line, err);
}

static enum sp_status add_once(struct sp_applying *a, enum sp_registered what, int64_t person_id,
	const char *version, struct sp_err *err)
{
	bool has = false;
	enum sp_status status = sp_register_has(a->db, person_id, what, sp_str(version), &has, err);

	return status == SP_OK && !has ? add(a, what, SP_BY_SYSTEM, person_id, version, err) : status;
}

/* --- what he asked for ------------------------------------------------------- */

/* One line a person: his number, and how many of his tickets were shown. */
static enum sp_status add_accessed(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, int64_t person_id, int64_t tickets, struct sp_err *err)
{
	struct sp_register line = { .what = SP_REG_ACCESSED,
		.by = { SP_BY_CUSTOMER, to->id, a->c->facts->now }, .person_id = person_id,
		.ticket_id = decision->ticket_id ? a->ticket.id : 0,
		.word = sp_str(decision->mail.request->row->word), .number = tickets };

	return sp_register_add(a->db, &line, err);
}

static bool was_before(const struct sp_ticket *tickets, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (tickets[k].requester_id == tickets[i].requester_id)
			return true;
	return false;
}

static enum sp_status add_whose(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, struct sp_err *err)
{
	struct sp_ticket *tickets = NULL;
	size_t count = 0;
	enum sp_status status = sp_request_tickets(a, decision->mail.request, &tickets, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		int64_t his = 0;

		if (!tickets[i].requester_id || was_before(tickets, i))
			continue;
		for (size_t k = i; k < count; k++)
			his += tickets[k].requester_id == tickets[i].requester_id;
		status = add_accessed(a, decision, to, tickets[i].requester_id, his, err);
	}
	return status;
}

static enum sp_status hand_over(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, struct sp_err *err)
{
	const struct sp_request *request = decision->mail.request;

	switch (request->row->kind) {
	case SP_ASK_STATUS:
	case SP_ASK_LIST:
	case SP_ASK_HISTORY:
		return add_whose(a, decision, to, err);
	case SP_ASK_BALANCE:
		return add_accessed(a, decision, to, to->id, 0, err);
	default:
		return SP_OK;
	}
}

/* --- mails ------------------------------------------------------------------- */

static enum sp_status give_terms(struct sp_applying *a, const struct sp_person *to,
	const struct sp_policies *policies, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	if (*policies->terms_link)
		status = add_once(a, SP_REG_TERMS_GIVEN, to->id, policies->terms_version, err);
	if (status != SP_OK || !*policies->privacy_link || to->privacy_told_at)
		return status;
	status = sp_people_privacy_told(a->db, to->id, a->c->facts->now, err);
	return status == SP_OK ? add_once(a, SP_REG_NOTICE, to->id, policies->privacy_version, err) :
				 status;
}

enum sp_status sp_given(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const struct sp_policies *policies, struct sp_err *err)
{
	if (!to || to->role != SP_CUSTOMER)
		return SP_OK;
	if (names_them(decision->mail.kind))
		return give_terms(a, to, policies, err);
	/* What is not possible has the request too, and no data. */
	return decision->mail.request && decision->mail.request->row->mail &&
		strcmp(decision->mail.kind->name, decision->mail.request->row->mail) == 0 ?
		hand_over(a, decision, to, err) : SP_OK;
}

enum sp_status sp_accepted(struct sp_applying *a, int64_t person_id,
	const struct sp_policies *policies, struct sp_err *err)
{
	return add(a, SP_REG_TERMS, SP_BY_CUSTOMER, person_id, policies->terms_version, err);
}
