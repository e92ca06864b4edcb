/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello dispute: what contacts dispute of their statements, and what the
 * staff decide.  A correction of the hours is the staff's own (#ore /2 ...): a
 * decision only takes the mark off and says who was right.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/ticket.h"
#include "base/show.h"
#include "store/asked.h"
#include "text/conf.h"
#include "text/money.h"

static const struct sp_option list_options[] = {
	{ .name = "all", .help = "also those that are decided" },
	{ .name = NULL },
};

/* --- list ---------------------------------------------------------------------- */

static struct sp_str number_of(struct sp_admin *admin, const struct sp_dispute_row *row)
{
	return row->year ? sp_str(sp_arena_printf(&admin->arena, "%lld/%lld", (long long)row->year,
		(long long)row->number)) : SP_STR("-");
}

static struct sp_str work_of(struct sp_admin *admin, const struct sp_dispute_row *row)
{
	return row->work.len ? sp_str(sp_arena_printf(&admin->arena, "%.*s/%lld", SP_FMT(row->work),
		(long long)row->work_number)) : SP_STR("");
}

struct sp_json *sp_dispute_json(struct sp_admin *admin, const struct sp_dispute_row *row)
{
	struct sp_json *one = sp_json_object();

	sp_json_set_number(one, "id", row->id);
	sp_json_set_number(one, "row", row->ledger_id);
	sp_json_set_text(one, "statement", row->year ? number_of(admin, row) : SP_NONE);
	sp_json_set_some(one, "organisation", row->payer);
	sp_json_set_some(one, "raised_by", row->raised_by);
	sp_json_set_some(one, "ticket", row->ticket);
	sp_json_set_some(one, "work", work_of(admin, row));
	sp_json_set_number(one, "minutes", row->minutes);
	sp_json_set_number(one, "cents", row->cents);
	sp_json_set_text(one, "state", sp_str(sp_dispute_state_name(row->state)));
	sp_json_set_text(one, "text", row->text);
	sp_json_set_instant(one, "raised_at", row->raised_at);
	sp_json_set_instant(one, "decided_at", row->decided_at);
	return one;
}

static void add_row(struct sp_admin *admin, struct sp_buf *out, const struct sp_dispute_row *row)
{
	struct sp_buf amount = SP_BUF_INIT;

	if (row->cents)
		sp_money_add(&amount, row->cents, admin->conf->policies.language);
	else
		sp_hours_add(&amount, row->minutes);
	sp_buf_printf(out, "%5lld  ", (long long)row->id);
	sp_show_column(out, sp_str(sp_dispute_state_name(row->state)), 9);
	sp_show_column(out, number_of(admin, row), 9);
	sp_show_column(out, work_of(admin, row), 12);
	sp_show_column(out, sp_buf_str(&amount), 12);
	sp_show_column(out, row->ticket.len ? row->ticket : SP_STR("-"), 9);
	sp_show_column(out, row->payer, 22);
	sp_end_line(out);
	if (row->text.len)
		sp_add_wrapped(out, "       ", row->text);
	sp_buf_release(&amount);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *array = admin->json ? sp_json_array() : NULL;
	struct sp_dispute_row *list = NULL;
	struct sp_buf out = SP_BUF_INIT;
	size_t count = 0;
	enum sp_status status = admin->argc ? sp_usage(admin, err, "no argument is needed") :
		sp_dispute_list(admin->db, &admin->arena, 0, !sp_option(admin, "all"), 0, &list,
			&count, err);

	if (count && !array)
		sp_buf_add_text(&out, "   ID  STATE    STATEMT. WORK        AMOUNT      TICKET   ORGANISATION\n");
	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (array)
			sp_json_push(array, sp_dispute_json(admin, &list[i]));
		else
			add_row(admin, &out, &list[i]);
	if (status != SP_OK) {
		sp_json_free(array);
		sp_buf_release(&out);
		return status;
	}
	if (array) {
		sp_print_json(admin, array);
		return SP_OK;
	}
	sp_buf_printf(&out, "%zu dispute%s\n", count, count == 1 ? "" : "s");
	sp_print(admin, &out);
	return SP_OK;
}

const struct sp_command sp_cmd_dispute_list = {
	.name = "dispute list", .arguments = "", .summary = "disputed lines of statements",
	.options = list_options, .needs = SP_NEEDS_DB_READ, .run = run_list,
};

/* --- decide -------------------------------------------------------------------- */

static struct sp_json *decided_json(int64_t id, const char *state)
{
	struct sp_json *one = sp_json_object();

	sp_json_set_number(one, "id", id);
	sp_json_set_text(one, "state", sp_str(state));
	return one;
}

static enum sp_status decide(struct sp_admin *admin, bool upheld, struct sp_err *err)
{
	const char *state = sp_dispute_state_name(upheld ? SP_DISPUTE_UPHELD : SP_DISPUTE_REJECTED);
	struct sp_json *array = sp_json_array();
	enum sp_status status = SP_OK;

	if (admin->argc == 0)
		status = sp_usage(admin, err, "at least one number is needed");
	for (int i = 0; status == SP_OK && i < admin->argc; i++) {
		int64_t id = 0;

		status = sp_find_number("dispute", admin->argv[i], &id, err);
		if (status == SP_OK)
			status = sp_dispute_decide(admin->db, id, upheld, 0, admin->now, err);
		if (status == SP_OK)
			status = sp_note(admin, 0, "dispute", admin->argv[i], state, err);
		if (status != SP_OK)
			break;
		sp_json_push(array, decided_json(id, state));
		if (!admin->json)
			fprintf(admin->out, "dispute %lld: %s\n", (long long)id, state);
	}
	if (status == SP_OK && admin->json)
		sp_print_json(admin, array);
	else
		sp_json_free(array);
	return status;
}

static enum sp_status run_uphold(struct sp_admin *admin, struct sp_err *err)
{
	return decide(admin, true, err);
}

static enum sp_status run_reject(struct sp_admin *admin, struct sp_err *err)
{
	return decide(admin, false, err);
}

const struct sp_command sp_cmd_dispute_uphold = {
	.name = "dispute uphold", .arguments = "ID...",
	.summary = "the customer was right; correct the hours first",
	.needs = SP_NEEDS_DB_WRITE, .run = run_uphold,
};

const struct sp_command sp_cmd_dispute_reject = {
	.name = "dispute reject", .arguments = "ID...", .summary = "the line stands",
	.needs = SP_NEEDS_DB_WRITE, .run = run_reject,
};
