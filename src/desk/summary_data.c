/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the official mail that ends a ticket shows (SPEC.md section 6): the work
 * done, what it was charged to, and the balance of each package it touched, at
 * the commit that archives it.  From the same query as the reports.
 */
#include "desk/mail_data.h"

#include "base/clock.h"
#include "base/wrap.h"
#include "store/accounts.h"
#include "store/work_logs.h"
#include "store/works.h"
#include "text/money.h"

enum { INDENT = 4 };

/* One mail in the making. */
struct summing {
	struct sp_applying *a;
	const char *language;
	struct sp_data *data;
	struct sp_err *err;
	struct sp_work_done *works;
	size_t count;
	bool shown; /* hours and money */
};

static void set(const struct summing *s, struct sp_data *data, const char *name, struct sp_str text)
{
	sp_data_set_text(s->a->arena, data, name, text.ptr ? text : SP_STR(""));
}

static struct sp_str hours(const struct summing *s, int64_t minutes)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_hours_add(&out, minutes);
	return sp_arena_keep(s->a->arena, &out);
}

/* With its year: it is read again years later. */
static struct sp_str date(const struct summing *s, int64_t day)
{
	struct sp_civil noon = { .hour = 12 };
	struct sp_buf out = SP_BUF_INIT;

	sp_days_date(day, &noon.year, &noon.month, &noon.day);
	sp_words_date(s->a->desk->words, s->language, sp_civil_instant(noon), 0, &out);
	return sp_arena_keep(s->a->arena, &out);
}

/* As wide as a mail is, its further lines as far in as templates have the first. */
static struct sp_str indented(const struct summing *s, struct sp_str text)
{
	struct sp_buf wrapped = SP_BUF_INIT, out = SP_BUF_INIT;
	struct sp_str rest, line;

	sp_wrap(&wrapped, sp_str_trim(text), SP_MAIL_COLUMNS - INDENT);
	rest = sp_buf_str(&wrapped);
	while (sp_str_next_line(&rest, &line))
		sp_buf_printf(&out, "%s%.*s", out.len ? "\n    " : "", SP_FMT(line));
	sp_buf_release(&wrapped);
	return sp_arena_keep(s->a->arena, &out);
}

static void add_work(const struct summing *s, struct sp_data *list, const struct sp_work_log *log)
{
	struct sp_data *one = sp_data_add(s->a->arena, list);
	const char *kind = sp_word(s->a->desk->words, s->language,
		sp_arena_printf(s->a->arena, "kind.%s", sp_work_kind_name(log->kind)));

	set(s, one, "date", date(s, log->day));
	set(s, one, "who", log->staff);
	set(s, one, "what", indented(s, log->description.len ? log->description : sp_str(kind)));
	set(s, one, "minutes", s->shown ? hours(s, log->minutes) : SP_STR(""));
}

/* What of this ticket's work an account paid. */
static int64_t used_of(const struct summing *s, int64_t account_id)
{
	int64_t minutes = 0;

	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < s->works[i].charge_count; k++)
			if (s->works[i].charges[k].target == SP_TO_ACCOUNT &&
				s->works[i].charges[k].account_id == account_id)
				minutes += s->works[i].charges[k].minutes;
	return minutes;
}

/* The accounts that paid something, each once, in the order in which they first
 * did; at most one a charge. */
static size_t touched(const struct summing *s, int64_t *ids)
{
	size_t count = 0;

	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < s->works[i].charge_count; k++) {
			const struct sp_charge *charge = &s->works[i].charges[k];
			bool known = charge->target != SP_TO_ACCOUNT;

			for (size_t n = 0; n < count && !known; n++)
				known = ids[n] == charge->account_id;
			if (!known)
				ids[count++] = charge->account_id;
		}
	return count;
}

static enum sp_status add_package(const struct summing *s, struct sp_data *list, int64_t id)
{
	struct sp_account *account = NULL;
	struct sp_payer any = { 0, 0 };
	struct sp_data *one;
	size_t found = 0;
	enum sp_status status = sp_accounts(s->a->db, s->a->arena, id, any, &account, &found,
		s->err);

	if (status != SP_OK || !found)
		return status;
	one = sp_data_add(s->a->arena, list);
	set(s, one, "title", account->title);
	set(s, one, "used", hours(s, used_of(s, id)));
	set(s, one, "left", account->unlimited ? SP_STR("") : hours(s, account->balance));
	set(s, one, "until", account->until_day == SP_NO_END ? SP_STR("") :
							       date(s, account->until_day));
	return SP_OK;
}

static enum sp_status set_packages(const struct summing *s, const int64_t *ids, size_t count)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "packages");
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < count && s->shown && status == SP_OK; i++)
		status = add_package(s, list, ids[i]);
	return status;
}

/* What is owed besides: work by the tariff, and costs. */
static enum sp_status set_owed(const struct summing *s)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_cost *costs = NULL;
	size_t count = 0;
	int64_t cents = 0;
	enum sp_status status = sp_costs(s->a->db, s->a->arena, s->a->ticket.id, &costs, &count,
		s->err);

	for (size_t i = 0; i < s->count; i++)
		cents += s->works[i].cents;
	for (size_t i = 0; i < count; i++)
		cents += costs[i].cents;
	if (cents && s->shown)
		sp_money_add(&out, cents, s->language);
	set(s, s->data, "owed", sp_arena_keep(s->a->arena, &out));
	return status;
}

static void set_works(const struct summing *s)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "works");
	int64_t worked = 0, charged = 0;

	for (size_t i = 0; i < s->count; i++) {
		add_work(s, list, &s->works[i].log);
		worked += s->works[i].log.minutes;
		charged += s->works[i].log.charged;
	}
	set(s, s->data, "worked", s->count && s->shown ? hours(s, worked) : SP_STR(""));
	set(s, s->data, "charged", s->count && s->shown ? hours(s, charged) : SP_STR(""));
}

/* Hours and money are the requester's and his firm's, not of who is in copy. */
static bool may_see(const struct sp_ticket *ticket, const struct sp_person *to)
{
	return to && (to->id == ticket->requester_id ||
			     (ticket->organisation_id && to->organisation_id == ticket->organisation_id));
}

enum sp_status sp_summary_data(struct sp_applying *a, const struct sp_person *to,
	const char *language, struct sp_data *data, struct sp_err *err)
{
	struct summing s = { .a = a, .language = language, .data = data, .err = err };
	const struct sp_queue_conf *queue = sp_conf_queue(a->desk->conf, a->ticket.queue);
	const struct sp_policies *policies = queue ? &queue->policies : &a->c->queue->policies;
	int64_t *ids;
	size_t count;
	enum sp_status status = sp_works_of_ticket(a->db, a->arena, a->ticket.id, &s.works, &s.count,
		err);

	if (status != SP_OK)
		return status;
	ids = sp_arena_array(a->arena, s.count * SP_MAX_CHARGES + 1, int64_t);
	count = touched(&s, ids);
	s.shown = may_see(&a->ticket, to) && (policies->show_hours || count);
	set_works(&s);
	status = set_packages(&s, ids, count);
	return status == SP_OK ? set_owed(&s) : status;
}
