/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Asking a rule; text/rules_read.c reads the files.
 */
#include "text/rules.h"

#include "base/utf8.h"

static void add_pair(struct sp_rule_pairs *pairs, unsigned char a, unsigned char b)
{
	unsigned at = (a * 31u + b * 7u) & 255;

	pairs->bits[at / 64] |= UINT64_C(1) << (at % 64);
}

static struct sp_rule_pairs pairs_of(struct sp_str s)
{
	struct sp_rule_pairs pairs = { { 0 } };

	for (size_t i = 1; i < s.len; i++)
		add_pair(&pairs, (unsigned char)s.ptr[i - 1], (unsigned char)s.ptr[i]);
	return pairs;
}

static bool pairs_within(const struct sp_rule_pairs *all, const struct sp_rule_pairs *some)
{
	for (int i = 0; i < 4; i++)
		if (some->bits[i] & ~all->bits[i])
			return false;
	return true;
}

/* What people and programs write for the same sign. */
static uint32_t plain_sign(uint32_t c)
{
	switch (c) {
	case 0x2018:
	case 0x2019:
	case 0x02BC:
	case 0xB4:
		return '\'';
	case 0x201C:
	case 0x201D:
	case 0xAB:
	case 0xBB:
		return '"';
	case 0x2010:
	case 0x2011:
	case 0x2013:
	case 0x2014:
	case 0x2015:
		return '-';
	case 0xFF1A:
		return ':';
	case 0xA0:
	case 0x202F:
	case 0x3000:
		return ' ';
	default:
		return c;
	}
}

/* Zero-width signs and direction marks, which mail programs put around names. */
static bool invisible(uint32_t c)
{
	return c == 0 || c == 0xAD || c == 0xFEFF || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069);
}

/* Lower case beyond Latin: Greek and Cyrillic. */
static uint32_t lower_case(uint32_t c)
{
	if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	return c;
}

struct folding {
	char *out;
	size_t len;
	bool keep_ends; /* blanks at both ends are part of a rule's words */
};

static void fold_byte(struct folding *f, char c)
{
	if (c == ' ' && ((f->len == 0 && !f->keep_ends) || (f->len && f->out[f->len - 1] == ' ')))
		return;
	f->out[f->len++] = c;
}

/* The part of `s` up to the next ASCII character. */
static void fold_foreign(struct folding *f, struct sp_str s)
{
	struct sp_buf lower = SP_BUF_INIT, one = SP_BUF_INIT;
	struct sp_str rest;

	sp_utf8_fold(&lower, s);
	rest = sp_buf_str(&lower);
	while (rest.len) {
		uint32_t c = lower_case(plain_sign(sp_utf8_next(&rest)));

		if (invisible(c))
			continue;
		sp_buf_cut(&one, 0);
		sp_utf8_add(&one, c);
		for (size_t i = 0; i < one.len; i++)
			fold_byte(f, one.ptr[i]);
	}
	sp_buf_release(&one);
	sp_buf_release(&lower);
}

/* Fold `s` to `out`, which may be where `s` is: valid UTF-8 never grows. */
static size_t fold(char *out, struct sp_str s, bool keep_ends)
{
	struct folding f = { .out = out, .keep_ends = keep_ends };

	for (size_t i = 0; i < s.len;) {
		unsigned char c = (unsigned char)s.ptr[i];
		size_t from = i;

		if (c < 0x80) {
			if (c)
				fold_byte(&f, sp_ascii_blank((char)c) ? ' ' :
					c == '`' ? '\'' : sp_ascii_lower((char)c));
			i++;
			continue;
		}
		while (i < s.len && (unsigned char)s.ptr[i] >= 0x80)
			i++;
		fold_foreign(&f, sp_str_sub(s, from, i - from));
	}
	if (!keep_ends && f.len && f.out[f.len - 1] == ' ')
		f.len--;
	return f.len;
}

struct sp_rule_text sp_rule_text(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_rule_text text;
	char *folded;

	text.raw = sp_utf8_cut(sp_str_trim(raw), SP_PATTERN_SUBJECT);
	/* A bad byte becomes the three of U+FFFD. */
	text.folded.ptr = folded = sp_arena_alloc(arena, 3 * text.raw.len + 1, 1);
	text.folded.len = fold(folded, text.raw, false);
	text.pairs = pairs_of(text.folded);
	return text;
}

static struct sp_str folded_words(struct sp_rule_value *value)
{
	if (!value->folded && value->words) {
		value->len = fold(value->words, sp_str_n(value->words, value->len), true);
		value->pairs = pairs_of(sp_str_n(value->words, value->len));
		value->folded = true;
	}
	return sp_str_n(value->words, value->len);
}

static bool value_holds(struct sp_rule_value *value, enum sp_rule_how how,
	const struct sp_rule_text *text)
{
	struct sp_str s = text->folded, v = folded_words(value);

	switch (how) {
	case SP_RULE_IS:
		return sp_str_eq(s, v);
	case SP_RULE_BEGINS:
		return sp_str_starts(s, v);
	case SP_RULE_ENDS:
		return s.len >= v.len && memcmp(s.ptr + s.len - v.len, v.ptr, v.len) == 0;
	case SP_RULE_HAS:
		return pairs_within(&text->pairs, &value->pairs) && sp_str_has(s, v);
	case SP_RULE_MATCHES:
		return sp_pattern_match(value->pattern, text->raw);
	case SP_RULE_PRESENT:
		return true;
	}
	return false;
}

bool sp_rule_holds(const struct sp_rule_condition *condition, const struct sp_rule_text *text,
	struct sp_rule_match *match_r)
{
	if (condition->how == SP_RULE_PRESENT) {
		match_r->line = condition->line;
		match_r->text = text->raw;
		return true;
	}
	for (size_t i = 0; i < condition->count; i++) {
		struct sp_rule_value *value = &condition->values[i];

		if (!value_holds(value, condition->how, text))
			continue;
		match_r->line = value->line;
		match_r->text = text->raw;
		if (value->pattern)
			match_r->pattern = value->pattern;
		return true;
	}
	return false;
}

static bool condition_holds(const struct sp_rule_condition *condition,
	const struct sp_rule_source *source, struct sp_rule_match *match_r)
{
	const struct sp_rule_text *text;
	struct sp_rule_match aside;

	for (size_t i = 0; source->text(source->context, condition, i, &text); i++)
		if (sp_rule_holds(condition, text, condition->not ? &aside : match_r))
			return !condition->not;
	if (condition->not && match_r->line == 0)
		match_r->line = condition->line;
	return condition->not;
}

bool sp_rule_takes(const struct sp_rule *rule, const struct sp_rule_source *source,
	struct sp_rule_match *match_r)
{
	*match_r = (struct sp_rule_match){ .rule = rule };
	for (size_t i = 0; i < rule->count; i++)
		if (!condition_holds(&rule->conditions[i], source, match_r))
			return false;
	return true;
}

const char *sp_rule_reason(struct sp_arena *arena, const struct sp_rule *rule)
{
	return sp_arena_printf(arena, "%s:%u %s", rule->file, rule->line, rule->name);
}

void sp_rule_fold(const struct sp_rule *rule)
{
	for (size_t i = 0; i < rule->count; i++)
		for (size_t j = 0; j < rule->conditions[i].count; j++)
			(void)folded_words(&rule->conditions[i].values[j]);
}

enum sp_status sp_rule_compile(const struct sp_rule *rule, struct sp_err *err)
{
	for (size_t i = 0; i < rule->count; i++)
		for (size_t j = 0; j < rule->conditions[i].count; j++) {
			const struct sp_rule_value *value = &rule->conditions[i].values[j];
			struct sp_err why = { 0 };

			if (value->pattern && sp_pattern_compile(value->pattern, &why) != SP_OK)
				return sp_fail(err, SP_CONFIG, "%s:%u: rule %s: %s", rule->file,
					value->line, rule->name, why.text);
		}
	return SP_OK;
}

void sp_rules_release(struct sp_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < rules->items[i].count; j++)
			for (size_t k = 0; k < rules->items[i].conditions[j].count; k++)
				sp_pattern_free(rules->items[i].conditions[j].values[k].pattern);
	sp_arena_release(&rules->arena);
	*rules = (struct sp_rules)SP_RULES_INIT;
}
