/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads templates/VARIABLES and makes data of it.
 */
#include "config.h"

#include "text/template_check.h"

#include <stdint.h>
#include <unistd.h>

#include "base/file.h"
#include "text/shipped.h"

enum { MAX_FILE = 256 * 1024 };

static bool read_kind(struct sp_str word, enum sp_data_kind *kind_r)
{
	static const struct {
		const char *word;
		enum sp_data_kind kind;
	} kinds[] = { { "text", SP_DATA_TEXT }, { "bool", SP_DATA_BOOL }, { "list", SP_DATA_LIST } };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sp_str_eq(word, sp_str(kinds[i].word))) {
			*kind_r = kinds[i].kind;
			return true;
		}
	return false;
}

const struct sp_variable *sp_variable_find(const struct sp_variables *variables,
	struct sp_str name)
{
	for (size_t i = 0; i < variables->count; i++)
		if (sp_str_eq(variables->items[i].name, name))
			return &variables->items[i];
	return NULL;
}

struct sp_str sp_variable_member(struct sp_str name)
{
	size_t at = name.len;

	while (at > 0 && name.ptr[at - 1] != '.')
		at--;
	return sp_str_from(name, at);
}

/* Of "accounts.moves.date": "accounts.moves"; of "code": "". */
static struct sp_str list_of(struct sp_str name)
{
	size_t member = sp_variable_member(name).len;

	return sp_str_sub(name, 0, member < name.len ? name.len - member - 1 : 0);
}

/* "NAME | KIND | EXAMPLE | MEANING". */
static enum sp_status read_row(struct sp_arena *arena, struct sp_variables *v, struct sp_str line,
	int number, struct sp_err *err)
{
	struct sp_str fields[4] = { SP_NONE, SP_NONE, SP_NONE, SP_NONE };
	struct sp_variable row = { .line = number };
	size_t count = 0;
	struct sp_str list;

	while (count < 4 && sp_str_next_field(&line, '|', &fields[count])) {
		fields[count] = sp_arena_str(arena, sp_str_trim(fields[count]));
		count++;
	}
	if (count < 4 || line.len || !read_kind(fields[1], &row.kind))
		return sp_fail(err, SP_CONFIG, "%s:%d: expected NAME | text, bool or list | EXAMPLE | "
			"MEANING", v->path, number);
	row.name = fields[0];
	row.example = fields[2];
	row.meaning = fields[3];
	list = list_of(row.name);
	if (sp_variable_find(v, row.name))
		return sp_fail(err, SP_CONFIG, "%s:%d: %.*s stands here twice", v->path, number,
			SP_FMT(row.name));
	if (list.len && !sp_variable_find(v, list))
		return sp_fail(err, SP_CONFIG, "%s:%d: the list of %.*s must stand before it", v->path,
			number, SP_FMT(row.name));
	v->items = sp_arena_grow(arena, v->items, v->count, &v->room, sizeof *v->items);
	v->items[v->count++] = row;
	return SP_OK;
}

enum sp_status sp_variables_read(struct sp_arena *arena, struct sp_variables *variables_r,
	struct sp_err *err)
{
	struct sp_variables v = {
		.path = sp_arena_printf(arena, "%s/templates/VARIABLES", sp_shipped_folder(arena)),
	};
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(v.path, MAX_FILE, &text, err);
	struct sp_str rest = sp_buf_str(&text), line;

	for (int number = 1; status == SP_OK && sp_str_next_line(&rest, &line); number++)
		if (sp_str_trim(line).len && line.ptr[0] != '#')
			status = read_row(arena, &v, line, number, err);
	sp_buf_release(&text);
	*variables_r = v;
	return status;
}

/* --- the examples in another language --------------------------------------------- */

static enum sp_status read_example(struct sp_arena *arena, struct sp_variables *v,
	const char *path, struct sp_str line, int number, struct sp_err *err)
{
	struct sp_str name = SP_NONE;
	const struct sp_variable *row;

	if (!sp_str_next_field(&line, '|', &name) || !line.len)
		return sp_fail(err, SP_CONFIG, "%s:%d: expected NAME | EXAMPLE", path, number);
	row = sp_variable_find(v, sp_str_trim(name));
	if (!row || row->kind != SP_DATA_TEXT)
		return sp_fail(err, SP_CONFIG, "%s:%d: %s has no text \"%.*s\"", path, number, v->path,
			SP_FMT(sp_str_trim(name)));
	v->items[row - v->items].example = sp_arena_str(arena, sp_str_trim(line));
	return SP_OK;
}

enum sp_status sp_variables_translate(struct sp_arena *arena, struct sp_variables *variables,
	const char *language, struct sp_err *err)
{
	const char *path = sp_arena_printf(arena, "%s/templates/%s/EXAMPLES", sp_shipped_folder(arena),
		language);
	struct sp_buf text = SP_BUF_INIT;
	struct sp_str rest, line;
	enum sp_status status;

	/* The language that VARIABLES itself is in has none. */
	if (access(path, F_OK) != 0)
		return SP_OK;
	status = sp_read_file(path, MAX_FILE, &text, err);
	rest = sp_buf_str(&text);
	for (int number = 1; status == SP_OK && sp_str_next_line(&rest, &line); number++)
		if (sp_str_trim(line).len && line.ptr[0] != '#')
			status = read_example(arena, variables, path, line, number, err);
	sp_buf_release(&text);
	return status;
}

/* --- data ---------------------------------------------------------------------------- */

static void set(struct sp_arena *arena, struct sp_data *object, const char *name,
	const struct sp_variable *row, bool examples)
{
	switch (row->kind) {
	case SP_DATA_BOOL:
		sp_data_set_bool(arena, object, name, examples && sp_str_eq(row->example, SP_STR("true")));
		break;
	case SP_DATA_LIST:
		sp_data_set_list(arena, object, name);
		break;
	default:
		sp_data_set_text(arena, object, name, examples ? row->example : SP_STR(""));
	}
}

/* The one object that the list named so ("accounts.moves") has. */
static struct sp_data *element(struct sp_arena *arena, struct sp_data *data, struct sp_str list)
{
	struct sp_str name;

	while (sp_str_next_field(&list, '.', &name)) {
		/* The data are being built here; nobody else has them yet. */
		struct sp_data *ours = (struct sp_data *)(uintptr_t)sp_data_get(data, name);

		data = ours->first ? ours->first->value : sp_data_add(arena, ours);
	}
	return data;
}

struct sp_data *sp_variables_data(struct sp_arena *arena, const struct sp_variables *variables,
	bool examples)
{
	struct sp_data *data = sp_data_object(arena);

	for (size_t i = 0; i < variables->count; i++) {
		const struct sp_variable *row = &variables->items[i];
		struct sp_str list = list_of(row->name);

		if (!list.len)
			set(arena, data, sp_arena_text(arena, row->name), row, examples);
		else if (examples)
			set(arena, element(arena, data, list),
				sp_arena_text(arena, sp_variable_member(row->name)), row, true);
	}
	return data;
}

void sp_variables_set(struct sp_arena *arena, struct sp_data *data, const struct sp_variable *row,
	bool yes)
{
	struct sp_str list = list_of(row->name);
	const char *name = sp_arena_text(arena, sp_variable_member(row->name));
	struct sp_data *object = list.len ? element(arena, data, list) : data;

	if (row->kind == SP_DATA_BOOL)
		sp_data_set_bool(arena, object, name, yes);
	else
		set(arena, object, name, row, yes);
}
