/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a text stops being the sender's, without quote marks: below the mark of
 * an original message or of a forward, a header block, an attribution.
 */
#include "mail/reply_lines.h"

/* A divider and empty lines above belong to the cut. */
static size_t with_divider(const struct sp_reply_lines *lines, size_t at)
{
	size_t i = at;

	while (i > 0 && (lines->items[i - 1].blank || sp_reply_divider(&lines->items[i - 1]))) {
		i--;
		if (!lines->items[i].blank)
			at = i;
	}
	return at;
}

/* After a mark ("-----Messaggio originale-----") the header block may follow. */
static void find_block_below(struct sp_reply_lines *lines, struct sp_reply_cut *cut)
{
	size_t next = sp_reply_next(lines, cut->below);

	if (next < lines->count && sp_reply_divider(&lines->items[next]))
		next = sp_reply_next(lines, next + 1);
	if (next < lines->count && sp_reply_header(lines, next, true, &cut->block)) {
		cut->header = true;
		cut->below = cut->block.end;
	}
}

/* An attribution ends here.  When marked quotes follow they speak for
 * themselves; else all below is quoted.  True when it cuts. */
static bool take_attribution(struct sp_reply_lines *lines, size_t i, struct sp_reply_cut *cut)
{
	size_t start, next;
	const struct sp_rule *rule = sp_reply_attribution(lines, i, &start);

	if (!rule)
		return false;
	next = sp_reply_next(lines, i + 1);
	if (next < lines->count && lines->items[next].depth) {
		for (size_t l = start; l <= i; l++) {
			lines->items[l].kind = SP_LINE_ATTRIBUTION;
			lines->items[l].rule = rule;
			lines->items[l].depth = 0;
		}
		return false;
	}
	*cut = (struct sp_reply_cut){ .at = start, .below = i + 1, .attribution = true, .rule = rule };
	return true;
}

static bool cuts_here(struct sp_reply_lines *lines, size_t i, struct sp_reply_cut *cut)
{
	const struct sp_rule *rule;
	struct sp_reply_header block;

	if ((rule = sp_reply_asks(lines, i, SP_SAYS_FORWARD)) ||
		(rule = sp_reply_asks(lines, i, SP_SAYS_ORIGINAL))) {
		*cut = (struct sp_reply_cut){ .at = i, .below = i + 1, .rule = rule };
		cut->forward = rule->says == SP_SAYS_FORWARD;
		find_block_below(lines, cut);
		return true;
	}
	if (sp_reply_header(lines, i, i > 0 && sp_reply_divider(&lines->items[i - 1]), &block)) {
		*cut = (struct sp_reply_cut){ .at = i, .below = block.end, .header = true, .block = block };
		cut->rule = block.rule;
		return true;
	}
	return take_attribution(lines, i, cut);
}

void sp_reply_find_cut(struct sp_reply_lines *lines, struct sp_reply_cut *cut)
{
	*cut = (struct sp_reply_cut){ .at = lines->count, .below = lines->count };
	for (size_t i = 0; i < lines->count; i++) {
		const struct sp_reply_line *l = &lines->items[i];

		if (l->blank || l->kind == SP_LINE_ATTRIBUTION)
			continue;
		/* Of a quoted line only the end of an attribution is asked: "> wrote:". */
		if (l->depth ? take_attribution(lines, i, cut) : cuts_here(lines, i, cut)) {
			if (!cut->attribution)
				cut->at = with_divider(lines, cut->at);
			return;
		}
	}
}

void sp_reply_find_quoted_forward(struct sp_reply_lines *lines, struct sp_reply_cut *cut)
{
	for (size_t i = 0; i < lines->count; i++) {
		const struct sp_reply_line *l = &lines->items[i];
		struct sp_reply_cut inside = { .below = i + 1 };

		if (!l->depth || l->blank)
			continue;
		if (sp_reply_asks(lines, i, SP_SAYS_FORWARD) == NULL)
			return; /* the first quoted line says what the quote is */
		find_block_below(lines, &inside);
		cut->forward = true;
		cut->header = inside.header;
		cut->block = inside.block;
		return;
	}
}
