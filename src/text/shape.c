/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "text/shape.h"

#include <string.h>

bool sp_is_host(struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!sp_ascii_alnum(s.ptr[i]) && !(s.ptr[i] && strchr("-._:[]", s.ptr[i])))
			return false;
	return true;
}

bool sp_is_domain(struct sp_str domain)
{
	struct sp_str rest = domain, label;

	if (domain.len == 0 || domain.len > 253 || domain.ptr[domain.len - 1] == '.')
		return false;
	while (sp_str_next_field(&rest, '.', &label)) {
		if (label.len == 0 || label.len > 63 || label.ptr[0] == '-' ||
			label.ptr[label.len - 1] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!sp_ascii_alnum(label.ptr[i]) && label.ptr[i] != '-')
				return false;
	}
	return true;
}

bool sp_is_local_part(struct sp_str local)
{
	struct sp_str rest = local, atom;

	if (local.len == 0 || local.len > 64 || local.ptr[local.len - 1] == '.')
		return false;
	while (sp_str_next_field(&rest, '.', &atom)) {
		for (size_t i = 0; i < atom.len; i++)
			if (!sp_ascii_alnum(atom.ptr[i]) &&
				!(atom.ptr[i] && strchr("!#$%&'*+-/=?^_`{|}~", atom.ptr[i])))
				return false;
		if (atom.len == 0)
			return false;
	}
	return true;
}
