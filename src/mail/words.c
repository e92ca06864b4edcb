/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/words.h"

#include "base/charset.h"
#include "mail/decode.h"

struct word {
	struct sp_str charset;
	char encoding; /* 'b' or 'q' */
	struct sp_str text;
	size_t length; /* with its delimiters */
};

enum { LONGEST_CHARSET = 60 };

/* Read the "=?charset?q?" that `s` begins with; `text` is all that follows. */
static bool word_begin(struct sp_str s, struct word *word_r)
{
	size_t end, language;

	if (!sp_str_starts(s, SP_STR("=?")))
		return false;
	s = sp_str_from(s, 2);
	for (end = 0; end < s.len && s.ptr[end] != '?'; end++)
		if (end == LONGEST_CHARSET || sp_ascii_blank(s.ptr[end]) || s.ptr[end] == '=')
			return false;
	if (end == 0 || end + 2 >= s.len || s.ptr[end + 2] != '?')
		return false;
	word_r->encoding = sp_ascii_lower(s.ptr[end + 1]);
	if (word_r->encoding != 'b' && word_r->encoding != 'q')
		return false;
	language = sp_str_find_char(sp_str_sub(s, 0, end), '*'); /* RFC 2231, section 5 */
	word_r->charset = sp_str_sub(s, 0, language);
	word_r->text = sp_str_from(s, end + 3);
	return true;
}

/* Find where the word that began ends.  `*unclosed` remembers that no "?=" is
 * left, so that a value full of beginnings is not searched again and again. */
static void word_end(struct sp_str s, struct word *word, bool *unclosed)
{
	size_t end = *unclosed ? word->text.len : sp_str_find(word->text, SP_STR("?="));

	if (end < word->text.len) {
		word->text = sp_str_sub(word->text, 0, end);
		word->length = (size_t)(word->text.ptr - s.ptr) + end + 2;
		return;
	}
	*unclosed = true; /* cut off by a mailer that counts: up to the next blank */
	for (end = 0; end < word->text.len && !sp_ascii_blank(word->text.ptr[end]); end++)
		;
	word->text = sp_str_sub(word->text, 0, end);
	if (end && word->text.ptr[end - 1] == '?')
		word->text.len--;
	word->length = (size_t)(word->text.ptr - s.ptr) + end;
}

size_t sp_word_length(struct sp_str s)
{
	struct word word;
	size_t end;

	if (!word_begin(s, &word))
		return 0;
	end = sp_str_find(sp_str_sub(word.text, 0, 1000), SP_STR("?="));
	if (end == word.text.len || end >= 1000)
		return 0;
	return (size_t)(word.text.ptr - s.ptr) + end + 2;
}

/* Bytes of words that belong together, not converted yet. */
struct pending {
	struct sp_str charset;
	struct sp_buf bytes;
};

static void add_line(struct sp_buf *out, size_t from)
{
	for (size_t i = from; i < out->len; i++)
		if ((unsigned char)out->ptr[i] < ' ' || out->ptr[i] == 0x7F)
			out->ptr[i] = ' ';
}

static void flush(struct sp_buf *out, struct pending *pending)
{
	if (pending->bytes.len)
		sp_charset_add(out, pending->charset, sp_buf_str(&pending->bytes));
	sp_buf_cut(&pending->bytes, 0);
}

static void add_word(struct sp_buf *out, struct pending *pending, const struct word *word)
{
	if (!sp_str_eq_nocase(pending->charset, word->charset))
		flush(out, pending);
	pending->charset = word->charset;
	if (word->encoding == 'b')
		sp_decode_b(&pending->bytes, word->text);
	else
		sp_decode_q(&pending->bytes, word->text);
}

static bool only_blanks(struct sp_str s)
{
	return sp_str_trim(s).len == 0;
}

void sp_words_decode(struct sp_buf *out, struct sp_str raw)
{
	struct pending pending = { SP_NONE, SP_BUF_INIT };
	size_t start = out->len, plain = 0, at = 0;
	bool unclosed = false, after_word = false;

	while (at < raw.len) {
		struct sp_str rest = sp_str_from(raw, at);
		size_t next = sp_str_find(rest, SP_STR("=?"));
		struct word word;

		at += next;
		if (next == rest.len)
			break;
		if (!word_begin(sp_str_from(raw, at), &word)) {
			at += 2;
			continue;
		}
		word_end(sp_str_from(raw, at), &word, &unclosed);
		/* Blanks between two words are not there (RFC 2047, 6.2). */
		if (!after_word || !only_blanks(sp_str_sub(raw, plain, at - plain))) {
			flush(out, &pending);
			sp_charset_add(out, SP_NONE, sp_str_sub(raw, plain, at - plain));
		}
		add_word(out, &pending, &word);
		at += word.length;
		plain = at;
		after_word = true;
	}
	flush(out, &pending);
	sp_charset_add(out, SP_NONE, sp_str_from(raw, plain));
	sp_buf_release(&pending.bytes);
	add_line(out, start);
}

struct sp_str sp_words_decoded(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str decoded;
	bool plain = true;

	for (size_t i = 0; i < raw.len && plain; i++)
		plain = (unsigned char)raw.ptr[i] >= ' ' && (unsigned char)raw.ptr[i] < 0x7F &&
			!(raw.ptr[i] == '=' && i + 1 < raw.len && raw.ptr[i + 1] == '?');
	if (plain)
		return raw;
	sp_words_decode(&out, raw);
	decoded = sp_arena_str(arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return decoded;
}
