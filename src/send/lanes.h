/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Several lanes at once: a thread each, which tries one mail at a time.
 *
 * Everything else (database, decisions, logs) stays in the one thread that
 * calls these functions.  A lane can be given its next mail while the last
 * one's outcome is being recorded: it then opens the dialog, but the gate holds
 * it before the body.  So a sender that is killed leaves at most one mail a
 * lane whose outcome nobody knows.
 */
#ifndef SP_SEND_LANES_H
#define SP_SEND_LANES_H

#include "send/transport.h"

struct sp_lanes;

/* Lanes are made when they are first used, at most `count` (conf.connections). */
struct sp_lanes *sp_lanes_create(const struct sp_route *route, size_t count);

/* Ends the threads.  Those that are at work come back first: call
 * sp_lanes_interrupt() when that must not last.  Accepts NULL. */
void sp_lanes_free(struct sp_lanes *lanes);

/* Readable when a lane has finished. */
int sp_lanes_fd(const struct sp_lanes *lanes);

size_t sp_lanes_busy(const struct sp_lanes *lanes); /* given, and not yet taken back */

/* Let an idle lane (there must be one) try `mail`, which has to stay until it is taken back; with
 * `gated`, only up to the gate. */
void sp_lanes_give(struct sp_lanes *lanes, const struct sp_outbox *mail, bool gated);

/* Open all gates; or send back, untried, those who stand before one. */
void sp_lanes_open_gates(struct sp_lanes *lanes);
void sp_lanes_turn_back(struct sp_lanes *lanes);

/* Those that are busy and not gated. */
size_t sp_lanes_past_gate(const struct sp_lanes *lanes);

/* Take back one that was tried.  False when none is ready. */
bool sp_lanes_take(struct sp_lanes *lanes, const struct sp_outbox **mail_r, struct sp_try *try_r);

/* Close the connections of lanes that are idle. */
void sp_lanes_rest(struct sp_lanes *lanes);

/* Make the tries under way end soon, whatever comes of them. */
void sp_lanes_interrupt(struct sp_lanes *lanes);

#endif
