/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: hours and money.
 */
#include "config.h"

#include "admin/check.h"
#include "store/accounts.h"

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
	if (count == 0)
		sp_check_say(c, SP_CHECK_OK, "%lld movements, and each work log and cost is as they say",
			(long long)last);
}
