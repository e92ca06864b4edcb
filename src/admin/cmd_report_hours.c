/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello report hours: the work done on the days of a month, for whom and by
 * whom, what it was charged to, and what was logged without consent, past the
 * end of packages and contracts, with a surcharge, or is disputed.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/hours.h"
#include "admin/print.h"
#include "admin/report.h"
#include "base/clock.h"
#include "base/show.h"
#include "store/works.h"
#include "text/conf.h"
#include "text/money.h"

static const struct sp_option options[] = {
	SP_REPORT_OPTIONS,
	{ .name = NULL },
};

enum { BAR = 20 };

/* The work of one payer, of one person, or of all. */
struct group {
	struct sp_payer payer;
	int64_t staff_id;
	struct sp_str name;
	int64_t logs, real, charged, covered, excess, cents;
};

struct groups {
	struct group *items;
	size_t count;
};

struct hours_report {
	struct sp_admin *admin;
	struct sp_report report;
	struct sp_work_done *works;
	size_t count;
	struct groups payers, staff;
	struct group all;
	int64_t unconsented, extra, disputed, waiting; /* logs; minutes of the last */
};

/* --- sums --------------------------------------------------------------------- */

/* Minutes that packages and contracts paid. */
static int64_t covered(const struct sp_work_done *work)
{
	int64_t minutes = 0;

	for (size_t i = 0; i < work->charge_count; i++)
		if (work->charges[i].target == SP_TO_ACCOUNT)
			minutes += work->charges[i].minutes;
	return minutes;
}

static int64_t waiting(const struct sp_work_done *work)
{
	int64_t minutes = 0;

	for (size_t i = 0; i < work->charge_count; i++)
		if (work->charges[i].target == SP_TO_CARRY)
			minutes += work->charges[i].minutes;
	return minutes;
}

static void put(struct group *group, const struct sp_work_done *work)
{
	group->logs++;
	group->real += work->log.minutes;
	group->charged += work->log.charged;
	group->covered += covered(work);
	group->excess += sp_work_excess(work);
	group->cents += work->cents;
}

static struct group *group_of(struct groups *groups, const struct group *like)
{
	for (size_t i = 0; i < groups->count; i++)
		if (sp_payer_is(groups->items[i].payer, like->payer) &&
			groups->items[i].staff_id == like->staff_id)
			return &groups->items[i];
	groups->items[groups->count] = *like;
	return &groups->items[groups->count++];
}

static enum sp_status read_all(struct hours_report *r, struct sp_err *err)
{
	struct sp_admin *admin = r->admin;
	enum sp_status status = sp_works(admin->db, &admin->arena, &r->report.filter, &r->works,
		&r->count, err);

	r->payers.items = sp_arena_array(&admin->arena, r->count + 1, struct group);
	r->staff.items = sp_arena_array(&admin->arena, r->count + 1, struct group);
	r->all.name = SP_STR("total");
	for (size_t i = 0; status == SP_OK && i < r->count; i++) {
		const struct sp_work_done *work = &r->works[i];

		put(group_of(&r->payers, &(struct group){ .payer = work->log.payer,
			.name = work->payer }), work);
		put(group_of(&r->staff, &(struct group){ .staff_id = work->log.staff_id,
			.name = work->log.staff }), work);
		put(&r->all, work);
		r->unconsented += work->log.unconsented;
		r->extra += work->log.extra;
		r->disputed += work->disputed;
		r->waiting += waiting(work);
	}
	return status;
}

/* --- text --------------------------------------------------------------------- */

static void add_name(struct sp_buf *out, struct sp_str name)
{
	sp_show_column(out, name.len ? name : SP_STR("-"), 24);
}

static void add_payer(const struct hours_report *r, struct sp_buf *out, const struct group *group)
{
	add_name(out, group->name);
	sp_buf_printf(out, " %4lld", (long long)group->logs);
	sp_add_hours_column(out, group->real, 9);
	sp_add_hours_column(out, group->charged, 9);
	sp_add_hours_column(out, group->covered, 9);
	sp_add_hours_column(out, group->excess, 9);
	sp_add_money_column(out, group->cents, r->admin->conf->policies.language, 14);
	sp_buf_add_char(out, '\n');
}

static void add_staff(struct hours_report *r)
{
	struct sp_buf *out = &r->report.out;
	int64_t most = 0;

	for (size_t i = 0; i < r->staff.count; i++)
		most = r->staff.items[i].real > most ? r->staff.items[i].real : most;
	sp_buf_printf(out, "\n%-24s %4s %8s %8s\n", "STAFF", "LOGS", "REAL", "CHARGED");
	for (size_t i = 0; i < r->staff.count; i++) {
		const struct group *group = &r->staff.items[i];

		add_name(out, group->name);
		sp_buf_printf(out, " %4lld", (long long)group->logs);
		sp_add_hours_column(out, group->real, 9);
		sp_add_hours_column(out, group->charged, 9);
		sp_buf_add_text(out, "  ");
		sp_report_bar(out, group->real, most, BAR);
		sp_end_line(out);
	}
}

/* What has to be looked at. */
static void add_marks(struct hours_report *r)
{
	struct sp_buf *out = &r->report.out;
	const struct {
		const char *says;
		int64_t count;
	} marks[] = {
		{ "without consent", r->unconsented },
		{ "with the surcharge for priority", r->extra },
		{ "disputed", r->disputed },
	};

	sp_buf_add_char(out, '\n');
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].count)
			sp_buf_printf(out, "%lld %s %s\n", (long long)marks[i].count,
				marks[i].count == 1 ? "log" : "logs", marks[i].says);
	if (r->waiting) {
		sp_hours_add(out, r->waiting);
		sp_buf_add_text(out, " wait for a package\n");
	}
	for (size_t i = 0; i < r->count; i++) {
		const struct sp_work_done *work = &r->works[i];

		if (!work->log.unconsented && !work->disputed)
			continue;
		sp_buf_printf(out, "  %.*s/%lld", SP_FMT(work->log.code), (long long)work->log.number);
		sp_buf_printf(out, "%s%s\n", work->log.unconsented ? " without consent" : "",
			work->disputed ? " disputed" : "");
	}
}

static void print_text(void *of)
{
	struct hours_report *r = of;
	struct sp_buf *out = &r->report.out;

	sp_report_head(r->admin, &r->report, "Hours");
	if (r->count == 0) {
		sp_buf_add_text(out, "no work was logged\n");
		return;
	}
	sp_buf_printf(out, "%-24s %4s %8s %8s %8s %8s %13s\n", "ORGANISATION, CUSTOMER", "LOGS", "REAL",
		"CHARGED", "PACKAGES", "EXCESS", "NET PRICE");
	for (size_t i = 0; i < r->payers.count; i++)
		add_payer(r, out, &r->payers.items[i]);
	add_payer(r, out, &r->all);
	add_staff(r);
	add_marks(r);
}

/* --- CSV, JSON ------------------------------------------------------------------ */

static struct sp_str day_text(const struct hours_report *r, int64_t day)
{
	int year, month, of_month;

	sp_days_date(day, &year, &month, &of_month);
	return sp_str(sp_arena_printf(&r->admin->arena, "%04d-%02d-%02d", year, month, of_month));
}

static void csv_hours(struct sp_csv *csv, int64_t minutes)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_hours_add(&text, minutes);
	sp_csv_text(csv, sp_buf_str(&text));
	sp_buf_release(&text);
}

static void csv_row(const struct hours_report *r, struct sp_csv *csv,
	const struct sp_work_done *work)
{
	const struct sp_work_log *log = &work->log;
	struct sp_buf price = SP_BUF_INIT;

	sp_money_plain_add(&price, work->cents, r->admin->conf->policies.language);
	sp_csv_text(csv, sp_str(sp_arena_printf(&r->admin->arena, "%.*s/%lld", SP_FMT(log->code),
		(long long)log->number)));
	sp_csv_text(csv, work->payer);
	sp_csv_text(csv, work->customer);
	sp_csv_text(csv, log->queue);
	sp_csv_text(csv, day_text(r, log->day));
	sp_csv_text(csv, log->staff);
	sp_csv_text(csv, sp_str(sp_work_kind_name(log->kind)));
	sp_csv_text(csv, log->description);
	csv_hours(csv, log->minutes);
	csv_hours(csv, log->charged);
	csv_hours(csv, covered(work));
	csv_hours(csv, sp_work_excess(work));
	sp_csv_text(csv, sp_buf_str(&price));
	sp_csv_text(csv, sp_str(log->out_of_hours ? "yes" : ""));
	sp_csv_text(csv, sp_str(log->extra ? "yes" : ""));
	sp_csv_text(csv, sp_str(log->unconsented ? "yes" : ""));
	sp_csv_text(csv, sp_str(work->disputed ? "yes" : ""));
	sp_csv_end_row(csv);
	sp_buf_release(&price);
}

static void print_csv(void *of)
{
	struct hours_report *r = of;
	struct sp_csv csv = sp_report_csv(r->admin, &r->report, "work|organisation|customer|queue|"
		"day|staff|kind|description|real|charged|packages|excess|net price|out of hours|"
		"extra|without consent|disputed");

	for (size_t i = 0; i < r->count; i++)
		csv_row(r, &csv, &r->works[i]);
}

static struct sp_json *charges_json(const struct sp_work_done *work)
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; i < work->charge_count; i++) {
		const struct sp_charge *charge = &work->charges[i];
		struct sp_json *one = sp_json_object();

		sp_json_set_text(one, "to", sp_str(sp_entry_target_name(charge->target)));
		sp_json_set_some(one, "account", charge->title);
		sp_json_set_number(one, "minutes", charge->minutes);
		sp_json_set_number(one, "cents", charge->cents);
		sp_json_push(list, one);
	}
	return list;
}

static struct sp_json *work_json(const void *of, size_t at)
{
	const struct hours_report *r = of;
	const struct sp_work_done *work = &r->works[at];
	const struct sp_work_log *log = &work->log;
	struct sp_json *one = sp_json_object();

	sp_json_set_text(one, "ticket", log->code);
	sp_json_set_number(one, "number", log->number);
	sp_json_set_some(one, "organisation", work->payer);
	sp_json_set_some(one, "customer", work->customer);
	sp_json_set_text(one, "queue", log->queue);
	sp_json_set_text(one, "day", day_text(r, log->day));
	sp_json_set_some(one, "staff", log->staff);
	sp_json_set_text(one, "kind", sp_str(sp_work_kind_name(log->kind)));
	sp_json_set_text(one, "description", log->description);
	sp_json_set_number(one, "real_minutes", log->minutes);
	sp_json_set_number(one, "charged_minutes", log->charged);
	sp_json_set(one, "charges", charges_json(work));
	sp_json_set_number(one, "cents", work->cents);
	sp_json_set_bool(one, "out_of_hours", log->out_of_hours);
	sp_json_set_bool(one, "extra", log->extra);
	sp_json_set_bool(one, "without_consent", log->unconsented);
	sp_json_set_bool(one, "disputed", work->disputed);
	return one;
}

static struct sp_json *to_json(const void *of)
{
	const struct hours_report *r = of;

	return sp_report_rows(r, r->count, work_json);
}

static const struct sp_report_form form = { print_text, print_csv, to_json };

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct hours_report r = { .admin = admin };
	enum sp_status status = sp_report_begin(admin, &r.report, err);

	if (status == SP_OK)
		status = read_all(&r, err);
	if (status == SP_OK)
		sp_report_show(admin, &r.report, &form, &r);
	return status;
}

const struct sp_command sp_cmd_report_hours = {
	.name = "report hours", .arguments = "", .summary = "work done, and what it was charged to",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
