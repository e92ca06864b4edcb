/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Signed tokens in addresses and links.  Pure.
 *
 * A token says: this person, on this ticket, for this purpose, given on this
 * day.  36 letters of lower-case base32: 20 of payload (key id 1, purpose 1,
 * ticket 7, person 6, day 3, generation 2) and 16 (80 bits) of HMAC-SHA-256
 * over them.  The desk's local part is at most 27 octets, so that with "+" and
 * a token it stays within the 64 of RFC 5321.  Case does not matter when
 * reading: Postfix folds the extension.
 *
 * A token is proof that its holder got a mail of ours, no more: what it gives
 * is core/policy's question.
 */
#ifndef SP_CORE_TOKEN_H
#define SP_CORE_TOKEN_H

#include "base/err.h"
#include "base/hash.h"
#include "core/facts.h"

enum { SP_TOKEN_LETTERS = 36, SP_MAX_KEYS = 32, SP_KEY_BYTES = 32 };

/* What a token is for.  The letters are in the token and never change meaning. */
enum sp_token_purpose {
	SP_TOKEN_REPLY = 'r', /* a customer's answers to a ticket */
	SP_TOKEN_STAFF = 's', /* a staff member's answers and commands */
	SP_TOKEN_LINK = 'l',  /* commands in the footer of a customer's mail */
	SP_TOKEN_COPY = 'c',  /* put somebody in copy */
	SP_TOKEN_ACCEPT = 'a', /* accept the terms */
	SP_TOKEN_SUPPLIER = 'f', /* a supplier's answers */
	SP_TOKEN_PRIVACY = 'p', /* confirm a privacy request */
};

struct sp_token {
	enum sp_token_purpose purpose;
	int64_t ticket_id; /* 0 to 2^35 - 1; 0: no ticket */
	int64_t person_id; /* 1 to 2^30 - 1 */
	int64_t day;       /* given: days since 1970 */
	int64_t generation; /* of the person when it was given, modulo 1024 */
};

/* The desk's keys.  A file of lines "ID HEX" (id 0 to 31, 64 hexadecimal
 * digits), '#' begins a comment; the last line's key signs, all verify. */
struct sp_keys {
	uint8_t bytes[SP_MAX_KEYS][SP_KEY_BYTES];
	bool known[SP_MAX_KEYS];
	unsigned newest;
};

/* Read a key file's text.  SP_CONFIG with `name` and line; never a key's text. */
enum sp_status sp_keys_parse(const char *name, struct sp_str text, struct sp_keys *keys_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Append the token's 36 letters. */
void sp_token_write(struct sp_buf *out, const struct sp_keys *keys, const struct sp_token *token);

/* SP_TOKEN_NONE: it has not the shape of one.  SP_TOKEN_FORGED: it has, and the
 * signature is not ours.  SP_TOKEN_GOOD: signed by us; *token_r is filled. */
enum sp_token_verdict sp_token_read(const struct sp_keys *keys, struct sp_str text,
	struct sp_token *token_r);

/* The generation of a person's new tokens for a ticket: his own, and one further
 * each time that outsiders saw a signed address of his there (`shown`). */
int64_t sp_token_generation(const struct sp_person *person, int64_t shown);

/* A token that is signed by us, against the person it names (NULL: gone) at
 * `now`: SP_TOKEN_GOOD, SP_TOKEN_EXPIRED (older than `days`), SP_TOKEN_SHOWN (given
 * before outsiders saw one; `shown` as above) or SP_TOKEN_REVOKED. */
enum sp_token_verdict sp_token_judge(const struct sp_token *token, const struct sp_person *person,
	int64_t shown, int64_t now, int64_t days);

/* Take what has a token's place and shape in an address ("+LETTERS@") out of any
 * text, be it the undecoded bytes of a mail, where "=" ends a broken line.
 * letters_r: in lower case.  False at the end.  Linear. */
bool sp_token_find(struct sp_str *rest, char letters_r[SP_TOKEN_LETTERS]);

/* In a text that goes to others: the staff's own tokens are taken out of their
 * addresses; `blank`: overwritten, where the length must stay (a file). */
void sp_token_hide(struct sp_buf *text, const struct sp_keys *keys, bool blank);

#endif
