/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Digests, message authentication codes, and the letters they are written in.
 */
#ifndef SP_BASE_HASH_H
#define SP_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { SP_SHA256_BYTES = 32 };

struct sp_digest {
	uint8_t bytes[SP_SHA256_BYTES];
};

/* SHA-256 (FIPS 180-4) of `s`. */
struct sp_digest sp_sha256(struct sp_str s);

/* HMAC-SHA-256 (RFC 2104) of `s` under `key`. */
struct sp_digest sp_hmac_sha256(struct sp_str key, struct sp_str s);

/* SHA-256 of what comes in pieces: init, any number of updates, one finish. */
struct sp_sha256_state {
	_Alignas(8) unsigned char opaque[128];
};
void sp_sha256_init(struct sp_sha256_state *state);
void sp_sha256_update(struct sp_sha256_state *state, struct sp_str piece);
struct sp_digest sp_sha256_finish(struct sp_sha256_state *state);

/* In a time that does not depend on where they differ. */
bool sp_equal_secret(const void *a, const void *b, size_t len);

/* Lower-case hexadecimal. */
void sp_hex_add(struct sp_buf *out, const void *bytes, size_t len);

/* RFC 4648 base32 alphabet in lower case, no padding: `bits` bits of `bytes`,
 * the first bit first, rounded up to whole letters with zero bits. */
void sp_base32_add(struct sp_buf *out, const uint8_t *bytes, size_t bits);

/* The value of one letter, -1 for another character.  Case does not matter. */
int sp_base32_value(char letter);

/* RFC 4648 base64 with padding, one line. */
void sp_base64_add(struct sp_buf *out, struct sp_str s);

/* Unpredictable bytes from the kernel.  SP_TEMP when it has none. */
enum sp_status sp_random(void *bytes, size_t len, struct sp_err *err) SP_MUST_CHECK;

#endif
