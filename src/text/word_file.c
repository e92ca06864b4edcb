/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One pass over the file's text, a copy of which is in the arena: names and
 * words are ended in it with a NUL, and not copied again.
 */
#include "text/word_file.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"

enum { MAX_FILE = 256 * 1024, MAX_WORDS = 2000 };

struct reader {
	struct sp_arena *arena;
	const char *path;
	char *at; /* what is next; the text ends with a NUL */
	int line;
	sp_word_taker *take;
	void *context;
	struct sp_err *err;
	/* What is being read, NULL outside it. */
	const char *group, *key;
	const char *words[MAX_WORDS + 1];
	size_t count;
};

static enum sp_status wrong(struct reader *r, const char *what)
{
	return sp_fail(r->err, SP_CONFIG, "%s:%d: %s%s%s%s%s", r->path, r->line,
		r->group ? r->group : "", r->group && r->key ? "." : "", r->key ? r->key : "",
		r->group || r->key ? ": " : "", what);
}

/* Past blanks, line ends and comments; then *r->at is what counts. */
static void skip(struct reader *r)
{
	for (;; r->at++) {
		if (*r->at == '\n')
			r->line++;
		else if (*r->at == '#' || (r->at[0] == '/' && r->at[1] == '/'))
			r->at += strcspn(r->at, "\n") - 1;
		else if (*r->at != ' ' && *r->at != '\t' && *r->at != '\r')
			return;
	}
}

static bool is_name_char(char c)
{
	return sp_ascii_alnum(c) || c == '_' || c == '-' || c == '*';
}

/* A name, "=" or ":".  The NUL that ends the name may stand on the mark. */
static enum sp_status take_name(struct reader *r, const char **name_r)
{
	char *begin = r->at, *end;

	while (is_name_char(*r->at))
		r->at++;
	end = r->at;
	skip(r);
	if (end == begin)
		return wrong(r, "a name is expected here");
	if (*r->at != '=' && *r->at != ':')
		return wrong(r, "after a name there must be = (or is a semicolon missing above?)");
	r->at++;
	*end = '\0';
	*name_r = begin;
	return SP_OK;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
		c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One character after a backslash; `*from` moves on. */
static char escaped(char **from)
{
	char c = *(*from)++;
	int high, low;

	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'x':
		high = hex_digit((*from)[0]);
		low = high < 0 ? -1 : hex_digit((*from)[1]);
		if (low < 0 || high + low == 0) /* no number, or a NUL */
			return 'x';
		*from += 2;
		return (char)(high << 4 | low);
	default:
		return c;
	}
}

/* "text", and what follows it in further quotes, as one. */
static enum sp_status take_word(struct reader *r)
{
	char *from = r->at, *begin = from + 1, *to = begin;

	if (*from != '"')
		return wrong(r, "a word in quotes (UTF-8) is expected");
	if (r->count == MAX_WORDS)
		return wrong(r, "there are too many words");
	while (*from == '"') {
		for (from++; *from != '"';) {
			char c = *from++;

			if (c == '\0' || c == '\n')
				return wrong(r, "the word has no end; close it with \"");
			*to++ = c == '\\' && *from && *from != '\n' ? escaped(&from) : c;
		}
		r->at = from + 1;
		skip(r);
		from = r->at;
	}
	/* The closing quote, at the least, has been passed. */
	*to = '\0';
	if (!sp_utf8_valid(sp_str_n(begin, (size_t)(to - begin))))
		return wrong(r, "a word in quotes (UTF-8) is expected");
	r->words[r->count++] = begin;
	return SP_OK;
}

/* "word", ("word", "word") or ["word", "word"]. */
static enum sp_status take_words(struct reader *r)
{
	char close = *r->at == '(' ? ')' : *r->at == '[' ? ']' : '\0';
	enum sp_status status = SP_OK;

	r->count = 0;
	if (!close)
		return take_word(r);
	r->at++;
	skip(r);
	while (status == SP_OK && *r->at != close) {
		status = take_word(r);
		if (status == SP_OK && *r->at != ',' && *r->at != close)
			return wrong(r, "between words there must be a comma");
		if (status == SP_OK && *r->at == ',') {
			r->at++;
			skip(r);
		}
	}
	r->at += status == SP_OK;
	return status;
}

static enum sp_status hand_over(struct reader *r, int line)
{
	const char **words = sp_arena_array(r->arena, r->count + 1, const char *);
	struct sp_word_line one = { r->group, r->key, words, line };

	if (r->count == 0)
		return wrong(r, "there is no word");
	memcpy(words, r->words, r->count * sizeof *words);
	return r->take(r->context, &one, r->err);
}

/* What may follow a value. */
static void pass_end(struct reader *r)
{
	skip(r);
	if (*r->at == ';' || *r->at == ',') {
		r->at++;
		skip(r);
	}
}

static enum sp_status take_member(struct reader *r)
{
	int line = r->line;
	enum sp_status status = take_name(r, &r->key);

	if (status == SP_OK) {
		skip(r);
		status = take_words(r);
	}
	if (status == SP_OK)
		status = hand_over(r, line);
	r->key = NULL;
	pass_end(r);
	return status;
}

static enum sp_status take_group(struct reader *r, const char *name)
{
	enum sp_status status = SP_OK;

	r->group = name;
	r->at++;
	skip(r);
	while (status == SP_OK && *r->at != '}') {
		if (!*r->at)
			return wrong(r, "the group has no end; close it with }");
		status = take_member(r);
	}
	r->at += status == SP_OK;
	r->group = NULL;
	return status;
}

static enum sp_status take_line(struct reader *r)
{
	int line = r->line;
	const char *name;
	enum sp_status status = take_name(r, &name);

	if (status != SP_OK)
		return status;
	skip(r);
	if (*r->at == '{') {
		status = take_group(r, name);
	} else {
		r->key = name;
		status = take_words(r);
		if (status == SP_OK)
			status = hand_over(r, line);
		r->key = NULL;
	}
	pass_end(r);
	return status;
}

enum sp_status sp_word_file_read(struct sp_arena *arena, const char *path, sp_word_taker *take,
	void *context, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	struct reader r = { .arena = arena, .path = path, .line = 1, .take = take,
		.context = context, .err = err };
	enum sp_status status = sp_read_file(path, MAX_FILE, &text, err);

	if (status == SP_OK && strlen(text.ptr) != text.len)
		status = wrong(&r, "this is no text; it has a NUL in it");
	if (status == SP_OK) {
		r.at = sp_arena_text(arena, sp_buf_str(&text));
		skip(&r);
	}
	while (status == SP_OK && *r.at)
		status = take_line(&r);
	sp_buf_release(&text);
	return status;
}
