/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Mail of machines: stored where it belongs, shown to the staff, and never
 * answered; it opens, reopens and restarts nothing.
 */
#include "core/deciding.h"

/* A failed delivery of a mail that we sent to a staff member is not told to
 * that staff member: his mailbox is what fails. */
static void tell_bounce(struct sp_deciding *d, const struct sp_sent_mail *mail,
	const struct sp_ticket *ticket)
{
	const struct sp_facts *facts = d->c->facts;
	struct sp_candidate candidate = { .ticket = *ticket };

	for (size_t i = 0; i < facts->staff_count; i++)
		if (facts->staff[i].id == mail->person_id)
			return;
	sp_notify_staff(d, ticket->id, ticket->queue, &candidate, "a mail of ours was not delivered");
}

static bool failed(const struct sp_message *message)
{
	for (size_t i = 0; i < message->bounce_count; i++)
		if (sp_str_eq_nocase(message->bounces[i].action, SP_STR("failed")) ||
			message->bounces[i].action.len == 0)
			return true;
	return false;
}

static void decide_about_sent(struct sp_deciding *d)
{
	const struct sp_message *message = d->c->message;
	const struct sp_facts *facts = d->c->facts;
	const struct sp_sent_mail *mail = facts->bounced;
	const char *reason = sp_arena_text(d->arena, message->class_reason);
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_BOUNCED, reason);

	decision->ticket_id = mail->ticket_id;
	decision->bounced.outbox_id = mail->outbox_id;
	decision->bounced.bounce = message->bounce_count ? &message->bounces[0] : NULL;
	d->plan->summary = sp_class_name(message->class);
	if (!facts->bounced_ticket)
		return;
	sp_add_entry(d, mail->ticket_id, 0,
		message->class == SP_BOUNCE ? SP_ENTRY_BOUNCE : SP_ENTRY_AUTOMATIC,
		message->text, reason);
	if (message->class == SP_BOUNCE && failed(message))
		tell_bounce(d, mail, facts->bounced_ticket);
}

/* The first ticket it refers to whose gate its sender passes. */
static const struct sp_candidate *own_ticket(const struct sp_facts *facts)
{
	for (size_t i = 0; i < facts->candidate_count; i++)
		if (sp_policy_takes_part(facts->sender, &facts->candidates[i]))
			return &facts->candidates[i];
	return NULL;
}

void sp_decide_automatic(struct sp_deciding *d)
{
	const struct sp_message *message = d->c->message;
	const struct sp_facts *facts = d->c->facts;
	const struct sp_candidate *own = own_ticket(facts);
	const char *reason = sp_arena_text(d->arena, message->class_reason);

	if (facts->from_ourselves) {
		d->plan->summary = "loop";
		return;
	}
	if (facts->bounced) {
		decide_about_sent(d);
		return;
	}
	d->plan->summary = message->class == SP_SPAM ? "quarantined" : "stored";
	if (message->class != SP_AUTOMATIC || !own)
		return;
	d->plan->summary = "automatic";
	sp_add_entry(d, own->ticket.id, facts->sender->id, SP_ENTRY_AUTOMATIC, sp_said(d), reason);
	sp_notify_staff(d, own->ticket.id, own->ticket.queue, own, reason);
}
