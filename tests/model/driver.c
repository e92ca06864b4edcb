/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The program's side of the comparison with the model (tests/model/compare.py):
 * reads a case a line on standard input, prints its result as one line.
 *
 * A case is fields separated by tabs, the first says what is asked:
 *
 *	due      ZONE CALENDAR FROM MINUTES    -> instant (RFC 3339)
 *	minutes  ZONE CALENDAR FROM TO         -> number
 *	open     ZONE CALENDAR AT              -> 0 or 1
 *	explain  ZONE CALENDAR FROM TO         -> open stretches "A-B,A-B" (UTC seconds),
 *	                                          then " closed " and dates "F..L REASON|..."
 *	check    ZONE CALENDAR AT              -> ok, or error config
 *	price    TARIFF KIND MINUTES OUT EXTRA -> charged work out-of-hours extra total
 *	hours    TEXT                          -> number, wrong, ambiguous or too much
 *	money    TEXT                          -> the same
 *	shown    NUMBER                        -> money it|money en|plain it|hours|words
 *	ledger   TARIFF EXCESS STEP...         -> entries
 *
 * CALENDAR and TARIFF are values separated by ';', each a name, a blank and
 * the value as in the configuration.  A failure is "error temp", "error perm"
 * or "error config".  What is malformed ends the program: the comparison fails.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "core/calendar.h"
#include "core/ledger.h"
#include "text/money.h"

enum { MAX_FIELDS = 64 };

struct asked {
	struct sp_str fields[MAX_FIELDS];
	size_t count;
	struct sp_arena arena;
	struct sp_buf out;
};

static void die(const char *what, struct sp_str field)
{
	fprintf(stderr, "driver: %s: \"%.*s\"\n", what, SP_FMT(field));
	exit(1);
}

static struct sp_str field_at(const struct asked *asked, size_t at)
{
	if (at >= asked->count)
		die("a field is missing after", asked->fields[asked->count - 1]);
	return asked->fields[at];
}

static int64_t number_of(struct sp_str field)
{
	bool negative = field.len && field.ptr[0] == '-';
	unsigned long long number;

	if (!sp_str_number(sp_str_from(field, negative), INT64_MAX, &number))
		die("no number", field);
	return negative ? -(int64_t)number : (int64_t)number;
}

static int64_t number_at(const struct asked *asked, size_t at)
{
	return number_of(field_at(asked, at));
}

static int64_t instant_at(const struct asked *asked, size_t at)
{
	int64_t instant;

	if (!sp_instant_parse(field_at(asked, at), &instant))
		die("no instant", field_at(asked, at));
	return instant;
}

static void add_status(struct asked *asked, enum sp_status status)
{
	static const char *const names[] = { [SP_OK] = "ok", [SP_TEMP] = "error temp",
		[SP_PERM] = "error perm", [SP_CONFIG] = "error config" };

	sp_buf_add_text(&asked->out, names[status]);
}

static void add_number(struct asked *asked, int64_t number)
{
	sp_buf_printf(&asked->out, "%" PRId64, number);
}

/* --- calendars ---------------------------------------------------------------- */

static enum sp_status add_value(struct sp_calendar *calendar, struct sp_str name,
	struct sp_str value, struct sp_err *err)
{
	if (sp_str_eq(name, SP_STR("hours")))
		return sp_calendar_add_hours(calendar, value, err);
	if (sp_str_eq(name, SP_STR("holidays")))
		return sp_calendar_add_holidays(calendar, value, err);
	if (sp_str_eq(name, SP_STR("day")))
		return sp_calendar_add_day(calendar, value, err);
	if (sp_str_eq(name, SP_STR("closed")))
		return sp_calendar_add_closed(calendar, value, err);
	die("no value of a calendar", name);
	return SP_PERM;
}

/* The zone and the calendar of fields 1 and 2. */
static const struct sp_calendar *calendar_of(struct asked *asked)
{
	struct sp_calendar *calendar = sp_arena_new(&asked->arena, struct sp_calendar);
	struct sp_str rest = field_at(asked, 2), value;
	struct sp_err err = { 0 };

	if (sp_zone_set(sp_arena_text(&asked->arena, field_at(asked, 1)), &err) != SP_OK)
		die(err.text, field_at(asked, 1));
	sp_calendar_init(calendar, "model");
	while (sp_str_next_field(&rest, ';', &value)) {
		size_t blank = sp_str_find_char(value, ' ');

		if (add_value(calendar, sp_str_sub(value, 0, blank), sp_str_from(value, blank),
			    &err) != SP_OK)
			die(err.text, value);
	}
	return calendar;
}

static void ask_due(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);
	int64_t due;
	enum sp_status status = sp_calendar_due(calendar, instant_at(asked, 3),
		number_at(asked, 4), &due, NULL);

	if (status == SP_OK)
		sp_rfc3339_add(&asked->out, due);
	else
		add_status(asked, status);
}

static void ask_minutes(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);
	int64_t minutes;
	enum sp_status status = sp_calendar_minutes(calendar, instant_at(asked, 3),
		instant_at(asked, 4), &minutes, NULL);

	if (status == SP_OK)
		add_number(asked, minutes);
	else
		add_status(asked, status);
}

static void ask_open(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);

	add_number(asked, sp_calendar_open_at(calendar, instant_at(asked, 3)));
}

static void ask_check(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);

	add_status(asked, sp_calendar_check(calendar, instant_at(asked, 3), NULL));
}

static void add_local_date(struct asked *asked, int64_t instant)
{
	struct sp_civil civil = sp_civil_of(instant);

	sp_buf_printf(&asked->out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static void ask_explain(struct asked *asked)
{
	const struct sp_calendar *calendar = calendar_of(asked);
	struct sp_counted_list list;
	enum sp_status status = sp_calendar_explain(calendar, instant_at(asked, 3),
		instant_at(asked, 4), &asked->arena, &list, NULL);
	const char *before = "";

	if (status != SP_OK) {
		add_status(asked, status);
		return;
	}
	for (size_t i = 0; i < list.count; i++)
		if (!list.items[i].closed) {
			sp_buf_printf(&asked->out, "%s%" PRId64 "-%" PRId64, before,
				list.items[i].from, list.items[i].until);
			before = ",";
		}
	sp_buf_add_text(&asked->out, " closed ");
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].closed) {
			add_local_date(asked, list.items[i].from);
			sp_buf_add_text(&asked->out, "..");
			add_local_date(asked, list.items[i].until - 1);
			sp_buf_printf(&asked->out, " %s|", list.items[i].closed);
		}
}

/* --- prices, and what people type --------------------------------------------- */

static enum sp_status set_value(struct sp_tariff *tariff, struct sp_str name, struct sp_str value,
	struct sp_err *err)
{
	if (sp_str_eq(name, SP_STR("unit")))
		return sp_tariff_set_unit(tariff, value, err);
	if (sp_str_eq(name, SP_STR("included")))
		return sp_tariff_set_included(tariff, value, err);
	if (sp_str_eq(name, SP_STR("first")))
		return sp_price_read(value, &tariff->first_hour, err);
	if (sp_str_eq(name, SP_STR("next")))
		return sp_price_read(value, &tariff->next_hour, err);
	if (sp_str_eq(name, SP_STR("out")))
		return sp_surcharge_read(value, &tariff->out_of_hours, err);
	if (sp_str_eq(name, SP_STR("extra")))
		return sp_surcharge_read(value, &tariff->extra, err);
	if (!sp_str_eq(name, SP_STR("divisible")))
		die("no value of a tariff", name);
	tariff->divisible = true;
	return SP_OK;
}

static const struct sp_tariff *tariff_of(struct asked *asked)
{
	struct sp_tariff *tariff = sp_arena_new(&asked->arena, struct sp_tariff);
	struct sp_str rest = field_at(asked, 1), value;
	struct sp_err err = { 0 };

	sp_tariff_init(tariff, "model");
	while (sp_str_next_field(&rest, ';', &value)) {
		size_t blank = sp_str_find_char(value, ' ');

		if (set_value(tariff, sp_str_sub(value, 0, blank), sp_str_from(value, blank),
			    &err) != SP_OK)
			die(err.text, value);
	}
	return tariff;
}

static enum sp_work_kind kind_of(struct sp_str field)
{
	enum sp_work_kind kind;

	if (!sp_work_kind_read(field, &kind))
		die("no kind of work", field);
	return kind;
}

static void ask_price(struct asked *asked)
{
	const struct sp_tariff *tariff = tariff_of(asked);
	int64_t charged = sp_charged_minutes(tariff, kind_of(field_at(asked, 2)),
		number_at(asked, 3));
	struct sp_price price = sp_price_of(tariff, charged, number_at(asked, 4) != 0,
		number_at(asked, 5) != 0);

	sp_buf_printf(&asked->out, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
		charged, price.work, price.out_of_hours, price.extra, price.total);
}

static void add_typed(struct asked *asked, enum sp_typed typed, int64_t number)
{
	static const char *const names[] = { [SP_TYPED_WRONG] = "wrong",
		[SP_TYPED_AMBIGUOUS] = "ambiguous", [SP_TYPED_TOO_MUCH] = "too much" };

	if (typed == SP_TYPED_OK)
		add_number(asked, number);
	else
		sp_buf_add_text(&asked->out, names[typed]);
}

static void ask_hours(struct asked *asked)
{
	int64_t minutes = 0;
	enum sp_typed typed = sp_hours_read(field_at(asked, 1), &minutes);

	add_typed(asked, typed, minutes);
}

static void ask_money(struct asked *asked)
{
	int64_t cents = 0;
	enum sp_typed typed = sp_money_read(field_at(asked, 1), &cents);

	add_typed(asked, typed, cents);
}

static void ask_shown(struct asked *asked)
{
	int64_t number = number_at(asked, 1);

	sp_money_add(&asked->out, number, "it");
	sp_buf_add_char(&asked->out, '|');
	sp_money_add(&asked->out, number, "en");
	sp_buf_add_char(&asked->out, '|');
	sp_money_plain_add(&asked->out, number, "it");
	sp_buf_add_char(&asked->out, '|');
	sp_hours_add(&asked->out, number);
	sp_buf_add_char(&asked->out, '|');
	sp_hours_words_add(&asked->out, number);
}

/* --- the ledger ---------------------------------------------------------------- */

/* A desk over time.  Steps, their parts separated by ':' :
 *	account ID SORT FROM UNTIL KINDS QUEUES UNLIMITED BOUGHT  (before any log)
 *	charge  LOG DAY KIND QUEUE MINUTES OUT EXTRA
 *	correct LOG DAY KIND QUEUE MINUTES OUT EXTRA
 *	cancel  LOG
 *	add     as account; what was carried is charged to it
 * KINDS and QUEUES are separated by '+', "*" is all. */
enum { MAX_ACCOUNTS = 32, MAX_LOGS = 64, MAX_PARTS = 10, MAX_QUEUES = 4 };

struct desk {
	struct sp_account accounts[MAX_ACCOUNTS];
	size_t account_count;
	struct sp_work logs[MAX_LOGS]; /* by number */
	struct sp_ledger_entries entries;
	struct sp_charging charging;
};

struct parts {
	struct sp_str items[MAX_PARTS];
	size_t count;
};

static struct sp_str part_at(const struct parts *parts, size_t at)
{
	if (at >= parts->count)
		die("a part is missing after", parts->items[0]);
	return parts->items[at];
}

static unsigned kinds_of(struct sp_str text)
{
	unsigned kinds = 0;
	struct sp_str name;

	if (sp_str_eq(text, SP_STR("*")))
		return (1U << SP_WORK_KINDS) - 1;
	while (sp_str_next_field(&text, '+', &name))
		kinds |= 1U << kind_of(name);
	return kinds;
}

static struct sp_account *add_account(struct asked *asked, struct desk *desk,
	const struct parts *parts)
{
	struct sp_account *account = &desk->accounts[desk->account_count];
	struct sp_str queues = part_at(parts, 6), *names;
	struct sp_str until = part_at(parts, 4);

	if (desk->account_count == MAX_ACCOUNTS)
		die("too many accounts", parts->items[0]);
	names = sp_arena_array(&asked->arena, MAX_QUEUES, struct sp_str);
	*account = (struct sp_account){
		.id = number_of(part_at(parts, 1)),
		.sort = sp_str_eq(part_at(parts, 2), SP_STR("contract")) ? SP_CONTRACT : SP_PACKAGE,
		.from_day = number_of(part_at(parts, 3)),
		.until_day = sp_str_eq(until, SP_STR("*")) ? SP_NO_END : number_of(until),
		.kinds = kinds_of(part_at(parts, 5)), .queues = names,
		.unlimited = number_of(part_at(parts, 7)) != 0,
		.bought = number_of(part_at(parts, 8)), .balance = number_of(part_at(parts, 8)),
	};
	if (!sp_str_eq(queues, SP_STR("*")))
		while (account->queue_count < MAX_QUEUES &&
			sp_str_next_field(&queues, '+', &names[account->queue_count]))
			account->queue_count++;
	desk->charging.account_count = ++desk->account_count;
	return account;
}

static struct sp_work *work_of(struct desk *desk, const struct parts *parts)
{
	int64_t id = number_of(part_at(parts, 1));
	struct sp_work *work;

	if (id < 0 || id >= MAX_LOGS)
		die("no number of a log", part_at(parts, 1));
	work = &desk->logs[id];
	*work = (struct sp_work){
		.log_id = id, .day = number_of(part_at(parts, 2)),
		.kind = kind_of(part_at(parts, 3)), .queue = part_at(parts, 4),
		.out_of_hours = number_of(part_at(parts, 6)) != 0,
		.extra = number_of(part_at(parts, 7)) != 0,
	};
	work->charged = sp_charged_minutes(desk->charging.tariff, work->kind,
		number_of(part_at(parts, 5)));
	return work;
}

static void correct(struct asked *asked, struct desk *desk, int64_t log_id,
	const struct sp_work *work)
{
	struct sp_ledger_entry *old = sp_arena_array(&asked->arena, desk->entries.count + 1,
		struct sp_ledger_entry);
	struct sp_err err = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < desk->entries.count; i++)
		if (desk->entries.items[i].log_id == log_id)
			old[count++] = desk->entries.items[i];
	if (sp_ledger_correct(&desk->charging, log_id, old, count, work, &err) != SP_OK)
		die(err.text, SP_NONE);
}

static void settle(struct asked *asked, struct desk *desk, struct sp_account *package)
{
	struct sp_carried *carried = sp_arena_array(&asked->arena, MAX_LOGS, struct sp_carried);
	size_t count = 0;

	for (int64_t id = 0; id < MAX_LOGS; id++) {
		const struct sp_work *work = &desk->logs[id];
		int64_t minutes = 0;

		for (size_t i = 0; i < desk->entries.count; i++)
			if (desk->entries.items[i].log_id == id &&
				desk->entries.items[i].target == SP_TO_CARRY)
				minutes -= desk->entries.items[i].minutes;
		if (minutes > 0)
			carried[count++] = (struct sp_carried){ id, work->day, work->kind,
				work->queue, minutes };
	}
	sp_ledger_settle(&desk->charging, package, carried, count);
}

static void take_step(struct asked *asked, struct desk *desk, struct sp_str step)
{
	struct parts parts = { .count = 0 };
	struct sp_str rest = step;

	while (parts.count < MAX_PARTS && sp_str_next_field(&rest, ':', &parts.items[parts.count]))
		parts.count++;
	if (sp_str_eq(parts.items[0], SP_STR("account"))) {
		add_account(asked, desk, &parts);
	} else if (sp_str_eq(parts.items[0], SP_STR("charge"))) {
		sp_ledger_charge(&desk->charging, work_of(desk, &parts));
	} else if (sp_str_eq(parts.items[0], SP_STR("correct"))) {
		correct(asked, desk, number_of(part_at(&parts, 1)), work_of(desk, &parts));
	} else if (sp_str_eq(parts.items[0], SP_STR("cancel"))) {
		correct(asked, desk, number_of(part_at(&parts, 1)), NULL);
	} else if (sp_str_eq(parts.items[0], SP_STR("add"))) {
		settle(asked, desk, add_account(asked, desk, &parts));
	} else {
		die("no step", step);
	}
}

static void ask_ledger(struct asked *asked)
{
	static const char *const names[SP_TARGETS] = { "account", "price", "extra", "carry" };
	struct desk *desk = sp_arena_new(&asked->arena, struct desk);

	desk->charging = (struct sp_charging){ desk->accounts, 0, tariff_of(asked),
		sp_str_eq(field_at(asked, 2), SP_STR("carry")) ? SP_EXCESS_CARRY : SP_EXCESS_PRICE,
		&asked->arena, &desk->entries };
	for (size_t i = 3; i < asked->count; i++)
		take_step(asked, desk, asked->fields[i]);
	for (size_t i = 0; i < desk->entries.count; i++) {
		const struct sp_ledger_entry *entry = &desk->entries.items[i];

		sp_buf_printf(&asked->out, "%s/%" PRId64 "/%" PRId64 "/%" PRId64 "/%" PRId64
			"/%" PRId64 "/%" PRId64 "/%u ", names[entry->target], entry->log_id,
			entry->account_id, entry->minutes, entry->cents, entry->before,
			entry->after, entry->crossed);
	}
	for (size_t i = 0; i < desk->account_count; i++)
		sp_buf_printf(&asked->out, "%" PRId64 "=%" PRId64 " ", desk->accounts[i].id,
			desk->accounts[i].balance);
}

/* --- the loop ------------------------------------------------------------------ */

static void answer(struct asked *asked, struct sp_str line)
{
	static const struct {
		const char *name;
		void (*ask)(struct asked *);
	} questions[] = {
		{ "due", ask_due },     { "minutes", ask_minutes }, { "open", ask_open },
		{ "check", ask_check }, { "explain", ask_explain }, { "price", ask_price },
		{ "hours", ask_hours }, { "money", ask_money },     { "shown", ask_shown },
		{ "ledger", ask_ledger },
	};

	asked->count = 0;
	/* The last field may be empty: text that was typed. */
	for (;;) {
		size_t tab = sp_str_find_char(line, '\t');

		if (asked->count == MAX_FIELDS)
			die("too many fields", line);
		asked->fields[asked->count++] = sp_str_sub(line, 0, tab);
		if (tab == line.len)
			break;
		line = sp_str_from(line, tab + 1);
	}
	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		if (sp_str_eq(asked->fields[0], sp_str(questions[i].name))) {
			questions[i].ask(asked);
			return;
		}
	die("nothing known is asked", asked->fields[0]);
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, stdin)) > 0) {
		struct asked asked = { .arena = SP_ARENA_INIT, .out = SP_BUF_INIT };

		if (line[len - 1] == '\n')
			len--;
		answer(&asked, sp_str_n(line, (size_t)len));
		puts(asked.out.ptr);
		sp_buf_release(&asked.out);
		sp_arena_release(&asked.arena);
	}
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
