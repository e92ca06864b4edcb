/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/tickets.h"

#include "store/handle.h"
#include "store/query.h"
#include "store/rows.h"

/* --- queues and numbers ------------------------------------------------------- */

enum sp_status sp_queue_id(struct sp_db *db, struct sp_str name, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_QUEUE_BY_NAME, NULL, err);
	sp_bind_text(&query, name);
	status = sp_query_number(&query, id_r);
	if (status != SP_OK || *id_r)
		return status;
	sp_query_begin(&query, db, SP_SQL_QUEUE_ADD, NULL, err);
	sp_bind_text(&query, name);
	return sp_query_number(&query, id_r);
}

static struct sp_str write_code(struct sp_arena *arena, struct sp_str prefix, int64_t number)
{
	return sp_str(sp_arena_printf(arena, "%.*s%05lld", SP_FMT(prefix), (long long)number));
}

struct sp_str sp_read_code(struct sp_query *query)
{
	struct sp_str prefix = sp_read_text(query);
	int64_t number = sp_read_int(query);

	return prefix.ptr ? write_code(query->arena, prefix, number) : SP_NONE;
}

/* --- one ticket --------------------------------------------------------------- */

/* What both adding and changing write, in the order of both statements. */
static void bind_ticket(struct sp_query *query, const struct sp_ticket *ticket, int64_t queue_id)
{
	sp_bind_int(query, queue_id);
	sp_bind_word(query, sp_state_name(ticket->state));
	sp_bind_word(query, sp_outcome_name(ticket->outcome));
	sp_bind_int(query, ticket->priority);
	sp_bind_int(query, ticket->wish);
	sp_bind_text(query, ticket->subject);
	sp_bind_maybe(query, ticket->category);
	sp_bind_maybe(query, ticket->place);
	sp_bind_text(query, ticket->language);
	sp_bind_id(query, ticket->requester_id);
	sp_bind_id(query, ticket->organisation_id);
	sp_bind_id(query, ticket->assignee_id);
	sp_bind_id(query, ticket->merged_into);
}

static void bind_instants(struct sp_query *query, const struct sp_ticket *ticket)
{
	sp_bind_id(query, ticket->due_at);
	sp_bind_id(query, ticket->answered_at);
	sp_bind_id(query, ticket->planned_at);
	sp_bind_id(query, ticket->review_at);
	sp_bind_id(query, ticket->closed_at);
	sp_bind_id(query, ticket->archived_at);
}

static void read_ticket(struct sp_query *query, struct sp_ticket *ticket)
{
	ticket->id = sp_read_int(query);
	ticket->code = sp_read_code(query);
	ticket->queue = sp_read_text(query);
	ticket->state = sp_read_state(query);
	ticket->outcome = sp_read_outcome(query);
	ticket->priority = (int)sp_read_int(query);
	ticket->wish = (int)sp_read_int(query);
	ticket->subject = sp_read_text(query);
	ticket->category = sp_read_text(query);
	ticket->place = sp_read_text(query);
	ticket->language = sp_read_text(query);
	ticket->requester_id = sp_read_int(query);
	ticket->organisation_id = sp_read_int(query);
	ticket->assignee_id = sp_read_int(query);
	ticket->merged_into = sp_read_int(query);
	ticket->opened_at = sp_read_int(query);
	ticket->received_at = sp_read_int(query);
	ticket->due_at = sp_read_int(query);
	ticket->answered_at = sp_read_int(query);
	ticket->planned_at = sp_read_int(query);
	ticket->review_at = sp_read_int(query);
	ticket->closed_at = sp_read_int(query);
	ticket->archived_at = sp_read_int(query);
	ticket->erased_at = sp_read_int(query);
	ticket->restricted = sp_read_bool(query);
	ticket->extra = sp_read_bool(query);
}

enum sp_status sp_ticket_open(struct sp_db *db, struct sp_arena *arena, const char *prefix,
	struct sp_ticket *ticket, struct sp_err *err)
{
	int64_t queue_id, number = 0;
	enum sp_status status = sp_queue_id(db, ticket->queue, &queue_id, err);
	struct sp_query query;

	if (status == SP_OK)
		status = sp_numbers_next(db, prefix, &number, err);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_TICKET_ADD, NULL, err);
	sp_bind_word(&query, prefix);
	sp_bind_int(&query, number);
	bind_ticket(&query, ticket, queue_id);
	sp_bind_int(&query, ticket->opened_at);
	sp_bind_int(&query, ticket->received_at);
	bind_instants(&query, ticket);
	status = sp_query_number(&query, &ticket->id);
	ticket->code = write_code(arena, sp_str(prefix), number);
	return status;
}

static enum sp_status take_ticket(struct sp_query *query, struct sp_ticket *ticket_r, bool *found_r)
{
	*found_r = sp_query_row(query);
	if (*found_r)
		read_ticket(query, ticket_r);
	return sp_query_end(query);
}

enum sp_status sp_ticket_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_ticket *ticket_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TICKET_BY_ID, arena, err);
	sp_bind_int(&query, id);
	return take_ticket(&query, ticket_r, found_r);
}

enum sp_status sp_ticket_by_number(struct sp_db *db, struct sp_arena *arena, struct sp_str prefix,
	int64_t number, struct sp_ticket *ticket_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TICKET_BY_NUMBER, arena, err);
	sp_bind_text(&query, prefix);
	sp_bind_int(&query, number);
	return take_ticket(&query, ticket_r, found_r);
}

enum sp_status sp_ticket_change(struct sp_db *db, const struct sp_ticket *ticket, int64_t now,
	struct sp_err *err)
{
	int64_t queue_id;
	enum sp_status status = sp_queue_id(db, ticket->queue, &queue_id, err);
	struct sp_query query;
	bool there = false;

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_TICKET_CHANGE, NULL, err);
	sp_bind_int(&query, ticket->id);
	bind_ticket(&query, ticket, queue_id);
	bind_instants(&query, ticket);
	sp_bind_int(&query, now);
	sp_bind_int(&query, ticket->extra);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "ticket %lld: there is none", (long long)ticket->id);
	return status;
}

/* --- lists -------------------------------------------------------------------- */

/* The statement whose index chooses best; the rest of the filter is common. */
static enum sp_statement statement_for(const struct sp_ticket_filter *filter)
{
	if (filter->requester_id)
		return SP_SQL_TICKETS_OF_REQUESTER;
	if (filter->organisation_id)
		return SP_SQL_TICKETS_OF_ORGANISATION;
	return SP_SQL_TICKETS_ALL;
}

/* What a query gives, one ticket a row. */
static enum sp_status read_tickets(struct sp_query *query, struct sp_ticket **tickets_r,
	size_t *count_r)
{
	struct sp_ticket *tickets = NULL;
	size_t count = 0, room = 0;

	while (sp_query_row(query)) {
		tickets = sp_arena_grow(query->arena, tickets, count, &room, sizeof(*tickets));
		read_ticket(query, &tickets[count++]);
	}
	*tickets_r = tickets;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_ticket_list(struct sp_db *db, struct sp_arena *arena,
	const struct sp_ticket_filter *filter, struct sp_ticket **tickets_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, statement_for(filter), arena, err);
	sp_bind_text(&query, filter->queue);
	sp_bind_int(&query, filter->open_only);
	sp_bind_int(&query, filter->closed_only);
	sp_bind_int(&query, filter->requester_id);
	sp_bind_int(&query, filter->organisation_id);
	sp_bind_int(&query, filter->assignee_id);
	sp_bind_int(&query, filter->limit ? filter->limit : INT64_MAX);
	return read_tickets(&query, tickets_r, count_r);
}

enum sp_status sp_tickets_visible(struct sp_db *db, struct sp_arena *arena,
	const struct sp_person *person, bool open_only, bool closed_only, int64_t limit,
	struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TICKETS_VISIBLE, arena, err);
	sp_bind_int(&query, person->id);
	sp_bind_int(&query, person->organisation_id);
	sp_bind_int(&query, open_only);
	sp_bind_int(&query, closed_only);
	sp_bind_int(&query, limit);
	return read_tickets(&query, tickets_r, count_r);
}

enum sp_status sp_tickets_merged(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_MERGED_INTO, arena, err);
	sp_bind_int(&query, ticket_id);
	return read_tickets(&query, tickets_r, count_r);
}

enum sp_status sp_tickets_of_staff(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t limit, struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_CLOCK_STAFF_TICKETS, arena, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, limit);
	return read_tickets(&query, tickets_r, count_r);
}

enum sp_status sp_recent_tickets(struct sp_db *db, struct sp_arena *arena, int64_t requester_id,
	int64_t since, size_t limit, struct sp_recent_ticket **recent_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_recent_ticket *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TICKETS_RECENT, arena, err);
	sp_bind_int(&query, requester_id);
	sp_bind_int(&query, since);
	sp_bind_int(&query, (int64_t)limit);
	while (sp_query_row(&query)) {
		struct sp_recent_ticket *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->code = sp_read_code(&query);
		one->state = sp_read_state(&query);
		one->opened_at = sp_read_int(&query);
		one->subject = sp_read_text(&query);
		one->text = sp_read_text(&query);
		one->queue = sp_read_text(&query);
		one->assignee_id = sp_read_int(&query);
	}
	*recent_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_flood_ticket(struct sp_db *db, int64_t requester_id, int64_t *id_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TICKET_FLOOD, NULL, err);
	sp_bind_int(&query, requester_id);
	return sp_query_number(&query, id_r);
}
