/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A record as a child that was taken over would write it.  What is believed
 * keeps the promises: written again it is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mail/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

/* The size that the record itself names, so that it can be believed: eight bytes
 * before the mark at its end. */
static int64_t size_in(const uint8_t *data, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; size >= 16 && i < 8; i++)
		number |= (uint64_t)data[size - 16 + i] << 8 * i;
	return number <= SP_MAX_MESSAGE ? (int64_t)number : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf again = SP_BUF_INIT;
	const char *why;
	struct sp_message *message = sp_record_read(&arena, sp_str_n((const char *)data, size),
		size_in(data, size), &why);

	REQUIRE((message == NULL) == (why != NULL));
	if (message) {
		sp_record_write(&again, message);
		REQUIRE(again.len == size && memcmp(again.ptr, data, size) == 0);
	}
	sp_buf_release(&again);
	sp_arena_release(&arena);
	return 0;
}
