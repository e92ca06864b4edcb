/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The resident storer (`sportello-store --resident`): what a delivery would read,
 * open and prepare for each message, it has ready.
 *
 * It listens for deliveries of its own user alone, and stores what they hand over
 * (deliver/handed.h); sportello-send --wait keeps it running.
 * Nothing depends on it: a delivery that finds no storer, is not wanted or has no
 * answer does the whole work itself.  So it never mends what is wrong, it steps
 * aside: files that have changed end it, and its keeper starts the next one.
 *
 * Standard input is its keeper's: when that ends, it ends.
 */
#ifndef SP_DELIVER_RESIDENT_H
#define SP_DELIVER_RESIDENT_H

#include "base/err.h"

/* Serve until the keeper is gone, a signal says so, or a file has changed: SP_OK.
 * SP_TEMP also when another storer serves this desk. */
enum sp_status sp_resident_run(const char *conf_path, struct sp_err *err) SP_MUST_CHECK;

#endif
