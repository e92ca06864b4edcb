/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/plan.h"

#include "base/buf.h"
#include "text/conf.h"

static const char *const decision_names[SP_DECISIONS] = {
	[SP_DO_NOTHING] = "nothing", [SP_DO_STORE] = "store",   [SP_DO_PERSON] = "person",
	[SP_DO_OPEN] = "open",       [SP_DO_ENTRY] = "entry",   [SP_DO_MOVE] = "move",
	[SP_DO_SET] = "set",         [SP_DO_JOIN] = "join",     [SP_DO_LINK] = "link",
	[SP_DO_MERGE] = "merge",     [SP_DO_BLOCK] = "block",
	[SP_DO_THREAD] = "thread",
	[SP_DO_BOUNCED] = "bounced", [SP_DO_MAIL] = "mail",     [SP_DO_ALARM] = "alarm",
	[SP_DO_FLAG] = "flag",       [SP_DO_HOLD] = "hold",
	[SP_DO_REMIND] = "remind",   [SP_DO_REMINDED] = "reminded",
	[SP_DO_ALARMS_TOLD] = "alarms-told", [SP_DO_ARCHIVE] = "archive",
	[SP_DO_WORK] = "work",       [SP_DO_COST] = "cost",     [SP_DO_REMOTE] = "remote",
	[SP_DO_SETTLE] = "settle",   [SP_DO_TOLD] = "told",
	[SP_DO_ENDING_TOLD] = "ending-told",
	[SP_DO_ACTIVATE] = "activate", [SP_DO_REFUSE] = "refuse",
	[SP_DO_UNITE] = "unite",     [SP_DO_BELONG] = "belong",   [SP_DO_SPLIT] = "split",   [SP_DO_RIGHT] = "right",
	[SP_DO_ESTIMATE] = "estimate", [SP_DO_CONSENT] = "consent",
	[SP_DO_ANSWERED] = "answered", [SP_DO_DISPUTE] = "dispute",
	[SP_DO_VERDICT] = "verdict", [SP_DO_SHOWN] = "address-shown",
};

static const char *const actor_names[SP_ACTORS] = {
	[SP_BY_CUSTOMER] = "customer", [SP_BY_STAFF] = "staff",
	[SP_BY_SUPPLIER] = "supplier", [SP_BY_CLOCK] = "clock",
	[SP_BY_ADMINISTRATOR] = "administrator", [SP_BY_SYSTEM] = "system",
};

static const char *const field_names[SP_FIELDS] = {
	[SP_FIELD_PRIORITY] = "priority",       [SP_FIELD_WISH] = "wish",
	[SP_FIELD_CATEGORY] = "category",       [SP_FIELD_PLACE] = "place",
	[SP_FIELD_ASSIGNEE] = "assignee",       [SP_FIELD_ANSWERED_AT] = "answered",
	[SP_FIELD_DUE_AT] = "due",              [SP_FIELD_PLANNED_AT] = "planned",
	[SP_FIELD_REVIEW_AT] = "review",        [SP_FIELD_QUEUE] = "queue",
	[SP_FIELD_EXTRA] = "extra",             [SP_FIELD_CLOSED_AT] = "closed",
};

const char *sp_actor_name(enum sp_actor actor)
{
	return actor_names[actor];
}

const char *sp_ticket_field_name(enum sp_ticket_field field)
{
	return field_names[field];
}

struct sp_decision *sp_plan_add(struct sp_plan *plan, enum sp_decision_kind kind,
	const char *reason)
{
	struct sp_decision *decision;

	plan->items = sp_arena_grow(plan->arena, plan->items, plan->count, &plan->room,
		sizeof *plan->items);
	decision = &plan->items[plan->count++];
	memset(decision, 0, sizeof *decision);
	decision->kind = kind;
	decision->reason = reason;
	return decision;
}

static const char *symbol(int64_t id)
{
	switch (id) {
	case SP_THE_MESSAGE:
		return "this message";
	case SP_THE_NEW_PERSON:
		return "the new customer";
	case SP_THE_NEW_TICKET:
		return "the new ticket";
	default:
		return id <= SP_FIRST_NAMED ? "whom the line names" : NULL;
	}
}

static void set_id(struct sp_json *object, const char *key, int64_t id)
{
	if (id > 0)
		sp_json_set_number(object, key, id);
	else if (symbol(id))
		sp_json_set_text(object, key, sp_str(symbol(id)));
}

static void set_some(struct sp_json *object, const char *key, struct sp_str text)
{
	if (text.len)
		sp_json_set_text(object, key, text);
}

static void set_open(struct sp_json *object, const struct sp_decision *d)
{
	sp_json_set_text(object, "queue", sp_str(d->open.queue->name));
	sp_json_set_text(object, "subject", d->open.subject);
	sp_json_set_number(object, "priority", d->open.priority);
	sp_json_set_number(object, "wish", d->open.wish);
	set_some(object, "category", d->open.category);
	set_some(object, "place", d->open.place);
	set_some(object, "language", d->open.language);
	if (d->open.due_at)
		sp_json_set_number(object, "due", d->open.due_at);
}

static void set_set(struct sp_json *object, const struct sp_decision *d)
{
	sp_json_set_text(object, "field", sp_str(sp_ticket_field_name(d->set.field)));
	if (d->set.text.ptr)
		sp_json_set_text(object, "value", d->set.text);
	else
		sp_json_set_number(object, "value", d->set.number);
}

static void set_link(struct sp_json *object, const struct sp_decision *d)
{
	sp_json_set_text(object, "link", sp_str(d->link.kind));
	set_id(object, "other", d->link.other_id);
}

static void set_entries(struct sp_json *object, const struct sp_ledger_entry *entries,
	size_t count)
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; i < count; i++) {
		struct sp_json *one = sp_json_object();

		sp_json_set_text(one, "cause", sp_str(sp_entry_cause_name(entries[i].cause)));
		sp_json_set_text(one, "target", sp_str(sp_entry_target_name(entries[i].target)));
		if (entries[i].account_id)
			sp_json_set_number(one, "account", entries[i].account_id);
		sp_json_set_number(one, "minutes", entries[i].minutes);
		sp_json_set_number(one, "cents", entries[i].cents);
		sp_json_push(list, one);
	}
	sp_json_set(object, "ledger", list);
}

static void set_work(struct sp_json *object, const struct sp_decision *d)
{
	sp_json_set_number(object, "number", d->work.log->number);
	sp_json_set_text(object, "kind", sp_str(sp_work_kind_name(d->work.log->kind)));
	sp_json_set_number(object, "minutes", d->work.log->minutes);
	sp_json_set_number(object, "charged", d->work.log->charged);
	set_entries(object, d->work.entries, d->work.entry_count);
}

static void set_hours(struct sp_json *object, const struct sp_decision *d)
{
	switch (d->kind) {
	case SP_DO_WORK:
		set_work(object, d);
		break;
	case SP_DO_COST:
		sp_json_set_number(object, "cents", d->cost.cost->cents);
		break;
	case SP_DO_SETTLE:
		set_entries(object, d->settle.entries, d->settle.entry_count);
		break;
	case SP_DO_TOLD:
		sp_json_set_number(object, "account", d->told.account->id);
		sp_json_set_number(object, "percent", d->told.percent);
		break;
	case SP_DO_ESTIMATE:
		sp_json_set_number(object, "minutes", d->estimate.minutes);
		break;
	case SP_DO_ANSWERED:
		sp_json_set_text(object, "asked", sp_str(sp_asked_kind_name(d->answered.asked->kind)));
		sp_json_set_number(object, "number", d->answered.asked->id);
		sp_json_set_bool(object, "yes", d->answered.yes);
		break;
	case SP_DO_DISPUTE:
		sp_json_set_number(object, "lines", (int64_t)d->dispute.count);
		break;
	default:
		break;
	}
}

/* What somebody is told of, now or later. */
static void set_told(struct sp_json *object, const struct sp_decision *d)
{
	switch (d->kind) {
	case SP_DO_BOUNCED:
		sp_json_set_number(object, "outbox", d->bounced.outbox_id);
		break;
	case SP_DO_MAIL:
		sp_json_set_text(object, "template", sp_str(d->mail.kind->name));
		sp_json_set_text(object, "language", d->mail.language);
		set_some(object, "recipient", d->mail.recipient);
		break;
	case SP_DO_ALARM:
		sp_json_set_text(object, "alarm", sp_str(d->alarm.kind));
		break;
	case SP_DO_FLAG:
		sp_json_set_text(object, "flag", sp_str(d->flag.name));
		break;
	case SP_DO_REMIND:
		sp_json_set_number(object, "at", d->remind.at);
		break;
	case SP_DO_REMINDED:
		sp_json_set_number(object, "reminder", d->reminded.id);
		break;
	default:
		set_hours(object, d);
		break;
	}
}

static void set_details(struct sp_json *object, const struct sp_decision *d)
{
	switch (d->kind) {
	case SP_DO_PERSON:
		sp_json_set_text(object, "address", d->person.address);
		set_some(object, "name", d->person.name);
		break;
	case SP_DO_OPEN:
		set_open(object, d);
		break;
	case SP_DO_ENTRY:
		sp_json_set_text(object, "entry", sp_str(sp_entry_kind_name(d->entry.kind)));
		break;
	case SP_DO_MOVE:
		sp_json_set_text(object, "from", sp_str(sp_state_name(d->move.from)));
		sp_json_set_text(object, "to", sp_str(sp_state_name(d->move.to)));
		break;
	case SP_DO_SET:
		set_set(object, d);
		break;
	case SP_DO_JOIN:
		sp_json_set_text(object, "part", sp_str(sp_participation_name(d->join.part)));
		break;
	case SP_DO_MERGE:
	case SP_DO_LINK:
		set_link(object, d);
		break;
	default:
		set_told(object, d);
		break;
	}
}

struct sp_json *sp_plan_json(const struct sp_plan *plan)
{
	struct sp_json *object = sp_json_object(), *list = sp_json_array();

	for (size_t i = 0; i < plan->count; i++) {
		const struct sp_decision *d = &plan->items[i];
		struct sp_json *one = sp_json_object();

		sp_json_set_text(one, "do", sp_str(decision_names[d->kind]));
		set_id(one, "ticket", d->ticket_id);
		set_id(one, "person", d->person_id);
		set_details(one, d);
		sp_json_set_text(one, "because", sp_str(d->reason));
		sp_json_push(list, one);
	}
	sp_json_set_text(object, "summary", sp_str(plan->summary));
	sp_json_set_text(object, "actor", sp_str(sp_actor_name(plan->actor)));
	sp_json_set_bool(object, "vouched", plan->sender_vouched);
	sp_json_set(object, "decisions", list);
	return object;
}

static void print_hours(const struct sp_decision *d, struct sp_buf *out)
{
	switch (d->kind) {
	case SP_DO_WORK:
		sp_buf_printf(out, " /%lld, %lld minutes, %lld charged", (long long)d->work.log->number,
			(long long)d->work.log->minutes, (long long)d->work.log->charged);
		break;
	case SP_DO_COST:
		sp_buf_printf(out, " of %lld cents", (long long)d->cost.cost->cents);
		break;
	case SP_DO_TOLD:
		sp_buf_printf(out, " %d %% of account %lld", d->told.percent,
			(long long)d->told.account->id);
		break;
	case SP_DO_ESTIMATE:
		sp_buf_printf(out, " of %lld minutes", (long long)d->estimate.minutes);
		break;
	case SP_DO_ANSWERED:
		sp_buf_printf(out, " %s %lld: %s", sp_asked_kind_name(d->answered.asked->kind),
			(long long)d->answered.asked->id, d->answered.yes ? "yes" : "no");
		break;
	case SP_DO_DISPUTE:
		sp_buf_printf(out, " of %zu lines", d->dispute.count);
		break;
	default:
		break;
	}
}

/* What a line says between the kind and the reason. */
static void print_details(const struct sp_decision *d, struct sp_buf *out)
{
	switch (d->kind) {
	case SP_DO_PERSON:
		sp_buf_printf(out, " %.*s", SP_FMT(d->person.address));
		break;
	case SP_DO_OPEN:
		sp_buf_printf(out, " in queue %s, priority %d", d->open.queue->name,
			d->open.priority);
		break;
	case SP_DO_ENTRY:
		sp_buf_printf(out, " of %s", sp_entry_kind_name(d->entry.kind));
		break;
	case SP_DO_MOVE:
		sp_buf_printf(out, " %s -> %s", sp_state_name(d->move.from),
			sp_state_name(d->move.to));
		break;
	case SP_DO_SET:
		sp_buf_printf(out, " %s", sp_ticket_field_name(d->set.field));
		break;
	case SP_DO_JOIN:
		sp_buf_printf(out, " as %s", sp_participation_name(d->join.part));
		break;
	case SP_DO_LINK:
		sp_buf_printf(out, " %s", d->link.kind);
		break;
	case SP_DO_MAIL:
		sp_buf_printf(out, " %s (%.*s) to %.*s", d->mail.kind->name,
			SP_FMT(d->mail.language), SP_FMT(d->mail.recipient));
		break;
	case SP_DO_ALARM:
		sp_buf_printf(out, " %s", d->alarm.kind);
		break;
	case SP_DO_FLAG:
		sp_buf_printf(out, " %s", d->flag.name);
		break;
	default:
		print_hours(d, out);
		break;
	}
}

void sp_plan_print(const struct sp_plan *plan, struct sp_buf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct sp_decision *d = &plan->items[i];

		sp_buf_printf(out, "%2zu. %s", i + 1, decision_names[d->kind]);
		print_details(d, out);
		sp_buf_printf(out, "\n      because %s\n", d->reason);
	}
}
