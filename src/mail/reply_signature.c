/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a signature, a disclaimer or a telephone's footer begins.
 */
#include "mail/reply_lines.h"

enum {
	SIGNATURE_LINES = 15, /* below a delimiter that is not "-- " */
	NAME_LINES = 3,       /* above "via mobile" */
	NAME_WORDS = 4,
	CONTACT_LINES = 12,
};

static void mark(struct sp_reply_lines *lines, size_t start, size_t end, const struct sp_rule *rule)
{
	for (size_t i = start; i < end; i++) {
		lines->items[i].kind = SP_LINE_SIGNATURE;
		lines->items[i].rule = rule;
	}
}

/* "-- " is a signature's delimiter by itself (RFC 3676, 4.3), and so are "--" and
 * an em dash alone; a line of underscores or long dashes is one where little
 * follows. */
static bool delimits(const struct sp_reply_line *l, size_t lines_below)
{
	struct sp_str s = sp_str_trim(l->inner);

	if (sp_str_eq(s, SP_STR("--")) || sp_str_eq(s, SP_STR("\xE2\x80\x94")))
		return true;
	return s.len >= 2 && (s.ptr[0] == '_' || (unsigned char)s.ptr[0] >= 0x80) && sp_reply_divider(l) &&
	       lines_below <= SIGNATURE_LINES;
}

static size_t words_in(struct sp_str s)
{
	size_t words = 0;
	struct sp_str word;

	while (sp_str_next_field(&s, ' ', &word))
		words += word.len > 0;
	return words;
}

/* The footer "via mobile" is often the last line of a paragraph that names the
 * sender: where that paragraph begins, else the footer's own line. */
static size_t paragraph_of_footer(const struct sp_reply_lines *lines, size_t start, size_t footer)
{
	size_t i = footer;

	while (i > start && footer - i < NAME_LINES && !lines->items[i - 1].blank) {
		struct sp_str s = sp_str_trim(lines->items[i - 1].inner);

		if (words_in(s) > NAME_WORDS || strchr(".?!:;", s.ptr[s.len - 1]))
			return footer;
		i--;
	}
	return i > start && lines->items[i - 1].blank ? i : footer;
}

/* The sender's name on a line of its own, and under it mostly what says where
 * to reach him. */
static bool is_card(struct sp_reply_lines *lines, size_t i, size_t end, struct sp_str name)
{
	struct sp_rule_text line, sender;
	size_t contacts = 0, others = 0;

	if (name.len < 4 || end - i > CONTACT_LINES)
		return false;
	line = sp_rule_text(lines->arena, lines->items[i].inner);
	sender = sp_rule_text(lines->arena, name);
	if (!sp_str_eq(line.folded, sender.folded))
		return false;
	for (size_t at = i + 1; at < end; at++) {
		struct sp_str s = sp_str_trim(lines->items[at].inner);

		if (!s.len)
			continue;
		if (sp_reply_asks(lines, at, SP_SAYS_CONTACT))
			contacts++;
		else if (words_in(s) > 8)
			return false;
		else
			others++;
	}
	return contacts >= 1 && others <= contacts + 2;
}

/* Dividers, and signs of tracking programs, that nothing follows. */
static size_t without_tail(struct sp_reply_lines *lines, size_t start, size_t end)
{
	while (end > start) {
		const struct sp_reply_line *l = &lines->items[end - 1];
		const struct sp_rule *rule = NULL;

		if (l->kind == SP_LINE_OWN && !l->blank && !sp_reply_divider(l)) {
			rule = sp_reply_asks(lines, end - 1, SP_SAYS_TAIL);
			if (!rule)
				break;
		}
		if (l->kind == SP_LINE_OWN && !l->blank)
			mark(lines, end - 1, end, rule);
		end--;
	}
	return end;
}

/* The first footer or disclaimer; what is left above it. */
static size_t above_footer(struct sp_reply_lines *lines, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		bool after_blank = i == start || lines->items[i - 1].blank ||
				   sp_reply_divider(&lines->items[i - 1]);
		const struct sp_rule *rule = sp_reply_asks(lines, i, SP_SAYS_FOOTER);
		size_t from = i;

		if (rule)
			from = paragraph_of_footer(lines, start, i);
		else if (after_blank)
			rule = sp_reply_asks(lines, i, SP_SAYS_DISCLAIMER);
		if (!rule)
			continue;
		mark(lines, from, end, rule);
		return from;
	}
	return end;
}

/* The first delimiter, name or card; what is left above it. */
static size_t above_signature(struct sp_reply_lines *lines, size_t start, size_t end,
	struct sp_str name)
{
	size_t last = end; /* without the empty lines below */

	while (last > start && lines->items[last - 1].blank)
		last--;
	for (size_t i = start; i < last; i++) {
		const struct sp_rule *rule = NULL;

		if (lines->items[i].blank)
			continue;
		if (!delimits(&lines->items[i], last - i - 1) && !is_card(lines, i, last, name) &&
			!(rule = sp_reply_asks(lines, i, SP_SAYS_SIGNATURE)))
			continue;
		mark(lines, i, end, rule);
		return i;
	}
	return end;
}

void sp_reply_signatures(struct sp_reply_lines *lines, size_t start, size_t end, struct sp_str name)
{
	end = above_footer(lines, start, end);
	end = above_signature(lines, start, end, name);
	without_tail(lines, start, end);
}
