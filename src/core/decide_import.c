/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/decide_import.h"

#include "core/address.h"
#include "core/deciding.h"

/* One message of an import. */
struct taking {
	struct sp_deciding d;
	const struct sp_import_facts *import;
	const struct sp_person *sender; /* NULL: nobody we know */
	bool staff, supplier;
};

static void leave_out(struct taking *t, const char *summary, const char *reason)
{
	t->d.plan->summary = summary;
	sp_plan_add(t->d.plan, SP_DO_NOTHING, reason);
}

static void store(struct taking *t)
{
	sp_plan_add(t->d.plan, SP_DO_STORE, "it is kept as it is in the mailbox");
}

/* --- which ticket -------------------------------------------------------------------- */

static bool may_join(const struct taking *t, const struct sp_candidate *candidate)
{
	if (candidate->match != SP_BY_REFERENCE || candidate->ticket.erased_at)
		return false;
	return t->staff || t->supplier || t->d.c->message->class == SP_BOUNCE ||
	       (t->sender && sp_policy_takes_part(t->sender, candidate));
}

/* Numbers in subjects are not looked at: they may be another desk's. */
static const struct sp_candidate *ticket_of(const struct taking *t)
{
	const struct sp_facts *facts = t->d.c->facts;

	for (size_t i = 0; i < facts->candidate_count; i++)
		if (may_join(t, &facts->candidates[i]))
			return &facts->candidates[i];
	return t->import->by_subject;
}

/* --- entries ------------------------------------------------------------------------- */

static enum sp_entry_kind kind_of(const struct taking *t)
{
	switch (t->d.c->message->class) {
	case SP_PERSON:
	case SP_UNPARSED:
		return t->staff ? SP_ENTRY_STAFF : t->supplier ? SP_ENTRY_SUPPLIER : SP_ENTRY_CUSTOMER;
	case SP_BOUNCE:
		return SP_ENTRY_BOUNCE;
	default:
		return SP_ENTRY_AUTOMATIC;
	}
}

static void add_entry(struct taking *t, int64_t ticket_id, int64_t person_id, const char *reason)
{
	struct sp_deciding *d = &t->d;
	enum sp_entry_kind kind = kind_of(t);

	sp_add_entry(d, ticket_id, person_id, kind, sp_said(d), reason);
	/* Mail of the desk's went to the customer, too. */
	d->plan->items[d->plan->count - 1].thread.outside = kind == SP_ENTRY_STAFF ||
		kind == SP_ENTRY_CUSTOMER;
}

static bool is_peoples(const struct sp_message *message)
{
	return message->class == SP_PERSON || message->class == SP_UNPARSED;
}

static void join(struct taking *t, const struct sp_candidate *candidate, const char *reason)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	int64_t at = t->d.c->facts->now;

	t->d.plan->summary = "joined";
	store(t);
	add_entry(t, ticket->id, t->sender ? t->sender->id : 0, reason);
	if (t->staff && !ticket->answered_at)
		sp_add_number(&t->d, ticket->id, SP_FIELD_ANSWERED_AT, at, "the staff's first answer");
	if (is_peoples(t->d.c->message) && ticket->state == SP_DONE && ticket->closed_at < at)
		sp_add_number(&t->d, ticket->id, SP_FIELD_CLOSED_AT, at, "its last message");
}

/* --- a new ticket ----------------------------------------------------------------------- */

static int64_t new_person(struct taking *t, struct sp_str address, struct sp_str name)
{
	struct sp_deciding *d = &t->d;
	bool open = d->c->queue->policies.registration == SP_REGISTER_OPEN;
	struct sp_decision *person = sp_plan_add(d->plan, SP_DO_PERSON, open ?
		"whoever wrote is a customer" : "registration: somebody to decide about");

	person->person_id = SP_THE_NEW_PERSON;
	person->person.address = address;
	if (!sp_str_eq_nocase(name, address))
		person->person.name = name;
	person->person.language = d->language;
	person->person.state = open ? SP_PERSON_ACTIVE : SP_PERSON_PENDING;
	return SP_THE_NEW_PERSON;
}

/* Whose request it is; 0: nobody's who can be written to. */
static int64_t requester(struct taking *t, int64_t *organisation_r)
{
	const struct sp_message *message = t->d.c->message;
	const struct sp_person *known = t->staff ? t->import->other : t->sender;
	const struct sp_address *written = t->staff ? &t->import->other_address :
		message->from.count == 1 ? &message->from.items[0] : NULL;
	struct sp_str address = written ? sp_address_key(t->d.arena, written->address) : SP_NONE;

	*organisation_r = known ? known->organisation_id : 0;
	if (known)
		return known->id;
	return address.ptr ? new_person(t, address, written->name) : 0;
}

static void close_it(struct taking *t)
{
	struct sp_decision *decision = sp_plan_add(t->d.plan, SP_DO_MOVE, SP_IMPORTED);

	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->move.from = SP_NEW;
	decision->move.to = SP_DONE;
	decision->move.outcome = SP_RESOLVED;
	decision->move.actor = SP_BY_ADMINISTRATOR;
}

static void open_ticket(struct taking *t)
{
	struct sp_deciding *d = &t->d;
	const struct sp_facts *facts = d->c->facts;
	int64_t organisation = 0, person, author;
	struct sp_decision *open;

	d->plan->summary = "opened";
	store(t);
	person = requester(t, &organisation);
	author = t->staff ? (t->sender ? t->sender->id : 0) : person;
	open = sp_plan_add(d->plan, SP_DO_OPEN, "it answers no other mail of the import");
	open->ticket_id = SP_THE_NEW_TICKET;
	open->person_id = person;
	open->open.queue = d->c->queue;
	open->open.organisation_id = organisation;
	open->open.subject = d->subject.topic;
	open->open.language = d->language;
	open->open.received_at = facts->now;
	add_entry(t, SP_THE_NEW_TICKET, author, d->c->message->class == SP_UNPARSED ?
		"it could not be parsed and is kept raw" : "what was written");
	if (t->staff)
		sp_add_number(d, SP_THE_NEW_TICKET, SP_FIELD_ANSWERED_AT, facts->now,
			"the staff wrote first");
	close_it(t);
}

/* --- what it is ----------------------------------------------------------------------------- */

/* Some other file, given by mistake: not one field that a mail has. */
static bool is_no_mail(const struct sp_message *message)
{
	return message->class == SP_PERSON && !message->from.count && !message->to.count &&
	       !message->has_date && !message->has_received && !message->message_id.len &&
	       !message->subject.len;
}

/* NULL, or why nothing is to become of it. */
static const char *why_not(const struct taking *t, const struct sp_candidate *candidate)
{
	const struct sp_message *message = t->d.c->message;
	bool answers = message->class == SP_AUTOMATIC || message->class == SP_BOUNCE;

	if (t->d.c->facts->from_ourselves)
		return "this desk sent it";
	if (is_no_mail(message))
		return "it is no mail: it has no header";
	if (candidate && candidate->ticket.restricted)
		return "its ticket's data are restricted";
	if (t->sender && t->sender->restriction != SP_UNRESTRICTED)
		return "its author's data are restricted";
	if (!is_peoples(message) && !(answers && candidate))
		return sp_arena_printf(t->d.arena, "no person's: %.*s", SP_FMT(message->class_reason));
	if (!candidate && t->staff && t->import->other &&
		t->import->other->restriction != SP_UNRESTRICTED)
		return "its reader's data are restricted";
	if (!candidate && t->staff && !t->import->other_address.address.ptr)
		return "the staff's, to nobody outside";
	return NULL;
}

struct sp_plan *sp_decide_import(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_import_facts *import)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct taking t = { .d = { .arena = arena, .c = c, .plan = plan }, .import = import,
		.sender = c->facts->sender };
	const struct sp_candidate *candidate;
	const char *reason;

	plan->arena = arena;
	plan->actor = SP_BY_ADMINISTRATOR;
	t.staff = import->ours || (t.sender && t.sender->role == SP_STAFF);
	t.supplier = t.sender && t.sender->role == SP_SUPPLIER;
	if (c->facts->seen_before) {
		leave_out(&t, "seen", "this message is stored already");
		return plan;
	}
	t.d.subject = sp_subject_parse(arena, c->words, c->message->subject);
	t.d.language = sp_language_of(c);
	candidate = ticket_of(&t);
	reason = why_not(&t, candidate);
	if (reason)
		leave_out(&t, "left-out", reason);
	else if (candidate)
		join(&t, candidate, candidate == import->by_subject ?
			"it answers the same subject of the same customer" :
			"it answers a message of the ticket");
	else
		open_ticket(&t);
	return plan;
}
