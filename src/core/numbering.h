/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a series of numbers goes on after the database went back to a backup, so
 * that none is given twice.  Pure.
 */
#ifndef SP_CORE_NUMBERING_H
#define SP_CORE_NUMBERING_H

#include <stdint.h>

/* What is known of one series. */
struct sp_numbering {
	int64_t last;   /* that the database knows of */
	int64_t mark;   /* that the state folder knows of; 0: of none */
	int64_t recent; /* so many were given in the `window` seconds before the database's last change */
	int64_t window; /* more than 0 */
	int64_t away;   /* seconds since that change: what was given then is lost */
};

enum { SP_NUMBERS_KNOWN = 100, SP_NUMBERS_UNKNOWN = 1000 };

/* The number after which the series goes on: a full hundred, at least
 * SP_NUMBERS_KNOWN beyond the state folder's mark; where that has none, or an
 * earlier one, at least SP_NUMBERS_UNKNOWN beyond the database's, and twice as many
 * as it would have given since at the pace that it had.  Never overflows. */
int64_t sp_numbering_after(const struct sp_numbering *numbering);

#endif
