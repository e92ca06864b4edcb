/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello ticket list: first come, first served within a priority, the open
 * ones first.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/ticket.h"
#include "base/show.h"

static const struct sp_option options[] = {
	{ .name = "queue", .value = "NAME", .help = "of this queue" },
	{ .name = "open", .help = "only open ones" },
	{ .name = "closed", .help = "only closed and archived ones" },
	{ .name = "requester", .value = "ADDRESS", .help = "opened by him" },
	{ .name = "organisation", .value = "NAME", .help = "of this organisation" },
	{ .name = "assignee", .value = "ADDRESS", .help = "assigned to this staff member" },
	{ .name = "limit", .value = "NUMBER", .help = "at most so many" },
	{ .name = NULL },
};

static enum sp_status person_id_of(struct sp_admin *admin, const char *option, int64_t *id_r,
	struct sp_err *err)
{
	const char *text = sp_option(admin, option);
	struct sp_person *person;
	enum sp_status status;

	if (!text)
		return SP_OK;
	status = sp_find_person(admin, text, &person, err);
	if (status == SP_OK)
		*id_r = person->id;
	return status;
}

static enum sp_status read_filter(struct sp_admin *admin, struct sp_ticket_filter *filter,
	struct sp_err *err)
{
	const char *firm = sp_option(admin, "organisation"), *limit = sp_option(admin, "limit");
	struct sp_organisation organisation;
	enum sp_status status;

	filter->queue = sp_str(sp_option(admin, "queue"));
	filter->open_only = sp_option(admin, "open") != NULL;
	filter->closed_only = sp_option(admin, "closed") != NULL;
	if (filter->open_only && filter->closed_only)
		return sp_usage(admin, err, "either --open or --closed");
	status = person_id_of(admin, "requester", &filter->requester_id, err);
	if (status == SP_OK)
		status = person_id_of(admin, "assignee", &filter->assignee_id, err);
	if (status == SP_OK && firm) {
		status = sp_find_organisation(admin, firm, &organisation, err);
		filter->organisation_id = status == SP_OK ? organisation.id : 0;
	}
	if (status == SP_OK && limit)
		status = sp_find_number("tickets", limit, &filter->limit, err);
	return status;
}

static enum sp_status print_row(struct sp_admin *admin, const struct sp_ticket *ticket,
	struct sp_buf *out, struct sp_err *err)
{
	struct sp_person *requester = NULL;
	enum sp_status status = SP_OK;

	if (ticket->requester_id)
		status = sp_people_by_id(admin->db, &admin->arena, ticket->requester_id, &requester,
			err);
	if (status != SP_OK)
		return status;
	sp_show_column(out, ticket->code, 9);
	sp_show_column(out, sp_str(&"***"[3 - ticket->priority]), 4);
	sp_show_column(out, sp_str(sp_state_name(ticket->state)), 18);
	sp_add_instant(out, ticket->opened_at);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, requester ? sp_person_label(requester) : SP_STR("-"), 12);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, ticket->restricted ? SP_STR("[restricted]") : ticket->subject, 19);
	sp_end_line(out);
	return SP_OK;
}

static enum sp_status print_text(struct sp_admin *admin, const struct sp_ticket *tickets,
	size_t count, struct sp_err *err)
{
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status = SP_OK;

	if (count)
		sp_buf_add_text(&out, "TICKET   PRI STATUS            OPENED           CUSTOMER     SUBJECT\n");
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = print_row(admin, &tickets[i], &out, err);
	sp_buf_printf(&out, "%zu ticket%s\n", count, count == 1 ? "" : "s");
	sp_print(admin, &out);
	return status;
}

static enum sp_status print_json(struct sp_admin *admin, const struct sp_ticket *tickets,
	size_t count, struct sp_err *err)
{
	struct sp_json *list = sp_json_array();
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		status = sp_ticket_json(admin, &tickets[i], one, err);
		sp_json_push(list, one);
	}
	if (status == SP_OK)
		sp_print_json(admin, list);
	else
		sp_json_free(list);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_ticket_filter filter = { .queue = SP_NONE };
	struct sp_ticket *tickets;
	enum sp_status status;
	size_t count;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = read_filter(admin, &filter, err);
	if (status == SP_OK)
		status = sp_ticket_list(admin->db, &admin->arena, &filter, &tickets, &count, err);
	if (status != SP_OK)
		return status;
	return admin->json ? print_json(admin, tickets, count, err) :
			     print_text(admin, tickets, count, err);
}

const struct sp_command sp_cmd_ticket_list = {
	.name = "ticket list", .arguments = "", .summary = "tickets, the open ones first",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
