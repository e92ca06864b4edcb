/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <errno.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <string.h>
#include <sys/random.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct sp_sha256_state), "nettle's state fits");

static struct sha256_ctx *context(struct sp_sha256_state *state)
{
	return (struct sha256_ctx *)(void *)state->opaque;
}

void sp_sha256_init(struct sp_sha256_state *state)
{
	sha256_init(context(state));
}

void sp_sha256_update(struct sp_sha256_state *state, struct sp_str piece)
{
	if (piece.len)
		sha256_update(context(state), piece.len, (const uint8_t *)piece.ptr);
}

struct sp_digest sp_sha256_finish(struct sp_sha256_state *state)
{
	struct sp_digest digest;

	sha256_digest(context(state), sizeof digest.bytes, digest.bytes);
	return digest;
}

struct sp_digest sp_sha256(struct sp_str s)
{
	struct sp_sha256_state state;

	sp_sha256_init(&state);
	sp_sha256_update(&state, s);
	return sp_sha256_finish(&state);
}

struct sp_digest sp_hmac_sha256(struct sp_str key, struct sp_str s)
{
	struct hmac_sha256_ctx hmac;
	struct sp_digest digest;

	hmac_sha256_set_key(&hmac, key.len, (const uint8_t *)key.ptr);
	hmac_sha256_update(&hmac, s.len, (const uint8_t *)s.ptr);
	hmac_sha256_digest(&hmac, sizeof digest.bytes, digest.bytes);
	return digest;
}

bool sp_equal_secret(const void *a, const void *b, size_t len)
{
	return memeql_sec(a, b, len) != 0;
}

void sp_hex_add(struct sp_buf *out, const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < len; i++) {
		sp_buf_add_char(out, digits[byte[i] >> 4]);
		sp_buf_add_char(out, digits[byte[i] & 15]);
	}
}

static const char base32_letters[] = "abcdefghijklmnopqrstuvwxyz234567";

void sp_base32_add(struct sp_buf *out, const uint8_t *bytes, size_t bits)
{
	for (size_t at = 0; at < bits; at += 5) {
		unsigned value = 0;

		for (size_t bit = at; bit < at + 5; bit++) {
			value <<= 1;
			if (bit < bits)
				value |= bytes[bit / 8] >> (7 - bit % 8) & 1u;
		}
		sp_buf_add_char(out, base32_letters[value]);
	}
}

int sp_base32_value(char letter)
{
	const char *at = memchr(base32_letters, sp_ascii_lower(letter), 32);

	return at ? (int)(at - base32_letters) : -1;
}

void sp_base64_add(struct sp_buf *out, struct sp_str s)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	sp_buf_reserve(out, s.len / 3 * 4 + 4);
	for (size_t i = 0; i < s.len; i += 3) {
		size_t left = s.len - i;
		uint32_t three = (uint32_t)(uint8_t)s.ptr[i] << 16;
		char four[4];

		if (left > 1)
			three |= (uint32_t)(uint8_t)s.ptr[i + 1] << 8;
		if (left > 2)
			three |= (uint8_t)s.ptr[i + 2];
		for (unsigned k = 0; k < 4; k++)
			four[k] = k <= left ? letters[three >> (18 - 6 * k) & 63] : '=';
		sp_buf_add(out, four, 4);
	}
}

enum sp_status sp_random(void *bytes, size_t len, struct sp_err *err)
{
	uint8_t *at = bytes;

	while (len) {
		ssize_t got = getrandom(at, len, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return sp_fail(err, SP_TEMP, "no random bytes from the system: %s",
				strerror(errno));
		at += got;
		len -= (size_t)got;
	}
	return SP_OK;
}
