/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The two ways that mail leaves: SMTP (smtp.c) and a sendmail command
 * (command.c).  A lane is one of either: a connection that is kept, or a
 * child at a time.  All of its functions but interrupt() are called in the
 * lane's own thread, and may wait.
 */
#ifndef SP_SEND_TRANSPORT_H
#define SP_SEND_TRANSPORT_H

#include "base/err.h"
#include "send/talk.h"
#include "store/outbox.h"
#include "text/conf.h"

/* What came of one try. */
struct sp_try {
	enum sp_verdict verdict;
	int code; /* SMTP reply, or exit status of the command; 0: none */
	char reply[SP_REPLY_BYTES + 1];
};

/* Where mail goes, read and checked once, before the first lane is made. */
struct sp_route {
	const struct sp_send_conf *conf;
	const struct sp_transport *transport;
	char *url;      /* SMTP: with the name for EHLO as its path */
	char *password; /* SMTP: NULL for no login */
};

/* A lane may begin with its next mail while its last one is being recorded, but
 * must not give it over before that is done.  Here it waits; false: it must
 * not go on at all (UNTRIED). */
struct sp_gate;
bool sp_gate_pass(struct sp_gate *gate);

struct sp_lane;

struct sp_transport {
	struct sp_lane *(*create)(const struct sp_route *route);
	/* Try it once.  Addresses and bytes have been checked (sp_mail_is_sendable).
	 * Passes the gate before anything after which the mail could arrive. */
	void (*send)(struct sp_lane *lane, const struct sp_outbox *mail, struct sp_gate *gate,
		struct sp_try *try_r);
	/* Could a mail be sent?  Says hello, with encryption and login, and goes.  SENT:
	 * yes; LATER: not now; REFUSED: what is configured is wrong. */
	void (*probe)(struct sp_lane *lane, struct sp_try *try_r);
	/* Nothing to do for now: keep nothing open. */
	void (*rest)(struct sp_lane *lane);
	/* From another thread: make a send() that waits come back soon. */
	void (*interrupt)(struct sp_lane *lane);
	void (*free)(struct sp_lane *lane);
};

extern const struct sp_transport sp_transport_smtp;
extern const struct sp_transport sp_transport_command;

/* SP_CONFIG: the password file cannot be read, others may read it, or a
 * password would travel without encryption. */
enum sp_status sp_route_open(const struct sp_send_conf *conf, struct sp_route *route_r,
	struct sp_err *err) SP_MUST_CHECK;
void sp_route_release(struct sp_route *route);

/* The longest that a try may take, in seconds. */
int64_t sp_route_longest(const struct sp_send_conf *conf, int64_t size);

/* May it be handed to a transport: an envelope without CR, LF, controls and
 * blanks (libcurl 7.88 would let them inject commands), bytes that are there?
 * Else `try_r` says why not, as REFUSED. */
bool sp_mail_is_sendable(const struct sp_outbox *mail, struct sp_try *try_r);

/* Fill the reply with a text of our own, cut and printable. */
void sp_try_say(struct sp_try *attempt, const char *text);

#endif
