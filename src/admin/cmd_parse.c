/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello parse: what was understood of a message, as JSON, one object a
 * line.  Other programs are built on its form (SPEC.md section 10): the keys
 * named there stay as they are; the ones after them may grow.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "admin/command.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/file.h"
#include "mail/filters.h"
#include "mail/parse.h"

static struct sp_json *address_json(const struct sp_address *address)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "name", address->name);
	sp_json_set_text(object, "address", address->address);
	return object;
}

static struct sp_json *addresses_json(const struct sp_address_list *list)
{
	struct sp_json *array = sp_json_array();

	for (size_t i = 0; i < list->count; i++)
		sp_json_push(array, address_json(&list->items[i]));
	return array;
}

static struct sp_json *references_json(const struct sp_message *message)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_json *value;

	for (size_t i = 0; i < message->reference_count; i++) {
		if (i)
			sp_buf_add_char(&text, ' ');
		sp_buf_add_str(&text, message->references[i]);
	}
	value = sp_json_text(message->reference_count ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
	return value;
}

static struct sp_json *date_json(const struct sp_message *message)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_json *value;

	if (message->has_date)
		sp_rfc3339_add_at(&text, message->date, message->date_offset);
	value = sp_json_text(message->has_date ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
	return value;
}

/* What is inside another part has no bytes of its own in the message. */
static bool is_inner(const struct sp_attachment *attachment)
{
	return attachment->body_len == 0 && attachment->size > 0;
}

static struct sp_json *attachments_json(const struct sp_message *message, bool inner)
{
	struct sp_json *array = sp_json_array();

	for (size_t i = 0; i < message->attachment_count; i++) {
		const struct sp_attachment *attachment = &message->attachments[i];
		struct sp_buf hex = SP_BUF_INIT;
		struct sp_json *object;

		if (is_inner(attachment) != inner)
			continue;
		object = sp_json_object();
		sp_hex_add(&hex, attachment->sha256.bytes, sizeof(attachment->sha256.bytes));
		sp_json_set_text(object, "name", attachment->name);
		sp_json_set_text(object, "type", attachment->type);
		sp_json_set_number(object, "size", attachment->size);
		sp_json_set_text(object, "sha256", sp_buf_str(&hex));
		sp_json_push(array, object);
		sp_buf_release(&hex);
	}
	return array;
}

static struct sp_json *bounces_json(const struct sp_message *message)
{
	struct sp_json *array = sp_json_array();

	for (size_t i = 0; i < message->bounce_count; i++) {
		const struct sp_bounce *bounce = &message->bounces[i];
		struct sp_json *object = sp_json_object();

		sp_json_set_text(object, "recipient", bounce->recipient);
		sp_json_set_text(object, "action", bounce->action);
		sp_json_set_text(object, "status", bounce->status);
		sp_json_set_text(object, "diagnostic", bounce->diagnostic);
		sp_json_push(array, object);
	}
	return array;
}

/* Automatic mail is what nobody wrote to us: anything but a person's, what is
 * unknown and what only looks like spam. */
static bool is_automatic(enum sp_class class)
{
	return class != SP_PERSON && class != SP_UNPARSED && class != SP_SPAM;
}

static struct sp_json *message_json(const char *file, const struct sp_message *message)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "file", sp_str(file));
	sp_json_set(object, "from", message->from.count ? address_json(&message->from.items[0]) :
		sp_json_text(SP_NONE));
	sp_json_set(object, "to", addresses_json(&message->to));
	sp_json_set(object, "cc", addresses_json(&message->cc));
	sp_json_set_text(object, "subject", message->subject);
	sp_json_set_text(object, "message_id", message->message_id);
	sp_json_set_text(object, "in_reply_to", message->in_reply_to);
	sp_json_set(object, "references", references_json(message));
	sp_json_set(object, "date", date_json(message));
	sp_json_set_text(object, "text", message->text);
	sp_json_set_text(object, "reply", message->reply);
	sp_json_set(object, "attachments", attachments_json(message, false));
	sp_json_set_bool(object, "auto", is_automatic(message->class));
	sp_json_set(object, "bounce", bounces_json(message));
	sp_json_set_text(object, "class", sp_str(sp_class_name(message->class)));
	sp_json_set_text(object, "class_reason", message->class_reason);
	sp_json_set(object, "tnef_attachments", attachments_json(message, true));
	sp_json_set_number(object, "size", message->size);
	sp_json_set_bool(object, "cut", message->cut);
	return object;
}

static enum sp_status parse_file(struct sp_admin *admin, const char *file,
	const struct sp_filters *filters, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf raw = SP_BUF_INIT;
	enum sp_status status;
	bool standard_input = strcmp(file, "-") == 0, cut;
	int fd = standard_input ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return sp_fail(err, SP_PERM, "%s: %s", file, strerror(errno));
	status = sp_read_all(fd, file, SP_MAX_MESSAGE, &raw, &cut, err);
	if (!standard_input)
		close(fd);
	if (status == SP_OK) {
		struct sp_message *message = sp_message_parse(&arena, sp_buf_str(&raw), filters);

		message->cut = message->cut || cut;
		sp_print_json(admin, message_json(file, message));
	}
	sp_buf_release(&raw);
	sp_arena_release(&arena);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_filters *filters = NULL;
	enum sp_status status = sp_filters_load_shipped(NULL, &filters, err);

	if (status == SP_OK && admin->argc == 0)
		status = parse_file(admin, "-", filters, err);
	for (int i = 0; status == SP_OK && i < admin->argc; i++)
		status = parse_file(admin, admin->argv[i], filters, err);
	sp_filters_free(filters);
	return status;
}

const struct sp_command sp_cmd_parse = {
	.name = "parse", .arguments = "[FILE...]",
	.summary = "what is understood of messages, as JSON, a line each", .run = run,
};
