/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What all reports share: for which month, queue, customer and person; bars;
 * rows for a spreadsheet.
 *
 * A report is text of 80 columns for a terminal, CSV (--csv) or JSON (--json).
 * In CSV the cells are separated by ';' where the desk's language writes
 * decimals with a comma, as its spreadsheets expect, else by ','.
 */
#ifndef SP_ADMIN_REPORT_H
#define SP_ADMIN_REPORT_H

#include "admin/command.h"
#include "base/csv.h"
#include "store/reports.h"

/* The first options of each report. */
#define SP_REPORT_OPTIONS                                                                          \
	{ .name = "month", .value = "MONTH", .help = "of this month, as 2026-11; else the current one" }, \
	{ .name = "queue", .value = "NAME", .help = "of this queue" },                             \
	{ .name = "customer", .value = "ADDRESS", .help = "of this customer" },                    \
	{ .name = "organisation", .value = "NAME", .help = "of this organisation" },               \
	{ .name = "staff", .value = "ADDRESS", .help = "of this staff member" },                   \
	{ .name = "csv", .help = "for a spreadsheet" }

struct sp_report {
	struct sp_report_filter filter;
	int year, month;
	bool csv;
	struct sp_buf out; /* text or CSV; sp_report_print() releases it */
};

/* Read the options.  SP_PERM when one of them names what is not there. */
enum sp_status sp_report_begin(struct sp_admin *admin, struct sp_report *report_r,
	struct sp_err *err) SP_MUST_CHECK;

/* "Response, 2026-11, queue assistenza, customer mario@example.it" and an empty line. */
void sp_report_head(const struct sp_admin *admin, struct sp_report *report, const char *title);

/* As much of `columns` '#' as `value` is of `most`: at least one for what is
 * not 0. */
void sp_report_bar(struct sp_buf *out, int64_t value, int64_t most, int columns);

/* A row of headings, separated by '|' in `names`, begins it; none with NULL. */
struct sp_csv sp_report_csv(const struct sp_admin *admin, struct sp_report *report,
	const char *names);
/* "2026-11-23 10:00", empty for never. */
void sp_csv_instant(struct sp_csv *csv, int64_t instant);

/* The three forms of a report; `of` is its own struct. */
struct sp_report_form {
	void (*text)(void *of); /* both write to sp_report.out */
	void (*csv)(void *of);
	struct sp_json *(*json)(const void *of);
};

/* Print it in the form that was asked for. */
void sp_report_show(struct sp_admin *admin, struct sp_report *report,
	const struct sp_report_form *form, void *of);

/* A list of one object a row. */
struct sp_json *sp_report_rows(const void *of, size_t count,
	struct sp_json *(*row)(const void *of, size_t at));

#endif
