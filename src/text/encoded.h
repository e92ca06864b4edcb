/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Characters as they stand in a text that is written in an encoding of another kind:
 * a header field pasted into a text, a message in a file, the source of a page.
 */
#ifndef SP_TEXT_ENCODED_H
#define SP_TEXT_ENCODED_H

#include <stdbool.h>

#include "base/buf.h"

enum sp_encodings {
	SP_ENCODED_PERCENT, /* %C3%B2 alone */
	SP_ENCODED_ALL,     /* also =C3=B2 and soft line breaks, \u00f2, &ograve; &#242;, and
			     * words of RFC 2047; Latin-1 where it is no UTF-8 */
};

/* How long what is encoded is at the beginning of `text`; its characters are appended
 * to `out` in UTF-8, none for a soft break.  0: nothing is encoded there.  Looks at
 * no more than 1,100 octets. */
size_t sp_encoded_at(struct sp_str text, enum sp_encodings which, struct sp_buf *out);

#endif
