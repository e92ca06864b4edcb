/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A delivery hands its message to the resident storer (deliver/resident.h), when
 * there is one, instead of doing the work itself.
 */
#ifndef SP_DELIVER_HAND_OVER_H
#define SP_DELIVER_HAND_OVER_H

#include "core/facts.h"

struct sp_handing {
	const char *conf_path;
	const struct sp_envelope *envelope;
	int message; /* sp_sealed_take() */
	size_t size;
	int64_t started_ms;
};

/* True: it is durable.  False: sportello-store is to do the work, because there
 * is no storer, it does not want this message, it died, or it did not answer in time.
 * It may have stored it all the same; that is found as a message given twice. */
bool sp_hand_over(const struct sp_handing *handing);

#endif
