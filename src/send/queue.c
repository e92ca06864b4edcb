/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/queue.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/address.h"
#include "send/windows.h"
#include "store/tickets.h"

enum {
	LEASE_ROWS = 128,
	A_DOMAINS_SHARE = 16, /* of what waits here, when it fails */
	QUEUE_ROWS = 512,  /* leased at most: mail of domains whose window is full */
	LEASE_LETTERS = 16,
	REST_SECONDS = 60, /* of a domain that is down, and of a server */
	SURPLUS_SECONDS = 10,
	BURY_SECONDS = 60,
};

enum row_state { ROW_LEASING, ROW_WAITS, ROW_TRIED, ROW_MARK };

/* One leased row.  `mail` lives in `arena`, its bytes too once it is tried. */
struct row {
	struct row *next;
	struct sp_outbox mail;
	struct sp_arena arena;
	int64_t leased_until;
	enum row_state state;
	bool tried; /* or refused by ourselves; else it is given back as it was */
	struct sp_try attempt;
	struct sp_outbox_result result;
	bool written, ours; /* in the transaction under way */
};

struct sp_queue {
	const struct sp_send_conf *conf;
	const struct sp_slot *slot;
	int64_t buried_at; /* when we last looked for dead senders */
	char lease[SP_SLOT_PREFIX + LEASE_LETTERS + 1];
	struct row *rows; /* in the order of their leases */
	size_t count, marks;
	struct sp_windows windows;
};

struct sp_queue *sp_queue_create(const struct sp_send_conf *conf, const struct sp_slot *slot)
{
	struct sp_queue *queue = sp_alloc(1, sizeof *queue);
	uint8_t bytes[LEASE_LETTERS * 5 / 8];
	struct sp_buf letters = SP_BUF_INIT;

	queue->conf = conf;
	queue->slot = slot;
	sp_slot_prefix(slot->number, queue->lease);
	if (sp_random(bytes, sizeof bytes, NULL) != SP_OK)
		abort(); /* two senders with one name would send twice */
	sp_base32_add(&letters, bytes, sizeof bytes * 8);
	memcpy(queue->lease + SP_SLOT_PREFIX, letters.ptr, LEASE_LETTERS);
	sp_buf_release(&letters);
	return queue;
}

static void free_row(struct row *row)
{
	sp_arena_release(&row->arena);
	free(row);
}

void sp_queue_free(struct sp_queue *queue)
{
	if (!queue)
		return;
	while (queue->rows) {
		struct row *row = queue->rows;

		queue->rows = row->next;
		free_row(row);
	}
	sp_windows_release(&queue->windows);
	free(queue);
}

bool sp_queue_is_full(const struct sp_queue *queue)
{
	return queue->count + LEASE_ROWS > QUEUE_ROWS;
}

bool sp_queue_is_empty(const struct sp_queue *queue)
{
	return queue->count == 0;
}

/* --- what is to be written ---------------------------------------------------- */

static void mark(struct sp_queue *queue, struct row *row, enum sp_outbox_state state, int64_t next_at)
{
	row->result = (struct sp_outbox_result){
		.id = row->mail.id,
		.state = state,
		.next_at = next_at,
		.unknown = row->attempt.verdict == SP_VERDICT_UNKNOWN ||
			(row->mail.unknown && state != SP_OUTBOX_SENT),
		.free = !row->tried || row->attempt.verdict == SP_VERDICT_UNREACHED,
		.reply = row->tried ? sp_str(row->attempt.reply) : row->mail.reply,
	};
	row->state = ROW_MARK;
	queue->marks++;
}

static void give_back(struct sp_queue *queue, struct row *row, int64_t next_at)
{
	row->attempt = (struct sp_try){ .verdict = SP_VERDICT_LATER };
	mark(queue, row, SP_OUTBOX_DUE, next_at);
}

/* --- lease ------------------------------------------------------------------ */

static struct sp_outbox copy_head(struct sp_arena *arena, const struct sp_outbox *mail)
{
	struct sp_outbox copy = *mail;

	copy.header_id = sp_arena_str(arena, mail->header_id);
	copy.template_name = sp_arena_str(arena, mail->template_name);
	copy.ticket = sp_arena_str(arena, mail->ticket);
	copy.sender = sp_arena_str(arena, mail->sender);
	copy.recipient = sp_arena_str(arena, mail->recipient);
	copy.reply = sp_arena_str(arena, mail->reply);
	copy.language = copy.subject = copy.bounce = copy.bytes = SP_NONE;
	copy.once = NULL;
	return copy;
}

static void add_row(struct sp_queue *queue, const struct sp_outbox *mail, int64_t leased_until)
{
	struct row *row = sp_alloc(1, sizeof *row), **end = &queue->rows;

	row->mail = copy_head(&row->arena, mail);
	row->leased_until = leased_until;
	row->state = ROW_LEASING;
	while (*end)
		end = &(*end)->next;
	*end = row;
	queue->count++;
}

static size_t waiting_before(const struct sp_queue *queue, const struct row *row)
{
	struct sp_str domain = sp_address_domain(row->mail.recipient);
	size_t count = 0;

	for (const struct row *other = queue->rows; other != row; other = other->next)
		count += other->state == ROW_WAITS &&
			sp_str_eq_nocase(sp_address_domain(other->mail.recipient), domain);
	return count;
}

/* Mail of a domain that fails must not fill the queue: what is beyond its share
 * waits in the outbox for a little while. */
static void give_back_surplus(struct sp_queue *queue, int64_t now)
{
	for (struct row *row = queue->rows; row; row = row->next)
		if (row->state == ROW_WAITS &&
			sp_windows_failing(&queue->windows, sp_address_domain(row->mail.recipient)) &&
			waiting_before(queue, row) >= A_DOMAINS_SHARE)
			give_back(queue, row, now + SURPLUS_SECONDS);
}

/* What senders that died held is due again.  Of our own slot, too, for its last
 * owner is dead; but only before we hold anything ourselves. */
static enum sp_status bury_the_dead(struct sp_queue *queue, struct sp_db *db, int64_t now,
	struct sp_err *err)
{
	bool begin = queue->buried_at == 0;
	enum sp_status status = SP_OK;

	if (!begin && now >= queue->buried_at && now < queue->buried_at + BURY_SECONDS)
		return SP_OK;
	for (int number = 0; number < SP_SLOTS && status == SP_OK; number++) {
		bool own = number == queue->slot->number;
		char prefix[SP_SLOT_PREFIX + 1];

		if (own ? !begin : !sp_slot_hold(queue->slot, number))
			continue;
		sp_slot_prefix(number, prefix);
		status = sp_outbox_take_over(db, prefix, now, err);
		if (!own)
			sp_slot_let_go(queue->slot, number);
	}
	if (status == SP_OK)
		queue->buried_at = now;
	return status;
}

static enum sp_status lease_more(struct sp_queue *queue, struct sp_db *db, int64_t now,
	struct sp_err *err)
{
	/* Time enough for two tries as long as they may be. */
	int64_t until = now + 2 * sp_route_longest(queue->conf, 0) + REST_SECONDS;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_outbox *mails;
	enum sp_status status;
	size_t count;

	if (sp_queue_is_full(queue))
		return SP_OK;
	if (queue->count > LEASE_ROWS)
		give_back_surplus(queue, now);
	status = bury_the_dead(queue, db, now, err);
	if (status != SP_OK)
		return status;
	status = sp_outbox_lease(db, &arena, queue->lease, now, until, LEASE_ROWS, LEASE_ROWS,
		&mails, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		add_row(queue, &mails[i], until);
	sp_arena_release(&arena);
	return status;
}

/* --- mark ------------------------------------------------------------------- */

bool sp_queue_has_marks(const struct sp_queue *queue)
{
	return queue->marks > 0;
}

/* Nobody reads a sender's log in time: a mail that will not arrive is written
 * into its ticket's journal, and into the alarms that `check` shows. */
static enum sp_status tell_failure(struct sp_db *db, const struct row *row, int64_t now,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	char *code = sp_arena_printf(&arena, "%d", row->attempt.code);
	char *id = sp_arena_printf(&arena, "%lld", (long long)row->mail.id);
	char *detail = sp_arena_printf(&arena, "outbox %s, ticket %.*s, reply %s", id,
		SP_FMT(row->mail.ticket.len ? row->mail.ticket : SP_STR("none")), code);
	struct sp_event event = {
		.at = now, .actor = SP_BY_SYSTEM, .ticket_id = row->mail.ticket_id,
		.what = SP_STR("mail-failed"), .was = sp_str(id), .now_is = sp_str(code),
		.reason = row->attempt.verdict == SP_VERDICT_REFUSED ? SP_STR("refused") :
			SP_STR("given-up"),
	};
	enum sp_status status = sp_event_add(db, &event, err);

	if (status == SP_OK)
		status = sp_alarm_raise(db, "mail-failed", sp_str(detail), now, err);
	sp_arena_release(&arena);
	return status;
}

static enum sp_status write_marks(struct sp_queue *queue, struct sp_db *db, int64_t now,
	struct sp_err *err)
{
	for (struct row *row = queue->rows; row; row = row->next) {
		enum sp_status status;

		if (row->state != ROW_MARK)
			continue;
		status = sp_outbox_mark(db, queue->lease, &row->result, now, &row->ours, err);
		if (status == SP_OK && row->ours && row->result.state == SP_OUTBOX_FAILED)
			status = tell_failure(db, row, now, err);
		if (status != SP_OK)
			return status;
		row->written = true;
	}
	return SP_OK;
}

enum sp_status sp_queue_write(struct sp_queue *queue, struct sp_db *db, bool lease, int64_t now,
	struct sp_err *err)
{
	enum sp_status status = write_marks(queue, db, now, err);

	return status == SP_OK && lease ? lease_more(queue, db, now, err) : status;
}

static const char *outcome(const struct row *row)
{
	if (!row->ours)
		return "lease-lost";
	return row->result.state == SP_OUTBOX_DUE ? "deferred" : sp_outbox_state_name(row->result.state);
}

static void log_row(const struct row *row)
{
	struct sp_log_line line;
	bool counted = !row->result.free;

	sp_log_begin(&line, outcome(row));
	sp_log_number(&line, "outbox", row->mail.id);
	if (row->mail.ticket.len)
		sp_log_text(&line, "ticket", row->mail.ticket);
	if (row->mail.cause_id)
		sp_log_number(&line, "cause", row->mail.cause_id);
	sp_log_text(&line, "mail", row->mail.template_name);
	sp_log_text(&line, "to", row->mail.recipient);
	sp_log_text(&line, "message_id", row->mail.header_id);
	sp_log_number(&line, "attempt", row->mail.attempts + counted);
	sp_log_number(&line, "code", row->attempt.code);
	if (row->result.unknown)
		sp_log_text(&line, "unknown", SP_STR("yes"));
	if (row->result.state == SP_OUTBOX_DUE)
		sp_log_number(&line, "next", row->result.next_at);
	sp_log_text(&line, "reply", row->result.reply);
	sp_log_end(&line, row->result.state == SP_OUTBOX_SENT ? SP_LOG_INFO : SP_LOG_WARNING);
}

void sp_queue_committed(struct sp_queue *queue, size_t *added_r)
{
	struct row **at = &queue->rows;

	*added_r = 0;
	while (*at) {
		struct row *row = *at;

		if (row->state == ROW_LEASING) {
			row->state = ROW_WAITS;
			++*added_r;
		}
		if (!row->written) {
			at = &row->next;
			continue;
		}
		if (row->tried)
			log_row(row);
		*at = row->next;
		queue->count--;
		queue->marks--;
		free_row(row);
	}
}

bool sp_queue_leased_all(size_t added)
{
	return added < LEASE_ROWS;
}

void sp_queue_rolled_back(struct sp_queue *queue)
{
	struct row **at = &queue->rows;

	while (*at) {
		struct row *row = *at;

		row->written = false;
		if (row->state != ROW_LEASING) {
			at = &row->next;
			continue;
		}
		*at = row->next;
		queue->count--;
		free_row(row);
	}
}

/* --- try -------------------------------------------------------------------- */

void sp_queue_give_back(struct sp_queue *queue, int64_t next_at)
{
	for (struct row *row = queue->rows; row; row = row->next)
		if (row->state == ROW_WAITS)
			give_back(queue, row, next_at);
}

static enum sp_status load_bytes(struct sp_db *db, struct row *row, struct sp_err *err)
{
	struct sp_outbox whole;
	enum sp_status status;
	bool found;

	status = sp_outbox_by_id(db, &row->arena, row->mail.id, &whole, &found, err);
	row->mail.bytes = status == SP_OK && found ? whole.bytes : SP_NONE;
	return status;
}

/* May this waiting row be tried now?  If not, it may be given back here. */
static bool may_try(struct sp_queue *queue, struct row *row, int64_t now)
{
	struct sp_str domain = sp_address_domain(row->mail.recipient);

	if (row->state != ROW_WAITS)
		return false;
	if (now + sp_route_longest(queue->conf, row->mail.size) > row->leased_until) {
		give_back(queue, row, now);
		return false;
	}
	if (sp_windows_resting(&queue->windows, domain, now)) {
		give_back(queue, row, now + REST_SECONDS);
		return false;
	}
	return sp_windows_open(&queue->windows, domain);
}

enum sp_status sp_queue_next(struct sp_queue *queue, struct sp_db *db, int64_t now,
	const struct sp_outbox **mail_r, struct sp_err *err)
{
	*mail_r = NULL;
	for (struct row *row = queue->rows; row; row = row->next) {
		enum sp_status status;

		if (!may_try(queue, row, now))
			continue;
		status = load_bytes(db, row, err);
		if (status != SP_OK)
			return status;
		row->state = ROW_TRIED;
		row->tried = true;
		if (!sp_mail_is_sendable(&row->mail, &row->attempt)) {
			mark(queue, row, SP_OUTBOX_FAILED, now);
			continue;
		}
		sp_windows_begin(&queue->windows, sp_address_domain(row->mail.recipient));
		*mail_r = &row->mail;
		return SP_OK;
	}
	return SP_OK;
}

/* The row that `mail` is a part of. */
static struct row *row_of(struct sp_queue *queue, const struct sp_outbox *mail)
{
	struct row *row = queue->rows;

	while (row && &row->mail != mail)
		row = row->next;
	if (!row)
		abort(); /* it was never given out */
	return row;
}

void sp_queue_tried(struct sp_queue *queue, const struct sp_outbox *mail,
	const struct sp_try *attempt, int64_t now)
{
	static const enum sp_window_change changes[SP_VERDICTS] = {
		[SP_VERDICT_SENT] = SP_WINDOW_WIDER, [SP_VERDICT_REFUSED] = SP_WINDOW_WIDER,
		[SP_VERDICT_LATER] = SP_WINDOW_NARROW, [SP_VERDICT_UNKNOWN] = SP_WINDOW_NARROW,
		[SP_VERDICT_UNREACHED] = SP_WINDOW_SAME, [SP_VERDICT_UNTRIED] = SP_WINDOW_SAME,
	};
	struct row *row = row_of(queue, mail);
	int64_t tries = mail->attempts + 1, next_at = now + sp_backoff(tries);

	row->attempt = *attempt;
	sp_windows_end(&queue->windows, sp_address_domain(mail->recipient), changes[attempt->verdict],
		now);
	switch (attempt->verdict) {
	case SP_VERDICT_SENT:
		mark(queue, row, SP_OUTBOX_SENT, now);
		break;
	case SP_VERDICT_REFUSED:
		mark(queue, row, SP_OUTBOX_FAILED, now);
		break;
	case SP_VERDICT_UNTRIED:
		row->tried = false;
		give_back(queue, row, now);
		break;
	case SP_VERDICT_UNREACHED:
		mark(queue, row, SP_OUTBOX_DUE, now); /* it is the sender who waits */
		break;
	default:
		mark(queue, row,
			sp_give_up(mail->created_at, next_at, tries, queue->conf->give_up_hours) ?
				SP_OUTBOX_FAILED : SP_OUTBOX_DUE, next_at);
		break;
	}
}
