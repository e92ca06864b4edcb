/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a mail says of what a contact is asked, has said or disputes.
 */
#include "desk/mail_data.h"

#include "desk/mailto.h"
#include "desk/statement_data.h"
#include "text/money.h"

/* One mail in the making. */
struct telling {
	struct sp_applying *a;
	const struct sp_decision *decision;
	const struct sp_policies *policies;
	const struct sp_person *to;
	const char *language;
	struct sp_data *data;
};

static void set(const struct telling *t, const char *name, struct sp_buf *buf)
{
	sp_data_set_text(t->a->arena, t->data, name, sp_arena_str(t->a->arena, sp_buf_str(buf)));
	sp_buf_release(buf);
}

static bool asks(const struct telling *t)
{
	const struct sp_asked *asked = &t->a->asked;

	return asked->id && strcmp(t->decision->mail.kind->name, sp_asked_kind_name(asked->kind)) == 0;
}

/* The desk's, of the ticket's queue. */
static struct sp_str address_of(const struct telling *t)
{
	const struct sp_queue_conf *queue = sp_conf_queue(t->a->desk->conf, t->a->ticket.queue);

	return sp_str((queue ? queue : t->a->c->queue)->addresses[0]);
}

/* One click and Send. */
static void set_answer(const struct telling *t, const char *name, bool yes)
{
	const struct sp_asked *asked = &t->a->asked;
	struct sp_buf out = SP_BUF_INIT;

	if (asks(t) && t->to)
		sp_mailto_add(&out, t->a, address_of(t), SP_TOKEN_LINK, t->a->ticket.id, t->to,
			sp_asked_subject(t->a->arena, t->a->desk->words, t->language, asked->kind,
				asked->id, yes), SP_NONE);
	set(t, name, &out);
}

static const struct sp_decision *find(const struct sp_plan *plan, enum sp_decision_kind kind)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == kind)
			return &plan->items[i];
	return NULL;
}

static void add_word(const struct telling *t, struct sp_buf *out, const char *what, bool yes)
{
	sp_buf_add_text(out, sp_word(t->a->desk->words, t->language,
		sp_arena_printf(t->a->arena, "verdict.%s_%s", what, yes ? "yes" : "no")));
}

/* For the staff: "Preventivo approvato: 3:00". */
static void set_verdict(const struct telling *t)
{
	const struct sp_decision *answered = find(t->a->plan, SP_DO_ANSWERED);
	const struct sp_decision *dispute = find(t->a->plan, SP_DO_DISPUTE);
	struct sp_buf out = SP_BUF_INIT;

	if (answered) {
		const struct sp_asked *asked = answered->answered.asked;

		add_word(t, &out, sp_asked_kind_name(asked->kind), answered->answered.yes);
		if (asked->minutes) {
			sp_buf_add_text(&out, ": ");
			sp_hours_add(&out, asked->minutes);
		}
	} else if (dispute) {
		sp_buf_printf(&out, "%s %.*s", sp_word(t->a->desk->words, t->language, "verdict.disputed"),
			SP_FMT(sp_monthly_number(t->a->arena, &dispute->dispute.disputed->monthly)));
		sp_buf_printf(&out, ".\n%s", sp_word(t->a->desk->words, t->language,
			dispute->dispute.count ? "verdict.disputed_how" : "verdict.disputed_none"));
	}
	set(t, "verdict", &out);
}

void sp_asked_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_policies *policies, const struct sp_person *to, const char *language,
	struct sp_data *data)
{
	struct telling t = { a, decision, policies, to, language, data };
	const struct sp_decision *dispute = find(a->plan, SP_DO_DISPUTE);
	const struct sp_decision *answered = find(a->plan, SP_DO_ANSWERED);
	int64_t minutes = answered ? answered->answered.asked->minutes :
		asks(&t) ? a->asked.minutes : 0;
	struct sp_buf estimate = SP_BUF_INIT;

	if (minutes)
		sp_hours_add(&estimate, minutes);
	sp_data_set_bool(a->arena, data, "said_yes", answered && answered->answered.yes);
	set(&t, "estimate", &estimate);
	set_answer(&t, "yes_link", true);
	set_answer(&t, "no_link", false);
	set_verdict(&t);
	sp_data_set_bool(a->arena, data, "carried", policies->excess == SP_EXCESS_CARRY);
	sp_disputed_data(a, dispute, language, data);
	sp_data_set_bool(a->arena, data, "marked", dispute && dispute->dispute.count > 0);
	if (dispute)
		sp_data_set_text(a->arena, data, "number",
			sp_monthly_number(a->arena, &dispute->dispute.disputed->monthly));
}
