/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A whole message, with the shipped rules: what comes out keeps the promises of
 * core/message.h, and its record is one that the parent of a contained child
 * would believe.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "mail/filters.h"
#include "mail/parse.h"
#include "mail/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static const struct sp_filters *shipped_rules(void)
{
	static struct sp_filters *filters;
	const char *source = getenv("SP_SOURCE");
	char folder[4096];
	struct sp_err err = { 0 };

	if (filters)
		return filters;
	snprintf(folder, sizeof folder, "%s/filters", source ? source : ".");
	if (sp_filters_load(folder, NULL, &filters, &err) != SP_OK) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	return filters;
}

static void check_text(struct sp_str s, size_t most, bool one_line)
{
	REQUIRE(s.len <= most && sp_utf8_valid(s));
	for (size_t i = 0; one_line && i < s.len; i++)
		REQUIRE((unsigned char)s.ptr[i] >= ' ' && s.ptr[i] != 0x7F);
}

static void check_addresses(const struct sp_address_list *list)
{
	REQUIRE(list->count <= SP_MAX_ADDRESSES);
	for (size_t i = 0; i < list->count; i++) {
		check_text(list->items[i].name, SP_MAX_SUBJECT, true);
		check_text(list->items[i].address, SP_MAX_FIELD, true);
		REQUIRE(list->items[i].address.len > 0);
	}
}

static void check_message(const struct sp_message *message, size_t size)
{
	check_addresses(&message->from);
	check_addresses(&message->to);
	check_addresses(&message->cc);
	check_addresses(&message->reply_to);
	check_text(message->subject, SP_MAX_SUBJECT, true);
	check_text(message->message_id, SP_MAX_MESSAGE_ID, true);
	check_text(message->in_reply_to, SP_MAX_MESSAGE_ID, true);
	check_text(message->text, SP_MAX_TEXT, false);
	check_text(message->reply, SP_MAX_TEXT, false);
	REQUIRE(message->attachment_count <= SP_MAX_PARTS);
	for (size_t i = 0; i < message->attachment_count; i++) {
		const struct sp_attachment *file = &message->attachments[i];

		check_text(file->name, 200, true);
		check_text(file->type, 200, true);
		REQUIRE(file->body_at <= size && file->body_len <= size - file->body_at);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf record = SP_BUF_INIT;
	struct sp_str raw = sp_str_n((const char *)data, size);
	struct sp_message *message = sp_message_parse(&arena, raw, shipped_rules());
	const char *why;

	check_message(message, size);
	sp_record_write(&record, message);
	REQUIRE(record.len <= SP_MAX_RECORD);
	REQUIRE(sp_record_read(&arena, sp_buf_str(&record), (int64_t)size, &why));
	(void)sp_message_identity(raw);
	sp_buf_release(&record);
	sp_arena_release(&arena);
	return 0;
}
