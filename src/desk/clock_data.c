/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clock's own mails show besides: the digest's tickets, the date that
 * has passed, the alarms, by when requests about personal data have to be answered.
 */
#include "desk/mail_data.h"

#include "core/clock.h"
#include "core/policy.h"
#include "store/privacy.h"

enum { LISTED = 100 };

/* One mail in the making. */
struct telling {
	struct sp_applying *a;
	const struct sp_decision *decision;
	const char *language;
	struct sp_data *data;
	struct sp_err *err;
};

static void set(const struct telling *t, struct sp_data *data, const char *name,
	struct sp_str text)
{
	sp_data_set_text(t->a->arena, data, name, text.ptr ? text : SP_STR(""));
}

static struct sp_str date_time(const struct telling *t, int64_t instant)
{
	struct sp_buf out = SP_BUF_INIT;

	if (instant)
		sp_words_date_time(t->a->desk->words, t->language, instant, &out);
	return sp_arena_keep(t->a->arena, &out);
}

/* The plan that alarms because nobody on call took it tells of that. */
static bool is_untaken(const struct sp_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_ALARM &&
			strcmp(plan->items[i].alarm.kind, SP_ALARM_ON_CALL) == 0)
			return true;
	return false;
}

static void set_response(const struct telling *t)
{
	const struct sp_ticket *ticket = &t->a->ticket;

	sp_data_set_bool(t->a->arena, t->data, "overdue",
		ticket->due_at && ticket->due_at <= t->a->c->facts->now);
	sp_data_set_bool(t->a->arena, t->data, "untaken", is_untaken(t->a->plan));
	set(t, t->data, "lapsed", date_time(t, sp_date_that_counts(ticket)));
}

static void add_ticket(const struct telling *t, struct sp_data *list,
	const struct sp_ticket *ticket)
{
	struct sp_data *one = sp_data_add(t->a->arena, list);
	struct sp_buf since = SP_BUF_INIT;

	sp_words_date(t->a->desk->words, t->language, ticket->opened_at, t->a->c->facts->now, &since);
	set(t, one, "number", ticket->code);
	set(t, one, "about", ticket->subject);
	set(t, one, "status", sp_str(sp_word(t->a->desk->words, t->language,
		sp_arena_printf(t->a->arena, "status.%s", sp_state_name(ticket->state)))));
	set(t, one, "since", sp_arena_keep(t->a->arena, &since));
}

static enum sp_status set_tickets(const struct telling *t)
{
	struct sp_data *list = sp_data_set_list(t->a->arena, t->data, "tickets");
	struct sp_ticket *tickets = NULL;
	size_t count = 0;
	enum sp_status status = sp_tickets_of_staff(t->a->db, t->a->arena, t->decision->person_id,
		LISTED + 1, &tickets, &count, t->err);

	sp_data_set_bool(t->a->arena, t->data, "more", count > LISTED);
	for (size_t i = 0; i < count && i < LISTED; i++)
		add_ticket(t, list, &tickets[i]);
	return status;
}

/* Requests about personal data: what, by when.  Not of whom: that stands in the
 * ticket, and his data may be restricted. */
static void set_rights(const struct telling *t, const struct sp_privacy_request *rights,
	size_t count)
{
	struct sp_data *list = sp_data_set_list(t->a->arena, t->data, "rights");
	const struct sp_words *words = t->a->desk->words;
	int64_t now = t->a->c->facts->now;

	sp_data_set_bool(t->a->arena, t->data, "rights_open", count > 0);
	for (size_t i = 0; i < count; i++) {
		struct sp_data *one = sp_data_add(t->a->arena, list);
		enum sp_right right = rights[i].right;
		struct sp_buf due = SP_BUF_INIT;

		sp_words_date(words, t->language, rights[i].due_at, 0, &due);
		set(t, one, "number", rights[i].ticket);
		set(t, one, "id", sp_str(sp_arena_printf(t->a->arena, "%lld", (long long)rights[i].id)));
		set(t, one, "asked", right == SP_RIGHT_OTHER ? SP_NONE : sp_str(sp_word(words,
			t->language, sp_arena_printf(t->a->arena, "privacy.%s", sp_right_name(right)))));
		set(t, one, "due", sp_arena_keep(t->a->arena, &due));
		sp_data_set_bool(t->a->arena, one, "late", rights[i].due_at <= now);
		sp_data_set_bool(t->a->arena, one, "to_confirm", !rights[i].confirmed_at &&
			sp_right_is_confirmed(right));
	}
}

static enum sp_status set_digest(const struct telling *t)
{
	struct sp_privacy_request *rights = NULL;
	size_t count = 0;
	enum sp_status status = set_tickets(t);

	if (status == SP_OK)
		status = sp_privacy_of_staff(t->a->db, t->a->arena, t->decision->person_id, &rights,
			&count, t->err);
	set_rights(t, rights, count);
	return status;
}

/* What it is about: the name of a queue or ticket as it is; why an answer was held
 * back, in words. */
static struct sp_str detail_of(const struct telling *t, const struct sp_alarm *alarm)
{
	const char *key = sp_held_key(alarm->detail);

	/* The sentence says it all; which firm, sportello check. */
	if (sp_str_eq(alarm->kind, SP_STR("round-trip")))
		return SP_STR("");
	return !key ? alarm->detail : sp_str(sp_word(t->a->desk->words, t->language,
		sp_arena_printf(t->a->arena, "held.%s", key)));
}

static enum sp_status set_alarms(const struct telling *t)
{
	struct sp_data *list = sp_data_set_list(t->a->arena, t->data, "alarms");
	struct sp_privacy_request *rights = NULL;
	struct sp_alarm *alarms = NULL;
	size_t count = 0;
	enum sp_status status = sp_alarms_untold(t->a->db, t->a->arena, &alarms, &count, t->err);

	for (size_t i = 0; i < count; i++) {
		struct sp_data *one = sp_data_add(t->a->arena, list);

		set(t, one, "kind", sp_str(sp_word(t->a->desk->words, t->language,
			sp_arena_printf(t->a->arena, "alarm.%.*s", SP_FMT(alarms[i].kind)))));
		set(t, one, "detail", detail_of(t, &alarms[i]));
		set(t, one, "count", sp_str(sp_arena_printf(t->a->arena, "%lld",
			(long long)alarms[i].count)));
		sp_data_set_bool(t->a->arena, one, "several", alarms[i].count > 1);
		set(t, one, "last", date_time(t, alarms[i].last_at));
	}
	count = 0;
	if (status == SP_OK)
		status = sp_privacy_pressing(t->a->db, t->a->arena, t->a->c->facts->now, &rights,
			&count, t->err);
	set_rights(t, rights, count);
	return status;
}

enum sp_status sp_clock_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const char *language, struct sp_data *data, struct sp_err *err)
{
	struct telling t = { a, decision, language, data, err };

	if (decision->ticket_id)
		set_response(&t);
	if (strcmp(decision->mail.kind->name, "digest") == 0)
		return set_digest(&t);
	if (strcmp(decision->mail.kind->name, "alarms") == 0)
		return set_alarms(&t);
	return strcmp(decision->mail.kind->name, "summary") == 0 ?
		sp_summary_data(a, to, language, data, err) : SP_OK;
}
