/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The address that a staff member answers to says that it is him (core/token.h).
 * Whoever else has seen it could write in his name, where a From line and a token
 * are proof; so a message that shows it to outsiders is the last one that it
 * proves anything for.  Later mails of the ticket carry a new one, and whose it was
 * is told, in the mail that he gets anyway if there is one.
 *
 * Only who holds an address that is good can bring this about, and no message is
 * lost by it: an answer to an earlier mail still names its ticket.
 */
#include "core/deciding.h"

enum { DAY = 86400 };

/* A colleague, as far as anything proves it.  Which of the two is asked for as proof
 * is another question: what he shows himself is not shown to outsiders. */
static bool from_staff(const struct sp_deciding *d)
{
	const struct sp_person *sender = d->c->facts->sender;

	return d->standing == SP_PROVEN_STAFF ||
	       (sender && sender->role == SP_STAFF && sender->state == SP_PERSON_ACTIVE &&
		       sp_policy_authenticated(d->c->conf, d->c->message));
}

/* Our own mail, on its way to a staff member, that comes back: no outsider wrote it,
 * and what tells of it would come back too. */
static bool came_back(const struct sp_facts *facts)
{
	if (facts->from_ourselves)
		return true;
	for (size_t i = 0; facts->bounced && i < facts->staff_count; i++)
		if (facts->staff[i].id == facts->bounced->person_id)
			return true;
	return false;
}

void sp_decide_shown(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	bool ours = from_staff(d);

	for (size_t i = 0; i < facts->shown_count && !came_back(facts); i++) {
		const struct sp_shown_address *shown = &facts->shown[i];
		struct sp_decision *decision;

		if (ours && !(shown->written && facts->outsider.ptr))
			continue;
		decision = sp_plan_add(d->plan, SP_DO_SHOWN, ours ?
			"a staff member's signed address stands beside an outsider's" :
			"an outsider has a staff member's signed address");
		decision->ticket_id = shown->ticket ? shown->ticket->id : 0;
		decision->person_id = shown->person_id;
		decision->shown.token_ticket = shown->ticket_id;
	}
}

/* --- telling him ----------------------------------------------------------------------- */

static bool is_named(const struct sp_decision *mail, const char *name)
{
	return strcmp(mail->mail.kind->name, name) == 0;
}

/* The mail of this plan that has room for it: about that ticket, or about the very
 * message that proved nothing. */
static struct sp_decision *mail_to(struct sp_deciding *d, int64_t person_id, int64_t ticket_id)
{
	struct sp_decision *found = NULL;

	for (size_t i = 0; i < d->plan->count; i++) {
		struct sp_decision *one = &d->plan->items[i];

		if (one->kind != SP_DO_MAIL || one->person_id != person_id)
			continue;
		if (is_named(one, "unproven") || (one->ticket_id == ticket_id &&
			(is_named(one, "notification") || is_named(one, "receipt") ||
				is_named(one, "command_error"))))
			found = one;
	}
	return found;
}

static void tell(struct sp_deciding *d, const struct sp_person *person, int64_t ticket_id)
{
	struct sp_decision *mail = mail_to(d, person->id, ticket_id);
	const struct sp_facts *facts = d->c->facts;

	if (!mail) {
		mail = sp_add_mail(d, "address_shown", ticket_id, person->id, person->address,
			person->language.len ? person->language : sp_str(d->c->queue->policies.language),
			"he is told, and has a new address to answer to");
		/* Were his mails handed on to us by a machine, this one would be too. */
		mail->mail.once = sp_arena_printf(d->arena, "address-shown %lld %lld %lld",
			(long long)person->id, (long long)ticket_id, (long long)(facts->now / DAY));
	}
	mail->mail.shown = true;
	/* So that an answer to it goes to the ticket. */
	mail->ticket_id = ticket_id;
}

/* He answered to an address that was shown before, and nothing else proves it. */
static void tell_again(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;

	for (size_t i = 0; i < d->plan->count && facts->token.verdict == SP_TOKEN_SHOWN; i++) {
		struct sp_decision *one = &d->plan->items[i];

		if (one->kind != SP_DO_MAIL || !is_named(one, "unproven") ||
			one->person_id != facts->token.person_id)
			continue;
		one->mail.shown = true;
		if (facts->candidate_count && facts->candidates[0].match == SP_BY_TOKEN)
			one->ticket_id = facts->candidates[0].ticket.id;
	}
}

void sp_tell_shown(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	size_t count = d->plan->count;

	tell_again(d);
	for (size_t i = 0; i < facts->shown_count; i++) {
		const struct sp_shown_address *shown = &facts->shown[i];
		int64_t ticket_id = shown->ticket ? shown->ticket->id : 0;
		bool decided = false;

		for (size_t k = 0; k < count; k++)
			decided = decided || (d->plan->items[k].kind == SP_DO_SHOWN &&
						     d->plan->items[k].person_id == shown->person_id &&
						     d->plan->items[k].shown.token_ticket == shown->ticket_id);
		if (decided && shown->person->role == SP_STAFF)
			tell(d, shown->person, ticket_id);
	}
}
