/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clock brings to people: their reminders, the morning digest, alarms.
 */
#include "core/clocking.h"

#include "core/calendar.h"
#include "core/hours.h"

/* --- reminders ------------------------------------------------------------------ */

static const struct sp_person *staff_of(const struct sp_facts *facts, int64_t id)
{
	for (size_t i = 0; i < facts->staff_count; i++)
		if (facts->staff[i].id == id && facts->staff[i].state == SP_PERSON_ACTIVE)
			return &facts->staff[i];
	return NULL;
}

/* What each of them says, one below the other. */
static struct sp_str join_texts(struct sp_arena *arena, const struct sp_reminder *reminders,
	size_t count)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	for (size_t i = 0; i < count; i++) {
		if (out.len)
			sp_buf_add_text(&out, "\n\n");
		sp_buf_add_str(&out, reminders[i].text);
	}
	kept = sp_arena_str(arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

struct sp_plan *sp_decide_reminders(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, const struct sp_reminder *reminders, size_t count)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "reminder");
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_person *person = count ? staff_of(c->facts, reminders[0].person_id) : NULL;
	size_t first_mail;
	const char *what;

	if (!count)
		return d.plan;
	what = sp_arena_printf(arena, "reminder %lld", (long long)reminders[count - 1].id);
	for (size_t i = 0; i < count; i++) {
		struct sp_decision *done = sp_plan_add(d.plan, SP_DO_REMINDED, "its time has come");

		done->ticket_id = ticket->id;
		done->reminded.id = reminders[i].id;
	}
	first_mail = d.plan->count;
	if (person)
		sp_clock_mail(&d, "reminder", ticket->id, person, what, "he asked to be reminded");
	else
		sp_clock_tell(&d, ticket, "reminder", false, what,
			"who asked to be reminded is not there any more");
	for (size_t i = first_mail; i < d.plan->count; i++)
		d.plan->items[i].mail.text = join_texts(arena, reminders, count);
	return d.plan;
}

/* --- the digest ------------------------------------------------------------------ */

const char *sp_digest_name(struct sp_arena *arena, const struct sp_conf *conf,
	const struct sp_person *person, int64_t now)
{
	bool working = false;

	if (!conf->digest || person->state != SP_PERSON_ACTIVE)
		return NULL;
	for (size_t i = 0; i < conf->queue_count && !working; i++)
		working = sp_person_serves(person, sp_str(conf->queues[i].name)) &&
			  sp_calendar_working(conf->queues[i].policies.calendar, now);
	return working ? sp_arena_printf(arena, "digest %lld %lld", (long long)sp_day_of(now),
				 (long long)person->id) : NULL;
}

struct sp_plan *sp_decide_digest(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, const char *once, size_t open)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "digest");

	if (open)
		sp_clock_mail(&d, "digest", 0, person, once, "the first opening of the day");
	return d.plan;
}

struct sp_plan *sp_decide_monthly(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *contact, const char *once)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "statement");

	d.vouched = true;
	sp_clock_mail(&d, "statement", 0, contact, once, "a month has ended");
	return d.plan;
}

struct sp_plan *sp_decide_announcement(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *reader, struct sp_str title, struct sp_str text, int64_t id,
	int64_t not_before)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "announced");
	struct sp_decision *mail;

	d.plan->actor = SP_BY_ADMINISTRATOR;
	d.vouched = true;
	mail = sp_clock_mail(&d, "announcement", 0, reader,
		sp_arena_printf(arena, "announcement %lld %lld", (long long)id,
			(long long)reader->id), "a notice to the customers");
	mail->mail.title = title;
	mail->mail.text = text;
	mail->mail.not_before = not_before;
	return d.plan;
}

/* --- alarms ------------------------------------------------------------------------ */

const char *sp_alarms_name(struct sp_arena *arena, const struct sp_conf *conf, int64_t now)
{
	return *conf->administrator ?
		sp_arena_printf(arena, "alarms %lld", (long long)sp_day_of(now)) : NULL;
}

struct sp_plan *sp_decide_alarms(struct sp_arena *arena, const struct sp_case *c,
	const char *once)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "alarms");
	struct sp_decision *mail = sp_add_mail(&d, "alarms", 0, 0, sp_str(c->conf->administrator),
		sp_str(c->queue->policies.language), "there are alarms that he was not told of, or a request that has to be answered");

	mail->mail.once = once;
	sp_plan_add(d.plan, SP_DO_ALARMS_TOLD, "he is told of all of them at once");
	return d.plan;
}

/* --- mail that does not arrive ----------------------------------------------------- */

struct sp_plan *sp_decide_undelivered(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_candidate *candidate, int64_t outbox_id, struct sp_str recipient,
	struct sp_str said)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "undelivered");
	const struct sp_ticket *ticket = &candidate->ticket;
	size_t before;

	if (ticket->state == SP_ARCHIVED)
		return d.plan;
	sp_clock_mark(&d, ticket->id, SP_MARK_UNDELIVERED, outbox_id, "a mail of ours was given up");
	sp_add_entry(&d, ticket->id, 0, SP_ENTRY_BOUNCE, sp_str(sp_arena_printf(arena,
		"<%.*s>%s%.*s", SP_FMT(recipient), said.len ? "\n" : "", SP_FMT(said))),
		"what the mail server said to it");
	before = d.plan->count;
	sp_notify_staff(&d, ticket->id, ticket->queue, candidate, "a mail of ours was given up");
	for (; before < d.plan->count; before++)
		if (d.plan->items[before].kind == SP_DO_MAIL)
			d.plan->items[before].mail.once = sp_arena_printf(arena, "undelivered-%lld %lld",
				(long long)outbox_id, (long long)d.plan->items[before].person_id);
	return d.plan;
}
