/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How long each class of message is kept (SPEC.md sections 6.4 and 12).  There
 * is no default: whoever runs the desk decides, class by class.
 */
#ifndef SP_TEXT_RETENTION_H
#define SP_TEXT_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum sp_retention_class {
	SP_KEEP_CONVERSATION, /* what people wrote, and all said on their tickets: from the archive on */
	SP_KEEP_ACCOUNTS,     /* conversations that work was charged on; also when erasure is asked */
	SP_KEEP_AUTOMATIC,    /* bounces, receipts, absences, lists: from when they came */
	SP_KEEP_SPAM,         /* what waits in quarantine: from when it came */
	SP_KEEP_SENT,         /* the bytes of mails that were sent: from when they were */
	SP_KEEP_CLASSES
};

struct sp_retention {
	int64_t days[SP_KEEP_CLASSES];
	bool given[SP_KEEP_CLASSES];
};

/* Take one value of the setting, "spam 30".  SP_CONFIG with what is wrong. */
enum sp_status sp_retention_take(struct sp_retention *retention, struct sp_str value,
	struct sp_err *err) SP_MUST_CHECK;

/* SP_CONFIG unless every class was given. */
enum sp_status sp_retention_check(const struct sp_retention *retention, struct sp_err *err)
	SP_MUST_CHECK;

#endif
