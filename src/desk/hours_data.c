/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a mail says of hours and money, as of its own commit: work that was
 * done, what is left of packages, what work costs (SPEC.md section 5).
 *
 * Customers see hours where the queue's show_hours says so, balances only when
 * they are who is told of them: the firm's contact, or somebody who has no firm.
 */
#include "desk/mail_data.h"

#include "base/clock.h"
#include "base/wrap.h"
#include "core/work.h"
#include "desk/gather_hours.h"
#include "store/accounts.h"
#include "store/work_logs.h"
#include "text/money.h"

enum { INDENT = 4 };

/* One mail's hours in the making. */
struct showing {
	struct sp_applying *a;
	const struct sp_decision *decision;
	const struct sp_ticket *ticket; /* id 0: none */
	const struct sp_policies *policies;
	const struct sp_person *to;
	const char *language;
	struct sp_data *data;
	struct sp_payer_facts *payer; /* NULL: nobody known */
	struct sp_err *err;
};

static void set(const struct showing *s, struct sp_data *data, const char *name, struct sp_str text)
{
	sp_data_set_text(s->a->arena, data, name, text.ptr ? text : SP_STR(""));
}

static struct sp_str hours(const struct showing *s, int64_t minutes)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_hours_add(&out, minutes);
	return sp_arena_keep(s->a->arena, &out);
}

static struct sp_str money(const struct showing *s, int64_t cents)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_money_add(&out, cents, s->language);
	return sp_arena_keep(s->a->arena, &out);
}

static struct sp_str word(const struct showing *s, const char *key)
{
	return sp_str(sp_word(s->a->desk->words, s->language, key));
}

/* "3 dicembre 2026", at noon of that day. */
static struct sp_str day_text(const struct showing *s, int64_t day)
{
	struct sp_civil civil = { .hour = 12 };
	struct sp_buf out = SP_BUF_INIT;

	sp_days_date(day, &civil.year, &civil.month, &civil.day);
	sp_words_date(s->a->desk->words, s->language, sp_civil_instant(civil), 0, &out);
	return sp_arena_keep(s->a->arena, &out);
}

static bool for_staff(const struct showing *s)
{
	return s->decision->mail.kind->audience == SP_TO_STAFF;
}

/* --- packages ---------------------------------------------------------------------- */

static void add_account(const struct showing *s, struct sp_data *list,
	const struct sp_account *account)
{
	struct sp_data *one = sp_data_add(s->a->arena, list);

	set(s, one, "title", account->title);
	set(s, one, "left", account->unlimited ? word(s, "hours.unlimited") :
						 hours(s, account->balance));
	set(s, one, "until", account->until_day == SP_NO_END ? SP_NONE :
							       day_text(s, account->until_day));
}

/* May the reader see what is left?  Where a firm has no contact, all of its
 * people may. */
static bool sees_balance(const struct showing *s)
{
	if (for_staff(s))
		return true;
	if (!s->payer || !s->to)
		return false;
	if (s->payer->contact)
		return s->payer->contact->id == s->to->id;
	return s->to->organisation_id && s->to->organisation_id == s->payer->payer.organisation_id;
}

/* Who sees it in the reader's place. */
static struct sp_str contact_name(const struct showing *s)
{
	const struct sp_person *contact = s->payer ? s->payer->contact : NULL;

	if (!contact || sees_balance(s))
		return SP_NONE;
	return contact->name.len ? contact->name : contact->address;
}

static bool is_valid(const struct sp_account *account, int64_t today)
{
	return account->from_day <= today && today <= account->until_day;
}

/* The threshold of that account which this plan tells, in percent; 0: none. */
static int told_of(const struct showing *s, int64_t account_id)
{
	const struct sp_plan *plan = s->a->plan;
	int percent = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_TOLD &&
			plan->items[i].told.account->id == account_id &&
			plan->items[i].told.percent > percent)
			percent = plan->items[i].told.percent;
	return percent;
}

/* The one that the mail names, and what the same work brought to the same threshold. */
static bool is_told(const struct showing *s, int64_t account_id)
{
	int64_t named = s->decision->mail.account_id;
	int percent = told_of(s, account_id);

	return account_id == named || (percent && (for_staff(s) || percent == told_of(s, named)));
}

/* Those that the mail is about; and, where it is about some only, what else is left. */
static void set_packages(const struct showing *s)
{
	struct sp_data *others = sp_data_set_list(s->a->arena, s->data, "others");
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "packages");
	int64_t today = sp_day_of(s->a->c->facts->now), some = s->decision->mail.account_id;
	const struct sp_payer_facts *payer = s->payer;
	struct sp_str title = SP_NONE;
	size_t told = 0;

	for (size_t i = 0; payer && sees_balance(s) && i < payer->account_count; i++) {
		const struct sp_account *account = &payer->accounts[i];

		if (some ? is_told(s, account->id) : is_valid(account, today)) {
			add_account(s, list, account);
			title = some ? account->title : SP_NONE;
			told++;
		} else if (some && is_valid(account, today) &&
			(account->unlimited || account->balance > 0)) {
			add_account(s, others, account);
		}
	}
	set(s, s->data, "package", told == 1 ? title : SP_NONE);
	sp_data_set_bool(s->a->arena, s->data, "several", some && told > 1);
}

/* How much of the account that the mail is about is used, in whole percent. */
static void set_percent(const struct showing *s)
{
	int64_t id = s->decision->mail.account_id;
	const char *text = "";

	for (size_t i = 0; s->payer && id && i < s->payer->account_count; i++) {
		const struct sp_account *account = &s->payer->accounts[i];

		if (account->id == id && account->bought > 0)
			text = sp_arena_printf(s->a->arena, "%lld", (long long)(
				(account->bought - account->balance) * 100 / account->bought));
	}
	set(s, s->data, "percent", sp_str(text));
	set(s, s->data, "payer", s->payer ? s->payer->name : SP_NONE);
}

/* --- work ------------------------------------------------------------------------------ */

/* As wide as a mail is, its further lines as far in as templates have the first. */
static struct sp_str indented(const struct showing *s, struct sp_str text)
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

static void add_log(const struct showing *s, struct sp_data *list, const struct sp_work_log *log,
	struct sp_str who)
{
	struct sp_data *one = sp_data_add(s->a->arena, list);

	set(s, one, "date", day_text(s, log->day));
	set(s, one, "who", who);
	set(s, one, "what", indented(s, log->description));
	set(s, one, "minutes", hours(s, log->minutes));
}

/* Of a mail about what has just been done: the work of this plan. */
static bool is_of_plan(const struct showing *s, const struct sp_work_log *log)
{
	const struct sp_plan *plan = s->a->plan;

	for (size_t i = 0; i < plan->count; i++) {
		const struct sp_work_log *planned = plan->items[i].kind == SP_DO_WORK ?
			plan->items[i].work.log : NULL;

		if (planned && sp_apply_id(s->a, planned->ticket_id) == log->ticket_id &&
			planned->number == log->number)
			return true;
	}
	return false;
}

/* Mails about the ticket's end tell all work, the others what was just done. */
static bool tells_all(const struct showing *s)
{
	return strcmp(s->decision->mail.kind->name, "closed") == 0 ||
	       strcmp(s->decision->mail.kind->name, "summary") == 0;
}

/* A customer: his own request, or his firm's; not one that he is in copy of. */
static bool is_his(const struct showing *s)
{
	return s->to && (s->to->id == s->ticket->requester_id ||
				(s->to->organisation_id &&
					s->to->organisation_id == s->ticket->organisation_id));
}

static bool shows_work(const struct showing *s)
{
	bool shown = s->policies->show_hours || strcmp(s->decision->mail.kind->name, "summary") == 0;

	return s->ticket->id && (for_staff(s) || (shown && is_his(s)));
}

static enum sp_status set_works(const struct showing *s)
{
	struct sp_data *list = sp_data_set_list(s->a->arena, s->data, "works");
	struct sp_work_log_filter filter = { .ticket_id = s->ticket->id };
	int64_t worked = 0, charged = 0;
	struct sp_work_log *logs = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;
	bool any = false;

	if (shows_work(s))
		status = sp_work_logs(s->a->db, s->a->arena, &filter, &logs, &count, s->err);
	for (size_t i = 0; i < count; i++) {
		if (!logs[i].minutes || (!for_staff(s) && !tells_all(s) && !is_of_plan(s, &logs[i])))
			continue;
		if (!for_staff(s))
			add_log(s, list, &logs[i], logs[i].staff);
		worked += logs[i].minutes;
		charged += logs[i].charged;
		any = true;
	}
	set(s, s->data, "worked", any ? hours(s, worked) : SP_NONE);
	set(s, s->data, "charged", any ? hours(s, charged) : SP_NONE);
	return status;
}

/* --- prices ------------------------------------------------------------------------------ */

/* Of a remote session: by what covers such work. */
static bool is_covered(const struct showing *s, struct sp_str queue, int64_t today)
{
	/* The one that asks for consent is about what nothing covers. */
	if (strcmp(s->decision->mail.kind->name, "consent") == 0)
		return false;
	if (strcmp(s->decision->mail.kind->name, "remote") != 0)
		return sp_payer_is_covered(s->payer, s->policies, queue, today);
	for (size_t i = 0; s->payer && i < s->payer->account_count; i++)
		if (sp_account_is_active(&s->payer->accounts[i], today, queue) &&
			(s->payer->accounts[i].kinds & 1U << SP_WORK_REMOTE) &&
			(s->payer->accounts[i].unlimited || s->payer->accounts[i].balance > 0))
			return true;
	return false;
}

/* For priority on the customer's wish: "30 %", "25,00 €"; empty for none. */
static void set_surcharge(const struct showing *s, const struct sp_tariff *tariff)
{
	struct sp_str text = SP_NONE;

	if (tariff && tariff->extra.percent)
		text = sp_str(sp_arena_printf(s->a->arena, "%d %%", tariff->extra.percent));
	else if (tariff && tariff->extra.cents)
		text = money(s, tariff->extra.cents);
	set(s, s->data, "surcharge", text);
}

/* What work costs whom no package and no contract covers. */
static void set_price(const struct showing *s)
{
	const struct sp_tariff *tariff = s->policies->tariff;
	int64_t today = sp_day_of(s->a->c->facts->now);
	struct sp_str queue = s->ticket->id ? s->ticket->queue : sp_str(s->a->c->queue->name);
	bool covered = is_covered(s, queue, today);
	bool priced = tariff && !covered && (tariff->first_hour || tariff->next_hour);

	set_surcharge(s, tariff);
	set(s, s->data, "first_hour", priced ? money(s, tariff->first_hour) : SP_NONE);
	set(s, s->data, "next_hour", priced ? money(s, tariff->next_hour) : SP_NONE);
	sp_data_set_bool(s->a->arena, s->data, "covered", covered);
	sp_data_set_bool(s->a->arena, s->data, "whole_hours", tariff && !tariff->divisible);
	set(s, s->data, "unit", tariff ? hours(s, tariff->unit[SP_WORK_REMOTE]) : SP_NONE);
}

/* URGENTE out of hours: was somebody called, and does a contract cover it? */
static void set_urgent(const struct showing *s)
{
	struct sp_str queue = s->ticket->id ? s->ticket->queue : sp_str(s->a->c->queue->name);
	const struct sp_plan *plan = s->a->plan;
	bool called = false;

	for (size_t i = 0; i < plan->count; i++)
		called = called || (plan->items[i].kind == SP_DO_MAIL &&
			strcmp(plan->items[i].mail.kind->name, "on_call") == 0);
	sp_data_set_bool(s->a->arena, s->data, "called", called);
	sp_data_set_bool(s->a->arena, s->data, "covers_urgent",
		sp_payer_on_call(s->payer, queue, sp_day_of(s->a->c->facts->now)));
}

/* Whose hours the mail is about: those that the decision says, the ticket's, or
 * the reader's own. */
static struct sp_payer payer_of(const struct showing *s)
{
	if (sp_payer_known(s->decision->mail.payer))
		return s->decision->mail.payer;
	if (s->ticket->id)
		return sp_payer_of(s->ticket->organisation_id, s->ticket->requester_id);
	if (s->to && s->to->role == SP_CUSTOMER)
		return sp_payer_of(s->to->organisation_id, s->to->id);
	return (struct sp_payer){ 0, 0 };
}

/* Work that waits for his next package: who asks for his hours is told of it. */
static enum sp_status set_carried(const struct showing *s)
{
	bool asked = strcmp(s->decision->mail.kind->name, "balance") == 0 && s->payer;
	enum sp_status status = SP_OK;
	int64_t minutes = 0;

	if (asked && sees_balance(s))
		status = sp_ledger_waiting(s->a->db, s->payer->payer, INT64_MAX, &minutes, s->err);
	set(s, s->data, "carried_hours", minutes < 0 ? hours(s, -minutes) : SP_NONE);
	return status;
}

static enum sp_status set_remote(const struct showing *s)
{
	struct sp_remote_session session;
	bool open = false;
	enum sp_status status = SP_OK;

	if (s->ticket->id && for_staff(s))
		status = sp_remote_of_ticket(s->a->db, s->ticket->id, &session, &open, s->err);
	sp_data_set_bool(s->a->arena, s->data, "remote_open", open);
	return status;
}

enum sp_status sp_hours_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_ticket *ticket, const struct sp_policies *policies,
	const struct sp_person *to, const char *language, struct sp_data *data,
	struct sp_err *err)
{
	struct showing s = { .a = a, .decision = decision, .ticket = ticket, .policies = policies,
		.to = to, .language = language, .data = data, .err = err };
	enum sp_status status = sp_gather_payer(a->db, a->arena, payer_of(&s), &s.payer, err);

	if (status != SP_OK)
		return status;
	set_packages(&s);
	set_percent(&s);
	set_price(&s);
	set_urgent(&s);
	set(&s, data, "contact", contact_name(&s));
	sp_data_set_bool(a->arena, data, "held", decision->mail.held);
	sp_data_set_bool(a->arena, data, "asks_hours", a->plan->asks_hours);
	sp_data_set_bool(a->arena, data, "over_ask", policies->over == SP_OVER_ASK);
	status = set_carried(&s);
	if (status == SP_OK)
		status = set_remote(&s);
	return status == SP_OK ? set_works(&s) : status;
}
