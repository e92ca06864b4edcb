/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rows of a spreadsheet, read (RFC 4180): commas, semicolons or tabs, whichever the
 * first line has most of, or what a first line "sep=;" says; quotes; lines that end
 * with CRLF, LF or CR.
 *
 * An apostrophe before = + - @, which csv.h puts there so that nothing is run, is
 * taken away again.  Cells and rows are bounded; what breaks a bound is an error with
 * its line, never cut.
 */
#ifndef SP_BASE_CSV_READ_H
#define SP_BASE_CSV_READ_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum {
	SP_CSV_CELLS = 200, /* of a row */
	SP_CSV_CELL_BYTES = 4000,
};

struct sp_csv_reader {
	struct sp_str rest;
	char separator;
	int line; /* where the last row began, from 1 */
	int next; /* where the next one begins */
};

struct sp_csv_row {
	struct sp_str cells[SP_CSV_CELLS];
	int count;
};

/* Append a file's bytes as UTF-8, without a byte order mark: UTF-8 and UTF-16 by
 * theirs, UTF-8 that is valid, else windows-1252, which spreadsheets on Windows
 * write.  Returns its name. */
const char *sp_csv_decode(struct sp_buf *out, struct sp_str bytes);

/* `text` is UTF-8 and borrowed. */
void sp_csv_read_begin(struct sp_csv_reader *reader, struct sp_str text);

/* The next row, its cells without blanks around them, in the arena; rows of empty
 * cells are passed over.  *found_r is false at the end.  SP_PERM for a row that
 * cannot be read, without the line's number: the next call goes on below it. */
enum sp_status sp_csv_read_row(struct sp_csv_reader *reader, struct sp_arena *arena,
	struct sp_csv_row *row_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;

#endif
