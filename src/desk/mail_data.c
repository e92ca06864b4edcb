/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/making.h"

#include "base/utf8.h"
#include "base/wrap.h"
#include "core/calendar.h"
#include "core/clock.h"
#include "core/privacy.h"
#include "core/ticket.h"
#include "desk/statement_data.h"
#include "store/organisations.h"
#include "store/people.h"

void sp_making_text(struct sp_making *m, const char *name, struct sp_str text)
{
	sp_data_set_text(m->a->arena, m->data, name, text.ptr ? text : SP_STR(""));
}

void sp_making_bool(struct sp_making *m, const char *name, bool yes)
{
	sp_data_set_bool(m->a->arena, m->data, name, yes);
}

struct sp_str sp_making_keep(struct sp_making *m, struct sp_buf *buf)
{
	struct sp_str kept = sp_arena_str(m->a->arena, sp_buf_str(buf));

	sp_buf_release(buf);
	return kept;
}

struct sp_str sp_making_wrapped(struct sp_making *m, struct sp_str text)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_wrap(&out, sp_str_trim(text), SP_MAIL_COLUMNS);
	return sp_making_keep(m, &out);
}

struct sp_str sp_making_date_time(struct sp_making *m, int64_t instant)
{
	struct sp_buf out = SP_BUF_INIT;

	if (instant)
		sp_words_date_time(m->a->desk->words, m->language, instant, &out);
	return sp_making_keep(m, &out);
}

struct sp_str sp_making_word(struct sp_making *m, const char *group, const char *key)
{
	return sp_str(sp_word(m->a->desk->words, m->language,
		sp_arena_printf(m->a->arena, "%s.%s", group, key)));
}

/* --- the desk and the ticket ------------------------------------------------------- */

static void set_desk(struct sp_making *m, const struct sp_person *to)
{
	const struct sp_conf *conf = m->a->desk->conf;
	bool told = to && to->privacy_told_at;

	sp_making_text(m, "desk", sp_str(conf->desk_name));
	sp_making_text(m, "terms", sp_str(m->policies->terms_link));
	sp_making_text(m, "notice", sp_str(m->policies->privacy_link));
	sp_making_text(m, "privacy", told ? SP_STR("") : sp_str(m->policies->privacy_link));
}

static void set_opening(struct sp_making *m)
{
	int64_t now = m->a->c->facts->now, opening = now;
	bool known = sp_calendar_next_opening(m->policies->calendar, now, &opening, NULL) == SP_OK;
	bool open = known && opening == now;

	sp_making_bool(m, "in_hours", open);
	sp_making_text(m, "examined", sp_making_date_time(m, known && !open ? opening : 0));
}

static const char *stars(int priority)
{
	static const char *const written[] = { "", "\xe2\x98\x85\xe2\x98\x86\xe2\x98\x86",
		"\xe2\x98\x85\xe2\x98\x85\xe2\x98\x86", "\xe2\x98\x85\xe2\x98\x85\xe2\x98\x85" };

	return written[priority];
}

static int64_t reopen_until(const struct sp_making *m, const struct sp_ticket *ticket)
{
	if (sp_state_is_open(ticket->state) || !ticket->closed_at)
		return 0;
	return sp_archive_at(m->policies, ticket->closed_at);
}

static bool may_still_hold(const struct sp_making *m, int64_t due)
{
	return m->staff || due > m->a->c->facts->now;
}

/* Where the label alone would leave a customer asking. */
static struct sp_str meaning(struct sp_making *m, const struct sp_ticket *ticket)
{
	static const enum sp_state states[] = { SP_REQUEST_SENT, SP_IN_PROGRESS,
		SP_CHANGES_REQUESTED, SP_SUSPENDED };

	for (size_t i = 0; i < sizeof states / sizeof *states && ticket->id; i++)
		if (ticket->state == states[i])
			return sp_making_word(m, "meaning", sp_state_name(ticket->state));
	return SP_STR("");
}

/* What is said of the ticket; all empty without one. */
static void set_ticket(struct sp_making *m, const struct sp_ticket *ticket)
{
	const struct sp_queue_conf *queue = sp_conf_queue(m->a->desk->conf, ticket->queue);
	bool may_repeat = m->decision->mail.vouched || m->staff;

	sp_making_text(m, "code", ticket->code);
	sp_making_text(m, "queue", queue ? sp_str(queue->title) : ticket->queue);
	sp_making_text(m, "subject", may_repeat ? ticket->subject : SP_STR(""));
	sp_making_text(m, "state", ticket->id ? sp_making_word(m, "status", sp_state_name(ticket->state)) :
					  SP_STR(""));
	sp_making_text(m, "meaning", meaning(m, ticket));
	sp_making_text(m, "outcome", ticket->outcome ?
		sp_making_word(m, "outcome", sp_outcome_name(ticket->outcome)) : SP_STR(""));
	sp_making_text(m, "stars", sp_str(stars(ticket->priority)));
	sp_making_bool(m, "urgent", ticket->priority == 3);
	sp_making_text(m, "category", may_repeat ? ticket->category : SP_STR(""));
	sp_making_text(m, "place", may_repeat ? ticket->place : SP_STR(""));
	sp_making_text(m, "opened", sp_making_date_time(m, ticket->opened_at));
	/* A mail that was long on its way is promised nothing in the past. */
	sp_making_text(m, "due", sp_making_date_time(m, may_still_hold(m, ticket->due_at) ? ticket->due_at : 0));
	/* The month of a request about personal data runs on. */
	sp_making_bool(m, "answered", ticket->answered_at &&
		!sp_str_eq(ticket->category, SP_STR("privacy")));
	sp_making_text(m, "planned", sp_making_date_time(m, ticket->planned_at));
	sp_making_text(m, "reopen_until", sp_making_date_time(m, reopen_until(m, ticket)));
}

static struct sp_str was(struct sp_making *m)
{
	const struct sp_plan *plan = m->a->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_MOVE)
			return sp_making_word(m, "status", sp_state_name(plan->items[i].move.from));
	return SP_STR("");
}

/* --- whose it is, and who works on it ----------------------------------------------------- */

/* The firm whose domain an unknown sender has: the staff decide whether he is
 * one of its people. */
static enum sp_status set_firm(struct sp_making *m)
{
	const struct sp_person *sender = m->a->c->facts->sender;
	bool unknown = !sender || sender->state == SP_PERSON_PENDING;
	int64_t id = m->staff && unknown ? m->a->c->facts->domain_organisation_id : 0;
	struct sp_organisation *list = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (id)
		status = sp_organisation_list(m->a->db, m->a->arena, id, &list, &count, m->err);
	sp_making_text(m, "firm", count ? list[0].name : SP_STR(""));
	return status;
}

/* The staff see who works on it; nobody: empty. */
static enum sp_status set_assignee(struct sp_making *m, const struct sp_ticket *ticket)
{
	struct sp_person *assignee = NULL;
	enum sp_status status = SP_OK;

	if (ticket->assignee_id && m->staff)
		status = sp_people_by_id(m->a->db, m->a->arena, ticket->assignee_id, &assignee, m->err);
	sp_making_text(m, "assignee", sp_making_called(assignee));
	return status;
}

/* Did he write it, from the address that he is known by? */
static bool is_author(const struct sp_making *m, const struct sp_person *person)
{
	const struct sp_address_list *from = &m->a->c->message->from;

	return sp_apply_id(m->a, m->a->plan->actor_id) == person->id && from->count &&
	       sp_str_eq_nocase(from->items[0].address, person->address);
}

static enum sp_status set_customer(struct sp_making *m, const struct sp_ticket *ticket)
{
	struct sp_person *customer = NULL;
	bool supplier = m->decision->mail.kind->audience == SP_TO_SUPPLIER;
	enum sp_status status = SP_OK;

	/* A supplier is told what and where, not whose it is. */
	if (ticket->requester_id && !supplier)
		status = sp_people_by_id(m->a->db, m->a->arena, ticket->requester_id, &customer,
			m->err);
	sp_making_text(m, "customer", sp_making_called(customer));
	sp_making_text(m, "customer_address", customer && m->staff && customer->name.len ?
		customer->address : SP_STR(""));
	sp_making_bool(m, "by_customer", customer && is_author(m, customer));
	sp_making_text(m, "organisation", customer ? customer->organisation : SP_STR(""));
	if (status == SP_OK)
		status = set_assignee(m, ticket);
	return status == SP_OK ? set_firm(m) : status;
}

/* What kinds of mails and of plans show besides. */
static enum sp_status set_special(struct sp_making *m, const struct sp_ticket *ticket,
	const struct sp_person *to)
{
	const struct sp_decision *decision = m->decision;
	struct sp_applying *a = m->a;
	enum sp_status status = sp_hours_data(a, decision, ticket, m->policies, to, m->language,
		m->data, m->err);

	if (status == SP_OK && sp_mail_is_about_privacy(decision->mail.kind))
		status = sp_right_data(a, decision, m->language, m->data, m->err);
	if (status == SP_OK && decision->mail.request)
		status = sp_request_data(a, decision, m->language, m->data, m->err);
	if (status == SP_OK && a->plan->actor == SP_BY_CLOCK)
		status = sp_clock_data(a, decision, to, m->language, m->data, m->err);
	sp_asked_data(a, decision, m->policies, to, m->language, m->data);
	sp_asks_data(a, decision, to, m->language, m->data);
	if (a->monthly)
		sp_statement_data(a, a->monthly, to, m->language, m->data);
	return status;
}

static void set_decided(struct sp_making *m)
{
	const struct sp_decision *decision = m->decision;
	bool of_another = strcmp(decision->mail.kind->name, "privacy_restricted") == 0;

	sp_making_bool(m, "vouched", decision->mail.vouched);
	/* About a ticket that nothing may be done with: it is named, and no more. */
	if (of_another)
		sp_making_text(m, "code", decision->mail.reason);
	sp_making_text(m, "reason", of_another ? SP_STR("") : decision->mail.reason);
	sp_making_text(m, "title", decision->mail.title);
	sp_making_bool(m, "nothing_disputed", m->a->plan->nothing_disputed);
	sp_making_bool(m, "again", decision->mail.again);
	sp_making_bool(m, "address_shown", decision->mail.shown);
	sp_making_text(m, "shown_to", decision->mail.shown ? m->a->c->facts->outsider : SP_STR(""));
	sp_making_bool(m, "as_asked",
		decision->mail.without_text && m->a->plan->actor == SP_BY_CUSTOMER);
}

enum sp_status sp_mail_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, struct sp_data **data_r, struct sp_err *err)
{
	static const struct sp_ticket none;
	const struct sp_ticket *ticket = decision->ticket_id ? &a->ticket : &none;
	const struct sp_queue_conf *queue = sp_conf_queue(a->desk->conf, ticket->queue);
	struct sp_making m = {
		.a = a, .decision = decision, .err = err,
		.policies = queue ? &queue->policies : &a->c->queue->policies,
		.language = sp_arena_text(a->arena, decision->mail.language),
		.staff = decision->mail.kind->audience == SP_TO_STAFF,
		.data = sp_data_object(a->arena),
	};
	enum sp_status status;

	set_desk(&m, to);
	set_opening(&m);
	set_ticket(&m, ticket);
	sp_making_text(&m, "was", was(&m));
	sp_making_text(&m, "name", to ? to->name : SP_STR(""));
	sp_making_said(&m);
	set_decided(&m);
	sp_making_deed(&m);
	sp_making_lists(&m, queue);
	status = set_customer(&m, ticket);
	if (status == SP_OK)
		status = sp_making_history(&m, ticket->id);
	if (status == SP_OK)
		status = set_special(&m, ticket, to);
	*data_r = m.data;
	return status;
}
