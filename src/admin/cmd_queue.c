/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello queue: where tickets of one theme go, as the configuration has it, and
 * what there is in it now.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/show.h"
#include "store/measures.h"
#include "text/conf.h"
#include "text/settings.h"

/* What there is, for all queues. */
struct standing {
	struct sp_person *staff;
	size_t staff_count;
	struct sp_measured *tickets;
	size_t ticket_count;
};

static enum sp_status look(struct sp_admin *admin, struct standing *standing, struct sp_err *err)
{
	enum sp_status status = sp_people_list(admin->db, &admin->arena, SP_STAFF, false,
		&standing->staff, &standing->staff_count, err);

	return status == SP_OK ? sp_measure(admin->db, &admin->arena, SP_MEASURE_TICKETS,
		&standing->tickets, &standing->ticket_count, err) : status;
}

static int64_t open_tickets(const struct standing *standing, const struct sp_queue_conf *queue)
{
	int64_t number = 0;

	for (size_t i = 0; i < standing->ticket_count; i++) {
		enum sp_state state;

		if (sp_str_eq(standing->tickets[i].label, sp_str(queue->name)) &&
			sp_state_of(standing->tickets[i].second, &state) && state != SP_DONE &&
			state != SP_CANCELLED && state != SP_ARCHIVED)
			number += standing->tickets[i].number;
	}
	return number;
}

static struct sp_json *staff_json(const struct standing *standing, const struct sp_queue_conf *queue)
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; i < standing->staff_count; i++)
		if (sp_person_serves(&standing->staff[i], sp_str(queue->name)))
			sp_json_push(list, sp_json_text(standing->staff[i].address));
	return list;
}

static struct sp_json *texts_json(const char *const *texts)
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; texts && texts[i]; i++)
		sp_json_push(list, sp_json_text(sp_str(texts[i])));
	return list;
}

static struct sp_json *to_json(const struct standing *standing, const struct sp_queue_conf *queue)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "name", sp_str(queue->name));
	sp_json_set_text(object, "title", sp_str(queue->title));
	sp_json_set_text(object, "prefix", sp_str(queue->prefix));
	sp_json_set(object, "addresses", texts_json(queue->addresses));
	sp_json_set(object, "categories", texts_json(queue->categories));
	sp_json_set(object, "staff", staff_json(standing, queue));
	sp_json_set_number(object, "open", open_tickets(standing, queue));
	return object;
}

/* --- list --------------------------------------------------------------------------- */

static void add_row(struct sp_buf *out, const struct standing *standing,
	const struct sp_queue_conf *queue)
{
	int serving = 0;

	for (size_t i = 0; i < standing->staff_count; i++)
		serving += sp_person_serves(&standing->staff[i], sp_str(queue->name));
	sp_show_column(out, sp_str(queue->name), 16);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, sp_str(queue->prefix), 6);
	sp_buf_printf(out, "  %6lld  %5d  ", (long long)open_tickets(standing, queue), serving);
	sp_show_column(out, sp_str(queue->addresses[0]), 36);
	sp_end_line(out);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	struct standing standing = { .staff = NULL };
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *list;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = look(admin, &standing, err);
	if (status != SP_OK)
		return status;
	list = admin->json ? sp_json_array() : NULL;
	sp_buf_printf(&out, "%-16s  %-6s  %6s  %5s  ADDRESS\n", "NAME", "PREFIX", "OPEN", "STAFF");
	for (size_t i = 0; i < conf->queue_count; i++)
		if (list)
			sp_json_push(list, to_json(&standing, &conf->queues[i]));
		else
			add_row(&out, &standing, &conf->queues[i]);
	sp_buf_printf(&out, "%zu queue%s\n", conf->queue_count, conf->queue_count == 1 ? "" : "s");
	if (list)
		sp_print_json(admin, list);
	else
		sp_print(admin, &out);
	sp_buf_release(&out);
	return SP_OK;
}

/* --- show --------------------------------------------------------------------------- */

static void each_setting(const struct sp_queue_conf *queue, enum sp_group group,
	void (*each)(const struct sp_setting *setting, struct sp_str value, void *context),
	void *context)
{
	const void *target = group == SP_GROUP_POLICY ? (const void *)&queue->policies : queue;
	struct sp_buf value = SP_BUF_INIT;

	for (size_t i = 0; i < sp_settings_count; i++) {
		if (sp_settings[i].group != group)
			continue;
		sp_buf_cut(&value, 0);
		sp_setting_value(&sp_settings[i], target, &value);
		each(&sp_settings[i], sp_buf_str(&value), context);
	}
	sp_buf_release(&value);
}

static void print_setting(const struct sp_setting *setting, struct sp_str value, void *context)
{
	struct sp_buf *out = context;

	if (!value.len)
		return;
	sp_buf_printf(out, "  %-18s ", setting->name);
	sp_show_line(out, value);
	sp_buf_add_char(out, '\n');
}

static void set_setting(const struct sp_setting *setting, struct sp_str value, void *context)
{
	sp_json_set_some(context, setting->name, value);
}

static void print_one(struct sp_admin *admin, const struct standing *standing,
	const struct sp_queue_conf *queue)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_buf_printf(&out, "queue %s, %s:%d\n", queue->name, admin->conf->path, queue->line);
	each_setting(queue, SP_GROUP_QUEUE, print_setting, &out);
	each_setting(queue, SP_GROUP_POLICY, print_setting, &out);
	for (size_t i = 0; i < standing->staff_count; i++) {
		if (!sp_person_serves(&standing->staff[i], sp_str(queue->name)))
			continue;
		sp_buf_printf(&out, "  %-18s ", "served by");
		sp_show_line(&out, sp_name_and_address(&admin->arena, standing->staff[i].name,
			standing->staff[i].address));
		sp_buf_add_char(&out, '\n');
	}
	sp_buf_printf(&out, "  %-18s %lld\n", "open tickets",
		(long long)open_tickets(standing, queue));
	sp_print(admin, &out);
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	struct standing standing = { .staff = NULL };
	const struct sp_queue_conf *queue;
	struct sp_json *object, *policies;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one name is needed");
	status = sp_find_queue(admin, sp_str(admin->argv[0]), err);
	if (status == SP_OK)
		status = look(admin, &standing, err);
	if (status != SP_OK)
		return status;
	queue = sp_conf_queue(admin->conf, sp_str(admin->argv[0]));
	if (!admin->json) {
		print_one(admin, &standing, queue);
		return SP_OK;
	}
	object = to_json(&standing, queue);
	policies = sp_json_object();
	each_setting(queue, SP_GROUP_POLICY, set_setting, policies);
	sp_json_set(object, "policies", policies);
	sp_print_json(admin, object);
	return SP_OK;
}

const struct sp_command sp_cmd_queue_list = {
	.name = "queue list", .arguments = "", .summary = "the queues, who serves them, what is open",
	.needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_queue_show = {
	.name = "queue show", .arguments = "NAME", .summary = "one queue, with its settings",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
