/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello staff: who answers for the desk.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/person.h"

static const struct sp_option add_options[] = {
	{ .name = "name", .value = "NAME", .help = "as customers read it" },
	{ .name = "address", .value = "ADDRESS", .list = true,
		.help = "his addresses; the first is where we write to" },
	{ .name = "queue", .value = "QUEUE", .list = true, .help = "queues that he serves" },
	{ .name = "on-call", .value = "yes|no", .help = "gets what is urgent out of hours" },
	{ .name = "language", .value = "it|en", .help = "of the mails to him" },
	{ .name = NULL },
};

static const struct sp_option change_options[] = {
	{ .name = "name", .value = "NAME", .help = "as customers read it" },
	{ .name = "add-address", .value = "ADDRESS", .list = true, .help = "one more" },
	{ .name = "main-address", .value = "ADDRESS", .help = "where we write to" },
	{ .name = "remove-address", .value = "ADDRESS", .list = true, .help = "no more his" },
	{ .name = "queue", .value = "QUEUE", .list = true, .help = "these queues and no others" },
	{ .name = "on-call", .value = "yes|no", .help = "gets what is urgent out of hours" },
	{ .name = "language", .value = "it|en", .help = "of the mails to him" },
	{ .name = NULL },
};

static const struct sp_option list_options[] = {
	{ .name = "all", .help = "the disabled ones too" },
	{ .name = NULL },
};

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	if (!sp_option(admin, "name"))
		return sp_usage(admin, err, "--name is needed");
	return sp_person_add(admin, SP_STAFF, err);
}

static enum sp_status run_change(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_change(admin, SP_STAFF, err);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_list(admin, SP_STAFF, err);
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_show(admin, SP_STAFF, err);
}

/* --- disable and enable ---------------------------------------------------------- */

static enum sp_status find_one(struct sp_admin *admin, struct sp_person **person_r,
	struct sp_err *err)
{
	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	return sp_find_person_who_is(admin, SP_STAFF, admin->argv[0], person_r, err);
}

static enum sp_status say_assigned(struct sp_admin *admin, const struct sp_person *person,
	struct sp_err *err)
{
	struct sp_ticket_filter filter = { .open_only = true, .assignee_id = person->id };
	struct sp_ticket *tickets;
	enum sp_status status;
	size_t count;

	status = sp_ticket_list(admin->db, &admin->arena, &filter, &tickets, &count, err);
	if (status == SP_OK && count && !admin->json)
		fprintf(admin->out, "%zu open tickets are still assigned to him: "
			"sportello ticket list --open --assignee %lld\n", count,
			(long long)person->id);
	return status;
}

static enum sp_status say_state(struct sp_admin *admin, const struct sp_person *person,
	struct sp_err *err)
{
	if (admin->json)
		return sp_person_print_json(admin, person, err);
	fprintf(admin->out, "staff %lld is %s\n", (long long)person->id,
		sp_person_state_name(person->state));
	return SP_OK;
}

/* His tokens are worth nothing from this commit on. */
static enum sp_status run_disable(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_person *person;
	enum sp_status status = find_one(admin, &person, err);

	if (status != SP_OK)
		return status;
	person->on_call = false;
	status = sp_person_set_state(admin, person, SP_PERSON_DISABLED, err);
	if (status == SP_OK)
		status = sp_people_revoke_tokens(admin->db, person->id, admin->now, err);
	if (status == SP_OK)
		status = say_state(admin, person, err);
	return status == SP_OK ? say_assigned(admin, person, err) : status;
}

static enum sp_status run_enable(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_person *person;
	enum sp_status status = find_one(admin, &person, err);

	if (status == SP_OK)
		status = sp_person_set_state(admin, person, SP_PERSON_ACTIVE, err);
	return status == SP_OK ? say_state(admin, person, err) : status;
}

const struct sp_command sp_cmd_staff_add = {
	.name = "staff add", .arguments = "", .summary = "a new staff member",
	.options = add_options, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_staff_change = {
	.name = "staff change", .arguments = "ADDRESS|ID", .summary = "change a staff member",
	.options = change_options, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_staff_disable = {
	.name = "staff disable", .arguments = "ADDRESS|ID",
	.summary = "he answers no more; his tokens are revoked", .needs = SP_NEEDS_DB_WRITE,
	.run = run_disable,
};
const struct sp_command sp_cmd_staff_enable = {
	.name = "staff enable", .arguments = "ADDRESS|ID", .summary = "he answers again",
	.needs = SP_NEEDS_DB_WRITE, .run = run_enable,
};
const struct sp_command sp_cmd_staff_list = {
	.name = "staff list", .arguments = "", .summary = "the staff and their queues",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_staff_show = {
	.name = "staff show", .arguments = "ADDRESS|ID", .summary = "one staff member",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
