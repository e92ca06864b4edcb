/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello worklog: work done on tickets.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/hours.h"
#include "admin/print.h"
#include "base/show.h"
#include "core/work.h"
#include "desk/recording.h"
#include "text/calendar.h"
#include "store/accounts.h"
#include "store/work_logs.h"
#include "text/conf.h"
#include "text/money.h"

/* --- print ------------------------------------------------------------------------ */

static struct sp_str name_of(struct sp_admin *admin, const struct sp_work_log *log)
{
	return sp_str(sp_arena_printf(&admin->arena, "%.*s/%lld", SP_FMT(log->code),
		(long long)log->number));
}

static void add_row(struct sp_admin *admin, struct sp_buf *out, const struct sp_work_log *log)
{
	sp_show_column(out, name_of(admin, log), 12);
	sp_buf_add_text(out, "  ");
	sp_add_day(out, log->day);
	sp_buf_printf(out, "  %-13s", sp_work_kind_name(log->kind));
	sp_add_hours_column(out, log->minutes, 7);
	sp_add_hours_column(out, log->charged, 9);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, log->description.len ? log->description : log->staff, 20);
	sp_end_line(out);
}

static void add_minutes(struct sp_buf *out, const char *label, int64_t minutes)
{
	struct sp_buf value = SP_BUF_INIT;

	sp_hours_add(&value, minutes);
	sp_add_field(out, label, sp_buf_str(&value));
	sp_buf_release(&value);
}

static void print_one(struct sp_admin *admin, const struct sp_work_log *log, struct sp_str payer)
{
	struct sp_buf out = SP_BUF_INIT, day = SP_BUF_INIT;

	sp_add_day(&day, log->day);
	sp_buf_printf(&out, "work log %.*s%s\n", SP_FMT(name_of(admin, log)),
		log->minutes ? "" : ", cancelled");
	sp_add_field(&out, "day", sp_buf_str(&day));
	sp_add_field(&out, "staff", log->staff);
	sp_add_field(&out, "who pays", payer);
	sp_add_field(&out, "queue", log->queue);
	sp_add_field(&out, "kind", sp_str(sp_work_kind_name(log->kind)));
	add_minutes(&out, "worked", log->minutes);
	add_minutes(&out, "charged", log->charged);
	if (log->out_of_hours)
		sp_add_field(&out, "", SP_STR("out of hours"));
	if (log->extra)
		sp_add_field(&out, "", SP_STR("extra"));
	if (log->unconsented)
		sp_add_field(&out, "", SP_STR("past the end, without consent"));
	sp_add_field(&out, "what", log->description);
	sp_print(admin, &out);
	sp_buf_release(&day);
}

/* The log as it is in the database now, with its movements. */
static enum sp_status say(struct sp_admin *admin, const char *name, struct sp_err *err)
{
	struct sp_ledger_filter filter = { 0 };
	struct sp_ledger_row *rows = NULL;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *object, *list;
	struct sp_work_log log;
	struct sp_str payer;
	size_t count = 0;
	enum sp_status status = sp_find_work_log_named(admin, name, &log, err);

	if (status == SP_OK)
		status = sp_payer_name(admin, log.payer, &payer, err);
	filter.log_id = log.id;
	if (status == SP_OK)
		status = sp_ledger_list(admin->db, &admin->arena, &filter, &rows, &count, err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		object = sp_work_log_json(&log);
		list = sp_json_array();
		for (size_t i = 0; i < count; i++)
			sp_json_push(list, sp_ledger_json(&rows[i]));
		sp_json_set_some(object, "payer", payer);
		sp_json_set(object, "ledger", list);
		sp_print_json(admin, object);
		return SP_OK;
	}
	print_one(admin, &log, payer);
	for (size_t i = 0; i < count; i++)
		sp_add_ledger_row(&out, &rows[i]);
	sp_print(admin, &out);
	return SP_OK;
}

/* --- add and correct --------------------------------------------------------------- */

static enum sp_status read_day_option(struct sp_admin *admin, struct sp_work_log *log,
	struct sp_err *err)
{
	const char *text = sp_option(admin, "date");
	enum sp_status status = text ? sp_read_day(text, &log->day, err) : SP_OK;

	if (status == SP_OK && log->day > sp_day_of(admin->now))
		return sp_fail(err, SP_PERM, "that day has not come yet");
	return status;
}

/* What the options say; a log that is corrected keeps the rest. */
static enum sp_status read_options(struct sp_admin *admin, struct sp_work_log *log,
	struct sp_err *err)
{
	const char *kind = sp_option(admin, "kind"), *text = sp_option(admin, "text");
	const char *staff = sp_option(admin, "staff");
	struct sp_person *person = NULL;
	enum sp_status status = read_day_option(admin, log, err);

	if (status == SP_OK && kind && !sp_work_kind_read(sp_str(kind), &log->kind))
		return sp_usage(admin, err, "--kind \"%s\" is no kind of work; kinds are ordinary, "
			"extraordinary, urgent, remote", kind);
	if (status == SP_OK && staff)
		status = sp_find_person_who_is(admin, SP_STAFF, staff, &person, err);
	if (person)
		log->staff_id = person->id;
	if (text)
		log->description = sp_str_trim(sp_str(text));
	return status;
}

static void judge_hours(struct sp_admin *admin, struct sp_work_log *log)
{
	const struct sp_queue_conf *queue = sp_conf_queue(admin->conf, log->queue);
	const struct sp_policies *policies = queue ? &queue->policies :
						     &admin->conf->queues[0].policies;

	if (!log->id || sp_option(admin, "date"))
		log->out_of_hours = sp_work_out_of_hours(policies->calendar, log->day, 0);
	log->out_of_hours = log->out_of_hours || sp_option(admin, "out-of-hours");
	log->extra = log->extra || sp_option(admin, "extra");
}

static enum sp_status record(struct sp_admin *admin, struct sp_work_log *log, int64_t was,
	struct sp_err *err)
{
	struct sp_desk desk;
	enum sp_status status = sp_desk_open(admin->conf_path, &desk, err);

	if (status != SP_OK)
		return status;
	judge_hours(admin, log);
	status = sp_record_work(&desk, admin->db, &admin->arena, admin->now, log, was, err);
	sp_desk_close(&desk);
	if (status != SP_OK)
		return status;
	return say(admin, sp_arena_text(&admin->arena, name_of(admin, log)), err);
}

/* A slip, mostly; work of several days is a log a day. */
static enum sp_status read_minutes(const char *text, int64_t *minutes_r, struct sp_err *err)
{
	enum sp_status status = sp_read_hours(text, minutes_r, err);

	if (status == SP_OK && *minutes_r > SP_DAY_MINUTES)
		return sp_fail(err, SP_PERM, "\"%s\" is more than the 24 hours of a day; of several days "
			"each has its work log, with --date", text);
	return status;
}

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_work_log log = { .kind = SP_WORK_ORDINARY, .day = sp_day_of(admin->now) };
	struct sp_ticket ticket;
	enum sp_status status;

	if (admin->argc != 2)
		return sp_usage(admin, err, "a ticket and the hours are needed");
	status = sp_find_ticket(admin, admin->argv[0], &ticket, err);
	if (status == SP_OK)
		status = read_minutes(admin->argv[1], &log.minutes, err);
	if (status == SP_OK && log.minutes == 0)
		return sp_fail(err, SP_PERM, "no time is no work");
	if (status == SP_OK)
		status = read_options(admin, &log, err);
	if (status != SP_OK)
		return status;
	log.ticket_id = ticket.id;
	log.queue = ticket.queue;
	return record(admin, &log, 0, err);
}

static enum sp_status run_correct(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_work_log log;
	enum sp_status status;
	int64_t was;

	if (admin->argc != 2)
		return sp_usage(admin, err, "a work log, as HT00191/2, and its right hours are needed");
	status = sp_find_work_log_named(admin, admin->argv[0], &log, err);
	was = status == SP_OK ? log.minutes : 0;
	if (status == SP_OK)
		status = read_minutes(admin->argv[1], &log.minutes, err);
	if (status == SP_OK)
		status = read_options(admin, &log, err);
	return status == SP_OK ? record(admin, &log, was, err) : status;
}

/* --- list and show -------------------------------------------------------------------- */

static enum sp_status read_filter(struct sp_admin *admin, struct sp_work_log_filter *filter,
	struct sp_err *err)
{
	const char *payer = sp_option(admin, "payer"), *staff = sp_option(admin, "staff");
	const char *from = sp_option(admin, "from"), *until = sp_option(admin, "until");
	struct sp_person *person = NULL;
	struct sp_ticket ticket;
	struct sp_str name;
	enum sp_status status = SP_OK;

	if (admin->argc)
		status = sp_find_ticket(admin, admin->argv[0], &ticket, err);
	if (status == SP_OK && admin->argc)
		filter->ticket_id = ticket.id;
	if (status == SP_OK && payer)
		status = sp_find_payer(admin, payer, &filter->payer, &name, err);
	if (status == SP_OK && staff)
		status = sp_find_person_who_is(admin, SP_STAFF, staff, &person, err);
	filter->staff_id = person ? person->id : 0;
	if (status == SP_OK && from)
		status = sp_read_day(from, &filter->from_day, err);
	if (status == SP_OK && until)
		status = sp_read_day(until, &filter->until_day, err);
	return status;
}

static void print_list(struct sp_admin *admin, const struct sp_work_log *logs, size_t count)
{
	struct sp_buf out = SP_BUF_INIT;
	int64_t worked = 0, charged = 0;

	if (count)
		fprintf(admin->out, "%-12s  %-10s  %-13s WORKED  CHARGED  WHAT\n", "LOG", "DAY", "KIND");
	for (size_t i = 0; i < count; i++) {
		add_row(admin, &out, &logs[i]);
		worked += logs[i].minutes;
		charged += logs[i].charged;
	}
	sp_buf_printf(&out, "%zu work log%s, ", count, count == 1 ? "" : "s");
	sp_hours_add(&out, worked);
	sp_buf_add_text(&out, " worked, ");
	sp_hours_add(&out, charged);
	sp_buf_add_text(&out, " charged\n");
	sp_print(admin, &out);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_work_log_filter filter = { 0 };
	struct sp_work_log *logs = NULL;
	struct sp_json *array;
	enum sp_status status;
	size_t count = 0;

	if (admin->argc > 1)
		return sp_usage(admin, err, "at most one ticket");
	status = read_filter(admin, &filter, err);
	if (status == SP_OK)
		status = sp_work_logs(admin->db, &admin->arena, &filter, &logs, &count, err);
	if (status != SP_OK)
		return status;
	if (!admin->json) {
		print_list(admin, logs, count);
		return SP_OK;
	}
	array = sp_json_array();
	for (size_t i = 0; i < count; i++)
		sp_json_push(array, sp_work_log_json(&logs[i]));
	sp_print_json(admin, array);
	return SP_OK;
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	if (admin->argc != 1)
		return sp_usage(admin, err, "one work log, as HT00191/2, is needed");
	return say(admin, admin->argv[0], err);
}

#define ABOUT                                                                                      \
	{ .name = "kind", .value = "KIND",                                                         \
		.help = "ordinary (else), extraordinary, urgent or remote" },                      \
	{ .name = "date", .value = "DAY", .help = "when it was done; else today" },                \
	{ .name = "staff", .value = "ADDRESS|ID", .help = "who worked" },                          \
	{ .name = "text", .value = "TEXT", .help = "what was done" },                              \
	{ .name = "out-of-hours", .help = "out of office hours, also where the calendar does not say so" }, \
	{ .name = "extra", .help = "with the surcharge for a wished priority" }

static const struct sp_option add_options[] = { ABOUT, { .name = NULL } };
static const struct sp_option list_options[] = {
	{ .name = "payer", .value = "ORGANISATION|ADDRESS", .help = "whom it is charged to" },
	{ .name = "staff", .value = "ADDRESS|ID", .help = "who worked" },
	{ .name = "from", .value = "DAY", .help = "first day" },
	{ .name = "until", .value = "DAY", .help = "last day" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_worklog_add = {
	.name = "worklog add", .arguments = "TICKET HOURS", .summary = "work done on a ticket",
	.options = add_options, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_worklog_correct = {
	.name = "worklog correct", .arguments = "TICKET/N HOURS",
	.summary = "correct a work log; 0 hours cancel it", .options = add_options,
	.needs = SP_NEEDS_DB_WRITE, .run = run_correct,
};
const struct sp_command sp_cmd_worklog_list = {
	.name = "worklog list", .arguments = "[TICKET]", .summary = "work logs, and their sums",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_worklog_show = {
	.name = "worklog show", .arguments = "TICKET/N", .summary = "one work log and its movements",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
