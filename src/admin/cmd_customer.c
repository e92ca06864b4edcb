/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello customer: who writes to the desk.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/person.h"

static const struct sp_option add_options[] = {
	{ .name = "name", .value = "NAME", .help = "his name" },
	{ .name = "address", .value = "ADDRESS", .list = true,
		.help = "his addresses; the first is where we write to" },
	{ .name = "organisation", .value = "NAME", .help = "the organisation that pays" },
	{ .name = "language", .value = "it|en", .help = "of the mails to him" },
	{ .name = NULL },
};

static const struct sp_option change_options[] = {
	{ .name = "name", .value = "NAME", .help = "his name" },
	{ .name = "add-address", .value = "ADDRESS", .list = true, .help = "one more" },
	{ .name = "main-address", .value = "ADDRESS", .help = "where we write to" },
	{ .name = "remove-address", .value = "ADDRESS", .list = true, .help = "no more his" },
	{ .name = "organisation", .value = "NAME", .help = "who pays; \"\" for himself" },
	{ .name = "language", .value = "it|en", .help = "of the mails to him" },
	{ .name = "state", .value = "STATE", .help = "active, pending, refused or blocked" },
	{ .name = NULL },
};

static const struct sp_option list_options[] = {
	{ .name = "all", .help = "the erased ones too" },
	{ .name = NULL },
};

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_add(admin, SP_CUSTOMER, err);
}

static enum sp_status change_state(struct sp_admin *admin, const char *word, struct sp_err *err)
{
	enum sp_person_state state;
	struct sp_person *person;
	enum sp_status status;

	if (!sp_person_state_of(sp_str(word), &state) || state == SP_PERSON_DISABLED ||
		state == SP_PERSON_ERASED)
		return sp_usage(admin, err, "--state is active, pending, refused or blocked, not \"%s\"",
			word);
	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_find_person_who_is(admin, SP_CUSTOMER, admin->argv[0], &person, err);
	if (status == SP_OK && person->state == SP_PERSON_ERASED)
		return sp_fail(err, SP_PERM, "customer %lld was erased", (long long)person->id);
	return status == SP_OK ? sp_person_set_state(admin, person, state, err) : status;
}

static enum sp_status run_change(struct sp_admin *admin, struct sp_err *err)
{
	const char *word = sp_option(admin, "state");
	enum sp_status status = word ? change_state(admin, word, err) : SP_OK;

	return status == SP_OK ? sp_person_change(admin, SP_CUSTOMER, err) : status;
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_list(admin, SP_CUSTOMER, err);
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_show(admin, SP_CUSTOMER, err);
}

const struct sp_command sp_cmd_customer_add = {
	.name = "customer add", .arguments = "", .summary = "a new customer",
	.options = add_options, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_customer_change = {
	.name = "customer change", .arguments = "ADDRESS|ID", .summary = "change a customer",
	.options = change_options, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_customer_list = {
	.name = "customer list", .arguments = "", .summary = "all customers",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_customer_show = {
	.name = "customer show", .arguments = "ADDRESS|ID", .summary = "one customer",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
