/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How a delivery wakes the sender that stays (`sportello-send --wait`).
 *
 * A FIFO in the state folder, made and read by the sender.  A delivery that
 * has committed writes one byte into it, and does not mind whether anybody
 * reads.  What is lost (no sender runs) costs nothing: the outbox says what is
 * due, and a sender looks there before it waits.
 */
#ifndef SP_BASE_WAKE_H
#define SP_BASE_WAKE_H

#include "base/err.h"

/* For the sender: the FIFO, made when missing (mode 0600), to be polled for
 * reading and closed by the caller.  SP_TEMP when it cannot be made or
 * something else has its name. */
enum sp_status sp_wake_open(const char *state_folder, int *fd_r, struct sp_err *err) SP_MUST_CHECK;

/* Forget the calls so far.  Before looking at the outbox, never after it: so
 * a call that comes in between is still heard. */
void sp_wake_drain(int fd);

/* For whoever has committed mail: wake the sender.  Never waits, never fails,
 * makes no file, follows no link.  Keeps errno. */
void sp_wake_sender(const char *state_folder);

#endif
