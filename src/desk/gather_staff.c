/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/gathering.h"

#include "core/address.h"
#include "core/command.h"
#include "core/request.h"
#include "core/subject.h"
#include "store/merge.h"
#include "store/origin.h"
#include "store/organisations.h"
#include "store/people.h"
#include "store/tickets.h"

static enum sp_status add_named(struct sp_gathering *g, struct sp_named *named, struct sp_str address)
{
	struct sp_person *person = NULL;
	struct sp_str key = sp_address_key(g->arena, address);
	enum sp_status status = SP_OK;

	if (key.ptr)
		status = sp_people_by_address(g->db, g->arena, key, &person, g->err);
	if (status == SP_OK && person)
		named[g->facts->named_count++] = (struct sp_named){ key, person };
	return status;
}

/* A line names an address, or a ticket by its number. */
static enum sp_status gather_line(struct sp_gathering *g, struct sp_named *named,
	struct sp_named_ticket *tickets, struct sp_str line)
{
	size_t blank = sp_str_find_char(line, ' ');
	struct sp_str argument = sp_str_trim(sp_str_from(line, blank));
	struct sp_named_ticket *one = &tickets[g->facts->named_ticket_count];
	enum sp_status status;
	struct sp_code code;
	bool found = false;

	if (sp_str_has(argument, SP_STR("@")))
		return add_named(g, named, argument);
	if (!sp_code_parse(g->arena, argument, &code))
		return SP_OK;
	status = sp_ticket_by_number(g->db, g->arena, code.prefix, code.number, &one->ticket, &found,
		g->err);
	if (status == SP_OK && found)
		status = sp_gather_ticket(g, one->ticket.id, &one->ticket, &found);
	one->prefix = code.prefix;
	one->number = code.number;
	g->facts->named_ticket_count += found;
	return status;
}

/* What the lines mean is core/command's question; here they are looked up. */
static enum sp_status gather_lines(struct sp_gathering *g)
{
	struct sp_str rest = g->c->message->reply, line;
	struct sp_named *named;
	struct sp_named_ticket *tickets;
	enum sp_status status = SP_OK;

	named = sp_arena_array(g->arena, SP_MAX_COMMANDS + 2, struct sp_named);
	tickets = sp_arena_array(g->arena, SP_MAX_COMMANDS + 1, struct sp_named_ticket);
	g->facts->named = named;
	g->facts->named_tickets = tickets;
	status = add_named(g, named, g->c->message->forwarded_from.address);
	for (int lines = 0; status == SP_OK && lines < SP_MAX_COMMANDS && sp_str_next_line(&rest, &line);) {
		line = sp_str_trim(line);
		if (line.len && line.ptr[0] != '#')
			break;
		lines += line.len > 0;
		status = gather_line(g, named, tickets,
			sp_str_sub(line, 0, sp_str_find_char(line, '<')));
	}
	return status;
}

/* --- the mail that he answers ------------------------------------------------------- */

static enum sp_status find_origin(struct sp_gathering *g, struct sp_origin *origin, bool *found_r)
{
	const struct sp_message *message = g->c->message;
	enum sp_status status = SP_OK;

	*found_r = false;
	if (message->in_reply_to.len)
		status = sp_origin_of(g->db, g->arena, message->in_reply_to, origin, found_r, g->err);
	/* The newest reference is the last one. */
	for (size_t i = message->reference_count; status == SP_OK && !*found_r && i > 0; i--)
		status = sp_origin_of(g->db, g->arena, message->references[i - 1], origin, found_r,
			g->err);
	return status;
}

/* The customer that the staff may decide about: who wrote it, else whose ticket it
 * is; and the firm whose mail domain he has. */
static enum sp_status gather_applicant(struct sp_gathering *g)
{
	struct sp_facts *facts = g->facts;
	struct sp_organisation *list = NULL;
	struct sp_person *person = NULL;
	size_t count = 0;
	enum sp_status status = SP_OK;

	if (facts->origin && facts->origin->author_id)
		status = sp_people_by_id(g->db, g->arena, facts->origin->author_id, &person, g->err);
	facts->applicant = person;
	if (!person && facts->candidate_count)
		facts->applicant = facts->candidates[0].requester;
	if (status == SP_OK && facts->applicant)
		status = sp_organisation_of_domain(g->db, sp_address_domain(facts->applicant->address),
			&facts->domain_organisation_id, g->err);
	if (status == SP_OK && facts->domain_organisation_id)
		status = sp_organisation_list(g->db, g->arena, facts->domain_organisation_id, &list,
			&count, g->err);
	if (count)
		facts->domain_organisation = list[0].name;
	return status;
}

/* Whom the requester wants in copy, by the link in his mail. */
static enum sp_status gather_copies(struct sp_gathering *g)
{
	struct sp_str addresses[SP_MAX_COPIES];
	struct sp_named *named = sp_arena_array(g->arena, SP_MAX_COPIES, struct sp_named);
	size_t count = sp_request_copies(g->arena, g->desk->conf, g->c->message, addresses);
	enum sp_status status = SP_OK;

	g->facts->named = named;
	for (size_t i = 0; i < count && status == SP_OK; i++)
		status = add_named(g, named, addresses[i]);
	return status;
}

enum sp_status sp_gather_named(struct sp_gathering *g)
{
	struct sp_origin *origin = sp_arena_new(g->arena, struct sp_origin);
	struct sp_str reply = sp_str_trim(g->c->message->reply);
	enum sp_status status;
	bool found = false;

	if (g->facts->token.verdict == SP_TOKEN_GOOD && g->facts->token.purpose == SP_TOKEN_COPY)
		return gather_copies(g);
	if (!g->facts->sender || g->facts->sender->role != SP_STAFF)
		return SP_OK;
	status = gather_lines(g);
	if (status == SP_OK && g->facts->named_count && g->facts->candidate_count &&
		g->facts->candidates[0].requester)
		status = sp_people_has_hours(g->db, g->facts->candidates[0].requester->id,
			&g->facts->requester_has_hours, g->err);
	if (status != SP_OK || reply.len == 0 || reply.ptr[0] != '#')
		return status;
	status = find_origin(g, origin, &found);
	g->facts->origin = found ? origin : NULL;
	return status == SP_OK ? gather_applicant(g) : status;
}
