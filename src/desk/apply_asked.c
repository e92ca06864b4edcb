/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a contact is asked, what he says, and what he disputes become rows.
 */
#include "desk/apply.h"

#include "store/asked.h"

static const char *numbers(struct sp_applying *a, int64_t one, int64_t two)
{
	return sp_arena_printf(a->arena, "%lld %lld", (long long)one, (long long)two);
}

enum sp_status sp_apply_estimate(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	enum sp_status status = sp_estimate_ask(a->db, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, a->plan->actor_id), sp_apply_id(a, decision->person_id),
		decision->estimate.minutes, decision->estimate.text, a->c->facts->now, &a->asked.id,
		err);

	a->asked.kind = SP_ASKED_ESTIMATE;
	a->asked.minutes = decision->estimate.minutes;
	return status == SP_OK ? sp_apply_note(a, decision, "estimate", "asked",
		numbers(a, a->asked.id, decision->estimate.minutes), err) : status;
}

enum sp_status sp_apply_consent(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sp_payer payer = decision->consent.payer;
	enum sp_status status;

	payer.person_id = sp_apply_id(a, payer.person_id);
	status = sp_consent_ask(a->db, payer, sp_apply_id(a, decision->ticket_id),
		sp_apply_id(a, decision->person_id), a->c->facts->now, &a->asked.id, err);
	a->asked.kind = SP_ASKED_CONSENT;
	return status == SP_OK ? sp_apply_note(a, decision, "consent", "asked",
		sp_arena_printf(a->arena, "%lld", (long long)a->asked.id), err) : status;
}

enum sp_status sp_apply_answered(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	const struct sp_asked *asked = decision->answered.asked;
	enum sp_status status = sp_asked_answer(a->db, asked->kind, asked->id,
		decision->answered.yes, sp_apply_id(a, decision->person_id), a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, sp_asked_kind_name(asked->kind),
		sp_arena_printf(a->arena, "%lld", (long long)asked->id),
		decision->answered.yes ? "yes" : "no", err) : status;
}

enum sp_status sp_apply_dispute(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	const struct sp_disputed *disputed = decision->dispute.disputed;
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < decision->dispute.count; i++) {
		int64_t row = decision->dispute.rows[i]->row.id;

		status = sp_dispute_add(a->db, row, disputed->monthly.id,
			sp_apply_id(a, decision->ticket_id), sp_apply_id(a, decision->person_id),
			disputed->dispute.text, a->c->facts->now, err);
		if (status == SP_OK)
			status = sp_apply_note(a, decision, "disputed", NULL,
				sp_arena_printf(a->arena, "%lld", (long long)row), err);
	}
	return status;
}

enum sp_status sp_apply_verdict(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	bool upheld = decision->verdict.upheld;
	enum sp_status status = sp_disputes_decide(a->db, sp_apply_id(a, decision->ticket_id),
		upheld, sp_apply_id(a, a->plan->actor_id), a->c->facts->now, err);

	return status == SP_OK ? sp_apply_note(a, decision, "dispute", "open",
		sp_dispute_state_name(upheld ? SP_DISPUTE_UPHELD : SP_DISPUTE_REJECTED), err) : status;
}
