/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is left of an answer: any valid text, with the shipped rules.  A text
 * with anything in it is never stripped to nothing, and nothing is added to it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "mail/filters.h"
#include "mail/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sp_filters *shipped(void)
{
	static struct sp_filters *filters;
	const char *source = getenv("SP_SOURCE");
	struct sp_err err = { 0 };

	if (source)
		setenv("SPORTELLO_DATA", source, 1);
	if (!filters && sp_filters_load_shipped(NULL, &filters, &err) != SP_OK) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	return filters;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf text = SP_BUF_INIT, why = SP_BUF_INIT;
	struct sp_message message = { 0 };

	sp_utf8_repair(&text, sp_str_n((const char *)data, size));
	message.text = sp_buf_str(&text);
	message.subject = sp_str_sub(message.text, 0, sp_str_find_char(message.text, '\n'));
	sp_reply_explain(&arena, &message, shipped(), &why);
	if (!message.reply.len && sp_str_trim(message.text).len)
		abort();
	if (message.reply.len > message.text.len || !sp_utf8_valid(message.reply))
		abort();
	sp_reply_text(&arena, &message, NULL);
	sp_buf_release(&why);
	sp_buf_release(&text);
	sp_arena_release(&arena);
	return 0;
}
