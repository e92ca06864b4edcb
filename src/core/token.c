/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/token.h"

enum { PAYLOAD_LETTERS = 20, MAC_LETTERS = SP_TOKEN_LETTERS - PAYLOAD_LETTERS,
	GENERATIONS = 1024 };

/* What else might be signed with the same key must not be a token. */
static const char signed_as[] = "sportello token 1:";

static int hex_value(char c)
{
	c = sp_ascii_lower(c);
	if (sp_ascii_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_key(struct sp_str hex, uint8_t *key)
{
	if (hex.len != 2 * SP_KEY_BYTES)
		return false;
	for (size_t i = 0; i < SP_KEY_BYTES; i++) {
		int high = hex_value(hex.ptr[2 * i]), low = hex_value(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		key[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

enum sp_status sp_keys_parse(const char *name, struct sp_str text, struct sp_keys *keys_r,
	struct sp_err *err)
{
	unsigned line_number = 0;
	bool any = false;
	struct sp_str line;

	memset(keys_r, 0, sizeof *keys_r);
	while (sp_str_next_line(&text, &line)) {
		unsigned long long id;
		size_t blank;

		line_number++;
		line = sp_str_trim(line);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		blank = sp_str_find_char(line, ' ');
		if (!sp_str_number(sp_str_sub(line, 0, blank), SP_MAX_KEYS - 1, &id) ||
			!parse_key(sp_str_trim(sp_str_from(line, blank)), keys_r->bytes[id]))
			return sp_fail(err, SP_CONFIG,
				"%s:%u: not a key; a line is a number from 0 to 31, a blank and "
				"64 hexadecimal digits", name, line_number);
		keys_r->known[id] = true;
		keys_r->newest = (unsigned)id;
		any = true;
	}
	if (!any)
		return sp_fail(err, SP_CONFIG, "%s: no key in it; run `sportello init`", name);
	return SP_OK;
}

/* `letters` letters for the low 5 * letters bits of `value`, the highest first. */
static void add_number(struct sp_buf *out, int64_t value, unsigned letters)
{
	uint64_t bits = (uint64_t)value << (64 - 5 * letters);
	uint8_t bytes[8];

	for (unsigned i = 0; i < 8; i++)
		bytes[i] = (uint8_t)(bits >> (56 - 8 * i));
	sp_base32_add(out, bytes, (size_t)5 * letters);
}

static int64_t take_number(const char **at, unsigned letters)
{
	int64_t value = 0;

	while (letters--)
		value = value << 5 | sp_base32_value(*(*at)++);
	return value;
}

static void add_mac(struct sp_buf *out, const uint8_t *key, struct sp_str payload)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_digest mac;

	sp_buf_add_text(&text, signed_as);
	sp_buf_add_str(&text, payload);
	mac = sp_hmac_sha256(sp_str_n((const char *)key, SP_KEY_BYTES), sp_buf_str(&text));
	sp_base32_add(out, mac.bytes, 5 * MAC_LETTERS);
	sp_buf_release(&text);
}

void sp_token_write(struct sp_buf *out, const struct sp_keys *keys, const struct sp_token *token)
{
	struct sp_buf text = SP_BUF_INIT;

	add_number(&text, keys->newest, 1);
	sp_buf_add_char(&text, (char)token->purpose);
	add_number(&text, token->ticket_id, 7);
	add_number(&text, token->person_id, 6);
	add_number(&text, token->day, 3);
	add_number(&text, token->generation, 2);
	add_mac(&text, keys->bytes[keys->newest], sp_buf_str(&text));
	sp_buf_add_str(out, sp_buf_str(&text));
	sp_buf_release(&text);
}

static bool has_shape(struct sp_str text)
{
	if (text.len != SP_TOKEN_LETTERS)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (sp_base32_value(text.ptr[i]) < 0)
			return false;
	return true;
}

static bool signature_holds(const struct sp_keys *keys, const char *letters)
{
	unsigned id = (unsigned)sp_base32_value(letters[0]);
	struct sp_buf mac = SP_BUF_INIT;
	bool holds;

	if (!keys->known[id])
		return false;
	add_mac(&mac, keys->bytes[id], sp_str_n(letters, PAYLOAD_LETTERS));
	holds = sp_equal_secret(mac.ptr, letters + PAYLOAD_LETTERS, MAC_LETTERS);
	sp_buf_release(&mac);
	return holds;
}

enum sp_token_verdict sp_token_read(const struct sp_keys *keys, struct sp_str text,
	struct sp_token *token_r)
{
	char letters[SP_TOKEN_LETTERS];
	const char *at = letters + 2;

	if (!has_shape(text))
		return SP_TOKEN_NONE;
	for (size_t i = 0; i < SP_TOKEN_LETTERS; i++)
		letters[i] = sp_ascii_lower(text.ptr[i]);
	if (!signature_holds(keys, letters))
		return SP_TOKEN_FORGED;
	token_r->purpose = (enum sp_token_purpose)letters[1];
	token_r->ticket_id = take_number(&at, 7);
	token_r->person_id = take_number(&at, 6);
	token_r->day = take_number(&at, 3);
	token_r->generation = take_number(&at, 2);
	return SP_TOKEN_GOOD;
}

int64_t sp_token_generation(const struct sp_person *person, int64_t shown)
{
	return (person->token_generation + shown) % GENERATIONS;
}

enum sp_token_verdict sp_token_judge(const struct sp_token *token, const struct sp_person *person,
	int64_t shown, int64_t now, int64_t days)
{
	int64_t behind;

	if (!person || person->state == SP_PERSON_DISABLED || person->state == SP_PERSON_ERASED ||
		person->state == SP_PERSON_BLOCKED)
		return SP_TOKEN_REVOKED;
	behind = (sp_token_generation(person, shown) - token->generation + GENERATIONS) % GENERATIONS;
	if (behind)
		return behind <= shown ? SP_TOKEN_SHOWN : SP_TOKEN_REVOKED;
	return now / 86400 - token->day > days ? SP_TOKEN_EXPIRED : SP_TOKEN_GOOD;
}

/* --- in any text ------------------------------------------------------------------- */

/* Back over the line break that quoted-printable puts anywhere ("=" CR LF). */
static size_t before_break(struct sp_str s, size_t at)
{
	size_t i = at;

	if (i && s.ptr[i - 1] == '\n')
		i--;
	if (i < at && i && s.ptr[i - 1] == '\r')
		i--;
	return i < at && i && s.ptr[i - 1] == '=' ? i - 1 : at;
}

/* What stands before the '@' at `at`; *from_r: its first byte. */
static bool stands_before(struct sp_str s, size_t at, char *letters_r, size_t *from_r)
{
	for (size_t i = SP_TOKEN_LETTERS; i > 0; i--) {
		at = before_break(s, at);
		if (at == 0 || sp_base32_value(s.ptr[at - 1]) < 0)
			return false;
		letters_r[i - 1] = sp_ascii_lower(s.ptr[--at]);
	}
	*from_r = at;
	at = before_break(s, at);
	return at && s.ptr[at - 1] == '+';
}

bool sp_token_find(struct sp_str *rest, char letters_r[SP_TOKEN_LETTERS])
{
	struct sp_str s = *rest;
	size_t from;

	for (size_t at = 0; (at += sp_str_find_char(sp_str_from(s, at), '@')) < s.len; at++)
		if (stands_before(s, at, letters_r, &from)) {
			*rest = sp_str_from(s, at + 1);
			return true;
		}
	*rest = sp_str_from(s, s.len);
	return false;
}

static bool is_of_staff(const struct sp_keys *keys, const char *letters)
{
	struct sp_token token;

	return letters[1] == SP_TOKEN_STAFF &&
	       sp_token_read(keys, sp_str_n(letters, SP_TOKEN_LETTERS), &token) == SP_TOKEN_GOOD;
}

void sp_token_hide(struct sp_buf *text, const struct sp_keys *keys, bool blank)
{
	char letters[SP_TOKEN_LETTERS];
	size_t kept = 0, copied = 0, from;

	for (size_t at = 0; (at += sp_str_find_char(sp_str_from(sp_buf_str(text), at), '@')) < text->len; at++) {
		if (!stands_before(sp_str_sub(sp_buf_str(text), 0, at), at, letters, &from) ||
			!is_of_staff(keys, letters))
			continue;
		if (blank) {
			memset(text->ptr + from, '-', at - from);
			continue;
		}
		/* With its '+'. */
		memmove(text->ptr + kept, text->ptr + copied, from - 1 - copied);
		kept += from - 1 - copied;
		copied = at;
	}
	memmove(text->ptr + kept, text->ptr + copied, text->len - copied);
	sp_buf_cut(text, kept + text->len - copied);
}
