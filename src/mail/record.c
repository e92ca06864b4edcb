/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers are eight bytes, least first; text is its length (all ones: absent)
 * and its bytes; a list is its count and its items.
 */
#include "mail/record.h"

#include "base/charset_unicode.h"
#include "base/utf8.h"

enum {
	MAGIC = 0x53504d31,      /* "SPM1": changes with the form */
	MAX_WORD = 200,          /* a class, an action, a method */
	MAX_LINE = 64 * 1024,
};

/* 9999-12-31 and its mirror image: no date of ours is outside. */
#define LATEST INT64_C(253402300799)

struct record {
	bool reading;
	struct sp_buf *out;
	struct sp_str in;
	struct sp_arena *arena;
	const char *why; /* the first thing that was wrong */
};

static void refuse(struct record *record, const char *why)
{
	if (!record->why)
		record->why = why;
	record->in = SP_NONE;
}

static void write_number(struct record *record, uint64_t number)
{
	char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(number >> 8 * i);
	sp_buf_add(record->out, bytes, sizeof(bytes));
}

static uint64_t read_number(struct record *record)
{
	uint64_t number = 0;

	if (record->in.len < 8) {
		refuse(record, "the record is cut off");
		return 0;
	}
	for (size_t i = 8; i-- > 0;)
		number = number << 8 | (unsigned char)record->in.ptr[i];
	record->in = sp_str_from(record->in, 8);
	return number;
}

static void number(struct record *record, int64_t *value, int64_t least, int64_t most)
{
	if (!record->reading) {
		write_number(record, (uint64_t)*value);
		return;
	}
	*value = (int64_t)read_number(record);
	if (*value < least || *value > most) {
		refuse(record, "a number is out of range");
		*value = least;
	}
}

static void flag(struct record *record, bool *value)
{
	int64_t as_number = *value;

	number(record, &as_number, 0, 1);
	*value = as_number != 0;
}

static void count(struct record *record, size_t *value, size_t most)
{
	int64_t as_number = (int64_t)*value;

	number(record, &as_number, 0, (int64_t)most);
	*value = (size_t)as_number;
}

static void read_text(struct record *record, struct sp_str *value, size_t most)
{
	uint64_t len = read_number(record);

	*value = SP_NONE;
	if (len == UINT64_MAX)
		return;
	if (len > most || len > record->in.len) {
		refuse(record, "a text is too long");
		return;
	}
	*value = sp_str_n(record->in.ptr, (size_t)len);
	record->in = sp_str_from(record->in, (size_t)len);
	if (!value->ptr)
		*value = SP_STR("");
	if (!sp_unicode_valid(*value))
		refuse(record, "a text is not UTF-8");
}

static void text(struct record *record, struct sp_str *value, size_t most)
{
	if (record->reading) {
		read_text(record, value, most);
		return;
	}
	write_number(record, value->ptr ? value->len : UINT64_MAX);
	sp_buf_add_str(record->out, *value);
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7F;
}

/* Whoever fills a message may overlook a tab; that must not cost the message. */
static void write_line(struct record *record, struct sp_str value, size_t most)
{
	struct sp_buf good = SP_BUF_INIT;
	struct sp_str cut;

	sp_unicode_utf8(&good, value);
	for (size_t i = 0; i < good.len; i++)
		if (is_control(good.ptr[i]))
			good.ptr[i] = ' ';
	cut = sp_utf8_cut(sp_buf_str(&good), most);
	write_number(record, value.ptr ? cut.len : UINT64_MAX);
	sp_buf_add_str(record->out, cut);
	sp_buf_release(&good);
}

/* Text on one line: nothing in it can begin another. */
static void line(struct record *record, struct sp_str *value, size_t most)
{
	if (!record->reading) {
		write_line(record, *value, most);
		return;
	}
	read_text(record, value, most);
	for (size_t i = 0; i < value->len; i++)
		if (is_control(value->ptr[i])) {
			refuse(record, "a line has control characters");
			return;
		}
}

static void address(struct record *record, struct sp_address *value)
{
	line(record, &value->name, MAX_LINE);
	line(record, &value->address, MAX_LINE);
	if (record->reading && value->address.ptr && sp_str_trim(value->address).len == 0)
		refuse(record, "an address is empty");
}

static void *items(struct record *record, void *have, size_t number_of, size_t size)
{
	return record->reading ? sp_arena_alloc(record->arena, number_of + 1, size) : have;
}

static void addresses(struct record *record, struct sp_address_list *list)
{
	count(record, &list->count, SP_MAX_ADDRESSES);
	flag(record, &list->cut);
	list->items = items(record, list->items, list->count, sizeof(*list->items));
	for (size_t i = 0; i < list->count; i++)
		address(record, &list->items[i]);
}

static void references(struct record *record, struct sp_message *message)
{
	count(record, &message->reference_count, SP_MAX_REFERENCES);
	message->references = items(record, message->references, message->reference_count,
		sizeof(*message->references));
	for (size_t i = 0; i < message->reference_count; i++)
		line(record, &message->references[i], SP_MAX_MESSAGE_ID);
}

static void authentication(struct record *record, struct sp_authentication *value)
{
	line(record, &value->authserv_id, MAX_LINE);
	count(record, &value->count, SP_MAX_AUTH_RESULTS);
	value->results = items(record, value->results, value->count, sizeof(*value->results));
	for (size_t i = 0; i < value->count; i++) {
		line(record, &value->results[i].method, MAX_LINE);
		line(record, &value->results[i].result, MAX_LINE);
		line(record, &value->results[i].domain, MAX_LINE);
	}
}

static void digest(struct record *record, struct sp_digest *value)
{
	if (!record->reading) {
		sp_buf_add(record->out, value->bytes, sizeof(value->bytes));
	} else if (record->in.len < sizeof(value->bytes)) {
		refuse(record, "the record is cut off");
	} else {
		memcpy(value->bytes, record->in.ptr, sizeof(value->bytes));
		record->in = sp_str_from(record->in, sizeof(value->bytes));
	}
}

static void attachment(struct record *record, struct sp_attachment *value, int64_t raw_size)
{
	int64_t part = value->part, at = (int64_t)value->body_at, len = (int64_t)value->body_len;
	int64_t encoding = value->encoding;

	line(record, &value->name, MAX_LINE);
	line(record, &value->type, MAX_WORD);
	number(record, &value->size, 0, SP_MAX_MESSAGE);
	digest(record, &value->sha256);
	number(record, &part, 0, SP_MAX_PARTS);
	flag(record, &value->inline_image);
	number(record, &at, 0, raw_size);
	number(record, &len, 0, raw_size - at);
	number(record, &encoding, SP_IDENTITY, SP_UUENCODE);
	value->part = (unsigned)part;
	value->body_at = (size_t)at;
	value->body_len = (size_t)len;
	value->encoding = (enum sp_encoding)encoding;
}

static void attachments(struct record *record, struct sp_message *message, int64_t raw_size)
{
	count(record, &message->attachment_count, SP_MAX_PARTS);
	message->attachments = items(record, message->attachments, message->attachment_count,
		sizeof(*message->attachments));
	for (size_t i = 0; i < message->attachment_count; i++)
		attachment(record, &message->attachments[i], raw_size);
}

static void bounces(struct record *record, struct sp_message *message)
{
	count(record, &message->bounce_count, SP_MAX_BOUNCES);
	message->bounces = items(record, message->bounces, message->bounce_count,
		sizeof(*message->bounces));
	for (size_t i = 0; i < message->bounce_count; i++) {
		line(record, &message->bounces[i].recipient, MAX_LINE);
		line(record, &message->bounces[i].action, MAX_WORD);
		line(record, &message->bounces[i].status, MAX_WORD);
		line(record, &message->bounces[i].diagnostic, MAX_LINE);
	}
}

static void header(struct record *record, struct sp_message *message)
{
	int64_t offset = message->date_offset, hops = message->hops;

	addresses(record, &message->from);
	addresses(record, &message->reply_to);
	addresses(record, &message->to);
	addresses(record, &message->cc);
	line(record, &message->sender, MAX_LINE);
	line(record, &message->subject, SP_MAX_SUBJECT);
	line(record, &message->message_id, SP_MAX_MESSAGE_ID);
	line(record, &message->in_reply_to, SP_MAX_MESSAGE_ID);
	references(record, message);
	flag(record, &message->has_date);
	number(record, &message->date, -LATEST, LATEST);
	number(record, &offset, -86400, 86400);
	flag(record, &message->has_received);
	number(record, &message->received, -LATEST, LATEST);
	line(record, &message->language, MAX_WORD);
	authentication(record, &message->authentication);
	number(record, &hops, 0, SP_MAX_FIELDS);
	message->date_offset = (int)offset;
	message->hops = (unsigned)hops;
}

static void judgement(struct record *record, struct sp_message *message)
{
	int64_t class = message->class, pec = message->pec;

	number(record, &class, 0, SP_CLASSES - 1);
	line(record, &message->class_reason, MAX_LINE);
	flag(record, &message->spam_header);
	bounces(record, message);
	line(record, &message->bounced_id, SP_MAX_MESSAGE_ID);
	number(record, &pec, SP_PEC_NONE, SP_PEC_RICEVUTA);
	line(record, &message->pec_kind, MAX_LINE);
	flag(record, &message->forwarded);
	address(record, &message->forwarded_from);
	message->class = (enum sp_class)class;
	message->pec = (enum sp_pec)pec;
}

static void body(struct record *record, struct sp_message *message, int64_t raw_size)
{
	text(record, &message->text, SP_MAX_TEXT);
	text(record, &message->reply, SP_MAX_TEXT);
	text(record, &message->attached_text, SP_MAX_TEXT);
	line(record, &message->quoted_subject, MAX_LINE);
	attachments(record, message, raw_size);
	flag(record, &message->html_only);
	flag(record, &message->signed_smime);
	flag(record, &message->signed_pgp);
	flag(record, &message->encrypted);
	flag(record, &message->cut);
	number(record, &message->size, raw_size, raw_size);
}

static void visit(struct record *record, struct sp_message *message, int64_t raw_size)
{
	int64_t magic = MAGIC;

	number(record, &magic, MAGIC, MAGIC);
	header(record, message);
	judgement(record, message);
	body(record, message, raw_size);
	number(record, &magic, MAGIC, MAGIC);
}

void sp_record_write(struct sp_buf *out, const struct sp_message *message)
{
	struct record record = { .out = out };
	struct sp_message copy = *message;

	visit(&record, &copy, message->size);
}

struct sp_message *sp_record_read(struct sp_arena *arena, struct sp_str bytes, int64_t raw_size,
	const char **why_r)
{
	struct sp_message *message = sp_arena_new(arena, struct sp_message);
	struct record record = { .reading = true, .in = bytes, .arena = arena };

	visit(&record, message, raw_size);
	if (record.in.len)
		refuse(&record, "the record has something behind its end");
	*why_r = record.why;
	return record.why ? NULL : message;
}
