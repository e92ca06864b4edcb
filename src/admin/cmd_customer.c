/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello customer: who writes to the desk.  sportello supplier: outside firms that
 * a ticket may be passed to (#fornitore).
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/person.h"

#define NAME { .name = "name", .value = "NAME", .help = "his name" }
#define LANGUAGE { .name = "language", .value = "it|en", .help = "of the mails to him" }
#define ADDRESS                                                                                    \
	{ .name = "address", .value = "ADDRESS", .list = true,                                     \
		.help = "his addresses; the first is where we write to" }
#define ADDRESSES                                                                                  \
	{ .name = "add-address", .value = "ADDRESS", .list = true, .help = "one more" },           \
	{ .name = "main-address", .value = "ADDRESS", .help = "where we write to" },               \
	{ .name = "remove-address", .value = "ADDRESS", .list = true, .help = "no more his" }

static const struct sp_option customer_add[] = {
	NAME, ADDRESS,
	{ .name = "organisation", .value = "NAME", .help = "the organisation that pays" },
	LANGUAGE, { .name = NULL },
};
static const struct sp_option customer_change[] = {
	NAME, ADDRESSES,
	{ .name = "organisation", .value = "NAME", .help = "who pays; \"\" for himself" },
	LANGUAGE,
	{ .name = "state", .value = "STATE", .help = "active, pending, refused or blocked" },
	{ .name = NULL },
};
static const struct sp_option supplier_add[] = { NAME, ADDRESS, LANGUAGE, { .name = NULL } };
static const struct sp_option supplier_change[] = {
	NAME, ADDRESSES, LANGUAGE,
	{ .name = "state", .value = "STATE", .help = "active, or blocked: gets no ticket any more" },
	{ .name = NULL },
};
static const struct sp_option list_options[] = {
	{ .name = "all", .help = "the erased ones too" },
	{ .name = NULL },
};

static enum sp_role role_of(const struct sp_admin *admin)
{
	return strncmp(admin->command->name, "supplier", strlen("supplier")) == 0 ? SP_SUPPLIER :
										     SP_CUSTOMER;
}

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_add(admin, role_of(admin), err);
}

/* Nobody decides about a supplier. */
static bool may_be(enum sp_role role, enum sp_person_state state)
{
	return state == SP_PERSON_ACTIVE || state == SP_PERSON_BLOCKED ||
	       (role == SP_CUSTOMER && (state == SP_PERSON_PENDING || state == SP_PERSON_REFUSED));
}

static enum sp_status change_state(struct sp_admin *admin, const char *word, struct sp_err *err)
{
	enum sp_role role = role_of(admin);
	enum sp_person_state state;
	struct sp_person *person;
	enum sp_status status;

	if (!sp_person_state_of(sp_str(word), &state) || !may_be(role, state))
		return sp_usage(admin, err, "--state is %s, not \"%s\"", role == SP_CUSTOMER ?
			"active, pending, refused or blocked" : "active or blocked", word);
	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_find_person_who_is(admin, role, admin->argv[0], &person, err);
	if (status == SP_OK && person->state == SP_PERSON_ERASED)
		return sp_fail(err, SP_PERM, "%s %lld was erased", sp_role_name(role),
			(long long)person->id);
	return status == SP_OK ? sp_person_set_state(admin, person, state, err) : status;
}

static enum sp_status run_change(struct sp_admin *admin, struct sp_err *err)
{
	const char *word = sp_option(admin, "state");
	enum sp_status status = word ? change_state(admin, word, err) : SP_OK;

	return status == SP_OK ? sp_person_change(admin, role_of(admin), err) : status;
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_list(admin, role_of(admin), err);
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	return sp_person_show(admin, role_of(admin), err);
}

const struct sp_command sp_cmd_customer_add = {
	.name = "customer add", .arguments = "", .summary = "a new customer",
	.options = customer_add, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_customer_change = {
	.name = "customer change", .arguments = "ADDRESS|ID", .summary = "change a customer",
	.options = customer_change, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_customer_list = {
	.name = "customer list", .arguments = "", .summary = "all customers",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_customer_show = {
	.name = "customer show", .arguments = "ADDRESS|ID", .summary = "one customer",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
const struct sp_command sp_cmd_supplier_add = {
	.name = "supplier add", .arguments = "", .summary = "a new supplier",
	.options = supplier_add, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_supplier_change = {
	.name = "supplier change", .arguments = "ADDRESS|ID", .summary = "change a supplier",
	.options = supplier_change, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_supplier_list = {
	.name = "supplier list", .arguments = "", .summary = "all suppliers",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_supplier_show = {
	.name = "supplier show", .arguments = "ADDRESS|ID", .summary = "one supplier",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
