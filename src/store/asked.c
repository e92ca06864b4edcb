/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/asked.h"

#include "store/rows.h"

/* --- asking -------------------------------------------------------------------- */

static enum sp_status withdraw(struct sp_db *db, int64_t ticket_id, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ESTIMATE_WITHDRAW, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_estimate_ask(struct sp_db *db, int64_t ticket_id, int64_t staff_id,
	int64_t contact_id, int64_t minutes, struct sp_str description, int64_t now,
	int64_t *id_r, struct sp_err *err)
{
	enum sp_status status = withdraw(db, ticket_id, now, err);
	struct sp_query query;

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_ESTIMATE_ADD, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_id(&query, staff_id);
	sp_bind_id(&query, contact_id);
	sp_bind_int(&query, minutes);
	sp_bind_text(&query, description);
	sp_bind_int(&query, now);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_consent_ask(struct sp_db *db, struct sp_payer payer, int64_t ticket_id,
	int64_t contact_id, int64_t now, int64_t *id_r, struct sp_err *err)
{
	enum sp_status status = sp_consent_end(db, payer, now, err);
	struct sp_query query;

	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_CONSENT_ADD, NULL, err);
	sp_bind_payer(&query, payer);
	sp_bind_id(&query, ticket_id);
	sp_bind_id(&query, contact_id);
	sp_bind_int(&query, now);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_consent_asked(struct sp_db *db, struct sp_payer payer, bool *asked_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_CONSENT_ASKED, NULL, err);
	sp_bind_payer(&query, payer);
	return sp_query_exists(&query, asked_r);
}

enum sp_status sp_consent_end(struct sp_db *db, struct sp_payer payer, int64_t now,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_CONSENT_END, NULL, err);
	sp_bind_payer(&query, payer);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

/* --- answers -------------------------------------------------------------------- */

static const enum sp_statement answers[SP_ASKED_KINDS] = {
	[SP_ASKED_ESTIMATE] = SP_SQL_ESTIMATE_ANSWER,
	[SP_ASKED_CONSENT] = SP_SQL_CONSENT_ANSWER,
};

static const char *const words[SP_ASKED_KINDS][2] = {
	[SP_ASKED_ESTIMATE] = { "refused", "approved" },
	[SP_ASKED_CONSENT] = { "refused", "granted" },
};

enum sp_status sp_asked_of(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_asked **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_asked *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ASKED_OF, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		struct sp_asked *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->kind = sp_read_bool(&query) ? SP_ASKED_CONSENT : SP_ASKED_ESTIMATE;
		one->id = sp_read_int(&query);
		one->ticket_id = sp_read_int(&query);
		one->minutes = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_asked_list(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	int64_t organisation_id, struct sp_asked_row **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_asked_row *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ASKED_LIST, arena, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_int(&query, organisation_id);
	while (sp_query_row(&query)) {
		struct sp_asked_row *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->kind = sp_read_bool(&query) ? SP_ASKED_CONSENT : SP_ASKED_ESTIMATE;
		one->id = sp_read_int(&query);
		one->ticket = sp_read_code(&query);
		one->minutes = sp_read_int(&query);
		one->description = sp_read_text(&query);
		one->state = sp_read_text(&query);
		one->asked = sp_read_text(&query);
		one->asked_at = sp_read_int(&query);
		one->answered_at = sp_read_int(&query);
		one->current = sp_read_bool(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_asked_answer(struct sp_db *db, enum sp_asked_kind kind, int64_t id, bool yes,
	int64_t person_id, int64_t now, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool there;

	sp_query_begin(&query, db, answers[kind], NULL, err);
	sp_bind_int(&query, id);
	sp_bind_word(&query, words[kind][yes]);
	sp_bind_id(&query, person_id);
	sp_bind_int(&query, now);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "%s %lld is not asked any more",
			sp_asked_kind_name(kind), (long long)id);
	return status;
}

/* --- disputes --------------------------------------------------------------------- */

static const char *const states[SP_DISPUTE_STATES] = {
	[SP_DISPUTE_OPEN] = "open", [SP_DISPUTE_UPHELD] = "upheld",
	[SP_DISPUTE_REJECTED] = "rejected",
};

const char *sp_dispute_state_name(enum sp_dispute_state state)
{
	return states[state];
}

static enum sp_dispute_state read_state(struct sp_query *query)
{
	struct sp_str word = sp_read_text(query);

	for (int i = 0; i < SP_DISPUTE_STATES; i++)
		if (sp_str_eq(word, sp_str(states[i])))
			return (enum sp_dispute_state)i;
	return SP_DISPUTE_OPEN;
}

enum sp_status sp_dispute_add(struct sp_db *db, int64_t ledger_id, int64_t statement_id,
	int64_t ticket_id, int64_t person_id, struct sp_str text, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_DISPUTE_ADD, NULL, err);
	sp_bind_int(&query, ledger_id);
	sp_bind_id(&query, statement_id);
	sp_bind_id(&query, ticket_id);
	sp_bind_id(&query, person_id);
	sp_bind_text(&query, text);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_dispute_list(struct sp_db *db, struct sp_arena *arena, int64_t id, bool open_only,
	int64_t ticket_id, struct sp_dispute_row **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_dispute_row *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_DISPUTES, arena, err);
	sp_bind_int(&query, id);
	sp_bind_int(&query, open_only);
	sp_bind_int(&query, ticket_id);
	while (sp_query_row(&query)) {
		struct sp_dispute_row *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->ledger_id = sp_read_int(&query);
		one->year = sp_read_int(&query);
		one->number = sp_read_int(&query);
		one->payer = sp_read_text(&query);
		one->raised_by = sp_read_text(&query);
		one->text = sp_read_text(&query);
		one->ticket = sp_read_code(&query);
		one->work = sp_read_code(&query);
		one->work_number = sp_read_int(&query);
		one->minutes = sp_read_int(&query);
		one->cents = sp_read_int(&query);
		one->state = read_state(&query);
		one->raised_at = sp_read_int(&query);
		one->decided_at = sp_read_int(&query);
	}
	*list_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_dispute_decide(struct sp_db *db, int64_t id, bool upheld, int64_t staff_id,
	int64_t now, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool there;

	sp_query_begin(&query, db, SP_SQL_DISPUTE_DECIDE, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_word(&query, states[upheld ? SP_DISPUTE_UPHELD : SP_DISPUTE_REJECTED]);
	sp_bind_id(&query, staff_id);
	sp_bind_int(&query, now);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "there is no open dispute %lld; see sportello dispute list",
			(long long)id);
	return status;
}

enum sp_status sp_disputes_open(struct sp_db *db, int64_t ticket_id, int64_t *count_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_DISPUTES_OPEN, NULL, err);
	sp_bind_int(&query, ticket_id);
	return sp_query_number(&query, count_r);
}

enum sp_status sp_disputes_decide(struct sp_db *db, int64_t ticket_id, bool upheld,
	int64_t staff_id, int64_t now, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_DISPUTES_DECIDE, NULL, err);
	sp_bind_int(&query, ticket_id);
	sp_bind_word(&query, states[upheld ? SP_DISPUTE_UPHELD : SP_DISPUTE_REJECTED]);
	sp_bind_id(&query, staff_id);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}
