/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/gather_hours.h"

#include "store/accounts.h"
#include "store/asked.h"
#include "store/people.h"
#include "store/work_logs.h"

/* One gathering: what all steps share. */
struct gathering {
	struct sp_db *db;
	struct sp_arena *arena;
	struct sp_facts *facts;
	struct sp_payer_facts *payers;
	size_t room;
	struct sp_err *err;
};

/* --- a payer ---------------------------------------------------------------------- */

static enum sp_status find_contact(struct sp_db *db, struct sp_arena *arena,
	struct sp_payer_facts *facts, struct sp_err *err)
{
	struct sp_organisation *list = NULL;
	struct sp_person *contact = NULL;
	int64_t id = facts->payer.person_id;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (facts->payer.organisation_id) {
		status = sp_organisation_list(db, arena, facts->payer.organisation_id, &list, &count, err);
		id = count ? list[0].contact_id : 0;
		facts->name = count ? list[0].name : SP_NONE;
	}
	if (status == SP_OK && id)
		status = sp_people_by_id(db, arena, id, &contact, err);
	facts->contact = contact;
	if (contact && !facts->payer.organisation_id)
		facts->name = contact->name.len ? contact->name : contact->address;
	return status;
}

static enum sp_status read_payer(struct sp_db *db, struct sp_arena *arena,
	struct sp_payer_facts *facts, struct sp_err *err)
{
	enum sp_status status = find_contact(db, arena, facts, err);

	if (status == SP_OK)
		status = sp_accounts_of(db, arena, facts->payer, &facts->accounts,
			&facts->account_count, err);
	if (status == SP_OK)
		status = sp_payer_consented(db, facts->payer, &facts->consented, err);
	if (status == SP_OK)
		status = sp_consent_asked(db, facts->payer, &facts->asked, err);
	return status;
}

enum sp_status sp_gather_payer(struct sp_db *db, struct sp_arena *arena, struct sp_payer payer,
	struct sp_payer_facts **facts_r, struct sp_err *err)
{
	*facts_r = NULL;
	if (!sp_payer_known(payer))
		return SP_OK;
	*facts_r = sp_arena_new(arena, struct sp_payer_facts);
	(*facts_r)->payer = payer;
	return read_payer(db, arena, *facts_r, err);
}

static enum sp_status add_payer(struct gathering *g, struct sp_payer payer)
{
	struct sp_payer_facts *facts;
	enum sp_status status;

	if (!sp_payer_known(payer) || sp_facts_of_payer(g->facts, payer))
		return SP_OK;
	status = sp_gather_payer(g->db, g->arena, payer, &facts, g->err);
	if (status != SP_OK || !facts)
		return status;
	g->payers = sp_arena_grow(g->arena, g->payers, g->facts->payer_count, &g->room,
		sizeof *g->payers);
	g->payers[g->facts->payer_count++] = *facts;
	g->facts->payers = g->payers;
	return SP_OK;
}

static enum sp_status add_person(struct gathering *g, const struct sp_person *person)
{
	if (!person || person->role != SP_CUSTOMER)
		return SP_OK;
	return add_payer(g, sp_payer_of(person->organisation_id, person->id));
}

/* --- a ticket ----------------------------------------------------------------------- */

static enum sp_status read_entries(struct gathering *g, struct sp_ticket_work *work)
{
	struct sp_ledger_entry *entries = NULL;
	enum sp_status status = SP_OK;
	size_t room = 0;

	for (size_t i = 0; status == SP_OK && i < work->log_count; i++) {
		struct sp_ledger_filter filter = { .log_id = work->logs[i].id };
		struct sp_ledger_row *rows = NULL;
		size_t count = 0;

		status = sp_ledger_list(g->db, g->arena, &filter, &rows, &count, g->err);
		for (size_t k = 0; k < count; k++) {
			entries = sp_arena_grow(g->arena, entries, work->entry_count, &room,
				sizeof *entries);
			entries[work->entry_count++] = rows[k].entry;
		}
	}
	work->entries = entries;
	return status;
}

static enum sp_status read_remote(struct gathering *g, struct sp_ticket_work *work)
{
	struct sp_remote_session *session = sp_arena_new(g->arena, struct sp_remote_session);
	bool found = false;
	enum sp_status status = sp_remote_of_ticket(g->db, work->ticket_id, session, &found, g->err);

	work->remote = found ? session : NULL;
	return status;
}

static enum sp_status read_work(struct gathering *g, int64_t ticket_id)
{
	struct sp_ticket_work *work = sp_arena_new(g->arena, struct sp_ticket_work);
	struct sp_work_log_filter filter = { .ticket_id = ticket_id };
	struct sp_work_log *logs = NULL;
	struct sp_cost *costs = NULL;
	enum sp_status status;

	work->ticket_id = ticket_id;
	status = sp_work_logs(g->db, g->arena, &filter, &logs, &work->log_count, g->err);
	work->logs = logs;
	if (status == SP_OK)
		status = sp_costs(g->db, g->arena, ticket_id, &costs, &work->cost_count, g->err);
	work->costs = costs;
	if (status == SP_OK)
		status = read_entries(g, work);
	if (status == SP_OK)
		status = read_remote(g, work);
	for (size_t i = 0; status == SP_OK && i < work->log_count; i++)
		status = add_payer(g, work->logs[i].payer);
	g->facts->work = work;
	return status;
}

enum sp_status sp_gather_hours(struct sp_db *db, struct sp_arena *arena, struct sp_facts *facts,
	bool work, struct sp_err *err)
{
	struct gathering g = { .db = db, .arena = arena, .facts = facts, .err = err };
	const struct sp_ticket *ticket = facts->candidate_count ? &facts->candidates[0].ticket : NULL;
	enum sp_status status = add_person(&g, facts->sender);

	if (status == SP_OK && ticket)
		status = add_payer(&g, sp_payer_of(ticket->organisation_id, ticket->requester_id));
	for (size_t i = 0; status == SP_OK && i < facts->named_count; i++)
		status = add_person(&g, facts->named[i].person);
	if (status == SP_OK && ticket && work)
		status = read_work(&g, ticket->id);
	return status;
}
