/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/outbox.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "store/handle.h"
#include "store/query.h"
#include "store/rows.h"

enum { REPLY_BYTES = 500 };

static const char *const state_names[SP_OUTBOX_STATES] = {
	[SP_OUTBOX_DUE] = "due",         [SP_OUTBOX_SENDING] = "sending",
	[SP_OUTBOX_SENT] = "sent",       [SP_OUTBOX_FAILED] = "failed",
	[SP_OUTBOX_DROPPED] = "dropped", [SP_OUTBOX_HELD] = "held",
};

const char *sp_outbox_state_name(enum sp_outbox_state state)
{
	return state_names[state];
}

bool sp_outbox_state_of(struct sp_str word, enum sp_outbox_state *state_r)
{
	for (int state = 0; state < SP_OUTBOX_STATES; state++)
		if (sp_str_eq(sp_str(state_names[state]), word)) {
			*state_r = (enum sp_outbox_state)state;
			return true;
		}
	return false;
}

static enum sp_outbox_state read_state(struct sp_query *query)
{
	struct sp_str word = sp_read_text(query);
	enum sp_outbox_state state = SP_OUTBOX_DUE;

	if (query->status == SP_OK && !sp_outbox_state_of(word, &state))
		sp_query_fail(query, SQLITE_CORRUPT);
	return state;
}

static void read_mail(struct sp_query *query, struct sp_outbox *mail)
{
	mail->id = sp_read_int(query);
	mail->header_id = sp_read_text(query);
	mail->template_name = sp_read_text(query);
	mail->language = sp_read_text(query);
	mail->ticket_id = sp_read_int(query);
	mail->ticket = sp_read_code(query);
	mail->person_id = sp_read_int(query);
	mail->cause_id = sp_read_int(query);
	mail->once = sp_read_text(query).ptr;
	mail->automatic = sp_read_bool(query);
	mail->sender = sp_read_text(query);
	mail->recipient = sp_read_text(query);
	mail->subject = sp_read_text(query);
	mail->bytes = sp_read_blob(query);
	mail->size = sp_read_int(query);
	mail->state = read_state(query);
	mail->attempts = sp_read_int(query);
	mail->created_at = sp_read_int(query);
	mail->next_at = sp_read_int(query);
	mail->done_at = sp_read_int(query);
	mail->reply = sp_read_text(query);
	mail->unknown = sp_read_bool(query);
	mail->bounced_at = sp_read_int(query);
	mail->bounce = sp_read_text(query);
}

/* --- add ---------------------------------------------------------------------- */

static struct sp_str domain_of(struct sp_str address)
{
	size_t at = address.len;

	while (at && address.ptr[at - 1] != '@')
		at--;
	return sp_str_from(address, at);
}

static enum sp_status add_bytes(struct sp_db *db, int64_t id, struct sp_str bytes,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_RAW_ADD, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_blob(&query, bytes.ptr, bytes.len);
	return sp_query_run(&query);
}

enum sp_status sp_outbox_add(struct sp_db *db, const struct sp_outbox *mail, int64_t now,
	int64_t *id_r, bool *added_r, struct sp_err *err)
{
	bool held = mail->state == SP_OUTBOX_HELD;
	struct sp_query query;
	enum sp_status status;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_ADD, NULL, err);
	sp_bind_text(&query, mail->header_id);
	sp_bind_text(&query, mail->template_name);
	sp_bind_text(&query, mail->language);
	sp_bind_id(&query, mail->ticket_id);
	sp_bind_id(&query, mail->person_id);
	sp_bind_id(&query, mail->cause_id);
	sp_bind_word(&query, mail->once);
	sp_bind_int(&query, mail->automatic);
	sp_bind_text(&query, mail->sender);
	sp_bind_text(&query, mail->recipient);
	sp_bind_text(&query, domain_of(mail->recipient));
	sp_bind_text(&query, mail->subject);
	sp_bind_int(&query, (int64_t)mail->bytes.len);
	sp_bind_word(&query, state_names[held ? SP_OUTBOX_HELD : SP_OUTBOX_DUE]);
	sp_bind_int(&query, now);
	sp_bind_int(&query, mail->next_at > now ? mail->next_at : now);
	status = sp_query_number(&query, id_r);
	*added_r = status == SP_OK && *id_r != 0;
	return *added_r ? add_bytes(db, *id_r, mail->bytes, err) : status;
}

/* --- lease and mark ----------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static enum sp_status lease_ids(struct sp_db *db, const char *lease, int64_t now, int64_t until,
	size_t limit, size_t per_domain, int64_t *ids, size_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	*count_r = 0;
	sp_query_begin(&query, db, SP_SQL_OUTBOX_LEASE, NULL, err);
	sp_bind_word(&query, lease);
	sp_bind_int(&query, now);
	sp_bind_int(&query, until);
	sp_bind_int(&query, (int64_t)limit);
	sp_bind_int(&query, (int64_t)per_domain);
	while (sp_query_row(&query))
		ids[(*count_r)++] = sp_read_int(&query);
	if (*count_r)
		qsort(ids, *count_r, sizeof(*ids), by_id);
	return sp_query_end(&query);
}

static enum sp_status read_one(struct sp_db *db, struct sp_arena *arena,
	enum sp_statement statement, int64_t id, struct sp_outbox *mail_r, bool *found_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, statement, arena, err);
	sp_bind_int(&query, id);
	*found_r = sp_query_row(&query);
	if (*found_r)
		read_mail(&query, mail_r);
	return sp_query_end(&query);
}

enum sp_status sp_outbox_lease(struct sp_db *db, struct sp_arena *arena, const char *lease,
	int64_t now, int64_t until, size_t limit, size_t per_domain, struct sp_outbox **mails_r,
	size_t *count_r, struct sp_err *err)
{
	int64_t *ids = sp_arena_array(arena, limit, int64_t);
	size_t count;
	enum sp_status status = lease_ids(db, lease, now, until, limit, per_domain, ids, &count, err);
	struct sp_outbox *mails = sp_arena_array(arena, count, struct sp_outbox);
	bool found;

	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = read_one(db, arena, SP_SQL_OUTBOX_HEAD, ids[i], &mails[i], &found, err);
	*mails_r = mails;
	*count_r = count;
	return status;
}

enum sp_status sp_outbox_take_over(struct sp_db *db, const char *start, int64_t now,
	struct sp_err *err)
{
	struct sp_buf end = SP_BUF_INIT; /* the first name that no longer begins so */
	struct sp_query query;
	enum sp_status status;

	sp_buf_add_text(&end, start);
	end.ptr[end.len - 1]++;
	sp_query_begin(&query, db, SP_SQL_OUTBOX_TAKE_OVER, NULL, err);
	sp_bind_word(&query, start);
	sp_bind_int(&query, now);
	sp_bind_text(&query, sp_buf_str(&end));
	status = sp_query_run(&query);
	sp_buf_release(&end);
	return status;
}

/* One line: controls become blanks. */
static struct sp_str one_line(struct sp_str text, char *line)
{
	struct sp_str cut = sp_utf8_cut(text, REPLY_BYTES);

	for (size_t i = 0; i < cut.len; i++)
		line[i] = (unsigned char)cut.ptr[i] < ' ' || cut.ptr[i] == 0x7f ? ' ' : cut.ptr[i];
	return sp_str_trim(sp_str_n(line, cut.len));
}

enum sp_status sp_outbox_mark(struct sp_db *db, const char *lease,
	const struct sp_outbox_result *result, int64_t now, bool *ours_r, struct sp_err *err)
{
	bool again = result->state == SP_OUTBOX_DUE;
	char line[REPLY_BYTES];
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_MARK, NULL, err);
	sp_bind_int(&query, result->id);
	sp_bind_word(&query, lease);
	sp_bind_word(&query, state_names[result->state]);
	sp_bind_int(&query, again ? result->next_at : now);
	sp_bind_int(&query, !result->free);
	sp_bind_text(&query, one_line(result->reply, line));
	sp_bind_int(&query, result->unknown);
	sp_bind_id(&query, again ? 0 : now);
	return sp_query_exists(&query, ours_r);
}

enum sp_status sp_outbox_next(struct sp_db *db, int64_t *at_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_NEXT, NULL, err);
	return sp_query_number(&query, at_r);
}

/* --- for people --------------------------------------------------------------- */

enum sp_status sp_outbox_list(struct sp_db *db, struct sp_arena *arena,
	const struct sp_outbox_filter *filter, struct sp_outbox **mails_r, size_t *count_r,
	struct sp_err *err)
{
	struct sp_outbox *mails = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_LIST, arena, err);
	sp_bind_text(&query, sp_str(filter->by_state ? state_names[filter->state] : ""));
	sp_bind_int(&query, filter->ticket_id);
	sp_bind_int(&query, filter->unfinished);
	sp_bind_int(&query, filter->limit ? filter->limit : INT64_MAX);
	while (sp_query_row(&query)) {
		mails = sp_arena_grow(arena, mails, count, &room, sizeof(*mails));
		read_mail(&query, &mails[count++]);
	}
	*mails_r = mails;
	*count_r = count;
	return sp_query_end(&query);
}

enum sp_status sp_outbox_count(struct sp_db *db, struct sp_outbox_counts *counts_r,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_query query;
	enum sp_status status;

	*counts_r = (struct sp_outbox_counts){ { 0 }, { 0 } };
	sp_query_begin(&query, db, SP_SQL_OUTBOX_COUNTS, &arena, err);
	while (sp_query_row(&query)) {
		enum sp_outbox_state state = read_state(&query);

		counts_r->count[state] = sp_read_int(&query);
		counts_r->oldest[state] = sp_read_int(&query);
	}
	status = sp_query_end(&query);
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_outbox_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_outbox *mail_r, bool *found_r, struct sp_err *err)
{
	return read_one(db, arena, SP_SQL_OUTBOX_BY_ID, id, mail_r, found_r, err);
}

static enum sp_status act_on(struct sp_db *db, enum sp_statement statement, int64_t id,
	int64_t now, const char *refusal, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool done;

	sp_query_begin(&query, db, statement, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_int(&query, now);
	status = sp_query_exists(&query, &done);
	if (status == SP_OK && !done)
		return sp_fail(err, SP_PERM, "outbox %lld: %s", (long long)id, refusal);
	return status;
}

enum sp_status sp_outbox_retry(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err)
{
	return act_on(db, SP_SQL_OUTBOX_RETRY, id, now,
		"there is no such mail, or it was sent, is being sent or was erased", err);
}

enum sp_status sp_outbox_drop(struct sp_db *db, int64_t id, int64_t now, struct sp_err *err)
{
	return act_on(db, SP_SQL_OUTBOX_DROP, id, now,
		"there is no such mail, or it was sent, is being sent or was dropped", err);
}

/* --- bounces and limits ------------------------------------------------------- */

enum sp_status sp_outbox_by_header_id(struct sp_db *db, struct sp_arena *arena,
	struct sp_str header_id, struct sp_sent_mail **mail_r, struct sp_err *err)
{
	struct sp_query query;

	*mail_r = NULL;
	sp_query_begin(&query, db, SP_SQL_OUTBOX_BY_HEADER_ID, arena, err);
	sp_bind_text(&query, header_id);
	if (sp_query_row(&query)) {
		struct sp_sent_mail *mail = *mail_r = sp_arena_new(arena, struct sp_sent_mail);

		mail->outbox_id = sp_read_int(&query);
		mail->ticket_id = sp_read_int(&query);
		mail->person_id = sp_read_int(&query);
		mail->recipient = sp_read_text(&query);
		mail->template_name = sp_read_text(&query);
		mail->once = sp_read_text(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_outbox_bounced(struct sp_db *db, int64_t id, struct sp_str reply, int64_t now,
	struct sp_err *err)
{
	char line[REPLY_BYTES];
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_BOUNCED, NULL, err);
	sp_bind_int(&query, id);
	sp_bind_text(&query, one_line(reply, line));
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

enum sp_status sp_outbox_automatic_since(struct sp_db *db, struct sp_str recipient,
	int64_t since, int64_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db,
		recipient.len ? SP_SQL_OUTBOX_AUTOMATIC_TO : SP_SQL_OUTBOX_AUTOMATIC_ALL, NULL, err);
	if (recipient.len)
		sp_bind_text(&query, recipient);
	sp_bind_int(&query, since);
	return sp_query_number(&query, count_r);
}

enum sp_status sp_outbox_once(struct sp_db *db, const char *once, bool *used_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_ONCE, NULL, err);
	sp_bind_word(&query, once);
	return sp_query_exists(&query, used_r);
}

enum sp_status sp_outbox_untold(struct sp_db *db, struct sp_arena *arena, int64_t since,
	int64_t limit, int64_t **ids_r, size_t *count_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0, room = 0;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_OUTBOX_UNTOLD, arena, err);
	sp_bind_int(&query, since);
	sp_bind_int(&query, limit);
	while (sp_query_row(&query)) {
		ids = sp_arena_grow(arena, ids, count, &room, sizeof(*ids));
		ids[count++] = sp_read_int(&query);
	}
	*ids_r = ids;
	*count_r = count;
	return sp_query_end(&query);
}
