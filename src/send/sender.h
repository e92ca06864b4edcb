/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The work of sportello-send: from the outbox to the lanes and back, until
 * nothing is due, or for as long as the process lives.
 *
 * One thread holds the database; it is opened once, and its lock given back
 * whenever nothing is written, so that deliveries go on (and need fewer syncs,
 * because somebody keeps it open).  What was tried and what is leased anew is
 * written by one transaction.  A lane gives its next mail over only when the
 * last one's outcome is durable.
 */
#ifndef SP_SEND_SENDER_H
#define SP_SEND_SENDER_H

#include <stdbool.h>

#include "send/transport.h"
#include "text/conf.h"

/* Send what is due; with `stay` wait for more until a signal in `signal_fd`
 * (a signalfd) says to end.  SP_TEMP: the database or the mail server was not
 * to be had; what could not be sent stays due. */
enum sp_status sp_sender_run(const struct sp_conf *conf, const struct sp_route *route, bool stay,
	int signal_fd, struct sp_err *err) SP_MUST_CHECK;

#endif
