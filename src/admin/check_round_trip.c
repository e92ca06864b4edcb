/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check --round-trip: the desk writes to itself.  The mail is queued like any
 * other, leaves through the sender and the mail server, and comes in through a delivery,
 * which knows it as the desk's own: no ticket, no answer.  Silence is an alarm.
 */
#include "config.h"

#include <time.h>

#include "admin/check.h"
#include "admin/find.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/wake.h"
#include "core/address.h"
#include "mail/compose.h"
#include "store/messages.h"
#include "store/outbox.h"
#include "store/tickets.h"
#include "text/conf.h"

enum { USUAL_SECONDS = 120, LOCK_MS = 30000, LOOK_MS = 200, ID_BYTES = 10 };

/* One mail on its way. */
struct trip {
	struct sp_str header_id, address;
	int64_t outbox_id;
	int64_t began_ms;
};

static enum sp_status make_id(struct sp_admin *admin, struct trip *trip, struct sp_err *err)
{
	struct sp_str identity = SP_NONE;
	struct sp_buf letters = SP_BUF_INIT;
	uint8_t random[ID_BYTES];
	enum sp_status status = sp_db_identity(admin->db, &admin->arena, &identity, err);

	if (status == SP_OK)
		status = sp_random(random, sizeof random, err);
	if (status == SP_OK) {
		sp_base32_add(&letters, random, 8 * sizeof random);
		trip->header_id = sp_str(sp_arena_printf(&admin->arena, "<%s.%.*s@%.*s>", letters.ptr,
			SP_FMT(identity), SP_FMT(sp_address_domain(trip->address))));
	}
	sp_buf_release(&letters);
	return status;
}

static enum sp_status compose(const struct sp_admin *admin, const struct trip *trip,
	struct sp_outbox *row, struct sp_buf *bytes, struct sp_err *err)
{
	struct sp_mail mail = {
		.from_name = sp_str(admin->conf->desk_name), .from_address = trip->address,
		.to_name = SP_STR(""), .to_address = trip->address, .date = admin->now,
		.subject = SP_STR("sportello check --round-trip"), .message_id = trip->header_id,
		.language = SP_STR("en"), .auto_submitted = SP_STR("auto-generated"),
		.text = SP_STR("The desk writes to itself: a mail that leaves also comes in.\n"),
	};
	enum sp_status status = sp_mail_compose(&mail, bytes, err);

	*row = (struct sp_outbox){
		.header_id = trip->header_id, .template_name = SP_STR("round_trip"),
		.language = mail.language, .sender = SP_STR(""), .recipient = trip->address,
		.subject = mail.subject, .bytes = sp_buf_str(bytes), .state = SP_OUTBOX_DUE,
	};
	return status;
}

/* In a transaction of its own, for the sender to see. */
static enum sp_status queue_mail(struct sp_admin *admin, struct trip *trip, struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	struct sp_buf bytes = SP_BUF_INIT;
	struct sp_db *db = NULL;
	struct sp_outbox row;
	bool added = false;
	enum sp_status status = make_id(admin, trip, err);

	if (status == SP_OK)
		status = compose(admin, trip, &row, &bytes, err);
	if (status == SP_OK)
		status = sp_db_open(conf->database, conf->lock, trip->began_ms + LOCK_MS, &db, err);
	if (status == SP_OK)
		status = sp_db_begin(db, err);
	if (status == SP_OK)
		status = sp_outbox_add(db, &row, admin->now, &trip->outbox_id, &added, err);
	if (status == SP_OK)
		status = sp_db_commit(db, err);
	sp_db_close(db);
	sp_buf_release(&bytes);
	return status;
}

/* Stored by a delivery?  By its Message-ID: the servers it passed changed its fields. */
static enum sp_status wait_for_it(const struct sp_admin *admin, const struct trip *trip,
	int64_t seconds, bool *came_r, struct sp_err *err)
{
	static const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000L };
	static const struct sp_digest none;
	int64_t deadline = sp_clock_monotonic_ms() + seconds * 1000;
	enum sp_status status;
	bool seen;

	for (;;) {
		status = sp_message_seen(admin->db, trip->header_id, &none, &seen, came_r, err);
		if (status != SP_OK || *came_r || sp_clock_monotonic_ms() >= deadline)
			return status;
		nanosleep(&pause, NULL);
	}
}

/* What did not leave is not to leave later; the alarm is told as any other. */
static enum sp_status give_up(const struct sp_admin *admin, const struct trip *trip, bool left,
	struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	struct sp_err ignored = { 0 }; /* it is being sent just now */
	struct sp_db *db = NULL;
	enum sp_status status = sp_db_open(conf->database, conf->lock,
		sp_clock_monotonic_ms() + LOCK_MS, &db, err);

	if (status == SP_OK)
		status = sp_db_begin(db, err);
	if (status == SP_OK && !left &&
		sp_outbox_drop(db, trip->outbox_id, sp_clock_now(), &ignored) == SP_TEMP)
		status = sp_fail(err, SP_TEMP, "%s", ignored.text);
	if (status == SP_OK)
		status = sp_alarm_raise(db, "round-trip", left ? SP_STR("it left and did not come in") :
			SP_STR("it did not leave"), sp_clock_now(), err);
	if (status == SP_OK)
		status = sp_db_commit(db, err);
	sp_db_close(db);
	return status;
}

static enum sp_status tell_silence(struct sp_checking *c, const struct trip *trip, int64_t seconds,
	struct sp_err *err)
{
	struct sp_admin *admin = c->admin;
	struct sp_outbox mail;
	bool found = false, left;
	enum sp_status status = sp_outbox_by_id(admin->db, &admin->arena, trip->outbox_id, &mail,
		&found, err);

	if (status != SP_OK)
		return status;
	left = found && mail.state == SP_OUTBOX_SENT;
	if (left)
		sp_check_say(c, SP_CHECK_ERROR,
			"the mail server took the mail to %.*s (%.*s), but it did not come in within %lld s; "
			"look into the mail server's queue and log", SP_FMT(trip->address), SP_FMT(mail.reply),
			(long long)seconds);
	else
		sp_check_say(c, SP_CHECK_ERROR, "the mail to %.*s has not left within %lld s (%.*s); "
			"does sportello-send run?", SP_FMT(trip->address), (long long)seconds,
			SP_FMT(found && mail.reply.len ? mail.reply : SP_STR("not tried")));
	return give_up(admin, trip, left, err);
}

void sp_check_round_trip(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	const char *patience = sp_option(admin, "patience");
	struct trip trip = { .address = sp_str(admin->conf->queues[0].addresses[0]),
		.began_ms = sp_clock_monotonic_ms() };
	int64_t seconds = USUAL_SECONDS;
	struct sp_err err = { 0 };
	bool came = false;
	enum sp_status status = SP_OK;

	if (!sp_option(admin, "round-trip"))
		return;
	if (patience)
		status = sp_find_number("seconds", patience, &seconds, &err);
	if (status == SP_OK)
		status = queue_mail(admin, &trip, &err);
	if (status == SP_OK) {
		sp_wake_sender(admin->conf->state_folder);
		status = wait_for_it(admin, &trip, seconds, &came, &err);
	}
	if (status == SP_OK && !came)
		status = tell_silence(c, &trip, seconds, &err);
	if (status != SP_OK)
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
	else if (came)
		sp_check_say(c, SP_CHECK_OK, "the mail to %.*s came in after %lld ms", SP_FMT(trip.address),
			(long long)(sp_clock_monotonic_ms() - trip.began_ms));
}
