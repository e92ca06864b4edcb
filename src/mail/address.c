/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One pass over the characters; an entry ends at a comma or semicolon that is
 * in no string, comment, angle brackets or encoded word.  What an entry is made
 * of is gathered on the way and judged at its end.
 */
#include "mail/address.h"

#include "base/charset.h"
#include "base/idn.h"
#include "base/utf8.h"
#include "mail/fields.h"
#include "mail/words.h"

enum { LONGEST_ADDRESS = 998, MAX_COMMENT_DEPTH = 50 };

/* The entry being read. */
struct entry {
	struct sp_buf words;   /* outside angle brackets, as written, strings with quotes */
	struct sp_buf phrase;  /* the same with quotes and escapes undone: the name */
	struct sp_buf comment; /* of the last "(comment)" */
	struct sp_buf angle;   /* between angle brackets */
	bool has_angle;
	bool after_angle; /* what follows the brackets is no part of the name */
};

struct reader {
	struct sp_str raw;
	size_t at;
	bool unclosed_quote; /* no '"' is left that would close one */
	bool unclosed_comment;
};

static void entry_clear(struct entry *entry)
{
	sp_buf_cut(&entry->words, 0);
	sp_buf_cut(&entry->phrase, 0);
	sp_buf_cut(&entry->comment, 0);
	sp_buf_cut(&entry->angle, 0);
	entry->has_angle = entry->after_angle = false;
}

/* The string at reader->at, its quotes included in `words`.  A quote that is
 * never closed is a character like others. */
static void read_quoted(struct reader *reader, struct sp_buf *words, struct sp_buf *phrase)
{
	size_t end = reader->at + 1;

	while (!reader->unclosed_quote && end < reader->raw.len && reader->raw.ptr[end] != '"')
		end += reader->raw.ptr[end] == '\\' ? 2 : 1;
	if (reader->unclosed_quote || end >= reader->raw.len) {
		reader->unclosed_quote = true;
		reader->at++;
		return;
	}
	sp_buf_add_str(words, sp_str_sub(reader->raw, reader->at, end + 1 - reader->at));
	for (size_t i = reader->at + 1; phrase && i < end; i++) {
		if (reader->raw.ptr[i] == '\\' && i + 1 < end)
			i++;
		sp_buf_add_char(phrase, reader->raw.ptr[i]);
	}
	reader->at = end + 1;
}

static void read_comment(struct reader *reader, struct sp_buf *comment)
{
	unsigned depth = 0;
	size_t i = reader->at;

	sp_buf_cut(comment, 0);
	while (!reader->unclosed_comment && i < reader->raw.len) {
		char c = reader->raw.ptr[i];

		if (c == '\\' && i + 1 < reader->raw.len)
			c = reader->raw.ptr[++i];
		else if (c == '(' && ++depth == 1)
			c = '\0';
		else if (c == ')' && --depth == 0)
			break;
		if (depth > MAX_COMMENT_DEPTH)
			break;
		if (c || depth > 1)
			sp_buf_add_char(comment, c);
		i++;
	}
	if (i < reader->raw.len && depth == 0 && !reader->unclosed_comment) {
		reader->at = i + 1;
		return;
	}
	reader->unclosed_comment = true; /* the bracket is a character like others */
	sp_buf_cut(comment, 0);
	reader->at++;
}

/* From '<' to '>', or to what must be the next entry where it is missing. */
static void read_angle(struct reader *reader, struct entry *entry)
{
	struct sp_buf ignored = SP_BUF_INIT;

	sp_buf_cut(&entry->angle, 0);
	entry->has_angle = true;
	for (reader->at++; reader->at < reader->raw.len;) {
		char c = reader->raw.ptr[reader->at];

		if (c == '"') {
			read_quoted(reader, &entry->angle, NULL);
			continue;
		}
		if (c == '(' && !reader->unclosed_comment) {
			read_comment(reader, &ignored);
			continue;
		}
		if (c == '>' || c == ';' || (c == ',' && entry->angle.ptr[0] != '@')) {
			reader->at += c == '>';
			break;
		}
		if (c == '<') /* "<<a@b>>" */
			sp_buf_cut(&entry->angle, 0);
		else
			sp_buf_add_char(&entry->angle, c);
		reader->at++;
	}
	entry->after_angle = true;
	sp_buf_release(&ignored);
}

/* A route, "@a,@b:user@host" (RFC 5322, 4.4), and "mailto:" are dropped. */
static struct sp_str without_route(struct sp_str s)
{
	size_t colon = sp_str_find_char(s, ':');

	if (s.len && s.ptr[0] == '@' && colon < s.len)
		s = sp_str_from(s, colon + 1);
	if (sp_str_starts_nocase(s, SP_STR("mailto:")))
		s = sp_str_from(s, 7);
	return s;
}

static bool good_domain(struct sp_str domain)
{
	bool literal = domain.len > 2 && domain.ptr[0] == '[' && domain.ptr[domain.len - 1] == ']';

	if (literal)
		domain = sp_str_sub(domain, 1, domain.len - 2);
	for (size_t i = 0; i < domain.len; i++) {
		unsigned char c = (unsigned char)domain.ptr[i];

		if (!sp_ascii_alnum((char)c) && c < 0x80 && !strchr(literal ? "-._:" : "-._", c))
			return false;
		if (c == '\0')
			return false;
	}
	return domain.len > 0;
}

static bool good_local(struct sp_str local)
{
	bool quoted = local.len >= 2 && local.ptr[0] == '"' && local.ptr[local.len - 1] == '"';

	for (size_t i = 0; i < local.len; i++) {
		unsigned char c = (unsigned char)local.ptr[i];

		if (c < ' ' || c == 0x7F || (!quoted && (c == ' ' || strchr("<>()[]:;,\"", c))))
			return false;
	}
	return local.len > 0 && !(quoted && local.len == 2);
}

/* Blanks beside '@' and '.' are folding (RFC 5322, 4.4: "a . b @ c"). */
static void add_tight(struct sp_buf *out, struct sp_str s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '"')
			quoted = !quoted;
		if (!quoted && (c == '@' || c == '.'))
			while (out->len && sp_ascii_blank(out->ptr[out->len - 1]))
				sp_buf_cut(out, out->len - 1);
		if (!quoted && sp_ascii_blank(c) && out->len &&
			(out->ptr[out->len - 1] == '@' || out->ptr[out->len - 1] == '.'))
			continue;
		sp_buf_add_char(out, c);
	}
}

/* "MAILER-DAEMON": what old systems write of a user of their own. */
static bool is_local_word(struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!sp_ascii_alnum(s.ptr[i]) && !strchr("-_.+", s.ptr[i]))
			return false;
	return s.len > 0 && !memchr(s.ptr, '\0', s.len);
}

/* The addr-spec that is all of `s`, canonical; absent when it is none. */
static struct sp_str canonical(struct sp_arena *arena, struct sp_str s)
{
	struct sp_buf tight = SP_BUF_INIT, out = SP_BUF_INIT;
	struct sp_str address = SP_NONE, local, domain;
	size_t at;

	if (s.len > LONGEST_ADDRESS)
		return SP_NONE;
	add_tight(&tight, without_route(sp_str_trim(s)));
	s = sp_buf_str(&tight);
	for (at = s.len; at && s.ptr[at - 1] != '@'; at--)
		;
	if (at == 0 && is_local_word(s))
		address = sp_arena_str(arena, s);
	local = sp_str_sub(s, 0, at ? at - 1 : 0);
	domain = sp_str_trim(sp_str_from(s, at));
	while (domain.len && domain.ptr[domain.len - 1] == '.')
		domain.len--;
	if (at && good_local(local) && good_domain(domain)) {
		/* 8-bit only: what an encoded word hides here is no address. */
		sp_charset_add(&out, SP_NONE, local);
		sp_buf_add_char(&out, '@');
		if (sp_idn_add_ascii(&out, domain))
			address = sp_arena_str(arena, sp_buf_str(&out));
	}
	sp_buf_release(&tight);
	sp_buf_release(&out);
	return address;
}

/* The word that holds '@' in an entry without angle brackets; the others, if
 * there are any, are the name. */
static struct sp_str word_with_at(struct sp_arena *arena, struct sp_str words, struct sp_str *name_r)
{
	struct sp_str found = canonical(arena, words);
	size_t start, end, at = words.len;

	*name_r = SP_NONE;
	if (found.ptr)
		return found;
	while (at && words.ptr[at - 1] != '@')
		at--;
	if (at == 0)
		return SP_NONE;
	for (start = at - 1; start && !sp_ascii_blank(words.ptr[start - 1]); start--)
		;
	for (end = at; end < words.len && !sp_ascii_blank(words.ptr[end]); end++)
		;
	found = sp_str_sub(words, start, end - start);
	while (found.len && strchr("\"'[({", found.ptr[0]))
		found = sp_str_from(found, 1);
	while (found.len && strchr("\"'])}", found.ptr[found.len - 1]))
		found.len--;
	*name_r = sp_str_trim(sp_str_sub(words, 0, start));
	return canonical(arena, found);
}

/* A name for show: decoded, one blank between words. */
static struct sp_str shown_name(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_buf decoded = SP_BUF_INIT, out = SP_BUF_INIT;
	struct sp_str s, name = SP_NONE;

	sp_words_decode(&decoded, sp_str_trim(raw));
	s = sp_str_trim(sp_buf_str(&decoded));
	for (size_t i = 0; i < s.len; i++)
		if (!sp_ascii_blank(s.ptr[i]) || (i && !sp_ascii_blank(s.ptr[i - 1])))
			sp_buf_add_char(&out, s.ptr[i]);
	if (out.len)
		name = sp_arena_str(arena, sp_utf8_cut(sp_buf_str(&out), SP_MAX_SUBJECT));
	sp_buf_release(&decoded);
	sp_buf_release(&out);
	return name;
}

static void add_address(struct sp_arena *arena, struct sp_address_list *list, size_t *room,
	struct sp_address address)
{
	if (list->count >= SP_MAX_ADDRESSES) {
		list->cut = true;
		return;
	}
	list->items = sp_arena_grow(arena, list->items, list->count, room, sizeof(*list->items));
	list->items[list->count++] = address;
}

static void entry_end(struct sp_arena *arena, struct entry *entry, struct sp_address_list *list,
	size_t *room)
{
	struct sp_str words = sp_str_trim(sp_buf_str(&entry->words)), rest = SP_NONE, before;
	struct sp_address found = { SP_NONE, SP_NONE }, other = { SP_NONE, SP_NONE };

	if (entry->has_angle) {
		found.address = canonical(arena, sp_buf_str(&entry->angle));
		rest = sp_buf_str(&entry->phrase);
	}
	if (!found.address.ptr && words.len) {
		found.address = word_with_at(arena, words, &rest);
		/* "a@x b@y" is of two, whichever a reader of it takes. */
		if (found.address.ptr && sp_str_has(rest, SP_STR("@")))
			other.address = word_with_at(arena, rest, &before);
		if (other.address.ptr)
			add_address(arena, list, room, other);
	}
	if (!found.address.ptr) {
		entry_clear(entry);
		return;
	}
	found.name = shown_name(arena, rest);
	if (!found.name.ptr)
		found.name = shown_name(arena, sp_buf_str(&entry->comment));
	entry_clear(entry);
	add_address(arena, list, room, found);
}

/* "name:" begins a group where no address was seen in the entry yet. */
static bool begins_group(const struct entry *entry)
{
	struct sp_str words = sp_buf_str(&entry->words);

	return !entry->has_angle && sp_str_find_char(words, '@') == words.len &&
		!sp_str_eq_nocase(sp_str_trim(words), SP_STR("mailto"));
}

static void add_plain(struct reader *reader, struct entry *entry, size_t len)
{
	struct sp_str s = sp_str_sub(reader->raw, reader->at, len);

	reader->at += len;
	if (entry->after_angle)
		return;
	sp_buf_add_str(&entry->words, s);
	sp_buf_add_str(&entry->phrase, s);
}

void sp_addresses_parse(struct sp_arena *arena, struct sp_str raw, struct sp_address_list *list)
{
	struct reader reader = { raw, 0, false, false };
	struct entry entry = { SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT, false, false };
	size_t room = list->count;

	while (reader.at < raw.len && !list->cut) {
		char c = raw.ptr[reader.at];
		size_t word = c == '=' ? sp_word_length(sp_str_from(raw, reader.at)) : 0;

		if (word) {
			add_plain(&reader, &entry, word);
		} else if (c == '"' && !reader.unclosed_quote) {
			read_quoted(&reader, &entry.words, &entry.phrase);
		} else if (c == '(' && !reader.unclosed_comment) {
			read_comment(&reader, &entry.comment);
		} else if (c == '<') {
			read_angle(&reader, &entry);
		} else if (c == ',' || c == ';') {
			entry_end(arena, &entry, list, &room);
			reader.at++;
		} else if (c == ':' && begins_group(&entry)) {
			entry_clear(&entry);
			reader.at++;
		} else {
			add_plain(&reader, &entry, 1);
		}
	}
	entry_end(arena, &entry, list, &room);
	sp_buf_release(&entry.words);
	sp_buf_release(&entry.phrase);
	sp_buf_release(&entry.comment);
	sp_buf_release(&entry.angle);
}

struct sp_str sp_address_parse(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_address_list list = { NULL, 0, false };

	sp_addresses_parse(arena, raw, &list);
	return list.count ? list.items[0].address : SP_NONE;
}
