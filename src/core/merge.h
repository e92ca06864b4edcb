/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * May two persons be made one?  A customer who wrote from an address that nobody
 * knew is found to be one whom the desk has already (FAULTS.md, 39).
 */
#ifndef SP_CORE_MERGE_H
#define SP_CORE_MERGE_H

#include "core/facts.h"

enum sp_merge_bar {
	SP_MERGE_MAY,
	SP_MERGE_SAME,         /* he is that one already */
	SP_MERGE_NOT_CUSTOMER, /* one of them is no active customer */
	SP_MERGE_WAITS,        /* the first waits to become one: that comes first */
	SP_MERGE_RESTRICTED,   /* nothing is done with the data of one of them */
	SP_MERGE_OTHER_FIRM,   /* they belong to two organisations */
	SP_MERGE_HOURS,        /* the first has hours or money of his own */
};

/* `has_hours`: of `from`.  Pure. */
enum sp_merge_bar sp_merge_bar(const struct sp_person *from, const struct sp_person *into,
	bool has_hours);

#endif
