/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The scene of tests/unit/staff_scene.h with hours: on Monday 2026-11-23, 10:00 in
 * Rome, Mario, who pays for himself, has a package, and there is work on his ticket.
 */
#ifndef SP_UNIT_HOURS_SCENE_H
#define SP_UNIT_HOURS_SCENE_H

#include "core/work.h"
#include "unit/staff_scene.h"

enum { MARIO_ID = 11, ALL_KINDS = (1 << SP_WORK_KINDS) - 1, HOUR = 3600 };

/* What Mario has, and what is recorded on the ticket. */
struct stock {
	struct sp_account accounts[2];
	struct sp_payer_facts payer;
	struct sp_ticket_work work;
	struct sp_work_log logs[2];
	struct sp_ledger_entry entries[2];
	struct sp_cost cost;
	struct sp_remote_session session;
	struct sp_tariff tariff;
};

int64_t today(void);

/* A package of 2:00, of which 0:30 went to /1; /2 was priced. */
void fill(struct stock *k, struct scene *s);

/* Anna writes that; and it is decided. */
struct scene *ready(struct stock *k, const char *text);
struct scene *logs(struct stock *k, const char *text);

#endif
