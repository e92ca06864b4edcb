/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/model/driver.h"

#include <inttypes.h>

#include "core/ledger.h"

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

void ask_ledger(struct asked *asked)
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
