/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Work and costs of one ticket, as `sportello ticket show` has them.
 */
#include "config.h"

#include "admin/hours.h"
#include "admin/print.h"
#include "admin/ticket.h"
#include "base/show.h"
#include "store/work_logs.h"
#include "text/conf.h"
#include "text/money.h"

struct hours {
	struct sp_work_log *logs;
	struct sp_cost *costs;
	struct sp_remote_session session;
	size_t log_count, cost_count;
	bool remote; /* a session is open */
};

static enum sp_status gather(struct sp_admin *admin, int64_t ticket_id, struct hours *h,
	struct sp_err *err)
{
	struct sp_work_log_filter filter = { .ticket_id = ticket_id };
	enum sp_status status = sp_work_logs(admin->db, &admin->arena, &filter, &h->logs,
		&h->log_count, err);

	if (status == SP_OK)
		status = sp_costs(admin->db, &admin->arena, ticket_id, &h->costs, &h->cost_count, err);
	if (status == SP_OK)
		status = sp_remote_of_ticket(admin->db, ticket_id, &h->session, &h->remote, err);
	return status;
}

static void add_log(struct sp_buf *out, const struct sp_work_log *log)
{
	struct sp_buf name = SP_BUF_INIT;

	sp_buf_printf(&name, "%.*s/%lld", SP_FMT(log->code), (long long)log->number);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, sp_buf_str(&name), 12);
	sp_buf_add_char(out, ' ');
	sp_add_day(out, log->day);
	sp_buf_printf(out, "  %-13s", sp_work_kind_name(log->kind));
	sp_add_hours_column(out, log->minutes, 7);
	sp_add_hours_column(out, log->charged, 7);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, log->description, 22);
	sp_end_line(out);
	sp_buf_release(&name);
}

static void add_cost(struct sp_admin *admin, struct sp_buf *out, const struct sp_cost *cost)
{
	struct sp_buf price = SP_BUF_INIT;

	sp_money_add(&price, cost->cents, admin->conf->policies.language);
	sp_buf_printf(out, "  cost %-7lld ", (long long)cost->number);
	sp_add_day(out, cost->day);
	sp_buf_printf(out, "  %-13s  ", price.ptr);
	sp_show_column(out, cost->description, 36);
	sp_end_line(out);
	sp_buf_release(&price);
}

enum sp_status sp_ticket_hours_text(struct sp_admin *admin, int64_t ticket_id, struct sp_buf *out,
	struct sp_err *err)
{
	struct hours h = { 0 };
	enum sp_status status = gather(admin, ticket_id, &h, err);

	if (status != SP_OK || (!h.log_count && !h.cost_count && !h.remote))
		return status;
	sp_buf_add_text(out, "\nwork, real and charged\n");
	for (size_t i = 0; i < h.log_count; i++)
		add_log(out, &h.logs[i]);
	for (size_t i = 0; i < h.cost_count; i++)
		add_cost(admin, out, &h.costs[i]);
	if (h.remote) {
		sp_buf_add_text(out, "  a remote session is open since ");
		sp_add_instant(out, h.session.opened_at);
		sp_buf_add_char(out, '\n');
	}
	return SP_OK;
}

static struct sp_json *cost_json(const struct sp_cost *cost)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "number", cost->number);
	sp_json_set_day(object, "day", cost->day);
	sp_json_set_number(object, "cents", cost->cents);
	sp_json_set_some(object, "description", cost->description);
	return object;
}

enum sp_status sp_ticket_hours_json(struct sp_admin *admin, int64_t ticket_id,
	struct sp_json *object, struct sp_err *err)
{
	struct sp_json *work, *costs;
	struct hours h = { 0 };
	enum sp_status status = gather(admin, ticket_id, &h, err);

	if (status != SP_OK)
		return status;
	work = sp_json_array();
	costs = sp_json_array();
	for (size_t i = 0; i < h.log_count; i++)
		sp_json_push(work, sp_work_log_json(&h.logs[i]));
	for (size_t i = 0; i < h.cost_count; i++)
		sp_json_push(costs, cost_json(&h.costs[i]));
	sp_json_set(object, "work", work);
	sp_json_set(object, "costs", costs);
	sp_json_set_instant(object, "remote_since", h.remote ? h.session.opened_at : 0);
	return SP_OK;
}
