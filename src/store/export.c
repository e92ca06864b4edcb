/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/export.h"

#include "store/handle.h"
#include "store/query.h"
#include "store/rows.h"

enum sp_status sp_export_tickets(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_TICKETS, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_export_message(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	int64_t after, struct sp_exported_message *message_r, bool *found_r, struct sp_err *err)
{
	struct sp_query query;

	*message_r = (struct sp_exported_message){ 0 };
	sp_query_begin(&query, db, SP_SQL_EXPORT_MESSAGE, arena, err);
	sp_bind_int(&query, person_id);
	sp_bind_int(&query, after);
	*found_r = sp_query_row(&query);
	if (*found_r) {
		message_r->id = sp_read_int(&query);
		message_r->header_id = sp_read_text(&query);
		message_r->content = sp_read_digest(&query);
		message_r->received_at = sp_read_int(&query);
		message_r->subject = sp_read_text(&query);
		message_r->size = sp_read_int(&query);
		message_r->ticket = sp_read_code(&query);
		message_r->archived_at = sp_read_int(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_export_last(struct sp_db *db, int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_LAST, NULL, err);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_export_others(struct sp_db *db, int64_t person_id, struct sp_mentions *others,
	struct sp_err *err)
{
	enum sp_status status;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_OTHERS, others->arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query))
		sp_mentions_add_name(others, sp_read_text(&query));
	status = sp_query_end(&query);
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_EXPORT_OTHERS_SAID, others->arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query))
		sp_mentions_add_said(others, sp_read_text(&query));
	return sp_query_end(&query);
}

static void read_mail(struct sp_query *query, struct sp_exported_mail *one)
{
	struct sp_outbox *mail = &one->mail;

	*one = (struct sp_exported_mail){ .his = false };
	mail->id = sp_read_int(query);
	mail->created_at = sp_read_int(query);
	mail->done_at = sp_read_int(query);
	mail->template_name = sp_read_text(query);
	if (!sp_outbox_state_of(sp_read_text(query), &mail->state))
		sp_query_fail(query, SQLITE_CORRUPT);
	mail->recipient = sp_read_text(query);
	mail->subject = sp_read_text(query);
	mail->size = sp_read_int(query);
	mail->attempts = sp_read_int(query);
	mail->reply = sp_read_text(query);
	mail->bounced_at = sp_read_int(query);
	mail->bounce = sp_read_text(query);
	mail->ticket_id = sp_read_int(query);
	mail->ticket = sp_read_code(query);
	one->his = sp_read_bool(query);
	one->others = sp_read_bool(query);
}

enum sp_status sp_export_mails(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_exported_mail **mails_r, size_t *count_r, struct sp_err *err)
{
	struct sp_exported_mail *list = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_EXPORT_MAILS, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		read_mail(&query, &list[count++]);
	}
	*mails_r = list;
	*count_r = count;
	return sp_query_end(&query);
}

/* --- smaller tables ---------------------------------------------------------------- */

static const struct {
	const char *name;
	enum sp_statement statement;
} tables[] = {
	{ "since", SP_SQL_EXPORT_SINCE },
	{ "addresses", SP_SQL_EXPORT_ADDRESSES },
	{ "contact_of", SP_SQL_EXPORT_CONTACT_OF },
	{ "part_in_tickets", SP_SQL_EXPORT_PARTS },
	{ "how_messages_came", SP_SQL_EXPORT_CAME },
	{ "waiting_messages", SP_SQL_EXPORT_WAITING },
	{ "journal", SP_SQL_EXPORT_JOURNAL },
	{ "remote_sessions", SP_SQL_EXPORT_SESSIONS },
	{ "movements", SP_SQL_EXPORT_MOVEMENTS },
	{ "statements", SP_SQL_EXPORT_STATEMENTS },
	{ "estimates", SP_SQL_EXPORT_ESTIMATES },
	{ "consents", SP_SQL_EXPORT_CONSENTS },
	{ "disputes", SP_SQL_EXPORT_DISPUTES },
	{ "holds", SP_SQL_EXPORT_HOLDS },
};

const char *sp_export_table(size_t table)
{
	return table < sizeof(tables) / sizeof(*tables) ? tables[table].name : NULL;
}

static enum sp_export_kind kind_of(struct sp_query *query, struct sp_str name)
{
	if (sp_str_ends_nocase(name, SP_STR("_at")))
		return SP_EXPORT_INSTANT;
	if (sp_str_ends_nocase(name, SP_STR("_day")))
		return SP_EXPORT_DAY;
	return sqlite3_column_type(query->stmt, query->column) == SQLITE_INTEGER ? SP_EXPORT_NUMBER :
										   SP_EXPORT_TEXT;
}

static void read_value(struct sp_query *query, struct sp_export_value *value)
{
	const char *name = sqlite3_column_name(query->stmt, query->column);

	*value = (struct sp_export_value){ .kind = kind_of(query, sp_str(name)),
		.name = sp_arena_printf(query->arena, "%s", name) };
	if (value->kind == SP_EXPORT_TEXT)
		value->text = sp_read_text(query);
	else
		value->number = sp_read_int(query);
}

enum sp_status sp_export_rows(struct sp_db *db, struct sp_arena *arena, size_t table,
	int64_t person_id, struct sp_export_value **values_r, size_t *rows_r, size_t *columns_r,
	struct sp_err *err)
{
	struct sp_export_value *values = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	*rows_r = *columns_r = 0;
	sp_query_begin(&query, db, tables[table].statement, arena, err);
	sp_bind_int(&query, person_id);
	while (sp_query_row(&query)) {
		*columns_r = (size_t)sqlite3_column_count(query.stmt);
		for (size_t i = 0; i < *columns_r; i++) {
			values = sp_arena_grow(arena, values, count, &room, sizeof(*values));
			read_value(&query, &values[count++]);
		}
		++*rows_r;
	}
	*values_r = values;
	return sp_query_end(&query);
}
