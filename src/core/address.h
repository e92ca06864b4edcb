/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What addresses are compared by.  Pure.
 */
#ifndef SP_CORE_ADDRESS_H
#define SP_CORE_ADDRESS_H

#include <stdbool.h>

#include "base/arena.h"

enum { SP_MAX_ADDRESS = 254 }; /* octets, RFC 5321 4.5.3.1.3 as corrected */

/* The form in which an address is stored and looked up: ASCII in lower case.
 * Absent when it is none that mail can be sent to: exactly one '@' outside
 * quotes, no blank, control, CR, LF or non-ASCII octet, at most
 * SP_MAX_ADDRESS.  (An international domain is an A-label already,
 * core/message.h; an international local part is no address of ours.) */
struct sp_str sp_address_key(struct sp_arena *arena, struct sp_str address);

/* After the last '@'; empty when there is none. */
struct sp_str sp_address_domain(struct sp_str address);

/* Before the last '@'; the whole when there is none. */
struct sp_str sp_address_local(struct sp_str address);

/* Is `domain` the same as `parent` or below it ("mail.example.it" below
 * "example.it")?  Case does not matter. */
bool sp_domain_within(struct sp_str domain, struct sp_str parent);

#endif
