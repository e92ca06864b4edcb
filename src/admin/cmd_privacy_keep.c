/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello privacy register, hold, holds, unhold: what was done about personal
 * data, and what a dispute keeps.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/show.h"
#include "core/subject.h"
#include "store/privacy.h"

/* --- the register ----------------------------------------------------------------- */

static struct sp_json *line_json(const struct sp_register *line)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "line", line->id);
	sp_json_set_instant(object, "at", line->by.at);
	sp_json_set_text(object, "what", sp_str(sp_registered_name(line->what)));
	sp_json_set_text(object, "actor", sp_str(sp_actor_name(line->by.actor)));
	if (line->person_id)
		sp_json_set_number(object, "person", line->person_id);
	if (line->by.person_id)
		sp_json_set_number(object, "by", line->by.person_id);
	sp_json_set_some(object, "ticket", line->ticket);
	if (line->request_id)
		sp_json_set_number(object, "request", line->request_id);
	sp_json_set_some(object, "word", line->word);
	sp_json_set_number(object, "number", line->number);
	return object;
}

static void add_text(struct sp_buf *out, const struct sp_register *line)
{
	sp_buf_printf(out, "%5lld  ", (long long)line->id);
	sp_add_instant(out, line->by.at);
	sp_buf_printf(out, "  %-17s %-13s", sp_registered_name(line->what),
		sp_actor_name(line->by.actor));
	if (line->person_id)
		sp_buf_printf(out, " person %lld", (long long)line->person_id);
	if (line->by.person_id)
		sp_buf_printf(out, " by %lld", (long long)line->by.person_id);
	if (line->ticket.len)
		sp_buf_printf(out, " %.*s", SP_FMT(line->ticket));
	if (line->request_id)
		sp_buf_printf(out, " request %lld", (long long)line->request_id);
	if (line->word.len)
		sp_buf_printf(out, " %.*s", SP_FMT(line->word));
	if (line->number)
		sp_buf_printf(out, " (%lld)", (long long)line->number);
	sp_end_line(out);
}

/* A cell that has nothing for 0. */
static void add_id(struct sp_csv *csv, int64_t id)
{
	if (id)
		sp_csv_number(csv, id);
	else
		sp_csv_text(csv, SP_STR(""));
}

static void add_csv(struct sp_csv *csv, const struct sp_register *line)
{
	struct sp_buf at = SP_BUF_INIT;

	sp_rfc3339_add(&at, line->by.at);
	sp_csv_number(csv, line->id);
	sp_csv_text(csv, sp_buf_str(&at));
	sp_csv_text(csv, sp_str(sp_registered_name(line->what)));
	sp_csv_text(csv, sp_str(sp_actor_name(line->by.actor)));
	add_id(csv, line->person_id);
	add_id(csv, line->by.person_id);
	sp_csv_text(csv, line->ticket);
	add_id(csv, line->request_id);
	sp_csv_text(csv, line->word);
	sp_csv_number(csv, line->number);
	sp_csv_end_row(csv);
	sp_buf_release(&at);
}

static void print_csv(struct sp_admin *admin, const struct sp_register *lines, size_t count)
{
	static const char *const names[] = { "line", "at", "what", "actor", "person", "by", "ticket",
		"request", "word", "number" };
	struct sp_buf out = SP_BUF_INIT;
	struct sp_csv csv = { .out = &out, .separator = ',' };

	if (admin->conf->policies.language[0] == 'i')
		csv.separator = ';';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		sp_csv_text(&csv, sp_str(names[i]));
	sp_csv_end_row(&csv);
	for (size_t i = 0; i < count; i++)
		add_csv(&csv, &lines[i]);
	sp_print(admin, &out);
}

static enum sp_status run_register(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_register *lines = NULL;
	struct sp_person *person = NULL;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *array;
	size_t count = 0;
	enum sp_status status = SP_OK;

	if (admin->argc > 1)
		return sp_usage(admin, err, "at most one address or number");
	if (admin->argc)
		status = sp_find_person(admin, admin->argv[0], &person, err);
	if (status == SP_OK)
		status = sp_register_list(admin->db, &admin->arena, person ? person->id : 0, &lines, &count,
			err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		array = sp_json_array();
		for (size_t i = 0; i < count; i++)
			sp_json_push(array, line_json(&lines[i]));
		sp_print_json(admin, array);
		return SP_OK;
	}
	if (sp_option(admin, "csv")) {
		print_csv(admin, lines, count);
		return SP_OK;
	}
	for (size_t i = 0; i < count; i++)
		add_text(&out, &lines[i]);
	sp_buf_printf(&out, "%zu line%s\n", count, count == 1 ? "" : "s");
	sp_print(admin, &out);
	return SP_OK;
}

/* --- holds ---------------------------------------------------------------------------- */

static struct sp_json *hold_json(const struct sp_hold *hold)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "hold", hold->id);
	if (hold->person_id)
		sp_json_set_number(object, "person", hold->person_id);
	sp_json_set_some(object, "address", hold->address);
	sp_json_set_some(object, "ticket", hold->ticket);
	sp_json_set_text(object, "reason", hold->reason);
	sp_json_set_instant(object, "since", hold->at);
	sp_json_set_instant(object, "until", hold->until_at);
	sp_json_set_instant(object, "lifted_at", hold->lifted_at);
	return object;
}

static void add_hold(struct sp_buf *out, const struct sp_hold *hold)
{
	sp_buf_printf(out, "%4lld  ", (long long)hold->id);
	sp_show_column(out, hold->ticket.len ? hold->ticket : hold->address, 26);
	sp_buf_add_text(out, "  until ");
	sp_add_instant(out, hold->until_at);
	sp_buf_add_text(out, "  ");
	sp_show_column(out, hold->reason, 20);
	sp_end_line(out);
}

static enum sp_status run_holds(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_hold *holds = NULL;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *array;
	size_t count = 0;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_holds(admin->db, &admin->arena, sp_option(admin, "all") ? 0 : admin->now, &holds,
		&count, err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		array = sp_json_array();
		for (size_t i = 0; i < count; i++)
			sp_json_push(array, hold_json(&holds[i]));
		sp_print_json(admin, array);
		return SP_OK;
	}
	for (size_t i = 0; i < count; i++)
		add_hold(&out, &holds[i]);
	sp_buf_printf(&out, "%zu hold%s\n", count, count == 1 ? "" : "s");
	sp_print(admin, &out);
	return SP_OK;
}

static enum sp_status find_held(struct sp_admin *admin, struct sp_hold *hold, struct sp_err *err)
{
	struct sp_person *person = NULL;
	struct sp_ticket ticket;
	enum sp_status status;
	struct sp_code code;

	if (!sp_code_parse(&admin->arena, sp_str(admin->argv[0]), &code)) {
		status = sp_find_person(admin, admin->argv[0], &person, err);
		if (status == SP_OK)
			hold->person_id = person->id;
		return status;
	}
	status = sp_find_ticket(admin, admin->argv[0], &ticket, err);
	if (status == SP_OK && ticket.erased_at)
		return sp_fail(err, SP_PERM, "%s: its words are erased already", admin->argv[0]);
	if (status == SP_OK)
		hold->ticket_id = ticket.id;
	return status;
}

static enum sp_status run_hold(struct sp_admin *admin, struct sp_err *err)
{
	const char *reason = sp_option(admin, "reason"), *until = sp_option(admin, "until");
	struct sp_by who = { .actor = SP_BY_ADMINISTRATOR, .at = admin->now };
	struct sp_hold hold = { .at = admin->now };
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address, number or ticket is needed");
	if (!reason || !*reason || !until)
		return sp_usage(admin, err, "--reason and --until are needed");
	if (!sp_instant_parse(sp_str(until), &hold.until_at) || hold.until_at <= admin->now)
		return sp_fail(err, SP_PERM, "--until is a date to come, like 2030-12-31");
	hold.reason = sp_str(reason);
	status = find_held(admin, &hold, err);
	if (status == SP_OK)
		status = sp_hold_add(admin->db, &hold, &who, &hold.id, err);
	if (status != SP_OK)
		return status;
	if (admin->json)
		sp_print_json(admin, hold_json(&hold));
	else
		fprintf(admin->out, "hold %lld: nothing of it is erased until then\n", (long long)hold.id);
	return SP_OK;
}

static enum sp_status run_unhold(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_by who = { .actor = SP_BY_ADMINISTRATOR, .at = admin->now };
	struct sp_json *object;
	enum sp_status status;
	int64_t id = 0;

	if (admin->argc != 1)
		return sp_usage(admin, err, "the number of one hold is needed");
	status = sp_find_number("a hold", admin->argv[0], &id, err);
	if (status == SP_OK)
		status = sp_hold_lift(admin->db, id, &who, err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "hold", id);
		sp_json_set_instant(object, "lifted_at", admin->now);
		sp_print_json(admin, object);
	} else {
		fprintf(admin->out, "hold %lld is lifted\n", (long long)id);
	}
	return SP_OK;
}

static const struct sp_option register_options[] = {
	{ .name = "csv", .help = "for a spreadsheet" },
	{ .name = NULL },
};
static const struct sp_option hold_options[] = {
	{ .name = "reason", .value = "TEXT", .help = "why; name nobody in it" },
	{ .name = "until", .value = "DATE", .help = "until when, as 2030-12-31" },
	{ .name = NULL },
};
static const struct sp_option holds_options[] = {
	{ .name = "all", .help = "those too that are over or lifted" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_privacy_register = {
	.name = "privacy register", .arguments = "[ADDRESS|ID]", .options = register_options,
	.summary = "what was done about personal data, line by line",
	.needs = SP_NEEDS_DB_READ, .run = run_register,
};
const struct sp_command sp_cmd_privacy_hold = {
	.name = "privacy hold", .arguments = "ADDRESS|ID|TICKET", .options = hold_options,
	.summary = "keep what a dispute needs from being erased", .needs = SP_NEEDS_DB_WRITE,
	.run = run_hold,
};
const struct sp_command sp_cmd_privacy_holds = {
	.name = "privacy holds", .arguments = "", .options = holds_options,
	.summary = "what is kept for a dispute", .needs = SP_NEEDS_DB_READ, .run = run_holds,
};
const struct sp_command sp_cmd_privacy_unhold = {
	.name = "privacy unhold", .arguments = "NUMBER", .summary = "the dispute is over",
	.needs = SP_NEEDS_DB_WRITE, .run = run_unhold,
};
