/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rows for spreadsheets (RFC 4180): CRLF, quotes where they are needed.
 *
 * A spreadsheet runs what begins with = + - @, also in quotes and after
 * blanks: such a text gets an apostrophe in front.  Every cell is one line
 * without control characters (base/show.h), and is quoted when it holds any
 * separator that a spreadsheet may take it apart at, so that no second half of
 * a cell begins with what the first was kept from.
 */
#ifndef SP_BASE_CSV_H
#define SP_BASE_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct sp_csv {
	struct sp_buf *out;
	char separator; /* ',' or ';': where the comma is the decimal one */
	bool begun;     /* the row has a cell */
};

void sp_csv_text(struct sp_csv *csv, struct sp_str text);
void sp_csv_number(struct sp_csv *csv, int64_t number);
void sp_csv_end_row(struct sp_csv *csv);

#endif
