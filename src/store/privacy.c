/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/privacy.h"

#include "store/handle.h"
#include "store/query.h"
#include "store/rows.h"

/* --- the register ------------------------------------------------------------ */

enum sp_status sp_register_add(struct sp_db *db, const struct sp_register *line,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REGISTER_ADD, NULL, err);
	sp_bind_int(&query, line->by.at);
	sp_bind_word(&query, sp_registered_name(line->what));
	sp_bind_word(&query, sp_actor_name(line->by.actor));
	sp_bind_id(&query, line->person_id);
	sp_bind_id(&query, line->by.person_id);
	sp_bind_id(&query, line->ticket_id);
	sp_bind_id(&query, line->request_id);
	sp_bind_text(&query, line->word);
	sp_bind_int(&query, line->number);
	return sp_query_run(&query);
}

enum sp_status sp_register_has(struct sp_db *db, int64_t person_id, enum sp_registered what,
	struct sp_str word, bool *has_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REGISTER_HAS, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_word(&query, sp_registered_name(what));
	sp_bind_text(&query, word);
	return sp_query_exists(&query, has_r);
}

static enum sp_registered read_registered(struct sp_query *query)
{
	struct sp_str word = sp_read_text(query);
	enum sp_registered what = SP_REG_TERMS;

	if (query->status == SP_OK && !sp_registered_of(word, &what))
		sp_query_fail(query, SQLITE_CORRUPT);
	return what;
}

enum sp_status sp_register_list(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_register **lines_r, size_t *count_r, struct sp_err *err)
{
	struct sp_register *lines = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_REGISTER, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		struct sp_register *line;

		lines = sp_arena_grow(arena, lines, count, &room, sizeof(*lines));
		line = &lines[count++];
		memset(line, 0, sizeof(*line));
		line->id = sp_read_int(&query);
		line->by.at = sp_read_int(&query);
		line->what = read_registered(&query);
		line->by.actor = sp_read_actor(&query);
		line->person_id = sp_read_int(&query);
		line->by.person_id = sp_read_int(&query);
		line->ticket = sp_read_code(&query);
		line->request_id = sp_read_int(&query);
		line->word = sp_read_text(&query);
		line->number = sp_read_int(&query);
	}
	*lines_r = lines;
	*count_r = count;
	return sp_query_end(&query);
}

/* --- requests ----------------------------------------------------------------- */

static enum sp_status register_request(struct sp_db *db,
	const struct sp_privacy_request *request, int64_t id, enum sp_registered what,
	const char *word, const struct sp_by *by, struct sp_err *err)
{
	struct sp_register line = { .what = what, .by = *by, .person_id = request->person_id,
		.ticket_id = request->ticket_id, .request_id = id, .word = sp_str(word) };

	return sp_register_add(db, &line, err);
}

enum sp_status sp_privacy_start(struct sp_db *db, const struct sp_privacy_request *request,
	const struct sp_by *by, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_ADD, NULL, err);
	sp_bind_word(&query, sp_right_name(request->right));
	sp_bind_int(&query, request->person_id);
	sp_bind_id(&query, request->ticket_id);
	sp_bind_int(&query, request->started_at);
	sp_bind_int(&query, sp_privacy_due(request->started_at));
	status = sp_query_number(&query, id_r);
	return status == SP_OK ? register_request(db, request, *id_r, SP_REG_STARTED,
		sp_right_name(request->right), by, err) : status;
}

static void read_request(struct sp_query *query, struct sp_privacy_request *request)
{
	struct sp_str word;

	request->id = sp_read_int(query);
	word = sp_read_text(query);
	request->right = SP_RIGHT_EXPORT;
	if (query->status == SP_OK && !sp_right_of(word, &request->right))
		sp_query_fail(query, SQLITE_CORRUPT);
	request->person_id = sp_read_int(query);
	request->address = sp_read_text(query);
	request->ticket_id = sp_read_int(query);
	request->ticket = sp_read_code(query);
	request->started_at = sp_read_int(query);
	request->due_at = sp_read_int(query);
	request->confirmed_at = sp_read_int(query);
	request->finished_at = sp_read_int(query);
	request->result = SP_PRIVACY_OPEN;
	word = sp_read_text(query);
	if (query->status == SP_OK && word.ptr && !sp_privacy_result_of(word, &request->result))
		sp_query_fail(query, SQLITE_CORRUPT);
}

static enum sp_status take_request(struct sp_query *query, struct sp_privacy_request *request_r,
	bool *found_r)
{
	*found_r = sp_query_row(query);
	if (*found_r)
		read_request(query, request_r);
	return sp_query_end(query);
}

enum sp_status sp_privacy_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_privacy_request *request_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_BY_ID, arena, err);
	sp_bind_int(&query, id);
	return take_request(&query, request_r, found_r);
}

enum sp_status sp_privacy_of_ticket(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_privacy_request *request_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_OF_TICKET, arena, err);
	sp_bind_int(&query, ticket_id);
	return take_request(&query, request_r, found_r);
}

static enum sp_status read_requests(struct sp_query *query,
	struct sp_privacy_request **requests_r, size_t *count_r)
{
	struct sp_privacy_request *list = NULL;
	size_t count = 0, room = 0;

	while (sp_query_row(query)) {
		list = sp_arena_grow(query->arena, list, count, &room, sizeof(*list));
		read_request(query, &list[count++]);
	}
	*requests_r = list;
	*count_r = count;
	return sp_query_end(query);
}

enum sp_status sp_privacy_list(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	bool all, struct sp_privacy_request **requests_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_LIST, arena, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, all);
	return read_requests(&query, requests_r, count_r);
}

enum sp_status sp_privacy_of_staff(struct sp_db *db, struct sp_arena *arena, int64_t staff_id,
	struct sp_privacy_request **requests_r, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_OF_STAFF, arena, err);
	sp_bind_int(&query, staff_id);
	return read_requests(&query, requests_r, count_r);
}

enum sp_status sp_privacy_pressing(struct sp_db *db, struct sp_arena *arena, int64_t now,
	struct sp_privacy_request **requests_r, size_t *count_r, struct sp_err *err)
{
	enum sp_status status = sp_privacy_list(db, arena, 0, false, requests_r, count_r, err);
	size_t pressing = 0;

	/* They come by due date. */
	while (status == SP_OK && pressing < *count_r &&
		(*requests_r)[pressing].due_at <= now + SP_PRIVACY_SOON)
		pressing++;
	*count_r = pressing;
	return status;
}

enum sp_status sp_privacy_confirm(struct sp_db *db, const struct sp_privacy_request *request,
	const struct sp_by *by, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool first;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_CONFIRM, NULL, err);
	sp_bind_int(&query, request->id);
	sp_bind_int(&query, by->at);
	status = sp_query_exists(&query, &first);
	return status == SP_OK && first ? register_request(db, request, request->id,
		SP_REG_CONFIRMED, sp_right_name(request->right), by, err) : status;
}

enum sp_status sp_privacy_finish(struct sp_db *db, const struct sp_privacy_request *request,
	enum sp_privacy_result result, const struct sp_by *by, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool there;

	sp_query_begin(&query, db, SP_SQL_PRIVACY_FINISH, NULL, err);
	sp_bind_int(&query, request->id);
	sp_bind_int(&query, by->at);
	sp_bind_word(&query, sp_privacy_result_name(result));
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "request %lld is finished already", (long long)request->id);
	return status == SP_OK ? register_request(db, request, request->id, SP_REG_FINISHED,
		sp_privacy_result_name(result), by, err) : status;
}

/* --- restriction, consent ------------------------------------------------------- */

static enum sp_status hold_mails(struct sp_db *db, int64_t person_id, bool lift, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, lift ? SP_SQL_LIFT_OUTBOX : SP_SQL_RESTRICT_OUTBOX, NULL, err);
	sp_bind_int(&query, person_id);
	if (lift)
		sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_privacy_restrict(struct sp_db *db, int64_t person_id,
	enum sp_restriction restriction, int64_t until, const struct sp_by *by, struct sp_err *err)
{
	bool lift = restriction == SP_UNRESTRICTED, there;
	struct sp_register line = { .what = lift ? SP_REG_LIFTED : SP_REG_RESTRICTED, .by = *by,
		.person_id = person_id, .word = sp_str(sp_restriction_name(restriction)) };
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_RESTRICT, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_word(&query, sp_restriction_name(restriction));
	sp_bind_int(&query, by->at);
	sp_bind_id(&query, until);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "person %lld: there is none", (long long)person_id);
	if (status == SP_OK)
		status = hold_mails(db, person_id, lift, by->at, err);
	return status == SP_OK ? sp_register_add(db, &line, err) : status;
}

enum sp_status sp_privacy_withdraw(struct sp_db *db, int64_t person_id, const struct sp_by *by,
	bool *first_r, struct sp_err *err)
{
	struct sp_register line = { .what = SP_REG_WITHDRAWN, .by = *by, .person_id = person_id };
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_WITHDRAW, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, by->at);
	status = sp_query_exists(&query, first_r);
	return status == SP_OK && *first_r ? sp_register_add(db, &line, err) : status;
}

enum sp_status sp_privacy_consent(struct sp_db *db, int64_t person_id, const struct sp_by *by,
	struct sp_err *err)
{
	struct sp_register line = { .what = SP_REG_CONSENT, .by = *by, .person_id = person_id };
	struct sp_query query;
	enum sp_status status;
	bool done;

	sp_query_begin(&query, db, SP_SQL_CONSENT_AGAIN, NULL, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, by->at);
	status = sp_query_exists(&query, &done);
	if (status == SP_OK && !done)
		return sp_fail(err, SP_PERM, "person %lld did not withdraw a consent", (long long)person_id);
	return status == SP_OK ? sp_register_add(db, &line, err) : status;
}

/* --- holds ------------------------------------------------------------------------ */

static enum sp_status register_hold(struct sp_db *db, const struct sp_hold *hold,
	enum sp_registered what, const struct sp_by *by, struct sp_err *err)
{
	struct sp_register line = { .what = what, .by = *by, .person_id = hold->person_id,
		.ticket_id = hold->ticket_id, .number = hold->id };

	return sp_register_add(db, &line, err);
}

enum sp_status sp_hold_add(struct sp_db *db, const struct sp_hold *hold, const struct sp_by *by,
	int64_t *id_r, struct sp_err *err)
{
	struct sp_hold added = *hold;
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_HOLD_ADD, NULL, err);
	sp_bind_id(&query, hold->person_id);
	sp_bind_id(&query, hold->ticket_id);
	sp_bind_text(&query, hold->reason);
	sp_bind_int(&query, by->at);
	sp_bind_int(&query, hold->until_at);
	status = sp_query_number(&query, &added.id);
	*id_r = added.id;
	return status == SP_OK ? register_hold(db, &added, SP_REG_HOLD, by, err) : status;
}

enum sp_status sp_holds(struct sp_db *db, struct sp_arena *arena, int64_t now,
	struct sp_hold **holds_r, size_t *count_r, struct sp_err *err)
{
	struct sp_hold *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_HOLDS, arena, err);
	sp_bind_int(&query, now);
	while (sp_query_row(&query)) {
		struct sp_hold *hold;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		hold = &list[count++];
		hold->id = sp_read_int(&query);
		hold->person_id = sp_read_int(&query);
		hold->address = sp_read_text(&query);
		hold->ticket_id = sp_read_int(&query);
		hold->ticket = sp_read_code(&query);
		hold->reason = sp_read_text(&query);
		hold->at = sp_read_int(&query);
		hold->until_at = sp_read_int(&query);
		hold->lifted_at = sp_read_int(&query);
	}
	*holds_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_hold_lift(struct sp_db *db, int64_t id, const struct sp_by *by,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_hold *holds = NULL, *hold = NULL;
	struct sp_query query;
	size_t count = 0;
	enum sp_status status = sp_holds(db, &arena, 0, &holds, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (holds[i].id == id && !holds[i].lifted_at)
			hold = &holds[i];
	if (status == SP_OK && !hold)
		status = sp_fail(err, SP_PERM, "there is no hold %lld, or it was lifted before",
			(long long)id);
	if (status == SP_OK) {
		sp_query_begin(&query, db, SP_SQL_HOLD_LIFT, NULL, err);
		sp_bind_int(&query, id);
		sp_bind_int(&query, by->at);
		status = sp_query_run(&query);
	}
	if (status == SP_OK)
		status = register_hold(db, hold, SP_REG_HOLD_LIFTED, by, err);
	sp_arena_release(&arena);
	return status;
}
