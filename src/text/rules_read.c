/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading rules files, line by line; rules_value.c takes values apart, rules.c asks
 * the rules.
 *
 * A line that begins at the left margin is `define` or `rule`; an indented one
 * belongs to the rule above it; an indented one that begins with a value goes
 * on with the line above it.
 */
#include "text/rules_reader.h"

#include "base/file.h"
#include "base/utf8.h"

/* Index in a vocabulary, -1 when it is not there.  *takes_r: a word follows it. */
static int find_word(const char *const *list, struct sp_str word, bool *takes_r)
{
	for (int i = 0; list[i]; i++) {
		const char *entry = list[i];

		if (word.len && strncmp(entry, word.ptr, word.len) == 0 &&
			(entry[word.len] == ' ' || entry[word.len] == '\0')) {
			*takes_r = entry[word.len] == ' ';
			return i;
		}
	}
	return -1;
}

/* "a, b, c" for messages. */
static const char *all_words(struct sp_rules_reader *r, const char *const *list)
{
	struct sp_buf text = SP_BUF_INIT;
	const char *copy;

	for (size_t i = 0; list[i]; i++)
		sp_buf_printf(&text, "%s%s", i ? ", " : "", list[i]);
	copy = sp_arena_text(&r->rules->arena, sp_buf_str(&text));
	sp_buf_release(&text);
	return copy;
}

static enum sp_status add_value(struct sp_rules_reader *r, char mark, struct sp_str text)
{
	struct sp_rule_condition *c = r->condition;
	struct sp_rule_value *value;
	enum sp_status status;

	if ((mark == '/') != (c->how == SP_RULE_MATCHES))
		return sp_rules_wrong(r, "write matches /PATTERN/, and is, begins, ends, has \"WORDS\"");
	if (!text.len)
		return sp_rules_wrong(r, "an empty value would hold for everything; write \"present\" for that");
	c->values = sp_arena_grow(&r->rules->arena, c->values, c->count, &r->value_room,
		sizeof *c->values);
	value = &c->values[c->count++];
	*value = (struct sp_rule_value){ .line = r->line };
	if (mark == '"') {
		value->words = r->text + (text.ptr - r->text);
		value->len = text.len;
		return SP_OK;
	}
	status = sp_rules_pattern_text(r, text, &value->expression);
	if (status == SP_OK)
		value->pattern = sp_pattern_create(value->expression);
	return status;
}

static enum sp_status read_values(struct sp_rules_reader *r, struct sp_str rest)
{
	enum sp_status status = SP_OK;

	if (!r->condition)
		return sp_rules_wrong(r, "a value belongs to a condition; put one above, as in: field Subject has \"words\"");
	while (rest.len && status == SP_OK) {
		struct sp_str value;
		char mark = rest.ptr[0];

		if (mark == '#')
			return SP_OK;
		if (mark != '"' && mark != '/')
			return sp_rules_wrong(r, "\"%.*s\" is no value; write \"words\" or /pattern/", SP_FMT(rest));
		status = sp_rules_take_quoted(r, &rest, &value);
		if (status == SP_OK)
			status = add_value(r, mark, value);
	}
	return status;
}

static enum sp_status read_condition(struct sp_rules_reader *r, int place, bool named, struct sp_str rest)
{
	static const char *const hows[] = { "is", "begins", "ends", "has", "matches", "present", NULL };
	struct sp_rule_condition *c;
	struct sp_str word;
	bool takes;
	int how;

	r->rule->conditions = sp_arena_grow(&r->rules->arena, r->rule->conditions, r->rule->count,
		&r->condition_room, sizeof *r->rule->conditions);
	c = &r->rule->conditions[r->rule->count++];
	*c = (struct sp_rule_condition){ .place = (unsigned)place, .line = r->line };
	r->condition = c;
	r->value_room = 0;
	if (named)
		c->name = sp_arena_text(&r->rules->arena, sp_rules_take_word(&rest));
	word = sp_rules_take_word(&rest);
	if (sp_str_eq(word, SP_STR("not"))) {
		c->not = true;
		word = sp_rules_take_word(&rest);
	}
	how = find_word(hows, word, &takes);
	if (how < 0)
		return sp_rules_wrong(r, "\"%.*s\" compares nothing; write one of %s", SP_FMT(word), all_words(r, hows));
	c->how = (enum sp_rule_how)how;
	if (c->how == SP_RULE_PRESENT && rest.len && rest.ptr[0] != '#')
		return sp_rules_wrong(r, "\"present\" takes no value");
	return read_values(r, c->how == SP_RULE_PRESENT ? SP_NONE : rest);
}

static enum sp_status read_says(struct sp_rules_reader *r, struct sp_str rest)
{
	struct sp_str word = sp_rules_take_word(&rest);
	bool takes;
	int says = find_word(r->words->says, word, &takes);

	if (says < 0)
		return sp_rules_wrong(r, "a rule cannot say \"%.*s\"; it can say %s", SP_FMT(word),
			all_words(r, r->words->says));
	r->rule->says = (unsigned)says;
	rest = sp_str_trim(sp_str_sub(rest, 0, sp_str_find_char(rest, '#')));
	if (takes != (rest.len > 0))
		return sp_rules_wrong(r, takes ? "\"says %s\" lacks its last word" :
					"\"says %s\" takes nothing more", r->words->says[says]);
	if (takes)
		r->rule->argument = sp_arena_str(&r->rules->arena, rest);
	return SP_OK;
}

/* An indented line. */
static enum sp_status read_member(struct sp_rules_reader *r, struct sp_str line)
{
	struct sp_str rest = line, word;
	bool takes;
	int place;

	if (!r->rule)
		return sp_rules_wrong(r, "an indented line belongs to a rule; put \"rule NAME\" above");
	if (line.ptr[0] == '"' || line.ptr[0] == '/')
		return read_values(r, line);
	word = sp_rules_take_word(&rest);
	if (sp_str_eq(word, SP_STR("says")))
		return read_says(r, rest);
	if (sp_str_eq(word, SP_STR("off"))) {
		r->rule->off = true;
		return SP_OK;
	}
	place = find_word(r->words->places, word, &takes);
	if (place < 0)
		return sp_rules_wrong(r, "there is no place \"%.*s\"; write says, off, or one of %s", SP_FMT(word),
			all_words(r, r->words->places));
	return read_condition(r, place, takes, rest);
}

/* What only the end of a rule shows. */
static enum sp_status end_rule(struct sp_rules_reader *r)
{
	const struct sp_rule *rule = r->rule;
	unsigned here = r->line;
	enum sp_status status = SP_OK;

	if (!rule || rule->off)
		return SP_OK;
	r->line = rule->line;
	if (rule->says == UINT32_MAX)
		status = sp_rules_wrong(r, "rule %s says nothing; add a line \"says ...\"", rule->name);
	else if (rule->count == 0)
		status = sp_rules_wrong(r, "rule %s has no condition; add one, as in: field Subject has \"words\"",
			rule->name);
	for (size_t i = 0; i < rule->count && status == SP_OK; i++) {
		r->line = rule->conditions[i].line;
		if (rule->conditions[i].how != SP_RULE_PRESENT && rule->conditions[i].count == 0)
			status = sp_rules_wrong(r, "the condition has no value; write \"words\" or /pattern/ after it");
	}
	r->line = here;
	return status;
}

static enum sp_status begin_rule(struct sp_rules_reader *r, struct sp_str rest)
{
	struct sp_rules *rules = r->rules;
	struct sp_str name = sp_rules_take_word(&rest);
	struct sp_rule *rule;

	if (!sp_rules_is_name(name))
		return sp_rules_wrong(r, "\"%.*s\" is no name of a rule; use letters, digits and -", SP_FMT(name));
	for (size_t i = 0; i < rules->count; i++)
		if (rules->items[i].file == r->file && sp_str_eq(sp_str(rules->items[i].name), name))
			return sp_rules_wrong(r, "rule %.*s is there already, in line %u; give this one another name",
				SP_FMT(name), rules->items[i].line);
	rules->items = sp_arena_grow(&rules->arena, rules->items, rules->count, &rules->room,
		sizeof *rules->items);
	rule = &rules->items[rules->count++];
	*rule = (struct sp_rule){ .says = UINT32_MAX, .file = r->file, .line = r->line };
	rule->name = sp_arena_text(&rules->arena, name);
	r->rule = rule;
	r->condition = NULL;
	r->condition_room = 0;
	return SP_OK;
}

static enum sp_status read_line(struct sp_rules_reader *r, struct sp_str line)
{
	bool indented = line.len && sp_ascii_blank(line.ptr[0]);
	struct sp_str rest = sp_str_trim(line), word;
	enum sp_status status;

	if (!rest.len || rest.ptr[0] == '#')
		return SP_OK;
	if (indented)
		return read_member(r, rest);
	status = end_rule(r);
	r->rule = NULL;
	word = sp_rules_take_word(&rest);
	if (status != SP_OK)
		return status;
	if (sp_str_eq(word, SP_STR("rule")))
		return begin_rule(r, rest);
	if (sp_str_eq(word, SP_STR("define")))
		return sp_rules_read_define(r, rest);
	return sp_rules_wrong(r, "\"%.*s\" begins nothing; write \"rule NAME\" or \"define NAME /PATTERN/\", "
			"and indent what belongs to a rule", SP_FMT(word));
}

enum sp_status sp_rules_parse(struct sp_rules *rules, struct sp_str text, const char *shown,
	const struct sp_rule_words *words, struct sp_err *err)
{
	struct sp_rules_reader r = { .rules = rules, .words = words, .err = err };
	enum sp_status status = SP_OK;
	struct sp_str line;

	r.file = sp_arena_text(&rules->arena, sp_str(shown));
	if (!sp_utf8_valid(text))
		return sp_fail(err, SP_CONFIG, "%s: this is not UTF-8; convert it, as with iconv", shown);
	r.text = sp_arena_text(&rules->arena, text);
	text.ptr = r.text;
	while (status == SP_OK && sp_str_next_line(&text, &line)) {
		r.line++;
		status = read_line(&r, line);
	}
	return status == SP_OK ? end_rule(&r) : status;
}

enum sp_status sp_rules_read(struct sp_rules *rules, const char *path, const char *shown,
	const struct sp_rule_words *words, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(path, SP_RULES_FILE, &text, err);

	if (status == SP_OK)
		status = sp_rules_parse(rules, sp_buf_str(&text), shown, words, err);
	sp_buf_release(&text);
	return status;
}
