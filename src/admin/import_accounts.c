/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rows of packages and contracts.
 *
 * One is known again by who pays, its first day and, where the row has one, its
 * title; hours are never added to one that is there: that is a purchase, and
 * `package change --add-hours` says so.
 */
#include "config.h"

#include "admin/find.h"
#include "admin/hours.h"
#include "admin/import.h"
#include "base/show.h"
#include "store/accounts.h"

/* What the row says, read. */
struct said {
	struct sp_payer payer;
	struct sp_str name; /* of who pays */
	int64_t from_day, until_day, minutes, response;
	unsigned kinds;
};

/* --- the row ------------------------------------------------------------------------------ */

static enum sp_status read_days(const struct sp_import *import, struct said *said,
	struct sp_err *err)
{
	const char *until = sp_import_value(import, "until");
	enum sp_status status = sp_read_day(sp_import_value(import, "from"), &said->from_day, err);

	said->until_day = SP_NO_END;
	return status == SP_OK && until ? sp_read_day(until, &said->until_day, err) : status;
}

static enum sp_status read_row(struct sp_import *import, struct said *said, struct sp_err *err)
{
	const char *firm = sp_import_value(import, "organisation");
	const char *hours = sp_import_value(import, "hours"), *kinds = sp_import_value(import, "kind");
	const char *response = sp_import_value(import, "response");
	const char *payer = firm ? firm : sp_import_value(import, "address");
	const struct sp_import_firm *known = firm ? sp_import_firm(import, firm) : NULL;
	enum sp_status status;

	if (!payer)
		return sp_fail(err, SP_PERM, "nobody pays: fill in its organisation, or the address of a "
			"customer");
	status = sp_find_payer(import->admin, known ? known->name.ptr : payer, &said->payer,
		&said->name, err);
	if (status == SP_OK)
		status = read_days(import, said, err);
	if (status == SP_OK && hours)
		status = sp_read_hours(hours, &said->minutes, err);
	if (status == SP_OK && kinds)
		status = sp_read_kinds(kinds, &said->kinds, err);
	if (status == SP_OK && response)
		status = sp_read_hours(response, &said->response, err);
	return status;
}

/* --- is it there? --------------------------------------------------------------------------- */

static bool is_it(const struct sp_import *import, const struct said *said,
	const struct sp_account *account)
{
	const char *title = sp_import_value(import, "title");

	return account->sort == import->noun->sort && account->from_day == said->from_day &&
	       (!title || sp_str_eq(account->title, sp_str(title)));
}

static enum sp_status find(struct sp_import *import, const struct said *said,
	struct sp_account **account_r, struct sp_err *err)
{
	struct sp_account *list = NULL;
	size_t count = 0, found = 0;
	enum sp_status status = sp_accounts_of(import->admin->db, &import->admin->arena, said->payer,
		&list, &count, err);

	*account_r = NULL;
	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (is_it(import, said, &list[i])) {
			*account_r = &list[i];
			found++;
		}
	if (found > 1)
		return sp_fail(err, SP_PERM, "%.*s has %zu %ss that begin that day; say which by its title",
			SP_FMT(said->name), found, import->noun->name);
	return status;
}

/* Its minutes are those that it was bought with, or has had in all. */
static enum sp_status same_hours(struct sp_import *import, const struct said *said,
	const struct sp_account *account, struct sp_err *err)
{
	struct sp_ledger_filter filter = { .account_id = account->id };
	struct sp_ledger_row *rows = NULL;
	size_t count = 0;
	enum sp_status status;

	if (!sp_import_value(import, "hours") || said->minutes == account->bought)
		return SP_OK;
	status = sp_ledger_list(import->admin->db, &import->admin->arena, &filter, &rows, &count, err);
	if (status != SP_OK || (count && rows[0].entry.minutes == said->minutes))
		return status;
	return sp_fail(err, SP_PERM, "%s %lld of %.*s begins that day, with %lld:%02d hours; sell more with "
		"sportello %s change %lld --add-hours, or give this one another title",
		import->noun->name, (long long)account->id, SP_FMT(said->name),
		(long long)(account->bought / 60), (int)(account->bought % 60), import->noun->name,
		(long long)account->id);
}

/* --- change --------------------------------------------------------------------------------- */

static void change(struct sp_import *import, struct sp_import_call *call, const char *option,
	bool differs)
{
	const char *value = sp_import_value(import, option);

	if (!value || !differs)
		return;
	sp_import_give(call, option, value);
	sp_buf_printf(&import->shown, "%s%s", import->what == SP_IMPORT_CHANGED ? ", " : ": ", option);
	import->what = SP_IMPORT_CHANGED;
}

static bool is_yes(const struct sp_import *import, const char *column)
{
	const char *value = sp_import_value(import, column);

	return value && *value == 'y';
}

static void compare(struct sp_import *import, const struct said *said,
	const struct sp_account *account, struct sp_import_call *call)
{
	change(import, call, "until", said->until_day != account->until_day);
	change(import, call, "kind", said->kinds != account->kinds);
	change(import, call, "queue", !sp_import_same(sp_import_value(import, "queue"),
		account->queues, account->queue_count));
	change(import, call, "unlimited", is_yes(import, "unlimited") != account->unlimited);
	change(import, call, "on-call", is_yes(import, "on-call") != account->on_call);
	change(import, call, "response", said->response != account->response_minutes);
}

static enum sp_status change_account(struct sp_import *import, const struct said *said,
	const struct sp_account *account, struct sp_err *err)
{
	struct sp_import_call call = { .command = import->noun->change,
		.argument = sp_arena_printf(&import->admin->arena, "%lld", (long long)account->id) };
	int line = sp_import_seen(&import->seen, account->id, import->line);
	enum sp_status status;

	import->id = account->id;
	if (line)
		return sp_fail(err, SP_PERM, "line %d has the same %s; were both bought, give each a title "
			"of its own", line, import->noun->name);
	status = same_hours(import, said, account, err);
	if (status != SP_OK)
		return status;
	compare(import, said, account, &call);
	return call.count ? sp_import_run(import, &call, err) : SP_OK;
}

static enum sp_status add_account(struct sp_import *import, const struct said *said,
	struct sp_err *err)
{
	struct sp_import_call call = { .command = import->noun->add };
	struct sp_account *account = NULL;
	enum sp_status status;

	if (!sp_import_value(import, "hours") && !is_yes(import, "unlimited"))
		return sp_fail(err, SP_PERM, "the cell \"hours\" is empty: how many are they?");
	call.argument = said->payer.organisation_id ?
		sp_arena_text(&import->admin->arena, said->name) : sp_import_value(import, "address");
	sp_import_give_all(import, &call);
	status = sp_import_run(import, &call, err);
	if (status == SP_OK)
		status = find(import, said, &account, err);
	if (status != SP_OK || !account)
		return status;
	import->id = account->id;
	import->what = SP_IMPORT_ADDED;
	sp_import_seen(&import->seen, account->id, import->line);
	return SP_OK;
}

enum sp_status sp_import_account(struct sp_import *import, struct sp_err *err)
{
	struct said said = { .kinds = (1U << SP_WORK_KINDS) - 1 };
	struct sp_account *account = NULL;
	enum sp_status status = read_row(import, &said, err);

	if (status == SP_OK)
		status = find(import, &said, &account, err);
	if (status != SP_OK)
		return status;
	sp_show_line(&import->shown, said.name);
	if (sp_import_value(import, "title")) {
		sp_buf_add_text(&import->shown, ", ");
		sp_show_line(&import->shown, sp_str(sp_import_value(import, "title")));
	}
	if (sp_import_value(import, "hours"))
		sp_buf_printf(&import->shown, ", %lld:%02d hours", (long long)(said.minutes / 60),
			(int)(said.minutes % 60));
	return account ? change_account(import, &said, account, err) : add_account(import, &said, err);
}
