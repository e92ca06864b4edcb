/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header fields (RFC 5322, 2.2) and what is inside their values: parameters,
 * message ids, Authentication-Results.  Addresses are in mail/address.h, dates
 * in mail/date.h, encoded words in mail/words.h.
 *
 * Reading is tolerant and bounded: at most SP_MAX_FIELDS fields of at most
 * SP_MAX_FIELD bytes in a block of at most SP_MAX_HEADER_BLOCK; what is beyond
 * is passed over and `cut` says so.
 */
#ifndef SP_MAIL_FIELDS_H
#define SP_MAIL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "core/message.h"

/* name: as written, without the blanks before the colon.
 * raw: the value unfolded (a line break and the blanks after it are those
 * blanks), trimmed, bytes as they came, NULs included.
 * decoded: valid UTF-8 on one line (controls are blanks), with encoded words
 * read (RFC 2047) and 8-bit bytes taken as UTF-8, else windows-1252. */
struct sp_field {
	struct sp_str name;
	struct sp_str raw;
	struct sp_str decoded;
};

/* In the order of the message, topmost first. */
struct sp_fields {
	struct sp_field *items;
	size_t count;
	bool cut;
};

/* Take a header block off the front of `*rest`, with the empty line that ends
 * it; what is left is the body.  Lines end with CRLF, LF, CR or CR CR LF.  A
 * line that can be no field nor the continuation of one ends the block where
 * nothing but body follows, else it is passed over (VIOLATIONS.md).
 * The views point into `*rest` or the arena. */
struct sp_fields sp_fields_parse(struct sp_arena *arena, struct sp_str *rest);

/* The topmost field of that name (case does not matter), or NULL. */
const struct sp_field *sp_fields_find(const struct sp_fields *fields, const char *name);

/* The next one of that name below `after` (NULL: from the top), or NULL:
 * for (f = NULL; (f = sp_fields_next(fields, "Received", f)) != NULL;) */
const struct sp_field *sp_fields_next(const struct sp_fields *fields, const char *name,
	const struct sp_field *after);

/* Its value; absent (ptr NULL) when there is no such field. */
struct sp_str sp_fields_raw(const struct sp_fields *fields, const char *name);
struct sp_str sp_fields_decoded(const struct sp_fields *fields, const char *name);

/* A parameter of Content-Type or Content-Disposition (RFC 2045, 5.1; RFC 2231).
 * name: lower case.  value: UTF-8, continuations joined, charset and encoded
 * words read. */
struct sp_param {
	struct sp_str name;
	struct sp_str value;
};

struct sp_params {
	struct sp_param *items;
	size_t count; /* at most SP_MAX_PARAMS */
};

enum { SP_MAX_PARAMS = 100 };

/* Read "VALUE; name=value; ...".  `*value_r` is VALUE in lower case without
 * comments and blanks. */
struct sp_params sp_params_parse(struct sp_arena *arena, struct sp_str raw,
	struct sp_str *value_r);

/* The parameter's value, absent when there is none.  `name` in lower case. */
struct sp_str sp_params_get(const struct sp_params *params, const char *name);

/* The first message id of a value, "<id>" with its brackets (put around "id@host"
 * that has none; "id" alone stays as it is), blanks inside removed; absent when there is none or it is
 * longer than SP_MAX_MESSAGE_ID. */
struct sp_str sp_message_id_parse(struct sp_arena *arena, struct sp_str raw);

/* What an In-Reply-To value refers to: its first "<id>"; the last one where words
 * stand before it ("Message from A <a@b> of Monday <id>"); an id without brackets
 * where it is all there is. */
struct sp_str sp_in_reply_to_parse(struct sp_arena *arena, struct sp_str raw);

/* All "<id>" of a References or In-Reply-To value, in order; beyond
 * SP_MAX_REFERENCES the first one and the last ones are kept. */
size_t sp_references_parse(struct sp_arena *arena, struct sp_str raw, struct sp_str **ids_r);

/* RFC 8601.  A value that does not follow its grammar gives an authserv_id
 * (where there is one) and the methods up to the error. */
struct sp_authentication sp_authentication_parse(struct sp_arena *arena, struct sp_str raw);

/* Without "(comments)", nested at most 50 deep, strings respected. */
struct sp_str sp_without_comments(struct sp_arena *arena, struct sp_str raw);

#endif
