/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hours, money, days and payers as they are written on the command line, and
 * how the commands about hours print.
 */
#ifndef SP_ADMIN_HOURS_H
#define SP_ADMIN_HOURS_H

#include "admin/command.h"
#include "base/buf.h"
#include "core/hours.h"

/* Durations: as the staff write them ("1:30", "1,5", "90m"). */
enum sp_status sp_read_hours(const char *text, int64_t *minutes_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Days: "2026-12-31", "31/12/2026". */
enum sp_status sp_read_day(const char *text, int64_t *day_r, struct sp_err *err) SP_MUST_CHECK;

/* Kinds separated by commas: enum sp_work_kind bits. */
enum sp_status sp_read_kinds(const char *text, unsigned *kinds_r, struct sp_err *err)
	SP_MUST_CHECK;

/* Who pays: a firm's name or number, or a customer's address; he pays himself
 * when he belongs to no firm. */
enum sp_status sp_find_payer(struct sp_admin *admin, const char *text, struct sp_payer *payer_r,
	struct sp_str *name_r, struct sp_err *err) SP_MUST_CHECK;
/* The name of a payer; absent when nobody is known. */
enum sp_status sp_payer_name(struct sp_admin *admin, struct sp_payer payer, struct sp_str *name_r,
	struct sp_err *err) SP_MUST_CHECK;

/* "HT00191/2". */
enum sp_status sp_find_work_log_named(struct sp_admin *admin, const char *text,
	struct sp_work_log *log_r, struct sp_err *err) SP_MUST_CHECK;

/* "2026-12-31"; "-" for SP_NO_END. */
void sp_add_day(struct sp_buf *out, int64_t day);
/* "10:00" right in `width` columns. */
void sp_add_hours_column(struct sp_buf *out, int64_t minutes, int width);
/* "170,00 €" right in `width` columns. */
void sp_add_money_column(struct sp_buf *out, int64_t cents, const char *language, size_t width);
/* Kinds as words, "all" for all; queues likewise. */
void sp_add_kinds(struct sp_buf *out, unsigned kinds);

void sp_json_set_day(struct sp_json *object, const char *key, int64_t day);
struct sp_json *sp_work_log_json(const struct sp_work_log *log);
struct sp_json *sp_ledger_json(const struct sp_ledger_row *row);
/* A line of a ledger in a list. */
void sp_add_ledger_row(struct sp_buf *out, const struct sp_ledger_row *row);

#endif
