/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: hours and money.
 */
#include "config.h"

#include "admin/check.h"
#include "admin/print.h"
#include "store/accounts.h"
#include "store/work_logs.h"

enum { DAY = 86400 };

/* Sessions that nobody closed count for ever. */
static void check_sessions(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_remote_session *list = NULL;
	struct sp_err err = { 0 };
	size_t count = 0;

	if (sp_remote_forgotten(admin->db, &admin->arena, admin->now - DAY, &list, &count, &err) !=
		SP_OK)
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
	for (size_t i = 0; i < count; i++) {
		struct sp_buf since = SP_BUF_INIT;

		sp_add_instant(&since, list[i].opened_at);
		sp_check_say(c, SP_CHECK_WARNING,
			"%.*s has a remote session open since %s; close it by mail with #remoto chiudi, "
			"then correct its hours", SP_FMT(list[i].code), since.ptr);
		sp_buf_release(&since);
	}
}

void sp_check_ledger(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_ledger_fault *faults;
	struct sp_err err = { 0 };
	int64_t last = 0;
	size_t count;

	if (sp_ledger_check(admin->db, &admin->arena, &faults, &count, &err) != SP_OK ||
		sp_ledger_last(admin->db, &last, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < count; i++)
		sp_check_say(c, SP_CHECK_ERROR,
			"%lld %s; the first is %lld: the file was changed by another program, or is "
			"damaged; restore a backup", (long long)faults[i].count, faults[i].what,
			(long long)faults[i].first);
	check_sessions(c);
	if (count == 0)
		sp_check_say(c, SP_CHECK_OK, "%lld movements, and each work log and cost is as they say",
			(long long)last);
}
