/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message as bytes, for the way out of the contained child (mail/sandbox.h).
 *
 * Who reads a record does not trust who wrote it: every length, count and value
 * is held against the limits of core/message.h, text against UTF-8, and fields
 * that are one line against controls.  One function writes and reads, so that
 * both agree.
 */
#ifndef SP_MAIL_RECORD_H
#define SP_MAIL_RECORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "core/message.h"

/* No record is longer: two texts, and all lists full of their longest items
 * would be more than a mail that passes the other limits can hold. */
enum { SP_MAX_RECORD = 12 * 1024 * 1024 };

void sp_record_write(struct sp_buf *out, const struct sp_message *message);

/* The message that `record` holds, whose raw form has `raw_size` bytes; NULL,
 * and `*why_r` (static) says why, when it is not a good one.  The result points
 * into `record`. */
struct sp_message *sp_record_read(struct sp_arena *arena, struct sp_str record, int64_t raw_size,
	const char **why_r);

#endif
