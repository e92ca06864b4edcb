/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A contact answers what he was asked with yes or no, or disputes lines of a
 * statement (SPEC.md section 5).
 *
 * An estimate and a consent cost money, so an answer counts only from whom the
 * mail that asked went to, with its token or with the mail server's word that
 * the address is his.  Anything else is a message like any other.
 */
#include "core/deciding.h"

/* --- estimates and consents ------------------------------------------------------ */

static bool is_proved(const struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;

	if (facts->token.verdict == SP_TOKEN_GOOD && facts->token_person &&
		facts->token_person->id == facts->sender->id)
		return true;
	return sp_policy_authenticated(d->c->conf, d->c->message);
}

static const struct sp_asked *find(const struct sp_facts *facts, enum sp_asked_kind kind, int64_t id)
{
	for (size_t i = 0; i < facts->asked_count; i++)
		if (facts->asked[i].kind == kind && facts->asked[i].id == id)
			return &facts->asked[i];
	return NULL;
}

/* What he answers: what the link's subject names, or what the mail asked that he
 * replies to, or the only thing that was asked on the ticket. */
static const struct sp_asked *what_is_answered(const struct sp_deciding *d,
	const struct sp_asked_answer *answer)
{
	const struct sp_facts *facts = d->c->facts;
	int64_t ticket_id = facts->candidate_count ? facts->candidates[0].ticket.id : 0;
	const struct sp_asked *only = NULL;
	enum sp_asked_kind kind;
	int64_t id;

	if (answer->named)
		return find(facts, answer->kind, answer->id);
	if (sp_asked_of_once(facts->answers_once, &kind, &id))
		return find(facts, kind, id);
	for (size_t i = 0; i < facts->asked_count && ticket_id; i++) {
		if (facts->asked[i].ticket_id != ticket_id)
			continue;
		if (only)
			return NULL;
		only = &facts->asked[i];
	}
	return only;
}

static const struct sp_candidate *ticket_of(const struct sp_deciding *d, int64_t ticket_id)
{
	for (size_t i = 0; i < d->c->facts->candidate_count; i++)
		if (d->c->facts->candidates[i].ticket.id == ticket_id)
			return &d->c->facts->candidates[i];
	return NULL;
}

static struct sp_str words_of(const struct sp_deciding *d, const struct sp_asked_answer *answer)
{
	struct sp_str said = sp_str_trim(d->c->message->reply);

	return answer->named && said.len == 0 ? answer->line : said;
}

bool sp_decide_asked(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_candidate *candidate;
	const struct sp_asked *asked;
	struct sp_asked_answer answer;
	struct sp_decision *decision;

	if (d->standing != SP_KNOWN_CUSTOMER || facts->asked_count == 0 || !is_proved(d) ||
		!sp_asked_read(d->c->words, d->c->message, &d->subject, &answer))
		return false;
	asked = what_is_answered(d, &answer);
	candidate = asked ? ticket_of(d, asked->ticket_id) : NULL;
	if (!candidate || candidate->ticket.state == SP_ARCHIVED)
		return false;
	d->plan->summary = answer.yes ? "approved" : "refused";
	sp_add_entry(d, candidate->ticket.id, facts->sender->id, SP_ENTRY_CUSTOMER,
		words_of(d, &answer), "he answers what he was asked");
	decision = sp_plan_add(d->plan, SP_DO_ANSWERED, answer.yes ? "he says yes" : "he says no");
	decision->ticket_id = candidate->ticket.id;
	decision->person_id = facts->sender->id;
	decision->answered.asked = asked;
	decision->answered.yes = answer.yes;
	sp_add_move(d, &candidate->ticket, SP_EV_ANSWER, "the contact answered");
	sp_add_answer(d, "asked_answered", candidate->ticket.id, facts->sender->id,
		facts->sender->address, "he is told what was understood");
	sp_notify_staff(d, candidate->ticket.id, candidate->ticket.queue, candidate,
		answer.yes ? "the contact said yes" : "the contact said no");
	return true;
}

/* --- disputes ------------------------------------------------------------------------ */

/* The lines that are there and that nobody disputes yet. */
static size_t rows_of(struct sp_deciding *d, const struct sp_disputed *disputed,
	const struct sp_movement ***rows_r)
{
	const struct sp_movement **rows = sp_arena_array(d->arena, SP_MAX_DISPUTED,
		const struct sp_movement *);
	size_t count = 0;

	for (size_t i = 0; i < disputed->dispute.line_count; i++) {
		int64_t line = disputed->dispute.lines[i];

		if (line <= (int64_t)disputed->movement_count &&
			!disputed->movements[line - 1].disputed)
			rows[count++] = &disputed->movements[line - 1];
	}
	*rows_r = rows;
	return count;
}

bool sp_disputes_nothing(struct sp_deciding *d)
{
	struct sp_request request;
	struct sp_dispute dispute;

	if (d->standing != SP_KNOWN_CUSTOMER || d->disputed)
		return false;
	/* Which line is not said, but which statement: that is one too. */
	return sp_dispute_read(d->c->words, d->c->message, &d->subject, &dispute) || dispute.number ||
	       (sp_request_read(d->arena, d->c->words, d->c->message, &d->subject, true, false,
			&request) &&
		       request.row->kind == SP_ASK_DISPUTE);
}

/* It is talked about on a ticket of its own; he is told what is marked, also when
 * nothing is: a line that is not there, or that is disputed already. */
bool sp_decide_dispute(struct sp_deciding *d)
{
	const struct sp_disputed *disputed = d->c->facts->disputed;
	const struct sp_movement **rows = NULL;
	struct sp_decision *decision;
	size_t count;

	if (d->standing != SP_KNOWN_CUSTOMER || !disputed ||
		disputed->contact_id != d->c->facts->sender->id)
		return false;
	count = rows_of(d, disputed, &rows);
	d->disputed = disputed;
	sp_decide_new(d, NULL);
	d->plan->summary = "disputed";
	decision = sp_plan_add(d->plan, SP_DO_DISPUTE, count ?
		"the contact disputes lines of a statement" :
		"the contact disputes lines that are not there, or that are disputed already");
	decision->person_id = d->c->facts->sender->id;
	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->dispute.disputed = disputed;
	decision->dispute.rows = rows;
	decision->dispute.count = count;
	return true;
}
