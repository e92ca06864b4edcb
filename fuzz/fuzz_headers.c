/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One value, read as each kind of header field; and the whole as a block.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "mail/address.h"
#include "mail/date.h"
#include "mail/fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static void check_line(struct sp_str s)
{
	REQUIRE(sp_utf8_valid(s));
	for (size_t i = 0; i < s.len; i++)
		REQUIRE((unsigned char)s.ptr[i] >= ' ' && s.ptr[i] != 0x7F);
}

static void check_addresses(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_address_list list = { NULL, 0, false };

	sp_addresses_parse(arena, raw, &list);
	for (size_t i = 0; i < list.count; i++) {
		struct sp_str again, address = list.items[i].address;

		check_line(list.items[i].name);
		check_line(address);
		REQUIRE(address.len > 0);
		/* What is canonical stays as it is. */
		again = sp_address_parse(arena, address);
		REQUIRE(!again.ptr || sp_str_eq(again, address));
	}
}

static void check_authentication(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_authentication found = sp_authentication_parse(arena, raw);

	check_line(found.authserv_id);
	for (size_t i = 0; i < found.count; i++) {
		check_line(found.results[i].method);
		check_line(found.results[i].result);
		check_line(found.results[i].domain);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_str raw = sp_str_n((const char *)data, size), rest = raw, value, *ids;
	struct sp_fields fields;
	struct sp_params params;
	int64_t instant;
	int offset;

	if (size > SP_MAX_FIELD)
		return 0;
	fields = sp_fields_parse(&arena, &rest);
	for (size_t i = 0; i < fields.count; i++)
		check_line(fields.items[i].decoded);
	check_addresses(&arena, raw);
	check_authentication(&arena, raw);
	params = sp_params_parse(&arena, raw, &value);
	for (size_t i = 0; i < params.count; i++)
		REQUIRE(sp_utf8_valid(params.items[i].value));
	if (sp_date_parse(raw, &instant, &offset))
		REQUIRE(offset > -86400 && offset < 86400);
	check_line(sp_message_id_parse(&arena, raw));
	check_line(sp_in_reply_to_parse(&arena, raw));
	REQUIRE(sp_references_parse(&arena, raw, &ids) <= SP_MAX_REFERENCES);
	sp_arena_release(&arena);
	return 0;
}
