/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A mail of ours, from texts to finished bytes: the header (compose_header.c),
 * then the parts.
 *
 * libetpan's MIME writer is not used: it puts quotes around RFC 2231 values
 * (`filename*="utf-8''..."`, which RFC 2231 forbids and strict parsers
 * complain of), makes boundaries from the clock and the host's name, and its
 * quoted-printable lets "From " and a dot begin a line.  The frame of the
 * parts is below: a boundary holds "=_", which stands in no quoted-printable
 * and no base64.
 */
#include "mail/compose.h"

#include "base/hash.h"
#include "mail/compose_header.h"
#include "mail/encode.h"

enum { BOUNDARY_BYTES = 12, PLAIN_COLUMNS = 76 };

/* Can cleaned text go as it is, readable to anybody who looks at the source? */
static bool is_plain(struct sp_str text)
{
	struct sp_str line;

	while (sp_str_next_field(&text, '\n', &line)) {
		if (line.len > PLAIN_COLUMNS || sp_str_starts(line, SP_STR("From ")) ||
			sp_str_starts(line, SP_STR(".")) || sp_str_starts(line, SP_STR("--=_")) ||
			(line.len && sp_ascii_blank(line.ptr[line.len - 1])))
			return false;
		for (size_t i = 0; i < line.len; i++)
			if ((line.ptr[i] < 0x20 && line.ptr[i] != '\t') || line.ptr[i] == 0x7f)
				return false;
	}
	return true;
}

static void add_lines(struct sp_buf *out, struct sp_str text)
{
	struct sp_str line;

	while (sp_str_next_field(&text, '\n', &line)) {
		sp_buf_add_str(out, line);
		sp_buf_add_text(out, "\r\n");
	}
}

/* Content-Transfer-Encoding and the body, in what is shortest to read. */
static void write_text_body(struct sp_buf *out, struct sp_str text, const char *charset)
{
	struct sp_buf quoted = SP_BUF_INIT;
	bool plain = is_plain(text);

	sp_buf_printf(out, "; charset=%s\r\nContent-Transfer-Encoding: ", plain ? "us-ascii" : charset);
	sp_encode_quoted_printable(&quoted, text);
	if (plain) {
		sp_buf_add_text(out, "7bit\r\n\r\n");
		add_lines(out, text);
	} else if (quoted.len <= text.len / 57 * 78 + 78) {
		sp_buf_add_text(out, "quoted-printable\r\n\r\n");
		sp_buf_add_str(out, sp_buf_str(&quoted));
	} else {
		struct sp_buf lines = SP_BUF_INIT;

		sp_buf_add_text(out, "base64\r\n\r\n");
		add_lines(&lines, text); /* base64 text has CRLF lines, RFC 2046, 4.1.1 */
		sp_encode_base64_lines(out, sp_buf_str(&lines));
		sp_buf_release(&lines);
	}
	sp_buf_release(&quoted);
}

static void write_text(struct sp_buf *out, const struct sp_mail *mail)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_clean_text(&text, mail->text);
	sp_buf_add_text(out, "Content-Type: text/plain");
	write_text_body(out, sp_buf_str(&text), "utf-8");
	sp_buf_release(&text);
}

static void write_invitation(struct sp_buf *out, const struct sp_mail *mail)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_clean_text(&text, mail->invitation);
	sp_buf_add_text(out, "Content-Type: text/calendar; method=REQUEST");
	write_text_body(out, sp_buf_str(&text), "utf-8");
	sp_buf_release(&text);
}

/* The type that a stranger gave, or application/octet-stream: a message or a
 * multipart may not travel in base64 (RFC 2046, 5), and needs no reader of
 * its own here. */
static struct sp_str clean_type(struct sp_str type)
{
	size_t slash = sp_str_find_char(type, '/');
	struct sp_str major = sp_str_sub(type, 0, slash), minor = sp_str_from(type, slash + 1);

	for (size_t i = 0; i < minor.len; i++)
		if (!sp_ascii_alnum(minor.ptr[i]) && !strchr("-.+_", minor.ptr[i] ? minor.ptr[i] : '/'))
			return SP_STR("application/octet-stream");
	if (!sp_is_token(major) || minor.len == 0 || type.len > 127 ||
		sp_str_eq_nocase(major, SP_STR("message")) ||
		sp_str_eq_nocase(major, SP_STR("multipart")))
		return SP_STR("application/octet-stream");
	return type;
}

static void write_enclosure(struct sp_buf *out, const struct sp_enclosure *enclosure)
{
	struct sp_buf name = SP_BUF_INIT;

	sp_clean_file_name(&name, enclosure->name);
	sp_buf_add_text(out, "Content-Type: ");
	sp_buf_add_str(out, clean_type(enclosure->type));
	sp_buf_add_text(out, "\r\nContent-Disposition: attachment");
	sp_encode_parameter(out, "filename", sp_buf_str(&name));
	sp_buf_add_text(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	sp_encode_base64_lines(out, enclosure->bytes);
	sp_buf_release(&name);
}

/* A multipart's boundary: the same for the same mail, another for each level. */
static void make_boundary(struct sp_buf *out, const struct sp_mail *mail, char level)
{
	struct sp_digest digest = sp_sha256(mail->message_id);

	sp_buf_printf(out, "=_%c", level);
	sp_hex_add(out, digest.bytes, BOUNDARY_BYTES);
}

static void write_alternative(struct sp_buf *out, const struct sp_mail *mail)
{
	struct sp_buf boundary = SP_BUF_INIT;

	make_boundary(&boundary, mail, 'a');
	sp_buf_printf(out, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n",
		boundary.ptr, boundary.ptr);
	write_text(out, mail);
	sp_buf_printf(out, "\r\n--%s\r\n", boundary.ptr);
	write_invitation(out, mail);
	sp_buf_printf(out, "\r\n--%s--\r\n", boundary.ptr);
	sp_buf_release(&boundary);
}

static void write_content(struct sp_buf *out, const struct sp_mail *mail)
{
	if (mail->invitation.ptr)
		write_alternative(out, mail);
	else
		write_text(out, mail);
}

static void write_mixed(struct sp_buf *out, const struct sp_mail *mail)
{
	struct sp_buf boundary = SP_BUF_INIT;

	make_boundary(&boundary, mail, 'm');
	sp_buf_printf(out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n",
		boundary.ptr, boundary.ptr);
	write_content(out, mail);
	for (size_t i = 0; i < mail->enclosure_count; i++) {
		sp_buf_printf(out, "\r\n--%s\r\n", boundary.ptr);
		write_enclosure(out, &mail->enclosures[i]);
	}
	sp_buf_printf(out, "\r\n--%s--\r\n", boundary.ptr);
	sp_buf_release(&boundary);
}

enum sp_status sp_mail_compose(const struct sp_mail *mail, struct sp_buf *out, struct sp_err *err)
{
	enum sp_status status = sp_compose_header(mail, out, err);

	if (status != SP_OK)
		return status;
	if (mail->enclosure_count)
		write_mixed(out, mail);
	else
		write_content(out, mail);
	return SP_OK;
}
