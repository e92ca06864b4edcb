/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines of the register (SPEC.md sections 2 and 12): who was given, and who
 * accepted, which version of the terms and of the privacy notice; whose data were
 * handed to whom because he asked for them.
 */
#ifndef SP_DESK_GIVEN_H
#define SP_DESK_GIVEN_H

#include "desk/apply.h"

/* After that mail was queued for him.  Terms and notice: each version once.  What
 * answers with data (STATO, ELENCO, STORICO, SALDO): each time, a line for each
 * customer whose they are, with what was asked and how many tickets. */
enum sp_status sp_given(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const struct sp_policies *policies, struct sp_err *err)
	SP_MUST_CHECK;

/* He accepted the terms of that queue. */
enum sp_status sp_accepted(struct sp_applying *a, int64_t person_id,
	const struct sp_policies *policies, struct sp_err *err) SP_MUST_CHECK;

#endif
