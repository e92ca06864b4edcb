/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A TNEF stream is a list of attributes (MS-OXTNEF, 2.1.3); attachments begin
 * with attAttachRendData, and the newer values are MAPI properties inside
 * attMsgProps and attAttachment.  Every length is checked against what is left;
 * what does not fit ends the reading.  Views point into the decoded part.
 */
#include "mail/tnef.h"

#include <stdio.h>

#include "base/charset.h"
#include "base/utf8.h"
#include "mail/attach.h"
#include "mail/html.h"
#include "mail/rtf.h"

enum { SIGNATURE = 0x223E9F78, MAX_PROPERTIES = 5000 };

enum attribute {
	ATT_BODY = 0x800C,
	ATT_ATTACH_DATA = 0x800F,
	ATT_ATTACH_TITLE = 0x8010,
	ATT_ATTACH_RENDDATA = 0x9002,
	ATT_MESSAGE_PROPERTIES = 0x9003,
	ATT_ATTACHMENT = 0x9005,
	ATT_OEM_CODEPAGE = 0x9007,
};

enum property {
	PR_BODY = 0x1000,
	PR_RTF_COMPRESSED = 0x1009,
	PR_BODY_HTML = 0x1013,
	PR_DISPLAY_NAME = 0x3001,
	PR_ATTACH_DATA = 0x3701,
	PR_ATTACH_FILENAME = 0x3704,
	PR_ATTACH_LONG_FILENAME = 0x3707,
	PR_ATTACH_MIME_TAG = 0x370E,
	PR_INTERNET_CODEPAGE = 0x3FDE,
};

enum type {
	TYPE_I2 = 2, TYPE_I4 = 3, TYPE_R4 = 4, TYPE_R8 = 5, TYPE_CURRENCY = 6, TYPE_APPTIME = 7,
	TYPE_ERROR = 10, TYPE_BOOLEAN = 11, TYPE_OBJECT = 13, TYPE_I8 = 20, TYPE_STRING = 30,
	TYPE_UNICODE = 31, TYPE_TIME = 64, TYPE_GUID = 72, TYPE_BINARY = 258,
	TYPE_MANY = 0x1000,
};

struct value {
	struct sp_str bytes;
	unsigned type;
};

/* The attachment being read. */
struct file {
	bool begun;
	struct sp_str title; /* in the code page */
	struct value long_name, short_name, display_name, mime_type;
	struct sp_str data;
};

struct reader {
	struct sp_arena *arena;
	struct sp_message *message;
	unsigned position;
	char codepage[16];
	struct file file;
	struct sp_str plain;       /* attBody */
	struct value body, html, rtf;
	long html_codepage;
};

static bool take(struct sp_str *rest, size_t len, struct sp_str *taken_r)
{
	if (rest->len < len)
		return false;
	*taken_r = sp_str_sub(*rest, 0, len);
	*rest = sp_str_from(*rest, len);
	return true;
}

static bool take_number(struct sp_str *rest, size_t bytes, uint32_t *number_r)
{
	struct sp_str taken;

	if (!take(rest, bytes, &taken))
		return false;
	*number_r = 0;
	for (size_t i = bytes; i-- > 0;)
		*number_r = *number_r << 8 | (unsigned char)taken.ptr[i];
	return true;
}

static bool take_padded(struct sp_str *rest, size_t len, struct sp_str *taken_r)
{
	size_t padding = (4 - len % 4) % 4;

	if (!take(rest, len, taken_r))
		return false;
	*rest = sp_str_from(*rest, padding);
	return true;
}

static struct sp_str as_text(const struct reader *reader, struct value value)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str text, codepage = sp_str(reader->codepage);

	if (!value.bytes.ptr)
		return SP_NONE;
	sp_charset_add(&out, value.type == TYPE_UNICODE ? SP_STR("utf-16le") : codepage, value.bytes);
	text = sp_buf_str(&out);
	text = sp_arena_str(reader->arena, sp_str_sub(text, 0, sp_str_find_char(text, '\0')));
	sp_buf_release(&out);
	return text;
}

/* --- MAPI properties (MS-OXTNEF, 2.1.3.4) -------------------------------------------- */

static size_t fixed_size(unsigned type)
{
	switch (type) {
	case TYPE_I2:
	case TYPE_I4:
	case TYPE_R4:
	case TYPE_ERROR:
	case TYPE_BOOLEAN:
		return 4;
	case TYPE_R8:
	case TYPE_CURRENCY:
	case TYPE_APPTIME:
	case TYPE_I8:
	case TYPE_TIME:
		return 8;
	case TYPE_GUID:
		return 16;
	}
	return 0;
}

/* A named property's name: a GUID, then a number or a string. */
static bool skip_name(struct sp_str *rest)
{
	struct sp_str ignored;
	uint32_t kind, number;

	if (!take(rest, 16, &ignored) || !take_number(rest, 4, &kind) ||
		!take_number(rest, 4, &number))
		return false;
	return kind == 0 || take_padded(rest, number, &ignored);
}

/* The first of the values of a property. */
static bool take_values(struct sp_str *rest, unsigned type, struct value *value_r)
{
	unsigned single = type & ~(unsigned)TYPE_MANY;
	bool variable = single == TYPE_OBJECT || single == TYPE_STRING || single == TYPE_UNICODE ||
		single == TYPE_BINARY;
	uint32_t count = 1;

	value_r->type = single;
	if ((variable || type & TYPE_MANY) && !take_number(rest, 4, &count))
		return false;
	if (!variable && fixed_size(single) == 0)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct sp_str bytes;
		uint32_t len = (uint32_t)fixed_size(single);

		if (variable && !take_number(rest, 4, &len))
			return false;
		if (!take_padded(rest, len, &bytes))
			return false;
		if (i == 0)
			value_r->bytes = bytes;
	}
	return true;
}

static void use_property(struct reader *reader, uint32_t id, struct value value)
{
	struct sp_str number = value.bytes;
	uint32_t codepage;

	switch (id) {
	case PR_BODY:
		reader->body = value;
		break;
	case PR_BODY_HTML:
		reader->html = value;
		break;
	case PR_RTF_COMPRESSED:
		reader->rtf = value;
		break;
	case PR_INTERNET_CODEPAGE:
		if (take_number(&number, 4, &codepage))
			reader->html_codepage = (long)codepage;
		break;
	case PR_ATTACH_LONG_FILENAME:
		reader->file.long_name = value;
		break;
	case PR_ATTACH_FILENAME:
		reader->file.short_name = value;
		break;
	case PR_DISPLAY_NAME:
		reader->file.display_name = value;
		break;
	case PR_ATTACH_MIME_TAG:
		reader->file.mime_type = value;
		break;
	case PR_ATTACH_DATA:
		/* An object begins with the id of its interface. */
		reader->file.data = value.type == TYPE_OBJECT ? sp_str_from(value.bytes, 16) :
			value.bytes;
		break;
	}
}

static void read_properties(struct reader *reader, struct sp_str rest)
{
	uint32_t count;

	if (!take_number(&rest, 4, &count))
		return;
	for (uint32_t i = 0; i < count && i < MAX_PROPERTIES; i++) {
		struct value value = { SP_NONE, 0 };
		uint32_t type, id;

		if (!take_number(&rest, 2, &type) || !take_number(&rest, 2, &id) ||
			(id >= 0x8000 && !skip_name(&rest)) || !take_values(&rest, type, &value))
			return;
		use_property(reader, id, value);
	}
}

/* --- attributes ------------------------------------------------------------------------ */

static void end_file(struct reader *reader)
{
	struct file *file = &reader->file;
	struct sp_str name, type;

	if (file->begun && file->data.ptr) {
		name = as_text(reader, file->long_name);
		if (name.len == 0)
			name = as_text(reader, (struct value){ file->title, TYPE_STRING });
		if (name.len == 0)
			name = as_text(reader, file->short_name);
		if (name.len == 0)
			name = as_text(reader, file->display_name);
		type = as_text(reader, file->mime_type);
		sp_attachments_add_inner(reader->arena, name,
			type.len && type.len < 100 ? type : SP_STR("application/octet-stream"),
			file->data, reader->position, reader->message);
	}
	*file = (struct file){ .begun = false };
}

static void use_attribute(struct reader *reader, uint32_t id, struct sp_str data)
{
	uint32_t codepage;

	switch (id & 0xFFFF) {
	case ATT_OEM_CODEPAGE:
		if (take_number(&data, 4, &codepage) && codepage < 100000)
			snprintf(reader->codepage, sizeof(reader->codepage), "cp%u", (unsigned)codepage);
		break;
	case ATT_BODY:
		reader->plain = data;
		break;
	case ATT_MESSAGE_PROPERTIES:
		read_properties(reader, data);
		break;
	case ATT_ATTACH_RENDDATA:
		end_file(reader);
		reader->file.begun = true;
		break;
	case ATT_ATTACH_TITLE:
		reader->file.title = data;
		break;
	case ATT_ATTACH_DATA:
		reader->file.data = data;
		break;
	case ATT_ATTACHMENT:
		read_properties(reader, data);
		break;
	}
}

static void read_attributes(struct reader *reader, struct sp_str rest)
{
	uint32_t number, id, len;
	struct sp_str data;

	if (!take_number(&rest, 4, &number) || number != SIGNATURE || !take_number(&rest, 2, &number))
		return;
	while (take_number(&rest, 1, &number) && take_number(&rest, 4, &id) &&
		take_number(&rest, 4, &len)) {
		if (!take(&rest, len, &data)) {
			data = rest; /* cut off on the way: what is there is used */
			rest = SP_NONE;
		}
		use_attribute(reader, id, data);
		rest = sp_str_from(rest, 2); /* the checksum */
	}
	end_file(reader);
}

/* --- the text ---------------------------------------------------------------------------- */

static void add_html(struct reader *reader, struct sp_buf *text)
{
	struct sp_buf html = SP_BUF_INIT;
	char codepage[16] = "";

	if (reader->html_codepage > 0 && reader->html_codepage < 100000)
		snprintf(codepage, sizeof(codepage), "cp%ld", reader->html_codepage);
	sp_charset_add(&html, reader->html.type == TYPE_UNICODE ? SP_STR("utf-16le") : sp_str(codepage),
		sp_str_sub(reader->html.bytes, 0, SP_MAX_HTML));
	sp_html_to_text(sp_buf_str(&html), text);
	sp_buf_release(&html);
}

static void add_rtf(struct reader *reader, struct sp_buf *text)
{
	struct sp_buf rtf = SP_BUF_INIT;

	sp_rtf_decompress(&rtf, reader->rtf.bytes, SP_MAX_HTML);
	sp_rtf_to_text(text, sp_buf_str(&rtf));
	sp_buf_release(&rtf);
}

static void set_text(struct reader *reader)
{
	struct sp_message *message = reader->message;
	struct sp_buf text = SP_BUF_INIT, lines = SP_BUF_INIT;
	struct value plain = { reader->plain, TYPE_STRING };
	struct sp_str line, rest;

	if (reader->body.bytes.len)
		sp_buf_add_str(&text, as_text(reader, reader->body));
	else if (plain.bytes.len)
		sp_buf_add_str(&text, as_text(reader, plain));
	if (sp_str_trim(sp_buf_str(&text)).len == 0 && reader->html.bytes.len)
		add_html(reader, &text);
	if (sp_str_trim(sp_buf_str(&text)).len == 0 && reader->rtf.bytes.len)
		add_rtf(reader, &text);
	for (rest = sp_buf_str(&text); sp_str_next_line(&rest, &line);) {
		sp_buf_add_str(&lines, line);
		sp_buf_add_char(&lines, '\n');
	}
	if (lines.len)
		message->text = sp_arena_str(reader->arena,
			sp_utf8_cut(sp_buf_str(&lines), SP_MAX_TEXT));
	sp_buf_release(&text);
	sp_buf_release(&lines);
}

void sp_tnef_read(struct sp_arena *arena, const struct sp_part *part, unsigned position,
	struct sp_message *message)
{
	struct reader reader = { .arena = arena, .message = message, .position = position,
		.codepage = "cp1252" };
	struct sp_buf bytes = SP_BUF_INIT;

	if (!sp_part_bytes(part, SP_MAX_TNEF, &bytes))
		message->cut = true;
	read_attributes(&reader, sp_buf_str(&bytes));
	if (sp_str_trim(message->text).len == 0)
		set_text(&reader);
	sp_buf_release(&bytes);
}
