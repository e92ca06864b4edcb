/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * COPIA: the requester puts somebody in copy through the signed link in his
 * mails (SPEC.md section 2.4).  Being in Cc of any other message gives nobody
 * anything.
 */
#include "core/deciding.h"

/* A customer who is written to; where anybody may be one, nobody's address too. */
static bool may_be_in_copy(const struct sp_deciding *d, const struct sp_candidate *own,
	const struct sp_person *person)
{
	if (person)
		return person->role == SP_CUSTOMER && person->state == SP_PERSON_ACTIVE;
	return sp_policies_of(d, own->ticket.queue)->registration == SP_REGISTER_OPEN;
}

static int64_t new_person(struct sp_deciding *d, const struct sp_candidate *own,
	struct sp_str address, size_t i)
{
	struct sp_decision *person = sp_plan_add(d->plan, SP_DO_PERSON,
		"the requester named somebody who is not known yet");

	person->person_id = SP_FIRST_NAMED - (int64_t)i;
	person->person.role = SP_CUSTOMER;
	person->person.address = address;
	person->person.language = own->ticket.language;
	return person->person_id;
}

static void put_in_copy(struct sp_deciding *d, const struct sp_candidate *own,
	struct sp_str address, size_t i)
{
	const struct sp_person *person = sp_named_person(d->c->facts, address);
	int64_t person_id = person ? person->id : new_person(d, own, address, i);
	struct sp_decision *join = sp_plan_add(d->plan, SP_DO_JOIN,
		"the requester put him in copy, by the signed link");

	join->ticket_id = own->ticket.id;
	join->person_id = person_id;
	join->join.part = SP_PART_COPY;
}

static struct sp_str add_line(struct sp_deciding *d, struct sp_str lines, struct sp_str line)
{
	return sp_str(sp_arena_printf(d->arena, "%.*s%s%.*s", SP_FMT(lines), lines.len ? "\n" : "",
		SP_FMT(line)));
}

bool sp_decide_copy(struct sp_deciding *d, const struct sp_candidate *own)
{
	const struct sp_person *sender = d->c->facts->sender;
	struct sp_str addresses[SP_MAX_COPIES], done = SP_STR(""), not_done = SP_STR("");
	size_t count, before;

	if (!sp_token_is_for(d, SP_TOKEN_COPY) || !own || own->ticket.requester_id != sender->id ||
		!sp_state_is_open(own->ticket.state))
		return false;
	count = sp_request_copies(d->arena, d->c->conf, d->c->message, addresses);
	for (size_t i = 0; i < count; i++) {
		if (may_be_in_copy(d, own, sp_named_person(d->c->facts, addresses[i]))) {
			put_in_copy(d, own, addresses[i], i);
			done = add_line(d, done, addresses[i]);
		} else {
			not_done = add_line(d, not_done, addresses[i]);
		}
	}
	d->plan->summary = "copied";
	before = d->plan->count;
	sp_add_answer(d, "copied", own->ticket.id, sender->id, sender->address,
		"he is told who is in copy now");
	if (d->plan->count > before && d->plan->items[before].kind == SP_DO_MAIL) {
		d->plan->items[before].mail.text = done;
		d->plan->items[before].mail.reason = not_done;
	}
	return true;
}
