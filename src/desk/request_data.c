/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the answer to a customer's request shows: only tickets that he asked
 * for, that are his organisation's or that he is in copy of; never a note.
 */
#include "desk/mail_data.h"

#include "base/wrap.h"
#include "core/request.h"
#include "store/announcements.h"

enum { LISTED = 100, ENTRIES = 200, NEWS = 10, NEWS_DAYS = 90, DAY = 24 * 60 * 60 };

/* One answer in the making. */
struct showing {
	struct sp_applying *a;
	const struct sp_request *request;
	const char *language;
	struct sp_data *data;
	struct sp_err *err;
};

static struct sp_str word(const struct showing *s, const char *group, const char *key)
{
	return sp_str(sp_word(s->a->desk->words, s->language,
		sp_arena_printf(s->a->arena, "%s.%s", group, key)));
}

static void set(const struct showing *s, struct sp_data *data, const char *name, struct sp_str text)
{
	sp_data_set_text(s->a->arena, data, name, text.ptr ? text : SP_STR(""));
}

static void add_ticket(const struct showing *s, struct sp_data *list,
	const struct sp_ticket *ticket)
{
	struct sp_data *one = sp_data_add(s->a->arena, list);
	struct sp_buf since = SP_BUF_INIT;

	sp_words_date(s->a->desk->words, s->language, ticket->opened_at, s->a->c->facts->now, &since);
	set(s, one, "number", ticket->code);
	set(s, one, "about", ticket->subject);
	set(s, one, "status", word(s, "status", sp_state_name(ticket->state)));
	set(s, one, "since", sp_arena_keep(s->a->arena, &since));
}

enum sp_status sp_request_tickets(struct sp_applying *a, const struct sp_request *request,
	struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err)
{
	const struct sp_person *sender = a->c->facts->sender;

	*tickets_r = request->refers ? &a->ticket : NULL;
	*count_r = request->refers ? 1 : 0;
	if (request->refers || !sender || request->has_code)
		return SP_OK;
	return sp_tickets_visible(a->db, a->arena, sender,
		request->row->kind != SP_ASK_LIST || request->open_only, request->closed_only, LISTED,
		tickets_r, count_r, err);
}

static enum sp_status set_tickets(const struct showing *s)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "tickets");
	const struct sp_request *request = s->request;
	struct sp_ticket *tickets = NULL;
	size_t count = 0;
	enum sp_status status = sp_request_tickets(s->a, request, &tickets, &count, s->err);

	set(s, s->data, "not_found", !request->refers && request->has_code ?
		sp_code_format(s->a->arena, request->code.prefix, request->code.number) : SP_NONE);
	for (size_t i = 0; i < count; i++)
		add_ticket(s, list, &tickets[i]);
	return status;
}

static bool for_customers(enum sp_entry_kind kind)
{
	return kind == SP_ENTRY_CUSTOMER || kind == SP_ENTRY_STAFF || kind == SP_ENTRY_QUESTION;
}

/* The whole conversation, the oldest first. */
static enum sp_status set_conversation(const struct showing *s)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "history");
	struct sp_entry *entries = NULL;
	size_t count = 0;
	enum sp_status status = sp_entries(s->a->db, s->a->arena, s->a->ticket.id, ENTRIES,
		&entries, &count, s->err);

	for (size_t i = 0; i < count; i++) {
		struct sp_buf when = SP_BUF_INIT, said = SP_BUF_INIT;
		struct sp_data *one;

		if (!for_customers(entries[i].kind))
			continue;
		one = sp_data_add(s->a->arena, list);
		sp_words_date_time(s->a->desk->words, s->language, entries[i].at, &when);
		sp_wrap(&said, sp_str_trim(entries[i].text), SP_MAIL_COLUMNS);
		set(s, one, "who", entries[i].author);
		set(s, one, "when", sp_arena_keep(s->a->arena, &when));
		set(s, one, "said", sp_arena_keep(s->a->arena, &said));
	}
	return status;
}

/* ANNUNCI: what was announced of late, the newest first. */
static enum sp_status set_news(const struct showing *s)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "news");
	const struct sp_person *sender = s->a->c->facts->sender;
	struct sp_announcement *found = NULL;
	int64_t now = s->a->c->facts->now;
	size_t count = 0;
	enum sp_status status = sp_announcements_for(s->a->db, s->a->arena, sender ? sender->id : 0,
		now - NEWS_DAYS * DAY, NEWS, &found, &count, s->err);

	for (size_t i = 0; i < count; i++) {
		struct sp_data *one = sp_data_add(s->a->arena, list);
		struct sp_buf when = SP_BUF_INIT, said = SP_BUF_INIT;

		sp_words_date(s->a->desk->words, s->language, found[i].at, now, &when);
		sp_wrap(&said, sp_str_trim(found[i].text), SP_MAIL_COLUMNS);
		set(s, one, "title", found[i].title);
		set(s, one, "when", sp_arena_keep(s->a->arena, &when));
		set(s, one, "said", sp_arena_keep(s->a->arena, &said));
	}
	return status;
}

static struct sp_str command(const struct showing *s, const struct sp_request_row *row)
{
	return sp_request_word(s->a->arena, s->a->desk->words, s->language, row);
}

/* What he may do from where the ticket is. */
static void set_possible(const struct showing *s)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "possible");

	set(s, s->data, "asked", command(s, s->request->row));
	sp_data_set_bool(s->a->arena, s->data, "not_his", s->request->not_his);
	sp_data_set_bool(s->a->arena, s->data, "needs_why", s->request->needs_why);
	sp_data_set_bool(s->a->arena, s->data, "passed_on", s->request->text.len > 0);
	for (int i = 0; i < SP_REQUESTS && s->a->ticket.id; i++) {
		const struct sp_request_row *row = &sp_request_rows[i];
		const struct sp_move *move = row->event == SP_EVENTS ? NULL :
			sp_ticket_move(s->a->ticket.state, row->event, SP_BY_CUSTOMER);
		bool why = move && (move->needs & SP_NEEDS_NOTE);

		if (move && (!s->request->not_his || row->event == SP_EV_REOPEN))
			set(s, sp_data_add(s->a->arena, list), "label",
				sp_str(sp_arena_printf(s->a->arena, "%.*s %.*s%s%.*s",
					SP_FMT(command(s, row)), SP_FMT(s->a->ticket.code), why ? ", " : "",
					SP_FMT(why ? word(s, "request", "why") : SP_STR("")))));
	}
}

enum sp_status sp_request_data(struct sp_applying *a, const struct sp_decision *decision,
	const char *language, struct sp_data *data, struct sp_err *err)
{
	struct showing s = { a, decision->mail.request, language, data, err };
	enum sp_status status = set_tickets(&s);

	if (status == SP_OK && strcmp(decision->mail.kind->name, "history") == 0)
		status = set_conversation(&s);
	if (status == SP_OK && strcmp(decision->mail.kind->name, "news") == 0)
		status = set_news(&s);
	set_possible(&s);
	return status;
}
