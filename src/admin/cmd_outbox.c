/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello outbox: the mail that we send.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/ticket.h"
#include "base/show.h"

enum { USUAL_LIMIT = 200 };

/* --- list --------------------------------------------------------------------- */

static const struct sp_option list_options[] = {
	{ .name = "state", .value = "STATE", .help = "due, sending, sent, failed, dropped or held" },
	{ .name = "all", .help = "what was sent or dropped too" },
	{ .name = "ticket", .value = "TICKET", .help = "about this ticket" },
	{ .name = "limit", .value = "NUMBER", .help = "the newest so many; else 200" },
	{ .name = NULL },
};

static enum sp_status read_filter(struct sp_admin *admin, struct sp_outbox_filter *filter,
	struct sp_err *err)
{
	const char *state = sp_option(admin, "state"), *ticket = sp_option(admin, "ticket");
	const char *limit = sp_option(admin, "limit");
	struct sp_ticket found;
	enum sp_status status = SP_OK;

	*filter = (struct sp_outbox_filter){ .by_state = state != NULL, .limit = USUAL_LIMIT,
		.unfinished = !state && !ticket && !sp_option(admin, "all") };
	if (state && !sp_outbox_state_of(sp_str(state), &filter->state))
		return sp_usage(admin, err, "there is no state \"%s\"", state);
	if (ticket)
		status = sp_find_ticket(admin, ticket, &found, err);
	if (status == SP_OK && ticket)
		filter->ticket_id = found.id;
	if (status == SP_OK && limit)
		status = sp_find_number("mails", limit, &filter->limit, err);
	return status;
}

static void add_row(struct sp_buf *out, const struct sp_outbox *mail)
{
	sp_buf_printf(out, "%6lld  ", (long long)mail->id);
	sp_show_column(out, sp_str(mail->bounced_at ? "bounced" : sp_outbox_state_name(mail->state)),
		8);
	sp_add_instant(out, mail->done_at ? mail->done_at : mail->next_at);
	sp_buf_printf(out, " %2lld  ", (long long)mail->attempts);
	sp_show_column(out, mail->template_name, 14);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, mail->recipient, 27);
	sp_end_line(out);
	if (mail->bounce.len || mail->reply.len) {
		sp_buf_add_text(out, "        ");
		sp_show_column(out, mail->bounce.len ? mail->bounce : mail->reply, 71);
		sp_end_line(out);
	}
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *array;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_outbox_filter filter;
	struct sp_outbox *mails;
	enum sp_status status;
	size_t count;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = read_filter(admin, &filter, err);
	if (status == SP_OK)
		status = sp_outbox_list(admin->db, &admin->arena, &filter, &mails, &count, err);
	if (status != SP_OK)
		return status;
	array = admin->json ? sp_json_array() : NULL;
	if (count && !array)
		sp_buf_add_text(&out, "    ID  STATE   NEXT OR DONE     TRY TEMPLATE       RECIPIENT\n");
	for (size_t i = 0; i < count; i++)
		if (array)
			sp_json_push(array, sp_mail_json(&mails[i]));
		else
			add_row(&out, &mails[i]);
	if (array) {
		sp_print_json(admin, array);
		return SP_OK;
	}
	sp_buf_printf(&out, "%zu mail%s\n", count, count == 1 ? "" : "s");
	sp_print(admin, &out);
	return SP_OK;
}

/* --- show --------------------------------------------------------------------- */

static const struct sp_option show_options[] = {
	{ .name = "raw", .help = "the bytes of the mail and nothing else" },
	{ .name = NULL },
};

static void print_mail(struct sp_admin *admin, const struct sp_outbox *mail)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_buf_printf(&out, "mail %lld\n", (long long)mail->id);
	sp_add_field(&out, "state", sp_str(sp_outbox_state_name(mail->state)));
	sp_add_field(&out, "template", mail->template_name);
	sp_add_field(&out, "ticket", mail->ticket);
	sp_add_field(&out, "from", mail->sender.len ? mail->sender : SP_STR("<>"));
	sp_add_field(&out, "to", mail->recipient);
	sp_add_field(&out, "subject", mail->subject);
	sp_add_field_instant(&out, "queued", mail->created_at);
	if (mail->state == SP_OUTBOX_DUE)
		sp_add_field_instant(&out, "next try", mail->next_at);
	sp_add_field_instant(&out, "done", mail->done_at);
	sp_add_field(&out, "last answer", mail->reply);
	if (mail->unknown)
		sp_add_field(&out, "note", SP_STR("a try had no clear end: it may have arrived twice"));
	sp_add_field_instant(&out, "bounced", mail->bounced_at);
	sp_add_field(&out, "it said", mail->bounce);
	sp_buf_add_char(&out, '\n');
	if (mail->bytes.ptr)
		sp_show_text(&out, mail->bytes);
	else
		sp_buf_add_text(&out, "(its text was erased)\n");
	sp_print(admin, &out);
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_outbox mail;
	enum sp_status status;
	int64_t id;
	bool found;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one number is needed");
	status = sp_find_number("a mail", admin->argv[0], &id, err);
	if (status == SP_OK)
		status = sp_outbox_by_id(admin->db, &admin->arena, id, &mail, &found, err);
	if (status != SP_OK)
		return status;
	if (!found)
		return sp_fail(err, SP_PERM, "there is no mail %s; see sportello outbox list --all",
			admin->argv[0]);
	if (sp_option(admin, "raw"))
		fwrite(mail.bytes.ptr, 1, mail.bytes.len, admin->out);
	else if (admin->json)
		sp_print_json(admin, sp_mail_json(&mail));
	else
		print_mail(admin, &mail);
	return SP_OK;
}

/* --- retry and drop ------------------------------------------------------------ */

static const struct sp_option retry_options[] = {
	{ .name = "failed", .help = "every mail that was given up" },
	{ .name = NULL },
};

typedef enum sp_status action(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err);

/* In the journal, that of its ticket where it is about one. */
static enum sp_status note_mail(struct sp_admin *admin, int64_t id, const char *what,
	struct sp_err *err)
{
	struct sp_event event = { .at = admin->now, .actor = SP_BY_ADMINISTRATOR,
		.what = sp_str(what) };
	struct sp_arena arena = SP_ARENA_INIT; /* its bytes may be 35 MB */
	struct sp_outbox mail;
	bool found = false;
	enum sp_status status = sp_outbox_by_id(admin->db, &arena, id, &mail, &found, err);

	event.ticket_id = found ? mail.ticket_id : 0;
	event.now_is = sp_str(sp_arena_printf(&arena, "%lld", (long long)id));
	if (status == SP_OK && found)
		status = sp_event_add(admin->db, &event, err);
	sp_arena_release(&arena);
	return status;
}

static enum sp_status act_on_arguments(struct sp_admin *admin, action *act, const char *what,
	const char *done, struct sp_err *err)
{
	struct sp_json *ids = sp_json_array();
	enum sp_status status = SP_OK;
	int64_t id;

	for (int i = 0; status == SP_OK && i < admin->argc; i++) {
		status = sp_find_number("a mail", admin->argv[i], &id, err);
		if (status == SP_OK)
			status = act(admin->db, id, admin->now, err);
		if (status == SP_OK)
			status = note_mail(admin, id, what, err);
		if (status == SP_OK) {
			struct sp_json *one = sp_json_object();

			sp_json_set_number(one, "id", id);
			sp_json_push(ids, one);
			if (!admin->json)
				fprintf(admin->out, "mail %lld %s\n", (long long)id, done);
		}
	}
	if (admin->json)
		sp_print_json(admin, ids);
	else
		sp_json_free(ids);
	return status;
}

static enum sp_status retry_failed(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_outbox_filter filter = { .by_state = true, .state = SP_OUTBOX_FAILED };
	struct sp_outbox *mails;
	enum sp_status status;
	size_t count;

	status = sp_outbox_list(admin->db, &admin->arena, &filter, &mails, &count, err);
	admin->argv = sp_arena_array(&admin->arena, count + 1, char *);
	admin->argc = 0;
	for (size_t i = 0; i < count; i++)
		admin->argv[admin->argc++] = sp_arena_printf(&admin->arena, "%lld",
			(long long)mails[i].id);
	return status;
}

static enum sp_status run_retry(struct sp_admin *admin, struct sp_err *err)
{
	bool failed = sp_option(admin, "failed") != NULL;
	enum sp_status status = SP_OK;

	if (failed == (admin->argc > 0))
		return sp_usage(admin, err, "either numbers or --failed");
	if (failed)
		status = retry_failed(admin, err);
	if (status == SP_OK)
		status = act_on_arguments(admin, sp_outbox_retry, "mail-retried", "will be tried again",
			err);
	return status;
}

static enum sp_status run_drop(struct sp_admin *admin, struct sp_err *err)
{
	if (admin->argc == 0)
		return sp_usage(admin, err, "a number is needed");
	return act_on_arguments(admin, sp_outbox_drop, "mail-dropped", "will not be sent", err);
}

const struct sp_command sp_cmd_outbox_drop = {
	.name = "outbox drop", .arguments = "ID...", .summary = "do not send these mails",
	.needs = SP_NEEDS_DB_WRITE, .run = run_drop,
};
const struct sp_command sp_cmd_outbox_list = {
	.name = "outbox list", .arguments = "", .summary = "mail that waits to be sent or failed",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_outbox_retry = {
	.name = "outbox retry", .arguments = "[ID...]", .summary = "try these mails again now",
	.options = retry_options, .needs = SP_NEEDS_DB_WRITE, .run = run_retry,
};
const struct sp_command sp_cmd_outbox_show = {
	.name = "outbox show", .arguments = "ID", .summary = "one mail with its text",
	.options = show_options, .needs = SP_NEEDS_DB_READ, .run = run_show,
};
