/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/gather.h"

#include "core/address.h"
#include "core/intake.h"
#include "core/subject.h"
#include "desk/gather_asked.h"
#include "desk/gather_hours.h"
#include "desk/gathering.h"
#include "store/messages.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/privacy.h"
#include "store/tickets.h"

enum { MAX_CANDIDATES = 8, MAX_MERGES = 10, MAX_RECENT = 20, HOUR = 3600, DAY = 86400 };

/* --- our addresses in a message ---------------------------------------------- */

/* Call `visit` for each address that the message was or may have been sent to:
 * the envelope first. */
static void each_recipient(const struct sp_message *message, const struct sp_envelope *envelope,
	void (*visit)(struct sp_str address, void *context), void *context)
{
	const struct sp_address_list *lists[] = { &message->to, &message->cc };

	visit(envelope->original_recipient, context);
	for (size_t i = 0; i < envelope->recipient_count; i++)
		visit(envelope->recipients[i], context);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			visit(lists[k]->items[i].address, context);
}

struct queue_search {
	const struct sp_conf *conf;
	const struct sp_queue_conf *found;
};

static void look_for_queue(struct sp_str address, void *context)
{
	struct queue_search *search = context;
	const struct sp_queue_conf *queue =
		sp_conf_queue_of_address(search->conf, address, NULL);

	if (queue && (!search->found || queue < search->found))
		search->found = queue;
}

const struct sp_queue_conf *sp_gather_queue(const struct sp_conf *conf,
	const struct sp_message *message, const struct sp_envelope *envelope)
{
	struct queue_search search = { conf, NULL };

	each_recipient(message, envelope, look_for_queue, &search);
	return search.found ? search.found : &conf->queues[0];
}

/* --- the token ------------------------------------------------------------------ */

struct token_search {
	const struct sp_desk *desk;
	struct sp_token token;
	enum sp_token_verdict verdict;
};

static void try_token(struct token_search *search, struct sp_str text)
{
	struct sp_token token;
	enum sp_token_verdict verdict = sp_token_read(&search->desk->keys, text, &token);

	/* A good one anywhere counts for more than a bad one before it. */
	if (verdict == SP_TOKEN_GOOD && search->verdict != SP_TOKEN_GOOD)
		search->token = token;
	if (verdict == SP_TOKEN_GOOD || search->verdict == SP_TOKEN_NONE)
		search->verdict = verdict;
}

static void look_for_token(struct sp_str address, void *context)
{
	struct token_search *search = context;
	struct sp_str extension = SP_NONE;

	if (search->verdict != SP_TOKEN_GOOD &&
		sp_conf_queue_of_address(search->desk->conf, address, &extension))
		try_token(search, extension);
}

enum sp_status sp_gather_judged(struct sp_gathering *g, const struct sp_token *token,
	struct sp_person **person_r, enum sp_token_verdict *verdict_r)
{
	int64_t shown = 0;
	enum sp_status status = sp_people_by_id(g->db, g->arena, token->person_id, person_r, g->err);

	if (status == SP_OK && token->purpose == SP_TOKEN_STAFF)
		status = sp_people_tokens_shown(g->db, token->person_id, token->ticket_id, &shown,
			g->err);
	*verdict_r = sp_token_judge(token, *person_r, shown, g->facts->now, g->desk->conf->token_days);
	return status;
}

static enum sp_status gather_token(struct sp_gathering *g)
{
	struct token_search search = { g->desk, { 0 }, SP_TOKEN_NONE };
	struct sp_person *person = NULL;
	enum sp_status status;

	try_token(&search, g->c->envelope->extension);
	each_recipient(g->c->message, g->c->envelope, look_for_token, &search);
	g->facts->token.verdict = search.verdict;
	if (search.verdict != SP_TOKEN_GOOD)
		return SP_OK;
	status = sp_gather_judged(g, &search.token, &person, &g->facts->token.verdict);
	if (status != SP_OK)
		return status;
	g->facts->token.purpose = (char)search.token.purpose;
	g->facts->token.ticket_id = search.token.ticket_id;
	/* Somebody who is another by now has that one's rights. */
	g->facts->token.person_id = person ? person->id : search.token.person_id;
	g->facts->token_person = person;
	return SP_OK;
}

/* --- who --------------------------------------------------------------------------- */

static enum sp_status gather_people(struct sp_gathering *g)
{
	const struct sp_message *message = g->c->message;
	struct sp_person *sender = NULL, *staff = NULL;
	struct sp_str key = SP_NONE;
	enum sp_status status;

	if (message->from.count == 1)
		key = sp_address_key(g->arena, message->from.items[0].address);
	if (key.ptr) {
		status = sp_people_by_address(g->db, g->arena, key, &sender, g->err);
		if (status != SP_OK)
			return status;
		g->facts->sender = sender;
	}
	if (key.ptr && (!sender || sender->state == SP_PERSON_PENDING)) {
		status = sp_organisation_of_domain(g->db, sp_address_domain(key),
			&g->facts->domain_organisation_id, g->err);
		if (status != SP_OK)
			return status;
	}
	/* A staff member's token from an address that is not his. */
	if (!sender && g->facts->token.verdict == SP_TOKEN_GOOD &&
		g->facts->token.purpose == SP_TOKEN_STAFF)
		g->facts->claimed_staff = g->facts->token_person;
	status = sp_people_list(g->db, g->arena, SP_STAFF, false, &staff,
		&g->facts->staff_count, g->err);
	g->facts->staff = staff;
	return status;
}

/* --- which tickets -------------------------------------------------------------------- */

enum sp_status sp_gather_ticket(struct sp_gathering *g, int64_t id, struct sp_ticket *ticket_r,
	bool *found_r)
{
	enum sp_status status = sp_ticket_by_id(g->db, g->arena, id, ticket_r, found_r, g->err);

	for (int hops = 0; status == SP_OK && *found_r && ticket_r->merged_into && hops < MAX_MERGES;
		hops++)
		status = sp_ticket_by_id(g->db, g->arena, ticket_r->merged_into, ticket_r, found_r,
			g->err);
	return status;
}

static enum sp_status add_candidate(struct sp_gathering *g, int64_t id, enum sp_match match)
{
	struct sp_facts *facts = g->facts;
	struct sp_candidate *candidate = &facts->candidates[facts->candidate_count];
	const struct sp_queue_conf *queue;
	struct sp_person *requester = NULL;
	enum sp_status status;
	bool found = false;

	if (id <= 0 || facts->candidate_count == MAX_CANDIDATES)
		return SP_OK;
	status = sp_gather_ticket(g, id, &candidate->ticket, &found);
	if (status != SP_OK || !found)
		return status;
	for (size_t i = 0; i < facts->candidate_count; i++)
		if (facts->candidates[i].ticket.id == candidate->ticket.id)
			return SP_OK;
	candidate->match = match;
	status = sp_participants(g->db, g->arena, candidate->ticket.id, &candidate->participants,
		&candidate->participant_count, g->err);
	if (status == SP_OK && candidate->ticket.requester_id)
		status = sp_people_by_id(g->db, g->arena, candidate->ticket.requester_id, &requester,
			g->err);
	candidate->requester = requester;
	facts->candidate_count++;
	queue = sp_conf_queue(g->desk->conf, candidate->ticket.queue);
	if (status == SP_OK && sp_subject_urgent(g->c->words, g->c->message->subject))
		status = sp_staff_decided(g->db, candidate->ticket.id, SP_STR("priority"),
			&candidate->priority_decided, g->err);
	if (status == SP_OK && queue && queue->require_attachment)
		status = sp_ticket_has_file(g->db, candidate->ticket.id, SP_SMALLEST_PHOTO,
			&candidate->has_file, g->err);
	return status;
}

static enum sp_status candidate_of_id(struct sp_gathering *g, struct sp_str header_id)
{
	int64_t ids[SP_MAX_THREAD_TICKETS];
	size_t count = 0;
	enum sp_status status = SP_OK;

	if (header_id.len)
		status = sp_thread_tickets(g->db, header_id, ids, &count, g->err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = add_candidate(g, ids[i], SP_BY_REFERENCE);
	return status;
}

static enum sp_status gather_references(struct sp_gathering *g)
{
	const struct sp_message *message = g->c->message;
	enum sp_status status = candidate_of_id(g, message->in_reply_to);

	/* The newest reference is the last one. */
	for (size_t i = message->reference_count; status == SP_OK && i > 0; i--)
		status = candidate_of_id(g, message->references[i - 1]);
	return status;
}

static enum sp_status gather_numbers(struct sp_gathering *g)
{
	struct sp_code codes[SP_MAX_CODES];
	size_t count = sp_subject_codes(g->arena, g->c->message->subject, codes);
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_ticket ticket;
		bool found = false;

		status = sp_ticket_by_number(g->db, g->arena, codes[i].prefix, codes[i].number,
			&ticket, &found, g->err);
		if (status == SP_OK && found)
			status = add_candidate(g, ticket.id, SP_BY_SUBJECT);
	}
	return status;
}

static enum sp_status gather_tickets(struct sp_gathering *g)
{
	enum sp_status status = SP_OK;

	g->facts->candidates = sp_arena_array(g->arena, MAX_CANDIDATES + 1, struct sp_candidate);
	/* An old or revoked token proves nothing, but says which ticket is meant. */
	if (g->facts->token.ticket_id)
		status = add_candidate(g, g->facts->token.ticket_id, SP_BY_TOKEN);
	if (status == SP_OK)
		status = gather_references(g);
	return status == SP_OK ? gather_numbers(g) : status;
}

/* Hours of those who pay; what is recorded on the ticket, for whom may record. */
static enum sp_status gather_hours(struct sp_gathering *g)
{
	bool staff = g->facts->sender && g->facts->sender->role == SP_STAFF;

	enum sp_status status = sp_gather_hours(g->db, g->arena, g->facts, staff, g->err);

	return status == SP_OK ? sp_gather_asked(g->db, g->arena, g->c, g->facts, g->err) : status;
}

/* Whether the one who answers confirms a request about his own data. */
static enum sp_status gather_right(struct sp_gathering *g)
{
	struct sp_privacy_request request;
	struct sp_right_fact *right;
	enum sp_status status;
	bool found = false;

	if (g->facts->token.verdict != SP_TOKEN_GOOD ||
		g->facts->token.purpose != SP_TOKEN_PRIVACY || !g->facts->token.ticket_id)
		return SP_OK;
	status = sp_privacy_of_ticket(g->db, g->arena, g->facts->token.ticket_id, &request, &found,
		g->err);
	if (status != SP_OK || !found)
		return status;
	right = sp_arena_new(g->arena, struct sp_right_fact);
	*right = (struct sp_right_fact){ request.id, request.person_id, request.confirmed_at != 0,
		request.finished_at != 0 };
	g->facts->right = right;
	return SP_OK;
}

/* --- what it is about, and how much there was ---------------------------------------------- */

/* Have we sent this very mail?  The Message-IDs of all that we send have the desk's
 * identity in them (desk/mails.c): one without it is not looked for among millions. */
static enum sp_status gather_ours(struct sp_gathering *g)
{
	struct sp_str id = g->c->message->message_id, identity;
	struct sp_sent_mail *ours = NULL;
	enum sp_status status;

	if (id.len == 0)
		return SP_OK;
	status = sp_db_identity(g->db, g->arena, &identity, g->err);
	if (status == SP_OK && sp_str_find(id, identity) < id.len)
		status = sp_outbox_by_header_id(g->db, g->arena, id, &ours, g->err);
	g->facts->from_ourselves = ours != NULL;
	return status;
}

static enum sp_status gather_sent(struct sp_gathering *g)
{
	const struct sp_message *message = g->c->message;
	struct sp_ticket *ticket;
	enum sp_status status = gather_ours(g);
	bool found = false;

	if (status != SP_OK || message->bounced_id.len == 0)
		return status;
	status = sp_outbox_by_header_id(g->db, g->arena, message->bounced_id, &g->facts->bounced,
		g->err);
	if (status != SP_OK || !g->facts->bounced || !g->facts->bounced->ticket_id)
		return status;
	ticket = sp_arena_new(g->arena, struct sp_ticket);
	status = sp_gather_ticket(g, g->facts->bounced->ticket_id, ticket, &found);
	g->facts->bounced_ticket = found ? ticket : NULL;
	return status;
}

static enum sp_status gather_counts(struct sp_gathering *g)
{
	struct sp_facts *facts = g->facts;
	struct sp_str address = SP_NONE;
	enum sp_status status;

	if (g->c->message->from.count == 1)
		address = sp_address_key(g->arena, g->c->message->from.items[0].address);
	status = sp_outbox_automatic_since(g->db, SP_STR(""), facts->now - HOUR,
		&facts->automatic_desk_hour, g->err);
	if (status != SP_OK || !address.ptr)
		return status;
	status = sp_outbox_automatic_since(g->db, address, facts->now - HOUR,
		&facts->automatic_to_sender_hour, g->err);
	if (status == SP_OK)
		status = sp_outbox_automatic_since(g->db, address, facts->now - DAY,
			&facts->automatic_to_sender_day, g->err);
	if (status == SP_OK)
		status = sp_messages_from(g->db, address, facts->now - HOUR,
			&facts->messages_from_sender_hour, g->err);
	return status;
}

/* What a flood or a second message about the same would join. */
static enum sp_status gather_recent(struct sp_gathering *g)
{
	struct sp_facts *facts = g->facts;
	const struct sp_conf *conf = g->desk->conf;
	enum sp_status status = SP_OK;
	int64_t *held = NULL;

	if (!facts->sender)
		return SP_OK;
	if (facts->sender->state == SP_PERSON_PENDING)
		status = sp_held_of(g->db, g->arena, facts->sender->id, &held, &facts->held_count,
			g->err);
	if (status == SP_OK && conf->duplicate_hours)
		status = sp_recent_tickets(g->db, g->arena, facts->sender->id,
			facts->now - conf->duplicate_hours * HOUR, MAX_RECENT, &facts->recent,
			&facts->recent_count, g->err);
	if (status == SP_OK && facts->messages_from_sender_hour >= conf->flood_hourly)
		status = sp_flood_ticket(g->db, facts->sender->id, &facts->flood_ticket_id, g->err);
	return status;
}

void sp_gather_clock(const struct sp_case *c, int64_t now, struct sp_facts *facts_r)
{
	memset(facts_r, 0, sizeof *facts_r);
	facts_r->now = now;
	facts_r->received = c->message->has_received && c->message->received < now ?
				    c->message->received : now;
}

enum sp_status sp_gather(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_case *c, const struct sp_digest *content, struct sp_facts *facts_r,
	struct sp_err *err)
{
	struct sp_gathering g = { desk, db, arena, c, facts_r, err };
	static enum sp_status (*const steps[])(struct sp_gathering *) = {
		gather_token, gather_people, gather_tickets, sp_gather_named, gather_right,
		gather_hours, gather_sent,
		gather_counts, gather_recent, sp_gather_shown,
	};
	enum sp_status status;

	status = !content ? SP_OK : sp_message_seen(db, c->message->message_id, content, &facts_r->seen_before,
		&facts_r->same_id_before, err);
	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == SP_OK &&
		!facts_r->seen_before; i++)
		status = steps[i](&g);
	return status;
}
