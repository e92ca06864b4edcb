/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/csv_read.h"

#include "base/charset.h"
#include "base/utf8.h"

const char *sp_csv_decode(struct sp_buf *out, struct sp_str bytes)
{
	static const struct {
		struct sp_str mark;
		const char *name;
	} marks[] = {
		{ SP_STR("\xEF\xBB\xBF"), "utf-8" },
		{ SP_STR("\xFF\xFE"), "utf-16le" },
		{ SP_STR("\xFE\xFF"), "utf-16be" },
	};
	const char *name = sp_utf8_valid(bytes) ? "utf-8" : "windows-1252";

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (sp_str_starts(bytes, marks[i].mark)) {
			name = marks[i].name;
			bytes = sp_str_from(bytes, marks[i].mark.len);
			break;
		}
	sp_charset_add(out, sp_str(name), bytes);
	return name;
}

/* --- separator -------------------------------------------------------------------- */

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

static const char separators[] = { ',', ';', '\t' };

/* Whichever of them it is. */
static bool separates(char c)
{
	return memchr(separators, c, sizeof(separators)) != NULL;
}

/* How many of them the first line has that is not empty, outside quotes. */
static int count_in_first_line(struct sp_str text, char separator)
{
	bool quoted = false;
	int count = 0;

	while (text.len && ends_line(*text.ptr))
		text = sp_str_from(text, 1);
	for (size_t i = 0; i < text.len && (quoted || !ends_line(text.ptr[i])); i++) {
		if (quoted && text.ptr[i] == '"' && sp_str_sub(text, i + 1, 1).len &&
			text.ptr[i + 1] == '"')
			i++;
		else if (text.ptr[i] == '"' && (quoted || i == 0 || separates(text.ptr[i - 1])))
			quoted = !quoted;
		count += !quoted && text.ptr[i] == separator;
	}
	return count;
}

/* Past one line end of any kind. */
static void skip_line_end(struct sp_csv_reader *reader)
{
	size_t len = sp_str_starts(reader->rest, SP_STR("\r\n")) ? 2 : 1;

	reader->rest = sp_str_from(reader->rest, len);
	reader->next++;
}

/* "sep=;", which spreadsheets write above a file for one another. */
static bool take_said_separator(struct sp_csv_reader *reader)
{
	struct sp_str text = reader->rest;

	if (!sp_str_starts_nocase(text, SP_STR("sep=")) || text.len < 6 || !ends_line(text.ptr[5]))
		return false;
	reader->separator = text.ptr[4];
	reader->rest = sp_str_from(text, 5);
	skip_line_end(reader);
	return true;
}

void sp_csv_read_begin(struct sp_csv_reader *reader, struct sp_str text)
{
	int best = 0;

	*reader = (struct sp_csv_reader){ .rest = text, .separator = ',', .next = 1 };
	if (take_said_separator(reader))
		return;
	for (size_t i = 0; i < sizeof(separators); i++) {
		int count = count_in_first_line(text, separators[i]);

		if (count > best) {
			best = count;
			reader->separator = separators[i];
		}
	}
}

/* --- cells ------------------------------------------------------------------------ */

/* Take the cell's bytes from the text, with quotes taken off; what ends it stays.
 * NULL, or what is wrong with it. */
static const char *take_cell(struct sp_csv_reader *reader, struct sp_buf *out)
{
	struct sp_str text = reader->rest;
	bool quoted = false, control = false;
	size_t i;

	for (i = 0; i < text.len && out->len <= SP_CSV_CELL_BYTES; i++) {
		char c = text.ptr[i];

		if (c == '\n' || (c == '\r' && sp_str_sub(text, i + 1, 1).len &&
					 text.ptr[i + 1] != '\n'))
			reader->next += quoted;
		control = control || (((unsigned char)c < ' ' && !sp_ascii_blank(c)) || c == 0x7f);
		if (c == '"' && quoted && i + 1 < text.len && text.ptr[i + 1] == '"')
			sp_buf_add_char(out, text.ptr[++i]);
		else if (c == '"' && (quoted || out->len == 0))
			quoted = !quoted;
		else if (!quoted && (c == reader->separator || ends_line(c)))
			break;
		else
			sp_buf_add_char(out, c);
	}
	reader->rest = sp_str_from(text, i);
	if (out->len > SP_CSV_CELL_BYTES)
		return quoted ? "a cell that a quote begins is over 4000 bytes: does its closing quote "
				"stand there?" :
				"a cell is over 4000 bytes: shorten it";
	if (quoted)
		return "a quote begins a cell and no quote ends it: add it, or take the first one away";
	return control ? "a cell has control characters: save the file as CSV again" : NULL;
}

/* As it was before csv.h kept it from being run. */
static struct sp_str without_apostrophe(struct sp_str cell)
{
	if (cell.len > 1 && cell.ptr[0] == '\'' && (cell.ptr[1] == '=' || cell.ptr[1] == '+' ||
						    cell.ptr[1] == '-' || cell.ptr[1] == '@'))
		return sp_str_from(cell, 1);
	return cell;
}

/* Past what cannot be read: the next line begins a row again. */
static void skip_line(struct sp_csv_reader *reader)
{
	size_t at = 0;

	while (at < reader->rest.len && !ends_line(reader->rest.ptr[at]))
		at++;
	reader->rest = sp_str_from(reader->rest, at);
	skip_line_end(reader);
}

/* --- rows ------------------------------------------------------------------------- */

/* The cells up to the end of the line; NULL, or what is wrong.  *some_r: one of them
 * has something in it. */
static const char *take_row(struct sp_csv_reader *reader, struct sp_arena *arena,
	struct sp_csv_row *row, bool *some_r)
{
	struct sp_buf cell = SP_BUF_INIT;
	const char *wrong = NULL;
	bool more = true;

	*some_r = false;
	row->count = 0;
	reader->line = reader->next;
	while (more && !wrong) {
		struct sp_str text;

		sp_buf_cut(&cell, 0);
		wrong = take_cell(reader, &cell);
		text = without_apostrophe(sp_str_trim(sp_buf_str(&cell)));
		*some_r = *some_r || text.len;
		if (row->count < SP_CSV_CELLS)
			row->cells[row->count++] = sp_arena_str(arena, text);
		else if (text.len && !wrong)
			wrong = "it has more than 200 cells: save the file as CSV again";
		more = reader->rest.len && reader->rest.ptr[0] == reader->separator;
		if (more)
			reader->rest = sp_str_from(reader->rest, 1);
	}
	sp_buf_release(&cell);
	if (wrong)
		skip_line(reader);
	else
		skip_line_end(reader);
	return wrong;
}

enum sp_status sp_csv_read_row(struct sp_csv_reader *reader, struct sp_arena *arena,
	struct sp_csv_row *row_r, bool *found_r, struct sp_err *err)
{
	*found_r = false;
	while (reader->rest.len && !*found_r) {
		const char *wrong = take_row(reader, arena, row_r, found_r);

		if (wrong) {
			*found_r = true;
			return sp_fail(err, SP_PERM, "%s", wrong);
		}
	}
	return SP_OK;
}
