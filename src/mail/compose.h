/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Our own mail: from texts to finished RFC 5322 bytes.
 *
 * The result has CRLF lines only, is 7-bit (quoted-printable or base64), every
 * line within 998 octets and text within 76 where it can be, and is the same
 * for the same input.  Nothing a customer wrote can make a new header or a new
 * recipient: what goes into the header is encoded here (RFC 2047, RFC 2231) and
 * addresses with CR, LF, controls or blanks are refused.  Composed with
 * libetpan, which gets checked ASCII only.
 */
#ifndef SP_MAIL_COMPOSE_H
#define SP_MAIL_COMPOSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* A file that goes with the mail.  `bytes` are decoded; name and type come
 * from a customer's mail and are cleaned here. */
struct sp_enclosure {
	struct sp_str name;
	struct sp_str type;
	struct sp_str bytes;
};

struct sp_mail {
	struct sp_str from_name;    /* UTF-8, may be empty */
	struct sp_str from_address;
	struct sp_str reply_to;     /* address, absent for none */
	struct sp_str to_name;
	struct sp_str to_address;
	struct sp_str subject;      /* UTF-8, one line */
	struct sp_str message_id;   /* "<...>" */
	struct sp_str in_reply_to;  /* absent for none */
	const struct sp_str *references; /* oldest first; long lists keep the first and the newest */
	size_t reference_count;
	int64_t date;
	struct sp_str language;     /* Content-Language (RFC 3282) */
	/* RFC 3834: "auto-replied" (answers a message), "auto-generated" (from
	 * the clock), or absent: a person wrote it. */
	struct sp_str auto_submitted;
	struct sp_str list_id;      /* absent, or "Assistenza <assistenza.example.it>" */
	struct sp_str text;         /* UTF-8, LF lines: text/plain, format=fixed */
	struct sp_str invitation;   /* text/calendar; method=REQUEST part, absent for none */
	const struct sp_enclosure *enclosures;
	size_t enclosure_count;
};

/* Append the finished message.  SP_PERM: an address is none that can be
 * written to; nothing is appended then. */
enum sp_status sp_mail_compose(const struct sp_mail *mail, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;

#endif
