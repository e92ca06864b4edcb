/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header blocks into fields.  What is inside a value: params.c, ids.c,
 * authres.c.
 */
#include "mail/fields.h"

#include "mail/words.h"

enum {
	LONGEST_NAME = 256,
	FAR = 1000, /* so many bytes without an LF have none as line end */
};

/* How the lines of this block end: a lone CR ends one only where the first
 * line ends so, as in mail that an old Macintosh stored. */
struct reader {
	struct sp_str rest;
	bool cr_lines;
};

struct line {
	struct sp_str text; /* without its end */
	struct sp_str from; /* all from its first byte on */
};

/* "Name", "Name " before a colon: the length up to the colon; 0 for none. */
static size_t field_name(struct sp_str line, struct sp_str *name_r)
{
	size_t end = 0, colon;

	while (end < line.len && end < LONGEST_NAME && line.ptr[end] > ' ' && line.ptr[end] < 0x7F &&
		line.ptr[end] != ':')
		end++;
	for (colon = end; colon < line.len && (line.ptr[colon] == ' ' || line.ptr[colon] == '\t');)
		colon++;
	if (end == 0 || colon == line.len || line.ptr[colon] != ':' ||
		sp_str_starts(line, SP_STR("--")))
		return 0;
	*name_r = sp_str_sub(line, 0, end);
	return colon;
}

/* The first line ends with a lone CR, and what follows is a field, an empty line
 * or nothing that has an LF. */
static bool first_end_is_cr(struct sp_str s)
{
	size_t end = 0, cr;
	struct sp_str next, name;

	while (end < s.len && s.ptr[end] != '\r' && s.ptr[end] != '\n')
		end++;
	next = sp_str_from(s, end + 1);
	if (end == s.len || s.ptr[end] == '\n' || sp_str_starts(next, SP_STR("\n")))
		return false;
	if (next.len == 0)
		return true;
	if (next.ptr[0] == '\r') { /* CR CR LF is a line end too */
		while (next.len && next.ptr[0] == '\r')
			next = sp_str_from(next, 1);
		return !sp_str_starts(next, SP_STR("\n"));
	}
	cr = sp_str_find_char(sp_str_sub(next, 0, LONGEST_NAME), '\r');
	return sp_ascii_blank(next.ptr[0]) || field_name(sp_str_sub(next, 0, cr), &name) > 0 ||
		!sp_str_has(sp_str_sub(next, 0, FAR), SP_STR("\n"));
}

static bool next_line(struct reader *reader, struct line *line_r)
{
	struct sp_str rest = reader->rest;
	size_t end = sp_str_find_char(rest, reader->cr_lines ? '\r' : '\n'), len;

	if (rest.len == 0)
		return false;
	if (reader->cr_lines) {
		size_t lf = sp_str_find_char(sp_str_sub(rest, 0, end), '\n');

		if (lf < end)
			end = lf;
		else if (end + 1 < rest.len && rest.ptr[end + 1] == '\n')
			end++;
	}
	for (len = end < rest.len ? end : rest.len; len && rest.ptr[len - 1] == '\r'; len--)
		;
	line_r->from = rest;
	line_r->text = sp_str_sub(rest, 0, len);
	reader->rest = sp_str_from(rest, end + 1);
	return true;
}

static bool is_continuation(struct sp_str line)
{
	return line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
}

/* A name that nobody begins a sentence with: after a line of junk only such a
 * one shows that the header goes on. */
static bool is_header_name(struct sp_str name)
{
	static const char *const known[] = {
		"From", "To", "Cc", "Bcc", "Subject", "Date", "Sender", "Reply-To", "Message-ID",
		"In-Reply-To", "References", "Received", "Return-Path", "MIME-Version",
		"Delivered-To", "Errors-To", "Precedence", "Importance", "Priority", "Status",
		"Authentication-Results", "DKIM-Signature", "DomainKey-Signature", "Lines",
		"Organization", "User-Agent", "Envelope-To", "Auto-Submitted", "Mailing-List",
		"Comments", "Keywords", "Disposition-Notification-To", "Thread-Topic",
		"Thread-Index", "Accept-Language", "Apparently-To",
	};
	static const char *const prefixes[] = { "X-", "Content-", "List-", "Resent-", "ARC-",
		"Received-", "Delivered-", "Original-" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (sp_str_eq_nocase(name, sp_str(known[i])))
			return true;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (sp_str_starts_nocase(name, sp_str(prefixes[i])))
			return true;
	return false;
}

/* After a line that is no field: does a header go on below it? */
static bool header_goes_on(struct reader reader)
{
	struct line line;
	struct sp_str name;

	return next_line(&reader, &line) && field_name(line.text, &name) && is_header_name(name);
}

/* What is gathered of the field being read. */
struct gather {
	struct sp_arena *arena;
	struct sp_fields *fields;
	size_t room;
	struct sp_str name;
	struct sp_str first;   /* its first line's value */
	struct sp_buf unfolded; /* in use when `folded` */
	bool folded;
	bool open;  /* there is a field to add lines to */
};

static void end_field(struct gather *gather)
{
	struct sp_fields *fields = gather->fields;
	struct sp_field *field;
	struct sp_str raw = gather->folded ? sp_buf_str(&gather->unfolded) : gather->first;

	if (!gather->open)
		return;
	gather->open = false;
	raw = sp_str_trim(raw);
	if (raw.len > SP_MAX_FIELD) {
		raw.len = SP_MAX_FIELD;
		fields->cut = true;
	}
	fields->items = sp_arena_grow(gather->arena, fields->items, fields->count, &gather->room,
		sizeof(*fields->items));
	field = &fields->items[fields->count++];
	field->name = gather->name;
	field->raw = gather->folded ? sp_arena_str(gather->arena, raw) : raw;
	field->decoded = sp_words_decoded(gather->arena, field->raw);
	gather->folded = false;
	sp_buf_cut(&gather->unfolded, 0);
}

/* 'boundary="x"' in the first column, after a value that a semicolon ends: a
 * parameter that lost its blank. */
static bool is_lost_parameter(const struct gather *gather, struct sp_str line)
{
	struct sp_str value = gather->folded ? sp_buf_str(&gather->unfolded) : gather->first;
	size_t end = 0;

	value = sp_str_trim_end(value);
	while (end < line.len && (sp_ascii_alnum(line.ptr[end]) || line.ptr[end] == '*'))
		end++;
	return gather->open && value.len && value.ptr[value.len - 1] == ';' && end &&
		end < line.len && line.ptr[end] == '=';
}

static void begin_field(struct gather *gather, struct sp_str name, struct sp_str value)
{
	end_field(gather);
	if (gather->fields->count == SP_MAX_FIELDS) {
		gather->fields->cut = true;
		return;
	}
	gather->open = true;
	gather->name = name;
	gather->first = value;
}

static void add_continuation(struct gather *gather, struct sp_str line)
{
	if (!gather->open)
		return;
	if (!gather->folded) {
		gather->folded = true;
		sp_buf_add_str(&gather->unfolded, sp_str_sub(gather->first, 0, SP_MAX_FIELD + 1));
	}
	if (gather->unfolded.len <= SP_MAX_FIELD)
		sp_buf_add_str(&gather->unfolded, sp_str_sub(line, 0, SP_MAX_FIELD + 1));
}

/* One line of the block.  False when the block ended before it. */
static bool take_line(struct gather *gather, const struct reader *after, const struct line *line)
{
	struct sp_str name;
	size_t colon;

	if (is_continuation(line->text) || is_lost_parameter(gather, line->text)) {
		add_continuation(gather, line->text);
		return true;
	}
	colon = field_name(line->text, &name);
	if (colon) {
		begin_field(gather, name, sp_str_from(line->text, colon + 1));
		return true;
	}
	if (sp_str_starts(line->text, SP_STR("--")) || !header_goes_on(*after))
		return false;
	end_field(gather);
	return true;
}

struct sp_fields sp_fields_parse(struct sp_arena *arena, struct sp_str *rest)
{
	struct sp_fields fields = { NULL, 0, false };
	struct gather gather = { .arena = arena, .fields = &fields, .unfolded = SP_BUF_INIT };
	struct reader reader = { *rest, first_end_is_cr(*rest) };
	struct line line;

	while (next_line(&reader, &line)) {
		if (line.text.len == 0)
			break;
		if (rest->len - line.from.len > SP_MAX_HEADER_BLOCK) {
			end_field(&gather);
			fields.cut = true;
			gather.open = false;
			if (!is_continuation(line.text) && !field_name(line.text, &(struct sp_str){ 0 })) {
				reader.rest = line.from;
				break;
			}
			continue;
		}
		if (!take_line(&gather, &reader, &line)) {
			reader.rest = line.from;
			break;
		}
	}
	end_field(&gather);
	sp_buf_release(&gather.unfolded);
	*rest = reader.rest;
	return fields;
}

const struct sp_field *sp_fields_next(const struct sp_fields *fields, const char *name,
	const struct sp_field *after)
{
	size_t at = after ? (size_t)(after - fields->items) + 1 : 0;

	for (; at < fields->count; at++)
		if (sp_str_eq_nocase(fields->items[at].name, sp_str(name)))
			return &fields->items[at];
	return NULL;
}

const struct sp_field *sp_fields_find(const struct sp_fields *fields, const char *name)
{
	return sp_fields_next(fields, name, NULL);
}

struct sp_str sp_fields_raw(const struct sp_fields *fields, const char *name)
{
	const struct sp_field *field = sp_fields_find(fields, name);

	return field ? field->raw : SP_NONE;
}

struct sp_str sp_fields_decoded(const struct sp_fields *fields, const char *name)
{
	const struct sp_field *field = sp_fields_find(fields, name);

	return field ? field->decoded : SP_NONE;
}
