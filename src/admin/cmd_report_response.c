/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello report response: how soon requests were answered for the first
 * time, in working minutes, and how many within the time that was promised.
 *
 * Of the tickets received in the month.  Working time is counted by the
 * calendar that their queue has now; what was promised is what the ticket says.
 */
#include "config.h"

#include <stdlib.h>

#include "admin/command.h"
#include "admin/print.h"
#include "admin/report.h"
#include "base/show.h"
#include "core/calendar.h"
#include "text/conf.h"
#include "text/money.h"

static const struct sp_option options[] = {
	SP_REPORT_OPTIONS,
	{ .name = NULL },
};

enum { BAR = 40 };

enum promise { PROMISE_NONE, PROMISE_KEPT, PROMISE_BROKEN, PROMISE_OPEN };

/* One ticket, judged. */
struct judged {
	const struct sp_response *response;
	int64_t minutes; /* working, to the first answer; -1: there is none yet */
	enum promise promise;
};

/* The tickets of one queue. */
struct group {
	struct sp_str queue;
	int64_t tickets, answered, kept, broken;
	int64_t *minutes; /* of the answered ones */
};

struct response_report {
	struct sp_admin *admin;
	struct sp_report report;
	struct judged *items;
	size_t count;
	struct group *groups;
	size_t group_count;
};

/* --- judge -------------------------------------------------------------------- */

/* NULL only for a queue that the configuration has no more, on a desk without
 * a calendar of its own. */
static const struct sp_calendar *calendar_of(const struct sp_conf *conf, struct sp_str queue)
{
	const struct sp_queue_conf *found = sp_conf_queue(conf, queue);

	return found ? found->policies.calendar : conf->policies.calendar;
}

static enum promise judge_promise(const struct sp_response *response, int64_t now)
{
	if (!response->due_at)
		return PROMISE_NONE;
	if (response->answered_at)
		return response->answered_at <= response->due_at ? PROMISE_KEPT : PROMISE_BROKEN;
	return now > response->due_at ? PROMISE_BROKEN : PROMISE_OPEN;
}

static enum sp_status judge(const struct sp_admin *admin, const struct sp_response *response,
	struct judged *judged, struct sp_err *err)
{
	const struct sp_calendar *calendar = calendar_of(admin->conf, response->queue);

	*judged = (struct judged){ .response = response, .minutes = -1,
		.promise = judge_promise(response, admin->now) };
	if (!response->answered_at)
		return SP_OK;
	if (calendar)
		return sp_calendar_minutes(calendar, response->received_at, response->answered_at,
			&judged->minutes, err);
	judged->minutes = response->answered_at > response->received_at ?
				  (response->answered_at - response->received_at) / 60 : 0;
	return SP_OK;
}

static struct group *group_of(struct response_report *r, struct sp_str queue)
{
	for (size_t i = 0; i < r->group_count; i++)
		if (sp_str_eq(r->groups[i].queue, queue))
			return &r->groups[i];
	r->groups[r->group_count] = (struct group){ .queue = queue,
		.minutes = sp_arena_array(&r->admin->arena, r->count, int64_t) };
	return &r->groups[r->group_count++];
}

static void put(struct response_report *r, const struct judged *judged)
{
	struct group *group = group_of(r, judged->response->queue);

	group->tickets++;
	group->kept += judged->promise == PROMISE_KEPT;
	group->broken += judged->promise == PROMISE_BROKEN;
	if (judged->minutes >= 0)
		group->minutes[group->answered++] = judged->minutes;
}

static int by_size(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;

	return (one > two) - (one < two);
}

static enum sp_status read_all(struct response_report *r, struct sp_err *err)
{
	struct sp_admin *admin = r->admin;
	struct sp_response *list = NULL;
	enum sp_status status = sp_report_responses(admin->db, &admin->arena, &r->report.filter,
		&list, &r->count, err);

	if (status != SP_OK)
		return status;
	r->items = sp_arena_array(&admin->arena, r->count + 1, struct judged);
	r->groups = sp_arena_array(&admin->arena, r->count + 1, struct group);
	for (size_t i = 0; status == SP_OK && i < r->count; i++) {
		status = judge(admin, &list[i], &r->items[i], err);
		if (status == SP_OK)
			put(r, &r->items[i]);
	}
	for (size_t i = 0; i < r->group_count; i++)
		qsort(r->groups[i].minutes, (size_t)r->groups[i].answered, sizeof(int64_t), by_size);
	return status;
}

/* --- print -------------------------------------------------------------------- */

static void add_hours(struct sp_buf *out, const struct group *group, int64_t at)
{
	struct sp_buf text = SP_BUF_INIT;

	if (group->answered)
		sp_hours_add(&text, group->minutes[at]);
	sp_buf_printf(out, " %8s", group->answered ? text.ptr : "-");
	sp_buf_release(&text);
}

static void add_group(struct sp_buf *out, const struct group *group)
{
	sp_show_column(out, group->queue, 24);
	sp_buf_printf(out, " %8lld %8lld %8lld %8lld", (long long)group->tickets,
		(long long)group->answered, (long long)group->kept, (long long)group->broken);
	add_hours(out, group, (group->answered - 1) / 2);
	add_hours(out, group, group->answered - 1);
	sp_buf_add_char(out, '\n');
}

/* How many were answered within each time. */
static void add_times(struct response_report *r)
{
	static const struct {
		const char *label;
		int64_t above, upto; /* minutes */
	} steps[] = {
		{ "up to 0:30", -1, 30 }, { "up to 1:00", 30, 60 }, { "up to 2:00", 60, 120 },
		{ "up to 4:00", 120, 240 }, { "up to 8:00", 240, 480 }, { "up to 16:00", 480, 960 },
		{ "later", 960, INT64_MAX }, { "not yet", -2, -1 },
	};
	enum { STEPS = sizeof steps / sizeof *steps };
	int64_t counts[STEPS] = { 0 }, most = 0;

	for (size_t k = 0; k < STEPS; k++) {
		for (size_t i = 0; i < r->count; i++)
			counts[k] += r->items[i].minutes > steps[k].above &&
				     r->items[i].minutes <= steps[k].upto;
		most = counts[k] > most ? counts[k] : most;
	}
	sp_buf_add_text(&r->report.out, "\nFIRST ANSWER              TICKETS\n");
	for (size_t k = 0; k < STEPS; k++) {
		sp_buf_printf(&r->report.out, "%-24s %8lld  ", steps[k].label, (long long)counts[k]);
		sp_report_bar(&r->report.out, counts[k], most, BAR);
		sp_end_line(&r->report.out);
	}
}

static void print_text(void *of)
{
	struct response_report *r = of;
	struct sp_buf *out = &r->report.out;

	sp_report_head(r->admin, &r->report, "Response");
	if (r->count == 0) {
		sp_buf_add_text(out, "no ticket was received\n");
		return;
	}
	sp_buf_printf(out, "%-24s %8s %8s %8s %8s %8s %8s\n", "QUEUE", "TICKETS", "ANSWERED",
		"IN TIME", "LATE", "MEDIAN", "LONGEST");
	for (size_t i = 0; i < r->group_count; i++)
		add_group(out, &r->groups[i]);
	add_times(r);
}

static const char *in_time(enum promise promise)
{
	return promise == PROMISE_KEPT ? "yes" : promise == PROMISE_BROKEN ? "no" : "";
}

static void print_csv(void *of)
{
	struct response_report *r = of;
	struct sp_csv csv = sp_report_csv(r->admin, &r->report, "ticket|queue|customer|organisation|"
		"status|received|due|answered|answered by|working minutes|in time");

	for (size_t i = 0; i < r->count; i++) {
		const struct judged *judged = &r->items[i];
		const struct sp_response *response = judged->response;

		sp_csv_text(&csv, response->code);
		sp_csv_text(&csv, response->queue);
		sp_csv_text(&csv, response->customer);
		sp_csv_text(&csv, response->organisation);
		sp_csv_text(&csv, sp_str(sp_state_name(response->state)));
		sp_csv_instant(&csv, response->received_at);
		sp_csv_instant(&csv, response->due_at);
		sp_csv_instant(&csv, response->answered_at);
		sp_csv_text(&csv, response->answered_by);
		if (judged->minutes >= 0)
			sp_csv_number(&csv, judged->minutes);
		else
			sp_csv_text(&csv, SP_STR(""));
		sp_csv_text(&csv, sp_str(in_time(judged->promise)));
		sp_csv_end_row(&csv);
	}
}

static struct sp_json *ticket_json(const void *of, size_t at)
{
	const struct judged *judged = &((const struct response_report *)of)->items[at];
	const struct sp_response *response = judged->response;
	struct sp_json *one = sp_json_object();

	sp_json_set_text(one, "ticket", response->code);
	sp_json_set_text(one, "queue", response->queue);
	sp_json_set_some(one, "customer", response->customer);
	sp_json_set_some(one, "organisation", response->organisation);
	sp_json_set_text(one, "status", sp_str(sp_state_name(response->state)));
	sp_json_set_instant(one, "received_at", response->received_at);
	sp_json_set_instant(one, "due_at", response->due_at);
	sp_json_set_instant(one, "answered_at", response->answered_at);
	sp_json_set_some(one, "answered_by", response->answered_by);
	if (judged->minutes >= 0)
		sp_json_set_number(one, "working_minutes", judged->minutes);
	else
		sp_json_set_text(one, "working_minutes", SP_NONE);
	if (*in_time(judged->promise))
		sp_json_set_bool(one, "in_time", judged->promise == PROMISE_KEPT);
	else
		sp_json_set_text(one, "in_time", SP_NONE);
	return one;
}

static struct sp_json *to_json(const void *of)
{
	return sp_report_rows(of, ((const struct response_report *)of)->count, ticket_json);
}

static const struct sp_report_form form = { print_text, print_csv, to_json };

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct response_report r = { .admin = admin };
	enum sp_status status = sp_report_begin(admin, &r.report, err);

	if (status == SP_OK)
		status = read_all(&r, err);
	if (status == SP_OK)
		sp_report_show(admin, &r.report, &form, &r);
	return status;
}

const struct sp_command sp_cmd_report_response = {
	.name = "report response", .arguments = "", .summary = "how soon requests were answered",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
