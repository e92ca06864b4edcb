/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTML character references: the 252 names of HTML 4, &apos;, and numbers.
 */
#ifndef SP_MAIL_ENTITIES_H
#define SP_MAIL_ENTITIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Take a reference ("&eacute;", "&#8217;", "&#x2019;") off the front of `*rest`,
 * which begins with '&'.  `strict`: only with its semicolon, as in attributes.
 * Numbers 128 to 159 are windows-1252, as browsers read them; what is no
 * character is U+FFFD.  False, and nothing taken, when it is none. */
bool sp_entity_take(struct sp_str *rest, bool strict, uint32_t *character_r);

/* Append an attribute's value with its references read. */
void sp_entity_decode(struct sp_buf *out, struct sp_str value);

#endif
