/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/receive.h"

#include "base/clock.h"
#include "desk/apply.h"
#include "desk/gather.h"
#include "mail/parse.h"

/* What a decision needs, gathered from an open database. */
static enum sp_status make_plan(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_delivery *delivery,
	const struct sp_digest *content, struct sp_case *c, struct sp_plan **plan_r,
	struct sp_err *err)
{
	struct sp_facts *facts = sp_arena_new(arena, struct sp_facts);
	enum sp_status status;

	sp_decide_form(desk->conf, delivery->message);
	*c = (struct sp_case){
		.conf = desk->conf, .words = desk->words, .message = delivery->message,
		.envelope = delivery->envelope, .facts = facts,
		.queue = sp_gather_queue(desk->conf, delivery->message, delivery->envelope),
		.raw = delivery->raw,
	};
	sp_gather_clock(c, sp_clock_now(), facts);
	status = db ? sp_gather(desk, db, arena, c, content, facts, err) : SP_OK;
	if (status == SP_OK)
		*plan_r = sp_decide(arena, c);
	return status;
}

/* A message over message_size_limit is kept without its attachments: what it
 * said and what was attached stay known, the bytes from the first one on do
 * not.  `message` is marked so; the bytes to keep. */
static struct sp_str without_attachments(struct sp_message *message, struct sp_str raw)
{
	size_t keep = raw.len;

	for (size_t i = 0; i < message->attachment_count; i++) {
		struct sp_attachment *attachment = &message->attachments[i];

		if (attachment->body_len && attachment->body_at < keep)
			keep = attachment->body_at;
		/* Nothing of it can be handed on. */
		attachment->body_len = 0;
	}
	message->cut = true;
	return sp_str_sub(raw, 0, keep);
}

/* In a transaction. */
static enum sp_status decide_and_write(struct sp_applying *a, const struct sp_delivery *delivery,
	struct sp_err *err)
{
	struct sp_case *c = sp_arena_new(a->arena, struct sp_case);
	struct sp_plan *plan = NULL;
	enum sp_status status = make_plan(a->desk, a->db, a->arena, delivery, a->content, c, &plan,
		err);

	if (status != SP_OK)
		return status;
	a->c = c;
	a->plan = plan;
	status = sp_apply(a, err);
	if (status == SP_OK && delivery->still_wanted &&
		!delivery->still_wanted(delivery->wanted_by))
		return sp_fail(err, SP_TEMP, "whoever delivered the message is gone");
	return status;
}

static void report(const struct sp_applying *a, struct sp_received *received_r)
{
	received_r->summary = a->plan->summary;
	received_r->ticket = a->ticket.code;
	received_r->message_id = a->message_id;
	received_r->mails = a->mails;
}

enum { EARLY_MS = 10 };

void sp_receive_early(const struct sp_desk *desk, struct sp_delivery *delivery,
	bool (*parsed)(const void *context, int wait_ms), const void *context)
{
	if (parsed(context, 0))
		return;
	sp_db_open_early(desk->conf->database, desk->conf->lock, &delivery->db);
	while (delivery->db && !parsed(context, 0) && sp_db_prepare_early(delivery->db))
		;
	if (delivery->db && !parsed(context, EARLY_MS)) {
		sp_db_close(delivery->db);
		delivery->db = NULL;
	}
}

/* The database under its lock: as it was opened early, or now. */
static enum sp_status open_database(const struct sp_desk *desk, struct sp_delivery *delivery,
	struct sp_db **db_r, struct sp_err *err)
{
	*db_r = delivery->db;
	delivery->db = NULL;
	if (*db_r) {
		sp_db_deadline(*db_r, delivery->deadline_ms);
		return SP_OK;
	}
	return sp_db_open(desk->conf->database, desk->conf->lock, delivery->deadline_ms, db_r, err);
}

/* No database is open while another message is parsed. */
static enum sp_status stored_messages(const struct sp_desk *desk, struct sp_delivery *delivery,
	struct sp_arena *arena, struct sp_stored_set *held, struct sp_err *err)
{
	if (!sp_stored_needed(desk, delivery->message))
		return SP_OK;
	sp_db_close(delivery->db);
	delivery->db = NULL;
	return sp_stored_for(held, desk, arena, delivery->message, err);
}

enum sp_status sp_receive(const struct sp_desk *desk, struct sp_arena *arena,
	struct sp_delivery *delivery, struct sp_received *received_r, struct sp_err *err)
{
	struct sp_digest content = sp_message_identity(delivery->raw);
	struct sp_applying a = {
		.desk = desk, .arena = arena, .raw = delivery->raw, .content = &content,
	};
	struct sp_stored_set held = { 0 };
	enum sp_status status;

	if (sp_decide_too_large(desk->conf, delivery->message))
		a.raw = without_attachments(delivery->message, delivery->raw);
	a.held = &held;
	status = stored_messages(desk, delivery, arena, &held, err);
	if (status == SP_OK)
		status = open_database(desk, delivery, &a.db, err);
	if (status == SP_OK)
		status = sp_db_begin(a.db, err);
	if (status == SP_OK)
		status = decide_and_write(&a, delivery, err);
	if (status == SP_OK)
		status = sp_db_commit(a.db, err);
	if (status == SP_OK)
		report(&a, received_r);
	sp_db_close(a.db);
	sp_stored_release(&held);
	return status;
}

enum sp_status sp_receive_within(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_delivery *delivery, struct sp_received *received_r,
	struct sp_err *err)
{
	struct sp_digest content = sp_message_identity(delivery->raw);
	struct sp_applying a = {
		.desk = desk, .db = db, .arena = arena, .raw = delivery->raw, .content = &content,
	};
	enum sp_status status;

	if (sp_decide_too_large(desk->conf, delivery->message))
		a.raw = without_attachments(delivery->message, delivery->raw);
	status = decide_and_write(&a, delivery, err);
	if (status == SP_OK)
		report(&a, received_r);
	return status;
}

enum sp_status sp_explain(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_delivery *delivery, struct sp_plan **plan_r, struct sp_err *err)
{
	struct sp_digest content = sp_message_identity(delivery->raw);
	struct sp_case *c = sp_arena_new(arena, struct sp_case);
	enum sp_status status = SP_OK;

	if (db)
		status = sp_db_begin_read(db, err);
	if (status == SP_OK)
		status = make_plan(desk, db, arena, delivery, &content, c, plan_r, err);
	if (db)
		sp_db_rollback(db);
	return status;
}
