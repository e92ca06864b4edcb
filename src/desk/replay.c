/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/replay.h"

#include "desk/gather.h"
#include "store/messages.h"
#include "store/tickets.h"

enum { BATCH = 50 };

/* One run. */
struct running {
	const struct sp_desk *desk;
	struct sp_replaying *replaying;
	int64_t last; /* id of the last message looked at */
	int64_t all;
};

/* One message decided again. */
struct deciding {
	struct sp_case c;
	struct sp_envelope envelope;
	struct sp_facts facts;
	struct sp_message message;
};

/* --- at its own time ---------------------------------------------------------------- */

/* What came after it is not known yet, and no limit was reached. */
static void go_back(struct sp_facts *facts, int64_t at)
{
	size_t kept = 0;

	for (size_t i = 0; i < facts->recent_count; i++)
		if (facts->recent[i].opened_at < at)
			facts->recent[kept++] = facts->recent[i];
	facts->recent_count = kept;
	facts->automatic_to_sender_hour = facts->automatic_to_sender_day = 0;
	facts->automatic_desk_hour = facts->messages_from_sender_hour = 0;
	facts->held_count = 0;
	facts->flood_ticket_id = 0;
	for (size_t i = 0; i < facts->candidate_count; i++)
		if (facts->candidates[i].ticket.state == SP_ARCHIVED)
			facts->candidates[i].ticket.state = SP_DONE;
}

static enum sp_status decide(const struct running *run, struct sp_db *db, struct sp_arena *arena,
	const struct sp_replay_row *row, const struct sp_message *message, struct deciding *d,
	struct sp_plan **plan_r, struct sp_err *err)
{
	const struct sp_desk *desk = run->desk;
	bool found = false;
	enum sp_status status;

	d->message = *message;
	d->c = (struct sp_case){ .conf = desk->conf, .words = desk->words, .message = &d->message,
		.envelope = &d->envelope, .facts = &d->facts };
	status = sp_message_envelope(db, arena, row->id, &d->envelope, &found, err);
	if (status != SP_OK || !found)
		return status;
	sp_decide_form(desk->conf, &d->message);
	d->c.queue = sp_gather_queue(desk->conf, &d->message, &d->envelope);
	sp_gather_clock(&d->c, row->stored_at, &d->facts);
	status = sp_gather(desk, db, arena, &d->c, NULL, &d->facts, err);
	if (status != SP_OK)
		return status;
	go_back(&d->facts, row->stored_at);
	*plan_r = sp_decide(arena, &d->c);
	return SP_OK;
}

/* --- compare -------------------------------------------------------------------------- */

static const struct sp_decision *first(const struct sp_plan *plan, enum sp_decision_kind kind)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == kind)
			return &plan->items[i];
	return NULL;
}

static enum sp_status code_of(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_str *code_r, struct sp_err *err)
{
	struct sp_ticket ticket = { .id = 0 };
	bool found = false;
	enum sp_status status = id > 0 ? sp_ticket_by_id(db, arena, id, &ticket, &found, err) : SP_OK;

	*code_r = found ? ticket.code : SP_NONE;
	return status;
}

static enum sp_status compare(struct sp_db *db, struct sp_arena *arena,
	const struct sp_replay_row *row, struct sp_replay_found *f, struct sp_err *err)
{
	const struct sp_decision *entry = first(f->plan, SP_DO_ENTRY);
	enum sp_status status = code_of(db, arena, row->ticket_id, &f->was_ticket, err);

	f->place = first(f->plan, SP_DO_OPEN) ? SP_PLACE_NEW : entry ? SP_PLACE_TICKET : SP_PLACE_NONE;
	if (status == SP_OK && f->place == SP_PLACE_TICKET)
		status = code_of(db, arena, entry->ticket_id, &f->ticket, err);
	f->class_differs = !sp_str_eq(row->class_name, sp_str(sp_class_name(f->message->class)));
	if (row->opened)
		f->place_differs = f->place != SP_PLACE_NEW;
	else if (row->ticket_id)
		f->place_differs = f->place != SP_PLACE_TICKET || entry->ticket_id != row->ticket_id;
	else
		f->place_differs = f->place != SP_PLACE_NONE && !row->held;
	f->text_differs = !f->place_differs && entry && row->text.ptr &&
		!sp_str_eq(sp_str_trim(entry->entry.text), sp_str_trim(row->text));
	return status;
}

static enum sp_status look_at(struct running *run, struct sp_db *db, struct sp_arena *arena,
	const struct sp_replay_row *row, const struct sp_message *message, struct sp_err *err)
{
	struct deciding *d = sp_arena_new(arena, struct deciding);
	struct sp_replay_found found = { .was = row, .message = &d->message };
	struct sp_plan *plan = NULL;
	enum sp_status status = decide(run, db, arena, row, message, d, &plan, err);

	if (status != SP_OK || !plan)
		return status;
	found.plan = plan;
	status = compare(db, arena, row, &found, err);
	if (status != SP_OK)
		return status;
	run->replaying->seen++;
	if (found.class_differs || found.place_differs || found.text_differs) {
		run->replaying->differ++;
		run->replaying->found(run->replaying->context, &found);
	}
	return SP_OK;
}

/* --- a batch: its bytes, parsed while no database is open, decided -------------------- */

static enum sp_status open_read(const struct running *run, struct sp_db **db_r, struct sp_err *err)
{
	enum sp_status status = sp_db_open_read(run->desk->conf->database, db_r, err);

	return status == SP_OK ? sp_db_begin_read(*db_r, err) : status;
}

static enum sp_status take_batch(struct running *run, struct sp_arena *arena,
	struct sp_replay_row **rows_r, size_t *count_r, struct sp_stored_set *stored,
	struct sp_err *err)
{
	struct sp_replaying *replaying = run->replaying;
	struct sp_db *db = NULL;
	enum sp_status status = open_read(run, &db, err);

	if (status == SP_OK && run->all < 0)
		status = sp_replay_count(db, replaying->since, replaying->class_name, &run->all, err);
	if (status == SP_OK)
		status = sp_replay_rows(db, arena, run->last, replaying->since, replaying->class_name,
			BATCH, rows_r, count_r, err);
	for (size_t i = 0; status == SP_OK && i < *count_r; i++)
		if (!(*rows_r)[i].by_hand)
			status = sp_stored_take(stored, db, arena, (*rows_r)[i].id, err);
	sp_db_close(db);
	return status == SP_OK ? sp_stored_parse(stored, run->desk, arena, err) : status;
}

static enum sp_status decide_batch(struct running *run, struct sp_arena *arena,
	const struct sp_replay_row *rows, size_t count, const struct sp_stored_set *stored,
	int64_t *done, struct sp_err *err)
{
	struct sp_db *db = NULL;
	enum sp_status status = open_read(run, &db, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		const struct sp_stored *one = sp_stored_find(stored, rows[i].id);

		run->last = rows[i].id;
		if (one)
			status = look_at(run, db, arena, &rows[i], one->message, err);
		++*done;
		if (run->replaying->step)
			run->replaying->step(run->replaying->context, *done, run->all);
	}
	sp_db_close(db);
	return status;
}

enum sp_status sp_replay(const struct sp_desk *desk, struct sp_replaying *replaying,
	struct sp_err *err)
{
	struct running run = { .desk = desk, .replaying = replaying, .all = -1 };
	enum sp_status status = SP_OK;
	size_t count = 1;
	int64_t done = 0;

	while (status == SP_OK && count) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_stored_set stored = { 0 };
		struct sp_replay_row *rows = NULL;

		status = take_batch(&run, &arena, &rows, &count, &stored, err);
		if (status == SP_OK && count)
			status = decide_batch(&run, &arena, rows, count, &stored, &done, err);
		sp_stored_release(&stored);
		sp_arena_release(&arena);
	}
	return status;
}

/* --- again ---------------------------------------------------------------------------------- */

static enum sp_status may_again(struct sp_db *db, struct sp_arena *arena,
	const struct sp_stored *stored, struct sp_err *err)
{
	struct sp_replay_row *rows = NULL;
	size_t count = 0;
	struct sp_str code;
	bool acted = false;
	enum sp_status status = sp_replay_rows(db, arena, stored->id - 1, INT64_MIN, SP_NONE, 1, &rows,
		&count, err);

	if (status == SP_OK && (!count || rows[0].id != stored->id))
		return sp_fail(err, SP_PERM, "there is no message %lld whose bytes are kept",
			(long long)stored->id);
	/* What could not be parsed has a ticket of its own, and did nothing else. */
	if (status == SP_OK && sp_str_eq(rows[0].class_name, SP_STR("unparsed")))
		return stored->message->class != SP_UNPARSED ? SP_OK : sp_fail(err, SP_PERM,
			"message %lld cannot be parsed still", (long long)stored->id);
	if (status == SP_OK && rows[0].ticket_id)
		status = code_of(db, arena, rows[0].ticket_id, &code, err);
	if (status == SP_OK && rows[0].ticket_id)
		return sp_fail(err, SP_PERM, "message %lld stands on %.*s already", (long long)stored->id,
			SP_FMT(code));
	if (status == SP_OK && rows[0].held)
		return sp_fail(err, SP_PERM, "message %lld waits until its sender is a customer; sportello "
			"customer activate", (long long)stored->id);
	if (status == SP_OK)
		status = sp_message_acted(db, stored->id, &acted, err);
	if (status == SP_OK && acted)
		return sp_fail(err, SP_PERM, "something came of message %lld already: it is in the journal",
			(long long)stored->id);
	return status;
}

enum sp_status sp_replay_again(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_stored *stored, struct sp_received *received_r,
	struct sp_err *err)
{
	enum sp_status status = may_again(db, arena, stored, err);

	if (status == SP_OK)
		status = sp_message_understand(db, stored->id, stored->message, err);
	return status == SP_OK ? sp_receive_again(desk, db, arena, stored, SP_AGAIN_REPLAYED,
		received_r, err) : status;
}
