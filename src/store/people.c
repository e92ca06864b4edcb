/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/people.h"

#include "store/handle.h"
#include "store/query.h"
#include "store/tickets.h"

/* --- persons ------------------------------------------------------------------ */

static void read_person(struct sp_query *query, struct sp_person *person)
{
	person->id = sp_read_int(query);
	person->role = sp_read_role(query);
	person->state = sp_read_person_state(query);
	person->name = sp_read_text(query);
	person->address = sp_read_text(query);
	person->language = sp_read_text(query);
	person->organisation_id = sp_read_int(query);
	person->organisation = sp_read_text(query);
	person->on_call = sp_read_bool(query);
	person->token_generation = sp_read_int(query);
	person->privacy_told_at = sp_read_int(query);
	person->restriction = sp_read_restriction(query);
	person->restricted_at = sp_read_int(query);
	person->restricted_until = sp_read_int(query);
	person->withdrawn_at = sp_read_int(query);
}

static enum sp_status read_queues(struct sp_db *db, struct sp_arena *arena,
	struct sp_person *person, struct sp_err *err)
{
	struct sp_query query;
	size_t room = 0;

	sp_query_begin(&query, db, SP_SQL_PERSON_QUEUES, arena, err);
	sp_bind_int(&query, person->id);
	while (sp_query_row(&query)) {
		person->queues = sp_arena_grow(arena, person->queues, person->queue_count, &room,
			sizeof(*person->queues));
		person->queues[person->queue_count++] = sp_read_text(&query);
	}
	return sp_query_end(&query);
}

/* The one person that a bound query gives, with his queues. */
static enum sp_status take_one(struct sp_query *query, struct sp_person **person_r)
{
	enum sp_status status;

	*person_r = NULL;
	if (sp_query_row(query)) {
		*person_r = sp_arena_new(query->arena, struct sp_person);
		read_person(query, *person_r);
	}
	status = sp_query_end(query);
	if (status == SP_OK && *person_r && (*person_r)->role == SP_STAFF)
		status = read_queues(query->db, query->arena, *person_r, query->err);
	return status;
}

enum sp_status sp_people_by_address(struct sp_db *db, struct sp_arena *arena,
	struct sp_str address, struct sp_person **person_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PERSON_BY_ADDRESS, arena, err);
	sp_bind_text(&query, address);
	return take_one(&query, person_r);
}

enum sp_status sp_people_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_person **person_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PERSON_BY_ID, arena, err);
	sp_bind_int(&query, id);
	return take_one(&query, person_r);
}

enum sp_status sp_people_list(struct sp_db *db, struct sp_arena *arena, enum sp_role role,
	bool all, struct sp_person **people_r, size_t *count_r, struct sp_err *err)
{
	struct sp_person *people = NULL;
	size_t count = 0, room = 0;
	enum sp_status status;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PEOPLE_LIST, arena, err);
	sp_bind_word(&query, sp_role_name(role));
	sp_bind_int(&query, all);
	while (sp_query_row(&query)) {
		people = sp_arena_grow(arena, people, count, &room, sizeof(*people));
		read_person(&query, &people[count++]);
	}
	status = sp_query_end(&query);
	for (size_t i = 0; role == SP_STAFF && i < count && status == SP_OK; i++)
		status = read_queues(db, arena, &people[i], err);
	*people_r = people;
	*count_r = count;
	return status;
}

static enum sp_status refuse_taken(struct sp_db *db, struct sp_str address, struct sp_err *err)
{
	struct sp_query query;
	int64_t owner;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_ADDRESS_OWNER, NULL, err);
	sp_bind_text(&query, address);
	status = sp_query_number(&query, &owner);
	if (status == SP_OK && owner)
		return sp_fail(err, SP_PERM, "%.*s: already the address of person %lld", SP_FMT(address),
			(long long)owner);
	return status;
}

static enum sp_status add_address(struct sp_db *db, int64_t person_id, struct sp_str address,
	int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ADDRESS_ADD, NULL, err);
	sp_bind_text(&query, address);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

static enum sp_status add_person(struct sp_db *db, const struct sp_person *person, int64_t now,
	int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PERSON_ADD, NULL, err);
	sp_bind_word(&query, sp_role_name(person->role));
	sp_bind_word(&query, sp_person_state_name(person->state));
	sp_bind_text(&query, person->name);
	sp_bind_maybe(&query, person->language);
	sp_bind_id(&query, person->organisation_id);
	sp_bind_int(&query, person->on_call);
	sp_bind_int(&query, now);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_people_add(struct sp_db *db, const struct sp_person *person, int64_t now,
	int64_t *id_r, struct sp_err *err)
{
	enum sp_status status = refuse_taken(db, person->address, err);

	*id_r = 0;
	if (status == SP_OK)
		status = sp_numbers_look(db, err);
	if (status == SP_OK)
		status = add_person(db, person, now, id_r, err);
	if (status == SP_OK)
		status = add_address(db, *id_r, person->address, now, err);
	return status;
}

enum sp_status sp_people_add_address(struct sp_db *db, int64_t person_id, struct sp_str address,
	int64_t now, struct sp_err *err)
{
	enum sp_status status = refuse_taken(db, address, err);

	return status == SP_OK ? add_address(db, person_id, address, now, err) : status;
}

enum sp_status sp_people_addresses(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_str **addresses_r, size_t *count_r, struct sp_err *err)
{
	struct sp_str *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ADDRESSES, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		list[count++] = sp_read_text(&query);
	}
	*addresses_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

static enum sp_status run_on_address(struct sp_db *db, enum sp_statement statement,
	int64_t person_id, struct sp_str address, const char *refusal, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool done;

	sp_query_begin(&query, db, statement, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_text(&query, address);
	status = sp_query_exists(&query, &done);
	if (status == SP_OK && !done)
		return sp_fail(err, SP_PERM, "%.*s: %s", SP_FMT(address), refusal);
	return status;
}

enum sp_status sp_people_remove_address(struct sp_db *db, int64_t person_id,
	struct sp_str address, struct sp_err *err)
{
	return run_on_address(db, SP_SQL_ADDRESS_REMOVE, person_id, address,
		"not an address of that person, or the main one", err);
}

enum sp_status sp_people_main_address(struct sp_db *db, int64_t person_id, struct sp_str address,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	status = run_on_address(db, SP_SQL_ADDRESS_MAIN, person_id, address,
		"not an address of that person", err);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_ADDRESS_NOT_MAIN, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_text(&query, address);
	return sp_query_run(&query);
}

/* A statement that gives a row when the person is there. */
static enum sp_status run_on_person(struct sp_query *query, int64_t id)
{
	enum sp_status status;
	bool there;

	status = sp_query_exists(query, &there);
	if (status == SP_OK && !there)
		return sp_fail(query->err, SP_PERM, "person %lld: there is none", (long long)id);
	return status;
}

enum sp_status sp_people_change(struct sp_db *db, const struct sp_person *person, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PERSON_CHANGE, NULL, err);
	sp_bind_int(&query, person->id);
	sp_bind_word(&query, sp_person_state_name(person->state));
	sp_bind_text(&query, person->name);
	sp_bind_maybe(&query, person->language);
	sp_bind_id(&query, person->organisation_id);
	sp_bind_int(&query, person->on_call);
	sp_bind_int(&query, now);
	return run_on_person(&query, person->id);
}

enum sp_status sp_people_revoke_tokens(struct sp_db *db, int64_t person_id, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_PERSON_REVOKE, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, now);
	status = run_on_person(&query, person_id);
	if (status != SP_OK)
		return status;
	/* Later than all of them by now: what was shown is revoked like the rest. */
	sp_query_begin(&query, db, SP_SQL_TOKENS_SHOWN_END, NULL, err);
	sp_bind_int(&query, person_id);
	return sp_query_run(&query);
}

enum sp_status sp_people_token_shown(struct sp_db *db, int64_t person_id, int64_t ticket_id,
	int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TOKEN_SHOWN, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_people_tokens_shown(struct sp_db *db, int64_t person_id, int64_t ticket_id,
	int64_t *times_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_TOKENS_SHOWN, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, ticket_id);
	return sp_query_number(&query, times_r);
}

enum sp_status sp_people_privacy_told(struct sp_db *db, int64_t person_id, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PERSON_PRIVACY_TOLD, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

/* --- queues served ------------------------------------------------------------ */

enum sp_status sp_people_add_queue(struct sp_db *db, int64_t person_id, struct sp_str queue,
	struct sp_err *err)
{
	struct sp_query query;
	int64_t queue_id;
	enum sp_status status = sp_queue_id(db, queue, &queue_id, err);

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_STAFF_QUEUE_ADD, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, queue_id);
	return sp_query_run(&query);
}

enum sp_status sp_people_remove_queue(struct sp_db *db, int64_t person_id, struct sp_str queue,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_STAFF_QUEUE_REMOVE, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_text(&query, queue);
	return sp_query_run(&query);
}
