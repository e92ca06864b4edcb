/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello customer activate, refuse: who waits since he accepted the terms.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/prepared.h"
#include "admin/print.h"

static enum sp_status find(struct sp_admin *admin, struct sp_person **person_r, struct sp_err *err)
{
	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	return sp_find_person_who_is(admin, SP_CUSTOMER, admin->argv[0], person_r, err);
}

/* The desk, and what he wrote so far, parsed while no database is open. */
static enum sp_status before(struct sp_admin *admin, struct sp_err *err)
{
	return sp_prepare_held(admin, find, err);
}

static struct sp_activation activation(struct sp_admin *admin)
{
	struct sp_prepared *prepared = admin->prepared;

	return (struct sp_activation){ .desk = &prepared->desk, .db = admin->db,
		.arena = &admin->arena, .acting = { SP_BY_ADMINISTRATOR, 0 },
		.held = &prepared->stored };
}

static void report(struct sp_admin *admin, const struct sp_person *person, struct sp_str ticket)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "customer", person->id);
		sp_json_set_text(object, "state", sp_str(sp_person_state_name(person->state)));
		if (ticket.len)
			sp_json_set_text(object, "ticket", ticket);
		sp_print_json(admin, object);
		return;
	}
	sp_buf_printf(&out, "customer %lld is %s", (long long)person->id,
		sp_person_state_name(person->state));
	if (ticket.len)
		sp_buf_printf(&out, ", ticket %.*s", SP_FMT(ticket));
	sp_end_line(&out);
	sp_print(admin, &out);
}

static enum sp_status run_activate(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_activation on = activation(admin);
	struct sp_received received = { 0 };
	struct sp_person *person = NULL;
	enum sp_status status = find(admin, &person, err);

	if (status == SP_OK)
		status = sp_activate(&on, person, &received, err);
	if (status == SP_OK)
		report(admin, person, received.ticket);
	return status;
}

static enum sp_status run_refuse(struct sp_admin *admin, struct sp_err *err)
{
	const char *reason = sp_option(admin, "reason");
	struct sp_activation on = activation(admin);
	struct sp_received received = { 0 };
	struct sp_person *person = NULL;
	enum sp_status status = find(admin, &person, err);

	if (status == SP_OK)
		status = sp_refuse(&on, person, sp_str(reason ? reason : ""), &received, err);
	if (status == SP_OK)
		report(admin, person, SP_NONE);
	return status;
}

static const struct sp_option refuse_options[] = {
	{ .name = "reason", .value = "TEXT", .help = "that he is told" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_customer_activate = {
	.name = "customer activate", .arguments = "ADDRESS|ID",
	.summary = "accept a pending person; what he wrote is a ticket",
	.needs = SP_NEEDS_DB_WRITE, .run = run_activate,
	.before = before, .end = sp_prepared_free,
};
const struct sp_command sp_cmd_customer_refuse = {
	.name = "customer refuse", .arguments = "ADDRESS|ID",
	.summary = "do not accept a pending person, and tell him",
	.options = refuse_options, .needs = SP_NEEDS_DB_WRITE, .run = run_refuse,
	.before = before, .end = sp_prepared_free,
};
