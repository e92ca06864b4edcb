/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello report load: tickets opened, closed and open, messages received and
 * written, day by day and by queue.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/print.h"
#include "admin/report.h"
#include "base/clock.h"
#include "base/show.h"

static const struct sp_option options[] = {
	SP_REPORT_OPTIONS,
	{ .name = NULL },
};

enum { MAX_DAYS = 31, DAY_BAR = 10, QUEUE_BAR = 20 };

struct group {
	struct sp_str queue;
	int64_t counts[SP_LOADS];
};

struct load_report {
	struct sp_admin *admin;
	struct sp_report report;
	int64_t open;    /* at the start */
	int days;        /* of the month that have begun */
	int64_t counts[MAX_DAYS][SP_LOADS];
	int64_t total[SP_LOADS];
	struct group *groups;
	size_t group_count;
};

static struct group *group_of(struct load_report *r, struct sp_str queue)
{
	for (size_t i = 0; i < r->group_count; i++)
		if (sp_str_eq(r->groups[i].queue, queue))
			return &r->groups[i];
	r->groups[r->group_count].queue = queue;
	return &r->groups[r->group_count++];
}

/* Days of the month up to today; none of one that has not begun. */
static int days_begun(const struct load_report *r)
{
	int64_t last = r->report.filter.until - 1;

	if (r->admin->now < r->report.filter.from)
		return 0;
	return sp_civil_of(r->admin->now < last ? r->admin->now : last).day;
}

static enum sp_status read_all(struct load_report *r, struct sp_err *err)
{
	struct sp_admin *admin = r->admin;
	struct sp_load *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_report_load(admin->db, &admin->arena, &r->report.filter, &list,
		&count, &r->open, err);

	if (status != SP_OK)
		return status;
	r->days = days_begun(r);
	r->groups = sp_arena_array(&admin->arena, count + 1, struct group);
	for (size_t i = 0; i < count; i++) {
		int day = sp_civil_of(list[i].at).day;

		r->counts[day - 1][list[i].kind]++;
		r->total[list[i].kind]++;
		group_of(r, list[i].queue)->counts[list[i].kind]++;
		/* A clock that was ahead when it was written. */
		r->days = day > r->days ? day : r->days;
	}
	return SP_OK;
}

static int64_t open_after(int64_t before, const int64_t counts[SP_LOADS])
{
	return before + counts[SP_LOAD_OPENED] + counts[SP_LOAD_REOPENED] - counts[SP_LOAD_CLOSED];
}

/* --- text --------------------------------------------------------------------- */

static void add_date(struct sp_buf *out, const struct load_report *r, int day)
{
	sp_buf_printf(out, "%04d-%02d-%02d", r->report.year, r->report.month, day);
}

static void add_counts(struct sp_buf *out, const int64_t counts[SP_LOADS])
{
	for (int k = 0; k < SP_LOADS; k++)
		sp_buf_printf(out, " %8lld", (long long)counts[k]);
}

static void add_heading(struct sp_buf *out, const char *first, const char *last)
{
	sp_buf_printf(out, "%-14s %8s %8s %8s %8s %8s%s\n", first, "OPENED", "CLOSED", "REOPENED",
		"RECEIVED", "WRITTEN", last);
}

static void add_days(struct load_report *r)
{
	struct sp_buf *out = &r->report.out;
	int64_t most = 0, open = r->open;
	int day;

	for (day = 0; day < r->days; day++)
		most = r->counts[day][SP_LOAD_OPENED] > most ? r->counts[day][SP_LOAD_OPENED] : most;
	add_heading(out, "DAY", "     OPEN");
	for (day = 0; day < r->days; day++) {
		static const char *const names[] = { "Su", "Mo", "Tu", "We", "Th", "Fr", "Sa" };
		int weekday = sp_weekday_of(sp_days_of(r->report.year, r->report.month, day + 1));

		open = open_after(open, r->counts[day]);
		add_date(out, r, day + 1);
		sp_buf_printf(out, " %s ", names[weekday]);
		add_counts(out, r->counts[day]);
		sp_buf_printf(out, " %8lld ", (long long)open);
		sp_report_bar(out, r->counts[day][SP_LOAD_OPENED], most, DAY_BAR);
		sp_end_line(out);
	}
	sp_buf_printf(out, "%-14s", "total");
	add_counts(out, r->total);
	sp_buf_printf(out, " %8lld\n", (long long)open);
}

static void print_text(void *of)
{
	struct load_report *r = of;
	struct sp_buf *out = &r->report.out;
	int64_t most = 0;

	sp_report_head(r->admin, &r->report, "Load");
	sp_buf_printf(out, "open at the start: %lld\n\n", (long long)r->open);
	add_days(r);
	if (r->group_count == 0)
		return;
	for (size_t i = 0; i < r->group_count; i++)
		most = r->groups[i].counts[SP_LOAD_OPENED] > most ?
			       r->groups[i].counts[SP_LOAD_OPENED] : most;
	sp_buf_add_char(out, '\n');
	add_heading(out, "QUEUE", "");
	for (size_t i = 0; i < r->group_count; i++) {
		sp_show_column(out, r->groups[i].queue, 14);
		add_counts(out, r->groups[i].counts);
		sp_buf_add_char(out, ' ');
		sp_report_bar(out, r->groups[i].counts[SP_LOAD_OPENED], most, QUEUE_BAR);
		sp_end_line(out);
	}
}

/* --- CSV, JSON ------------------------------------------------------------------ */

static void print_csv(void *of)
{
	struct load_report *r = of;
	struct sp_csv csv = sp_report_csv(r->admin, &r->report,
		"day|opened|closed|reopened|received|written|open");
	int64_t open = r->open;

	for (int day = 0; day < r->days; day++) {
		struct sp_buf date = SP_BUF_INIT;

		open = open_after(open, r->counts[day]);
		add_date(&date, r, day + 1);
		sp_csv_text(&csv, sp_buf_str(&date));
		sp_buf_release(&date);
		for (int k = 0; k < SP_LOADS; k++)
			sp_csv_number(&csv, r->counts[day][k]);
		sp_csv_number(&csv, open);
		sp_csv_end_row(&csv);
	}
}

static struct sp_json *counts_json(const int64_t counts[SP_LOADS])
{
	static const char *const names[SP_LOADS] = { "opened", "closed", "reopened", "received",
		"written" };
	struct sp_json *object = sp_json_object();

	for (int k = 0; k < SP_LOADS; k++)
		sp_json_set_number(object, names[k], counts[k]);
	return object;
}

static struct sp_json *to_json(const void *of)
{
	const struct load_report *r = of;
	struct sp_json *object = sp_json_object(), *days = sp_json_array(), *queues = sp_json_array();
	int64_t open = r->open;

	for (int day = 0; day < r->days; day++) {
		struct sp_json *one = counts_json(r->counts[day]);
		struct sp_buf date = SP_BUF_INIT;

		open = open_after(open, r->counts[day]);
		add_date(&date, r, day + 1);
		sp_json_set_number(one, "open", open);
		sp_json_set_text(one, "day", sp_buf_str(&date));
		sp_buf_release(&date);
		sp_json_push(days, one);
	}
	for (size_t i = 0; i < r->group_count; i++) {
		struct sp_json *one = counts_json(r->groups[i].counts);

		sp_json_set_text(one, "queue", r->groups[i].queue);
		sp_json_push(queues, one);
	}
	sp_json_set_number(object, "open_at_start", r->open);
	sp_json_set(object, "days", days);
	sp_json_set(object, "queues", queues);
	return object;
}

static const struct sp_report_form form = { print_text, print_csv, to_json };

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct load_report r = { .admin = admin };
	enum sp_status status = sp_report_begin(admin, &r.report, err);

	if (status == SP_OK)
		status = read_all(&r, err);
	if (status == SP_OK)
		sp_report_show(admin, &r.report, &form, &r);
	return status;
}

const struct sp_command sp_cmd_report_load = {
	.name = "report load", .arguments = "", .summary = "tickets and messages, day by day",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
