/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header fields of others' messages without somebody who is forgotten: each field
 * that names him is written anew, in words of RFC 2047 where it is not ASCII; types
 * and dispositions lose the file names; all others keep their bytes.
 */
#include "mail/decode.h"
#include "mail/encode.h"
#include "mail/forgetting.h"
#include "mail/scan.h"

enum { LINE = 74 };

bool sp_forget_next_field(struct sp_str *rest, struct sp_str *field_r)
{
	struct sp_str start = *rest, line;

	if (!sp_str_next_line(rest, &line))
		return false;
	while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t') && line.len)
		sp_str_next_line(rest, &line);
	*field_r = sp_str_n(start.ptr, start.len - rest->len);
	return true;
}

bool sp_forget_is_named(struct sp_str field, const char *name)
{
	struct sp_str colon = sp_str(name);

	return sp_str_starts_nocase(field, colon) &&
	       sp_str_starts(sp_str_trim(sp_str_from(field, colon.len)), SP_STR(":"));
}

/* "NAME: VALUE", broken at blanks; in words of RFC 2047 where it is not ASCII. */
static void add_field(struct sp_forget_run *f, struct sp_buf *out, struct sp_str name,
	struct sp_str value)
{
	struct sp_buf encoded = SP_BUF_INIT;
	struct sp_str rest, word;
	size_t column = name.len + 1;

	sp_encode_name(&encoded, value);
	rest = sp_buf_str(&encoded);
	sp_buf_add_str(out, name);
	sp_buf_add_char(out, ':');
	while (sp_str_next_field(&rest, ' ', &word)) {
		if (column + word.len > LINE && column > name.len + 1) {
			sp_buf_add_text(out, f->eol);
			column = 0;
		}
		sp_buf_add_char(out, ' ');
		sp_buf_add_str(out, word);
		column += word.len + 1;
	}
	sp_buf_add_text(out, f->eol);
	sp_buf_release(&encoded);
}

/* Content-Type and Content-Disposition without their file names. */
static void add_without_name(struct sp_forget_run *f, struct sp_buf *out, struct sp_str name,
	struct sp_str raw)
{
	struct sp_str rest = raw, one;
	bool first = true;

	sp_buf_add_str(out, name);
	sp_buf_add_char(out, ':');
	while (sp_str_next_field(&rest, ';', &one)) {
		one = sp_str_trim(one);
		if (sp_str_starts_nocase(one, SP_STR("name")) ||
			sp_str_starts_nocase(one, SP_STR("filename")) ||
			sp_mentions_in(f->what->mentions, one))
			continue;
		sp_buf_printf(out, "%s %.*s", first ? "" : ";", SP_FMT(one));
		first = false;
	}
	sp_buf_add_text(out, f->eol);
}

static void add_percent_decoded(struct sp_buf *out, struct sp_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		int high = -1, low = -1;

		if (text.ptr[i] == '%' && i + 2 < text.len) {
			high = sp_hex_value(text.ptr[i + 1]);
			low = sp_hex_value(text.ptr[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			sp_buf_add_char(out, (char)(high * 16 + low));
			i += 2;
		} else {
			sp_buf_add_char(out, text.ptr[i]);
		}
	}
}

/* A file name is in here, in whatever form (RFC 2047, RFC 2231). */
static bool names_him(struct sp_forget_run *f, const struct sp_field *field)
{
	struct sp_str value = SP_NONE;
	struct sp_params params = sp_params_parse(&f->arena, field->raw, &value);
	struct sp_buf decoded = SP_BUF_INIT;
	bool found = false;

	for (size_t i = 0; i < params.count && !found; i++)
		found = sp_mentions_in(f->what->mentions, params.items[i].value);
	add_percent_decoded(&decoded, field->raw);
	found = found || sp_mentions_in(f->what->mentions, sp_buf_str(&decoded));
	sp_buf_release(&decoded);
	return found;
}

bool sp_forget_field(struct sp_forget_run *f, struct sp_buf *out, struct sp_str bytes)
{
	struct sp_str rest = bytes;
	struct sp_fields fields = sp_fields_parse(&f->arena, &rest);
	struct sp_buf value = SP_BUF_INIT;
	bool changed = false, subject;

	if (fields.count != 1) {
		changed = sp_mentions_erase(f->what->mentions, bytes, out);
		sp_buf_release(&value);
		return changed;
	}
	subject = f->what->subject && (sp_forget_is_named(bytes, "Subject") || sp_forget_is_named(bytes, "Thread-Topic"));
	if (sp_forget_is_named(bytes, "Content-Type") || sp_forget_is_named(bytes, "Content-Disposition")) {
		changed = names_him(f, &fields.items[0]);
		if (changed)
			add_without_name(f, out, fields.items[0].name, fields.items[0].raw);
	} else if (subject) {
		if (sp_str_eq(fields.items[0].decoded, SP_STR(SP_ERASED))) {
			sp_buf_add_str(out, bytes);
			return false;
		}
		add_field(f, out, fields.items[0].name, SP_STR(SP_ERASED));
		changed = true;
	} else if (sp_mentions_erase(f->what->mentions, fields.items[0].decoded, &value)) {
		add_field(f, out, fields.items[0].name, sp_buf_str(&value));
		changed = true;
	}
	if (!changed)
		sp_buf_add_str(out, bytes);
	sp_buf_release(&value);
	return changed;
}

void sp_forget_head(struct sp_forget_run *f, const struct sp_part *part, const char *type)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str rest = part->head, field;
	bool changed = type != NULL, ended = false;

	while (sp_forget_next_field(&rest, &field)) {
		bool blank = sp_str_trim(field).len == 0;

		if (type && (blank || !rest.len) && !ended) {
			ended = true;
			if (!blank)
				changed |= sp_forget_field(f, &out, field);
			sp_buf_printf(&out, "Content-Type: %s; charset=utf-8%sContent-Transfer-Encoding:"
				" quoted-printable%s", type, f->eol, f->eol);
			if (blank)
				sp_buf_add_str(&out, field);
			continue;
		}
		if (type && (sp_forget_is_named(field, "Content-Type") || sp_forget_is_named(field, "Content-Length") ||
				    sp_forget_is_named(field, "Content-Transfer-Encoding")))
			continue;
		if (blank)
			sp_buf_add_str(&out, field);
		else
			changed |= sp_forget_field(f, &out, field);
	}
	if (changed)
		sp_forget_replace(f, part->head, sp_buf_str(&out));
	sp_buf_release(&out);
}
