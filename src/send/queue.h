/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rows of the outbox that this sender has leased, from the lease to the
 * mark: which may go next, and what is to be written of those that were tried.
 *
 * Fair between domains: each has a window of tries at once that begins with
 * one, grows with each success and falls back to one with a failure; a domain
 * that failed several times in a row is left alone for a while.  So a domain
 * that is down or slow holds up one lane, and no other mail.
 */
#ifndef SP_SEND_QUEUE_H
#define SP_SEND_QUEUE_H

#include "send/slot.h"
#include "send/transport.h"

struct sp_queue;

struct sp_queue *sp_queue_create(const struct sp_send_conf *conf, const struct sp_slot *slot);
void sp_queue_free(struct sp_queue *queue);

/* In the caller's transaction: write what came of the tries so far, and lease
 * what is due (`lease`; no more than there is room for; what dead senders held
 * is due, too).  Then tell which way
 * the transaction went: after a commit the marks are logged and forgotten, and
 * *added_r says how many rows became ours; else the marks stay, and the rows
 * are not ours (should they be leased after all, the lease ends by itself). */
enum sp_status sp_queue_write(struct sp_queue *queue, struct sp_db *db, bool lease, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;
void sp_queue_committed(struct sp_queue *queue, size_t *added_r);
void sp_queue_rolled_back(struct sp_queue *queue);

/* After a lease that gave so many: were they all that was due? */
bool sp_queue_leased_all(size_t added);

/* Is there something to be written?  Is there no room for more leases? */
bool sp_queue_has_marks(const struct sp_queue *queue);
bool sp_queue_is_full(const struct sp_queue *queue);

/* The next mail that may be tried, with its bytes; NULL in *mail_r when there
 * is none now.  A lease that would end before the try is given back. */
enum sp_status sp_queue_next(struct sp_queue *queue, struct sp_db *db, int64_t now,
	const struct sp_outbox **mail_r, struct sp_err *err) SP_MUST_CHECK;

/* What came of it. */
void sp_queue_tried(struct sp_queue *queue, const struct sp_outbox *mail,
	const struct sp_try *attempt, int64_t now);

/* Give back all that wait here: as they were, not before `next_at`. */
void sp_queue_give_back(struct sp_queue *queue, int64_t next_at);

/* Does anything wait here or is being tried? */
bool sp_queue_is_empty(const struct sp_queue *queue);

#endif
