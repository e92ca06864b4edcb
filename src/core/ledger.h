/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ledger of hours: what a work log is charged to (SPEC.md section 5).
 *
 * Pure: the organisation's accounts (contracts and packages) and the log in,
 * entries to be appended out.  Entries are never changed: a correction is
 * entries that take the old ones back, and new ones.  An account's balance is
 * always the sum of its entries, which begin with the minutes bought.
 *
 * Who pays, in this order:
 *
 * 1. contracts that cover the log, 2. packages that cover it; of each sort the
 *    one that expires first, then the one that began first, then the lower id.
 *    An account covers a log when the log's date lies in its validity (both
 *    ends included), and its scope has the kind of work and the queue.  Each
 *    gives what it has, an unlimited contract all; one log may be split over
 *    several.
 * 3. what is left is excess: priced by the tariff, or carried until a package
 *    is added.  The first hour is counted once a log: 60 minutes that an account
 *    paid were it, and what is left are next hours.
 *
 * The out-of-hours surcharge is on what is priced only.  The surcharge for a
 * wished priority (`extra`) is owed for the whole log, whoever pays its
 * minutes, as it would be without contract and package.
 */
#ifndef SP_CORE_LEDGER_H
#define SP_CORE_LEDGER_H

#include "base/arena.h"
#include "base/err.h"
#include "core/tariff.h"
#include "text/conf.h"

enum sp_account_sort { SP_CONTRACT, SP_PACKAGE, SP_ACCOUNT_SORTS };

/* Who pays: a firm, or a customer who is his own organisation; the other is 0.
 * Both are 0 for a ticket of nobody we know. */
struct sp_payer {
	int64_t organisation_id, person_id;
};

#define SP_NO_END INT64_MAX /* until_day of what does not expire */

/* Days are those since 1970 (base/clock.h), balance and bought are minutes. */
struct sp_account {
	int64_t id; /* one series for contracts and packages */
	enum sp_account_sort sort;
	int64_t from_day, until_day; /* both included */
	unsigned kinds;              /* 1 << sp_work_kind, or'ed */
	const struct sp_str *queues; /* names; none: every queue */
	size_t queue_count;
	bool unlimited;  /* contracts only */
	int64_t bought;  /* what was put into it in all: the 100 % of the thresholds */
	int64_t balance; /* the sum of its entries */
	/* What charging does not look at. */
	struct sp_payer payer;
	struct sp_str title;
	bool on_call;             /* contracts only */
	int64_t response_minutes; /* contracts only; 0: the queue's */
	int64_t ending_told; /* the last day that was warned of; 0: none */
	unsigned told; /* thresholds: enum sp_threshold bits that were told since minutes were bought */
	int64_t created_at;
};

/* A work log.  charged: after rounding (sp_charged_minutes()). */
struct sp_work {
	int64_t log_id;
	int64_t day;
	enum sp_work_kind kind;
	struct sp_str queue;
	int64_t charged;
	bool out_of_hours, extra;
};

enum sp_entry_target {
	SP_TO_ACCOUNT, /* a contract's or package's minutes */
	SP_TO_PRICE,   /* minutes that are paid by the tariff, with their price */
	SP_TO_EXTRA,   /* the surcharge for a wished priority: 0 minutes */
	SP_TO_CARRY,   /* minutes that wait for a package */
	SP_TO_COST,    /* a cost: cents only; never made here */
	SP_TARGETS
};

/* Why an entry was written. */
enum sp_entry_cause {
	SP_BOUGHT,     /* minutes were put into an account; never made here */
	SP_CHARGED,    /* work, or a cost */
	SP_TAKEN_BACK, /* a correction takes back what was charged before */
	SP_SETTLED,    /* what was carried, by a package that was added */
	SP_CAUSES
};

/* Thresholds that an entry makes the account cross: told once, when it is
 * written.  A correction crosses one only when the account had not crossed it
 * before the correction. */
enum sp_threshold { SP_CROSSED_80 = 1 << 0, SP_CROSSED_100 = 1 << 1 };

/* minutes: below 0 work is charged, above 0 it is given back.  cents: above 0
 * is owed, below 0 given back.  before, after: the account's balance. */
struct sp_ledger_entry {
	enum sp_entry_target target;
	enum sp_entry_cause cause;
	int64_t log_id;
	int64_t account_id; /* 0 unless SP_TO_ACCOUNT */
	int64_t minutes;
	int64_t cents;
	int64_t before, after;
	unsigned crossed;
};

struct sp_ledger_entries {
	struct sp_ledger_entry *items;
	size_t count, room;
};

/* What is charged, and how. */
struct sp_charging {
	struct sp_account *accounts; /* all of the organisation; their balances are kept up */
	size_t account_count;
	const struct sp_tariff *tariff; /* never NULL */
	enum sp_excess excess;
	struct sp_arena *arena;
	struct sp_ledger_entries *out; /* appended to */
};

/* Charge a log.  Nothing charged: no entry. */
void sp_ledger_charge(const struct sp_charging *charging, const struct sp_work *work);

/* Take back what a log was charged so far, given by all its entries, and
 * charge it anew as `work` says (NULL: it is cancelled).  An account gets one
 * entry for all that it gets back.  SP_PERM when an entry names an account
 * that is not among those given; then nothing is appended. */
enum sp_status sp_ledger_correct(const struct sp_charging *charging, int64_t log_id,
	const struct sp_ledger_entry *old, size_t old_count, const struct sp_work *work,
	struct sp_err *err) SP_MUST_CHECK;

/* Does any account cover the work, whatever is left of it? */
bool sp_ledger_covers(const struct sp_charging *charging, const struct sp_work *work);

/* Minutes of a log that wait for a package. */
struct sp_carried {
	int64_t log_id;
	int64_t day;
	enum sp_work_kind kind;
	struct sp_str queue;
	int64_t minutes; /* above 0 */
};

/* Charge what was carried to a package that has just been added: the oldest
 * work first, as far as the package's scope covers it and its balance goes; its
 * validity does not matter, the work came before it.  `carried` is sorted. */
void sp_ledger_settle(const struct sp_charging *charging, struct sp_account *package,
	struct sp_carried *carried, size_t count);

/* Is it valid on that day, and for work in that queue? */
bool sp_account_is_active(const struct sp_account *account, int64_t day, struct sp_str queue);

/* The words that the database and JSON have for these, and back. */
const char *sp_account_sort_name(enum sp_account_sort sort);
const char *sp_entry_target_name(enum sp_entry_target target);
const char *sp_entry_cause_name(enum sp_entry_cause cause);
bool sp_account_sort_of(struct sp_str word, enum sp_account_sort *sort_r);
bool sp_entry_target_of(struct sp_str word, enum sp_entry_target *target_r);
bool sp_entry_cause_of(struct sp_str word, enum sp_entry_cause *cause_r);

#endif
