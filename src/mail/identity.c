/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What two deliveries of the same message share.
 */
#include "mail/parse.h"

/* What mail servers and their filters write on a message's way, and what programs note
 * in the mailbox where it lies: it differs between two deliveries, and between two
 * copies, of the same one. */
static bool is_trace(struct sp_str line)
{
	static const char *const names[] = {
		"Return-Path:", "Delivered-To:", "X-Original-To:", "Received:", "From ", ">From ",
		"Envelope-To:", "X-Envelope-To:", "X-Received:", "Received-SPF:",
		"Authentication-Results:", "ARC-", "DKIM-Filter:", "DMARC-Filter:",
		"X-Spam-", "X-Spamd-", "X-Rspamd-", "X-Virus-", "X-Greylist:",
		"Status:", "X-Status:", "X-Keywords:", "X-UID:", "X-UIDL:", "X-IMAP", "X-Mozilla-",
		"Content-Length:", "Lines:",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (sp_str_starts_nocase(line, sp_str(names[i])))
			return true;
	return false;
}

/* The CR of a CRLF is left out, a lone one stays. */
static void add(struct sp_sha256_state *state, struct sp_str text)
{
	while (text.len) {
		size_t cr = sp_str_find_char(text, '\r');
		bool ends = cr + 1 < text.len && text.ptr[cr + 1] == '\n';

		sp_sha256_update(state, sp_str_sub(text, 0, ends ? cr : cr + 1));
		text = sp_str_from(text, cr + 1);
	}
}

/* A line of the header: some end with CR alone, and are not all of one line for it. */
static bool next_line(struct sp_str *rest, struct sp_str *line_r)
{
	size_t end = 0;

	if (rest->len == 0)
		return false;
	while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
		end++;
	*line_r = sp_str_sub(*rest, 0, end);
	*rest = sp_str_from(*rest, end);
	*rest = sp_str_from(*rest, sp_str_starts(*rest, SP_STR("\r\n")) ? 2 : 1);
	return true;
}

struct sp_digest sp_message_identity(struct sp_str raw)
{
	struct sp_sha256_state state;
	struct sp_str line;
	bool in_trace = false;

	sp_sha256_init(&state);
	for (struct sp_str at = raw; next_line(&raw, &line); at = raw) {
		bool continued = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');

		in_trace = continued ? in_trace : is_trace(line);
		if (!in_trace)
			add(&state, sp_str_sub(at, 0, at.len - raw.len));
		if (line.len == 0)
			break;
	}
	add(&state, raw);
	return sp_sha256_finish(&state);
}
