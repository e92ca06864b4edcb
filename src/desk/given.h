/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who was given, and who accepted, which version of the terms and of the privacy
 * notice: lines of the register (SPEC.md sections 2 and 12).
 */
#ifndef SP_DESK_GIVEN_H
#define SP_DESK_GIVEN_H

#include "desk/apply.h"

/* After a mail of that kind was queued for him: each version once. */
enum sp_status sp_given(struct sp_applying *a, const struct sp_mail_kind *kind,
	const struct sp_person *to, const struct sp_policies *policies, struct sp_err *err)
	SP_MUST_CHECK;

/* He accepted the terms of that queue. */
enum sp_status sp_accepted(struct sp_applying *a, int64_t person_id,
	const struct sp_policies *policies, struct sp_err *err) SP_MUST_CHECK;

#endif
