/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello quarantine: what a trusted header called spam.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/prepared.h"
#include "admin/print.h"
#include "base/show.h"
#include "store/messages.h"

enum { USUAL_LIMIT = 200 };

static const struct sp_option list_options[] = {
	{ .name = "limit", .value = "NUMBER", .help = "the newest so many; else 200" },
	{ .name = NULL },
};

static struct sp_json *as_json(const struct sp_quarantined *one)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "message", one->id);
	sp_json_set_instant(object, "received_at", one->at);
	sp_json_set_text(object, "sender", one->sender);
	sp_json_set_text(object, "subject", one->subject);
	sp_json_set_text(object, "because", one->why);
	return object;
}

static void add_row(struct sp_buf *out, const struct sp_quarantined *one)
{
	sp_buf_printf(out, "%6lld  ", (long long)one->id);
	sp_add_instant(out, one->at);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, one->sender, 27);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, one->subject, 24);
	sp_end_line(out);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	const char *text = sp_option(admin, "limit");
	struct sp_json *array = admin->json ? sp_json_array() : NULL;
	struct sp_quarantined *list = NULL;
	struct sp_buf out = SP_BUF_INIT;
	int64_t limit = USUAL_LIMIT;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (admin->argc)
		status = sp_usage(admin, err, "no argument is needed");
	else if (text)
		status = sp_find_number("messages", text, &limit, err);
	if (status == SP_OK)
		status = sp_quarantine_list(admin->db, &admin->arena, limit, &list, &count, err);
	for (size_t i = 0; i < count; i++)
		if (array)
			sp_json_push(array, as_json(&list[i]));
		else
			add_row(&out, &list[i]);
	sp_buf_printf(&out, "%zu message%s\n", count, count == 1 ? "" : "s");
	if (array)
		sp_print_json(admin, array);
	else if (status == SP_OK)
		sp_print(admin, &out);
	sp_buf_release(&out);
	return status;
}

static enum sp_status argument(struct sp_admin *admin, int64_t *id_r, struct sp_err *err)
{
	if (admin->argc != 1)
		return sp_usage(admin, err, "one number is needed");
	return sp_find_number("a message", admin->argv[0], id_r, err);
}

static void report(struct sp_admin *admin, int64_t id, const char *what, struct sp_str ticket)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "message", id);
		sp_json_set_text(object, "result", sp_str(what));
		if (ticket.len)
			sp_json_set_text(object, "ticket", ticket);
		sp_print_json(admin, object);
		return;
	}
	sp_buf_printf(&out, "message %lld: %s", (long long)id, what);
	if (ticket.len)
		sp_buf_printf(&out, ", ticket %.*s", SP_FMT(ticket));
	sp_end_line(&out);
	sp_print(admin, &out);
}

/* The desk, and the message parsed while no database is open. */
static enum sp_status before_release(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_prepared *prepared = sp_prepare(admin);
	int64_t id = 0;
	enum sp_status status = argument(admin, &id, err);

	if (status == SP_OK)
		status = sp_prepare_desk(admin, err);
	if (status == SP_OK)
		status = sp_stored_take(&prepared->stored, admin->db, &admin->arena, id, err);
	return sp_prepare_end(admin, status, err);
}

static enum sp_status run_release(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_prepared *prepared = admin->prepared;
	struct sp_received received = { 0 };
	const struct sp_stored *stored;
	int64_t id = 0;
	enum sp_status status = argument(admin, &id, err);

	if (status == SP_OK)
		status = sp_quarantine_release(admin->db, id, SP_STR("released from quarantine"), err);
	if (status != SP_OK)
		return status;
	stored = sp_stored_find(&prepared->stored, id);
	status = stored ? sp_receive_again(&prepared->desk, admin->db, &admin->arena, stored,
		SP_AGAIN_RELEASED, &received, err) :
		sp_fail(err, SP_TEMP, "message %lld has just changed: try again", (long long)id);
	if (status == SP_OK)
		report(admin, id, received.summary, received.ticket);
	return status;
}

static enum sp_status run_drop(struct sp_admin *admin, struct sp_err *err)
{
	int64_t id = 0;
	enum sp_status status = argument(admin, &id, err);

	if (status == SP_OK)
		status = sp_quarantine_drop(admin->db, id, err);
	if (status == SP_OK)
		report(admin, id, "dropped", SP_NONE);
	return status;
}

const struct sp_command sp_cmd_quarantine_list = {
	.name = "quarantine list", .arguments = "", .summary = "what a trusted header called spam",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_quarantine_release = {
	.name = "quarantine release", .arguments = "MESSAGE",
	.summary = "decide a message again as a person's", .needs = SP_NEEDS_DB_WRITE,
	.run = run_release, .before = before_release, .end = sp_prepared_free,
};
const struct sp_command sp_cmd_quarantine_drop = {
	.name = "quarantine drop", .arguments = "MESSAGE",
	.summary = "delete the bytes of a message", .needs = SP_NEEDS_DB_WRITE, .run = run_drop,
};
