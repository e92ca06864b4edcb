/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/ledger.h"

#include <stdlib.h>

/* --- entries ---------------------------------------------------------------- */

static void append(const struct sp_charging *charging, struct sp_ledger_entry entry)
{
	struct sp_ledger_entries *out = charging->out;

	out->items = sp_arena_grow(charging->arena, out->items, out->count, &out->room,
		sizeof out->items[0]);
	out->items[out->count++] = entry;
}

/* Which thresholds a balance has reached. */
static unsigned thresholds(const struct sp_account *account, int64_t balance)
{
	int64_t used = account->bought - balance;
	unsigned reached = 0;

	if (account->unlimited || account->bought <= 0)
		return 0;
	if (used * 100 >= account->bought * 80)
		reached |= SP_CROSSED_80;
	if (used >= account->bought)
		reached |= SP_CROSSED_100;
	return reached;
}

/* Append an entry of the account and keep its balance up.  `was` is the
 * balance that thresholds are compared with. */
static void append_to_account(const struct sp_charging *charging, struct sp_account *account,
	enum sp_entry_cause cause, int64_t log_id, int64_t minutes, int64_t was)
{
	struct sp_ledger_entry entry = {
		.target = SP_TO_ACCOUNT, .cause = cause, .log_id = log_id, .account_id = account->id,
		.minutes = minutes, .before = account->balance,
		.after = account->balance + minutes,
	};

	account->balance = entry.after;
	entry.crossed = thresholds(account, entry.after) & ~thresholds(account, was);
	append(charging, entry);
}

/* --- charging --------------------------------------------------------------- */

static bool has_queue(const struct sp_account *account, struct sp_str queue)
{
	for (size_t i = 0; i < account->queue_count; i++)
		if (sp_str_eq(account->queues[i], queue))
			return true;
	return account->queue_count == 0;
}

static bool in_scope(const struct sp_account *account, enum sp_work_kind kind, struct sp_str queue)
{
	return (account->kinds & (1U << kind)) && has_queue(account, queue);
}

static bool covers(const struct sp_account *account, const struct sp_work *work)
{
	return account->from_day <= work->day && work->day <= account->until_day &&
	       in_scope(account, work->kind, work->queue);
}

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_order(const void *a, const void *b)
{
	const struct sp_account *x = *(struct sp_account *const *)a;
	const struct sp_account *y = *(struct sp_account *const *)b;

	if (x->sort != y->sort)
		return compare(x->sort, y->sort);
	if (x->until_day != y->until_day)
		return compare(x->until_day, y->until_day);
	if (x->from_day != y->from_day)
		return compare(x->from_day, y->from_day);
	return compare(x->id, y->id);
}

/* The accounts that cover the log, in the order in which they pay. */
static struct sp_account **payers(const struct sp_charging *charging, const struct sp_work *work,
	size_t *count_r)
{
	struct sp_account **list = sp_arena_array(charging->arena, charging->account_count + 1,
		struct sp_account *);
	size_t count = 0;

	for (size_t i = 0; i < charging->account_count; i++)
		if (covers(&charging->accounts[i], work))
			list[count++] = &charging->accounts[i];
	qsort(list, count, sizeof list[0], by_order);
	*count_r = count;
	return list;
}

static void append_excess(const struct sp_charging *charging, const struct sp_work *work,
	int64_t minutes)
{
	struct sp_ledger_entry entry = { .target = SP_TO_CARRY, .cause = SP_CHARGED,
		.log_id = work->log_id,
		.minutes = -minutes };

	if (charging->excess == SP_EXCESS_PRICE) {
		entry.target = SP_TO_PRICE;
		entry.cents = sp_price_after(charging->tariff, work->charged - minutes, minutes,
			work->out_of_hours, false).total;
	}
	append(charging, entry);
}

static void append_extra(const struct sp_charging *charging, const struct sp_work *work)
{
	struct sp_ledger_entry entry = { .target = SP_TO_EXTRA, .cause = SP_CHARGED,
		.log_id = work->log_id };

	entry.cents = sp_price_of(charging->tariff, work->charged, false, true).extra;
	if (entry.cents)
		append(charging, entry);
}

bool sp_ledger_covers(const struct sp_charging *charging, const struct sp_work *work)
{
	size_t count;

	payers(charging, work, &count);
	return count > 0;
}

/* `was` has the balance that each account's thresholds are compared with, in
 * the order of charging->accounts. */
static void charge(const struct sp_charging *charging, const struct sp_work *work,
	const int64_t *was)
{
	int64_t left = work->charged;
	size_t count;
	struct sp_account **list = payers(charging, work, &count);

	for (size_t i = 0; i < count && left > 0; i++) {
		struct sp_account *account = list[i];
		int64_t part = account->unlimited || account->balance > left ? left :
									       account->balance;

		if (part <= 0)
			continue;
		append_to_account(charging, account, SP_CHARGED, work->log_id, -part,
			was[account - charging->accounts]);
		left -= part;
	}
	if (left > 0)
		append_excess(charging, work, left);
	if (work->extra)
		append_extra(charging, work);
}

static int64_t *balances(const struct sp_charging *charging)
{
	int64_t *list = sp_arena_array(charging->arena, charging->account_count + 1, int64_t);

	for (size_t i = 0; i < charging->account_count; i++)
		list[i] = charging->accounts[i].balance;
	return list;
}

void sp_ledger_charge(const struct sp_charging *charging, const struct sp_work *work)
{
	charge(charging, work, balances(charging));
}

/* --- corrections ------------------------------------------------------------ */

static struct sp_account *find_account(const struct sp_charging *charging, int64_t id)
{
	for (size_t i = 0; i < charging->account_count; i++)
		if (charging->accounts[i].id == id)
			return &charging->accounts[i];
	return NULL;
}

/* What a log was charged to one target so far. */
struct sum {
	enum sp_entry_target target;
	int64_t account_id;
	struct sp_account *account; /* NULL unless SP_TO_ACCOUNT, or when it is not ours */
	int64_t minutes, cents;
};

/* One sum a target and account, in the order in which they first appear. */
static struct sum *sum_up(const struct sp_charging *charging, const struct sp_ledger_entry *old,
	size_t old_count, size_t *count_r)
{
	struct sum *sums = sp_arena_array(charging->arena, old_count + 1, struct sum);
	size_t count = 0;

	for (size_t i = 0; i < old_count; i++) {
		size_t at = 0;

		while (at < count && (sums[at].target != old[i].target ||
					     sums[at].account_id != old[i].account_id))
			at++;
		if (at == count) {
			sums[at].target = old[i].target;
			sums[at].account_id = old[i].account_id;
			if (old[i].target == SP_TO_ACCOUNT)
				sums[at].account = find_account(charging, old[i].account_id);
			count++;
		}
		sums[at].minutes += old[i].minutes;
		sums[at].cents += old[i].cents;
	}
	*count_r = count;
	return sums;
}

static void take_back(const struct sp_charging *charging, int64_t log_id, const struct sum *sum)
{
	if (sum->minutes == 0 && sum->cents == 0)
		return;
	if (sum->account)
		append_to_account(charging, sum->account, SP_TAKEN_BACK, log_id, -sum->minutes,
			sum->account->balance);
	else
		append(charging, (struct sp_ledger_entry){ .target = sum->target,
			.cause = SP_TAKEN_BACK, .log_id = log_id, .minutes = -sum->minutes, .cents = -sum->cents });
}

enum sp_status sp_ledger_correct(const struct sp_charging *charging, int64_t log_id,
	const struct sp_ledger_entry *old, size_t old_count, const struct sp_work *work,
	struct sp_err *err)
{
	int64_t *was = balances(charging);
	size_t count;
	struct sum *sums = sum_up(charging, old, old_count, &count);

	for (size_t i = 0; i < count; i++)
		if (sums[i].target == SP_TO_ACCOUNT && !sums[i].account)
			return sp_fail(err, SP_PERM, "work log %lld was charged to account %lld, "
				"which is not the organisation's", (long long)log_id,
				(long long)sums[i].account_id);
	for (size_t i = 0; i < count; i++)
		take_back(charging, log_id, &sums[i]);
	if (work)
		charge(charging, work, was);
	return SP_OK;
}

/* --- what was carried -------------------------------------------------------- */

static int by_age(const void *a, const void *b)
{
	const struct sp_carried *x = a, *y = b;

	return x->day != y->day ? compare(x->day, y->day) : compare(x->log_id, y->log_id);
}

void sp_ledger_settle(const struct sp_charging *charging, struct sp_account *package,
	struct sp_carried *carried, size_t count)
{
	if (count)
		qsort(carried, count, sizeof carried[0], by_age);
	for (size_t i = 0; i < count && package->balance > 0; i++) {
		int64_t part = carried[i].minutes < package->balance ? carried[i].minutes :
								       package->balance;

		if (part <= 0 || !in_scope(package, carried[i].kind, carried[i].queue))
			continue;
		append(charging, (struct sp_ledger_entry){ .target = SP_TO_CARRY,
			.cause = SP_SETTLED, .log_id = carried[i].log_id, .minutes = part });
		append_to_account(charging, package, SP_SETTLED, carried[i].log_id, -part,
			package->balance);
		carried[i].minutes -= part;
	}
}

bool sp_account_is_active(const struct sp_account *account, int64_t day, struct sp_str queue)
{
	return account->from_day <= day && day <= account->until_day && has_queue(account, queue);
}

/* --- words ------------------------------------------------------------------ */

static const char *const sorts[SP_ACCOUNT_SORTS] = {
	[SP_CONTRACT] = "contract",
	[SP_PACKAGE] = "package",
};
static const char *const targets[SP_TARGETS] = {
	[SP_TO_ACCOUNT] = "account",
	[SP_TO_PRICE] = "price",
	[SP_TO_EXTRA] = "extra",
	[SP_TO_CARRY] = "carry",
	[SP_TO_COST] = "cost",
};
static const char *const causes[SP_CAUSES] = {
	[SP_BOUGHT] = "bought",
	[SP_CHARGED] = "charged",
	[SP_TAKEN_BACK] = "taken-back",
	[SP_SETTLED] = "settled",
};

#define WORDS(name, type, list, count)                                                             \
	const char *sp_##name##_name(type value)                                                   \
	{                                                                                          \
		return list[value];                                                                \
	}                                                                                          \
                                                                                                   \
	bool sp_##name##_of(struct sp_str word, type *value_r)                                     \
	{                                                                                          \
		for (int i = 0; i < (count); i++)                                                  \
			if (sp_str_eq(word, sp_str(list[i]))) {                                    \
				*value_r = (type)i;                                                \
				return true;                                                       \
			}                                                                          \
		return false;                                                                      \
	}

WORDS(account_sort, enum sp_account_sort, sorts, SP_ACCOUNT_SORTS)
WORDS(entry_target, enum sp_entry_target, targets, SP_TARGETS)
WORDS(entry_cause, enum sp_entry_cause, causes, SP_CAUSES)
