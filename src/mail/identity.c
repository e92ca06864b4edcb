/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What two deliveries of the same message share.
 */
#include "mail/parse.h"

/* The lines, without their ends; a lone CR is no line end here. */
static bool is_trace(struct sp_str line)
{
	static const char *const names[] = {
		"Return-Path:", "Delivered-To:", "X-Original-To:", "Received:", "From ", ">From ",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (sp_str_starts_nocase(line, sp_str(names[i])))
			return true;
	return false;
}

static struct sp_str without_trace(struct sp_str raw)
{
	struct sp_str rest = raw, line;
	bool in_trace = false;

	while (sp_str_next_line(&raw, &line)) {
		bool continued = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');

		if (!is_trace(line) && !(in_trace && continued))
			break;
		in_trace = true;
		rest = raw;
	}
	return rest;
}

struct sp_digest sp_message_identity(struct sp_str raw)
{
	struct sp_str rest = without_trace(raw);
	struct sp_sha256_state state;

	sp_sha256_init(&state);
	while (rest.len) {
		size_t cr = sp_str_find_char(rest, '\r');

		/* The CR of a CRLF is left out, a lone one stays. */
		if (cr + 1 < rest.len && rest.ptr[cr + 1] == '\n') {
			sp_sha256_update(&state, sp_str_sub(rest, 0, cr));
			rest = sp_str_from(rest, cr + 1);
		} else {
			sp_sha256_update(&state, sp_str_sub(rest, 0, cr + 1));
			rest = sp_str_from(rest, cr + 1);
		}
	}
	return sp_sha256_finish(&state);
}
