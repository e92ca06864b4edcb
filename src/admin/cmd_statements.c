/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello statements: the month's statements, for cron; statement list and
 * show: those that were made.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/cron_run.h"
#include "admin/find.h"
#include "admin/hours.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/show.h"
#include "desk/monthly.h"
#include "store/monthly.h"

static const struct sp_option list_options[] = {
	{ .name = "organisation", .value = "NAME", .help = "of this organisation" },
	{ .name = "customer", .value = "ADDRESS", .help = "of this customer, who has no organisation" },
	{ .name = "year", .value = "YEAR", .help = "numbered in this year" },
	{ .name = NULL },
};

/* --- make ---------------------------------------------------------------------- */

static enum sp_status make(struct sp_cron_run *run, struct sp_err *err)
{
	struct sp_monthly_run made = { .again = sp_option(run->admin, "again") != NULL,
		.step = sp_progress_next, .context = &run->progress };
	enum sp_status status = sp_monthly_make(&run->desk, run->admin->now, run->plans, &made, err);

	run->busy = made.busy;
	sp_json_set_number(run->said, "made", (int64_t)made.made);
	sp_json_set_number(run->said, "without_contact", (int64_t)made.mute);
	return status;
}

static enum sp_status run_make(struct sp_admin *admin, struct sp_err *err)
{
	return sp_cron_run(admin, "making", make, err);
}

static const struct sp_option make_options[] = {
	{ .name = "again", .help = "after a restore: number anew those that were sent and are lost" },
	{ .name = "dry-run", .help = "say what would be done, and do nothing" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_statements = {
	.name = "statements", .arguments = "",
	.summary = "statements of months that are over: for cron, daily",
	.options = make_options, .needs = SP_NEEDS_CONF, .run = run_make,
};

/* --- list ---------------------------------------------------------------------- */

static enum sp_status read_payer(struct sp_admin *admin, struct sp_payer *payer,
	struct sp_err *err)
{
	const char *firm = sp_option(admin, "organisation"), *customer = sp_option(admin, "customer");
	struct sp_organisation organisation;
	struct sp_person *person;
	enum sp_status status = SP_OK;

	if (firm && customer)
		return sp_usage(admin, err, "either --organisation or --customer");
	if (firm) {
		status = sp_find_organisation(admin, firm, &organisation, err);
		payer->organisation_id = status == SP_OK ? organisation.id : 0;
	} else if (customer) {
		status = sp_find_person_who_is(admin, SP_CUSTOMER, customer, &person, err);
		payer->person_id = status == SP_OK ? person->id : 0;
	}
	return status;
}

/* The name of the firm, or of the customer who is his own. */
static enum sp_status name_of(struct sp_admin *admin, struct sp_payer payer, struct sp_str *name_r,
	struct sp_err *err)
{
	struct sp_monthly_payer *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_monthly_payers(admin->db, &admin->arena, payer, &list, &count,
		err);

	*name_r = count ? list[0].name : SP_STR("");
	return status;
}

static struct sp_str number_of(struct sp_admin *admin, const struct sp_monthly *monthly)
{
	return sp_str(sp_arena_printf(&admin->arena, "%lld/%lld", (long long)monthly->year,
		(long long)monthly->number));
}

static struct sp_str month_of(struct sp_admin *admin, const struct sp_monthly *monthly)
{
	return sp_str(sp_arena_printf(&admin->arena, "%04lld-%02lld",
		(long long)(monthly->month / 100), (long long)(monthly->month % 100)));
}

static enum sp_status to_json(struct sp_admin *admin, const struct sp_monthly *monthly,
	struct sp_json *object, struct sp_err *err)
{
	struct sp_str name;
	enum sp_status status = name_of(admin, monthly->payer, &name, err);

	sp_json_set_text(object, "number", number_of(admin, monthly));
	sp_json_set_text(object, "month", month_of(admin, monthly));
	sp_json_set_some(object, "organisation", name);
	sp_json_set_number(object, "after_row", monthly->after_id);
	sp_json_set_number(object, "until_row", monthly->until_id);
	sp_json_set_instant(object, "made_at", monthly->made_at);
	return status;
}

static enum sp_status add_row(struct sp_admin *admin, const struct sp_monthly *monthly,
	struct sp_buf *out, struct sp_err *err)
{
	struct sp_str name;
	enum sp_status status = name_of(admin, monthly->payer, &name, err);

	sp_show_column(out, number_of(admin, monthly), 10);
	sp_buf_printf(out, " %.*s  ", SP_FMT(month_of(admin, monthly)));
	sp_add_instant(out, monthly->made_at);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, name, 40);
	sp_end_line(out);
	return status;
}

static enum sp_status print_list(struct sp_admin *admin, const struct sp_monthly *list,
	size_t count, struct sp_err *err)
{
	struct sp_json *array = admin->json ? sp_json_array() : NULL;
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status = SP_OK;

	if (count)
		sp_buf_add_text(&out, "NUMBER     MONTH    MADE              ORGANISATION, CUSTOMER\n");
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = array ? sp_json_object() : NULL;

		status = array ? to_json(admin, &list[i], one, err) :
				 add_row(admin, &list[i], &out, err);
		if (array)
			sp_json_push(array, one);
	}
	if (array && status == SP_OK)
		sp_print_json(admin, array);
	else if (array)
		sp_json_free(array);
	else
		sp_buf_printf(&out, "%zu statement%s\n", count, count == 1 ? "" : "s");
	if (admin->json)
		sp_buf_release(&out);
	else
		sp_print(admin, &out);
	return status;
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	const char *year_text = sp_option(admin, "year");
	struct sp_payer payer = { 0, 0 };
	struct sp_monthly *list = NULL;
	size_t count = 0;
	int64_t year = 0;
	enum sp_status status = admin->argc ? sp_usage(admin, err, "no argument is needed") :
					      read_payer(admin, &payer, err);

	if (status == SP_OK && year_text)
		status = sp_find_number("year", year_text, &year, err);
	if (status == SP_OK)
		status = sp_monthly_list(admin->db, &admin->arena, payer, year, &list, &count, err);
	return status == SP_OK ? print_list(admin, list, count, err) : status;
}

const struct sp_command sp_cmd_statement_list = {
	.name = "statement list", .arguments = "", .summary = "the statements that were made",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};

/* --- show ---------------------------------------------------------------------- */

/* "2026/12" */
static enum sp_status find(struct sp_admin *admin, const char *text, struct sp_monthly *monthly_r,
	struct sp_err *err)
{
	struct sp_str rest = sp_str(text), field;
	unsigned long long year, number;
	bool found = false;
	enum sp_status status;

	if (!sp_str_next_field(&rest, '/', &field) || !sp_str_number(field, 9999, &year) ||
		!sp_str_number(rest, 1000000000, &number))
		return sp_fail(err, SP_PERM, "\"%s\" is no statement; one looks like 2026/12", text);
	status = sp_monthly_by_number(admin->db, (int64_t)year, (int64_t)number, monthly_r, &found,
		err);
	if (status == SP_OK && !found)
		return sp_fail(err, SP_PERM, "there is no statement %s; see sportello statement list",
			text);
	return status;
}

static struct sp_json *movement_json(const struct sp_movement *movement, size_t line)
{
	const struct sp_ledger_entry *entry = &movement->row.entry;
	struct sp_json *one = sp_json_object();

	sp_json_set_number(one, "line", (int64_t)line);
	sp_json_set_number(one, "row", movement->row.id);
	sp_json_set_text(one, "cause", sp_str(sp_entry_cause_name(entry->cause)));
	sp_json_set_text(one, "target", sp_str(sp_entry_target_name(entry->target)));
	sp_json_set_number(one, "account", entry->account_id);
	sp_json_set_some(one, "ticket", movement->row.code);
	sp_json_set_number(one, "number", movement->row.number);
	sp_json_set_number(one, "minutes", entry->minutes);
	sp_json_set_number(one, "cents", entry->cents);
	sp_json_set_bool(one, "disputed", movement->disputed);
	return one;
}

static void add_movement(struct sp_admin *admin, struct sp_buf *out,
	const struct sp_movement *movement, size_t line)
{
	const struct sp_ledger_entry *entry = &movement->row.entry;
	struct sp_str work = movement->row.code;

	if (entry->log_id)
		work = sp_str(sp_arena_printf(&admin->arena, "%.*s/%lld", SP_FMT(work),
			(long long)movement->row.number));
	sp_buf_printf(out, "%4zu  %-8s", line, sp_entry_target_name(entry->target));
	sp_add_hours_column(out, entry->minutes, 9);
	if (entry->cents)
		sp_add_money_column(out, entry->cents, admin->conf->policies.language, 15);
	else
		sp_buf_printf(out, "%15s", "");
	sp_buf_add_text(out, "  ");
	sp_show_column(out, work, 12);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, movement->account.len ? movement->account : movement->row.what, 24);
	sp_buf_add_text(out, movement->disputed ? " !" : "");
	sp_end_line(out);
}

static enum sp_status print_one(struct sp_admin *admin, const struct sp_monthly *monthly,
	const struct sp_movement *list, size_t count, struct sp_err *err)
{
	struct sp_json *object = sp_json_object(), *lines = sp_json_array();
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status = to_json(admin, monthly, object, err);

	if (count)
		sp_buf_add_text(&out, "LINE  TARGET       TIME         AMOUNT  WORK         WHAT\n");
	for (size_t i = 0; i < count; i++) {
		sp_json_push(lines, movement_json(&list[i], i + 1));
		add_movement(admin, &out, &list[i], i + 1);
	}
	sp_json_set(object, "lines", lines);
	if (status == SP_OK && admin->json) {
		sp_print_json(admin, object);
		object = NULL;
	} else if (status == SP_OK) {
		fprintf(admin->out, "statement %.*s of %.*s, rows %lld to %lld of the ledger\n",
			SP_FMT(number_of(admin, monthly)), SP_FMT(month_of(admin, monthly)),
			(long long)monthly->after_id + 1, (long long)monthly->until_id);
		sp_print(admin, &out);
	}
	sp_json_free(object);
	sp_buf_release(&out);
	return status;
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_movement *list = NULL;
	struct sp_monthly monthly;
	size_t count = 0;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one number is needed");
	status = find(admin, admin->argv[0], &monthly, err);
	if (status == SP_OK)
		status = sp_monthly_movements(admin->db, &admin->arena, &monthly, &list, &count, err);
	return status == SP_OK ? print_one(admin, &monthly, list, count, err) : status;
}

const struct sp_command sp_cmd_statement_show = {
	.name = "statement show", .arguments = "NUMBER",
	.summary = "one statement, by its number as in 2026/12",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
