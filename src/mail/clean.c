/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strangers wrote, made fit to be written into a mail of ours: addresses
 * that are checked, lines without line breaks, names of files without a path.
 */
#include "mail/encode.h"

#include <stdint.h>
#include <strings.h>

#include "base/utf8.h"

enum { ADDRESS_BYTES = 254, LOCAL_BYTES = 64, ID_BYTES = 250, FILE_BYTES = 120, ENDING_BYTES = 12 };

static bool is_graphic(char c)
{
	return c > 0x20 && c < 0x7f;
}

static bool is_atext(char c)
{
	return sp_ascii_alnum(c) || (is_graphic(c) && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool local_is_sendable(struct sp_str local)
{
	bool quoted = local.len > 2 && local.ptr[0] == '"' && local.ptr[local.len - 1] == '"';

	if (local.len == 0 || local.len > LOCAL_BYTES)
		return false;
	if (!quoted) {
		for (size_t i = 0; i < local.len; i++)
			if (!is_atext(local.ptr[i]) && local.ptr[i] != '.')
				return false;
		return true;
	}
	for (size_t i = 1; i + 1 < local.len; i++)
		if (!is_graphic(local.ptr[i]) || strchr("\"\\<>", local.ptr[i]))
			return false;
	return true;
}

static bool domain_is_sendable(struct sp_str domain)
{
	struct sp_str label;

	if (domain.len > 2 && domain.ptr[0] == '[' && domain.ptr[domain.len - 1] == ']') {
		for (size_t i = 1; i + 1 < domain.len; i++)
			if (!sp_ascii_alnum(domain.ptr[i]) && domain.ptr[i] != '.' && domain.ptr[i] != ':')
				return false;
		return true;
	}
	if (domain.len == 0 || domain.ptr[domain.len - 1] == '.')
		return false;
	while (sp_str_next_field(&domain, '.', &label)) {
		if (label.len == 0 || label.len > 63 || label.ptr[0] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!sp_ascii_alnum(label.ptr[i]) && label.ptr[i] != '-' && label.ptr[i] != '_')
				return false;
	}
	return true;
}

bool sp_address_is_sendable(struct sp_str address)
{
	size_t at = address.len;

	if (address.len > ADDRESS_BYTES)
		return false;
	while (at > 0 && address.ptr[at - 1] != '@')
		at--;
	/* A leading dash is no option of the sendmail command: it stands after "--". */
	return at > 1 && local_is_sendable(sp_str_sub(address, 0, at - 1)) &&
		domain_is_sendable(sp_str_from(address, at));
}

bool sp_message_id_is_sendable(struct sp_str id)
{
	if (id.len < 3 || id.len > ID_BYTES || id.ptr[0] != '<' || id.ptr[id.len - 1] != '>')
		return false;
	if (sp_str_has(id, SP_STR("=?"))) /* some readers would decode it */
		return false;
	for (size_t i = 1; i + 1 < id.len; i++)
		if (!is_graphic(id.ptr[i]) || id.ptr[i] == '<' || id.ptr[i] == '>')
			return false;
	return true;
}

bool sp_is_token(struct sp_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!sp_ascii_alnum(word.ptr[i]) && word.ptr[i] != '-')
			return false;
	return word.len > 0 && word.len < 64;
}

/* C0, C1, DEL, and the separators that some clients take for a line break. */
static bool is_blank_or_control(uint32_t c)
{
	return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0x3000;
}

/* Characters that turn the direction of what follows, or that show nothing:
 * with them a name looks like another.  The joiners U+200C and U+200D stay:
 * Persian and emoji need them. */
static bool is_invisible(uint32_t c)
{
	return c == 0xad || c == 0x61c || c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f ||
		(c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
		(c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

void sp_clean_line(struct sp_buf *out, struct sp_str text, size_t max)
{
	size_t start = out->len;
	bool blank = false;

	while (text.len) {
		uint32_t c = sp_utf8_next(&text);
		size_t before = out->len;

		if (c != SP_UTF8_BAD && is_invisible(c))
			continue;
		if (c != SP_UTF8_BAD && is_blank_or_control(c)) {
			blank = true;
			continue;
		}
		if (blank && out->len > start)
			sp_buf_add_char(out, ' ');
		blank = false;
		sp_utf8_add(out, c);
		if (out->len - start > max) {
			sp_buf_cut(out, before);
			return;
		}
	}
}

static bool is_device(struct sp_str name)
{
	static const char *const devices[] = { "con", "prn", "aux", "nul", "com", "lpt" };
	struct sp_str stem = sp_str_trim(sp_str_sub(name, 0, sp_str_find_char(name, '.')));

	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
		struct sp_str device = sp_str(devices[i]);

		if (!sp_str_starts_nocase(stem, device))
			continue;
		if (i < 4 ? stem.len == 3 : stem.len == 4 && sp_ascii_digit(stem.ptr[3]))
			return true;
	}
	return false;
}

/* What follows the last path separator, cleaned, at most `max` bytes long but
 * for an ending such as ".pdf", which is kept. */
static void add_cut(struct sp_buf *out, struct sp_str name, size_t max)
{
	size_t dot = name.len;

	if (name.len <= max) {
		sp_buf_add_str(out, name);
		return;
	}
	while (dot > 0 && name.ptr[dot - 1] != '.')
		dot--;
	if (dot == 0 || name.len - dot > ENDING_BYTES) {
		sp_buf_add_str(out, sp_utf8_cut(name, max));
		return;
	}
	sp_buf_add_str(out, sp_utf8_cut(name, max - (name.len - dot) - 1));
	sp_buf_add_str(out, sp_str_from(name, dot - 1));
}

void sp_clean_file_name(struct sp_buf *out, struct sp_str name)
{
	struct sp_buf line = SP_BUF_INIT;
	struct sp_str rest;

	sp_clean_line(&line, name, 16 * 1024);
	for (size_t i = 0; i < line.len; i++)
		if (strchr("/\\:*?\"<>|", line.ptr[i]))
			line.ptr[i] = '_';
	rest = sp_str_trim(sp_buf_str(&line));
	while (rest.len && (rest.ptr[rest.len - 1] == '.' || rest.ptr[rest.len - 1] == ' '))
		rest.len--;
	if (is_device(rest) || sp_str_starts(rest, SP_STR(".")) || sp_str_starts(rest, SP_STR("-")) ||
		sp_str_starts(rest, SP_STR("~")))
		sp_buf_add_char(out, '_');
	if (rest.len)
		add_cut(out, rest, FILE_BYTES - 1);
	else
		sp_buf_add_text(out, "file");
	sp_buf_release(&line);
}

void sp_clean_text(struct sp_buf *out, struct sp_str text)
{
	char last = '\n';

	while (text.len) {
		bool cr = text.ptr[0] == '\r';
		uint32_t c = sp_utf8_next(&text);

		if (cr && text.len && text.ptr[0] == '\n')
			continue;
		if (cr)
			c = '\n';
		if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0)))
			sp_utf8_add(out, c);
		else
			sp_utf8_add(out, SP_UTF8_BAD);
		last = (char)c;
	}
	if (last != '\n')
		sp_buf_add_char(out, '\n');
}
