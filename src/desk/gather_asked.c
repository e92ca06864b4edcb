/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/gather_asked.h"

#include "store/asked.h"
#include "store/monthly.h"
#include "store/outbox.h"

/* One gathering: what all steps share. */
struct gathering {
	struct sp_db *db;
	struct sp_arena *arena;
	const struct sp_case *c;
	struct sp_facts *facts;
	struct sp_err *err;
};

/* --- what he was asked ------------------------------------------------------------- */

static enum sp_status gather_replied(struct gathering *g)
{
	struct sp_sent_mail *mail = NULL;
	enum sp_status status = SP_OK;

	if (g->c->message->in_reply_to.len)
		status = sp_outbox_by_header_id(g->db, g->arena, g->c->message->in_reply_to, &mail,
			g->err);
	if (mail && mail->once.len)
		g->facts->answers_once = mail->once;
	if (mail && !mail->ticket_id)
		g->facts->answers_mail = mail->template_name;
	return status;
}

static enum sp_status gather_open(struct gathering *g)
{
	struct sp_asked *list = NULL;
	enum sp_status status = sp_asked_of(g->db, g->arena, g->facts->sender->id, &list,
		&g->facts->asked_count, g->err);

	g->facts->asked = list;
	return status == SP_OK && (g->facts->asked_count || !g->facts->candidate_count) ?
		gather_replied(g) : status;
}

/* --- what he disputes ----------------------------------------------------------------- */

/* The statement that is named; where none is, the last one that he was sent. */
static enum sp_status find_statement(struct gathering *g, struct sp_disputed *disputed,
	bool *found_r)
{
	const struct sp_person *sender = g->facts->sender;
	struct sp_payer payer = sp_payer_of(sender->organisation_id, sender->id);
	struct sp_monthly *list = NULL;
	size_t count = 0;
	enum sp_status status;

	if (disputed->dispute.number)
		return sp_monthly_by_number(g->db, disputed->dispute.year, disputed->dispute.number,
			&disputed->monthly, found_r, g->err);
	status = sp_monthly_list(g->db, g->arena, payer, 0, &list, &count, g->err);
	*found_r = count > 0;
	if (count)
		disputed->monthly = list[count - 1];
	return status;
}

static enum sp_status read_statement(struct gathering *g, struct sp_disputed *disputed)
{
	struct sp_monthly_payer *payers = NULL;
	struct sp_movement *movements = NULL;
	size_t count = 0;
	enum sp_status status = sp_monthly_payers(g->db, g->arena, disputed->monthly.payer, &payers,
		&count, g->err);

	if (count)
		disputed->contact_id = payers[0].contact_id;
	if (status == SP_OK)
		status = sp_monthly_movements(g->db, g->arena, &disputed->monthly, &movements,
			&disputed->movement_count, g->err);
	disputed->movements = movements;
	return status;
}

static enum sp_status gather_disputed(struct gathering *g)
{
	const struct sp_message *message = g->c->message;
	struct sp_subject subject = sp_subject_parse(g->arena, g->c->words, message->subject);
	struct sp_disputed *disputed = sp_arena_new(g->arena, struct sp_disputed);
	enum sp_status status;
	bool found = false;

	if (!sp_dispute_read(g->c->words, message, &subject, &disputed->dispute))
		return SP_OK;
	status = find_statement(g, disputed, &found);
	if (status == SP_OK && found)
		status = read_statement(g, disputed);
	if (found)
		g->facts->disputed = disputed;
	return status;
}

enum sp_status sp_gather_asked(struct sp_db *db, struct sp_arena *arena, const struct sp_case *c,
	struct sp_facts *facts, struct sp_err *err)
{
	struct gathering g = { db, arena, c, facts, err };
	enum sp_status status = SP_OK;

	facts->answers_once = facts->answers_mail = SP_STR("");
	if (facts->sender && facts->sender->role == SP_STAFF && facts->candidate_count)
		return sp_disputes_open(db, facts->candidates[0].ticket.id, &facts->open_disputes, err);
	if (!facts->sender || facts->sender->role != SP_CUSTOMER)
		return SP_OK;
	status = gather_open(&g);
	return status == SP_OK ? gather_disputed(&g) : status;
}
