/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a process gives up for good before it touches what a stranger wrote.
 */
#ifndef SP_MAIL_LOCKDOWN_H
#define SP_MAIL_LOCKDOWN_H

#include <stdbool.h>
#include <stddef.h>

enum { SP_LOCKDOWN_KEPT = 3 };

/* Keep descriptor `keep` as SP_LOCKDOWN_KEPT and close all others; 0 to 2 become /dev/null.
 * False when that failed. */
bool sp_lockdown_descriptors(int keep);

/* No new privileges, rlimits (`memory` bytes of data, `seconds` of processor
 * time, no file, no process, no core), Landlock, the filter.  False when a limit
 * that must be there could not be set; Landlock and the filter may be missing
 * from the kernel or unknown for the processor.  Builds with sanitizers do
 * nothing. */
bool sp_lockdown_process(size_t memory, unsigned seconds);

#endif
