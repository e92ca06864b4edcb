/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello supplier: outside firms that a ticket may be passed to (#fornitore).
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/person.h"

static const struct sp_option add_options[] = {
	{ .name = "name", .value = "NAME", .help = "his name" },
	{ .name = "address", .value = "ADDRESS", .list = true,
		.help = "his addresses; the first is where we write to" },
	{ .name = "language", .value = "it|en", .help = "of the mails to him" },
	{ .name = NULL },
};

static const struct sp_option change_options[] = {
	{ .name = "name", .value = "NAME", .help = "his name" },
	{ .name = "add-address", .value = "ADDRESS", .list = true, .help = "one more" },
	{ .name = "main-address", .value = "ADDRESS", .help = "where we write to" },
	{ .name = "remove-address", .value = "ADDRESS", .list = true, .help = "no more his" },
	{ .name = "language", .value = "it|en", .help = "of the mails to him" },
	{ .name = "state", .value = "STATE", .help = "active, or blocked: gets no ticket any more" },
	{ .name = NULL },
};

static const struct sp_option list_options[] = {
	{ .name = "all", .help = "the erased ones too" },
	{ .name = NULL },
};

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_add(admin, SP_SUPPLIER, err);
}

static enum sp_status change_state(struct sp_admin *admin, const char *word, struct sp_err *err)
{
	enum sp_person_state state;
	struct sp_person *person;
	enum sp_status status;

	if (!sp_person_state_of(sp_str(word), &state) ||
		(state != SP_PERSON_ACTIVE && state != SP_PERSON_BLOCKED))
		return sp_usage(admin, err, "--state is active or blocked, not \"%s\"", word);
	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_find_person_who_is(admin, SP_SUPPLIER, admin->argv[0], &person, err);
	if (status == SP_OK && person->state == SP_PERSON_ERASED)
		return sp_fail(err, SP_PERM, "supplier %lld was erased", (long long)person->id);
	return status == SP_OK ? sp_person_set_state(admin, person, state, err) : status;
}

static enum sp_status run_change(struct sp_admin *admin, struct sp_err *err)
{
	const char *word = sp_option(admin, "state");
	enum sp_status status = word ? change_state(admin, word, err) : SP_OK;

	return status == SP_OK ? sp_person_change(admin, SP_SUPPLIER, err) : status;
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_list(admin, SP_SUPPLIER, err);
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_show(admin, SP_SUPPLIER, err);
}

const struct sp_command sp_cmd_supplier_add = {
	.name = "supplier add", .arguments = "", .summary = "a new supplier",
	.options = add_options, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_supplier_change = {
	.name = "supplier change", .arguments = "ADDRESS|ID", .summary = "change a supplier",
	.options = change_options, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_supplier_list = {
	.name = "supplier list", .arguments = "", .summary = "all suppliers",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_supplier_show = {
	.name = "supplier show", .arguments = "ADDRESS|ID", .summary = "one supplier",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
