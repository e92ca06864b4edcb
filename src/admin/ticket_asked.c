/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What contacts were asked about a ticket and what they dispute of its work, as
 * `sportello ticket show` has it.
 */
#include "config.h"

#include "admin/hours.h"
#include "admin/print.h"
#include "admin/ticket.h"
#include "base/show.h"
#include "store/asked.h"
#include "text/conf.h"
#include "text/money.h"

#define INDENT "            "

static void add_asked(struct sp_buf *out, const struct sp_asked_row *row)
{
	struct sp_buf name = SP_BUF_INIT;

	sp_buf_printf(&name, "%s %lld", sp_asked_kind_name(row->kind), (long long)row->id);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, sp_buf_str(&name), 12);
	sp_buf_release(&name);
	sp_buf_add_char(out, ' ');
	sp_add_instant(out, row->asked_at);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, row->state, 9);
	if (row->minutes)
		sp_add_hours_column(out, row->minutes, 6);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, row->asked, 24);
	sp_end_line(out);
	if (sp_str_eq(row->state, SP_STR("asked")) && !row->current)
		sp_add_wrapped(out, INDENT, SP_STR("not the contact any more: ask again"));
	if (row->answered_at) {
		sp_buf_add_text(out, INDENT "decided ");
		sp_add_instant(out, row->answered_at);
		sp_buf_add_char(out, '\n');
	}
	if (row->description.len)
		sp_add_wrapped(out, INDENT, row->description);
}

static void add_dispute(struct sp_admin *admin, struct sp_buf *out, const struct sp_dispute_row *row)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_buf_printf(&text, "dispute %lld", (long long)row->id);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, sp_buf_str(&text), 12);
	sp_buf_cut(&text, 0);
	sp_buf_add_char(out, ' ');
	sp_add_instant(out, row->raised_at);
	sp_buf_printf(out, "  %-9s", sp_dispute_state_name(row->state));
	if (row->cents)
		sp_money_add(&text, row->cents, admin->conf->policies.language);
	else
		sp_hours_add(&text, row->minutes);
	sp_buf_printf(out, " %s", text.ptr);
	if (row->work.len)
		sp_buf_printf(out, " of %.*s/%lld", SP_FMT(row->work), (long long)row->work_number);
	if (row->year)
		sp_buf_printf(out, ", statement %lld/%lld", (long long)row->year, (long long)row->number);
	if (row->ticket.len)
		sp_buf_printf(out, ", see %.*s", SP_FMT(row->ticket));
	sp_end_line(out);
	if (row->text.len)
		sp_add_wrapped(out, INDENT, row->text);
	sp_buf_release(&text);
}

static enum sp_status gather(struct sp_admin *admin, int64_t ticket_id, struct sp_asked_row **asked,
	size_t *asked_count, struct sp_dispute_row **disputes, size_t *dispute_count,
	struct sp_err *err)
{
	enum sp_status status = sp_asked_list(admin->db, &admin->arena, ticket_id, 0, asked,
		asked_count, err);

	return status == SP_OK ? sp_dispute_list(admin->db, &admin->arena, 0, false, ticket_id,
		disputes, dispute_count, err) : status;
}

enum sp_status sp_ticket_asked_text(struct sp_admin *admin, int64_t ticket_id, struct sp_buf *out,
	struct sp_err *err)
{
	struct sp_asked_row *asked = NULL;
	struct sp_dispute_row *disputes = NULL;
	size_t asked_count = 0, dispute_count = 0;
	enum sp_status status = gather(admin, ticket_id, &asked, &asked_count, &disputes,
		&dispute_count, err);

	if (status == SP_OK && asked_count + dispute_count)
		sp_buf_add_text(out, "\nasked and disputed\n");
	for (size_t i = 0; status == SP_OK && i < asked_count; i++)
		add_asked(out, &asked[i]);
	for (size_t i = 0; status == SP_OK && i < dispute_count; i++)
		add_dispute(admin, out, &disputes[i]);
	return status;
}

static struct sp_json *asked_json(const struct sp_asked_row *row)
{
	struct sp_json *one = sp_json_object();

	sp_json_set_text(one, "kind", sp_str(sp_asked_kind_name(row->kind)));
	sp_json_set_number(one, "id", row->id);
	sp_json_set_text(one, "state", row->state);
	sp_json_set_number(one, "minutes", row->minutes);
	sp_json_set_some(one, "description", row->description);
	sp_json_set_some(one, "asked", row->asked);
	sp_json_set_bool(one, "current", row->current);
	sp_json_set_instant(one, "asked_at", row->asked_at);
	sp_json_set_instant(one, "answered_at", row->answered_at);
	return one;
}

enum sp_status sp_ticket_asked_json(struct sp_admin *admin, int64_t ticket_id,
	struct sp_json *object, struct sp_err *err)
{
	struct sp_asked_row *asked = NULL;
	struct sp_dispute_row *disputes = NULL;
	size_t asked_count = 0, dispute_count = 0;
	enum sp_status status = gather(admin, ticket_id, &asked, &asked_count, &disputes,
		&dispute_count, err);
	struct sp_json *asked_list, *dispute_list;

	if (status != SP_OK)
		return status;
	asked_list = sp_json_array();
	dispute_list = sp_json_array();
	for (size_t i = 0; i < asked_count; i++)
		sp_json_push(asked_list, asked_json(&asked[i]));
	for (size_t i = 0; i < dispute_count; i++)
		sp_json_push(dispute_list, sp_dispute_json(admin, &disputes[i]));
	sp_json_set(object, "asked", asked_list);
	sp_json_set(object, "disputes", dispute_list);
	return SP_OK;
}
