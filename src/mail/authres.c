/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Authentication-Results (RFC 8601, 2.2):
 * authserv-id [version] *( ";" method [/version] "=" result [reason] *property )
 */
#include "base/idn.h"
#include "base/utf8.h"
#include "mail/fields.h"

static struct sp_str lower(struct sp_arena *arena, struct sp_str s)
{
	char *copy = sp_arena_text(arena, s);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = sp_ascii_lower(copy[i]);
	return sp_str_n(copy, s.len);
}

/* The next blank-separated word of a statement, quoted strings whole, blanks
 * around '=' , '/' and '.' as if they were not there. */
static struct sp_str next_word(struct sp_str *rest)
{
	struct sp_str s = sp_str_trim(*rest);
	bool quoted = false;
	size_t end = 0;

	while (end < s.len) {
		char c = s.ptr[end];

		if (c == '\\' && quoted)
			end++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && sp_ascii_blank(c))
			break;
		end++;
	}
	if (end > s.len)
		end = s.len;
	*rest = sp_str_from(s, end);
	return sp_str_sub(s, 0, end);
}

static struct sp_str unquoted(struct sp_str s)
{
	if (s.len >= 2 && s.ptr[0] == '"' && s.ptr[s.len - 1] == '"')
		return sp_str_sub(s, 1, s.len - 2);
	return s;
}

/* "user@example.it", "@example.it" or "example.it" as a domain's A-label. */
static struct sp_str domain_of(struct sp_arena *arena, struct sp_str value)
{
	struct sp_buf ascii = SP_BUF_INIT;
	struct sp_str domain = SP_NONE;
	size_t at = value.len;

	while (at && value.ptr[at - 1] != '@')
		at--;
	value = sp_str_from(value, at);
	while (value.len && (value.ptr[value.len - 1] == '.' || value.ptr[value.len - 1] == '>'))
		value.len--;
	if (value.len && sp_idn_add_ascii(&ascii, value))
		domain = sp_arena_str(arena, sp_buf_str(&ascii));
	sp_buf_release(&ascii);
	return domain;
}

/* How well a property names the domain that the method vouches for; 0: not. */
static int property_rank(struct sp_str method, struct sp_str name)
{
	static const struct {
		const char *method, *name;
		int rank;
	} rows[] = {
		{ "dkim", "header.d", 2 },       { "dkim", "header.i", 1 },
		{ "dmarc", "header.from", 2 },   { "spf", "smtp.mailfrom", 2 },
		{ "spf", "smtp.mail", 2 },       { "spf", "smtp.helo", 1 },
		{ "arc", "header.oldest-pass", 0 }, { "auth", "smtp.auth", 2 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (sp_str_eq(method, sp_str(rows[i].method)) &&
			sp_str_eq_nocase(name, sp_str(rows[i].name)))
			return rows[i].rank;
	return 0;
}

/* One "method=result property=value ..." */
static bool parse_statement(struct sp_arena *arena, struct sp_str statement,
	struct sp_auth_result *result_r)
{
	struct sp_str rest = statement, word = next_word(&rest);
	size_t equals = sp_str_find_char(word, '=');
	struct sp_str method = sp_str_sub(word, 0, equals);
	int best = 0;

	method = sp_str_sub(method, 0, sp_str_find_char(method, '/'));
	if (equals == word.len || equals + 1 == word.len || method.len == 0)
		return false;
	result_r->method = lower(arena, method);
	result_r->result = lower(arena, unquoted(sp_str_from(word, equals + 1)));
	result_r->domain = SP_NONE;
	while ((word = next_word(&rest)).len) {
		int rank;

		equals = sp_str_find_char(word, '=');
		rank = property_rank(result_r->method, sp_str_sub(word, 0, equals));
		if (rank > best && equals < word.len) {
			result_r->domain = domain_of(arena, unquoted(sp_str_from(word, equals + 1)));
			best = rank;
		}
	}
	return true;
}

/* Up to the next ';' outside quotes. */
static bool next_statement(struct sp_str *rest, struct sp_str *statement_r)
{
	bool quoted = false;
	size_t end = 0;

	if (rest->len == 0)
		return false;
	for (; end < rest->len; end++) {
		if (rest->ptr[end] == '\\' && quoted)
			end++;
		else if (rest->ptr[end] == '"')
			quoted = !quoted;
		else if (rest->ptr[end] == ';' && !quoted)
			break;
	}
	if (end > rest->len)
		end = rest->len;
	*statement_r = sp_str_trim(sp_str_sub(*rest, 0, end));
	*rest = sp_str_from(*rest, end + 1);
	return true;
}

/* "dkim = pass", "dkim/1 = pass": a blank beside '=' or '/' does not part words. */
static struct sp_str tightened(struct sp_arena *arena, struct sp_str s)
{
	struct sp_buf out = SP_BUF_INIT, good = SP_BUF_INIT;
	struct sp_str tight;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '"' && (i == 0 || s.ptr[i - 1] != '\\'))
			quoted = !quoted;
		if (!quoted && (c == '=' || c == '/'))
			while (out.len && sp_ascii_blank(out.ptr[out.len - 1]))
				sp_buf_cut(&out, out.len - 1);
		if (!quoted && sp_ascii_blank(c) && out.len &&
			(out.ptr[out.len - 1] == '=' || out.ptr[out.len - 1] == '/'))
			continue;
		sp_buf_add_char(&out, (unsigned char)c < ' ' || c == 0x7F ? ' ' : c);
	}
	sp_utf8_repair(&good, sp_buf_str(&out));
	tight = sp_arena_str(arena, sp_buf_str(&good));
	sp_buf_release(&good);
	sp_buf_release(&out);
	return tight;
}

struct sp_authentication sp_authentication_parse(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_authentication found = { SP_NONE, NULL, 0 };
	struct sp_str rest = tightened(arena, sp_without_comments(arena, raw)), statement;

	if (!next_statement(&rest, &statement))
		return found;
	found.authserv_id = sp_arena_str(arena, unquoted(next_word(&statement)));
	if (found.authserv_id.len == 0)
		found.authserv_id = SP_NONE;
	found.results = sp_arena_array(arena, SP_MAX_AUTH_RESULTS, struct sp_auth_result);
	while (found.count < SP_MAX_AUTH_RESULTS && next_statement(&rest, &statement)) {
		if (statement.len == 0 || sp_str_eq_nocase(statement, SP_STR("none")))
			continue;
		if (!parse_statement(arena, statement, &found.results[found.count]))
			break;
		found.count++;
	}
	return found;
}
