/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a restriction and a withdrawn consent make of a plan; what is told about
 * an erasure: to the one whose data they were, and to the one who answers for
 * them.  (What customers ask about their own data: decide_rights.c.)
 */
#include "core/deciding.h"

static struct sp_decision *tell(struct sp_deciding *d, const char *template_name,
	const struct sp_person *person, struct sp_str address, struct sp_str language,
	struct sp_str text, const char *reason)
{
	struct sp_decision *mail = sp_add_mail(d, template_name, 0, person ? person->id : 0, address,
		language, reason);

	mail->mail.vouched = true;
	mail->mail.reason = text;
	return mail;
}

struct sp_plan *sp_decide_erased(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, struct sp_str kept, struct sp_str report)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan };
	struct sp_str ours = sp_str(c->queue->policies.language);

	plan->arena = arena;
	plan->actor = SP_BY_ADMINISTRATOR;
	plan->summary = "erased";
	if (person && person->address.len && person->role == SP_CUSTOMER)
		tell(&d, "privacy_erased", person, person->address,
			person->language.len ? person->language : ours, kept,
			"he is told what was erased, and what is kept and why");
	if (*c->conf->dpo)
		tell(&d, "privacy_report", NULL, sp_str(c->conf->dpo), ours, report,
			"the DPO is told too, without a name");
	return plan;
}

/* --- restriction -------------------------------------------------------------------- */

static bool is_restricted(const struct sp_person *person, int64_t id)
{
	return person && person->id == id && sp_person_is_restricted(person);
}

static bool person_is(const struct sp_facts *facts, int64_t id)
{
	if (id <= 0)
		return false;
	for (size_t i = 0; i < facts->candidate_count; i++)
		if (is_restricted(facts->candidates[i].requester, id))
			return true;
	for (size_t i = 0; i < facts->named_count; i++)
		if (is_restricted(facts->named[i].person, id))
			return true;
	return is_restricted(facts->sender, id) || is_restricted(facts->token_person, id);
}

static const struct sp_ticket *restricted_ticket(const struct sp_facts *facts, int64_t id)
{
	for (size_t i = 0; i < facts->candidate_count; i++)
		if (facts->candidates[i].ticket.id == id && facts->candidates[i].ticket.restricted)
			return &facts->candidates[i].ticket;
	for (size_t i = 0; i < facts->named_ticket_count; i++)
		if (facts->named_tickets[i].ticket.id == id && facts->named_tickets[i].ticket.restricted)
			return &facts->named_tickets[i].ticket;
	if (facts->bounced_ticket && facts->bounced_ticket->id == id && facts->bounced_ticket->restricted)
		return facts->bounced_ticket;
	return NULL;
}

static int64_t new_requester(const struct sp_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_OPEN)
			return plan->items[i].person_id;
	return 0;
}

void sp_restrain(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	struct sp_plan *plan = d->plan;
	bool opened = person_is(facts, new_requester(plan));
	size_t kept = 0, before = plan->count;
	struct sp_decision *alarm;

	for (size_t i = 0; i < before; i++) {
		const struct sp_decision *one = &plan->items[i];
		bool about = restricted_ticket(facts, one->ticket_id) || person_is(facts, one->person_id) ||
			     (opened && one->ticket_id == SP_THE_NEW_TICKET);

		if (!about || sp_restriction_allows(one))
			plan->items[kept++] = *one;
	}
	plan->count = kept;
	if (kept == before)
		return;
	alarm = sp_plan_add(plan, SP_DO_ALARM, "his data are restricted: it is stored, and nothing else");
	alarm->alarm.kind = "restricted";
	alarm->alarm.detail = sp_str(d->c->queue->name);
}

bool sp_decide_restricted(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_person *staff = facts->sender;
	const struct sp_ticket *ticket = facts->candidate_count ? &facts->candidates[0].ticket : NULL;
	struct sp_decision *mail;

	for (size_t i = 0; i < facts->named_ticket_count && !(ticket && ticket->restricted); i++)
		ticket = &facts->named_tickets[i].ticket;
	if (!ticket || !ticket->restricted)
		return false;
	d->plan->summary = "restricted";
	mail = sp_add_mail(d, "privacy_restricted", 0, staff->id, staff->address,
		staff->language.len ? staff->language : sp_str(d->c->queue->policies.language),
		"the data of that ticket's customer are restricted");
	mail->mail.reason = ticket->code;
	return true;
}

/* --- consent ------------------------------------------------------------------------- */

bool sp_decide_withdrawn(struct sp_deciding *d)
{
	const struct sp_person *sender = d->c->facts->sender;
	struct sp_decision *held, *alarm;
	size_t before;

	if (d->c->conf->legal_basis != SP_BASIS_CONSENT || d->standing != SP_KNOWN_CUSTOMER ||
		!sender->withdrawn_at)
		return false;
	d->plan->summary = "held";
	held = sp_plan_add(d->plan, SP_DO_HOLD, "he withdrew his consent: held until he gives it again");
	held->person_id = sender->id;
	held->hold.queue = d->c->queue;
	held->hold.text = sp_said(d);
	alarm = sp_plan_add(d->plan, SP_DO_ALARM, "somebody without consent writes: sportello privacy consent");
	alarm->alarm.kind = "consent-withdrawn";
	alarm->alarm.detail = sp_str(d->c->queue->name);
	before = d->plan->count;
	sp_add_answer(d, "privacy_withdrawn", 0, sender->id, sender->address,
		"he is told once that nothing is done without his consent");
	if (d->plan->count > before && d->plan->items[before].kind == SP_DO_MAIL)
		d->plan->items[before].mail.once = sp_arena_printf(d->arena, "withdrawn %lld %lld",
			(long long)sender->id, (long long)sender->withdrawn_at);
	return true;
}
