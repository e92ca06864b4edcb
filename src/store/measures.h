/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers to watch a desk by.  Each is had from an index, whatever the desk's
 * age: somebody asks every minute.
 */
#ifndef SP_STORE_MEASURES_H
#define SP_STORE_MEASURES_H

#include "store/db.h"

enum sp_measure {
	SP_MEASURE_TICKETS,    /* not archived: queue, status, how many, when the oldest was opened */
	SP_MEASURE_NUMBERED,   /* prefix, "", how many tickets there ever were */
	SP_MEASURE_OUTBOX,     /* state but sent, "", how many, when the oldest was queued */
	SP_MEASURE_QUEUED,     /* "", "", how many mails were ever queued */
	SP_MEASURE_QUARANTINE, /* "", "", how many, when the oldest came */
	SP_MEASURE_ALARMS,     /* kind, "", how often, when last */
	SP_MEASURE_JOBS,       /* name, "", 1, when it was last through */
	SP_MEASURES
};

/* One row of a measure; texts in the arena. */
struct sp_measured {
	struct sp_str label, second;
	int64_t number, at; /* at: 0 for none */
};

enum sp_status sp_measure(struct sp_db *db, struct sp_arena *arena, enum sp_measure what,
	struct sp_measured **rows_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

#endif
