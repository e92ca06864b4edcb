/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A package or contract that is about to end.
 */
#include "core/clocking.h"

#include "core/calendar.h"

static const struct sp_account *account_of(const struct sp_facts *facts, int64_t id,
	const struct sp_payer_facts **payer_r)
{
	for (size_t i = 0; i < facts->payer_count; i++)
		for (size_t k = 0; k < facts->payers[i].account_count; k++)
			if (facts->payers[i].accounts[k].id == id) {
				*payer_r = &facts->payers[i];
				return &facts->payers[i].accounts[k];
			}
	return NULL;
}

/* Does another contract go on where this one ends? */
static bool is_followed(const struct sp_payer_facts *payer, const struct sp_account *account)
{
	for (size_t i = 0; i < payer->account_count; i++) {
		const struct sp_account *other = &payer->accounts[i];

		if (other->sort == SP_CONTRACT && other->id != account->id &&
			other->from_day <= account->until_day + 1 &&
			other->until_day > account->until_day)
			return true;
	}
	return false;
}

static bool is_lost(const struct sp_payer_facts *payer, const struct sp_account *account)
{
	return account->sort == SP_PACKAGE ? account->balance > 0 : !is_followed(payer, account);
}

/* From that day on people are warned: what is valid for a short time only, at
 * half of it. */
static int64_t warn_from(const struct sp_conf *conf, const struct sp_account *account)
{
	int64_t half = (account->until_day - account->from_day + 1) / 2;

	return account->until_day - (half < conf->ending_days ? half : conf->ending_days);
}

static bool is_time(const struct sp_case *c, const struct sp_account *account)
{
	int64_t now = c->facts->now, today = sp_day_of(now);

	if (c->conf->ending_days == 0 || account->until_day == SP_NO_END ||
		account->ending_told == account->until_day)
		return false;
	if (today < warn_from(c->conf, account) || today > account->until_day)
		return false;
	/* On its last days the office's hours are not waited for. */
	return today + 1 >= account->until_day ||
	       sp_calendar_open_at(c->queue->policies.calendar, now);
}

static bool concerns(const struct sp_account *account, const struct sp_person *staff)
{
	for (size_t i = 0; i < account->queue_count; i++)
		if (sp_person_serves(staff, account->queues[i]))
			return true;
	return account->queue_count == 0;
}

static void tell(struct sp_deciding *d, const char *template_name, const struct sp_person *person,
	const struct sp_account *account)
{
	struct sp_decision *mail = sp_clock_mail(d, template_name, 0, person,
		sp_arena_printf(d->arena, "ending %lld %lld %lld", (long long)account->id,
			(long long)account->until_day, (long long)person->id),
		"a package or contract is about to end");

	mail->mail.account_id = account->id;
	mail->mail.payer = account->payer;
}

struct sp_plan *sp_decide_ending(struct sp_arena *arena, const struct sp_case *c,
	int64_t account_id)
{
	struct sp_deciding d = sp_clock_begin(arena, c, "ending");
	const struct sp_payer_facts *payer = NULL;
	const struct sp_account *account = account_of(c->facts, account_id, &payer);
	struct sp_decision *told;

	if (!account || !is_time(c, account) || !is_lost(payer, account))
		return d.plan;
	told = sp_plan_add(d.plan, SP_DO_ENDING_TOLD, "the last day is near: warned once");
	told->told.account = account;
	if (sp_person_is_reached(payer->contact))
		tell(&d, "ending", payer->contact, account);
	for (size_t i = 0; i < c->facts->staff_count; i++)
		if (concerns(account, &c->facts->staff[i]))
			tell(&d, "ending_staff", &c->facts->staff[i], account);
	return d.plan;
}
