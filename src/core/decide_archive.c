/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The end of a ticket (SPEC.md section 6).
 */
#include "core/clocking.h"

enum { HOUR = 3600 };

int64_t sp_archive_at(const struct sp_policies *policies, int64_t closed_at)
{
	return policies->reopening_hours < 0 ? 0 : closed_at + policies->reopening_hours * HOUR;
}

static void archive(struct sp_deciding *d, const struct sp_ticket *ticket, const char *reason)
{
	struct sp_decision *archive;

	/* A merged one may have been closed long before, or not at all. */
	if (!sp_add_move(d, ticket, SP_EV_ARCHIVE, reason))
		return;
	archive = sp_plan_add(d->plan, SP_DO_ARCHIVE, "its messages are in the archive's file");
	archive->ticket_id = ticket->id;
}

/* The official mail: to the requester and whoever was put in copy, once. */
static void add_summary(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	size_t first = d->plan->count;

	sp_tell_customer(d, candidate, "summary", "the official mail that ends it");
	for (size_t i = first; i < d->plan->count; i++)
		if (d->plan->items[i].kind == SP_DO_MAIL)
			d->plan->items[i].mail.once = sp_arena_printf(d->arena, "summary %.*s %lld",
				SP_FMT(candidate->ticket.code), (long long)d->plan->items[i].person_id);
}

struct sp_plan *sp_decide_archive(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, const struct sp_ticket *merged, size_t merged_count)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "archived");
	const struct sp_ticket *ticket = &candidate->ticket;
	int64_t at = sp_archive_at(&c->queue->policies, ticket->closed_at);

	/* What nobody has ended yet is still to be charged, and the mail says all. */
	if (candidate->remote_open)
		return d.plan;
	if (ticket->restricted || ticket->merged_into || !ticket->closed_at || !at || c->facts->now < at ||
		!sp_ticket_move(ticket->state, SP_EV_ARCHIVE, SP_BY_CLOCK))
		return d.plan;
	archive(&d, ticket, "the reopening time is over");
	for (size_t i = 0; i < merged_count; i++)
		archive(&d, &merged[i], "it goes with the ticket that it was merged into");
	if (!candidate->imported)
		add_summary(&d, candidate);
	return d.plan;
}
