/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/address.h"

static size_t at_sign(struct sp_str address)
{
	for (size_t i = address.len; i > 0; i--)
		if (address.ptr[i - 1] == '@')
			return i - 1;
	return address.len;
}

struct sp_str sp_address_domain(struct sp_str address)
{
	return sp_str_from(address, at_sign(address) + 1);
}

struct sp_str sp_address_local(struct sp_str address)
{
	return sp_str_sub(address, 0, at_sign(address));
}

bool sp_domain_within(struct sp_str domain, struct sp_str parent)
{
	if (parent.len == 0 || !sp_str_ends_nocase(domain, parent))
		return false;
	return domain.len == parent.len || domain.ptr[domain.len - parent.len - 1] == '.';
}

static bool domain_can_be(struct sp_str domain)
{
	if (domain.len == 0 || domain.ptr[0] == '.' || domain.ptr[domain.len - 1] == '.')
		return false;
	for (size_t i = 0; i < domain.len; i++) {
		char c = domain.ptr[i];

		if (!sp_ascii_alnum(c) && c != '-' && c != '.' && c != '_')
			return false;
	}
	return true;
}

struct sp_str sp_address_key(struct sp_arena *arena, struct sp_str address)
{
	struct sp_str local = sp_address_local(address);
	bool quoted = local.len > 2 && local.ptr[0] == '"' && local.ptr[local.len - 1] == '"';
	char *key;

	if (address.len > SP_MAX_ADDRESS || local.len == 0 || !domain_can_be(sp_address_domain(address)))
		return SP_NONE;
	for (size_t i = 0; i < local.len; i++) {
		unsigned char c = (unsigned char)local.ptr[i];

		if (c <= ' ' || c >= 0x7f || (!quoted && strchr("@\",;:<>()[]\\", c)))
			return SP_NONE;
	}
	key = sp_arena_text(arena, address);
	for (size_t i = 0; i < address.len; i++)
		key[i] = sp_ascii_lower(key[i]);
	return sp_str_n(key, address.len);
}
