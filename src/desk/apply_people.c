/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a plan decides about persons: who is a customer, and whose.
 */
#include "desk/apply.h"

#include "desk/receive.h"
#include "store/merge.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/rectify.h"

/* Who acts, for the register. */
static struct sp_by by(const struct sp_applying *a)
{
	return (struct sp_by){ a->plan->actor, sp_apply_id(a, a->plan->actor_id),
		a->c->facts->now };
}

static enum sp_status find(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_person **person_r, struct sp_err *err)
{
	enum sp_status status = sp_people_by_id(a->db, a->arena, decision->person_id, person_r, err);

	if (status == SP_OK && !*person_r)
		return sp_fail(err, SP_TEMP, "person %lld vanished during a transaction",
			(long long)decision->person_id);
	return status;
}

enum sp_status sp_apply_block(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_person *person = NULL;
	enum sp_status status = find(a, decision, &person, err);

	if (status != SP_OK)
		return status;
	person->state = SP_PERSON_BLOCKED;
	status = sp_people_change(a->db, person, a->c->facts->now, err);
	if (status == SP_OK)
		status = sp_held_remove(a->db, person->id, err);
	return status == SP_OK ? sp_apply_note(a, decision, "customer", NULL, "blocked", err) : status;
}

static struct sp_activation activation(struct sp_applying *a)
{
	return (struct sp_activation){ .desk = a->desk, .db = a->db, .arena = a->arena,
		.acting = { a->plan->actor, a->plan->actor_id }, .held = a->held };
}

enum sp_status sp_apply_activate(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_activation on = activation(a);
	struct sp_received received = { 0 };
	struct sp_person *person = NULL;
	enum sp_status status = find(a, decision, &person, err);

	if (status == SP_OK)
		status = sp_activate(&on, person, &received, err);
	a->mails += received.mails;
	return status;
}

enum sp_status sp_apply_refuse(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_activation on = activation(a);
	struct sp_received received = { 0 };
	struct sp_person *person = NULL;
	enum sp_status status = find(a, decision, &person, err);

	if (status == SP_OK)
		status = sp_refuse(&on, person, decision->refuse.reason, &received, err);
	a->mails += received.mails;
	return status;
}

enum sp_status sp_apply_belong(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_by who = by(a);
	struct sp_rectifying was;
	struct sp_person *person = NULL;
	enum sp_status status = find(a, decision, &person, err);

	if (status != SP_OK)
		return status;
	status = sp_rectify_begin(a->db, a->arena, person->id, &was, err);
	person->organisation_id = decision->belong.organisation_id;
	if (status == SP_OK)
		status = sp_people_change(a->db, person, a->c->facts->now, err);
	if (status == SP_OK)
		status = sp_rectify_end(a->db, a->arena, &was, &who, err);
	if (status == SP_OK && decision->ticket_id) {
		status = sp_apply_ticket(a, sp_apply_id(a, decision->ticket_id), err);
		a->ticket.organisation_id = person->organisation_id;
		if (status == SP_OK)
			status = sp_ticket_change(a->db, &a->ticket, a->c->facts->now, err);
	}
	return status == SP_OK ? sp_apply_note(a, decision, "organisation", NULL,
		sp_arena_printf(a->arena, "%lld", (long long)person->organisation_id), err) : status;
}

/* The ticket that is read next has another requester. */
enum sp_status sp_apply_unite(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_by who = by(a);
	enum sp_status status = sp_people_merge(a->db, decision->person_id, decision->unite.into_id,
		a->c->facts->now, err);

	if (status == SP_OK)
		status = sp_rectify_merged(a->db, decision->person_id, decision->unite.into_id, &who,
			err);
	a->ticket.id = 0;
	return status == SP_OK ? sp_apply_note(a, decision, "person-merged",
		sp_arena_printf(a->arena, "%lld", (long long)decision->person_id),
		sp_arena_printf(a->arena, "%lld", (long long)decision->unite.into_id), err) : status;
}

/* --- rights about personal data ------------------------------------------------------ */

static enum sp_status start_right(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_by *by, struct sp_err *err)
{
	struct sp_privacy_request request = {
		.right = decision->right.right,
		.person_id = sp_apply_id(a, decision->person_id),
		.ticket_id = sp_apply_id(a, decision->ticket_id),
		.started_at = decision->right.started_at ? decision->right.started_at :
							   a->c->facts->received,
	};

	return sp_privacy_start(a->db, &request, by, &request.id, err);
}

/* Two things wait for nobody: a restriction, and a consent that is withdrawn where
 * it is the ground for everything. */
static enum sp_status carry_out(struct sp_applying *a, const struct sp_privacy_request *request,
	const struct sp_by *by, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	bool first = false;

	if (request->right == SP_RIGHT_RESTRICT)
		status = sp_privacy_restrict(a->db, request->person_id, SP_RESTRICTED_ASKED, 0, by, err);
	else if (request->right == SP_RIGHT_REVOKE &&
		 a->desk->conf->legal_basis == SP_BASIS_CONSENT)
		status = sp_privacy_withdraw(a->db, request->person_id, by, &first, err);
	else
		return SP_OK;
	/* What is loaded was not restricted yet. */
	a->ticket.id = 0;
	return status == SP_OK ? sp_privacy_finish(a->db, request, SP_PRIVACY_DONE, by, err) : status;
}

enum sp_status sp_apply_right(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_by who = by(a);
	struct sp_privacy_request request;
	enum sp_status status;
	bool found = false;

	if (decision->right.step == SP_RIGHT_STARTED)
		return start_right(a, decision, &who, err);
	status = sp_privacy_of_ticket(a->db, a->arena, sp_apply_id(a, decision->ticket_id), &request,
		&found, err);
	if (status == SP_OK && !found)
		return sp_fail(err, SP_TEMP, "a request about personal data vanished during a transaction");
	if (status != SP_OK)
		return status;
	if (decision->right.step == SP_RIGHT_DENIED)
		return sp_privacy_finish(a->db, &request, SP_PRIVACY_DENIED, &who, err);
	status = sp_privacy_confirm(a->db, &request, &who, err);
	return status == SP_OK ? carry_out(a, &request, &who, err) : status;
}
