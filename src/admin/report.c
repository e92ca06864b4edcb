/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/report.h"

#include "admin/find.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/show.h"
#include "text/conf.h"

static int64_t start_of(int year, int month)
{
	return sp_civil_instant((struct sp_civil){ .year = year, .month = month, .day = 1 });
}

static bool read_month(const char *text, int *year_r, int *month_r)
{
	struct sp_str rest = sp_str(text), field;
	unsigned long long year, month;

	if (!sp_str_next_field(&rest, '-', &field) || field.len != 4 ||
		!sp_str_number(field, 9000, &year) || year < 1970 || rest.len > 2 ||
		!sp_str_number(rest, 12, &month) || month == 0)
		return false;
	*year_r = (int)year;
	*month_r = (int)month;
	return true;
}

static enum sp_status set_month(struct sp_admin *admin, struct sp_report *report,
	struct sp_err *err)
{
	const char *text = sp_option(admin, "month");
	struct sp_civil now = sp_civil_of(admin->now);

	report->year = now.year;
	report->month = now.month;
	if (text && !read_month(text, &report->year, &report->month))
		return sp_usage(admin, err, "--month \"%s\" is no month; write it as in 2026-11", text);
	report->filter.from = start_of(report->year, report->month);
	report->filter.until = start_of(report->year + report->month / 12, report->month % 12 + 1);
	return SP_OK;
}

static enum sp_status set_person(struct sp_admin *admin, const char *option, enum sp_role role,
	int64_t *id_r, struct sp_err *err)
{
	const char *text = sp_option(admin, option);
	struct sp_person *person;
	enum sp_status status = SP_OK;

	if (text)
		status = sp_find_person_who_is(admin, role, text, &person, err);
	if (text && status == SP_OK)
		*id_r = person->id;
	return status;
}

/* A queue may be gone from the configuration and still have its history. */
enum sp_status sp_report_begin(struct sp_admin *admin, struct sp_report *report,
	struct sp_err *err)
{
	const char *firm = sp_option(admin, "organisation");
	struct sp_organisation organisation;
	enum sp_status status;

	*report = (struct sp_report){ .out = SP_BUF_INIT, .csv = sp_option(admin, "csv") != NULL };
	report->filter.queue = sp_str(sp_option(admin, "queue"));
	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	if (report->csv && admin->json)
		return sp_usage(admin, err, "either --csv or --json");
	status = set_month(admin, report, err);
	if (status == SP_OK)
		status = set_person(admin, "customer", SP_CUSTOMER, &report->filter.customer_id, err);
	if (status == SP_OK)
		status = set_person(admin, "staff", SP_STAFF, &report->filter.staff_id, err);
	if (status == SP_OK && firm) {
		status = sp_find_organisation(admin, firm, &organisation, err);
		report->filter.organisation_id = status == SP_OK ? organisation.id : 0;
	}
	return status;
}

void sp_report_head(const struct sp_admin *admin, struct sp_report *report, const char *title)
{
	static const char *const chosen[] = { "queue", "customer", "organisation", "staff" };
	struct sp_buf line = SP_BUF_INIT;

	sp_buf_printf(&line, "%s, %04d-%02d", title, report->year, report->month);
	for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++)
		if (sp_option(admin, chosen[i]))
			sp_buf_printf(&line, ", %s %s", chosen[i], sp_option(admin, chosen[i]));
	sp_add_wrapped(&report->out, "", sp_buf_str(&line));
	sp_buf_add_char(&report->out, '\n');
	sp_buf_release(&line);
}

void sp_report_bar(struct sp_buf *out, int64_t value, int64_t most, int columns)
{
	int64_t length = most > 0 && value > 0 ? (value * columns + most / 2) / most : 0;

	if (value > 0 && length == 0)
		length = 1;
	while (length-- > 0)
		sp_buf_add_char(out, '#');
}

struct sp_csv sp_report_csv(const struct sp_admin *admin, struct sp_report *report,
	const char *names)
{
	bool italian = strcmp(admin->conf->policies.language, "it") == 0;
	struct sp_csv csv = { .out = &report->out, .separator = italian ? ';' : ',' };
	struct sp_str rest = sp_str(names), name;

	while (sp_str_next_field(&rest, '|', &name))
		sp_csv_text(&csv, name);
	if (names)
		sp_csv_end_row(&csv);
	return csv;
}

void sp_csv_instant(struct sp_csv *csv, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;

	if (instant)
		sp_add_instant(&text, instant);
	sp_csv_text(csv, sp_buf_str(&text));
	sp_buf_release(&text);
}

void sp_report_show(struct sp_admin *admin, struct sp_report *report,
	const struct sp_report_form *form, void *of)
{
	if (admin->json)
		sp_print_json(admin, form->json(of));
	else if (report->csv)
		form->csv(of);
	else
		form->text(of);
	sp_print(admin, &report->out);
}

struct sp_json *sp_report_rows(const void *of, size_t count,
	struct sp_json *(*row)(const void *of, size_t at))
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; i < count; i++)
		sp_json_push(list, row(of, i));
	return list;
}
