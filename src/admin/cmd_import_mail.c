/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello ticket import: old support mail, out of mailboxes.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/show.h"
#include "desk/import.h"

static const struct sp_option options[] = {
	{ .name = "queue", .value = "NAME", .help = "of mail that names no address of the desk" },
	{ .name = "staff", .value = "ADDRESS", .list = true,
		.help = "also the staff's: of former colleagues, of a former desk" },
	{ .name = "dry-run", .help = "say what would come of each message, and do nothing" },
	{ .name = NULL },
};

static const char *const words[SP_RESULTS] = { "opened", "joined", "seen", "left_out", "unread" };

/* One import, for what it says. */
struct saying {
	struct sp_admin *admin;
	struct sp_progress progress;
	struct sp_buf lines;
	struct sp_json *rows; /* with --json in a dry run */
	const char *phase;
};

static void step(void *context, const char *phase, int64_t done, int64_t all)
{
	struct saying *saying = context;

	if (saying->phase != phase) {
		sp_progress_end(&saying->progress);
		sp_progress_begin(&saying->progress, phase);
		saying->phase = phase;
	}
	sp_progress_step(&saying->progress, done, all);
}

static void add_line(struct sp_buf *out, const struct sp_mailbox_item *item,
	enum sp_import_result result, struct sp_str ticket, const char *reason)
{
	sp_show_line(out, sp_str(item->label));
	sp_buf_add_text(out, ": ");
	sp_add_instant(out, item->at);
	if (result == SP_RESULT_OPENED)
		sp_buf_printf(out, " new ticket %.*s", SP_FMT(ticket));
	else if (result == SP_RESULT_JOINED)
		sp_buf_printf(out, " to %.*s", SP_FMT(ticket));
	else
		sp_buf_printf(out, " %s: ", result == SP_RESULT_SEEN ? "there already" : "left out");
	if (result != SP_RESULT_OPENED && result != SP_RESULT_JOINED)
		sp_show_line(out, sp_str(reason));
	sp_buf_add_char(out, '\n');
}

static void said(void *context, const struct sp_mailbox_item *item, enum sp_import_result result,
	struct sp_str ticket, const char *reason)
{
	struct saying *saying = context;
	struct sp_json *row;

	if (!saying->rows) {
		add_line(&saying->lines, item, result, ticket, reason);
		return;
	}
	row = sp_json_object();
	sp_json_set_text(row, "message", sp_str(item->label));
	sp_json_set_instant(row, "at", item->at);
	sp_json_set_text(row, "result", sp_str(words[result]));
	sp_json_set_some(row, "ticket", ticket);
	sp_json_set_text(row, "reason", sp_str(reason));
	sp_json_push(saying->rows, row);
}

static void report(struct saying *saying, const struct sp_importing *importing)
{
	const int64_t *counts = importing->counts;
	struct sp_json *object;

	if (saying->admin->json) {
		object = sp_json_object();
		sp_json_set_bool(object, "dry_run", importing->dry);
		for (int i = 0; i < SP_RESULTS; i++)
			sp_json_set_number(object, words[i], counts[i]);
		if (saying->rows)
			sp_json_set(object, "messages", saying->rows);
		saying->rows = NULL;
		sp_print_json(saying->admin, object);
		return;
	}
	sp_buf_printf(&saying->lines, "%lld new ticket%s, %lld message%s to them, %lld there already, "
		"%lld left out\n", (long long)counts[SP_RESULT_OPENED],
		counts[SP_RESULT_OPENED] == 1 ? "" : "s", (long long)counts[SP_RESULT_JOINED],
		counts[SP_RESULT_JOINED] == 1 ? "" : "s", (long long)counts[SP_RESULT_SEEN],
		(long long)(counts[SP_RESULT_LEFT_OUT] + counts[SP_RESULT_UNREAD]));
	sp_print(saying->admin, &saying->lines);
}

/* The addresses of --staff, as they are stored. */
static enum sp_status read_staff(struct sp_admin *admin, struct sp_importing *importing,
	struct sp_err *err)
{
	const char *text = sp_option(admin, "staff");
	struct sp_str rest = sp_str(text), one, *list;
	enum sp_status status = SP_OK;

	list = sp_arena_array(&admin->arena, (text ? strlen(text) : 0) + 1, struct sp_str);
	while (status == SP_OK && sp_str_next_field(&rest, ',', &one)) {
		if (sp_conf_queue_of_address(admin->conf, sp_str_trim(one), NULL))
			continue; /* those are known */
		status = sp_find_address(admin, one, &list[importing->staff_count++], err);
	}
	importing->staff = list;
	return status;
}

static enum sp_status read_options(struct sp_admin *admin, struct sp_importing *importing,
	struct sp_err *err)
{
	const char *queue = sp_option(admin, "queue");
	enum sp_status status = read_staff(admin, importing, err);

	importing->dry = sp_option(admin, "dry-run") != NULL;
	if (status == SP_OK && queue)
		status = sp_find_queue(admin, sp_str(queue), err);
	return status;
}

static enum sp_status import(struct sp_admin *admin, struct sp_importing *importing,
	struct sp_mailboxes *boxes, struct sp_err *err)
{
	struct saying saying = { .admin = admin, .lines = SP_BUF_INIT };
	struct sp_desk desk;
	enum sp_status status = sp_desk_open(admin->conf_path, &desk, err);

	if (status != SP_OK)
		return status;
	if (sp_option(admin, "queue"))
		importing->queue = sp_conf_queue(desk.conf, sp_str(sp_option(admin, "queue")));
	importing->step = step;
	importing->said = importing->dry ? said : NULL;
	importing->context = &saying;
	saying.rows = admin->json && importing->dry ? sp_json_array() : NULL;
	status = sp_import(&desk, boxes, admin->now, importing, err);
	sp_progress_end(&saying.progress);
	if (status == SP_OK)
		report(&saying, importing);
	sp_buf_release(&saying.lines);
	sp_json_free(saying.rows);
	sp_desk_close(&desk);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_importing importing = { .staff = NULL };
	struct sp_mailboxes boxes = { .arena = SP_ARENA_INIT };
	enum sp_status status;

	if (!admin->argc)
		return sp_usage(admin, err, "a mailbox is needed: an mbox, a Maildir, or a file");
	status = read_options(admin, &importing, err);
	for (int i = 0; status == SP_OK && i < admin->argc; i++)
		status = sp_mailboxes_add(&boxes, admin->argv[i], err);
	if (status == SP_OK)
		status = import(admin, &importing, &boxes, err);
	sp_mailboxes_release(&boxes);
	return status;
}

const struct sp_command sp_cmd_ticket_import = {
	.name = "ticket import", .arguments = "MAILBOX...",
	.summary = "old mail (mbox, Maildir): threads are closed tickets",
	.options = options, .needs = SP_NEEDS_CONF, .run = run,
};
