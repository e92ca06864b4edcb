/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text/rules and text/pattern: the files' form, their errors, how rules are
 * asked, and that hostile text stays cheap for every shipped pattern (FAULTS 16).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/file.h"
#include "mail/filters.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *source_folder(void)
{
	const char *folder = getenv("SP_SOURCE");

	return folder ? folder : ".";
}

/* --- errors say where and what to do ------------------------------------------ */

static void test_errors(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ "rule a\n\tsays nothing\n", "x.rules:2: a rule cannot say \"nothing\"; it can say pec-receipt" },
		{ "rule a\n\tsays automatic\n", "x.rules:1: rule a has no condition; add one" },
		{ "rule a\n\tfrom is \"x\"\n", "x.rules:1: rule a says nothing; add a line" },
		{ "rule a b\n\tsays automatic\n\tfrom is x\n", "x.rules:3: \"x\" is no value; write \"words\"" },
		{ "rule a\n\tsays automatic\n\tfrom has \"x\n", "x.rules:3: the value has no end; close it with \"" },
		{ "rule a\n\tsays automatic\n\tline matches /x\n", "x.rules:3: the value has no end; close it with /" },
		{ "rule a\n\tsays automatic\n\tfrom has \"\"\n", "x.rules:3: an empty value would hold for everything" },
		{ "rule a\n\tsays automatic\n\tfrom has /x/\n", "x.rules:3: write matches /PATTERN/" },
		{ "rule a\n\tsays automatic\n\tfrom like \"x\"\n", "x.rules:3: \"like\" compares nothing; write one of is" },
		{ "rule a\n\tsays automatic\n\tform is \"x\"\n", "x.rules:3: there is no place \"form\"; write says, off" },
		{ "rule a\n\tsays automatic\n\tfrom present \"x\"\n", "x.rules:3: \"present\" takes no value" },
		{ "rule a\n\tsays automatic\n\tfrom is\n", "x.rules:3: the condition has no value" },
		{ "rule a\n\tsays status\n", "x.rules:2: \"says status CODE\" lacks its last word" },
		{ "rule a\n\tsays automatic now\n", "x.rules:2: \"says automatic\" takes nothing more" },
		{ "rule a\n\tsays automatic\n\t\"x\"\n", "x.rules:3: a value belongs to a condition" },
		{ "\tsays automatic\n", "x.rules:1: an indented line belongs to a rule" },
		{ "rules a\n", "x.rules:1: \"rules\" begins nothing; write \"rule NAME\"" },
		{ "rule ä\n", "x.rules:1: \"ä\" is no name of a rule" },
		{ "rule a\n\tsays automatic\n\tfrom is \"x\"\nrule a\n", "x.rules:4: rule a is there already, in line 1" },
		{ "define a\n", "x.rules:1: write \"define NAME /PATTERN/\"" },
		{ "rule a\n\tsays automatic\n\tline matches /%b%/\n", "x.rules:3: %b% is not defined" },
		{ "rule \xff\n", "x.rules: this is not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_rules rules = SP_RULES_INIT;
		struct sp_err err = { 0 };

		assert_int_equal(sp_rules_parse(&rules, sp_str(cases[i].text), "x.rules",
					 &sp_filter_words, &err), SP_CONFIG);
		if (strncmp(err.text, cases[i].error, strlen(cases[i].error)) != 0)
			fail_msg("case %zu: \"%s\", expected \"%s\"", i, err.text, cases[i].error);
		sp_rules_release(&rules);
	}
}

static void test_wrong_pattern(void **state)
{
	struct sp_rules rules = SP_RULES_INIT;
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_rules_parse(&rules,
		SP_STR("rule a\n\tsays automatic\n\tline has \"x\"\n\tline matches /(x/\n"), "x.rules",
		&sp_filter_words, &err), SP_OK);
	assert_int_equal(sp_rule_compile(&rules.items[0], &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "x.rules:4: rule a: the pattern is wrong after \"(x\""));
	sp_rules_release(&rules);
}

/* --- asking -------------------------------------------------------------------- */

static bool one_text(void *context, const struct sp_rule_condition *condition, size_t index,
	const struct sp_rule_text **text_r)
{
	if (condition->name && strcmp(condition->name, "Absent") == 0)
		return false;
	*text_r = context;
	return index == 0;
}

static void test_asking(void **state)
{
	static const struct {
		const char *condition, *text;
		bool holds;
	} cases[] = {
		{ "line is \"priorità\"", "PRIORITA", true },
		{ "line is \"l'ufficio\"", "L\xE2\x80\x99UFFICIO", true },
		{ "line is \"a b\"", "  a \t\xC2\xA0 b ", true },
		{ "line is \"от\"", "ОТ", true },
		{ "line is \"a\"", "ab", false },
		{ "line begins \"fuori\"", "Fuori sede", true },
		{ "line begins \"sede\"", "Fuori sede", false },
		{ "line ends \"sede\"", "Fuori Sede", true },
		{ "line has \"x\" \"ri se\"", "Fuori Sede", true },
		{ "line has \"es\"", "Fuori Sede", false },
		{ "line not has \"es\"", "Fuori Sede", true },
		{ "line matches /^FUORI/", "Fuori sede", true },
		{ "line matches /(?-i)^FUORI/", "Fuori sede", false },
		{ "line matches /a\\/b/", "a/b", true },
		{ "line has \"a\\\"b\"", "a\"b", true },
		{ "field X present", "x", true },
		{ "field Absent present", "x", false },
		{ "field Absent not present", "x", true },
		{ "field Absent not is \"x\"", "x", true },
		{ "line has \"x\"\n\t\t\"y\"", "y", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_rules rules = SP_RULES_INIT;
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_err err = { 0 };
		struct sp_rule_text text = sp_rule_text(&arena, sp_str(cases[i].text));
		struct sp_rule_source source = { one_text, &text };
		struct sp_rule_match match;
		char file[256];

		snprintf(file, sizeof file, "rule a\n\tsays automatic\n\t%s\n", cases[i].condition);
		if (sp_rules_parse(&rules, sp_str(file), "x", &sp_filter_words, &err) != SP_OK)
			fail_msg("case %zu: %s", i, err.text);
		if (sp_rule_takes(&rules.items[0], &source, &match) != cases[i].holds)
			fail_msg("case %zu: %s", i, cases[i].condition);
		sp_rules_release(&rules);
		sp_arena_release(&arena);
	}
}

static void test_groups_and_reason(void **state)
{
	struct sp_rules rules = SP_RULES_INIT;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_rule_text text = sp_rule_text(&arena, SP_STR("<Mario@Example.it>: unknown"));
	struct sp_rule_source source = { one_text, &text };
	struct sp_rule_match match;

	(void)state;
	assert_int_equal(sp_rules_parse(&rules,
		SP_STR("define word /[^\\s<>]+/\nrule a\n\tsays recipient\n\tline matches "
		       "/<(?<recipient>%word%)>:(?<other>z)?/\n"), "x.rules", &sp_filter_words, NULL), SP_OK);
	assert_true(sp_rule_takes(&rules.items[0], &source, &match));
	assert_true(sp_str_eq(sp_pattern_group(match.pattern, "recipient"), SP_STR("Mario@Example.it")));
	assert_null(sp_pattern_group(match.pattern, "other").ptr);
	assert_null(sp_pattern_group(match.pattern, "none").ptr);
	assert_int_equal(match.line, 4);
	assert_string_equal(sp_rule_reason(&arena, &rules.items[0]), "x.rules:2 a");
	sp_rules_release(&rules);
	sp_arena_release(&arena);
}

/* --- folders -------------------------------------------------------------------- */

static void write_rules(const char *folder, const char *text)
{
	char path[256];
	struct sp_err err = { 0 };

	snprintf(path, sizeof path, "%s/x.rules", folder);
	assert_int_equal(sp_write_file(path, 0600, sp_str(text), &err), SP_OK);
}

static void remove_rules(const char *folder)
{
	char path[256];

	snprintf(path, sizeof path, "%s/x.rules", folder);
	unlink(path);
	rmdir(folder);
}

static void test_site_rules_come_first(void **state)
{
	char shipped[] = "/tmp/sportello-rules-XXXXXX", site[] = "/tmp/sportello-site-XXXXXX";
	struct sp_filters *filters;
	struct sp_err err = { 0 };
	const struct sp_rule *const *rules;
	size_t count;

	(void)state;
	assert_non_null(mkdtemp(shipped));
	assert_non_null(mkdtemp(site));
	write_rules(shipped, "rule a\n\tsays automatic\n\tfrom is \"a\"\nrule b\n\tsays automatic\n\tfrom is \"b\"\n"
			     "rule c\n\tsays automatic\n\tfrom is \"c\"\n");
	write_rules(site, "rule mine\n\tsays automatic\n\tfrom is \"m\"\nrule b\n\tsays list\n\tfrom is \"b\"\n"
			  "rule c\n\toff\n");
	assert_int_equal(sp_filters_load(shipped, site, &filters, &err), SP_OK);
	rules = sp_filters_saying(filters, SP_SAYS_AUTOMATIC, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rules[0]->name, "mine");
	assert_string_equal(rules[1]->name, "a");
	sp_filters_saying(filters, SP_SAYS_LIST, &count);
	assert_int_equal(count, 1);
	sp_filters_free(filters);
	write_rules(site, "rule mine\n\tsays automatic\n\tline matches /(/\n");
	assert_int_equal(sp_filters_load(shipped, site, &filters, &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "x.rules:3: rule mine: the pattern is wrong"));
	remove_rules(shipped);
	remove_rules(site);
	err = (struct sp_err){ 0 };
	assert_int_equal(sp_filters_load(shipped, NULL, &filters, &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "this folder holds the rules files"));
}

/* --- hostile text (FAULTS 16) ------------------------------------------------------ */

/* What a match of a shipped pattern may try at most; one of 998 octets that is
 * looked at once from each of its characters tries about a thousand. */
enum { MOST_TRIES = 60000, KILOBYTES = 65 };

static void fill(char *out, const char *piece)
{
	size_t length = strlen(piece);

	for (size_t i = 0; i < KILOBYTES * 1024; i++)
		out[i] = piece[i % length];
	out[KILOBYTES * 1024] = '\0';
}

static void check_costs(const struct sp_rule *rule, struct sp_str subject, const char *piece)
{
	for (size_t c = 0; c < rule->count; c++)
		for (size_t v = 0; v < rule->conditions[c].count; v++) {
			const struct sp_rule_value *value = &rule->conditions[c].values[v];
			uint64_t tries = value->expression ? sp_pattern_cost(value->expression, subject) : 0;

			if (tries > MOST_TRIES)
				fail_msg("%s:%u: rule %s tries %llu items of its pattern on \"%.20s...\"",
					rule->file, value->line, rule->name, (unsigned long long)tries, piece);
		}
}

static void test_row_16_shipped_patterns_stay_cheap(void **state)
{
	static const char *const pieces[] = { " ", "a", "a ", "a@", "aaaa@a.", "<", "<a@b.it> ", "-", "> ", "1",
		"12:", "12:30 ", "2026 ", "il giorno 5 ", "on 5 ", "wrote ", "ha scritto ", "re: ", "auto ",
		"sono assente ", "buongiorno ", "sent from my ", "to a ", "deliver to ", "recipient ", "tel. ",
		"questo messaggio ", "via a 1 ", "(", "[", "\xC3\xA8", "a.", "a,", "a:", "=", "\"", "'", "www." };
	char *text = malloc(KILOBYTES * 1024 + 1);
	struct sp_buf folder = SP_BUF_INIT;
	struct sp_filters *filters;
	struct sp_err err = { 0 };

	(void)state;
	assert_non_null(text);
	sp_buf_printf(&folder, "%s/filters", source_folder());
	if (sp_filters_load(folder.ptr, NULL, &filters, &err) != SP_OK ||
		sp_filters_check(filters, &err) != SP_OK)
		fail_msg("%s", err.text);
	for (size_t p = 0; p < COUNT(pieces); p++) {
		fill(text, pieces[p]);
		for (int says = 0; says < SP_FILTER_SAYS; says++) {
			size_t count;
			const struct sp_rule *const *rules =
				sp_filters_saying(filters, (enum sp_filter_says)says, &count);

			for (size_t i = 0; i < count; i++)
				check_costs(rules[i], sp_str(text), pieces[p]);
		}
	}
	sp_filters_free(filters);
	sp_buf_release(&folder);
	free(text);
}

/* An administrator's own pattern may be bad: then the limits end the match. */
static void test_row_16_limits_end_a_match(void **state)
{
	static const char *const bad[] = { "^(a+)+$", "(a|aa)+b", "(.*a){12}b", "\\s+$", "(\\w+\\s*)+:" };
	char text[2000];

	(void)state;
	memset(text, 'a', sizeof text);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sp_pattern *pattern = sp_pattern_create(bad[i]);

		text[997] = '!';
		sp_pattern_match(pattern, sp_str_n(text, sizeof text));
		/* Each of the 998 places may spend the limit, and stops there. */
		assert_true(sp_pattern_cost(bad[i], sp_str_n(text, sizeof text)) <
			    (uint64_t)SP_PATTERN_STEPS * SP_PATTERN_SUBJECT);
		text[997] = 'a';
		sp_pattern_free(pattern);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_wrong_pattern),
		cmocka_unit_test(test_asking),
		cmocka_unit_test(test_groups_and_reason),
		cmocka_unit_test(test_site_rules_come_first),
		cmocka_unit_test(test_row_16_shipped_patterns_stay_cheap),
		cmocka_unit_test(test_row_16_limits_end_a_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
