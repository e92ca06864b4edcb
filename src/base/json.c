/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"

#include <jansson.h>

#include "base/mem.h"
#include "base/show.h"
#include "base/utf8.h"

/* struct sp_json is jansson's json_t under our name. */
static json_t *theirs(const struct sp_json *value)
{
	return (json_t *)(uintptr_t)value;
}

static struct sp_json *ours(json_t *value)
{
	if (!value)
		sp_out_of_memory();
	return (struct sp_json *)value;
}

struct sp_json *sp_json_object(void)
{
	return ours(json_object());
}

struct sp_json *sp_json_array(void)
{
	return ours(json_array());
}

struct sp_json *sp_json_text(struct sp_str s)
{
	struct sp_buf repaired = SP_BUF_INIT;
	json_t *text;

	if (!s.ptr)
		return ours(json_null());
	if (sp_utf8_valid(s)) {
		text = json_stringn_nocheck(s.ptr, s.len);
	} else {
		sp_utf8_repair(&repaired, s);
		text = json_stringn_nocheck(repaired.ptr, repaired.len);
		sp_buf_release(&repaired);
	}
	return ours(text);
}

struct sp_json *sp_json_number(int64_t number)
{
	return ours(json_integer(number));
}

struct sp_json *sp_json_bool(bool yes)
{
	return ours(json_boolean(yes));
}

void sp_json_free(struct sp_json *value)
{
	json_decref(theirs(value));
}

void sp_json_set(struct sp_json *object, const char *key, struct sp_json *child)
{
	if (json_object_set_new_nocheck(theirs(object), key, theirs(child)) != 0)
		sp_out_of_memory();
}

void sp_json_set_text(struct sp_json *object, const char *key, struct sp_str s)
{
	sp_json_set(object, key, sp_json_text(s));
}

void sp_json_set_number(struct sp_json *object, const char *key, int64_t number)
{
	sp_json_set(object, key, sp_json_number(number));
}

void sp_json_set_bool(struct sp_json *object, const char *key, bool yes)
{
	sp_json_set(object, key, sp_json_bool(yes));
}

void sp_json_push(struct sp_json *array, struct sp_json *child)
{
	if (json_array_append_new(theirs(array), theirs(child)) != 0)
		sp_out_of_memory();
}

static int add_piece(const char *piece, size_t len, void *out)
{
	sp_buf_add(out, piece, len);
	return 0;
}

/* RFC 8259, 7: beyond the first plane as a pair. */
static void add_escaped(struct sp_buf *out, uint32_t c)
{
	if (c >= 0x10000) {
		sp_buf_printf(out, "\\u%04x", 0xd800 + ((c - 0x10000) >> 10));
		c = 0xdc00 + (c & 0x3ff);
	}
	sp_buf_printf(out, "\\u%04x", c);
}

/* What would act on a terminal, of which jansson escapes only what JSON asks for.  It
 * stands within strings only. */
static void escape_what_acts(struct sp_buf *out, struct sp_str text)
{
	while (text.len) {
		struct sp_str rest = text;
		uint32_t c = sp_utf8_next(&rest);

		if (c >= 0x7f && sp_show_acts(c))
			add_escaped(out, c);
		else
			sp_buf_add(out, text.ptr, text.len - rest.len);
		text = rest;
	}
}

void sp_json_print(struct sp_buf *out, const struct sp_json *value, bool pretty)
{
	size_t flags = JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT);
	struct sp_buf text = SP_BUF_INIT;

	if (json_dump_callback(theirs(value), add_piece, &text, flags) != 0)
		sp_out_of_memory();
	escape_what_acts(out, sp_buf_str(&text));
	sp_buf_release(&text);
}
