/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/decode.h"

enum { PAD = 64, SKIP = 65, UU_ALLOWANCE = 64 * 1024 };

/* What each byte is in base64: 0-63, PAD for '=', SKIP for what is no code. */
static const unsigned char base64_codes[256] = {
#define S SKIP
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, 62, S, S, S, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, S, S, S, PAD, S, S,
	S, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, S, S, S, S, S,
	S, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
#undef S
};

int sp_hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum sp_encoding sp_encoding_of(struct sp_str value)
{
	static const struct {
		const char *name;
		enum sp_encoding encoding;
	} names[] = {
		{ "base64", SP_BASE64 },
		{ "quoted-printable", SP_QUOTED_PRINTABLE },
		{ "x-uuencode", SP_UUENCODE },
		{ "uuencode", SP_UUENCODE },
		{ "x-uue", SP_UUENCODE },
		{ "uue", SP_UUENCODE },
	};

	value = sp_str_trim(value);
	while (value.len && (value.ptr[0] == '"' || value.ptr[0] == '\''))
		value = sp_str_from(value, 1);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct sp_str name = sp_str(names[i].name);

		if (sp_str_starts_nocase(value, name) &&
			(value.len == name.len || !sp_ascii_alnum(value.ptr[name.len])))
			return names[i].encoding;
	}
	return SP_IDENTITY;
}

void sp_decoder_init(struct sp_decoder *decoder, enum sp_encoding encoding, struct sp_str body)
{
	*decoder = (struct sp_decoder){ .encoding = encoding, .rest = body,
		.allowance = body.len + UU_ALLOWANCE };
}

static size_t read_identity(struct sp_decoder *decoder, char *out, size_t room)
{
	size_t len = decoder->rest.len < room ? decoder->rest.len : room;

	if (len)
		memcpy(out, decoder->rest.ptr, len);
	decoder->rest = sp_str_from(decoder->rest, len);
	return len;
}

/* After the padding: where the next line is base64 alone, the sender joined
 * several encodings; else it is a footer that a list put below. */
static bool more_base64(struct sp_str *rest)
{
	struct sp_str look = *rest;
	size_t letters = 0;

	while (look.len && (sp_ascii_blank(look.ptr[0]) || look.ptr[0] == '='))
		look = sp_str_from(look, 1);
	for (size_t i = 0; i < look.len && !sp_ascii_blank(look.ptr[i]); i++) {
		if (base64_codes[(unsigned char)look.ptr[i]] == SKIP)
			return false;
		letters++;
	}
	*rest = look;
	return letters && letters % 4 == 0;
}

/* Whole groups of four letters, as long as nothing else is between them. */
static size_t read_groups(struct sp_decoder *decoder, char *out, size_t room)
{
	const unsigned char *in = (const unsigned char *)decoder->rest.ptr;
	size_t at = 0, len = 0;

	while (at + 4 <= decoder->rest.len && len + 3 <= room) {
		unsigned a = base64_codes[in[at]], b = base64_codes[in[at + 1]];
		unsigned c = base64_codes[in[at + 2]], d = base64_codes[in[at + 3]];

		if ((a | b | c | d) >= PAD)
			break;
		out[len++] = (char)(a << 2 | b >> 4);
		out[len++] = (char)(b << 4 | c >> 2);
		out[len++] = (char)(c << 6 | d);
		at += 4;
	}
	decoder->rest = sp_str_from(decoder->rest, at);
	return len;
}

/* What is left when the letters end before a group is full. */
static size_t end_group(struct sp_decoder *decoder, char *out)
{
	uint32_t bits = decoder->bits;
	unsigned count = decoder->count;

	decoder->bits = 0;
	decoder->count = 0;
	if (count < 2)
		return 0;
	bits <<= 6 * (4 - count);
	out[0] = (char)(bits >> 16);
	if (count == 3)
		out[1] = (char)(bits >> 8);
	return count - 1;
}

static size_t read_base64(struct sp_decoder *decoder, char *out, size_t room)
{
	size_t len = 0;

	while (decoder->rest.len && len + 3 <= room) {
		unsigned code;

		if (decoder->count == 0)
			len += read_groups(decoder, out + len, room - len);
		if (decoder->rest.len == 0 || len + 3 > room)
			break;
		code = base64_codes[(unsigned char)decoder->rest.ptr[0]];
		decoder->rest = sp_str_from(decoder->rest, 1);
		if (code < PAD) {
			decoder->bits = decoder->bits << 6 | code;
			if (++decoder->count < 4)
				continue;
			out[len++] = (char)(decoder->bits >> 16);
			out[len++] = (char)(decoder->bits >> 8);
			out[len++] = (char)decoder->bits;
			decoder->bits = 0;
			decoder->count = 0;
		} else if (code == PAD && decoder->count >= 2) {
			len += end_group(decoder, out + len);
			if (!more_base64(&decoder->rest))
				decoder->rest = SP_NONE;
		}
	}
	if (decoder->rest.len == 0 && len + 3 <= room)
		len += end_group(decoder, out + len);
	return len;
}

/* Take the escape or soft line break after '='; returns bytes written (0, 1). */
static size_t read_escape(struct sp_decoder *decoder, char *out)
{
	struct sp_str rest = sp_str_from(decoder->rest, 1);
	size_t blank = 0;

	if (rest.len >= 2 && sp_hex_value(rest.ptr[0]) >= 0 && sp_hex_value(rest.ptr[1]) >= 0) {
		*out = (char)(sp_hex_value(rest.ptr[0]) << 4 | sp_hex_value(rest.ptr[1]));
		decoder->rest = sp_str_from(rest, 2);
		return 1;
	}
	while (blank < rest.len && blank < 1000 && (rest.ptr[blank] == ' ' || rest.ptr[blank] == '\t'))
		blank++;
	if (blank == rest.len || rest.ptr[blank] == '\n' || rest.ptr[blank] == '\r') {
		rest = sp_str_from(rest, blank);
		while (rest.len && rest.ptr[0] == '\r')
			rest = sp_str_from(rest, 1);
		decoder->rest = rest.len && rest.ptr[0] == '\n' ? sp_str_from(rest, 1) : rest;
		return 0;
	}
	*out = '=';
	decoder->rest = rest;
	return 1;
}

static size_t read_quoted_printable(struct sp_decoder *decoder, char *out, size_t room)
{
	size_t len = 0;

	while (decoder->rest.len && len < room) {
		struct sp_str run = sp_str_sub(decoder->rest, 0, room - len);
		size_t plain = sp_str_find_char(run, '=');

		if (plain)
			memcpy(out + len, run.ptr, plain);
		len += plain;
		decoder->rest = sp_str_from(decoder->rest, plain);
		if (plain < run.len)
			len += read_escape(decoder, out + len);
	}
	return len;
}

/* The next line that carries data, into decoder->line; false at the end. */
static bool next_uu_line(struct sp_decoder *decoder)
{
	struct sp_str line;

	while (sp_str_next_line(&decoder->rest, &line)) {
		if (!decoder->begun) {
			decoder->begun = sp_str_starts(line, SP_STR("begin "));
			continue;
		}
		if (line.len == 0)
			continue;
		if (sp_str_eq(sp_str_trim_end(line), SP_STR("end")))
			break;
		decoder->line_bytes = (unsigned)(line.ptr[0] - ' ') & 077;
		decoder->line = sp_str_from(line, 1);
		if (decoder->line_bytes)
			return true;
	}
	decoder->rest = SP_NONE;
	return false;
}

static size_t read_uuencode(struct sp_decoder *decoder, char *out, size_t room)
{
	size_t len = 0;

	while (len + 3 <= room && decoder->allowance >= 3 &&
		(decoder->line_bytes || next_uu_line(decoder))) {
		unsigned code[4];
		char bytes[3];
		unsigned take = decoder->line_bytes < 3 ? decoder->line_bytes : 3;

		for (size_t i = 0; i < 4; i++) /* mailers drop blanks at the end of a line */
			code[i] = i < decoder->line.len ?
				(unsigned)(decoder->line.ptr[i] - ' ') & 077 : 0;
		bytes[0] = (char)(code[0] << 2 | code[1] >> 4);
		bytes[1] = (char)(code[1] << 4 | code[2] >> 2);
		bytes[2] = (char)(code[2] << 6 | code[3]);
		memcpy(out + len, bytes, take);
		len += take;
		decoder->line = sp_str_from(decoder->line, 4);
		decoder->line_bytes -= take;
		decoder->allowance -= take;
	}
	return len;
}

size_t sp_decoder_read(struct sp_decoder *decoder, char *out, size_t room)
{
	switch (decoder->encoding) {
	case SP_BASE64:
		return read_base64(decoder, out, room);
	case SP_QUOTED_PRINTABLE:
		return read_quoted_printable(decoder, out, room);
	case SP_UUENCODE:
		return read_uuencode(decoder, out, room);
	case SP_IDENTITY:
		break;
	}
	return read_identity(decoder, out, room);
}

/* A uuencoded body without its "begin" line is none: keep what is there. */
static enum sp_encoding true_encoding(enum sp_encoding encoding, struct sp_str body)
{
	if (encoding == SP_UUENCODE && !sp_str_starts(body, SP_STR("begin ")) &&
		!sp_str_has(body, SP_STR("\nbegin ")))
		return SP_IDENTITY;
	return encoding;
}

bool sp_decode_body(struct sp_buf *out, enum sp_encoding encoding, struct sp_str body, size_t limit)
{
	struct sp_decoder decoder;
	size_t start = out->len, len;

	encoding = true_encoding(encoding, body);
	if (encoding == SP_IDENTITY) {
		sp_buf_add_str(out, sp_str_sub(body, 0, limit));
		return body.len <= limit;
	}
	sp_decoder_init(&decoder, encoding, body);
	do {
		sp_buf_reserve(out, 16 * SP_DECODE_ROOM);
		len = sp_decoder_read(&decoder, out->ptr + out->len, 16 * SP_DECODE_ROOM);
		out->len += len;
		out->ptr[out->len] = '\0';
	} while (len && out->len - start <= limit);
	if (out->len - start <= limit)
		return true;
	sp_buf_cut(out, start + limit);
	return false;
}

int64_t sp_decode_digest(enum sp_encoding encoding, struct sp_str body, struct sp_digest *digest_r)
{
	struct sp_sha256_state state;
	struct sp_decoder decoder;
	char piece[16 * SP_DECODE_ROOM];
	int64_t size = 0;
	size_t len;

	encoding = true_encoding(encoding, body);
	if (encoding == SP_IDENTITY) {
		*digest_r = sp_sha256(body);
		return (int64_t)body.len;
	}
	sp_sha256_init(&state);
	sp_decoder_init(&decoder, encoding, body);
	while ((len = sp_decoder_read(&decoder, piece, sizeof(piece))) > 0) {
		sp_sha256_update(&state, sp_str_n(piece, len));
		size += (int64_t)len;
	}
	*digest_r = sp_sha256_finish(&state);
	return size;
}

void sp_decode_b(struct sp_buf *out, struct sp_str text)
{
	sp_decode_body(out, SP_BASE64, text, SP_MAX_FIELD);
}

void sp_decode_q(struct sp_buf *out, struct sp_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '=' && i + 2 < text.len && sp_hex_value(text.ptr[i + 1]) >= 0 &&
			sp_hex_value(text.ptr[i + 2]) >= 0) {
			c = (char)(sp_hex_value(text.ptr[i + 1]) << 4 | sp_hex_value(text.ptr[i + 2]));
			i += 2;
		} else if (c == '_') {
			c = ' ';
		}
		sp_buf_add_char(out, c);
	}
}
