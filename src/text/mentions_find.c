/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a text has what is sought: at each byte of the folded text the longest
 * mention that begins there.
 */
#include "config.h"

#include "text/mentions_find.h"

#include "base/utf8.h"
#include "text/folded.h"
#include "text/uu_block.h"

size_t sp_mention_separator(struct sp_str text, size_t at)
{
	if (at < text.len && text.ptr[at] && strchr(" ,;_-|/.'`\"()", text.ptr[at]))
		return 1;
	/* Typographic apostrophes. */
	if (text.len - at >= 3 && (memcmp(text.ptr + at, "\xE2\x80\x99", 3) == 0 ||
					  memcmp(text.ptr + at, "\xE2\x80\x98", 3) == 0))
		return 3;
	return 0;
}

uint32_t sp_said_head(const char *text)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < SP_SAID_SHORTEST; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash % SP_SAID_HEADS;
}

static bool is_letter(char c)
{
	return sp_ascii_alnum(c) || (unsigned char)c >= 0x80;
}

/* Does an address go on to the left, or the right, of what was found? */
static bool goes_on_left(struct sp_str text, size_t at)
{
	char c = at ? text.ptr[at - 1] : ' ';

	if (c == '.' || c == '-') {
		/* <20261123.17.mario@rossi.it>: a Message-ID's own number */
		for (at--; at && (sp_ascii_digit(text.ptr[at - 1]) || text.ptr[at - 1] == '.'); at--)
			;
		return at && is_letter(text.ptr[at - 1]);
	}
	return is_letter(c) || c == '_' || c == '+';
}

static bool goes_on_right(struct sp_str text, size_t end)
{
	char c = end < text.len ? text.ptr[end] : ' ';

	if (c == '.' || c == '-')
		return end + 1 < text.len && is_letter(text.ptr[end + 1]);
	return is_letter(c);
}

/* How long the mention is that begins there; 0: none does. */
static size_t address_at(struct sp_str mention, struct sp_str text, size_t at)
{
	size_t end = at + mention.len;

	if (text.len - at < mention.len || memcmp(text.ptr + at, mention.ptr, mention.len) != 0 ||
		goes_on_right(text, end))
		return 0;
	return sp_str_has(mention, SP_STR("=")) || !goes_on_left(text, at) ? mention.len : 0;
}

static size_t name_at(struct sp_str mention, struct sp_str text, size_t at)
{
	size_t end = at, gap;

	for (size_t i = 0; i < mention.len; i++) {
		if (mention.ptr[i] == ' ') {
			for (gap = 0; gap < 4 && sp_mention_separator(text, end); gap++)
				end += sp_mention_separator(text, end);
			if (gap == 0)
				return 0;
		} else if (end < text.len && text.ptr[end] == mention.ptr[i]) {
			end++;
		} else {
			return 0;
		}
	}
	/* Before an @ it is somebody's address, and another's. */
	return (at && is_letter(text.ptr[at - 1])) ||
		       (end < text.len && (is_letter(text.ptr[end]) || text.ptr[end] == '@')) ?
	       0 : end - at;
}

/* The longest mention that begins at `at`; 0: none does. */
static size_t mention_at(const struct sp_mentions *mentions, struct sp_str text, size_t at)
{
	size_t longest = 0;

	for (size_t i = 0; i < mentions->count; i++) {
		const struct sp_mention *m = &mentions->items[i];
		size_t len;

		if (text.ptr[at] != m->folded.ptr[0])
			continue;
		len = m->address ? address_at(m->folded, text, at) : name_at(m->folded, text, at);
		longest = len > longest ? len : longest;
	}
	return longest;
}

static size_t line_at(const struct sp_mentions *mentions, struct sp_str text, size_t at)
{
	size_t longest = 0;

	if (!mentions->heads || text.len - at < SP_SAID_SHORTEST || (at && is_letter(text.ptr[at - 1])))
		return 0;
	for (uint32_t i = mentions->heads[sp_said_head(text.ptr + at)]; i; i = mentions->lines[i - 1].next) {
		struct sp_str line = mentions->lines[i - 1].folded;

		if (line.len > longest && text.len - at >= line.len &&
			memcmp(text.ptr + at, line.ptr, line.len) == 0)
			longest = line.len;
	}
	return longest;
}

static bool is_in(const struct sp_mentions *mentions, struct sp_str folded)
{
	for (size_t i = 0; i < folded.len; i++)
		if (mention_at(mentions, folded, i) ||
			(mentions->said_counts && line_at(mentions, folded, i)))
			return true;
	return false;
}

static bool erase_folded(const struct sp_mentions *mentions, struct sp_str text,
	enum sp_encodings encodings, struct sp_buf *out)
{
	struct sp_folded f = { .text = SP_BUF_INIT, .encodings = encodings };
	size_t done = 0;
	bool any;

	sp_folded_add(&f, text);
	any = is_in(mentions, sp_buf_str(&f.text));
	for (size_t i = 0; any && i < f.text.len;) {
		size_t len = mention_at(mentions, sp_buf_str(&f.text), i);

		if (!len)
			len = line_at(mentions, sp_buf_str(&f.text), i);
		if (!len) {
			i++;
			continue;
		}
		/* Two in one encoded word go with it at once. */
		if (f.at[i] >= done) {
			sp_buf_add_str(out, sp_str_sub(text, done, f.at[i] - done));
			sp_buf_add_text(out, SP_ERASED);
		}
		i += len;
		done = sp_folded_character_end(&f, text, f.at[i - 1]);
	}
	sp_buf_add_str(out, sp_str_from(text, done));
	sp_folded_release(&f);
	return any;
}

/* May there be more in it than percent-encoding? */
static bool may_be_encoded(struct sp_str text)
{
	return sp_str_has(text, SP_STR("=")) || sp_str_has(text, SP_STR("&")) ||
	       sp_str_has(text, SP_STR("\\u"));
}

/* As it would read if it were written in an encoding, which finds addresses whole; then
 * as it stands: reading it so may have hidden something. */
static bool erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct sp_buf decoded = SP_BUF_INIT;
	bool any, more;

	if (!may_be_encoded(text))
		return erase_folded(mentions, text, SP_ENCODED_PERCENT, out);
	any = erase_folded(mentions, text, SP_ENCODED_ALL, &decoded);
	more = erase_folded(mentions, sp_buf_str(&decoded), SP_ENCODED_PERCENT, out);
	sp_buf_release(&decoded);
	return any || more;
}

static bool in_folded(const struct sp_mentions *mentions, struct sp_str text,
	enum sp_encodings encodings)
{
	struct sp_folded f = { .text = SP_BUF_INIT, .encodings = encodings };
	bool found;

	sp_folded_add(&f, text);
	found = is_in(mentions, sp_buf_str(&f.text));
	sp_folded_release(&f);
	return found;
}

static bool in_text(const struct sp_mentions *mentions, struct sp_str text)
{
	return in_folded(mentions, text, SP_ENCODED_PERCENT) ||
	       (may_be_encoded(text) && in_folded(mentions, text, SP_ENCODED_ALL));
}

static bool in_bytes(const struct sp_mentions *mentions, struct sp_str bytes)
{
	struct sp_buf narrow = SP_BUF_INIT;
	bool found = in_text(mentions, bytes);

	/* Latin-1, and UTF-16 of Latin letters: every second byte is NUL, and its
	 * mark is no letter. */
	for (size_t i = 0; i < bytes.len && !found; i++) {
		unsigned char byte = (unsigned char)bytes.ptr[i];

		if (byte)
			sp_utf8_add(&narrow, byte >= 0xFE ? ' ' : byte);
	}
	found = found || in_text(mentions, sp_buf_str(&narrow));
	sp_buf_release(&narrow);
	return found;
}

/* The text without the files in it that name him; false when none does. */
static bool without_files(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct sp_str block;
	bool any = false, more = true;

	while (more) {
		struct sp_buf file = SP_BUF_INIT;

		more = sp_uu_block_next(text, &block, &file);
		if (more) {
			bool his = in_bytes(mentions, sp_buf_str(&file));

			any |= his;
			sp_buf_add_str(out, sp_str_n(text.ptr, (size_t)(block.ptr - text.ptr)));
			sp_buf_add_str(out, his ? SP_STR(SP_ERASED "\n") : block);
			text = sp_str_from(text, (size_t)(block.ptr - text.ptr) + block.len);
		}
		sp_buf_release(&file);
	}
	sp_buf_add_str(out, text);
	return any;
}

bool sp_mentions_erase(const struct sp_mentions *mentions, struct sp_str text, struct sp_buf *out)
{
	struct sp_buf kept = SP_BUF_INIT;
	bool files = without_files(mentions, text, &kept);
	bool named = erase(mentions, sp_buf_str(&kept), out);

	sp_buf_release(&kept);
	return files || named;
}

bool sp_mentions_in(const struct sp_mentions *mentions, struct sp_str bytes)
{
	struct sp_buf kept = SP_BUF_INIT;
	bool found = in_bytes(mentions, bytes) || without_files(mentions, bytes, &kept);

	sp_buf_release(&kept);
	return found;
}
