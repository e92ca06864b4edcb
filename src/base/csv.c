/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/csv.h"

#include "base/show.h"
#include "base/utf8.h"

static void separate(struct sp_csv *csv)
{
	if (csv->begun)
		sp_buf_add_char(csv->out, csv->separator);
	csv->begun = true;
}

/* Also in the width of East Asian letters, which some spreadsheets take for them. */
static bool acts(struct sp_str text)
{
	static const uint32_t first[] = { '=', '+', '-', '@', 0xff1d, 0xff0b, 0xff0d, 0xff20 };
	uint32_t c;

	text = sp_str_trim(text);
	if (text.len == 0)
		return false;
	c = sp_utf8_next(&text);
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (c == first[i])
			return true;
	return false;
}

static bool needs_quotes(struct sp_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("\",;|", text.ptr[i]))
			return true;
	return text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

static void add_quoted(struct sp_buf *out, struct sp_str text)
{
	sp_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			sp_buf_add_char(out, '"');
		sp_buf_add_char(out, text.ptr[i]);
	}
	sp_buf_add_char(out, '"');
}

void sp_csv_text(struct sp_csv *csv, struct sp_str text)
{
	struct sp_buf cell = SP_BUF_INIT;

	separate(csv);
	sp_show_line(&cell, text);
	if (acts(sp_buf_str(&cell))) {
		sp_buf_release(&cell);
		sp_buf_add_char(&cell, '\'');
		sp_show_line(&cell, text);
	}
	if (needs_quotes(sp_buf_str(&cell)))
		add_quoted(csv->out, sp_buf_str(&cell));
	else
		sp_buf_add_str(csv->out, sp_buf_str(&cell));
	sp_buf_release(&cell);
}

void sp_csv_number(struct sp_csv *csv, int64_t number)
{
	struct sp_buf cell = SP_BUF_INIT;

	sp_buf_printf(&cell, "%lld", (long long)number);
	sp_csv_text(csv, sp_buf_str(&cell));
	sp_buf_release(&cell);
}

void sp_csv_end_row(struct sp_csv *csv)
{
	sp_buf_add_text(csv->out, "\r\n");
	csv->begun = false;
}
