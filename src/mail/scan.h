/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From bytes to the tree of parts: one pass over the lines, a stack of
 * boundaries, no recursion, no copy of a body.
 */
#ifndef SP_MAIL_SCAN_H
#define SP_MAIL_SCAN_H

#include "mail/part.h"

/* Always gives a tree of at least one part.  A message/rfc822 part that is
 * itself encoded (base64, quoted-printable) is decoded into the arena and
 * looked into, as long as all of these together are no larger than `raw`.
 * The views point into `raw` or the arena. */
struct sp_tree sp_scan(struct sp_arena *arena, struct sp_str raw);

#endif
