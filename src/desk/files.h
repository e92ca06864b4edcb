/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The files that go along with a mail: the attachments of the message that
 * caused it, those of an earlier one, the photographs of a ticket.
 */
#ifndef SP_DESK_FILES_H
#define SP_DESK_FILES_H

#include "desk/apply.h"

enum {
	SP_MAIL_ENCLOSURES = 10 * 1024 * 1024, /* bytes of all files of a mail */
	SP_MAIL_FILES = 100, /* of earlier messages */
};

/* One of them.  It is named in the mail in any case; `enclosed`: it goes along. */
struct sp_file {
	const struct sp_attachment *attachment;
	int64_t message_id; /* where its bytes are; 0: in the message at hand */
	bool enclosed;
};

/* What belongs to the mail of that decision.  Nothing is read yet. */
enum sp_status sp_files_of(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_file **files_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* The decoded bytes of one that goes along, appended.  Those of a message whose
 * bytes have left the database are empty. */
enum sp_status sp_file_bytes(struct sp_applying *a, const struct sp_file *file, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;

#endif
