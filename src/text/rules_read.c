/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading rules files; text/rules.c asks the rules.
 *
 * A line that begins at the left margin is `define` or `rule`; an indented one
 * belongs to the rule above it; an indented one that begins with a value goes
 * on with the line above it.
 */
#include "text/rules.h"

#include "base/file.h"
#include "base/utf8.h"

struct sp_rule_define {
	struct sp_str name;
	struct sp_str expression;
	struct sp_rule_define *next;
};

struct reader {
	struct sp_rules *rules;
	const struct sp_rule_words *words;
	const char *file;
	char *text; /* of the file, in the arena */
	unsigned line;
	struct sp_rule *rule;           /* the one that is open, or NULL */
	struct sp_rule_condition *condition; /* likewise */
	size_t condition_room, value_room;
	struct sp_err *err;
};

static enum sp_status wrong(struct reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static enum sp_status wrong(struct reader *r, const char *format, ...)
{
	struct sp_buf text = SP_BUF_INIT;
	va_list args;

	va_start(args, format);
	sp_buf_vprintf(&text, format, args);
	va_end(args);
	sp_fail(r->err, SP_CONFIG, "%s:%u: %s", r->file, r->line, text.ptr);
	sp_buf_release(&text);
	return SP_CONFIG;
}

/* Take the next word (up to a blank) off `*rest`. */
static struct sp_str take_word(struct sp_str *rest)
{
	size_t end = 0;
	struct sp_str word;

	*rest = sp_str_trim(*rest);
	while (end < rest->len && !sp_ascii_blank(rest->ptr[end]))
		end++;
	word = sp_str_sub(*rest, 0, end);
	*rest = sp_str_trim(sp_str_from(*rest, end));
	return word;
}

static bool is_name(struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!sp_ascii_alnum(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '_')
			return false;
	return s.len > 0;
}

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
static const char *all_words(struct reader *r, const char *const *list)
{
	struct sp_buf text = SP_BUF_INIT;
	const char *copy;

	for (size_t i = 0; list[i]; i++)
		sp_buf_printf(&text, "%s%s", i ? ", " : "", list[i]);
	copy = sp_arena_text(&r->rules->arena, sp_buf_str(&text));
	sp_buf_release(&text);
	return copy;
}

/* Take "words" or /pattern/ off `*rest`, without its marks.  Escapes are taken
 * out where they are: the text is the reader's own. */
static enum sp_status take_quoted(struct reader *r, struct sp_str *rest, struct sp_str *value_r)
{
	char *text = r->text + (rest->ptr - r->text);
	char mark = text[0];
	size_t i = 1, len = 0;

	for (; i < rest->len && text[i] != mark; i++) {
		if (text[i] == '\\' && i + 1 < rest->len) {
			/* In a pattern the backslash means something to the pattern. */
			if (mark == '/' && text[i + 1] != '/')
				text[1 + len++] = '\\';
			i++;
		}
		text[1 + len++] = text[i];
	}
	if (i >= rest->len)
		return wrong(r, "the value has no end; close it with %c", mark);
	*value_r = sp_str_n(text + 1, len);
	*rest = sp_str_trim(sp_str_from(*rest, i + 1));
	return SP_OK;
}

static const struct sp_rule_define *find_define(const struct sp_rules *rules, struct sp_str name)
{
	for (const struct sp_rule_define *d = rules->defines; d; d = d->next)
		if (sp_str_eq(d->name, name))
			return d;
	return NULL;
}

/* Put what was defined in place of each %name%. */
static enum sp_status expand(struct reader *r, struct sp_str raw, struct sp_buf *out)
{
	while (raw.len) {
		size_t start = sp_str_find_char(raw, '%');
		struct sp_str name = sp_str_from(raw, start + 1);
		const struct sp_rule_define *define;

		sp_buf_add_str(out, sp_str_sub(raw, 0, start));
		if (start == raw.len)
			break;
		name = sp_str_sub(name, 0, sp_str_find_char(name, '%'));
		if (!is_name(name)) {
			sp_buf_add_char(out, '%');
			raw = sp_str_from(raw, start + 1);
			continue;
		}
		define = find_define(r->rules, name);
		if (!define)
			return wrong(r, "%%%.*s%% is not defined; put a line \"define %.*s /.../\" above",
				SP_FMT(name), SP_FMT(name));
		sp_buf_add_str(out, define->expression);
		if (out->len > 16 * 1024)
			return wrong(r, "the pattern has more than 16 KB with its definitions");
		raw = sp_str_from(raw, start + 1 + name.len + 1);
	}
	return SP_OK;
}

/* The text of a pattern with its definitions, in the arena. */
static enum sp_status pattern_text(struct reader *r, struct sp_str raw, const char **text_r)
{
	struct sp_buf expression = SP_BUF_INIT;
	enum sp_status status = SP_OK;

	if (sp_str_find_char(raw, '%') == raw.len) {
		*text_r = sp_arena_text(&r->rules->arena, raw);
		return SP_OK;
	}
	status = expand(r, raw, &expression);
	*text_r = sp_arena_text(&r->rules->arena, sp_buf_str(&expression));
	sp_buf_release(&expression);
	return status;
}

static enum sp_status add_value(struct reader *r, char mark, struct sp_str text)
{
	struct sp_rule_condition *c = r->condition;
	struct sp_rule_value *value;
	enum sp_status status;

	if ((mark == '/') != (c->how == SP_RULE_MATCHES))
		return wrong(r, "write matches /PATTERN/, and is, begins, ends, has \"WORDS\"");
	if (!text.len)
		return wrong(r, "an empty value would hold for everything; write \"present\" for that");
	c->values = sp_arena_grow(&r->rules->arena, c->values, c->count, &r->value_room,
		sizeof *c->values);
	value = &c->values[c->count++];
	*value = (struct sp_rule_value){ .line = r->line };
	if (mark == '"') {
		value->words = r->text + (text.ptr - r->text);
		value->len = text.len;
		return SP_OK;
	}
	status = pattern_text(r, text, &value->expression);
	if (status == SP_OK)
		value->pattern = sp_pattern_create(value->expression);
	return status;
}

static enum sp_status read_values(struct reader *r, struct sp_str rest)
{
	enum sp_status status = SP_OK;

	if (!r->condition)
		return wrong(r, "a value belongs to a condition; put one above, as in: field Subject has \"words\"");
	while (rest.len && status == SP_OK) {
		struct sp_str value;
		char mark = rest.ptr[0];

		if (mark == '#')
			return SP_OK;
		if (mark != '"' && mark != '/')
			return wrong(r, "\"%.*s\" is no value; write \"words\" or /pattern/", SP_FMT(rest));
		status = take_quoted(r, &rest, &value);
		if (status == SP_OK)
			status = add_value(r, mark, value);
	}
	return status;
}

static enum sp_status read_condition(struct reader *r, int place, bool named, struct sp_str rest)
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
		c->name = sp_arena_text(&r->rules->arena, take_word(&rest));
	word = take_word(&rest);
	if (sp_str_eq(word, SP_STR("not"))) {
		c->not = true;
		word = take_word(&rest);
	}
	how = find_word(hows, word, &takes);
	if (how < 0)
		return wrong(r, "\"%.*s\" compares nothing; write one of %s", SP_FMT(word), all_words(r, hows));
	c->how = (enum sp_rule_how)how;
	if (c->how == SP_RULE_PRESENT && rest.len && rest.ptr[0] != '#')
		return wrong(r, "\"present\" takes no value");
	return read_values(r, c->how == SP_RULE_PRESENT ? SP_NONE : rest);
}

static enum sp_status read_says(struct reader *r, struct sp_str rest)
{
	struct sp_str word = take_word(&rest);
	bool takes;
	int says = find_word(r->words->says, word, &takes);

	if (says < 0)
		return wrong(r, "a rule cannot say \"%.*s\"; it can say %s", SP_FMT(word),
			all_words(r, r->words->says));
	r->rule->says = (unsigned)says;
	rest = sp_str_trim(sp_str_sub(rest, 0, sp_str_find_char(rest, '#')));
	if (takes != (rest.len > 0))
		return wrong(r, takes ? "\"says %s\" lacks its last word" :
					"\"says %s\" takes nothing more", r->words->says[says]);
	if (takes)
		r->rule->argument = sp_arena_str(&r->rules->arena, rest);
	return SP_OK;
}

/* An indented line. */
static enum sp_status read_member(struct reader *r, struct sp_str line)
{
	struct sp_str rest = line, word;
	bool takes;
	int place;

	if (!r->rule)
		return wrong(r, "an indented line belongs to a rule; put \"rule NAME\" above");
	if (line.ptr[0] == '"' || line.ptr[0] == '/')
		return read_values(r, line);
	word = take_word(&rest);
	if (sp_str_eq(word, SP_STR("says")))
		return read_says(r, rest);
	if (sp_str_eq(word, SP_STR("off"))) {
		r->rule->off = true;
		return SP_OK;
	}
	place = find_word(r->words->places, word, &takes);
	if (place < 0)
		return wrong(r, "there is no place \"%.*s\"; write says, off, or one of %s", SP_FMT(word),
			all_words(r, r->words->places));
	return read_condition(r, place, takes, rest);
}

/* What only the end of a rule shows. */
static enum sp_status end_rule(struct reader *r)
{
	const struct sp_rule *rule = r->rule;
	unsigned here = r->line;
	enum sp_status status = SP_OK;

	if (!rule || rule->off)
		return SP_OK;
	r->line = rule->line;
	if (rule->says == UINT32_MAX)
		status = wrong(r, "rule %s says nothing; add a line \"says ...\"", rule->name);
	else if (rule->count == 0)
		status = wrong(r, "rule %s has no condition; add one, as in: field Subject has \"words\"",
			rule->name);
	for (size_t i = 0; i < rule->count && status == SP_OK; i++) {
		r->line = rule->conditions[i].line;
		if (rule->conditions[i].how != SP_RULE_PRESENT && rule->conditions[i].count == 0)
			status = wrong(r, "the condition has no value; write \"words\" or /pattern/ after it");
	}
	r->line = here;
	return status;
}

static enum sp_status begin_rule(struct reader *r, struct sp_str rest)
{
	struct sp_rules *rules = r->rules;
	struct sp_str name = take_word(&rest);
	struct sp_rule *rule;

	if (!is_name(name))
		return wrong(r, "\"%.*s\" is no name of a rule; use letters, digits and -", SP_FMT(name));
	for (size_t i = 0; i < rules->count; i++)
		if (rules->items[i].file == r->file && sp_str_eq(sp_str(rules->items[i].name), name))
			return wrong(r, "rule %.*s is there already, in line %u; give this one another name",
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

static enum sp_status read_define(struct reader *r, struct sp_str rest)
{
	struct sp_str name = take_word(&rest);
	struct sp_rule_define *define;
	struct sp_str raw;
	const char *expression;
	enum sp_status status;

	if (!is_name(name) || !rest.len || rest.ptr[0] != '/')
		return wrong(r, "write \"define NAME /PATTERN/\"");
	status = take_quoted(r, &rest, &raw);
	if (status == SP_OK)
		status = pattern_text(r, raw, &expression);
	if (status != SP_OK)
		return status;
	define = sp_arena_new(&r->rules->arena, struct sp_rule_define);
	define->name = sp_arena_str(&r->rules->arena, name);
	define->expression = sp_str(expression);
	define->next = r->rules->defines;
	r->rules->defines = define;
	return SP_OK;
}

static enum sp_status read_line(struct reader *r, struct sp_str line)
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
	word = take_word(&rest);
	if (status != SP_OK)
		return status;
	if (sp_str_eq(word, SP_STR("rule")))
		return begin_rule(r, rest);
	if (sp_str_eq(word, SP_STR("define")))
		return read_define(r, rest);
	return wrong(r, "\"%.*s\" begins nothing; write \"rule NAME\" or \"define NAME /PATTERN/\", "
			"and indent what belongs to a rule", SP_FMT(word));
}

enum sp_status sp_rules_parse(struct sp_rules *rules, struct sp_str text, const char *shown,
	const struct sp_rule_words *words, struct sp_err *err)
{
	struct reader r = { .rules = rules, .words = words, .err = err };
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
