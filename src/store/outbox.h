/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Mail to be sent.
 *
 * A row is finished bytes (RFC 5322, CRLF, 7-bit) for one recipient, written
 * in the transaction that caused it.  A sender leases rows, speaks to the mail
 * server outside any transaction, then marks what came of it.  At least once,
 * the same bytes and Message-ID on every try; a lease that ran out is taken
 * over by the next sender.
 */
#ifndef SP_STORE_OUTBOX_H
#define SP_STORE_OUTBOX_H

#include "core/facts.h"
#include "store/db.h"

enum sp_outbox_state {
	SP_OUTBOX_DUE,
	SP_OUTBOX_SENDING, /* leased; next_at is when the lease ends */
	SP_OUTBOX_SENT,
	SP_OUTBOX_FAILED,  /* given up: refused, or five days over */
	SP_OUTBOX_DROPPED, /* by the administrator */
	SP_OUTBOX_HELD,    /* by a limit or a restriction, until released */
	SP_OUTBOX_STATES
};

struct sp_outbox {
	int64_t id;
	struct sp_str header_id;
	struct sp_str template_name;
	struct sp_str language;
	int64_t ticket_id;
	struct sp_str ticket; /* code, absent when none */
	int64_t person_id;
	int64_t cause_id;
	const char *once;
	bool automatic;
	struct sp_str sender;
	struct sp_str recipient;
	struct sp_str subject;
	struct sp_str bytes; /* absent in lists */
	int64_t size;
	enum sp_outbox_state state;
	int64_t attempts;
	int64_t created_at;
	int64_t next_at;
	int64_t done_at;
	struct sp_str reply;
	bool unknown;       /* a try had no clear end: it may have arrived */
	int64_t bounced_at; /* it came back after it was sent */
	struct sp_str bounce;
};

const char *sp_outbox_state_name(enum sp_outbox_state state);
bool sp_outbox_state_of(struct sp_str word, enum sp_outbox_state *state_r);

/* Queue a mail, due at next_at (now, when that is earlier); held when its
 * state says so.  *added_r is false when its `once` was already used: then
 * nothing is written. */
enum sp_status sp_outbox_add(struct sp_db *db, const struct sp_outbox *mail, int64_t now,
	int64_t *id_r, bool *added_r, struct sp_err *err) SP_MUST_CHECK;

/* Lease at most `limit` rows that are due (or whose lease ran out) to the
 * sender `lease` until `until`: people's mail before automatic mail, fair
 * between recipients' domains (at most `per_domain` rows of one).  In the
 * caller's transaction, to be committed before anything is sent.  Without
 * the bytes, which may be 35 MB each: sp_outbox_by_id() reads them when it is
 * their turn.  By id. */
enum sp_status sp_outbox_lease(struct sp_db *db, struct sp_arena *arena, const char *lease,
	int64_t now, int64_t until, size_t limit, size_t per_domain, struct sp_outbox **mails_r,
	size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* The leases whose names begin with `start` (not empty) belong to nobody alive: their rows
 * are due again, and nobody knows what came of them (`unknown`). */
enum sp_status sp_outbox_take_over(struct sp_db *db, const char *start, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* What came of one try.  `state` is SENT, FAILED or DUE (again, at next_at);
 * counted as an attempt unless `free` (connection refused); `reply` is one
 * line, cut at 500 bytes.  Only while the lease is still ours; *ours_r says.
 * In the caller's transaction, so that several are marked by one commit. */
struct sp_outbox_result {
	int64_t id;
	enum sp_outbox_state state;
	int64_t next_at;
	bool unknown;
	bool free;
	struct sp_str reply;
};
enum sp_status sp_outbox_mark(struct sp_db *db, const char *lease,
	const struct sp_outbox_result *result, int64_t now, bool *ours_r, struct sp_err *err)
	SP_MUST_CHECK;

/* When the next row becomes due or the first lease ends; 0 when there is none. */
enum sp_status sp_outbox_next(struct sp_db *db, int64_t *at_r, struct sp_err *err) SP_MUST_CHECK;

/* For people: the newest `limit` of those chosen (0: all), the newest last,
 * without their bytes.  Zero or false does not choose. */
struct sp_outbox_filter {
	bool by_state;
	enum sp_outbox_state state;
	int64_t ticket_id;
	bool unfinished; /* neither sent nor dropped */
	int64_t limit;
};
enum sp_status sp_outbox_list(struct sp_db *db, struct sp_arena *arena,
	const struct sp_outbox_filter *filter, struct sp_outbox **mails_r, size_t *count_r,
	struct sp_err *err) SP_MUST_CHECK;

/* How many there are of each state, and when the oldest was queued (0: none). */
struct sp_outbox_counts {
	int64_t count[SP_OUTBOX_STATES];
	int64_t oldest[SP_OUTBOX_STATES];
};
enum sp_status sp_outbox_count(struct sp_db *db, struct sp_outbox_counts *counts_r,
	struct sp_err *err) SP_MUST_CHECK;

/* One row with its bytes; *found_r false when there is none. */
enum sp_status sp_outbox_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_outbox *mail_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

/* Try again now / give up, by an administrator.  SP_PERM when the row is in no
 * state for it (sent, or being sent). */
enum sp_status sp_outbox_retry(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err)
	SP_MUST_CHECK;
enum sp_status sp_outbox_drop(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err)
	SP_MUST_CHECK;

/* The mail of ours with that Message-ID, or NULL: for bounces and loops. */
enum sp_status sp_outbox_by_header_id(struct sp_db *db, struct sp_arena *arena,
	struct sp_str header_id, struct sp_sent_mail **mail_r, struct sp_err *err) SP_MUST_CHECK;

/* A bounce came back for it: recorded on the row. */
enum sp_status sp_outbox_bounced(struct sp_db *db, int64_t id, struct sp_str reply, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* Is there a mail that was queued under that name (once)? */
enum sp_status sp_outbox_once(struct sp_db *db, const char *once, bool *used_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Automatic mails queued since `since`, to that address or ("" ) to anybody. */
enum sp_status sp_outbox_automatic_since(struct sp_db *db, struct sp_str recipient,
	int64_t since, int64_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Mails about tickets that were given up at or after `since`, and that the staff
 * have not been told of (the journal says "undelivered" then); at most `limit`. */
enum sp_status sp_outbox_untold(struct sp_db *db, struct sp_arena *arena, int64_t since,
	int64_t limit, int64_t **ids_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

#endif
