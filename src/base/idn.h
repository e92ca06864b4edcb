/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * International domain names (RFC 5891), over libidn2, which appears only here.
 */
#ifndef SP_BASE_IDN_H
#define SP_BASE_IDN_H

#include <stdbool.h>

#include "base/buf.h"

/* Append the domain in lower case with A-labels ("xn--...").  A plain ASCII
 * domain is only put in lower case.  False, and nothing appended, when it has
 * letters that no domain may have. */
bool sp_idn_add_ascii(struct sp_buf *out, struct sp_str domain);

/* Append a domain with A-labels as people write it, in UTF-8.  False, and nothing
 * appended, when it has no A-label, or a bad one. */
bool sp_idn_add_unicode(struct sp_buf *out, struct sp_str domain);

#endif
