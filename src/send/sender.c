/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/sender.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/wake.h"
#include "send/lanes.h"
#include "send/queue.h"
#include "send/storer.h"
#include "store/db.h"

enum {
	LOCK_MS = 30000,       /* to wait for the database */
	DATABASE_REST_MS = 2000, /* for each failure in a row, */
	DATABASE_LONGEST_MS = 60000,
	DATABASE_TRIES = 3,    /* of a run that does not stay */
	SERVER_REST_MS = 60000,
	STOP_MS = 60000,       /* for what is under way, after a signal to end */
	LOOK_AGAIN_MS = 60000, /* at the outbox, though nobody called */
	LOOK_SOONEST_MS = 1000,
	GATHER_MS = 2, /* marks, so that one commit serves several lanes */
	GIVE_WAY_MS = 100, /* to deliveries that have the database */
	LOOK_AT_LOCK_MS = 5, /* meanwhile */
	LEASE_REST_MS = 10, /* after one that found little: deliveries want the database too */
};

/* Instants are those of sp_clock_monotonic_ms(). */
struct sender {
	const struct sp_conf *conf;
	bool stay;
	int wake_fd, signal_fd; /* wake_fd -1 when we do not stay */
	struct sp_db *db;       /* NULL: to be opened */
	struct sp_queue *queue;
	struct sp_lanes *lanes;
	bool look;     /* the outbox may hold more that is due */
	bool starved;  /* a lane is idle, and nothing here is for it */
	bool resting;  /* the lanes were told that there is nothing to do */
	bool server_down, stopping;
	bool answered;      /* a mail had an answer, since the server was down */
	size_t turned_away; /* tries in a row that did not reach it */
	size_t limit;      /* lanes at once: fewer when the server wants no more */
	int64_t limit_at;  /* until then */
	int database_failures;
	int64_t database_at, server_at; /* left alone until then */
	int64_t stop_at;
	int64_t marks_since; /* the oldest mark that is not yet written */
	int64_t looked_at;
	int64_t way_since, way_at; /* since when we give way, 0: we do not; look again then */
	int64_t lease_at;    /* not before, unless marks are written anyhow */
	struct sp_err why; /* what failed last */
	struct sp_storer storer; /* beside us when we stay */
};

static int64_t now_ms(void)
{
	return sp_clock_monotonic_ms();
}

/* --- the database ----------------------------------------------------------- */

static void database_failed(struct sender *sender, const struct sp_err *err)
{
	struct sp_log_line line;

	sp_log_begin(&line, "database-failed");
	sp_log_text(&line, "reason", sp_str(err->text));
	sp_log_end(&line, SP_LOG_ERROR);
	sp_db_close(sender->db);
	sender->db = NULL;
	sender->database_failures++;
	sender->database_at = now_ms() + sender->database_failures * DATABASE_REST_MS;
	if (sender->database_at > now_ms() + DATABASE_LONGEST_MS)
		sender->database_at = now_ms() + DATABASE_LONGEST_MS;
	sender->why = *err;
	sender->look = true;
	sp_lanes_turn_back(sender->lanes);
}

static enum sp_status take_database(struct sender *sender, struct sp_err *err)
{
	int64_t deadline = now_ms() + LOCK_MS;

	if (sender->db)
		return sp_db_resume(sender->db, deadline, err);
	return sp_db_open(sender->conf->database, sender->conf->lock, deadline, &sender->db, err);
}

static enum sp_status write_outbox(struct sender *sender, bool lease, struct sp_err *err)
{
	enum sp_status status = sp_db_begin(sender->db, err);

	if (status == SP_OK)
		status = sp_queue_write(sender->queue, sender->db, lease, sp_clock_now(), err);
	return status == SP_OK ? sp_db_commit(sender->db, err) : status;
}

static bool may_lease(const struct sender *sender)
{
	return sender->look && sender->starved && !sender->stopping &&
		!sp_queue_is_full(sender->queue) && now_ms() >= sender->server_at;
}

/* A desk that gets messages one after the other calls for each: one lease serves all
 * that came while the last one's mails began to leave. */
static bool wants_lease(const struct sender *sender)
{
	return may_lease(sender) && now_ms() >= sender->lease_at;
}

/* Marks wait for the lanes that are about to end, though not for long. */
static bool wants_marks(const struct sender *sender)
{
	return sp_queue_has_marks(sender->queue) && (sp_lanes_past_gate(sender->lanes) == 0 ||
		now_ms() >= sender->marks_since + GATHER_MS);
}

static bool wants_database(const struct sender *sender)
{
	return now_ms() >= sender->database_at && now_ms() >= sender->way_at &&
		(wants_marks(sender) || wants_lease(sender));
}

/* A message that comes in goes first: what we have to write can wait a little for a
 * database that somebody has, and is then more at a time. */
static bool gives_way(struct sender *sender)
{
	struct sp_err ignored = { 0 }; /* sp_db_resume() meets it again */
	bool busy;
	int fd;

	if (!sender->stay || sender->stopping)
		return false;
	busy = sp_try_lock_file(sender->conf->lock, &fd, &ignored) == SP_OK && fd < 0;
	if (fd >= 0)
		close(fd);
	if (sender->way_since == 0)
		sender->way_since = now_ms();
	if (!busy || now_ms() >= sender->way_since + GIVE_WAY_MS) {
		sender->way_since = 0;
		return false;
	}
	sender->way_at = now_ms() + LOOK_AT_LOCK_MS;
	return true;
}

/* Record what was tried and lease what is due, durably. */
static void sync_outbox(struct sender *sender)
{
	bool lease = may_lease(sender);
	struct sp_err err = { 0 };
	enum sp_status status;
	size_t added;

	if (!wants_database(sender) || gives_way(sender))
		return;
	status = take_database(sender, &err);
	if (status == SP_OK)
		status = write_outbox(sender, lease, &err);
	if (status != SP_OK) {
		sp_queue_rolled_back(sender->queue);
		database_failed(sender, &err);
		return;
	}
	sp_queue_committed(sender->queue, &added);
	sp_lanes_open_gates(sender->lanes);
	if (sp_lanes_busy(sender->lanes))
		sp_db_yield(sender->db); /* there will be marks to write */
	else
		sp_db_pause(sender->db);
	sender->database_failures = 0;
	if (!lease)
		return;
	sender->looked_at = now_ms();
	sender->look = added > 0;
	sender->lease_at = sp_queue_leased_all(added) ? now_ms() + LEASE_REST_MS : 0;
}

/* How long the outbox has nothing for us; `look` is set when it has. */
static int64_t outbox_rest_ms(struct sender *sender)
{
	struct sp_err err = { 0 };
	int64_t next, rest;

	if (!sender->db)
		return LOOK_AGAIN_MS;
	if (sp_outbox_next(sender->db, &next, &err) != SP_OK) {
		database_failed(sender, &err);
		return DATABASE_REST_MS;
	}
	if (next == 0)
		return LOOK_AGAIN_MS;
	rest = (next - sp_clock_now()) * 1000;
	if (rest > LOOK_AGAIN_MS)
		return LOOK_AGAIN_MS;
	return rest < LOOK_SOONEST_MS ? LOOK_SOONEST_MS : rest;
}

/* --- the lanes -------------------------------------------------------------- */

static bool may_start(const struct sender *sender)
{
	size_t limit = now_ms() < sender->limit_at ? sender->limit :
		(size_t)sender->conf->send.connections;

	/* After a failure one lane finds out whether the server is back. */
	if (sender->server_down)
		limit = 1;
	return !sender->stopping && sp_lanes_busy(sender->lanes) < limit && now_ms() >= sender->server_at;
}

static void start_tries(struct sender *sender)
{
	sender->starved = false;
	while (may_start(sender)) {
		const struct sp_outbox *mail = NULL;
		struct sp_err err = { 0 };

		if (sender->db &&
			sp_queue_next(sender->queue, sender->db, sp_clock_now(), &mail, &err) != SP_OK) {
			database_failed(sender, &err);
			return;
		}
		if (!mail) {
			sender->starved = true;
			return;
		}
		sender->resting = false;
		sp_lanes_give(sender->lanes, mail, sp_queue_has_marks(sender->queue));
	}
}

/* The server wants nothing to do with one of our connections: no more than the
 * others for a while; or, when it has turned all of them away, no mail at all. */
static void server_failed(struct sender *sender, const struct sp_try *attempt)
{
	size_t others = sp_lanes_busy(sender->lanes);
	size_t all = (size_t)sender->conf->send.connections;

	sender->look = true;
	sender->turned_away++;
	if (!sender->server_down && (others || (sender->answered && sender->turned_away < all))) {
		sender->limit = others ? others : 1;
		sender->limit_at = now_ms() + SERVER_REST_MS;
		return;
	}
	sender->server_down = true;
	sender->answered = false;
	sender->server_at = now_ms() + SERVER_REST_MS;
	sender->why = (struct sp_err){ .status = SP_OK };
	sp_fail(&sender->why, SP_TEMP, "mail cannot be sent now: %s", attempt->reply);
	sp_queue_give_back(sender->queue, sp_clock_now());
}

static void server_answered(struct sender *sender)
{
	sender->server_down = false;
	sender->answered = true;
	sender->turned_away = 0;
}

static void take_back(struct sender *sender)
{
	const struct sp_outbox *mail;
	struct sp_try attempt;

	while (sp_lanes_take(sender->lanes, &mail, &attempt)) {
		if (!sp_queue_has_marks(sender->queue))
			sender->marks_since = now_ms();
		sp_queue_tried(sender->queue, mail, &attempt, sp_clock_now());
		if (attempt.verdict == SP_VERDICT_UNREACHED && !sender->stopping)
			server_failed(sender, &attempt);
		else if (attempt.verdict < SP_VERDICT_UNREACHED)
			server_answered(sender);
	}
}

/* --- waiting ---------------------------------------------------------------- */

static void stop(struct sender *sender)
{
	if (!sender->stopping)
		sender->stop_at = now_ms() + STOP_MS;
	else
		sender->stop_at = now_ms(); /* asked twice */
	sender->stopping = true;
	sp_queue_give_back(sender->queue, sp_clock_now());
}

static void take_signal(struct sender *sender)
{
	struct signalfd_siginfo info;

	if (read(sender->signal_fd, &info, sizeof info) != sizeof info)
		return;
	if (info.ssi_signo == SIGHUP) {
		sender->look = true;
		sender->server_at = 0;
	} else {
		stop(sender);
	}
}

static bool keeps_storer(const struct sender *sender)
{
	return sender->stay && !sender->stopping;
}

static bool is_storers_time(const struct sender *sender)
{
	return keeps_storer(sender) && sp_storer_patience(&sender->storer, LOOK_AGAIN_MS) == 0;
}

static bool is_idle(const struct sender *sender)
{
	return sp_queue_is_empty(sender->queue) && sp_lanes_busy(sender->lanes) == 0;
}

/* Milliseconds until there is something to do of our own accord. */
static int64_t patience(struct sender *sender)
{
	int64_t now = now_ms(), wait = LOOK_AGAIN_MS;

	if (wants_database(sender))
		return 0;
	if (is_idle(sender) && !sender->look)
		wait = outbox_rest_ms(sender);
	if (sp_queue_has_marks(sender->queue) && sender->database_at <= now)
		return sender->way_at > now ? sender->way_at - now : GATHER_MS;
	if (may_lease(sender) && sender->lease_at > now && sender->lease_at - now < wait)
		wait = sender->lease_at - now;
	if (may_lease(sender) && sender->way_at > now)
		wait = sender->way_at - now;
	if (sp_queue_has_marks(sender->queue) || sender->look) {
		if (sender->database_at > now && sender->database_at - now < wait)
			wait = sender->database_at - now;
		if (sender->server_at > now && sender->server_at - now < wait)
			wait = sender->server_at - now;
	}
	if (sender->stopping && sender->stop_at - now < wait)
		wait = sender->stop_at > now ? sender->stop_at - now : 100;
	return keeps_storer(sender) ? sp_storer_patience(&sender->storer, wait) : wait;
}

static void wait_for_something(struct sender *sender)
{
	struct pollfd fds[] = {
		{ .fd = sp_lanes_fd(sender->lanes), .events = POLLIN },
		{ .fd = sender->signal_fd, .events = POLLIN },
		{ .fd = sender->wake_fd, .events = POLLIN },
		{ .fd = keeps_storer(sender) ? sender->storer.fd : -1, .events = POLLIN },
	};
	int got = poll(fds, sizeof fds / sizeof *fds, (int)patience(sender));

	if (got == 0 && is_idle(sender) &&
		(!is_storers_time(sender) || now_ms() >= sender->looked_at + LOOK_AGAIN_MS))
		sender->look = true;
	if (fds[1].revents)
		take_signal(sender);
	if (fds[2].revents) {
		sp_wake_drain(sender->wake_fd);
		sender->look = true;
	}
	if (sender->stopping && now_ms() >= sender->stop_at)
		sp_lanes_interrupt(sender->lanes);
}

/* --- the run ---------------------------------------------------------------- */

/* Nothing more to do, or nothing more that can be done. */
static bool is_over(const struct sender *sender)
{
	bool leaving = sender->stopping || !sender->stay;

	if (sp_lanes_busy(sender->lanes) || !leaving)
		return false;
	if (sender->database_failures >= (sender->stopping ? 1 : DATABASE_TRIES))
		return true;
	if (sp_queue_has_marks(sender->queue))
		return false;
	return sender->stopping || sender->server_down || (!sender->look && is_idle(sender));
}

static void run(struct sender *sender)
{
	while (!is_over(sender)) {
		if (keeps_storer(sender))
			sp_storer_look(&sender->storer);
		start_tries(sender);
		sync_outbox(sender);
		if (sender->starved && is_idle(sender) && !sender->look && !sender->resting) {
			sp_lanes_rest(sender->lanes);
			sender->resting = true;
		}
		if (is_over(sender))
			break;
		wait_for_something(sender);
		take_back(sender);
	}
}

static void close_wake(const struct sender *sender)
{
	if (sender->wake_fd >= 0)
		close(sender->wake_fd);
}

enum sp_status sp_sender_run(const struct sp_conf *conf, const struct sp_route *route, bool stay,
	int signal_fd, struct sp_err *err)
{
	struct sender sender = {
		.conf = conf, .stay = stay, .signal_fd = signal_fd, .wake_fd = -1, .look = true,
	};
	enum sp_status status = SP_OK;
	struct sp_slot slot;

	if (stay)
		status = sp_wake_open(conf->state_folder, &sender.wake_fd, err);
	if (status != SP_OK)
		return status;
	status = sp_slot_take(conf->state_folder, &slot, err);
	if (status != SP_OK) {
		close_wake(&sender);
		return status;
	}
	sp_storer_init(&sender.storer, conf->path);
	sender.queue = sp_queue_create(&conf->send, &slot);
	sender.lanes = sp_lanes_create(route, (size_t)conf->send.connections);
	run(&sender);
	if (sender.database_failures || sender.server_down)
		status = sp_fail(err, sender.why.status, "%s", sender.why.text);
	sp_storer_stop(&sender.storer);
	sp_lanes_free(sender.lanes);
	sp_queue_free(sender.queue);
	sp_db_close(sender.db);
	sp_slot_release(&slot);
	close_wake(&sender);
	return status;
}
