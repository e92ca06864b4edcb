/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello replay: what the rules of today would make of stored messages; with
 * their numbers, put through the desk again what came to nothing.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/hours.h"
#include "admin/prepared.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/clock.h"
#include "base/show.h"
#include "desk/replay.h"

static const struct sp_option options[] = {
	{ .name = "since", .value = "DAY", .help = "only what came from that day on" },
	{ .name = "class", .value = "CLASS", .help = "only what is person, automatic, spam, unparsed ..." },
	{ .name = NULL },
};

/* --- what would differ ------------------------------------------------------------------ */

/* One report. */
struct reporting {
	struct sp_admin *admin;
	struct sp_progress progress;
	struct sp_json *rows; /* with --json */
	struct sp_buf lines;
};

static void step(void *context, int64_t done, int64_t all)
{
	sp_progress_step(&((struct reporting *)context)->progress, done, all);
}

static struct sp_str was_place(const struct sp_replay_found *found)
{
	return found->was_ticket.len ? found->was_ticket : SP_STR("no ticket");
}

static struct sp_str now_place(const struct sp_replay_found *found)
{
	switch (found->place) {
	case SP_PLACE_NEW:
		return SP_STR("a new ticket");
	case SP_PLACE_TICKET:
		return found->ticket;
	case SP_PLACE_NONE:
		break;
	}
	return SP_STR("no ticket");
}

static void add_lines(struct sp_buf *out, const struct sp_replay_found *found)
{
	const struct sp_replay_row *was = found->was;

	sp_buf_printf(out, "message %lld, ", (long long)was->id);
	sp_add_instant(out, was->stored_at);
	sp_buf_add_text(out, ", ");
	sp_show_line(out, was->sender.len ? was->sender : SP_STR("nobody"));
	sp_buf_add_text(out, ": ");
	sp_show_line(out, was->subject);
	sp_buf_add_char(out, '\n');
	if (found->class_differs) {
		sp_buf_printf(out, "  class   %.*s -> %s, ", SP_FMT(was->class_name),
			sp_class_name(found->message->class));
		sp_show_line(out, found->message->class_reason);
		sp_buf_add_char(out, '\n');
	}
	if (found->place_differs)
		sp_buf_printf(out, "  ticket  %.*s -> %.*s (%s)\n", SP_FMT(was_place(found)),
			SP_FMT(now_place(found)), found->plan->summary);
	if (found->text_differs)
		sp_buf_add_text(out, "  text    what is shown of it would be other words\n");
}

static void add_json(struct sp_json *list, const struct sp_replay_found *found)
{
	struct sp_json *row = sp_json_object();

	sp_json_set_number(row, "message", found->was->id);
	sp_json_set_instant(row, "stored_at", found->was->stored_at);
	sp_json_set_some(row, "sender", found->was->sender);
	sp_json_set_some(row, "subject", found->was->subject);
	sp_json_set_text(row, "class_was", found->was->class_name);
	sp_json_set_text(row, "class_now", sp_str(sp_class_name(found->message->class)));
	sp_json_set_some(row, "class_reason", found->message->class_reason);
	sp_json_set_some(row, "ticket_was", found->was_ticket);
	sp_json_set_some(row, "ticket_now", found->place == SP_PLACE_NEW ? SP_STR("new") :
		found->place == SP_PLACE_TICKET ? found->ticket : SP_NONE);
	sp_json_set_bool(row, "text_differs", found->text_differs);
	sp_json_push(list, row);
}

static void found(void *context, const struct sp_replay_found *found)
{
	struct reporting *reporting = context;

	if (reporting->rows)
		add_json(reporting->rows, found);
	else
		add_lines(&reporting->lines, found);
}

static enum sp_status read_filter(struct sp_admin *admin, struct sp_replaying *replaying,
	struct sp_err *err)
{
	const char *since = sp_option(admin, "since"), *name = sp_option(admin, "class");
	enum sp_status status;
	int64_t day = 0;

	replaying->since = INT64_MIN;
	replaying->class_name = SP_STR("");
	if (since) {
		struct sp_civil civil = { .hour = 0 };
		int year, month, date;

		status = sp_read_day(since, &day, err);
		if (status != SP_OK)
			return status;
		sp_days_date(day, &year, &month, &date);
		civil.year = year;
		civil.month = month;
		civil.day = date;
		replaying->since = sp_civil_instant(civil);
	}
	if (!name)
		return SP_OK;
	for (int class = 0; class < SP_CLASSES; class++)
		if (strcmp(name, sp_class_name((enum sp_class)class)) == 0) {
			replaying->class_name = sp_str(name);
			return SP_OK;
		}
	return sp_usage(admin, err, "there is no class \"%s\"", name);
}

static enum sp_status report(struct sp_admin *admin, const struct sp_desk *desk,
	struct sp_err *err)
{
	struct reporting reporting = { .admin = admin, .lines = SP_BUF_INIT };
	struct sp_replaying replaying = { .step = step, .found = found, .context = &reporting };
	struct sp_json *object;
	enum sp_status status = read_filter(admin, &replaying, err);

	if (status != SP_OK)
		return status;
	reporting.rows = admin->json ? sp_json_array() : NULL;
	sp_progress_begin(&reporting.progress, "deciding");
	status = sp_replay(desk, &replaying, err);
	sp_progress_end(&reporting.progress);
	if (status == SP_OK && admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "messages", replaying.seen);
		sp_json_set_number(object, "differ", replaying.differ);
		sp_json_set(object, "found", reporting.rows);
		reporting.rows = NULL;
		sp_print_json(admin, object);
	} else if (status == SP_OK) {
		sp_buf_printf(&reporting.lines, "%lld message%s decided again, %lld differ%s\n",
			(long long)replaying.seen, replaying.seen == 1 ? "" : "s",
			(long long)replaying.differ, replaying.differ == 1 ? "s" : "");
		sp_print(admin, &reporting.lines);
	}
	sp_json_free(reporting.rows);
	sp_buf_release(&reporting.lines);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_desk desk;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed; sportello replay message puts one "
			"through the desk again");
	status = sp_desk_open(admin->conf_path, &desk, err);
	if (status != SP_OK)
		return status;
	status = report(admin, &desk, err);
	sp_desk_close(&desk);
	return status;
}

/* --- again ------------------------------------------------------------------------------- */

static enum sp_status message_id(struct sp_admin *admin, int i, int64_t *id_r, struct sp_err *err)
{
	return sp_find_number("a message", admin->argv[i], id_r, err);
}

/* The desk, and the messages parsed while no database is open. */
static enum sp_status before(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_prepared *prepared = sp_prepare(admin);
	enum sp_status status = SP_OK;

	if (!admin->argc)
		return sp_usage(admin, err, "the number of a message is needed");
	status = sp_prepare_desk(admin, err);
	for (int i = 0; status == SP_OK && i < admin->argc; i++) {
		int64_t id = 0;

		status = message_id(admin, i, &id, err);
		if (status == SP_OK)
			status = sp_stored_take(&prepared->stored, admin->db, &admin->arena, id, err);
	}
	return sp_prepare_end(admin, status, err);
}

static enum sp_status again(struct sp_admin *admin, int64_t id, struct sp_json *list,
	struct sp_err *err)
{
	struct sp_prepared *prepared = admin->prepared;
	const struct sp_stored *stored = sp_stored_find(&prepared->stored, id);
	struct sp_received received = { 0 };
	struct sp_json *row;
	enum sp_status status;

	if (!stored)
		return sp_fail(err, SP_PERM, "there is no message %lld whose bytes are kept",
			(long long)id);
	status = sp_replay_again(&prepared->desk, admin->db, &admin->arena, stored, &received, err);
	if (status != SP_OK)
		return status;
	if (!list) {
		fprintf(admin->out, "message %lld: %s%s%.*s, %zu mail%s\n", (long long)id,
			received.summary, received.ticket.len ? ", ticket " : "", SP_FMT(received.ticket),
			received.mails, received.mails == 1 ? "" : "s");
		return SP_OK;
	}
	row = sp_json_object();
	sp_json_set_number(row, "message", id);
	sp_json_set_text(row, "result", sp_str(received.summary));
	sp_json_set_some(row, "ticket", received.ticket);
	sp_json_set_number(row, "mails", (int64_t)received.mails);
	sp_json_push(list, row);
	return SP_OK;
}

static enum sp_status run_again(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *list = admin->json ? sp_json_array() : NULL;
	enum sp_status status = SP_OK;

	for (int i = 0; status == SP_OK && i < admin->argc; i++) {
		int64_t id = 0;

		status = message_id(admin, i, &id, err);
		if (status == SP_OK)
			status = again(admin, id, list, err);
	}
	if (status == SP_OK && list)
		sp_print_json(admin, list);
	else
		sp_json_free(list);
	return status;
}

const struct sp_command sp_cmd_replay = {
	.name = "replay", .arguments = "",
	.summary = "decide stored messages again; what would differ", .options = options,
	.needs = SP_NEEDS_CONF, .run = run,
};
const struct sp_command sp_cmd_replay_message = {
	.name = "replay message", .arguments = "MESSAGE...",
	.summary = "put through the desk again what came to nothing", .needs = SP_NEEDS_DB_WRITE,
	.run = run_again, .before = before, .end = sp_prepared_free,
};
