/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/import.h"

#include "base/utf8.h"
#include "text/conf.h"

static struct sp_str folded(struct sp_arena *arena, struct sp_str text)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str result;

	sp_utf8_fold(&out, sp_str_trim(text));
	result = sp_arena_str(arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return result;
}

static bool in_list(const char *list, struct sp_str word)
{
	struct sp_str rest = sp_str(list), one;

	while (sp_str_next_field(&rest, ',', &one))
		if (sp_str_eq(one, word))
			return true;
	return false;
}

/* --- the first row ------------------------------------------------------------------ */

static int column_called(const struct sp_import *import, struct sp_str word)
{
	const struct sp_import_column *columns = import->noun->columns;

	for (int i = 0; columns[i].name; i++)
		if (sp_str_eq(sp_str(columns[i].name), word) || in_list(columns[i].words, word))
			return i;
	return -1;
}

static bool is_ignored(const struct sp_import *import, const char *ignored, struct sp_str word)
{
	struct sp_str rest = sp_str(ignored), one;

	while (sp_str_next_field(&rest, ',', &one))
		if (sp_str_eq(folded(&import->admin->arena, one), word))
			return true;
	return false;
}

static enum sp_status no_column(const struct sp_import *import, struct sp_str name,
	struct sp_str word, struct sp_err *err)
{
	const struct sp_import_column *columns = import->noun->columns;
	const char *names[SP_IMPORT_COLUMNS + 1] = { NULL };
	struct sp_buf list = SP_BUF_INIT;
	const char *nearest;

	for (int i = 0; columns[i].name; i++) {
		names[i] = columns[i].name;
		sp_buf_printf(&list, "%s%s", i ? ", " : "", columns[i].name);
	}
	nearest = sp_nearest(word, names);
	if (nearest)
		sp_fail(err, SP_PERM, "there is no column \"%.*s\"; did you mean \"%s\"? "
			"--ignore leaves a column out", SP_FMT(name), nearest);
	else
		sp_fail(err, SP_PERM, "there is no column \"%.*s\"; leave it out with --ignore, or "
			"name it as one of: %s", SP_FMT(name), list.ptr);
	sp_buf_release(&list);
	return SP_PERM;
}

static enum sp_status missing_columns(const struct sp_import *import, const bool *there,
	struct sp_err *err)
{
	const struct sp_import_column *columns = import->noun->columns;

	for (int i = 0; columns[i].name; i++)
		if (columns[i].needed && !there[i])
			return sp_fail(err, SP_PERM, "there is no column \"%s\"; the first line names the "
				"columns", columns[i].name);
	return SP_OK;
}

enum sp_status sp_import_columns(struct sp_import *import, const struct sp_csv_row *first,
	const char *ignored, struct sp_err *err)
{
	bool there[SP_IMPORT_COLUMNS] = { false };

	import->cells = first->count;
	for (int i = 0; i < first->count; i++) {
		struct sp_str word = folded(&import->admin->arena, first->cells[i]);
		int at = word.len ? column_called(import, word) : -1;

		if (is_ignored(import, ignored, word))
			at = -1;
		else if (at < 0 && word.len)
			return no_column(import, first->cells[i], word, err);
		if (at >= 0 && there[at])
			return sp_fail(err, SP_PERM, "there are two columns \"%s\"; leave one out",
				import->noun->columns[at].name);
		import->column_of[i] = at;
		if (at >= 0)
			there[at] = true;
	}
	return missing_columns(import, there, err);
}

/* --- cells --------------------------------------------------------------------------- */

/* One line, or a list with commas. */
static const char *joined(struct sp_arena *arena, struct sp_str cell, enum sp_import_cell kind)
{
	char *text = sp_arena_text(arena, cell);

	for (char *c = text; *c; c++) {
		bool line_end = *c == '\n' || *c == '\r';

		if (kind == SP_CELL_LIST && (line_end || *c == ';' || *c == ' '))
			*c = ',';
		else if (kind == SP_CELL_NAMES && (line_end || *c == ';'))
			*c = ',';
		else if (sp_ascii_blank(*c))
			*c = ' ';
	}
	return text;
}

/* A list without what is empty in it: "a, ,b" is "a,b". */
static const char *tidy(struct sp_arena *arena, const char *list)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str rest = sp_str(list), one;
	const char *text;

	while (sp_str_next_field(&rest, ',', &one)) {
		one = sp_str_trim(one);
		if (one.len && out.len)
			sp_buf_add_char(&out, ',');
		sp_buf_add_str(&out, one);
	}
	text = sp_arena_text(arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return text;
}

static enum sp_status choose(struct sp_import *import, struct sp_str cell, const char *column,
	const char *const words[][2], const char **value_r, struct sp_err *err)
{
	struct sp_str word = folded(&import->admin->arena, cell);

	for (size_t i = 0; words[i][0]; i++)
		if (in_list(words[i][1], word)) {
			*value_r = words[i][0];
			return SP_OK;
		}
	return sp_fail(err, SP_PERM, "column %s: \"%.*s\" is to be %s or %s", column, SP_FMT(cell),
		words[0][0], words[1][0]);
}

static enum sp_status read_cell(struct sp_import *import, const struct sp_import_column *column,
	struct sp_str cell, const char **value_r, struct sp_err *err)
{
	static const char *const yes_no[][2] = { { "yes", "yes,y,si,s,true,vero,x,1" },
		{ "no", "no,n,false,falso,0" }, { NULL, NULL } };
	static const char *const languages[][2] = { { "it", "it,ita,italiano,italian" },
		{ "en", "en,eng,inglese,english" }, { NULL, NULL } };
	struct sp_arena *arena = &import->admin->arena;

	switch (column->cell) {
	case SP_CELL_YES_NO:
		return choose(import, cell, column->name, yes_no, value_r, err);
	case SP_CELL_LANGUAGE:
		return choose(import, cell, column->name, languages, value_r, err);
	case SP_CELL_TEXT:
		*value_r = joined(arena, cell, column->cell);
		return SP_OK;
	case SP_CELL_LIST:
	case SP_CELL_NAMES:
		*value_r = tidy(arena, joined(arena, cell, column->cell));
		return SP_OK;
	}
	return SP_OK;
}

static enum sp_status needed_cells(const struct sp_import *import, struct sp_err *err)
{
	const struct sp_import_column *columns = import->noun->columns;

	for (int i = 0; columns[i].name; i++)
		if (columns[i].needed && (!import->values[i] || !*import->values[i]))
			return sp_fail(err, SP_PERM, "the cell \"%s\" is empty; every row needs it",
				columns[i].name);
	return SP_OK;
}

enum sp_status sp_import_cells(struct sp_import *import, const struct sp_csv_row *row,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;

	memset(import->values, 0, sizeof import->values);
	for (int i = 0; status == SP_OK && i < row->count; i++) {
		int at = i < import->cells ? import->column_of[i] : -1;

		if (!row->cells[i].len)
			continue; /* an empty cell says nothing */
		if (i >= import->cells)
			return sp_fail(err, SP_PERM, "it has a cell more than the first line has columns; "
				"put a cell that has the separator in it between quotes");
		if (at >= 0)
			status = read_cell(import, &import->noun->columns[at], row->cells[i],
				&import->values[at], err);
	}
	return status == SP_OK ? needed_cells(import, err) : status;
}

const char *sp_import_value(const struct sp_import *import, const char *column)
{
	for (int i = 0; import->noun->columns[i].name; i++)
		if (strcmp(import->noun->columns[i].name, column) == 0)
			return import->values[i];
	return NULL;
}

bool sp_import_same(const char *list, const struct sp_str *names, size_t count)
{
	struct sp_str rest = sp_str(list), one;
	size_t listed = 0, found = 0;

	while (sp_str_next_field(&rest, ',', &one)) {
		listed++;
		for (size_t i = 0; i < count; i++)
			found += sp_str_eq(names[i], one);
	}
	return listed == found && found == count;
}
