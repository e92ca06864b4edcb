/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages in an mbox (RFC 4155, its "mboxrd" quoting): what every mail client
 * reads.
 *
 * A message begins with "From SENDER DATE"; in it ">" is put before each line
 * that is "From " after any number of ">", so that taking one ">" off gives the
 * message as it was; an empty line ends it.  Nothing else is changed: CRLF stays
 * CRLF, NULs stay.  One that does not end with a line end gets one.
 */
#ifndef SP_MAIL_MBOX_H
#define SP_MAIL_MBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/gzip.h"

/* `sender` is of the envelope ("" is MAILER-DAEMON), `at` when it was received. */
enum sp_status sp_mbox_write(struct sp_gzip *gzip, struct sp_str sender, int64_t at,
	struct sp_str message, struct sp_err *err) SP_MUST_CHECK;

/* The same below a first line that is known: without its line end. */
enum sp_status sp_mbox_write_under(struct sp_gzip *gzip, struct sp_str first_line,
	struct sp_str message, struct sp_err *err) SP_MUST_CHECK;

/* Take the next message off an mbox that these wrote: its first line, and its
 * bytes as they were, appended to `message`.  False at the end; what does not
 * begin with "From " is passed over. */
bool sp_mbox_next(struct sp_str *rest, struct sp_str *first_line_r, struct sp_buf *message);

/* Take the next message off an mbox that anybody wrote, as it stands there without
 * its first line (given with its line end) and the empty line that ends it.  A message
 * begins only where a line "From " has a time and a year and stands first or after an
 * empty line: many programs do not quote.  False at the end. */
bool sp_mbox_split(struct sp_str *rest, struct sp_str *first_line_r, struct sp_str *message_r);

/* When a message came, as such a first line says; what is not told apart from UTC by
 * a zone is taken for it.  False when it does not say it. */
bool sp_mbox_date(struct sp_str first_line, int64_t *instant_r);

/* Append it with one ">" taken off each quoted line. */
void sp_mbox_unquote(struct sp_buf *out, struct sp_str message);

#endif
