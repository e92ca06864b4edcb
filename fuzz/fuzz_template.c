/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Templates and the texts they are filled with.  The input's fields are
 * separated by the byte 0xFE: a template, then values for the names a, b, c;
 * the list l has each of them twice.  Whatever the template, it is refused or
 * filled in; and a value in a header never makes a new line.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static struct sp_str next(struct sp_str *rest)
{
	struct sp_str field = SP_STR("");

	sp_str_next_field(rest, (char)0xfe, &field);
	return field;
}

static struct sp_data *make_data(struct sp_arena *arena, struct sp_str rest)
{
	static const char *const names[] = { "a", "b", "c" };
	struct sp_data *data = sp_data_object(arena);
	struct sp_data *list = sp_data_set_list(arena, data, "l");
	struct sp_data *object = sp_data_set_object(arena, data, "o");

	for (size_t i = 0; i < 3; i++) {
		struct sp_str value = next(&rest);

		sp_data_set_text(arena, data, names[i], value);
		sp_data_set_text(arena, object, names[2 - i], value);
		sp_data_add_text(arena, list, value);
		sp_data_set_text(arena, sp_data_add(arena, list), "m", value);
	}
	sp_data_set_bool(arena, data, "yes", true);
	sp_data_set_bool(arena, data, "no", false);
	return data;
}

static void count_name(struct sp_str name, int line, void *context)
{
	REQUIRE(name.len && line > 0);
	++*(size_t *)context;
}

static void fill(struct sp_arena *arena, struct sp_str source, const struct sp_data *data)
{
	static const enum sp_escape escapes[] = { SP_ESCAPE_HTML, SP_ESCAPE_TEXT, SP_ESCAPE_HEADER };
	struct sp_template *template;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_err err = { 0 };
	size_t names = 0;

	if (sp_template_parse(arena, "t", source, &template, &err) != SP_OK) {
		REQUIRE(err.status == SP_CONFIG && err.text[0]);
		return;
	}
	sp_template_names(template, count_name, &names);
	for (size_t i = 0; i < 3; i++) {
		enum sp_status status =
			sp_template_render(template, data, escapes[i], i == 1, &out, &err);

		REQUIRE(status == SP_OK || status == SP_CONFIG);
		sp_buf_cut(&out, 0);
	}
	sp_buf_release(&out);
}

static void check_header(struct sp_arena *arena, const struct sp_data *data)
{
	struct sp_template *template;
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status;

	status = sp_template_parse(arena, "t", SP_STR("{{a}}{{{b}}}{{&c}}{{#l}}{{.}}{{/l}}"), &template,
		NULL);
	REQUIRE(status == SP_OK);
	status = sp_template_render(template, data, SP_ESCAPE_HEADER, false, &out, NULL);
	REQUIRE(status == SP_OK && sp_utf8_valid(sp_buf_str(&out)));
	for (size_t i = 0; i < out.len; i++)
		REQUIRE((unsigned char)out.ptr[i] >= 0x20 && out.ptr[i] != 0x7f);
	sp_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_str rest = sp_str_n((const char *)data, size);
	struct sp_str source = next(&rest);
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_data *values = make_data(&arena, rest);

	fill(&arena, source, values);
	check_header(&arena, values);
	sp_arena_release(&arena);
	return 0;
}
