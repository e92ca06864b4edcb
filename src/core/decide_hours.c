/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hours: work that is recorded, thresholds that it crosses, who may ask for
 * work, and what a package that was added sets free (SPEC.md section 5).
 */
#include "core/deciding.h"

#include "core/calendar.h"

enum { REVIEW_DAYS = 7, DAY = 86400 };

const struct sp_policies *sp_policies_of(const struct sp_deciding *d, struct sp_str name)
{
	const struct sp_queue_conf *queue = sp_conf_queue(d->c->conf, name);

	return queue ? &queue->policies : &d->c->queue->policies;
}

struct sp_hours *sp_hours_of(struct sp_deciding *d, struct sp_payer payer)
{
	for (size_t i = 0; i < d->hours_count; i++)
		if (sp_payer_is(d->hours[i]->payer, payer))
			return d->hours[i];
	d->hours = sp_arena_grow(d->arena, d->hours, d->hours_count, &d->hours_room,
		sizeof *d->hours);
	return d->hours[d->hours_count++] = sp_hours_begin(d->arena, payer,
		       sp_facts_of_payer(d->c->facts, payer));
}

/* --- work ------------------------------------------------------------------------ */

enum sp_status sp_add_work(struct sp_deciding *d, const struct sp_work_log *log, int64_t was,
	int64_t session_id, struct sp_work_outcome *outcome_r, struct sp_err *err)
{
	const struct sp_ledger_entry *old = NULL;
	struct sp_decision *work;
	struct sp_work_log *kept;
	enum sp_status status;
	size_t old_count = 0;

	if (log->id && d->c->facts->work)
		old = sp_entries_of_log(d->arena, d->c->facts->work, log->id, &old_count);
	status = sp_work_charge(d->arena, sp_hours_of(d, log->payer), sp_policies_of(d, log->queue),
		log, old, old_count, outcome_r, err);
	if (status != SP_OK)
		return status;
	kept = sp_arena_new(d->arena, struct sp_work_log);
	*kept = outcome_r->log;
	work = sp_plan_add(d->plan, SP_DO_WORK, !log->id ? "work was done" :
		log->minutes ? "a work log is corrected" : "a work log is cancelled");
	work->ticket_id = log->ticket_id;
	work->work.log = kept;
	work->work.was = was;
	work->work.entries = outcome_r->entries;
	work->work.entry_count = outcome_r->entry_count;
	work->work.session_id = session_id;
	return SP_OK;
}

/* --- thresholds ------------------------------------------------------------------------ */

static void tell_staff(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_hours *hours, const char *template_name, int64_t account_id)
{
	const struct sp_facts *facts = d->c->facts;

	for (size_t i = 0; i < facts->staff_count; i++) {
		const struct sp_person *staff = &facts->staff[i];
		struct sp_decision *mail;

		if (!sp_person_serves(staff, ticket->queue))
			continue;
		mail = sp_add_mail(d, template_name, ticket->id, staff->id, staff->address,
			staff->language.len ? staff->language :
			sp_str(sp_policies_of(d, ticket->queue)->language),
			"the staff are told of a threshold");
		mail->mail.account_id = account_id;
		mail->mail.payer = hours->payer;
	}
}

/* To the contact; nobody is known for some. */
static void tell_contact(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_hours *hours, const char *template_name, int64_t account_id, bool held)
{
	const struct sp_payer_facts *facts = sp_facts_of_payer(d->c->facts, hours->payer);
	const struct sp_person *contact = facts ? facts->contact : NULL;
	struct sp_decision *mail;

	if (!sp_person_is_reached(contact))
		return;
	mail = sp_add_mail(d, template_name, ticket->id, contact->id, contact->address,
		contact->language.len ? contact->language : ticket->language,
		held ? "over = stop: hours are needed before work goes on" :
		       "the contact is told of a threshold");
	mail->mail.account_id = account_id;
	mail->mail.payer = hours->payer;
	mail->mail.held = held;
}

static void mark_told(struct sp_deciding *d, const struct sp_account *account, unsigned crossed)
{
	static const struct {
		unsigned bit;
		int percent;
	} thresholds[] = { { SP_CROSSED_80, 80 }, { SP_CROSSED_100, 100 } };

	for (size_t i = 0; i < 2; i++) {
		struct sp_decision *told;

		if (!(crossed & thresholds[i].bit))
			continue;
		told = sp_plan_add(d->plan, SP_DO_TOLD, "a threshold is told once");
		told->told.account = account;
		told->told.percent = thresholds[i].percent;
	}
}

/* The first account that crossed just those thresholds: 80 %, or 100 %. */
static const struct sp_account *first_crossed(const struct sp_hours *hours, bool over)
{
	for (size_t i = 0; i < hours->account_count; i++)
		if (hours->crossed[i] && !!(hours->crossed[i] & SP_CROSSED_100) == over)
			return &hours->accounts[i];
	return NULL;
}

/* One mail a threshold: work that went over three packages ends three at once, and
 * the mail names those that the plan marks as told. */
static void tell_thresholds(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_hours *hours, bool stopped)
{
	const struct sp_account *over = first_crossed(hours, true);
	const struct sp_account *low = first_crossed(hours, false);

	/* What stops the work is told below, once for all accounts. */
	if (over && !stopped)
		tell_contact(d, ticket, hours, "hours_over", over->id, false);
	if (low)
		tell_contact(d, ticket, hours, "hours_low", low->id, false);
	if (over || low)
		tell_staff(d, ticket, hours, "hours_staff", over ? over->id : low->id);
	for (size_t i = 0; i < hours->account_count; i++)
		mark_told(d, &hours->accounts[i], hours->crossed[i]);
}

/* SPEC.md section 5, over = stop: the log is kept, the ticket suspended. */
static bool stop(struct sp_deciding *d, const struct sp_ticket *ticket)
{
	struct sp_decision *flag;

	if (!sp_state_is_open(ticket->state) || ticket->state == SP_SUSPENDED ||
		!sp_add_move(d, ticket, SP_EV_SUSPEND, "over = stop: the hours are used up"))
		return false;
	sp_add_number(d, ticket->id, SP_FIELD_REVIEW_AT, d->c->facts->now + REVIEW_DAYS * DAY,
		"to be looked at again then");
	flag = sp_plan_add(d->plan, SP_DO_FLAG, "it goes on when hours are added");
	flag->ticket_id = ticket->id;
	flag->flag.name = "waits-hours-over";
	return true;
}

/* SPEC.md section 5, over = ask: the contact is asked once, until he buys more. */
static void ask_consent(struct sp_deciding *d, const struct sp_ticket *ticket,
	const struct sp_hours *hours)
{
	const struct sp_payer_facts *facts = sp_facts_of_payer(d->c->facts, hours->payer);
	const struct sp_person *contact = facts ? facts->contact : NULL;
	struct sp_decision *decision;

	if (!sp_person_is_reached(contact) || facts->asked)
		return;
	decision = sp_plan_add(d->plan, SP_DO_CONSENT, "over = ask: the hours are used up");
	decision->ticket_id = ticket->id;
	decision->person_id = contact->id;
	decision->consent.payer = hours->payer;
	tell_contact(d, ticket, hours, "consent", 0, false);
}

bool sp_add_hours_told(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	bool stops = sp_policies_of(d, ticket->queue)->over == SP_OVER_STOP, stopped = false;

	for (size_t i = 0; i < d->hours_count; i++) {
		struct sp_hours *hours = d->hours[i];
		bool stopping = stops && hours->past_end && !stopped;

		stopped = (stopping && stop(d, ticket)) || stopped;
		tell_thresholds(d, ticket, hours, stops && hours->past_end);
		if (stopping)
			tell_contact(d, ticket, hours, "hours_over", 0, true);
		if (sp_policies_of(d, ticket->queue)->over == SP_OVER_ASK && hours->past_end)
			ask_consent(d, ticket, hours);
	}
	return stopped;
}

/* --- who may ask ------------------------------------------------------------------------ */

enum sp_without_package sp_hours_admit(const struct sp_deciding *d,
	const struct sp_queue_conf *queue, const struct sp_payer_facts *payer)
{
	/* What the staff open is decided, and personal data are nobody's hours. */
	if (d->standing == SP_PROVEN_STAFF || d->standing == SP_UNPROVEN_STAFF || d->privacy ||
		d->disputed)
		return SP_WITHOUT_ACCEPT;
	if (sp_payer_is_covered(payer, &queue->policies, sp_str(queue->name),
		    sp_day_of(d->c->facts->received)))
		return SP_WITHOUT_ACCEPT;
	return queue->policies.without_package;
}

/* --- without a mail ------------------------------------------------------------------------ */

static struct sp_plan *begin(struct sp_arena *arena, struct sp_deciding *d, enum sp_actor actor,
	int64_t actor_id, const char *summary)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);

	plan->arena = arena;
	plan->actor = actor;
	plan->actor_id = actor_id;
	plan->summary = summary;
	d->plan = plan;
	return plan;
}

enum sp_status sp_decide_work(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_work_log *log, int64_t was, enum sp_actor actor, int64_t actor_id,
	struct sp_plan **plan_r, struct sp_err *err)
{
	struct sp_deciding d = { .arena = arena, .c = c, .vouched = true };
	struct sp_work_outcome outcome;
	enum sp_status status;

	*plan_r = begin(arena, &d, actor, actor_id, "worked");
	status = sp_add_work(&d, log, was, 0, &outcome, err);
	if (status == SP_OK)
		sp_add_hours_told(&d, &c->facts->candidates[0]);
	return status;
}

/* Work that waited for a package, the oldest first. */
static void settle(struct sp_deciding *d, const struct sp_payer_facts *facts, int64_t account_id)
{
	struct sp_hours *hours = sp_hours_of(d, facts->payer);
	struct sp_ledger_entries out = { NULL, 0, 0 };
	struct sp_charging charging = { hours->accounts, hours->account_count,
		sp_tariff_of(&d->c->queue->policies), SP_EXCESS_CARRY, d->arena, &out };
	struct sp_carried *carried = sp_arena_array(d->arena, facts->carried_count + 1,
		struct sp_carried);
	struct sp_decision *settled;

	for (size_t i = 0; i < facts->carried_count; i++)
		carried[i] = facts->carried[i];
	for (size_t i = 0; i < hours->account_count; i++)
		if (hours->accounts[i].id == account_id && hours->accounts[i].sort == SP_PACKAGE)
			sp_ledger_settle(&charging, &hours->accounts[i], carried, facts->carried_count);
	if (out.count == 0)
		return;
	sp_hours_note_crossed(hours, out.items, out.count);
	settled = sp_plan_add(d->plan, SP_DO_SETTLE, "work that waited for a package is paid by it");
	settled->settle.payer = facts->payer;
	settled->settle.entries = out.items;
	settled->settle.entry_count = out.count;
}

/* A ticket that waited goes on: a new one as if it came now, one whose hours
 * were used up where it was. */
static void release(struct sp_deciding *d, const struct sp_candidate *candidate,
	const struct sp_payer_facts *payer)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_policies *policies = sp_policies_of(d, ticket->queue);
	bool fresh = ticket->answered_at == 0;
	const struct sp_move *move;
	int64_t due;

	if (!sp_payer_is_covered(payer, policies, ticket->queue, sp_day_of(d->c->facts->now)))
		return;
	move = sp_add_move(d, ticket, fresh ? SP_EV_RELEASE : SP_EV_WORK,
		"hours were added, that it waited for");
	if (!move)
		return;
	sp_add_number(d, ticket->id, SP_FIELD_REVIEW_AT, 0, "it waits no more");
	due = fresh ? sp_due_of(d, policies, payer, ticket->queue, d->c->facts->now) : 0;
	if (due)
		sp_add_number(d, ticket->id, SP_FIELD_DUE_AT, due, "its clock starts now");
	if (candidate->requester && candidate->requester->state == SP_PERSON_ACTIVE)
		sp_add_mail(d, move->mail, ticket->id, candidate->requester->id,
			candidate->requester->address, ticket->language, "he is told that it goes on");
	sp_notify_staff(d, ticket->id, ticket->queue, candidate, "hours were added: it goes on");
}

struct sp_plan *sp_decide_bought(struct sp_arena *arena, const struct sp_case *c,
	int64_t account_id, enum sp_actor actor, int64_t actor_id)
{
	struct sp_deciding d = { .arena = arena, .c = c, .vouched = true };
	struct sp_plan *plan = begin(arena, &d, actor, actor_id, "bought");
	struct sp_ticket nothing = { .queue = sp_str(c->queue->name),
		.language = sp_str(c->queue->policies.language) };

	for (size_t i = 0; i < c->facts->payer_count; i++) {
		settle(&d, &c->facts->payers[i], account_id);
		tell_thresholds(&d, &nothing, sp_hours_of(&d, c->facts->payers[i].payer), false);
		for (size_t k = 0; k < c->facts->waiting_count; k++)
			release(&d, &c->facts->waiting[k], &c->facts->payers[i]);
	}
	return plan;
}
