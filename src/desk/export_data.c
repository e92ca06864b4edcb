/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * data.json: everything about him, ticket by ticket.  Members that an export of
 * a later version may add are to be passed over by who reads it.
 */
#include "base/clock.h"
#include "desk/exporting.h"

/* --- values ------------------------------------------------------------------------------ */

void sp_export_set_instant(struct sp_json *object, const char *key, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;

	if (instant)
		sp_rfc3339_add(&text, instant);
	sp_json_set_text(object, key, instant ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
}

void sp_export_set_day(struct sp_json *object, const char *key, int64_t day)
{
	struct sp_buf text = SP_BUF_INIT;
	int year, month, date;

	sp_days_date(day, &year, &month, &date);
	sp_buf_printf(&text, "%04d-%02d-%02d", year, month, date);
	sp_json_set_text(object, key, day ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
}

void sp_export_set_word(struct sp_json *object, const char *key, const char *word)
{
	sp_json_set_text(object, key, word ? sp_str(word) : SP_NONE);
}

void sp_export_set_own(struct sp_export_run *run, struct sp_json *object, const char *key,
	struct sp_str text)
{
	struct sp_buf out = SP_BUF_INIT;

	if (text.ptr && sp_mentions_erase(&run->others, text, &out))
		text = sp_buf_str(&out);
	sp_json_set_text(object, key, text);
	sp_buf_release(&out);
}

enum sp_status sp_export_item(struct sp_export_list *list, struct sp_json *item, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_add_text(&text, list->more ? ",\n" : "\n");
	sp_json_print(&text, item, true);
	list->more = true;
	status = sp_export_write(list->run, list->file, sp_buf_str(&text), err);
	sp_buf_release(&text);
	sp_json_free(item);
	return status;
}

enum sp_status sp_export_text(struct sp_export_list *list, const char *text, struct sp_err *err)
{
	return sp_export_write(list->run, list->file, sp_str(text), err);
}

enum sp_status sp_export_begin(struct sp_export_list *list, const char *key, struct sp_err *err)
{
	list->more = false;
	return sp_export_text(list, sp_arena_printf(list->run->arena, ",\n\"%s\": [", key), err);
}

enum sp_status sp_export_member(struct sp_export_list *list, const char *key,
	struct sp_json *value, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_printf(&text, ",\n\"%s\": ", key);
	sp_json_print(&text, value, true);
	status = sp_export_write(list->run, list->file, sp_buf_str(&text), err);
	sp_buf_release(&text);
	sp_json_free(value);
	return status;
}

/* --- the person ----------------------------------------------------------------------------- */

static enum sp_status put_person(struct sp_export_list *list, struct sp_err *err)
{
	const struct sp_person *person = list->run->person;
	struct sp_json *object = sp_json_object(), *array = sp_json_array();
	struct sp_str *addresses = NULL;
	size_t count = 0;
	enum sp_status status = sp_people_addresses(list->run->how->db, list->run->arena, person->id,
		&addresses, &count, err);

	for (size_t i = 0; i < count; i++)
		sp_json_push(array, sp_json_text(addresses[i]));
	sp_json_set_number(object, "number", person->id);
	sp_export_set_word(object, "role", sp_role_name(person->role));
	sp_export_set_word(object, "state", sp_person_state_name(person->state));
	sp_json_set_text(object, "name", person->name);
	sp_json_set(object, "addresses", array);
	sp_json_set_text(object, "language", person->language);
	sp_json_set_text(object, "organisation", person->organisation);
	sp_export_set_instant(object, "privacy_notice_given", person->privacy_told_at);
	sp_export_set_instant(object, "consent_withdrawn", person->withdrawn_at);
	sp_export_set_word(object, "restriction", sp_restriction_name(person->restriction));
	sp_export_set_instant(object, "restricted", person->restricted_at);
	if (status == SP_OK)
		return sp_export_member(list, "person", object, err);
	sp_json_free(object);
	return status;
}

/* --- all of it ---------------------------------------------------------------------------------------- */

static enum sp_status put_head(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_json *desk = sp_json_text(sp_str(list->run->how->desk->conf->desk_name));
	enum sp_status status;

	sp_buf_printf(&text, "{\n\"version\": %d,\n\"made\": \"", SP_EXPORT_VERSION);
	sp_rfc3339_add(&text, list->run->how->now);
	sp_buf_add_text(&text, "\",\n\"desk\": ");
	sp_json_print(&text, desk, false);
	status = sp_export_write(list->run, list->file, sp_buf_str(&text), err);
	sp_json_free(desk);
	sp_buf_release(&text);
	return status;
}

static enum sp_status put_left_out(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "internal_notes", list->run->report->notes);
	sp_json_set_number(object, "written_by_others", list->run->report->others);
	sp_json_set_number(object, "messages_not_found", list->run->report->missing);
	return sp_export_member(list, "left_out", object, err);
}

static enum sp_status put_messages(struct sp_export_list *list, struct sp_err *err)
{
	enum sp_status status = sp_export_begin(list, "messages", err);

	if (status == SP_OK)
		status = sp_export_messages(list, err);
	return status == SP_OK ? sp_export_text(list, "\n]", err) : status;
}

enum sp_status sp_export_data(struct sp_export_run *run, struct sp_err *err)
{
	static enum sp_status (*const members[])(struct sp_export_list *, struct sp_err *) = {
		put_head, put_person, sp_export_put_tickets, put_messages, sp_export_put_mails,
		sp_export_put_held, put_left_out,
	};
	struct sp_export_file file;
	struct sp_export_list list = { .run = run, .file = &file };
	enum sp_status status = sp_export_open(run, "data.json", &file, err);

	for (size_t i = 0; i < sizeof members / sizeof *members && status == SP_OK; i++)
		status = members[i](&list, err);
	if (status == SP_OK)
		status = sp_export_text(&list, "\n}\n", err);
	return sp_export_close(run, &file, status, err);
}
