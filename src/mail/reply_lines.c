/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/reply_lines.h"

#include "base/utf8.h"

enum {
	ATTRIBUTION_LINES = 6,
	ATTRIBUTION_TRIES = 3000, /* in one message: more is no mail */
	WRAP_WIDTH = 72, /* mail programs break quoted lines at 72 to 80 */
};

/* --- quote marks ----------------------------------------------------------- */

/* "> > text", ">>text", "  > text". */
static unsigned quote_marks(struct sp_str line, struct sp_str *inner_r)
{
	unsigned depth = 0;
	size_t i = 0;

	for (size_t j = 0; j < line.len && (line.ptr[j] == ' ' || line.ptr[j] == '>'); j++)
		if (line.ptr[j] == '>') {
			depth++;
			i = j + 1;
		}
	*inner_r = sp_str_from(line, i);
	return depth;
}

/* "MR> text", the mark of programs that quote with initials: bytes of the mark, or 0. */
static size_t initials_mark(struct sp_str line)
{
	size_t i = 0;

	while (i < line.len && i < 3 && line.ptr[i] >= 'A' && line.ptr[i] <= 'Z')
		i++;
	return i && i < line.len && line.ptr[i] == '>' ? i + 1 : 0;
}

static void mark_initials(struct sp_reply_lines *lines)
{
	for (size_t i = 0; i + 1 < lines->count; i++) {
		struct sp_reply_line *a = &lines->items[i], *b = a + 1;
		size_t mark = initials_mark(a->raw);

		if (!mark || mark != initials_mark(b->raw) || memcmp(a->raw.ptr, b->raw.ptr, mark) != 0)
			continue;
		for (struct sp_reply_line *l = a; l <= b; l++) {
			l->depth = 1;
			l->kind = SP_LINE_QUOTED;
			l->inner = sp_str_from(l->raw, mark);
			l->blank = sp_str_trim(l->inner).len == 0;
		}
	}
}

/* Line i may be the rest of a quoted line that a mail program broke once more:
 * it stands between two quoted lines, goes on in small letters, and its first
 * word did not fit above.  `sure`: nor did a sentence end there; an answer typed
 * between the lines is never taken for such a rest unless others are sure. */
static bool is_rest(const struct sp_reply_lines *lines, size_t i, bool sure)
{
	const struct sp_reply_line *l = &lines->items[i], *before = l - 1, *after = l + 1;
	struct sp_str above = sp_str_trim_end(before->raw);

	if (l->depth || l->blank || !before->depth || !after->depth || before->blank)
		return false;
	if (l->raw.ptr[0] < 'a' || l->raw.ptr[0] > 'z' || strchr("?!:", above.ptr[above.len - 1]))
		return false;
	if (sure && strchr(".,;)", above.ptr[above.len - 1]))
		return false;
	return before->raw.len + 1 + sp_str_find_char(l->raw, ' ') >= WRAP_WIDTH;
}

static void mark_wrapped(struct sp_reply_lines *lines)
{
	bool any = false;

	for (size_t i = 1; i + 1 < lines->count && !any; i++)
		any = is_rest(lines, i, true);
	for (size_t i = 1; any && i + 1 < lines->count; i++)
		if (is_rest(lines, i, false)) {
			lines->items[i].depth = lines->items[i - 1].depth;
			lines->items[i].kind = SP_LINE_QUOTED;
		}
}

/* GroupWise puts what others call an attribution between ">>> " and " >>>". */
static bool between_marks(struct sp_str line)
{
	struct sp_str s = sp_str_trim_end(line);

	return sp_str_starts(s, SP_STR(">>> ")) && s.len > 8 &&
	       sp_str_ends_nocase(s, SP_STR(">>>"));
}

void sp_reply_lines_split(struct sp_reply_lines *lines, struct sp_arena *arena, struct sp_str text,
	const struct sp_filters *filters)
{
	size_t room = 0;
	struct sp_str line;

	*lines = (struct sp_reply_lines){ .arena = arena, .filters = filters };
	while (lines->count < SP_REPLY_LINES && sp_str_next_line(&text, &line)) {
		struct sp_reply_line *l;

		lines->items = sp_arena_grow(arena, lines->items, lines->count, &room, sizeof *l);
		l = &lines->items[lines->count++];
		*l = (struct sp_reply_line){ .raw = line };
		l->inner = line;
		l->depth = between_marks(line) ? 0 : quote_marks(line, &l->inner);
		l->kind = l->depth ? SP_LINE_QUOTED : SP_LINE_OWN;
		l->blank = sp_str_trim(l->inner).len == 0;
	}
	if (text.len && lines->count) { /* what is beyond stays with the last line */
		struct sp_reply_line *last = &lines->items[lines->count - 1];

		last->raw.len = (size_t)(text.ptr + text.len - last->raw.ptr);
	}
	mark_initials(lines);
	mark_wrapped(lines);
}

size_t sp_reply_next(const struct sp_reply_lines *lines, size_t i)
{
	while (i < lines->count && lines->items[i].blank)
		i++;
	return i;
}

static const struct sp_rule_text *text_of(struct sp_reply_lines *lines, size_t i)
{
	struct sp_reply_line *l = &lines->items[i];

	if (!l->known)
		l->text = sp_rule_text(lines->arena, l->inner);
	l->known = true;
	return &l->text;
}

const struct sp_rule *sp_reply_asks(struct sp_reply_lines *lines, size_t i,
	enum sp_filter_says says)
{
	struct sp_rule_match match;

	if (lines->items[i].blank || !lines->filters)
		return NULL;
	return sp_filters_line(lines->filters, says, text_of(lines, i), &match);
}

/* Dashes and lines beyond ASCII: U+2013 to U+2015, U+2500, U+2501, U+2550. */
static bool long_dashes(struct sp_str s)
{
	size_t count = 0;

	while (s.len) {
		uint32_t c = sp_utf8_next(&s);

		if ((c < 0x2013 || c > 0x2015) && c != 0x2500 && c != 0x2501 && c != 0x2550)
			return false;
		count++;
	}
	return count >= 2;
}

bool sp_reply_divider(const struct sp_reply_line *line)
{
	struct sp_str s = sp_str_trim(line->inner);

	if (long_dashes(s))
		return true;
	if (s.len < 2 || !strchr("-_*=~#+", s.ptr[0]))
		return false;
	for (size_t i = 1; i < s.len; i++)
		if (s.ptr[i] != s.ptr[0])
			return false;
	return true;
}

/* --- attributions ---------------------------------------------------------- */

/* A line with which an attribution may end: cheap, before any rule is asked. */
static bool may_end_attribution(struct sp_str inner)
{
	struct sp_str s = sp_str_trim(inner);
	bool digit = false;

	if (!s.len || s.len > SP_PATTERN_SUBJECT)
		return false;
	if (strchr(":->)", s.ptr[s.len - 1]) || (unsigned char)s.ptr[s.len - 1] >= 0x80)
		return true;
	for (size_t i = 0; i < s.len; i++)
		digit = digit || sp_ascii_digit(s.ptr[i]) || s.ptr[i] == '@';
	return digit;
}

/* A line with which none starts: the rest of an address that was broken off. */
static bool cannot_start(const struct sp_reply_lines *lines, size_t i)
{
	struct sp_str s = sp_str_trim(lines->items[i].inner);
	bool after_blank = i == 0 || lines->items[i - 1].blank;
	size_t at = sp_str_find_char(s, '@'), blank = sp_str_find_char(s, ' ');

	if (!s.len || strchr("<(>", s.ptr[0]) || sp_str_starts_nocase(s, SP_STR("mailto:")))
		return true;
	if (lines->items[i].depth && lines->items[i].raw.ptr[0] == '>')
		return true;
	return at < blank && at < s.len && !after_blank;
}

static struct sp_str joined(const struct sp_reply_lines *lines, struct sp_arena *arena, size_t start,
	size_t end)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_str s;

	for (size_t i = start; i <= end && text.len <= SP_PATTERN_SUBJECT; i++) {
		struct sp_str piece = sp_str_trim(lines->items[i].raw);

		if (text.len && piece.len)
			sp_buf_add_char(&text, ' ');
		sp_buf_add_str(&text, piece);
	}
	s = sp_arena_str(arena, sp_buf_str(&text));
	sp_buf_release(&text);
	return s;
}

/* Of the lines joined: an attribution, or what is enough to be one above marks. */
static const struct sp_rule *ask_attribution(struct sp_reply_lines *lines, size_t start, size_t end,
	bool marked)
{
	struct sp_arena scratch = SP_ARENA_INIT;
	struct sp_str s = joined(lines, &scratch, start, end);
	const struct sp_rule *rule = NULL;

	lines->tries++;
	if (s.len <= SP_PATTERN_SUBJECT) {
		struct sp_rule_text text = sp_rule_text(&scratch, s);
		struct sp_rule_match match;

		rule = sp_filters_line(lines->filters, SP_SAYS_ATTRIBUTION, &text, &match);
		if (!rule && marked)
			rule = sp_filters_line(lines->filters, SP_SAYS_ATTRIBUTION_MARKED, &text, &match);
	}
	sp_arena_release(&scratch);
	return rule;
}

/* Whether lines above `start` may belong to the attribution: only a broken
 * address goes on over an empty line. */
static bool goes_up(const struct sp_reply_lines *lines, size_t start)
{
	return start > 0 && (!lines->items[start - 1].blank ||
				    strchr("<(>", sp_str_trim(lines->items[start].raw).ptr[0]));
}

/* "> wrote:" below "<mailto:x@y.it" is the end of a broken address, no quote. */
static bool ends_address(const struct sp_reply_lines *lines, size_t i)
{
	const struct sp_reply_line *l = &lines->items[i];

	return l->depth <= 2 && l->raw.ptr[0] == '>' && l->inner.len <= 40 && i > 0 &&
	       !lines->items[i - 1].depth &&
	       sp_str_find_char(lines->items[i - 1].raw, '@') < lines->items[i - 1].raw.len;
}

/* "On Nov 21, 2014," may stand in lines above the name that was enough. */
static size_t first_line(struct sp_reply_lines *lines, size_t start, size_t lowest)
{
	for (size_t i = start; i-- > lowest && !lines->items[i].blank && !lines->items[i].depth;)
		if (sp_reply_asks(lines, i, SP_SAYS_ATTRIBUTION_START))
			return i;
	return start;
}

const struct sp_rule *sp_reply_attribution(struct sp_reply_lines *lines, size_t i, size_t *start_r)
{
	const struct sp_reply_line *end = &lines->items[i];
	size_t lowest = i > ATTRIBUTION_LINES ? i - ATTRIBUTION_LINES : 0;
	size_t next = sp_reply_next(lines, i + 1);
	bool marked = next < lines->count && lines->items[next].depth > 0;
	const struct sp_rule *rule;

	if (!lines->filters || end->blank || !may_end_attribution(end->inner) ||
		(end->depth && !ends_address(lines, i)))
		return NULL;
	for (size_t start = i + 1; start-- > lowest && lines->tries < ATTRIBUTION_TRIES;) {
		if (lines->items[start].blank)
			continue;
		if (start < i && lines->items[start].depth)
			return NULL;
		rule = cannot_start(lines, start) ? NULL : ask_attribution(lines, start, i, marked);
		if (rule)
			*start_r = first_line(lines, start, lowest);
		if (rule || !goes_up(lines, start))
			return rule;
	}
	return NULL;
}
