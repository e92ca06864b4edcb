/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The block of "Da:", "Inviato:", "A:", "Oggetto:" lines above what is quoted
 * without marks.
 */
#include "mail/reply_lines.h"

enum {
	HEADER_LINES = 24,
	LABEL_BYTES = 40,
};

/* "*Da:* x", "De : x": the text before the colon without marks, and after it. */
static bool split_label(struct sp_str inner, struct sp_str *label_r, struct sp_str *value_r)
{
	struct sp_str s = sp_str_trim(inner);
	size_t colon = sp_str_find_char(s, ':'), after;
	size_t wide = sp_str_find(s, SP_STR("\xEF\xBC\x9A")); /* U+FF1A */

	after = wide < colon ? wide + 3 : colon + 1;
	if (wide < colon)
		colon = wide;
	if (colon >= s.len || colon > LABEL_BYTES)
		return false;
	*label_r = sp_str_sub(s, 0, colon);
	while (label_r->len && strchr("*_ ", label_r->ptr[0]))
		*label_r = sp_str_from(*label_r, 1);
	while (label_r->len && strchr("*_ \t", label_r->ptr[label_r->len - 1]))
		label_r->len--;
	*value_r = sp_str_from(s, after);
	while (value_r->len && strchr("* \t", value_r->ptr[0]))
		*value_r = sp_str_from(*value_r, 1);
	*value_r = sp_str_trim(*value_r);
	return label_r->len > 0;
}

static int label_kind(struct sp_str argument)
{
	static const char *const kinds[SP_REPLY_LABELS] = { "from", "date", "to", "copy", "subject",
		"other" };

	for (int i = 0; i < SP_REPLY_LABELS; i++)
		if (sp_str_eq(argument, sp_str(kinds[i])))
			return i;
	return -1;
}

static const struct sp_rule *find_label(struct sp_reply_lines *lines, size_t i, int *kind_r,
	struct sp_str *value_r)
{
	struct sp_reply_line *l = &lines->items[i];
	struct sp_str label;

	if (!lines->filters || l->blank || (l->label_asked && !l->label) ||
		!split_label(l->inner, &label, value_r))
		return NULL;
	if (!l->label_asked) {
		struct sp_rule_text text = sp_rule_text(lines->arena, label);
		struct sp_rule_match match;

		l->label = sp_filters_line(lines->filters, SP_SAYS_LABEL, &text, &match);
		l->label_asked = true;
	}
	*kind_r = l->label ? label_kind(l->label->argument) : -1;
	return *kind_r < 0 ? NULL : l->label;
}

static void take_label(struct sp_reply_header *h, int kind, struct sp_str value)
{
	if (kind == SP_LABEL_FROM && !(h->kinds & 1u << SP_LABEL_FROM))
		h->from = value;
	if (kind == SP_LABEL_SUBJECT && !(h->kinds & 1u << SP_LABEL_SUBJECT))
		h->subject = value;
	h->kinds |= 1u << kind;
	h->address = h->address || sp_str_find_char(value, '@') < value.len;
}

/* What a header block needs so that "Da: Roma, A: Milano, Data: 5 marzo" is none. */
static bool enough(const struct sp_reply_header *h, bool marked)
{
	unsigned others = 0;
	bool subject = h->kinds & 1u << SP_LABEL_SUBJECT;

	for (int i = SP_LABEL_DATE; i < SP_LABEL_OTHER; i++)
		others += h->kinds >> i & 1;
	if (!(h->kinds & 1u << SP_LABEL_FROM))
		return marked && others >= 2;
	return marked ? others >= 1 : others >= 2 && (subject || h->address);
}

/* Lines without a label go on with the one above: folded addresses, or a subject
 * whose next line has a label again. */
static bool continues(struct sp_reply_lines *lines, size_t i, int kind, unsigned unlabelled)
{
	const struct sp_reply_line *l = &lines->items[i];
	struct sp_str s = sp_str_trim(l->inner), value;
	int next;

	if (unlabelled >= 8 || sp_reply_divider(l))
		return false;
	if (kind == SP_LABEL_TO || kind == SP_LABEL_COPY || kind == SP_LABEL_FROM)
		return sp_str_find_char(s, '@') < s.len || s.ptr[0] == '<';
	return kind == SP_LABEL_SUBJECT && unlabelled == 0 && i + 1 < lines->count &&
	       find_label(lines, i + 1, &next, &value);
}

/* HTML made text: each label may be a paragraph, so a label that was not there
 * yet may come after an empty line. */
static bool goes_on_after_blank(struct sp_reply_lines *lines, size_t i,
	const struct sp_reply_header *h)
{
	struct sp_str value;
	int kind;

	return i + 1 < lines->count && find_label(lines, i + 1, &kind, &value) &&
	       kind != SP_LABEL_OTHER && !(h->kinds & 1u << kind);
}

bool sp_reply_header(struct sp_reply_lines *lines, size_t i, bool marked,
	struct sp_reply_header *h)
{
	struct sp_str value;
	unsigned unlabelled = 0;
	int kind = -1, last = -1;

	*h = (struct sp_reply_header){ .start = i, .end = i };
	h->rule = find_label(lines, i, &kind, &value);
	if (!h->rule)
		return false;
	for (size_t at = i; at < lines->count && at < i + HEADER_LINES; at++) {
		if (lines->items[at].blank) {
			if (!goes_on_after_blank(lines, at, h))
				break;
			continue;
		}
		if (find_label(lines, at, &kind, &value)) {
			take_label(h, kind, value);
			last = kind;
			unlabelled = 0;
		} else if (!continues(lines, at, last, unlabelled++)) {
			break;
		} else if (last == SP_LABEL_FROM && unlabelled == 1) {
			value = sp_str_trim(lines->items[at].inner);
			take_label(h, SP_LABEL_OTHER, value);
			h->from = sp_str(sp_arena_printf(lines->arena, "%.*s %.*s", SP_FMT(h->from),
				SP_FMT(value)));
		}
		h->end = at + 1;
	}
	return enough(h, marked);
}
