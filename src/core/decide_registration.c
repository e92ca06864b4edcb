/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who may become a customer (SPEC.md section 7, registration policy).
 *
 * `open` is the ordinary path.  With `register` an unknown sender's message is
 * held: he becomes a pending person, gets the terms, and accepts by answering
 * the token address of that mail; the staff then activate or refuse him.  With
 * `closed` he is told how to become a customer.  A held message is nobody's
 * ticket until then.
 */
#include "core/deciding.h"

#include "core/address.h"

static struct sp_decision *hold(struct sp_deciding *d, int64_t person_id, const char *reason)
{
	struct sp_decision *held = sp_plan_add(d->plan, SP_DO_HOLD, reason);

	held->person_id = person_id;
	held->hold.queue = d->c->queue;
	held->hold.text = d->c->message->reply.len ? d->c->message->reply : d->c->message->text;
	return held;
}

/* Pending from now on, or already. */
static int64_t pending_person(struct sp_deciding *d, struct sp_str address)
{
	struct sp_decision *person;

	if (d->c->facts->sender)
		return d->c->facts->sender->id;
	person = sp_plan_add(d->plan, SP_DO_PERSON, "registration: somebody to decide about");
	person->person_id = SP_THE_NEW_PERSON;
	person->person.address = address;
	person->person.name = d->c->message->from.items[0].name;
	person->person.language = d->language;
	person->person.state = SP_PERSON_PENDING;
	return SP_THE_NEW_PERSON;
}

/* He answered the mail with the terms: only who reads mail there has its token. */
static bool accepts(const struct sp_facts *facts)
{
	return facts->sender && facts->sender->state == SP_PERSON_PENDING &&
	       facts->token.verdict == SP_TOKEN_GOOD && facts->token.purpose == SP_TOKEN_REPLY &&
	       facts->token.person_id == facts->sender->id;
}

static void decide_register(struct sp_deciding *d, struct sp_str address)
{
	const struct sp_facts *facts = d->c->facts;
	int64_t person_id = pending_person(d, address);

	if (accepts(facts)) {
		d->plan->summary = "accepted";
		hold(d, person_id, "his acceptance, with his name, firm and telephone")->hold.accepts =
			true;
		/* The token vouches for the address: the terms that he answers, an
		 * automatic mail of the same hour, do not hold the confirmation back. */
		d->vouched = true;
		sp_add_answer(d, "registered", 0, person_id, address, "his acceptance is confirmed");
		sp_notify_staff(d, 0, sp_str(d->c->queue->name), NULL,
			"somebody accepted the terms and waits for you");
		return;
	}
	d->plan->summary = "held";
	hold(d, person_id, "registration = register: held until he is activated");
	/* A former mail of his was answered with the terms. */
	if (!facts->sender || facts->automatic_to_sender_day == 0)
		sp_add_answer(d, "terms", 0, person_id, address, "an unknown sender gets the terms");
}

/* Somebody of a firm that we know is put to the staff; anybody else is told
 * how to become a customer, at most once a day. */
static void decide_closed(struct sp_deciding *d, struct sp_str address)
{
	d->plan->summary = "not-customer";
	if (d->c->facts->domain_organisation_id || d->c->facts->sender) {
		hold(d, pending_person(d, address), "registration = closed: the staff decide");
		sp_notify_staff(d, 0, sp_str(d->c->queue->name), NULL,
			"somebody unknown of a known firm");
		return;
	}
	if (d->c->facts->automatic_to_sender_day == 0)
		sp_add_answer(d, "not_customer", 0, 0, address, "registration = closed");
}

/* All that waits is read when he is accepted; nobody needs more to be known. */
enum { MAX_HELD = 20 };

static void say_enough(struct sp_deciding *d)
{
	struct sp_decision *alarm = sp_plan_add(d->plan, SP_DO_ALARM,
		"enough of his messages wait for the decision about him: it is stored");

	d->plan->summary = "stored";
	alarm->alarm.kind = "waiting";
	alarm->alarm.detail = sp_str(d->c->queue->name);
}

bool sp_decide_registration(struct sp_deciding *d)
{
	enum sp_registration policy = d->c->queue->policies.registration;
	struct sp_str address;

	if (d->standing != SP_STRANGER || d->c->message->from.count != 1)
		return false;
	/* One who waits for a decision waits for it in every queue. */
	if (policy == SP_REGISTER_OPEN && !d->c->facts->sender)
		return false;
	address = sp_address_key(d->arena, d->c->message->from.items[0].address);
	if (!address.ptr)
		return false;
	if (d->c->facts->held_count >= MAX_HELD && !accepts(d->c->facts))
		say_enough(d);
	else if (policy == SP_REGISTER_CLOSED)
		decide_closed(d, address);
	else
		decide_register(d, address);
	return true;
}
