/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A spreadsheet's file: any bytes.  Every row is within its bounds or refused with a
 * text, and what our own writer makes of a row is read back as the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/csv_read.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The longest cell that the writer's escapes cannot bring over the reader's bound. */
enum { SHORT_CELL = SP_CSV_CELL_BYTES / 8 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Below a cell that keeps the row from being empty, or from being "sep=". */
static void write_row(struct sp_buf *out, const struct sp_csv_row *row, int first)
{
	struct sp_csv csv = { .out = out, .separator = ';' };

	if (!first)
		sp_csv_text(&csv, SP_STR("row"));
	for (int i = first; i < row->count; i++)
		sp_csv_text(&csv, row->cells[i]);
	sp_csv_end_row(&csv);
}

static bool is_short(const struct sp_csv_row *row)
{
	for (int i = 0; i < row->count; i++)
		if (row->cells[i].len > SHORT_CELL)
			return false;
	return row->count < SP_CSV_CELLS;
}

static void check_written(const struct sp_csv_row *row, struct sp_arena *arena)
{
	struct sp_buf written = SP_BUF_INIT, again = SP_BUF_INIT;
	struct sp_csv_row *back = sp_arena_new(arena, struct sp_csv_row);
	struct sp_csv_reader reader;
	struct sp_err err = { 0 };
	bool found;

	write_row(&written, row, 0);
	sp_csv_read_begin(&reader, sp_buf_str(&written));
	must(sp_csv_read_row(&reader, arena, back, &found, &err) == SP_OK && found);
	must(back->count == row->count + 1);
	sp_buf_add_text(&again, "row");
	sp_buf_add_char(&again, ';');
	write_row(&again, back, 1);
	must(sp_str_eq(sp_buf_str(&again), sp_buf_str(&written)));
	must(sp_csv_read_row(&reader, arena, back, &found, &err) == SP_OK && !found);
	sp_buf_release(&written);
	sp_buf_release(&again);
}

static void check_row(const struct sp_csv_row *row)
{
	must(row->count > 0 && row->count <= SP_CSV_CELLS);
	for (int i = 0; i < row->count; i++)
		must(row->cells[i].len <= SP_CSV_CELL_BYTES && sp_utf8_valid(row->cells[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_csv_row *row = sp_arena_new(&arena, struct sp_csv_row);
	struct sp_csv_reader reader;
	bool found = size <= 64 * 1024;
	int line = 0;

	sp_csv_decode(&text, sp_str_n((const char *)data, size));
	must(sp_utf8_valid(sp_buf_str(&text)));
	sp_csv_read_begin(&reader, sp_buf_str(&text));
	while (found) {
		struct sp_err err = { 0 };
		size_t left = reader.rest.len;
		enum sp_status status = sp_csv_read_row(&reader, &arena, row, &found, &err);

		must(status == SP_OK ? err.text[0] == '\0' : found && err.text[0] != '\0');
		must(!found || (reader.rest.len < left && reader.line > line));
		line = reader.line;
		if (status != SP_OK || !found)
			continue;
		check_row(row);
		if (is_short(row))
			check_written(row, &arena);
	}
	sp_buf_release(&text);
	sp_arena_release(&arena);
	return 0;
}
