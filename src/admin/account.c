/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/account.h"

#include "admin/hours.h"
#include "admin/print.h"
#include "base/show.h"
#include "store/accounts.h"
#include "text/conf.h"
#include "text/money.h"

struct sp_str sp_account_title(struct sp_admin *admin, const struct sp_account *account,
	int64_t minutes)
{
	bool italian = strcmp(admin->conf->policies.language, "it") == 0;
	const char *word = account->sort == SP_PACKAGE ? (italian ? "Pacchetto" : "Package") :
							 (italian ? "Contratto" : "Contract");
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str title;

	sp_buf_add_text(&out, word);
	if (minutes) {
		sp_buf_add_char(&out, ' ');
		sp_hours_words_add(&out, minutes);
	}
	title = sp_arena_str(&admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return title;
}

static struct sp_json *to_json(const struct sp_account *account, struct sp_str payer)
{
	struct sp_json *object = sp_json_object(), *kinds = sp_json_array();

	sp_json_set_number(object, "id", account->id);
	sp_json_set_text(object, "sort", sp_str(sp_account_sort_name(account->sort)));
	sp_json_set_text(object, "title", account->title);
	sp_json_set_some(object, "payer", payer);
	sp_json_set_day(object, "from", account->from_day);
	sp_json_set_day(object, "until", account->until_day);
	for (int kind = 0; kind < SP_WORK_KINDS; kind++)
		if (account->kinds & 1U << kind)
			sp_json_push(kinds, sp_json_text(sp_str(
				sp_work_kind_name((enum sp_work_kind)kind))));
	sp_json_set(object, "kinds", kinds);
	sp_json_set_list(object, "queues", account->queues, account->queue_count);
	sp_json_set_number(object, "bought_minutes", account->bought);
	sp_json_set_number(object, "balance_minutes", account->balance);
	if (account->sort == SP_CONTRACT) {
		sp_json_set_bool(object, "unlimited", account->unlimited);
		sp_json_set_bool(object, "on_call", account->on_call);
		sp_json_set_number(object, "response_minutes", account->response_minutes);
	}
	sp_json_set_instant(object, "created_at", account->created_at);
	return object;
}

/* --- one ------------------------------------------------------------------------ */

static void add_field(struct sp_buf *out, const char *label, struct sp_buf *value)
{
	sp_add_field(out, label, sp_buf_str(value));
	sp_buf_release(value);
}

static void add_validity(struct sp_buf *out, const struct sp_account *account)
{
	struct sp_buf value = SP_BUF_INIT;

	sp_add_day(&value, account->from_day);
	sp_buf_add_text(&value, account->until_day == SP_NO_END ? " on" : " to ");
	if (account->until_day != SP_NO_END)
		sp_add_day(&value, account->until_day);
	add_field(out, "valid", &value);
}

static void add_scope(struct sp_buf *out, const struct sp_account *account)
{
	struct sp_buf kinds = SP_BUF_INIT, queues = SP_BUF_INIT;

	sp_add_kinds(&kinds, account->kinds);
	add_field(out, "kinds", &kinds);
	for (size_t i = 0; i < account->queue_count; i++)
		sp_buf_printf(&queues, "%s%.*s", i ? ", " : "", SP_FMT(account->queues[i]));
	if (!account->queue_count)
		sp_buf_add_text(&queues, "all");
	add_field(out, "queues", &queues);
}

static void add_minutes(struct sp_buf *out, const char *label, int64_t minutes)
{
	struct sp_buf value = SP_BUF_INIT;

	sp_hours_add(&value, minutes);
	add_field(out, label, &value);
}

static void add_terms(struct sp_buf *out, const struct sp_account *account)
{
	if (account->unlimited)
		sp_add_field(out, "unlimited", SP_STR("yes"));
	if (account->on_call)
		sp_add_field(out, "on call", SP_STR("yes"));
	if (account->response_minutes)
		add_minutes(out, "response", account->response_minutes);
	if (!account->unlimited || account->bought)
		add_minutes(out, "bought", account->bought);
	if (!account->unlimited)
		add_minutes(out, "left", account->balance);
	else
		add_minutes(out, "used", account->bought - account->balance);
}

static enum sp_status print_one(struct sp_admin *admin, const struct sp_account *account,
	struct sp_str payer)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_buf_printf(&out, "%s %lld\n", sp_account_sort_name(account->sort), (long long)account->id);
	sp_add_field(&out, "title", account->title);
	sp_add_field(&out, "whose", payer);
	add_validity(&out, account);
	add_scope(&out, account);
	add_terms(&out, account);
	sp_print(admin, &out);
	return SP_OK;
}

enum sp_status sp_account_say(struct sp_admin *admin, int64_t id, struct sp_err *err)
{
	static const struct sp_payer anybody;
	struct sp_account *list = NULL;
	struct sp_str payer = SP_NONE;
	size_t count = 0;
	enum sp_status status = sp_accounts(admin->db, &admin->arena, id, anybody, &list, &count, err);

	if (status == SP_OK && count)
		status = sp_payer_name(admin, list[0].payer, &payer, err);
	if (status != SP_OK || !count)
		return status;
	if (!admin->json)
		return print_one(admin, &list[0], payer);
	sp_print_json(admin, to_json(&list[0], payer));
	return SP_OK;
}

static void print_rows(struct sp_admin *admin, const struct sp_ledger_row *rows, size_t count)
{
	struct sp_buf out = SP_BUF_INIT;

	if (count)
		sp_buf_add_text(&out, "\n   ROW  WRITTEN           CAUSE      TARGET    MINUTES"
			"     CENTS      FOR\n");
	for (size_t i = 0; i < count; i++)
		sp_add_ledger_row(&out, &rows[i]);
	sp_print(admin, &out);
}

enum sp_status sp_account_show(struct sp_admin *admin, const struct sp_account *account,
	struct sp_err *err)
{
	struct sp_ledger_filter filter = { .account_id = account->id };
	struct sp_json *object, *list;
	struct sp_ledger_row *rows;
	struct sp_str payer;
	size_t count = 0;
	enum sp_status status = sp_payer_name(admin, account->payer, &payer, err);

	if (status == SP_OK)
		status = sp_ledger_list(admin->db, &admin->arena, &filter, &rows, &count, err);
	if (status != SP_OK)
		return status;
	if (!admin->json) {
		status = print_one(admin, account, payer);
		print_rows(admin, rows, count);
		return status;
	}
	object = to_json(account, payer);
	list = sp_json_array();
	for (size_t i = 0; i < count; i++)
		sp_json_push(list, sp_ledger_json(&rows[i]));
	sp_json_set(object, "ledger", list);
	sp_print_json(admin, object);
	return SP_OK;
}

/* --- list ------------------------------------------------------------------------- */

static void add_row(struct sp_buf *out, const struct sp_account *account, struct sp_str payer)
{
	sp_buf_printf(out, "%5lld  ", (long long)account->id);
	sp_show_column(out, payer, 24);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, account->title, 20);
	sp_add_hours_column(out, account->bought, 8);
	if (account->unlimited)
		sp_buf_printf(out, " %8s", "-");
	else
		sp_add_hours_column(out, account->balance, 9);
	sp_buf_add_text(out, "  ");
	sp_add_day(out, account->until_day);
	sp_end_line(out);
}

enum sp_status sp_accounts_print(struct sp_admin *admin, enum sp_account_sort sort,
	struct sp_payer payer, struct sp_err *err)
{
	struct sp_json *array = admin->json ? sp_json_array() : NULL;
	struct sp_account *list = NULL;
	struct sp_buf out = SP_BUF_INIT;
	size_t count = 0, shown = 0;
	enum sp_status status = sp_accounts(admin->db, &admin->arena, 0, payer, &list, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_str name;

		if (list[i].sort != sort)
			continue;
		status = sp_payer_name(admin, list[i].payer, &name, err);
		if (array)
			sp_json_push(array, to_json(&list[i], name));
		else
			add_row(&out, &list[i], name);
		shown++;
	}
	if (status != SP_OK) {
		sp_json_free(array);
		sp_buf_release(&out);
	} else if (array) {
		sp_print_json(admin, array);
	} else {
		if (shown)
			fprintf(admin->out, "%5s  %-24s  %-20s  BOUGHT     LEFT  UNTIL\n", "ID", "WHOSE",
				"TITLE");
		sp_print(admin, &out);
		fprintf(admin->out, "%zu %s%s\n", shown, sp_account_sort_name(sort),
			shown == 1 ? "" : "s");
	}
	return status;
}
