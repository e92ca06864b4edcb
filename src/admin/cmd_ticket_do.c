/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello ticket do: what the staff can ask for by mail, on the command line.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/prepared.h"
#include "admin/print.h"
#include "base/show.h"
#include "desk/by_hand.h"

static const struct sp_option options[] = {
	{ .name = "as", .value = "ADDRESS", .help = "for this staff member; else for nobody of them" },
	{ .name = "text", .value = "TEXT", .help = "for the customer, or what the lines make of it" },
	{ .name = "language", .value = "it|en", .help = "in which what came of it is said; else it" },
	{ .name = NULL },
};

/* The whole desk: it is read before the database is opened. */
static enum sp_status before(struct sp_admin *admin, struct sp_err *err)
{
	sp_prepare(admin);
	return sp_prepare_end(admin, sp_prepare_desk(admin, err), err);
}

/* The lines as they stand at the top of a mail: '#' may be left out, a shell
 * takes it for a comment. */
static struct sp_str text_of(struct sp_admin *admin)
{
	const char *text = sp_option(admin, "text");
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	for (int i = 1; i < admin->argc; i++)
		sp_buf_printf(&out, "%s%s\n", *admin->argv[i] == '#' ? "" : "#", admin->argv[i]);
	if (text)
		sp_buf_printf(&out, "\n%s", text);
	kept = sp_arena_str(&admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

static void report(struct sp_admin *admin, const struct sp_plan *plan)
{
	struct sp_json *list = admin->json ? sp_json_array() : NULL;
	struct sp_buf out = SP_BUF_INIT;

	for (size_t i = 0; i < plan->line_count; i++) {
		struct sp_json *one = list ? sp_json_object() : NULL;

		sp_show_line(&out, plan->lines[i].line);
		sp_buf_add_text(&out, ": ");
		sp_show_line(&out, plan->lines[i].result);
		sp_end_line(&out);
		if (one) {
			sp_json_set_text(one, "line", plan->lines[i].line);
			sp_json_set_text(one, "result", plan->lines[i].result);
			sp_json_push(list, one);
		}
	}
	if (list)
		sp_print_json(admin, list);
	else
		sp_print(admin, &out);
	sp_buf_release(&out);
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	const char *as = sp_option(admin, "as"), *language = sp_option(admin, "language");
	struct sp_prepared *prepared = admin->prepared;
	struct sp_by_hand asked = { .language = language ? language : "it", .now = admin->now };
	struct sp_person *staff = NULL;
	struct sp_plan *plan = NULL;
	struct sp_ticket ticket;
	enum sp_status status;

	if (admin->argc < 2)
		return sp_usage(admin, err, "a ticket and at least one line are needed");
	if (strcmp(asked.language, "it") != 0 && strcmp(asked.language, "en") != 0)
		return sp_usage(admin, err, "--language is it or en, not \"%s\"", asked.language);
	asked.text = text_of(admin);
	status = sp_find_ticket(admin, admin->argv[0], &ticket, err);
	if (status == SP_OK && as)
		status = sp_find_person_who_is(admin, SP_STAFF, as, &staff, err);
	if (status != SP_OK)
		return status;
	if (staff && staff->state != SP_PERSON_ACTIVE)
		return sp_fail(err, SP_PERM, "staff %lld is %s", (long long)staff->id,
			sp_person_state_name(staff->state));
	asked.ticket_id = ticket.id;
	asked.staff = staff;
	status = sp_do_by_hand(&prepared->desk, admin->db, &admin->arena, &asked, &plan, err);
	if (status == SP_OK)
		report(admin, plan);
	return status;
}

const struct sp_command sp_cmd_ticket_do = {
	.name = "ticket do", .arguments = "TICKET LINE...",
	.summary = "what the staff do by mail: close, assign, reopen ...",
	.options = options, .needs = SP_NEEDS_DB_WRITE, .run = run, .before = before,
	.end = sp_prepared_free,
};
