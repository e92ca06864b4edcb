/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello package, sportello contract: hours that were bought beforehand, and
 * agreements.  Both are accounts, of one series of numbers.
 */
#include "config.h"

#include "admin/account.h"
#include "admin/command.h"
#include "admin/find.h"
#include "admin/hours.h"
#include "admin/print.h"
#include "desk/recording.h"
#include "store/accounts.h"
#include "text/conf.h"

static enum sp_account_sort sort_of(const struct sp_admin *admin)
{
	return strncmp(admin->command->name, "contract", strlen("contract")) == 0 ? SP_CONTRACT :
										     SP_PACKAGE;
}

static enum sp_status find_account(struct sp_admin *admin, struct sp_account *account_r,
	struct sp_err *err)
{
	static const struct sp_payer anybody;
	enum sp_account_sort sort = sort_of(admin);
	struct sp_account *list = NULL;
	enum sp_status status;
	size_t count = 0;
	int64_t id;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one number of a %s is needed", sp_account_sort_name(sort));
	status = sp_find_number(sp_account_sort_name(sort), admin->argv[0], &id, err);
	if (status == SP_OK)
		status = sp_accounts(admin->db, &admin->arena, id, anybody, &list, &count, err);
	if (status != SP_OK)
		return status;
	if (count == 0 || list[0].sort != sort)
		return sp_fail(err, SP_PERM, "there is no %s %s; see sportello %s list",
			sp_account_sort_name(sort), admin->argv[0], sp_account_sort_name(sort));
	*account_r = list[0];
	return SP_OK;
}

/* --- options ---------------------------------------------------------------------- */

static enum sp_status read_days(struct sp_admin *admin, struct sp_account *account,
	struct sp_err *err)
{
	const char *from = sp_option(admin, "from"), *until = sp_option(admin, "until");
	enum sp_status status = SP_OK;

	if (from)
		status = sp_read_day(from, &account->from_day, err);
	if (status == SP_OK && until && *until)
		status = sp_read_day(until, &account->until_day, err);
	else if (until)
		account->until_day = SP_NO_END;
	if (status == SP_OK && account->until_day < account->from_day)
		return sp_fail(err, SP_PERM, "it would end before it begins");
	return status;
}

static enum sp_status read_queues(struct sp_admin *admin, struct sp_account *account,
	struct sp_err *err)
{
	const char *text = sp_option(admin, "queue");
	struct sp_str rest = sp_str(text), name, *queues;
	enum sp_status status = SP_OK;

	if (!text)
		return SP_OK;
	queues = sp_arena_array(&admin->arena, strlen(text) + 1, struct sp_str);
	account->queue_count = 0;
	account->queues = queues;
	while (status == SP_OK && sp_str_next_field(&rest, ',', &name)) {
		name = sp_str_trim(name);
		if (!name.len)
			continue;
		status = sp_find_queue(admin, name, err);
		queues[account->queue_count++] = name;
	}
	return status;
}

static enum sp_status read_yes_no(struct sp_admin *admin, const char *option, bool *value_r,
	struct sp_err *err)
{
	const char *text = sp_option(admin, option);

	if (!text)
		return SP_OK;
	*value_r = strcmp(text, "yes") == 0;
	if (!*value_r && strcmp(text, "no") != 0)
		return sp_usage(admin, err, "--%s is yes or no, not \"%s\"", option, text);
	return SP_OK;
}

static enum sp_status read_contract(struct sp_admin *admin, struct sp_account *account,
	struct sp_err *err)
{
	const char *response;
	enum sp_status status;

	if (account->sort != SP_CONTRACT)
		return SP_OK;
	status = read_yes_no(admin, "unlimited", &account->unlimited, err);
	if (status == SP_OK)
		status = read_yes_no(admin, "on-call", &account->on_call, err);
	response = sp_option(admin, "response");
	if (status == SP_OK && response && *response)
		status = sp_read_hours(response, &account->response_minutes, err);
	else if (response)
		account->response_minutes = 0;
	return status;
}

static enum sp_status read_options(struct sp_admin *admin, struct sp_account *account,
	struct sp_err *err)
{
	const char *title = sp_option(admin, "title"), *kinds = sp_option(admin, "kind");
	enum sp_status status = read_days(admin, account, err);

	if (status == SP_OK && kinds)
		status = sp_read_kinds(kinds, &account->kinds, err);
	if (status == SP_OK)
		status = read_queues(admin, account, err);
	if (status == SP_OK)
		status = read_contract(admin, account, err);
	if (title)
		account->title = sp_str_trim(sp_str(title));
	if (status == SP_OK && title && !account->title.len)
		return sp_fail(err, SP_PERM, "a title is what mails call it: it cannot be empty");
	return status;
}

/* --- add and change ----------------------------------------------------------------- */

static enum sp_status note(struct sp_admin *admin, const struct sp_account *account,
	const char *what, struct sp_err *err)
{
	return sp_note(admin, account->payer.person_id, what, "",
		sp_arena_printf(&admin->arena, "%lld", (long long)account->id), err);
}

/* What waited for hours goes on; then say what there is. */
static enum sp_status finish(struct sp_admin *admin, const struct sp_account *account, bool bought,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;
	struct sp_desk desk;
	size_t released = 0;

	if (bought) {
		status = sp_desk_open(admin->conf_path, &desk, err);
		if (status != SP_OK)
			return status;
		status = sp_record_bought(&desk, admin->db, &admin->arena, admin->now, account,
			&released, err);
		sp_desk_close(&desk);
	}
	if (status == SP_OK)
		status = sp_account_say(admin, account->id, err);
	if (status == SP_OK && released && !admin->json)
		fprintf(admin->out, "%zu ticket%s that waited for hours go%s on\n", released,
			released == 1 ? "" : "s", released == 1 ? "es" : "");
	return status;
}

static enum sp_status read_bought(struct sp_admin *admin, const struct sp_account *account,
	int64_t *minutes_r, struct sp_err *err)
{
	const char *hours = sp_option(admin, "hours");
	enum sp_status status = SP_OK;

	*minutes_r = 0;
	if (hours && account->unlimited)
		return sp_usage(admin, err, "either --hours or --unlimited yes");
	if (account->unlimited)
		return SP_OK;
	if (!hours)
		return sp_usage(admin, err, account->sort == SP_PACKAGE ? "--hours is needed" :
			"--hours, or --unlimited yes, is needed");
	status = sp_read_hours(hours, minutes_r, err);
	if (status == SP_OK && *minutes_r == 0 && account->sort == SP_PACKAGE)
		return sp_fail(err, SP_PERM, "a package without hours pays nothing");
	return status;
}

static enum sp_status add(struct sp_admin *admin, struct sp_account *account, struct sp_err *err)
{
	enum sp_status status = read_options(admin, account, err);
	int64_t minutes = 0;

	if (status == SP_OK)
		status = read_bought(admin, account, &minutes, err);
	if (status == SP_OK && !account->title.len)
		account->title = sp_account_title(admin, account, minutes);
	if (status == SP_OK)
		status = sp_account_add(admin->db, account, minutes, admin->now, err);
	if (status == SP_OK)
		status = note(admin, account, "account-added", err);
	return status == SP_OK ? finish(admin, account, true, err) : status;
}

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_account account = { .sort = sort_of(admin), .from_day = sp_day_of(admin->now),
		.until_day = SP_NO_END, .kinds = (1U << SP_WORK_KINDS) - 1 };
	struct sp_str name;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one organisation, or address of a customer, is needed");
	status = sp_find_payer(admin, admin->argv[0], &account.payer, &name, err);
	return status == SP_OK ? add(admin, &account, err) : status;
}

/* More or fewer minutes: a movement of its own. */
static enum sp_status change_hours(struct sp_admin *admin, struct sp_account *account,
	bool *bought_r, struct sp_err *err)
{
	const char *more = sp_option(admin, "add-hours"), *less = sp_option(admin, "remove-hours");
	enum sp_status status = SP_OK;
	int64_t minutes = 0;

	*bought_r = more != NULL;
	if (more && less)
		return sp_usage(admin, err, "either --add-hours or --remove-hours");
	if (!more && !less)
		return SP_OK;
	status = sp_read_hours(more ? more : less, &minutes, err);
	if (status != SP_OK || minutes == 0)
		return status;
	if (less && minutes > account->balance)
		return sp_fail(err, SP_PERM, "only %lld minutes are left of it",
			(long long)account->balance);
	return sp_account_buy(admin->db, account, more ? minutes : -minutes, admin->now, err);
}

static enum sp_status run_change(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_account account;
	bool bought = false, limited;
	enum sp_status status = sp_any_option(admin) ? find_account(admin, &account, err) :
		sp_usage(admin, err, "say what is to be changed");

	if (status != SP_OK)
		return status;
	limited = !account.unlimited;
	status = read_options(admin, &account, err);
	if (status == SP_OK)
		status = change_hours(admin, &account, &bought, err);
	if (status == SP_OK && !account.unlimited && account.balance < 0)
		return sp_fail(err, SP_PERM, "more was charged to it than it has: add %lld minutes first, "
			"with --add-hours", (long long)-account.balance);
	if (status == SP_OK)
		status = sp_account_change(admin->db, &account, err);
	if (status == SP_OK)
		status = note(admin, &account, "account-changed", err);
	return status == SP_OK ? finish(admin, &account, bought || (limited && account.unlimited), err) :
				 status;
}

/* --- list and show ---------------------------------------------------------------------- */

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_payer payer = { 0, 0 };
	enum sp_status status = SP_OK;
	struct sp_str name;

	if (admin->argc > 1)
		return sp_usage(admin, err, "at most one organisation or customer");
	if (admin->argc)
		status = sp_find_payer(admin, admin->argv[0], &payer, &name, err);
	return status == SP_OK ? sp_accounts_print(admin, sort_of(admin), payer, err) : status;
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_account account;
	enum sp_status status = find_account(admin, &account, err);

	return status == SP_OK ? sp_account_show(admin, &account, err) : status;
}

/* --- rows ---------------------------------------------------------------------------------- */

#define COMMON                                                                                     \
	{ .name = "title", .value = "TEXT", .help = "what mails call it" },                        \
	{ .name = "from", .value = "DAY", .help = "its first day; a new one: else today" },                   \
	{ .name = "until", .value = "DAY", .help = "its last day; \"\" for none" },                \
	{ .name = "kind", .value = "KIND", .list = true,                                           \
		.help = "kinds of work that it covers; else all" },                                \
	{ .name = "queue", .value = "NAME", .list = true,                                          \
		.help = "queues whose work it covers; else all" }
#define CONTRACT                                                                                   \
	{ .name = "unlimited", .value = "yes|no", .help = "it covers work without limit" },        \
	{ .name = "on-call", .value = "yes|no", .help = "it covers URGENTE out of hours" },        \
	{ .name = "response", .value = "HOURS",                                                    \
		.help = "its own response time in working hours; \"\" for the queue's" }
#define CHANGE                                                                                     \
	{ .name = "add-hours", .value = "HOURS", .help = "more hours" },                           \
	{ .name = "remove-hours", .value = "HOURS", .help = "fewer hours, of those that are left" }

static const struct sp_option package_add[] = {
	{ .name = "hours", .value = "HOURS", .help = "how much was bought: 10:00, 10, 7,5" }, COMMON,
	{ .name = NULL },
};
static const struct sp_option contract_add[] = {
	{ .name = "hours", .value = "HOURS", .help = "hours that it includes" }, COMMON, CONTRACT,
	{ .name = NULL },
};
static const struct sp_option package_change[] = { COMMON, CHANGE, { .name = NULL } };
static const struct sp_option contract_change[] = { COMMON, CONTRACT, CHANGE, { .name = NULL } };

const struct sp_command sp_cmd_package_add = {
	.name = "package add", .arguments = "ORGANISATION|ADDRESS",
	.summary = "hours that were bought; what waited is charged to them",
	.options = package_add, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_package_change = {
	.name = "package change", .arguments = "ID", .summary = "change a package",
	.options = package_change, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_package_list = {
	.name = "package list", .arguments = "[ORGANISATION|ADDRESS]",
	.summary = "packages, and what is left of them", .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_package_show = {
	.name = "package show", .arguments = "ID", .summary = "one package and its movements",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
const struct sp_command sp_cmd_contract_add = {
	.name = "contract add", .arguments = "ORGANISATION|ADDRESS", .summary = "a new contract",
	.options = contract_add, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_contract_change = {
	.name = "contract change", .arguments = "ID", .summary = "change a contract",
	.options = contract_change, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_contract_list = {
	.name = "contract list", .arguments = "[ORGANISATION|ADDRESS]",
	.summary = "contracts, and what is left of them", .needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_contract_show = {
	.name = "contract show", .arguments = "ID", .summary = "one contract and its movements",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
