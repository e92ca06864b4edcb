/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clock's own mails show besides: the digest's tickets, the date that
 * has passed, the alarms.
 */
#include "desk/mail_data.h"

#include "core/clock.h"

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

static enum sp_status set_alarms(const struct telling *t)
{
	struct sp_data *list = sp_data_set_list(t->a->arena, t->data, "alarms");
	struct sp_alarm *alarms = NULL;
	size_t count = 0;
	enum sp_status status = sp_alarms_untold(t->a->db, t->a->arena, &alarms, &count, t->err);

	for (size_t i = 0; i < count; i++) {
		struct sp_data *one = sp_data_add(t->a->arena, list);

		set(t, one, "kind", alarms[i].kind);
		set(t, one, "detail", alarms[i].detail);
		set(t, one, "count", sp_str(sp_arena_printf(t->a->arena, "%lld",
			(long long)alarms[i].count)));
		sp_data_set_bool(t->a->arena, one, "several", alarms[i].count > 1);
		set(t, one, "last", date_time(t, alarms[i].last_at));
	}
	return status;
}

enum sp_status sp_clock_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const char *language, struct sp_data *data, struct sp_err *err)
{
	struct telling t = { a, decision, language, data, err };

	if (decision->ticket_id)
		set_response(&t);
	if (strcmp(decision->mail.kind->name, "digest") == 0)
		return set_tickets(&t);
	if (strcmp(decision->mail.kind->name, "alarms") == 0)
		return set_alarms(&t);
	return strcmp(decision->mail.kind->name, "summary") == 0 ?
		sp_summary_data(a, to, language, data, err) : SP_OK;
}
