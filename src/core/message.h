/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message as the program understands it: what mail/ makes of the bytes and
 * what core/ decides about.  A plain struct without methods.
 *
 * All text is UTF-8 (bad bytes are U+FFFD), may hold NULs, and belongs to the
 * arena it was made in.  "Absent" is a view with ptr NULL.  Everything in here
 * was written by somebody who may be hostile: lengths and counts are bounded
 * (the limits below), contents are not trusted.
 */
#ifndef SP_CORE_MESSAGE_H
#define SP_CORE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/str.h"

/* DESIGN.md, "What libetpan is for".  Bytes unless a name says otherwise. */
enum sp_message_limits {
	SP_MAX_MESSAGE = 50 * 1024 * 1024,
	SP_MAX_HEADER_BLOCK = 512 * 1024,
	SP_MAX_FIELD = 64 * 1024,
	SP_MAX_FIELDS = 2000, /* header fields of one part */
	SP_MAX_DEPTH = 50,    /* nested parts */
	SP_MAX_PARTS = 1000,
	SP_MAX_BOUNDARY = 200,
	SP_MAX_REFERENCES = 100,
	SP_MAX_ADDRESSES = 100, /* of one field */
	SP_MAX_HTML = 2 * 1024 * 1024,
	SP_MAX_MESSAGE_ID = 998,
	SP_MAX_SUBJECT = 998,
	SP_MAX_TEXT = 2 * 1024 * 1024, /* of the text shown */
	SP_MAX_BOUNCES = 100,
	SP_MAX_AUTH_RESULTS = 50,
};

/* name: decoded, absent when there is none.  address: addr-spec as written but
 * without comments and blanks, the domain in lower case and, where it is
 * international, as A-label; or a word without "@", which old systems write of
 * a user of their own ("MAILER-DAEMON").  An address that is none is left out. */
struct sp_address {
	struct sp_str name;
	struct sp_str address;
};

struct sp_address_list {
	struct sp_address *items;
	size_t count;
	bool cut; /* there were more than SP_MAX_ADDRESSES */
};

/* Content-Transfer-Encoding (RFC 2045, 6). */
enum sp_encoding {
	SP_IDENTITY, /* 7bit, 8bit, binary, none and unknown ones */
	SP_BASE64,
	SP_QUOTED_PRINTABLE,
	SP_UUENCODE,
};

/* A decoded part that is not shown as text.  name: decoded, cleaned for show
 * (no path, no controls, no direction marks), never a path to use; absent when
 * the part has none.  type: "application/pdf", lower case.  size: bytes after
 * decoding.  part: position in the message, depth first, from 0. */
struct sp_attachment {
	struct sp_str name;
	struct sp_str type;
	int64_t size;
	struct sp_digest sha256;
	unsigned part;
	bool inline_image; /* belongs to the HTML (Content-ID), e.g. a logo */
	/* Where its encoded bytes stand in the raw message, and how they are
	 * encoded, so that it can be handed on without parsing again.  body_len 0:
	 * it is inside another part (TNEF) or empty. */
	size_t body_at, body_len;
	enum sp_encoding encoding;
};

/* What a message is, before anybody's identity is asked.  SP_PERSON is the
 * only class that may open or reopen a ticket or be answered. */
enum sp_class {
	SP_PERSON,
	SP_AUTOMATIC,   /* RFC 3834 and the de-facto headers: vacation, robots */
	SP_BOUNCE,      /* RFC 3464 and the others */
	SP_RECEIPT,     /* read receipt, RFC 8098 */
	SP_LIST,        /* mailing list, newsletter, bulk */
	SP_SPAM,        /* a trusted header says so */
	SP_PEC_RECEIPT, /* X-Ricevuta of certified mail */
	SP_UNPARSED,    /* stored raw, shown as such */
	SP_CLASSES
};

/* One recipient that was not reached (or was).  recipient: address in lower
 * case; action: "failed", "delayed", "delivered", "relayed", "expanded" or
 * absent; status: RFC 3463 "5.1.1" or absent; diagnostic: one line or absent. */
struct sp_bounce {
	struct sp_str recipient;
	struct sp_str action;
	struct sp_str status;
	struct sp_str diagnostic;
};

/* One method of the topmost Authentication-Results field (RFC 8601), e.g.
 * method "dkim", result "pass", domain "example.it" (header.d or header.i for
 * DKIM, header.from for DMARC, the domain of smtp.mailfrom for SPF; lower
 * case, A-label).  Whether the field is to be believed is core/policy's
 * question: it compares authserv_id with the configured one. */
struct sp_auth_result {
	struct sp_str method;
	struct sp_str result;
	struct sp_str domain;
};

struct sp_authentication {
	struct sp_str authserv_id; /* of the topmost field; absent when there is none */
	struct sp_auth_result *results;
	size_t count;
};

enum sp_pec {
	SP_PEC_NONE,
	SP_PEC_MESSAGE, /* X-Trasporto: posta-certificata; the fields are the inner message's */
	SP_PEC_ERROR,   /* X-Trasporto: errore: ordinary mail in an envelope */
	SP_PEC_RICEVUTA /* X-Ricevuta: a receipt about a mail of ours */
};

struct sp_message {
	/* From, all mailboxes of all From fields: more than one is nobody. */
	struct sp_address_list from;
	struct sp_address_list reply_to;
	struct sp_address_list to;
	struct sp_address_list cc;
	struct sp_str sender;      /* Sender's address or absent */
	struct sp_str subject;     /* decoded, one line, absent when there is no field */
	struct sp_str message_id;  /* "<id@host>" or absent */
	struct sp_str in_reply_to; /* the first "<id>" or absent */
	struct sp_str *references; /* each "<id>", oldest first */
	size_t reference_count;
	bool has_date;
	int64_t date;    /* UTC seconds, as the sender says */
	int date_offset; /* seconds east of UTC of the Date field */
	bool has_received;
	int64_t received;      /* of the topmost Received: when our own server took it */
	struct sp_str language; /* Content-Language's first tag or absent */
	struct sp_authentication authentication;

	struct sp_str text;  /* all that is shown, quotes included, LF lines */
	struct sp_str reply; /* without quotes, attribution, signature and disclaimer */
	struct sp_str quoted_subject; /* of the quoted "Oggetto:" line or the message inside, or absent */
	struct sp_attachment *attachments;
	size_t attachment_count;

	enum sp_class class;
	struct sp_str class_reason; /* "filters/automatic.rules:12 auto-submitted" */
	bool spam_header;           /* a trusted header says spam, whatever the class */
	struct sp_bounce *bounces;
	size_t bounce_count;
	struct sp_str bounced_id; /* Message-ID of our mail that bounced or was receipted */
	enum sp_pec pec;
	struct sp_str pec_kind; /* "accettazione", "avvenuta-consegna" ... or absent */

	bool forwarded;  /* it hands on somebody else's mail (I: Fwd: WG: and its quote) */
	struct sp_address forwarded_from; /* of the message inside, or both absent */
	/* Text of the one message that is attached below his own; absent when none.
	 * forwarded_from and quoted_subject are then that message's. */
	struct sp_str attached_text;
	bool html_only;  /* no text part: `text` was made from HTML */
	bool signed_smime, signed_pgp, encrypted;
	bool cut;        /* a limit was met: something is stored raw only */
	unsigned hops;   /* Received fields */
	int64_t size;    /* bytes of the raw message */
};

/* The class's name in files and JSON ("person", "bounce", "pec-receipt"). */
const char *sp_class_name(enum sp_class class);

#endif
