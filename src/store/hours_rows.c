/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the tables of hours have in common.
 */
#include "store/rows.h"

#include "store/handle.h"

struct sp_payer sp_read_payer(struct sp_query *query)
{
	struct sp_payer payer;

	payer.organisation_id = sp_read_int(query);
	payer.person_id = sp_read_int(query);
	return payer;
}

void sp_bind_payer(struct sp_query *query, struct sp_payer payer)
{
	sp_bind_id(query, payer.organisation_id);
	sp_bind_id(query, payer.person_id);
}

void sp_bind_payer_filter(struct sp_query *query, struct sp_payer payer)
{
	sp_bind_int(query, payer.organisation_id);
	sp_bind_int(query, payer.person_id);
}

#define READ_WORD(name, type, of, first)                                                           \
	type sp_read_##name(struct sp_query *query)                                                \
	{                                                                                          \
		struct sp_str word = sp_read_text(query);                                          \
		type value = first;                                                                \
                                                                                                   \
		if (query->status == SP_OK && !of(word, &value))                                   \
			sp_query_fail(query, SQLITE_CORRUPT);                                      \
		return value;                                                                      \
	}

READ_WORD(work_kind, enum sp_work_kind, sp_work_kind_read, SP_WORK_ORDINARY)
READ_WORD(account_sort, enum sp_account_sort, sp_account_sort_of, SP_PACKAGE)
READ_WORD(entry_target, enum sp_entry_target, sp_entry_target_of, SP_TO_ACCOUNT)
READ_WORD(entry_cause, enum sp_entry_cause, sp_entry_cause_of, SP_BOUGHT)

int64_t sp_read_until(struct sp_query *query)
{
	int64_t day = sp_read_int(query);

	return day ? day : SP_NO_END; /* no account ends on the first of January 1970 */
}

void sp_bind_until(struct sp_query *query, int64_t day)
{
	sp_bind_id(query, day == SP_NO_END ? 0 : day);
}
