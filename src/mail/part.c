/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/part.h"

#include "base/charset.h"
#include "base/utf8.h"
#include "mail/decode.h"

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
