/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Templates: the Mustache specification's own cases (tests/unit/mustache/) for
 * what is supported, refusal by name of what is not, and what our mails add:
 * strictness, escapes that cannot be left out, bounds.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "text/template.h"

/* --- the specification's cases --------------------------------------------- */

static struct sp_str scalar(struct sp_arena *arena, json_t *value)
{
	char *text;
	struct sp_str copy;

	if (json_is_string(value))
		return sp_str(json_string_value(value));
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
	assert_non_null(text);
	copy = sp_arena_str(arena, sp_str(text));
	free(text);
	return copy;
}

static void fill_list(struct sp_arena *arena, struct sp_data *list, json_t *from);

static void fill_object(struct sp_arena *arena, struct sp_data *object, json_t *from)
{
	const char *key;
	json_t *value;

	json_object_foreach(from, key, value) {
		if (json_is_object(value))
			fill_object(arena, sp_data_set_object(arena, object, key), value);
		else if (json_is_array(value))
			fill_list(arena, sp_data_set_list(arena, object, key), value);
		else if (json_is_boolean(value))
			sp_data_set_bool(arena, object, key, json_is_true(value));
		else
			sp_data_set_text(arena, object, key, scalar(arena, value));
	}
}

static void fill_list(struct sp_arena *arena, struct sp_data *list, json_t *from)
{
	json_t *value;
	size_t i;

	json_array_foreach(from, i, value) {
		if (json_is_object(value))
			fill_object(arena, sp_data_add(arena, list), value);
		else
			sp_data_add_text(arena, list, scalar(arena, value));
	}
}

static json_t *read_cases(const char *name)
{
	struct sp_buf path = SP_BUF_INIT;
	json_error_t error;
	json_t *all;

	sp_buf_printf(&path, "%s/tests/unit/mustache/%s.json", getenv("SP_SOURCE"), name);
	all = json_load_file(path.ptr, 0, &error);
	if (!all)
		fail_msg("%s: %s", path.ptr, error.text);
	sp_buf_release(&path);
	return all;
}

static int run_case(json_t *one)
{
	const char *name = json_string_value(json_object_get(one, "name"));
	const char *expected = json_string_value(json_object_get(one, "expected"));
	const char *source = json_string_value(json_object_get(one, "template"));
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_data *data = sp_data_object(&arena);
	struct sp_buf out = SP_BUF_INIT;
	struct sp_template *template;
	struct sp_err err = { 0 };
	int bad = 0;

	fill_object(&arena, data, json_object_get(one, "data"));
	if (sp_template_parse(&arena, name, sp_str(source), &template, &err) != SP_OK ||
		sp_template_render(template, data, SP_ESCAPE_HTML, false, &out, &err) != SP_OK) {
		print_error("%s: %s\n", name, err.text);
		bad = 1;
	} else if (strcmp(out.ptr, expected) != 0) {
		print_error("%s: expected <%s>, got <%s>\n", name, expected, out.ptr);
		bad = 1;
	}
	sp_buf_release(&out);
	sp_arena_release(&arena);
	return bad;
}

static void test_specification(void **state)
{
	static const struct {
		const char *file;
		size_t cases;
	} files[] = { { "comments", 11 }, { "interpolation", 30 }, { "sections", 25 }, { "inverted", 21 } };

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		json_t *all = read_cases(files[i].file);
		json_t *tests = json_object_get(all, "tests"), *one;
		int bad = 0;
		size_t k;

		assert_int_equal(json_array_size(tests), files[i].cases);
		json_array_foreach(tests, k, one)
			bad += run_case(one);
		json_decref(all);
		assert_int_equal(bad, 0);
	}
}

static void refuse_all(const char *file, const char *said)
{
	json_t *all = read_cases(file), *one;
	size_t k;

	json_array_foreach(json_object_get(all, "tests"), k, one) {
		struct sp_str source = sp_str(json_string_value(json_object_get(one, "template")));
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_template *template;
		struct sp_err err = { 0 };

		assert_int_equal(sp_template_parse(&arena, "t", source, &template, &err), SP_CONFIG);
		if (!strstr(err.text, said) && !strstr(err.text, "are not supported"))
			fail_msg("%s: %s", file, err.text);
		sp_arena_release(&arena);
	}
	assert_true(k > 5);
	json_decref(all);
}

static void test_left_out_by_name(void **state)
{
	(void)state;
	refuse_all("partials", "partials ({{>name}}) are not supported");
	refuse_all("delimiters", "set delimiters ({{=<% %>=}}) are not supported");
}

/* --- ours ------------------------------------------------------------------- */

static const struct {
	const char *source;
	const char *error; /* what is said, with the line */
} broken[] = {
	{ "a\n{{#x}}\nb", "t:2: a section is never ended: \"x\"" },
	{ "{{/x}}", "t:1: an end without its section: \"x\"" },
	{ "{{#x}}\n\n{{/y}}", "t:3: this end does not close the section \"x\"" },
	{ "\n\n{{x", "t:3: a tag is not closed with }}" },
	{ "{{{x}}", "t:1: a tag is not closed with }}" },
	{ "{{a b}}", "t:1: not a name between the braces: \"a b\"" },
	{ "{{a..b}}", "t:1: not a name between the braces: \"a..b\"" },
	{ "{{}}", "t:1: not a name between the braces:" },
	{ "x\n{{>p}}", "t:2: partials" },
	{ "{{<p}}{{/p}}", "t:1: inheritance" },
	{ "{{$p}}{{/p}}", "t:1: inheritance" },
};

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_template *template;
		struct sp_err err = { 0 };

		assert_int_equal(
			sp_template_parse(&arena, "t", sp_str(broken[i].source), &template, &err),
			SP_CONFIG);
		if (strncmp(err.text, broken[i].error, strlen(broken[i].error)) != 0)
			fail_msg("<%s>: %s", broken[i].source, err.text);
		sp_arena_release(&arena);
	}
}

static enum sp_status render(struct sp_arena *arena, const char *source, const struct sp_data *data,
	enum sp_escape escape, struct sp_buf *out, struct sp_err *err)
{
	struct sp_template *template;

	assert_int_equal(sp_template_parse(arena, "t", sp_str(source), &template, err), SP_OK);
	return sp_template_render(template, data, escape, true, out, err);
}

static void test_strict(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_data *data = sp_data_object(&arena);
	struct sp_buf out = SP_BUF_INIT;
	struct sp_err err = { 0 };

	(void)state;
	sp_data_set_list(&arena, data, "list");
	assert_int_equal(render(&arena, "a\n{{nome}}", data, SP_ESCAPE_TEXT, &out, &err), SP_CONFIG);
	assert_string_equal(err.text, "t:2: \"nome\": there is no such variable");
	err = (struct sp_err){ 0 };
	assert_int_equal(render(&arena, "{{list}}", data, SP_ESCAPE_TEXT, &out, &err), SP_CONFIG);
	assert_string_equal(err.text, "t:1: \"list\": is a section's name, not a text");
	sp_buf_release(&out);
	sp_arena_release(&arena);
}

static const struct {
	enum sp_escape escape;
	struct sp_str value;
	struct sp_str expected;
} escapes[] = {
	{ SP_ESCAPE_TEXT, SP_STR("{{secret}} %s%n ${x} {{{y}}}"), SP_STR("{{secret}} %s%n ${x} {{{y}}}") },
	{ SP_ESCAPE_TEXT, SP_STR("a\r\nb\tc\033[1m\0d"), SP_STR("a\nb\tc\xEF\xBF\xBD[1m\xEF\xBF\xBD" "d") },
	{ SP_ESCAPE_TEXT, SP_STR("\xE2\x80\xAEx\xFF"), SP_STR("\xEF\xBF\xBDx\xEF\xBF\xBD") },
	{ SP_ESCAPE_TEXT, SP_STR("<b> & \"perché\""), SP_STR("<b> & \"perché\"") },
	{ SP_ESCAPE_HEADER, SP_STR("a\r\nBcc: x@y\n"), SP_STR("a Bcc: x@y") },
	{ SP_ESCAPE_HEADER, SP_STR("a\xC2\x85" "b\xE2\x80\xA8" "c\tperché"), SP_STR("a b c perché") },
};

static void test_escapes(void **state)
{
	static const char *const forms[] = { "{{v}}", "{{{v}}}", "{{&v}}" };

	(void)state;
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
		for (size_t k = 0; k < 3; k++) {
			struct sp_arena arena = SP_ARENA_INIT;
			struct sp_data *data = sp_data_object(&arena);
			struct sp_buf out = SP_BUF_INIT;
			struct sp_err err = { 0 };

			sp_data_set_text(&arena, data, "v", escapes[i].value);
			sp_data_set_text(&arena, data, "secret", SP_STR("SECRET"));
			assert_int_equal(render(&arena, forms[k], data, escapes[i].escape, &out, &err),
				SP_OK);
			assert_int_equal(out.len, escapes[i].expected.len);
			assert_memory_equal(out.ptr, escapes[i].expected.ptr, out.len);
			sp_buf_release(&out);
			sp_arena_release(&arena);
		}
	}
}

/* Lists within lists would make a million million lines: an error instead. */
static void test_bounded(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_data *data = sp_data_object(&arena);
	struct sp_data *list = sp_data_set_list(&arena, data, "l");
	struct sp_buf out = SP_BUF_INIT, deep = SP_BUF_INIT;
	struct sp_template *template;
	struct sp_err err = { 0 };

	(void)state;
	for (int i = 0; i < 10; i++)
		sp_data_add_text(&arena, list, SP_STR("x"));
	for (int i = 0; i < 16; i++)
		sp_buf_add_text(&deep, "{{#l}}");
	for (int i = 0; i < 16; i++)
		sp_buf_add_text(&deep, "{{/l}}");
	assert_int_equal(render(&arena, deep.ptr, data, SP_ESCAPE_TEXT, &out, &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "too large"));
	sp_buf_cut(&deep, 0);
	for (int i = 0; i < 17; i++)
		sp_buf_add_text(&deep, "{{#l}}");
	err = (struct sp_err){ 0 };
	assert_int_equal(
		sp_template_parse(&arena, "t", sp_buf_str(&deep), &template, &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "nested too deep"));
	sp_buf_release(&deep);
	sp_buf_release(&out);
	sp_arena_release(&arena);
}

static void collect(struct sp_str name, int line, void *context)
{
	assert_true(line > 0);
	sp_buf_add_str(context, name);
	sp_buf_add_char(context, ' ');
}

static void test_names_and_mail(void **state)
{
	static const char text[] = "Subject: [{{number}}] {{title}}\n\nOk {{number}}\n{{#a}}{{b.c}}{{/a}}\n";
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_mail_template mail;
	struct sp_buf names = SP_BUF_INIT;
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_mail_template_parse(&arena, "x.txt", sp_str(text), &mail, &err), SP_OK);
	sp_template_names(mail.subject, collect, &names);
	assert_string_equal(names.ptr, "number title ");
	sp_buf_cut(&names, 0);
	sp_template_names(mail.body, collect, &names);
	assert_string_equal(names.ptr, "number a b.c ");
	assert_int_equal(
		sp_mail_template_parse(&arena, "x.txt", SP_STR("Oggetto: x\n\n"), &mail, &err), SP_CONFIG);
	assert_string_equal(err.text, "x.txt:1: the first line must be \"Subject: ...\"");
	err = (struct sp_err){ 0 };
	assert_int_equal(sp_mail_template_parse(&arena, "x.txt", SP_STR("Subject: x\n\na\n{{#b}}"),
				 &mail, &err), SP_CONFIG);
	assert_string_equal(err.text, "x.txt:4: a section is never ended: \"b\"");
	sp_buf_release(&names);
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_specification),
		cmocka_unit_test(test_left_out_by_name),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_names_and_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
