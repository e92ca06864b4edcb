/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words, "words in quotes", /patterns/ and %definitions% of a rules file.
 */
#include "text/rules_reader.h"

struct sp_rule_define {
	struct sp_str name;
	struct sp_str expression;
	struct sp_rule_define *next;
};

enum sp_status sp_rules_wrong(struct sp_rules_reader *r, const char *format, ...)
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

struct sp_str sp_rules_take_word(struct sp_str *rest)
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

bool sp_rules_is_name(struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!sp_ascii_alnum(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '_')
			return false;
	return s.len > 0;
}

enum sp_status sp_rules_take_quoted(struct sp_rules_reader *r, struct sp_str *rest,
	struct sp_str *value_r)
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
		return sp_rules_wrong(r, "the value has no end; close it with %c", mark);
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
static enum sp_status expand(struct sp_rules_reader *r, struct sp_str raw, struct sp_buf *out)
{
	while (raw.len) {
		size_t start = sp_str_find_char(raw, '%');
		struct sp_str name = sp_str_from(raw, start + 1);
		const struct sp_rule_define *define;

		sp_buf_add_str(out, sp_str_sub(raw, 0, start));
		if (start == raw.len)
			break;
		name = sp_str_sub(name, 0, sp_str_find_char(name, '%'));
		if (!sp_rules_is_name(name)) {
			sp_buf_add_char(out, '%');
			raw = sp_str_from(raw, start + 1);
			continue;
		}
		define = find_define(r->rules, name);
		if (!define)
			return sp_rules_wrong(r, "%%%.*s%% is not defined; put a line \"define %.*s /.../\" above",
				SP_FMT(name), SP_FMT(name));
		sp_buf_add_str(out, define->expression);
		if (out->len > 16 * 1024)
			return sp_rules_wrong(r, "the pattern has more than 16 KB with its definitions");
		raw = sp_str_from(raw, start + 1 + name.len + 1);
	}
	return SP_OK;
}

enum sp_status sp_rules_pattern_text(struct sp_rules_reader *r, struct sp_str raw, const char **text_r)
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

enum sp_status sp_rules_read_define(struct sp_rules_reader *r, struct sp_str rest)
{
	struct sp_str name = sp_rules_take_word(&rest);
	struct sp_rule_define *define;
	struct sp_str raw;
	const char *expression;
	enum sp_status status;

	if (!sp_rules_is_name(name) || !rest.len || rest.ptr[0] != '/')
		return sp_rules_wrong(r, "write \"define NAME /PATTERN/\"");
	status = sp_rules_take_quoted(r, &rest, &raw);
	if (status == SP_OK)
		status = sp_rules_pattern_text(r, raw, &expression);
	if (status != SP_OK)
		return status;
	define = sp_arena_new(&r->rules->arena, struct sp_rule_define);
	define->name = sp_arena_str(&r->rules->arena, name);
	define->expression = sp_str(expression);
	define->next = r->rules->defines;
	r->rules->defines = define;
	return SP_OK;
}
