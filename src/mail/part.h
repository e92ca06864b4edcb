/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A part of a message (RFC 2045, RFC 2046) and the tree of parts.
 *
 * The tree is an array in depth-first order, the message itself first.  The
 * subtree of part i is i .. parts[i].end - 1, so its children are
 *
 *	for (size_t c = i + 1; c < parts[i].end; c = parts[c].end)
 *
 * A message/rfc822 part has one child: the message in it, whose `fields` are
 * that message's.  mail/scan.h makes the tree.
 */
#ifndef SP_MAIL_PART_H
#define SP_MAIL_PART_H

#include "base/buf.h"
#include "mail/fields.h"

struct sp_part {
	struct sp_fields fields;
	struct sp_str head; /* bytes of the header block with its empty line */
	struct sp_str body; /* before transfer decoding, without the line break that
			     * belongs to the delimiter after it */
	struct sp_str type; /* "text/plain", lower case, never absent: the default filled in */
	struct sp_params params; /* of Content-Type */
	struct sp_str charset;   /* as labelled, or absent */
	struct sp_str name;      /* file name, decoded, not cleaned; or absent */
	struct sp_str disposition; /* "attachment", "inline", lower case, or absent */
	struct sp_str content_id;  /* without brackets, or absent */
	enum sp_encoding encoding;
	size_t parent; /* the part it is in; its own index for the first */
	size_t end;    /* index after the last part inside it */
	unsigned depth;
	bool typed;    /* it has a Content-Type that could be read */
};

struct sp_tree {
	struct sp_part *parts; /* at least one, the message */
	size_t count;
	bool cut;     /* too many parts or fields: the last part holds the rest */
	bool too_deep; /* more than SP_MAX_DEPTH: what is inside was not looked at */
};

/* Set type, params, charset, name, disposition, content_id, encoding and typed from
 * part->fields.  In a multipart/digest a part without a type is a message. */
void sp_part_read_head(struct sp_arena *arena, struct sp_part *part, bool in_digest);

bool sp_part_is(const struct sp_part *part, const char *type); /* "text/plain" */
bool sp_part_is_multipart(const struct sp_part *part);
bool sp_part_is_message(const struct sp_part *part); /* message/rfc822, message/global */

/* Append the decoded bytes, at most `limit`; false when that cut it. */
bool sp_part_bytes(const struct sp_part *part, size_t limit, struct sp_buf *out);

/* Append the body of a text part as UTF-8 with LF lines: transfer decoding,
 * charset, in this order; at most `limit` bytes.  False when that cut it.
 * format=flowed is left as it is (mail/flowed.h). */
bool sp_part_text(const struct sp_part *part, size_t limit, struct sp_buf *out);

#endif
