/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands in an address after the '+', a file of keys, the numbers in a
 * subject.  The first byte says which.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/address.h"
#include "core/subject.h"
#include "core/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static struct sp_keys keys(void)
{
	struct sp_keys found = { .known = { [7] = true }, .newest = 7 };

	for (int i = 0; i < SP_KEY_BYTES; i++)
		found.bytes[7][i] = (uint8_t)(i * 37);
	return found;
}

/* Nobody without the key makes one that is good: only what we wrote ourselves
 * comes back, as it was. */
static void try_token(struct sp_str s)
{
	struct sp_keys ours = keys();
	struct sp_token token = { 0 }, back = { 0 };
	struct sp_buf written = SP_BUF_INIT;

	REQUIRE(sp_token_read(&ours, s, &token) != SP_TOKEN_GOOD);
	token = (struct sp_token){ SP_TOKEN_STAFF, 1, 1, 20000, 1 };
	for (size_t i = 0; i < s.len; i++)
		token.ticket_id = (token.ticket_id * 31 + (unsigned char)s.ptr[i]) % (INT64_C(1) << 35);
	token.person_id = token.ticket_id % ((1 << 30) - 1) + 1;
	sp_token_write(&written, &ours, &token);
	REQUIRE(sp_token_read(&ours, sp_buf_str(&written), &back) == SP_TOKEN_GOOD);
	REQUIRE(back.ticket_id == token.ticket_id && back.person_id == token.person_id);
	sp_buf_release(&written);
}

static void try_keys(struct sp_str s)
{
	struct sp_err err = { 0 };
	struct sp_keys found;

	if (sp_keys_parse("token.key", s, &found, &err) == SP_OK)
		REQUIRE(found.newest < SP_MAX_KEYS && found.known[found.newest]);
	else
		REQUIRE(err.text[0] != '\0');
}

static void try_subject(struct sp_arena *arena, struct sp_str s)
{
	struct sp_code codes[SP_MAX_CODES];
	size_t count = sp_subject_codes(arena, s, codes);
	struct sp_str key = sp_address_key(arena, s);

	REQUIRE(count <= SP_MAX_CODES);
	for (size_t i = 0; i < count; i++)
		REQUIRE(codes[i].number > 0 && codes[i].prefix.len > 0);
	for (size_t i = 0; i < key.len; i++)
		REQUIRE(key.ptr[i] > ' ' && key.ptr[i] < 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_str s = sp_str_n((const char *)data, size);
	struct sp_arena arena = SP_ARENA_INIT;

	if (size == 0)
		return 0;
	s = sp_str_from(s, 1);
	if (data[0] % 3 == 'A' % 3)
		try_token(s);
	else if (data[0] % 3 == 'B' % 3)
		try_keys(s);
	else
		try_subject(&arena, s);
	sp_arena_release(&arena);
	return 0;
}
