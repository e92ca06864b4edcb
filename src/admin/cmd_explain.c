/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello explain: what would come of a message, and why.  Changes nothing.
 * Before `sportello init` it explains to an empty desk.
 */
#include <unistd.h>

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/file.h"
#include "desk/receive.h"
#include "mail/parse.h"

static enum sp_status read_message(const struct sp_admin *admin, struct sp_buf *raw,
	struct sp_err *err)
{
	const char *path = admin->argc ? admin->argv[0] : "-";
	bool cut = false;

	if (strcmp(path, "-") == 0)
		return sp_read_all(STDIN_FILENO, "standard input", SP_MAX_MESSAGE, raw, &cut, err);
	return sp_find_file(path, SP_MAX_MESSAGE, raw, err);
}

static void print_plan(struct sp_admin *admin, const struct sp_plan *plan)
{
	struct sp_buf text = SP_BUF_INIT;

	if (admin->json) {
		sp_print_json(admin, sp_plan_json(plan));
		return;
	}
	sp_plan_print(plan, &text);
	fwrite(text.ptr, 1, text.len, admin->out);
	sp_buf_release(&text);
}

static enum sp_status explain(struct sp_admin *admin, const struct sp_desk *desk,
	struct sp_delivery *delivery, struct sp_err *err)
{
	struct sp_plan *plan = NULL;
	struct sp_db *db = NULL;
	enum sp_status status = SP_OK;

	delivery->message = sp_message_parse(&admin->arena, delivery->raw, desk->filters);
	if (access(desk->conf->database, F_OK) == 0)
		status = sp_db_open_read(desk->conf->database, &db, err);
	if (status == SP_OK)
		status = sp_explain(desk, db, &admin->arena, delivery, &plan, err);
	if (status == SP_OK)
		print_plan(admin, plan);
	sp_db_close(db);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_str recipient = sp_str(sp_option(admin, "recipient"));
	struct sp_envelope envelope = {
		.sender = sp_str(sp_option(admin, "sender")),
		.recipients = &recipient,
		.recipient_count = recipient.ptr != NULL,
	};
	struct sp_delivery delivery = { .envelope = &envelope };
	struct sp_buf raw = SP_BUF_INIT;
	struct sp_desk desk;
	enum sp_status status;

	if (admin->argc > 1)
		return sp_usage(admin, err, "one file at a time");
	status = sp_desk_open_bare(admin->conf_path, &desk, err);
	if (status != SP_OK)
		return status;
	status = read_message(admin, &raw, err);
	delivery.raw = sp_buf_str(&raw);
	if (status == SP_OK)
		status = explain(admin, &desk, &delivery, err);
	sp_buf_release(&raw);
	sp_desk_close(&desk);
	return status;
}

static const struct sp_option options[] = {
	{ .name = "sender", .value = "ADDRESS", .help = "the envelope sender" },
	{ .name = "recipient", .value = "ADDRESS", .help = "the address it was sent to" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_explain = {
	.name = "explain",
	.arguments = "[FILE]",
	.summary = "say what would come of a message, and why",
	.options = options,
	.run = run,
};
