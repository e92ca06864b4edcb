/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which senders live.
 *
 * Every sender holds one byte of a file in the state folder locked for as long
 * as it lives (an open file description lock: the kernel ends it with the
 * process, however that ends), and its leases begin with the byte's number.
 * So a sender that finds a byte unlocked knows that leases which begin so
 * belong to a dead one, and takes the mails over at once instead of when the
 * leases end.  A sender that hangs keeps its byte; its leases end by the clock.
 */
#ifndef SP_SEND_SLOT_H
#define SP_SEND_SLOT_H

#include <stdbool.h>

#include "base/err.h"

enum { SP_SLOTS = 64, SP_SLOT_PREFIX = 4 };

struct sp_slot {
	int fd;
	int number;
};

/* Take a free byte.  SP_TEMP: the file cannot be used, or there are SP_SLOTS
 * senders already. */
enum sp_status sp_slot_take(const char *state_folder, struct sp_slot *slot_r, struct sp_err *err)
	SP_MUST_CHECK;
void sp_slot_release(struct sp_slot *slot);

/* How leases of that byte begin: "s07-". */
void sp_slot_prefix(int number, char prefix[SP_SLOT_PREFIX + 1]);

/* Hold the byte of another for a moment, if nobody lives there: while it is
 * held, no new sender can move in. */
bool sp_slot_hold(const struct sp_slot *slot, int number);
void sp_slot_let_go(const struct sp_slot *slot, int number);

#endif
