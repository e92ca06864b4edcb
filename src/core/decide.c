/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/deciding.h"

#include "core/calendar.h"
#include "core/token.h"

static const struct sp_address *author(const struct sp_message *message)
{
	return message->from.count == 1 ? &message->from.items[0] : NULL;
}

struct sp_str sp_said(const struct sp_deciding *d)
{
	const struct sp_message *message = d->c->message;

	return message->forwarded || message->reply.len == 0 ? message->text : message->reply;
}

void sp_add_entry(struct sp_deciding *d, int64_t ticket_id, int64_t person_id,
	enum sp_entry_kind kind, struct sp_str text, const char *reason)
{
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_ENTRY, reason);

	decision->ticket_id = ticket_id;
	decision->person_id = person_id;
	decision->entry.kind = kind;
	decision->entry.text = text;
	decision = sp_plan_add(d->plan, SP_DO_THREAD, "later answers may refer to it");
	decision->ticket_id = ticket_id;
}

const struct sp_move *sp_add_move(struct sp_deciding *d, const struct sp_ticket *ticket,
	enum sp_event_kind event, const char *reason)
{
	const struct sp_move *move = sp_ticket_move(ticket->state, event, d->plan->actor);
	struct sp_decision *decision;

	if (!move)
		return NULL;
	decision = sp_plan_add(d->plan, SP_DO_MOVE, reason);
	decision->ticket_id = ticket->id;
	decision->move.from = ticket->state;
	decision->move.to = move->to;
	decision->move.outcome = move->to == SP_ARCHIVED ? ticket->outcome : move->outcome;
	decision->move.actor = d->plan->actor;
	return move;
}

void sp_add_number(struct sp_deciding *d, int64_t ticket_id, enum sp_ticket_field field,
	int64_t number, const char *reason)
{
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_SET, reason);

	decision->ticket_id = ticket_id;
	decision->set.field = field;
	decision->set.number = number;
}

struct sp_decision *sp_add_mail(struct sp_deciding *d, const char *template_name,
	int64_t ticket_id, int64_t person_id, struct sp_str recipient, struct sp_str language,
	const char *reason)
{
	struct sp_decision *decision = sp_plan_add(d->plan, SP_DO_MAIL, reason);

	decision->ticket_id = ticket_id;
	decision->person_id = person_id;
	decision->mail.kind = sp_mail_kind(template_name);
	decision->mail.recipient = recipient;
	decision->mail.language = language;
	decision->mail.vouched = d->vouched;
	return decision;
}

static bool opens_or_joins(const char *template_name)
{
	return strcmp(template_name, "confirmation") == 0 || strcmp(template_name, "joined") == 0 ||
	       strcmp(template_name, "missing") == 0;
}

void sp_add_answer(struct sp_deciding *d, const char *template_name, int64_t ticket_id,
	int64_t person_id, struct sp_str recipient, const char *reason)
{
	const struct sp_case *c = d->c;
	const char *held = sp_policy_no_answer(c->conf, c->envelope, c->message, c->facts,
		d->vouched);
	struct sp_decision *alarm;

	if (d->quiet)
		return;
	if (!held && opens_or_joins(template_name) && c->facts->automatic_to_sender_hour &&
		sp_from_another_desk(d))
		held = sp_held_reason(SP_HELD_MACHINE);
	if (!held) {
		sp_add_mail(d, template_name, ticket_id, person_id, recipient, d->language, reason);
		return;
	}
	alarm = sp_plan_add(d->plan, SP_DO_ALARM, held);
	alarm->ticket_id = ticket_id;
	alarm->alarm.kind = "answer-held-back";
	alarm->alarm.detail = sp_str(held);
}

static bool follows(const struct sp_person *staff, const struct sp_candidate *candidate)
{
	for (size_t i = 0; candidate && i < candidate->participant_count; i++)
		if (candidate->participants[i].person_id == staff->id &&
			candidate->participants[i].part == SP_PART_FOLLOWER)
			return true;
	return false;
}

/* Out of office hours it may wait for the opening; 0: it does not. */
static int64_t waits_until(const struct sp_deciding *d, const struct sp_queue_conf *queue)
{
	const struct sp_policies *policies = &queue->policies;
	int64_t now = d->c->facts->now, opening = 0;

	if (policies->notify_staff != SP_TOLD_IN_HOURS ||
		sp_calendar_next_opening(policies->calendar, now, &opening, NULL) != SP_OK)
		return 0;
	return opening > now ? opening : 0;
}

static void notify_one(struct sp_deciding *d, int64_t ticket_id, const struct sp_person *staff,
	int64_t not_before, const char *reason)
{
	struct sp_str language = staff->language.len ? staff->language :
						       sp_str(d->c->queue->policies.language);
	bool knows = !d->behalf.address.len || d->plan->line_count;

	if (d->quiet || staff->id == d->called_id)
		return;
	/* Whoever wrote it has it already; what he opened for another has a number
	 * that he does not know yet, unless a receipt tells him. */
	if (knows && d->standing == SP_PROVEN_STAFF && d->c->facts->sender->id == staff->id)
		return;
	sp_add_mail(d, "notification", ticket_id, staff->id, staff->address, language, reason)
		->mail.not_before = not_before;
}

void sp_notify_staff(struct sp_deciding *d, int64_t ticket_id, struct sp_str queue,
	const struct sp_candidate *candidate, const char *reason)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_queue_conf *its = sp_conf_queue(d->c->conf, queue);
	int64_t assignee = candidate ? candidate->ticket.assignee_id : 0;
	/* Who took an urgent one at night goes on with it. */
	bool urgent = candidate && candidate->ticket.priority == 3;
	int64_t not_before = urgent ? 0 : waits_until(d, its ? its : d->c->queue);
	bool assigned = false, served = false;

	for (size_t i = 0; i < facts->staff_count; i++) {
		assigned = assigned || (assignee && facts->staff[i].id == assignee);
		served = served || sp_person_serves(&facts->staff[i], queue);
	}
	for (size_t i = 0; i < facts->staff_count; i++) {
		const struct sp_person *staff = &facts->staff[i];
		bool concerned = assigned ? staff->id == assignee || follows(staff, candidate) :
				 served ? sp_person_serves(staff, queue) || follows(staff, candidate) :
					  true;

		if (concerned)
			notify_one(d, ticket_id, staff, not_before, reason);
	}
	if (facts->staff_count == 0) {
		struct sp_decision *alarm = sp_plan_add(d->plan, SP_DO_ALARM,
			"the desk has no active staff to tell");

		alarm->alarm.kind = "no-staff";
		alarm->alarm.detail = queue;
	}
}

struct sp_str sp_language_of(const struct sp_case *c)
{
	const char *const *languages = sp_words_languages(c->words);
	struct sp_str labelled = sp_str_sub(c->message->language, 0, 2);
	const char *guessed;

	if (c->facts->sender && c->facts->sender->language.len)
		return c->facts->sender->language;
	for (; *languages; languages++)
		if (sp_str_eq_nocase(labelled, sp_str(*languages)))
			return sp_str(*languages);
	guessed = sp_words_language(c->words, c->message->reply.len ? c->message->reply :
								      c->message->text);
	return sp_str(guessed ? guessed : c->queue->policies.language);
}

static enum sp_actor actor_of(enum sp_standing standing)
{
	switch (standing) {
	case SP_PROVEN_STAFF:
		return SP_BY_STAFF;
	case SP_KNOWN_SUPPLIER:
		return SP_BY_SUPPLIER;
	default:
		return SP_BY_CUSTOMER;
	}
}

/* His answer to this mail, which goes to the address on file, is proof: of a ticket it
 * is about that one, so that an old or revoked notification is no dead end. */
static void tell_unproven(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_person *staff = facts->claimed_staff ? facts->claimed_staff : facts->sender;
	const struct sp_ticket *ticket = facts->candidate_count ? &facts->candidates[0].ticket : NULL;
	bool known = ticket && !ticket->restricted && ticket->state != SP_ARCHIVED;
	bool vouched = d->vouched;

	/* It goes to one of the staff, whoever wrote: the limit of those we know. */
	d->vouched = true;
	if (staff->state == SP_PERSON_ACTIVE)
		sp_add_answer(d, "unproven", known ? ticket->id : 0, staff->id, staff->address,
			"the mail claims to be a staff member's and proves nothing");
	d->vouched = vouched;
}

/* A token that is not ours, or a staff member's that proves nothing, is worth an
 * alarm: somebody guesses, or has it who should not (FAULTS.md 29, 35).  What a
 * customer answers to may be old. */
static void watch_token(struct sp_deciding *d)
{
	const struct sp_token_fact *token = &d->c->facts->token;
	bool forged = token->verdict == SP_TOKEN_FORGED;
	struct sp_decision *alarm;

	if (!forged && (token->verdict == SP_TOKEN_NONE || token->purpose != SP_TOKEN_STAFF ||
			       d->standing != SP_UNPROVEN_STAFF))
		return;
	alarm = sp_plan_add(d->plan, SP_DO_ALARM, forged ?
		"a token in the address is not one of ours" :
		"a staff member's token is expired, revoked or in another's hands");
	alarm->alarm.kind = forged ? "guessed-token" : "refused-token";
	alarm->alarm.detail = sp_str(d->c->queue->name);
}

static void decide_person(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;

	if (sp_decide_flood(d))
		return;
	switch (d->standing) {
	case SP_PROVEN_STAFF:
		if (!sp_decide_restricted(d))
			sp_decide_staff(d);
		return;
	case SP_SILENCED:
		d->plan->summary = "silenced";
		return;
	case SP_UNPROVEN_STAFF:
		sp_decide_new(d, facts->candidate_count ? &facts->candidates[0] : NULL);
		tell_unproven(d);
		return;
	default:
		break;
	}
	if (sp_decide_registration(d) || sp_decide_identity(d) || sp_decide_asked(d) ||
		sp_decide_dispute(d) || sp_decide_request(d))
		return;
	if (!sp_decide_answer(d) && !sp_decide_thanks(d) && !sp_decide_withdrawn(d))
		sp_decide_new(d, facts->candidate_count ? &facts->candidates[0] : NULL);
}

static bool is_person(const struct sp_message *message)
{
	return message->class == SP_PERSON || message->class == SP_UNPARSED;
}

struct sp_plan *sp_decide(struct sp_arena *arena, const struct sp_case *c)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan };

	plan->arena = arena;
	plan->actor = SP_BY_SYSTEM;
	if (c->facts->seen_before) {
		plan->summary = "duplicate";
		sp_plan_add(plan, SP_DO_NOTHING, "this message is stored already");
		return plan;
	}
	d.standing = sp_policy_standing(c->conf, c->message, c->facts);
	d.vouched = d.standing == SP_KNOWN_CUSTOMER || d.standing == SP_PROVEN_STAFF ||
		    d.standing == SP_KNOWN_SUPPLIER || sp_policy_authenticated(c->conf, c->message);
	d.subject = sp_subject_parse(arena, c->words, c->message->subject);
	d.language = sp_language_of(c);
	plan->sender_vouched = d.vouched;
	plan->summary = "stored";
	sp_plan_add(plan, SP_DO_STORE, author(c->message) ? "every message is kept" :
							     "every message is kept, also one of nobody");
	watch_token(&d);
	sp_decide_shown(&d);
	if (c->facts->from_ourselves || !is_person(c->message)) {
		sp_decide_automatic(&d);
		sp_tell_shown(&d);
		sp_restrain(&d);
		return plan;
	}
	plan->actor = actor_of(d.standing);
	if (c->facts->sender && d.standing != SP_UNPROVEN_STAFF)
		plan->actor_id = c->facts->sender->id;
	decide_person(&d);
	sp_tell_shown(&d);
	sp_restrain(&d);
	return plan;
}

struct sp_plan *sp_decide_activate(struct sp_arena *arena, const struct sp_case *c,
	enum sp_actor actor, int64_t actor_id)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan, .vouched = true,
		.welcome = true, .standing = SP_KNOWN_CUSTOMER };

	plan->arena = arena;
	plan->actor = actor;
	plan->actor_id = actor_id;
	plan->sender_vouched = true;
	d.subject = sp_subject_parse(arena, c->words, c->message->subject);
	d.language = sp_language_of(c);
	sp_decide_new(&d, NULL);
	return plan;
}

/* A plan of one mail to that person. */
static struct sp_plan *plan_mail(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, const char *template_name, const char *reason)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan };

	plan->arena = arena;
	plan->summary = template_name;
	sp_add_mail(&d, template_name, 0, person->id, person->address, person->language.len ?
		person->language : sp_str(c->queue->policies.language), reason);
	return plan;
}

struct sp_plan *sp_decide_welcome(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person)
{
	return plan_mail(arena, c, person, "activated", "he is a customer now");
}

struct sp_plan *sp_decide_refuse(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, struct sp_str reason, enum sp_actor actor,
	int64_t actor_id)
{
	struct sp_plan *plan = plan_mail(arena, c, person, "refused", "he is not accepted");

	plan->actor = actor;
	plan->actor_id = actor_id;
	plan->items[0].mail.reason = reason;
	return plan;
}

bool sp_decide_form(const struct sp_conf *conf, struct sp_message *message)
{
	bool listed = false;

	if (message->from.count != 1 || message->reply_to.count != 1 ||
		(message->class != SP_PERSON && message->class != SP_AUTOMATIC))
		return false;
	for (size_t i = 0; conf->form_senders[i]; i++)
		listed = listed || sp_str_eq_nocase(message->from.items[0].address,
					   sp_str(conf->form_senders[i]));
	if (!listed || !sp_policy_authenticated(conf, message))
		return false;
	message->from = message->reply_to;
	message->class = SP_PERSON;
	message->class_reason = SP_STR("form_senders: a contact form that the desk's server vouches for");
	/* What it proved is the form, not who filled it in. */
	message->authentication.count = 0;
	return true;
}
