/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * However the program ends, it ends with 0 or 75.
 */
#ifndef SP_DELIVER_ENDING_H
#define SP_DELIVER_ENDING_H

enum { SP_EXIT_KEEP = 75 }; /* EX_TEMPFAIL of sysexits.h: the mail server tries again */

/* From now on a library that calls exit(3), a crash and a call to abort(3) end the
 * program with 75, and a crash with a line in the mail log.  A forked child that
 * is to die of its signals sets them back to what they were. */
void sp_ending_begin(void);

/* End the program with this status after all. */
_Noreturn void sp_ending_exit(int status);

#endif
