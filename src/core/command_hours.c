/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about work and money: #ore, #remoto, #spesa.
 */
#include "core/commanding.h"

#include "base/clock.h"
#include "text/money.h"

static const char *language_of(const struct sp_commanding *c)
{
	return sp_arena_text(c->d->arena, c->d->language);
}

static const char *word(const struct sp_commanding *c, const char *key)
{
	return sp_word(c->d->c->words, language_of(c),
		sp_arena_printf(c->d->arena, "hours.%s", key));
}

static struct sp_payer payer_of(const struct sp_ticket *ticket)
{
	return sp_payer_of(ticket->organisation_id, ticket->requester_id);
}

static const struct sp_calendar *calendar_of(const struct sp_commanding *c)
{
	return sp_policies_of(c->d, c->after.ticket.queue)->calendar;
}

/* --- what is said of a line ------------------------------------------------------- */

/* "HT00191/2"; a ticket that this mail opens has no number yet: "/1". */
static void add_code(struct sp_buf *out, const struct sp_commanding *c, int64_t number)
{
	sp_buf_printf(out, "%.*s/%lld", SP_FMT(c->after.ticket.code), (long long)number);
}

static void add_hours(struct sp_buf *out, const char *before, int64_t minutes)
{
	sp_buf_printf(out, "%s ", before);
	sp_hours_add(out, minutes);
}

/* The balance of each account that the line changed, before and after it. */
static void add_balances(struct sp_buf *out, const struct sp_commanding *c,
	const struct sp_hours *hours, const int64_t *before)
{
	for (size_t i = 0; i < hours->account_count; i++) {
		const struct sp_account *account = &hours->accounts[i];

		if (account->balance == before[i])
			continue;
		sp_buf_printf(out, "; %.*s: ", SP_FMT(account->title));
		if (account->unlimited) {
			sp_buf_add_text(out, word(c, "unlimited"));
			continue;
		}
		add_hours(out, word(c, "before"), before[i]);
		add_hours(out, sp_arena_printf(c->d->arena, ", %s", word(c, "after")),
			account->balance);
	}
}

static void add_owed(struct sp_buf *out, const struct sp_commanding *c,
	const struct sp_work_outcome *outcome)
{
	if (outcome->excess) {
		add_hours(out, sp_arena_printf(c->d->arena, "; %s", word(c, "excess")),
			outcome->excess);
		if (outcome->carried)
			sp_buf_printf(out, ", %s", word(c, "carried"));
	}
	if (outcome->cents) {
		sp_buf_printf(out, "; %s ", word(c, "owed"));
		sp_money_add(out, outcome->cents, language_of(c));
	}
	if (outcome->log.unconsented)
		sp_buf_printf(out, "; %s", word(c, "unconsented"));
}

/* " (03/12/2026, urgente, fuori orario)": what is not as usual, and may be a slip. */
static void add_unusual(struct sp_buf *out, const struct sp_commanding *c,
	const struct sp_work_log *log)
{
	struct sp_buf said = SP_BUF_INIT;

	if (log->day != sp_day_of(c->d->c->facts->now))
		sp_words_day(language_of(c), log->day, &said);
	if (log->kind != SP_WORK_ORDINARY)
		sp_buf_printf(&said, "%s%s", said.len ? ", " : "", sp_word(c->d->c->words,
			language_of(c), sp_arena_printf(c->d->arena, "kind.%s",
				sp_work_kind_name(log->kind))));
	if (log->out_of_hours)
		sp_buf_printf(&said, "%s%s", said.len ? ", " : "", word(c, "out_of_hours"));
	if (said.len)
		sp_buf_printf(out, " (%s)", said.ptr);
	sp_buf_release(&said);
}

static void say_work(struct sp_commanding *c, const struct sp_hours *hours, const int64_t *before,
	const struct sp_work_outcome *outcome)
{
	struct sp_buf out = SP_BUF_INIT;

	add_code(&out, c, outcome->log.number);
	if (outcome->log.minutes == 0 && outcome->log.id) {
		sp_buf_printf(&out, ", %s", word(c, "cancelled"));
	} else {
		add_hours(&out, sp_arena_printf(c->d->arena, ", %s", word(c, "real")),
			outcome->log.minutes);
		add_unusual(&out, c, &outcome->log);
		add_hours(&out, sp_arena_printf(c->d->arena, ", %s", word(c, "charged")),
			outcome->log.charged);
	}
	add_balances(&out, c, hours, before);
	add_owed(&out, c, outcome);
	sp_line_text(c, sp_arena_keep(c->d->arena, &out));
}

/* --- work ---------------------------------------------------------------------------- */

/* Write the log, and say what it did. */
static void record(struct sp_commanding *c, const struct sp_work_log *log, int64_t was,
	int64_t session_id)
{
	struct sp_hours *hours = sp_hours_of(c->d, log->payer);
	int64_t *before = sp_arena_array(c->d->arena, hours->account_count + 1, int64_t);
	struct sp_work_outcome outcome;
	struct sp_err err = { 0 };

	for (size_t i = 0; i < hours->account_count; i++)
		before[i] = hours->accounts[i].balance;
	if (sp_add_work(c->d, log, was, session_id, &outcome, &err) != SP_OK) {
		sp_line_wrong(c, "ledger", sp_arena_str(c->d->arena, sp_str(err.text)));
		return;
	}
	c->worked = true;
	c->logged += log->id == 0;
	say_work(c, hours, before, &outcome);
}

static int64_t next_number(const struct sp_commanding *c)
{
	const struct sp_ticket_work *work = c->opened ? NULL : c->d->c->facts->work;
	int64_t last = 0;

	for (size_t i = 0; work && i < work->log_count; i++)
		if (work->logs[i].ticket_id == work->ticket_id && work->logs[i].number > last)
			last = work->logs[i].number;
	return last + 1 + c->logged;
}

/* A log of this ticket as it is now. */
static struct sp_work_log new_log(const struct sp_commanding *c)
{
	const struct sp_ticket *ticket = &c->after.ticket;

	return (struct sp_work_log){ .ticket_id = ticket->id, .number = next_number(c),
		.staff_id = c->d->c->facts->sender->id, .payer = payer_of(ticket),
		.queue = ticket->queue, .extra = ticket->extra };
}

static void add_log(struct sp_commanding *c)
{
	const struct sp_command *command = c->command;
	struct sp_work_log log = new_log(c);

	if (command->kind.len)
		sp_work_kind_read(command->kind, &log.kind);
	log.day = command->day ? command->day : sp_day_of(c->d->c->facts->now);
	log.minutes = command->number;
	log.out_of_hours = sp_work_out_of_hours(calendar_of(c), log.day, command->instant);
	log.description = command->text;
	record(c, &log, 0, 0);
}

/* Was it changed by another line of this mail?  Its rows are not known yet. */
static bool changed_already(const struct sp_commanding *c, int64_t log_id)
{
	const struct sp_plan *plan = c->d->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_WORK && plan->items[i].work.log->id == log_id)
			return true;
	return false;
}

/* What the line does not say stays as it was. */
static void correct_log(struct sp_commanding *c)
{
	const struct sp_command *command = c->command;
	const struct sp_work_log *found = c->opened ? NULL :
		sp_find_work_log(c->d->c->facts->work, command->which);
	struct sp_work_log log;

	if (!found) {
		sp_line_wrong(c, "no_such_log", SP_NONE);
		return;
	}
	if (changed_already(c, found->id)) {
		sp_line_wrong(c, "log_twice", SP_NONE);
		return;
	}
	log = *found;
	log.minutes = command->number;
	if (command->kind.len)
		sp_work_kind_read(command->kind, &log.kind);
	if (command->day) {
		log.day = command->day;
		log.out_of_hours = sp_work_out_of_hours(calendar_of(c), log.day, command->instant);
	}
	if (command->text.len)
		log.description = command->text;
	record(c, &log, found->minutes, 0);
}

void sp_command_hours(struct sp_commanding *c)
{
	if (c->command->day > sp_day_of(c->d->c->facts->now))
		sp_line_wrong(c, "future_day", SP_NONE);
	else if (c->command->which)
		correct_log(c);
	else
		add_log(c);
}

/* --- remote sessions -------------------------------------------------------------------- */

static const struct sp_remote_session *open_session(const struct sp_commanding *c)
{
	const struct sp_ticket_work *work = c->opened ? NULL : c->d->c->facts->work;

	return work && !c->remote_closed ? work->remote : NULL;
}

bool sp_remote_is_open(const struct sp_commanding *c)
{
	return c->remote_opened || open_session(c);
}

static void open_remote(struct sp_commanding *c)
{
	struct sp_decision *remote;

	if (sp_remote_is_open(c)) {
		sp_line_wrong(c, "remote_open", SP_NONE);
		return;
	}
	if (!sp_state_is_open(c->after.ticket.state)) {
		sp_line_wrong(c, "not_open", SP_NONE);
		return;
	}
	remote = sp_plan_add(c->d->plan, SP_DO_REMOTE, "#remoto: a timed session begins");
	remote->ticket_id = c->after.ticket.id;
	remote->person_id = c->d->c->facts->sender->id;
	c->remote_opened = true;
	/* He is told what it costs before it begins (SPEC.md section 5). */
	sp_tell_requester(c->d, &c->after, "remote", "he is told the price of a remote session");
	sp_line_text(c, sp_str(word(c, "remote_opened")));
}

/* Seconds are dropped. */
static void close_remote(struct sp_commanding *c)
{
	const struct sp_remote_session *session = open_session(c);
	struct sp_work_log log = new_log(c);
	int64_t seconds;

	if (!session) {
		sp_line_wrong(c, "remote_closed", SP_NONE);
		return;
	}
	seconds = c->d->c->facts->now - session->opened_at;
	log.kind = SP_WORK_REMOTE;
	log.minutes = seconds > 0 ? seconds / 60 : 0;
	log.day = sp_day_of(session->opened_at);
	log.out_of_hours = sp_work_out_of_hours(calendar_of(c), log.day, session->opened_at);
	log.session_id = session->id;
	log.description = sp_str(word(c, "remote_session"));
	if (session->opened_by)
		log.staff_id = session->opened_by;
	c->remote_closed = true;
	record(c, &log, 0, session->id);
}

void sp_command_remote(struct sp_commanding *c)
{
	if (c->command->flag)
		open_remote(c);
	else
		close_remote(c);
}

/* --- costs -------------------------------------------------------------------------------- */

static int64_t next_cost(const struct sp_commanding *c)
{
	const struct sp_ticket_work *work = c->opened ? NULL : c->d->c->facts->work;
	int64_t last = 0;

	for (size_t i = 0; work && i < work->cost_count; i++)
		if (work->costs[i].ticket_id == work->ticket_id && work->costs[i].number > last)
			last = work->costs[i].number;
	return last + 1 + c->spent;
}

static void say_cost(struct sp_commanding *c, const struct sp_cost *cost)
{
	struct sp_buf out = SP_BUF_INIT;

	add_code(&out, c, cost->number);
	sp_buf_add_text(&out, ", ");
	if (cost->cents)
		sp_money_add(&out, cost->cents, language_of(c));
	else
		sp_buf_add_text(&out, word(c, "cancelled"));
	sp_line_text(c, sp_arena_keep(c->d->arena, &out));
}

static void write_cost(struct sp_commanding *c, struct sp_cost *cost, int64_t was)
{
	struct sp_decision *decision = sp_plan_add(c->d->plan, SP_DO_COST,
		cost->id ? "#spesa: a cost is corrected" : "#spesa: a cost");

	decision->ticket_id = c->after.ticket.id;
	decision->cost.cost = cost;
	decision->cost.was = was;
	c->spent += cost->id == 0;
	say_cost(c, cost);
}

static bool cost_changed_already(const struct sp_commanding *c, int64_t id)
{
	const struct sp_plan *plan = c->d->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_COST && plan->items[i].cost.cost->id == id)
			return true;
	return false;
}

static void correct_cost(struct sp_commanding *c)
{
	const struct sp_cost *found = c->opened ? NULL :
		sp_find_cost(c->d->c->facts->work, c->command->which);
	struct sp_cost *cost;

	if (!found || cost_changed_already(c, found->id)) {
		sp_line_wrong(c, found ? "log_twice" : "no_such_cost", SP_NONE);
		return;
	}
	cost = sp_arena_new(c->d->arena, struct sp_cost);
	*cost = *found;
	cost->cents = c->command->number;
	if (c->command->text.len)
		cost->description = c->command->text;
	write_cost(c, cost, found->cents);
}

void sp_command_expense(struct sp_commanding *c)
{
	struct sp_cost *cost;

	if (c->command->which) {
		correct_cost(c);
		return;
	}
	cost = sp_arena_new(c->d->arena, struct sp_cost);
	*cost = (struct sp_cost){ .ticket_id = c->after.ticket.id, .number = next_cost(c),
		.staff_id = c->d->c->facts->sender->id, .payer = payer_of(&c->after.ticket),
		.day = sp_day_of(c->d->c->facts->now), .cents = c->command->number,
		.description = c->command->text };
	write_cost(c, cost, 0);
}
