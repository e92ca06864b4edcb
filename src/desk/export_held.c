/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * data.json: what else is held of him: packages and contracts, requests about his
 * data, the register, and the rows of smaller tables (store/export.h).
 */
#include "desk/exporting.h"
#include "store/accounts.h"
#include "store/privacy.h"

static enum sp_status put_accounts(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_payer payer = { .person_id = run->person->id };
	struct sp_json *array = sp_json_array();
	struct sp_account *accounts = NULL;
	size_t count = 0;
	enum sp_status status = sp_accounts_of(run->how->db, run->arena, payer, &accounts, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "number", accounts[i].id);
		sp_export_set_word(one, "sort", sp_account_sort_name(accounts[i].sort));
		sp_export_set_own(run, one, "title", accounts[i].title);
		sp_export_set_day(one, "from", accounts[i].from_day);
		sp_export_set_day(one, "until", accounts[i].until_day == SP_NO_END ? 0 : accounts[i].until_day);
		sp_json_set_number(one, "minutes", accounts[i].bought);
		sp_json_set_number(one, "balance_minutes", accounts[i].balance);
		sp_json_push(array, one);
	}
	if (status == SP_OK)
		return sp_export_member(list, "packages_and_contracts", array, err);
	sp_json_free(array);
	return status;
}

static enum sp_status put_requests(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_privacy_request *requests = NULL;
	struct sp_json *array = sp_json_array();
	size_t count = 0;
	enum sp_status status = sp_privacy_list(run->how->db, run->arena, run->person->id, true,
		&requests, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_number(one, "number", requests[i].id);
		sp_export_set_word(one, "right", sp_right_name(requests[i].right));
		sp_json_set_text(one, "ticket", requests[i].ticket);
		sp_export_set_instant(one, "started", requests[i].started_at);
		sp_export_set_instant(one, "due", requests[i].due_at);
		sp_export_set_instant(one, "confirmed", requests[i].confirmed_at);
		sp_export_set_instant(one, "finished", requests[i].finished_at);
		sp_export_set_word(one, "result", requests[i].finished_at ?
			sp_privacy_result_name(requests[i].result) : NULL);
		sp_json_push(array, one);
	}
	if (status == SP_OK)
		return sp_export_member(list, "privacy_requests", array, err);
	sp_json_free(array);
	return status;
}

static enum sp_status put_register(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_register *lines = NULL;
	struct sp_json *array = sp_json_array();
	size_t count = 0;
	enum sp_status status = sp_register_list(run->how->db, run->arena, run->person->id, &lines,
		&count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_export_set_instant(one, "at", lines[i].by.at);
		sp_export_set_word(one, "what", sp_registered_name(lines[i].what));
		sp_export_set_word(one, "by", sp_actor_name(lines[i].by.actor));
		sp_json_set_text(one, "word", lines[i].word);
		sp_json_push(array, one);
	}
	if (status == SP_OK)
		return sp_export_member(list, "privacy_register", array, err);
	sp_json_free(array);
	return status;
}

/* --- smaller tables ---------------------------------------------------------------------- */

static void set_value(struct sp_export_run *run, struct sp_json *object,
	const struct sp_export_value *value)
{
	switch (value->kind) {
	case SP_EXPORT_NUMBER:
		sp_json_set_number(object, value->name, value->number);
		break;
	case SP_EXPORT_INSTANT:
		sp_export_set_instant(object, value->name, value->number);
		break;
	case SP_EXPORT_DAY:
		sp_export_set_day(object, value->name, value->number);
		break;
	case SP_EXPORT_TEXT:
		sp_export_set_own(run, object, value->name, value->text);
	}
}

static enum sp_status put_table(struct sp_export_list *list, size_t table, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_export_value *values = NULL;
	size_t rows = 0, columns = 0;
	enum sp_status status = sp_export_rows(run->how->db, run->arena, table, run->person->id,
		&values, &rows, &columns, err);

	if (status == SP_OK)
		status = sp_export_begin(list, sp_export_table(table), err);
	for (size_t i = 0; status == SP_OK && i < rows; i++) {
		struct sp_json *one = sp_json_object();

		for (size_t k = 0; k < columns; k++)
			set_value(run, one, &values[i * columns + k]);
		status = sp_export_item(list, one, err);
	}
	return status == SP_OK ? sp_export_text(list, "\n]", err) : status;
}

enum sp_status sp_export_put_held(struct sp_export_list *list, struct sp_err *err)
{
	enum sp_status status = put_accounts(list, err);

	if (status == SP_OK)
		status = put_requests(list, err);
	if (status == SP_OK)
		status = put_register(list, err);
	for (size_t i = 0; status == SP_OK && sp_export_table(i); i++)
		status = put_table(list, i, err);
	return status;
}
