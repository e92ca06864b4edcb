/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * However the program ends, it ends with 0 or 75, in time, and without a word of it
 * to anybody but a person who watches.
 */
#ifndef SP_DELIVER_ENDING_H
#define SP_DELIVER_ENDING_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { SP_EXIT_KEEP = 75 }; /* EX_TEMPFAIL of sysexits.h: the mail server tries again */

/* From now on a library that calls exit(3), a crash and a call to abort(3) end the
 * program with 75, and a crash with a line in the mail log; so does a lack of memory,
 * in silence.  A forked child that is to die of its signals sets them back to what
 * they were. */
void sp_ending_begin(void);

/* Whatever hangs, the answer is 75 before the mail server loses patience: counted
 * from `started_ms` of sp_clock_monotonic_ms().  Signals that others could mean for
 * the program's death are ignored. */
void sp_ending_watch(int64_t started_ms);

/* Descriptors 0 to 2 are there, and nothing is printed unless to a person. */
void sp_ending_quietly(void);

/* The line of the mail log that says why the mail server keeps this message.  Gives
 * SP_EXIT_KEEP. */
int sp_ending_deferred(const struct sp_err *err, struct sp_str mail_queue_id);

/* End the program with this status after all. */
_Noreturn void sp_ending_exit(int status);

#endif
