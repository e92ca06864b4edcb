/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "unit/hours_scene.h"

int64_t today(void)
{
	return sp_days_of(2026, 11, 23);
}

void fill(struct stock *k, struct scene *s)
{
	memset(k, 0, sizeof *k);
	sp_tariff_init(&k->tariff, "base");
	k->tariff.first_hour = 10000;
	k->tariff.next_hour = 7000;
	s->queues[0].policies.tariff = s->queues[1].policies.tariff = &k->tariff;
	k->accounts[0] = (struct sp_account){ .id = 5, .sort = SP_PACKAGE, .from_day = today() - 30,
		.until_day = SP_NO_END, .kinds = ALL_KINDS, .bought = 120, .balance = 90,
		.payer = { 0, MARIO_ID }, .title = SP_STR("Pacchetto") };
	k->payer = (struct sp_payer_facts){ .payer = { 0, MARIO_ID }, .contact = &s->mario,
		.accounts = k->accounts, .account_count = 1 };
	k->logs[0] = (struct sp_work_log){ .id = 70, .ticket_id = 100, .number = 1, .minutes = 30,
		.charged = 30, .payer = { 0, MARIO_ID }, .queue = SP_STR("assistenza"),
		.day = today(), .description = SP_STR("cavo") };
	k->logs[1] = k->logs[0];
	k->logs[1].id = 71;
	k->logs[1].number = 2;
	k->entries[0] = (struct sp_ledger_entry){ .target = SP_TO_ACCOUNT, .cause = SP_CHARGED,
		.log_id = 70, .account_id = 5, .minutes = -30 };
	k->entries[1] = (struct sp_ledger_entry){ .target = SP_TO_PRICE, .cause = SP_CHARGED,
		.log_id = 71, .minutes = -30, .cents = 10000 };
	k->cost = (struct sp_cost){ .id = 40, .ticket_id = 100, .number = 1, .cents = 1250,
		.payer = { 0, MARIO_ID } };
	k->work = (struct sp_ticket_work){ .ticket_id = 100, .logs = k->logs, .log_count = 2,
		.entries = k->entries, .entry_count = 2, .costs = &k->cost, .cost_count = 1 };
	s->facts.payers = &k->payer;
	s->facts.payer_count = 1;
	s->facts.work = &k->work;
}

struct scene *ready(struct stock *k, const char *text)
{
	struct scene *s = answer(anna);

	proven(s);
	fill(k, s);
	s->candidate.ticket.state = SP_IN_PROGRESS;
	s->message.text = s->message.reply = sp_str(text);
	return s;
}

struct scene *logs(struct stock *k, const char *text)
{
	struct scene *s = ready(k, text);

	decide(s);
	return s;
}
