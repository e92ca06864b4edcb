/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What names of hosts and addresses look like in a configuration.
 */
#ifndef SP_TEXT_SHAPE_H
#define SP_TEXT_SHAPE_H

#include <stdbool.h>

#include "base/str.h"

/* A host's name or number: letters, digits, hyphens, dots; colons for IPv6.  Empty
 * is one. */
bool sp_is_host(struct sp_str text);

/* RFC 1035, 2.3.1, with digits first as RFC 1123, 2.1 allows. */
bool sp_is_domain(struct sp_str text);

/* A dot-atom of RFC 5322, 3.2.3, of at most 64 octets: quoted local parts have no
 * place in a configuration. */
bool sp_is_local_part(struct sp_str text);

#endif
