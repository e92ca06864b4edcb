/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a customer did by his message, besides writing it, and what follows: the first
 * lines of the notification that a hurried reader sees.  The sentences are group "deed"
 * of words.conf; which of them it is, the plan says.
 */
#include "desk/making.h"

#include "core/request.h"
#include "core/ticket.h"

/* By the status that he moved the ticket to. */
static const char *of_move(const struct sp_plan *plan, const struct sp_decision *decision)
{
	if (decision->move.actor != SP_BY_CUSTOMER)
		return NULL;
	switch (decision->move.to) {
	case SP_DONE:
		return "closed";
	case SP_CANCELLED:
		return "cancelled";
	case SP_DISPUTED:
		return "complained";
	case SP_IN_PROGRESS:
		break;
	default:
		return NULL;
	}
	if (!sp_state_is_open(decision->move.from))
		return "reopened";
	return plan->summary && strcmp(plan->summary, "joined") == 0 ? NULL : "answered";
}

static const char *of_right(const struct sp_decision *decision)
{
	switch (decision->right.step) {
	case SP_RIGHT_CONFIRMED:
		return "confirmed";
	case SP_RIGHT_DENIED:
		return "denied";
	default:
		return NULL;
	}
}

/* What he asked for and cannot have, or NULL. */
static const struct sp_request *refused(const struct sp_decision *decision)
{
	return decision->kind == SP_DO_MAIL && decision->mail.request &&
	       strcmp(decision->mail.kind->name, "not_possible") == 0 ?
		decision->mail.request : NULL;
}

static const char *deed_of(const struct sp_plan *plan, const struct sp_request **request_r)
{
	static const char *const summaries[] = { "thanked", "joined" };
	const char *deed = plan->nothing_disputed ? "nothing_disputed" : NULL;

	for (size_t i = 0; i < plan->count; i++) {
		const struct sp_decision *one = &plan->items[i];

		if (one->kind == SP_DO_RIGHT && of_right(one))
			return of_right(one);
		/* What he said yes or no to stands there already (asked_data.c). */
		if (one->kind == SP_DO_ANSWERED)
			return NULL;
		if (one->kind == SP_DO_MOVE && of_move(plan, one))
			deed = of_move(plan, one);
		if (refused(one)) {
			*request_r = refused(one);
			return (*request_r)->not_his ? "not_his" : "not_possible";
		}
	}
	for (size_t i = 0; i < sizeof summaries / sizeof *summaries && !deed; i++)
		if (plan->summary && strcmp(plan->summary, summaries[i]) == 0)
			deed = summaries[i];
	return deed;
}

void sp_making_deed(struct sp_making *m)
{
	const struct sp_plan *plan = m->a->plan;
	const struct sp_request *request = NULL;
	const char *deed = m->staff && plan->actor == SP_BY_CUSTOMER ? deed_of(plan, &request) : NULL;
	struct sp_buf out = SP_BUF_INIT;

	if (deed)
		sp_buf_add_str(&out, sp_making_word(m, "deed", deed));
	if (request)
		sp_buf_printf(&out, ": %.*s", SP_FMT(sp_request_word(m->a->arena,
			m->a->desk->words, m->language, request->row)));
	if (deed)
		sp_buf_add_char(&out, '.');
	sp_making_text(m, "deed", sp_making_wrapped(m, sp_making_keep(m, &out)));
}
