/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deliver/storing.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/wake.h"
#include "deliver/log_delivery.h"
#include "desk/receive.h"

enum { LOCK_MS = 10 * 1000 };

/* What came of each, until it is durable. */
struct outcome {
	struct sp_delivery delivery;
	struct sp_received received;
	bool stored;
};

static enum sp_status open_database(struct sp_storing *storing, int64_t deadline_ms,
	struct sp_err *err)
{
	const struct sp_conf *conf = storing->desk->conf;
	enum sp_status status = sp_db_open(conf->database, conf->lock, deadline_ms, &storing->db, err);

	while (status == SP_OK && sp_db_prepare_early(storing->db))
		;
	return status;
}

static void close_database(struct sp_storing *storing)
{
	sp_db_close(storing->db);
	storing->db = NULL;
}

/* Under its lock.  One that was replaced or migrated is opened anew. */
static enum sp_status take_database(struct sp_storing *storing, struct sp_err *err)
{
	int64_t deadline_ms = sp_clock_monotonic_ms() + LOCK_MS;
	struct sp_err ignored = { 0 };

	if (storing->db && sp_db_resume(storing->db, deadline_ms, &ignored) == SP_OK)
		return SP_OK;
	close_database(storing);
	return open_database(storing, deadline_ms, err);
}

static enum sp_status store_one(struct sp_storing *storing, struct sp_guest *guest,
	struct outcome *outcome, struct sp_err *err)
{
	outcome->delivery = (struct sp_delivery){
		.raw = guest->raw, .message = guest->message, .envelope = &guest->handed.envelope,
		.still_wanted = sp_guest_is_there, .wanted_by = guest,
	};
	return sp_receive_within(storing->desk, storing->db, &guest->arena, &outcome->delivery,
		&outcome->received, err);
}

/* SP_OK also when this one could not be stored: then the others can. */
static enum sp_status store_part(struct sp_storing *storing, struct sp_guest *guest,
	struct outcome *outcome, struct sp_err *err)
{
	struct sp_err ignored = { 0 }; /* the delivery meets it again, and says it */
	enum sp_status status = sp_db_part_begin(storing->db, err);

	if (status != SP_OK)
		return status;
	if (store_one(storing, guest, outcome, &ignored) != SP_OK)
		return sp_db_part_undo(storing->db, err);
	outcome->stored = true;
	return sp_db_part_keep(storing->db, err);
}

static enum sp_status store_all(struct sp_storing *storing, struct sp_guest **guests,
	struct outcome *outcomes, size_t count, struct sp_err *err)
{
	enum sp_status status = take_database(storing, err);

	if (status == SP_OK)
		status = sp_db_begin(storing->db, err);
	if (status == SP_OK && count == 1) {
		status = store_one(storing, guests[0], &outcomes[0], err);
		outcomes[0].stored = status == SP_OK;
	}
	for (size_t i = 0; i < count && count > 1 && status == SP_OK; i++)
		status = store_part(storing, guests[i], &outcomes[i], err);
	return status == SP_OK ? sp_db_commit(storing->db, err) : status;
}

static void complain(const struct sp_err *err)
{
	struct sp_log_line line;

	sp_log_begin(&line, "storer-failed");
	sp_log_text(&line, "because", sp_str(err->text));
	sp_log_end(&line, SP_LOG_WARNING);
}

static void rest(struct sp_storing *storing, bool more)
{
	if (more)
		sp_db_yield(storing->db);
	else
		sp_db_pause(storing->db);
}

void sp_storing_store(struct sp_storing *storing, struct sp_guest **guests, size_t count, bool more)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct outcome *outcomes = sp_arena_array(&arena, count, struct outcome);
	struct sp_err err = { 0 };
	enum sp_status status = store_all(storing, guests, outcomes, count, &err);

	if (status != SP_OK)
		complain(&err);
	for (size_t i = 0; i < count; i++) {
		if (status == SP_OK && outcomes[i].stored) {
			sp_log_delivery(&outcomes[i].delivery, &outcomes[i].received,
				guests[i]->handed.started_ms);
			sp_guest_answer(guests[i]);
		}
		sp_guest_show_out(guests[i]);
	}
	if (status == SP_OK) {
		rest(storing, more);
		sp_wake_sender(storing->desk->conf->state_folder);
	} else {
		close_database(storing);
	}
	sp_arena_release(&arena);
}

enum sp_status sp_storing_begin(struct sp_storing *storing, const struct sp_desk *desk,
	struct sp_err *err)
{
	enum sp_status status;

	*storing = (struct sp_storing){ .desk = desk };
	status = open_database(storing, sp_clock_monotonic_ms() + LOCK_MS, err);
	if (status == SP_OK)
		sp_db_pause(storing->db);
	return status;
}

void sp_storing_end(struct sp_storing *storing)
{
	close_database(storing);
}
