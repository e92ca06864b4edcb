/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The one line of the mail log that a message has.
 */
#ifndef SP_DELIVER_LOG_DELIVERY_H
#define SP_DELIVER_LOG_DELIVERY_H

#include "desk/receive.h"

/* What came of it.  `started_ms`: sp_clock_monotonic_ms() when the delivery began. */
void sp_log_delivery(const struct sp_delivery *delivery, const struct sp_received *received,
	int64_t started_ms);

#endif
