/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/making.h"

struct sp_str sp_making_called(const struct sp_person *person)
{
	if (!person)
		return SP_STR("");
	return person->name.len ? person->name : person->address;
}

static void set_author(struct sp_making *m)
{
	const struct sp_case *c = m->a->c;
	const struct sp_address *from = c->message->from.count ? &c->message->from.items[0] : NULL;
	const struct sp_person *sender = m->a->plan->actor_id ? c->facts->sender : NULL;
	struct sp_str name = sender ? sp_making_called(sender) : SP_STR("");

	if (!name.len && from)
		name = from->name.len ? from->name : from->address;
	sp_making_text(m, "author", name);
	sp_making_text(m, "author_address", m->staff && from ? from->address : SP_STR(""));
}

static bool for_customers(enum sp_entry_kind kind)
{
	return kind == SP_ENTRY_CUSTOMER || kind == SP_ENTRY_STAFF || kind == SP_ENTRY_QUESTION;
}

static bool may_read(const struct sp_making *m, enum sp_entry_kind kind)
{
	enum sp_audience audience = m->decision->mail.kind->audience;

	return m->staff || (audience == SP_TO_SUPPLIER ? kind == SP_ENTRY_SUPPLIER :
							  for_customers(kind));
}

/* The text of the first entry that this plan adds: what the mail is about.
 * Notes are for the staff, what is said to a supplier for him; what was not
 * done at all, for its author. */
static struct sp_str said(const struct sp_making *m)
{
	const struct sp_plan *plan = m->a->plan;

	if (m->decision->mail.text.ptr)
		return m->decision->mail.text;
	for (size_t i = 0; i < plan->count && !m->decision->mail.without_text; i++)
		if (plan->items[i].kind == SP_DO_ENTRY && may_read(m, plan->items[i].entry.kind))
			return plan->items[i].entry.text;
	for (size_t i = 0; i < plan->count && m->staff; i++)
		if (plan->items[i].kind == SP_DO_HOLD)
			return plan->items[i].hold.text;
	return m->staff ? plan->said : SP_STR("");
}

/* The note that came with what was said, for the staff: what stood after "Nota:" in
 * a customer's message, or above a mail that a colleague handed on. */
static void set_note(struct sp_making *m)
{
	const struct sp_plan *plan = m->a->plan;
	struct sp_str note = SP_STR("");
	bool first = true;

	for (size_t i = 0; i < plan->count && m->staff; i++) {
		if (plan->items[i].kind != SP_DO_ENTRY)
			continue;
		if (!first && plan->items[i].entry.kind == SP_ENTRY_NOTE)
			note = plan->items[i].entry.text;
		first = false;
	}
	sp_making_text(m, "note", sp_making_wrapped(m, note));
}

/* Which of the is_... holds, by the kind of the entry that the plan adds. */
static void set_kind(struct sp_making *m)
{
	static const struct {
		const char *name;
		unsigned kinds;
	} kinds[] = {
		{ "is_answer", 1u << SP_ENTRY_CUSTOMER },
		{ "is_staff", 1u << SP_ENTRY_STAFF | 1u << SP_ENTRY_QUESTION },
		{ "is_note", 1u << SP_ENTRY_NOTE },
		{ "is_supplier", 1u << SP_ENTRY_SUPPLIER },
		{ "is_bounce", 1u << SP_ENTRY_BOUNCE },
		{ "is_automatic", 1u << SP_ENTRY_AUTOMATIC },
		{ "is_unproven", 1u << SP_ENTRY_UNPROVEN },
	};
	const struct sp_plan *plan = m->a->plan;
	bool opens = m->a->new_ticket_id != 0, held = false, pending = false, passed;
	unsigned kind = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->items[i].kind == SP_DO_ENTRY)
			kind |= 1u << plan->items[i].entry.kind;
		pending = pending || plan->items[i].kind == SP_DO_HOLD;
		held = held || (plan->items[i].kind == SP_DO_ALARM &&
				       strcmp(plan->items[i].alarm.kind, "answer-held-back") == 0);
	}
	/* A note beside what a customer says is his own; what is said to a supplier
	 * is no answer of his. */
	if (kind & 1u << SP_ENTRY_CUSTOMER)
		kind &= ~(1u << SP_ENTRY_NOTE);
	passed = (kind & 1u << SP_ENTRY_SUPPLIER) && plan->actor != SP_BY_SUPPLIER;
	if (passed)
		kind &= ~(1u << SP_ENTRY_SUPPLIER);
	sp_making_bool(m, "is_new", opens);
	sp_making_bool(m, "is_passed", passed);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		sp_making_bool(m, kinds[i].name, (kind & kinds[i].kinds) &&
			(!opens || kinds[i].kinds == 1u << SP_ENTRY_UNPROVEN));
	sp_making_bool(m, "is_changed", kind == 0 && !passed && plan->line_count);
	sp_making_bool(m, "is_unparsed", m->a->c->message->class == SP_UNPARSED);
	sp_making_bool(m, "is_encrypted", m->a->c->message->encrypted && said(m).len == 0);
	sp_making_bool(m, "is_pending", pending);
	sp_making_bool(m, "held_answer", held);
	sp_making_bool(m, "commands", !pending);
}

/* What the answer to a mail with commands says of them. */
static void set_lines(struct sp_making *m)
{
	const struct sp_plan *plan = m->a->plan;
	struct sp_data *lines = sp_data_set_list(m->a->arena, m->data, "lines");
	struct sp_data *help = sp_data_set_list(m->a->arena, m->data, "help");
	bool told = false, written = false, passed = false;

	for (size_t i = 0; i < plan->line_count; i++) {
		struct sp_data *one = sp_data_add(m->a->arena, lines);

		sp_data_set_text(m->a->arena, one, "line", plan->lines[i].line);
		sp_data_set_text(m->a->arena, one, "result", plan->lines[i].result);
		sp_data_set_bool(m->a->arena, one, "wrong", plan->lines[i].wrong);
	}
	for (size_t i = 0; i < plan->help_count; i++)
		sp_data_set_text(m->a->arena, sp_data_add(m->a->arena, help), "line", plan->help[i]);
	for (size_t i = 0; i < plan->count; i++) {
		const struct sp_decision *d = &plan->items[i];

		told = told || (d->kind == SP_DO_MAIL && d->mail.kind->audience == SP_TO_CUSTOMER);
		written = written || (d->kind == SP_DO_ENTRY && for_customers(d->entry.kind));
		passed = passed || (d->kind == SP_DO_ENTRY && d->entry.kind == SP_ENTRY_SUPPLIER);
	}
	sp_making_bool(m, "told", told);
	sp_making_bool(m, "sent", told && written);
	sp_making_bool(m, "passed", passed);
}

void sp_making_said(struct sp_making *m)
{
	set_author(m);
	sp_making_text(m, "text", sp_making_wrapped(m, said(m)));
	set_note(m);
	set_kind(m);
	set_lines(m);
}
