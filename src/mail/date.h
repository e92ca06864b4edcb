/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The Date of mail (RFC 5322, 3.3 and 4.3) and what is written in its place.
 */
#ifndef SP_MAIL_DATE_H
#define SP_MAIL_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* `*instant_r`: UTC seconds; `*offset_r`: seconds east of UTC as written (0 for
 * an unknown zone).  Takes RFC 5322 with its obsolete forms, asctime(3) and
 * ISO 8601.  False when it is no date or a field is out of range. */
bool sp_date_parse(struct sp_str raw, int64_t *instant_r, int *offset_r);

#endif
