/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/part.h"

#include "base/charset.h"
#include "base/utf8.h"
#include "mail/decode.h"

enum { LONGEST_TYPE = 127 }; /* RFC 6838, 4.2 */

bool sp_part_is(const struct sp_part *part, const char *type)
{
	return sp_str_eq(part->type, sp_str(type));
}

bool sp_part_is_multipart(const struct sp_part *part)
{
	return sp_str_starts(part->type, SP_STR("multipart/"));
}

bool sp_part_is_message(const struct sp_part *part)
{
	return sp_part_is(part, "message/rfc822") || sp_part_is(part, "message/global");
}

bool sp_part_bytes(const struct sp_part *part, size_t limit, struct sp_buf *out)
{
	return sp_decode_body(out, part->encoding, part->body, limit);
}

/* CRLF, CR CR LF and CR are LF; in place from `start` on. */
static void make_lf_lines(struct sp_buf *out, size_t start)
{
	size_t to = start;

	if (!memchr(out->ptr + start, '\r', out->len - start))
		return;
	for (size_t i = start; i < out->len; i++) {
		if (out->ptr[i] != '\r') {
			out->ptr[to++] = out->ptr[i];
			continue;
		}
		for (size_t end = i; end < out->len && end - i < 3; end++)
			if (out->ptr[end] == '\n') {
				i = end;
				break;
			} else if (out->ptr[end] != '\r') {
				break;
			}
		out->ptr[to++] = '\n';
	}
	sp_buf_cut(out, to);
}

bool sp_part_text(const struct sp_part *part, size_t limit, struct sp_buf *out)
{
	struct sp_buf bytes = SP_BUF_INIT;
	size_t start = out->len;
	struct sp_str body = part->body;
	bool whole = true;

	if (part->encoding != SP_IDENTITY) {
		whole = sp_decode_body(&bytes, part->encoding, body, limit);
		body = sp_buf_str(&bytes);
	} else if (body.len > limit) {
		whole = false;
		body.len = limit;
	}
	sp_charset_add(out, part->charset, body);
	sp_buf_release(&bytes);
	make_lf_lines(out, start);
	if (out->len - start > limit) {
		whole = false;
		sp_buf_cut(out, start + sp_utf8_cut(sp_str_from(sp_buf_str(out), start), limit).len);
	}
	return whole;
}

/* --- the header of a part --------------------------------------------------- */

static struct sp_str without_brackets(struct sp_str s)
{
	s = sp_str_trim(s);
	if (s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
		s = sp_str_sub(s, 1, s.len - 2);
	return s;
}

static bool is_type(struct sp_str type)
{
	size_t slash = sp_str_find_char(type, '/');

	if (slash == 0 || slash + 1 >= type.len || type.len > LONGEST_TYPE)
		return false;
	for (size_t i = 0; i < type.len; i++)
		if (type.ptr[i] <= ' ' || type.ptr[i] == 0x7F || strchr("<>@,\\\"?", type.ptr[i]))
			return false;
	return true;
}

static void read_type(struct sp_arena *arena, struct sp_part *part, bool in_digest)
{
	struct sp_str value = SP_NONE;
	struct sp_str raw = sp_fields_raw(&part->fields, "Content-Type");

	part->type = in_digest ? SP_STR("message/rfc822") : SP_STR("text/plain");
	if (!raw.ptr)
		return;
	part->params = sp_params_parse(arena, raw, &value);
	if (is_type(value)) {
		part->type = value;
		part->typed = true;
	} else if (sp_params_get(&part->params, "boundary").len) {
		part->type = SP_STR("multipart/mixed");
	} else if (sp_str_eq(value, SP_STR("html"))) {
		part->type = SP_STR("text/html");
	} else if (sp_str_starts(value, SP_STR("x-"))) { /* RFC 1049: somebody's own format */
		part->type = SP_STR("application/octet-stream");
	}
	part->charset = sp_params_get(&part->params, "charset");
}

static void read_disposition(struct sp_arena *arena, struct sp_part *part)
{
	struct sp_str raw = sp_fields_raw(&part->fields, "Content-Disposition");
	struct sp_params params = { NULL, 0 };

	if (raw.ptr) {
		params = sp_params_parse(arena, raw, &part->disposition);
		if (part->disposition.len == 0)
			part->disposition = SP_NONE;
	}
	part->name = sp_params_get(&params, "filename");
	if (part->name.len == 0)
		part->name = sp_params_get(&params, "name");
	if (part->name.len == 0)
		part->name = sp_params_get(&part->params, "name");
	if (part->name.len == 0)
		part->name = sp_params_get(&part->params, "filename");
	if (part->name.len == 0)
		part->name = SP_NONE;
}

void sp_part_read_head(struct sp_arena *arena, struct sp_part *part, bool in_digest)
{
	part->encoding = sp_encoding_of(
		sp_fields_raw(&part->fields, "Content-Transfer-Encoding"));
	read_type(arena, part, in_digest);
	read_disposition(arena, part);
	part->content_id = without_brackets(sp_fields_raw(&part->fields, "Content-ID"));
	if (part->content_id.len == 0)
		part->content_id = SP_NONE;
}
