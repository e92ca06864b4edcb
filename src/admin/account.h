/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How packages and contracts are shown.
 */
#ifndef SP_ADMIN_ACCOUNT_H
#define SP_ADMIN_ACCOUNT_H

#include "admin/command.h"
#include "core/ledger.h"

/* What mails call it where nobody says: "Pacchetto 10 h". */
struct sp_str sp_account_title(struct sp_admin *admin, const struct sp_account *account,
	int64_t minutes);

/* One, as it is in the database now. */
enum sp_status sp_account_say(struct sp_admin *admin, int64_t id, struct sp_err *err) SP_MUST_CHECK;

/* One with its movements. */
enum sp_status sp_account_show(struct sp_admin *admin, const struct sp_account *account,
	struct sp_err *err) SP_MUST_CHECK;

/* A list of those of that sort, of a payer or of all. */
enum sp_status sp_accounts_print(struct sp_admin *admin, enum sp_account_sort sort,
	struct sp_payer payer, struct sp_err *err) SP_MUST_CHECK;

#endif
