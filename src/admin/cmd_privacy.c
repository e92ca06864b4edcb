/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello privacy list, request, finish, restrict, lift: who asked for what,
 * and what is not to be touched.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/prepared.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/show.h"
#include "store/privacy.h"
#include "text/conf.h"

static struct sp_by by(const struct sp_admin *admin)
{
	return (struct sp_by){ .actor = SP_BY_ADMINISTRATOR, .at = admin->now };
}

/* The person that the one argument names; not one who is erased. */
static enum sp_status find(struct sp_admin *admin, struct sp_person **person_r, struct sp_err *err)
{
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_find_person(admin, admin->argv[0], person_r, err);
	if (status == SP_OK && (*person_r)->state == SP_PERSON_ERASED)
		return sp_fail(err, SP_PERM, "person %lld is erased", (long long)(*person_r)->id);
	return status;
}

/* --- requests ---------------------------------------------------------------------- */

static struct sp_json *to_json(const struct sp_privacy_request *request)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "request", request->id);
	sp_json_set_text(object, "right", sp_str(sp_right_name(request->right)));
	sp_json_set_number(object, "person", request->person_id);
	sp_json_set_some(object, "address", request->address);
	sp_json_set_some(object, "ticket", request->ticket);
	sp_json_set_instant(object, "started_at", request->started_at);
	sp_json_set_instant(object, "due_at", request->due_at);
	sp_json_set_instant(object, "confirmed", request->confirmed_at);
	sp_json_set_instant(object, "finished_at", request->finished_at);
	sp_json_set_some(object, "result", sp_str(sp_privacy_result_name(request->result)));
	return object;
}

static const char *state_of(const struct sp_admin *admin, const struct sp_privacy_request *request)
{
	if (request->finished_at)
		return sp_privacy_result_name(request->result);
	if (request->due_at < admin->now)
		return "OVERDUE";
	return request->confirmed_at || !sp_right_is_confirmed(request->right) ? "to be done" :
									  "to be confirmed";
}

static void add_day(struct sp_buf *out, int64_t instant)
{
	struct sp_civil day = sp_civil_of(instant);

	sp_buf_printf(out, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static void add_row(struct sp_admin *admin, struct sp_buf *out,
	const struct sp_privacy_request *request)
{
	sp_buf_printf(out, "%4lld  %-9s  ", (long long)request->id, sp_right_name(request->right));
	add_day(out, request->started_at);
	sp_buf_add_text(out, request->finished_at ? "  on " : "  by ");
	add_day(out, request->finished_at ? request->finished_at : request->due_at);
	sp_buf_printf(out, "  %-15s  ", state_of(admin, request));
	sp_show_column(out, request->address.len ? request->address : SP_STR("(erased)"), 18);
	sp_end_line(out);
}

static void add_cell(struct sp_csv *csv, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;

	if (instant)
		sp_rfc3339_add(&text, instant);
	sp_csv_text(csv, sp_buf_str(&text));
	sp_buf_release(&text);
}

static void print_csv(struct sp_admin *admin, const struct sp_privacy_request *list, size_t count)
{
	static const char *const names[] = { "request", "right", "person", "address", "ticket",
		"started", "due", "confirmed", "finished", "state" };
	struct sp_buf out = SP_BUF_INIT;
	struct sp_csv csv = { .out = &out, .separator = admin->conf->policies.language[0] == 'i' ? ';' : ',' };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		sp_csv_text(&csv, sp_str(names[i]));
	sp_csv_end_row(&csv);
	for (size_t i = 0; i < count; i++) {
		sp_csv_number(&csv, list[i].id);
		sp_csv_text(&csv, sp_str(sp_right_name(list[i].right)));
		sp_csv_number(&csv, list[i].person_id);
		sp_csv_text(&csv, list[i].address);
		sp_csv_text(&csv, list[i].ticket);
		add_cell(&csv, list[i].started_at);
		add_cell(&csv, list[i].due_at);
		add_cell(&csv, list[i].confirmed_at);
		add_cell(&csv, list[i].finished_at);
		sp_csv_text(&csv, sp_str(state_of(admin, &list[i])));
		sp_csv_end_row(&csv);
	}
	sp_print(admin, &out);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_privacy_request *list = NULL;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *array;
	size_t count = 0;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_privacy_list(admin->db, &admin->arena, 0, sp_option(admin, "all") != NULL, &list,
		&count, err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		array = sp_json_array();
		for (size_t i = 0; i < count; i++)
			sp_json_push(array, to_json(&list[i]));
		sp_print_json(admin, array);
		return SP_OK;
	}
	if (sp_option(admin, "csv")) {
		print_csv(admin, list, count);
		return SP_OK;
	}
	for (size_t i = 0; i < count; i++)
		add_row(admin, &out, &list[i]);
	sp_buf_printf(&out, "%zu request%s\n", count, count == 1 ? "" : "s");
	sp_print(admin, &out);
	return SP_OK;
}

static enum sp_status say(struct sp_admin *admin, int64_t id, struct sp_err *err)
{
	struct sp_privacy_request request;
	struct sp_buf out = SP_BUF_INIT;
	bool found = false;
	enum sp_status status = sp_privacy_by_id(admin->db, &admin->arena, id, &request, &found, err);

	if (status != SP_OK || !found)
		return status;
	if (admin->json) {
		sp_print_json(admin, to_json(&request));
		return SP_OK;
	}
	add_row(admin, &out, &request);
	sp_print(admin, &out);
	return SP_OK;
}

/* Somebody asked otherwise than by mail: on paper, at the counter. */
static enum sp_status run_request(struct sp_admin *admin, struct sp_err *err)
{
	const char *word = sp_option(admin, "right");
	struct sp_privacy_request request = { .started_at = admin->now };
	struct sp_by who = by(admin);
	struct sp_person *person = NULL;
	enum sp_status status;

	if (!word || !sp_right_of(sp_str(word), &request.right))
		return sp_usage(admin, err, "--right is export, erase, revoke, restrict, rectify, object, "
			"notice, violation or other");
	status = find(admin, &person, err);
	if (status != SP_OK)
		return status;
	request.person_id = person->id;
	status = sp_privacy_start(admin->db, &request, &who, &request.id, err);
	/* Whoever enters it has seen who asks. */
	if (status == SP_OK)
		status = sp_privacy_confirm(admin->db, &request, &who, err);
	return status == SP_OK ? say(admin, request.id, err) : status;
}

static enum sp_status run_finish(struct sp_admin *admin, struct sp_err *err)
{
	const char *word = sp_option(admin, "result");
	enum sp_privacy_result result = SP_PRIVACY_DONE;
	struct sp_privacy_request request;
	struct sp_by who = by(admin);
	enum sp_status status;
	bool found = false;
	int64_t id = 0;

	if (admin->argc != 1)
		return sp_usage(admin, err, "the number of one request is needed");
	if (word && !sp_privacy_result_of(sp_str(word), &result))
		return sp_usage(admin, err, "--result is done, partly, refused or denied");
	status = sp_find_number("a request", admin->argv[0], &id, err);
	if (status == SP_OK)
		status = sp_privacy_by_id(admin->db, &admin->arena, id, &request, &found, err);
	if (status == SP_OK && !found)
		return sp_fail(err, SP_PERM, "there is no request %lld", (long long)id);
	if (status == SP_OK)
		status = sp_privacy_finish(admin->db, &request, result, &who, err);
	return status == SP_OK ? say(admin, id, err) : status;
}

/* --- restriction ---------------------------------------------------------------------- */

static void say_restricted(struct sp_admin *admin, int64_t id, bool restricted)
{
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "person", id);
		sp_json_set_bool(object, "restricted", restricted);
		sp_print_json(admin, object);
	} else {
		fprintf(admin->out, "person %lld is %s\n", (long long)id,
			restricted ? "restricted: his data are stored, and nothing else" : "not restricted any more");
	}
}

static enum sp_status run_restrict(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_person *person = NULL;
	struct sp_by who = by(admin);
	enum sp_status status = find(admin, &person, err);

	if (status == SP_OK && person->role == SP_STAFF)
		return sp_fail(err, SP_PERM, "person %lld is staff; disable him instead",
			(long long)person->id);
	if (status == SP_OK && person->restriction)
		return sp_fail(err, SP_PERM, "person %lld is restricted already (%s)", (long long)person->id,
			sp_restriction_name(person->restriction));
	if (status == SP_OK)
		status = sp_privacy_restrict(admin->db, person->id, SP_RESTRICTED_ASKED, 0, &who, err);
	if (status == SP_OK)
		say_restricted(admin, person->id, true);
	return status;
}

static enum sp_status run_lift(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_person *person = NULL;
	struct sp_by who = by(admin);
	enum sp_status status = find(admin, &person, err);

	if (status == SP_OK && person->restriction != SP_RESTRICTED_ASKED)
		return sp_fail(err, SP_PERM, "person %lld %s", (long long)person->id, person->restriction ?
			"was erased but for what has to be kept: that is not lifted" : "is not restricted");
	if (status == SP_OK)
		status = sp_privacy_restrict(admin->db, person->id, SP_UNRESTRICTED, 0, &who, err);
	if (status == SP_OK)
		say_restricted(admin, person->id, false);
	return status;
}

/* --- consent ---------------------------------------------------------------------------- */

/* What he wrote meanwhile is parsed while no database is open. */
static enum sp_status before_consent(struct sp_admin *admin, struct sp_err *err)
{
	return sp_prepare_held(admin, find, err);
}

static enum sp_status run_consent(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_prepared *prepared = admin->prepared;
	struct sp_activation on = { .desk = &prepared->desk, .db = admin->db, .arena = &admin->arena,
		.acting = { SP_BY_ADMINISTRATOR, 0 }, .held = &prepared->stored };
	struct sp_received received = { 0 };
	struct sp_person *person = NULL;
	struct sp_json *object;
	enum sp_status status = find(admin, &person, err);

	if (status == SP_OK)
		status = sp_consent_again(&on, person, &received, err);
	if (status == SP_OK && admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "person", person->id);
		sp_json_set_some(object, "ticket", received.ticket);
		sp_print_json(admin, object);
	} else if (status == SP_OK) {
		fprintf(admin->out, "person %lld consents again; what he wrote meanwhile is a ticket\n",
			(long long)person->id);
	}
	return status;
}

static const struct sp_option list_options[] = {
	{ .name = "all", .help = "the finished ones too" },
	{ .name = "csv", .help = "for a spreadsheet" },
	{ .name = NULL },
};
static const struct sp_option request_options[] = {
	{ .name = "right", .value = "RIGHT", .help = "export, erase, revoke, restrict, rectify, object, notice, violation, other" },
	{ .name = NULL },
};
static const struct sp_option finish_options[] = {
	{ .name = "result", .value = "RESULT", .help = "done (as without it), partly, refused, denied" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_privacy_list = {
	.name = "privacy list", .arguments = "", .options = list_options,
	.summary = "requests about personal data, the most urgent first",
	.needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_privacy_request = {
	.name = "privacy request", .arguments = "ADDRESS|ID", .options = request_options,
	.summary = "a request that came by letter: its month begins",
	.needs = SP_NEEDS_DB_WRITE, .run = run_request,
};
const struct sp_command sp_cmd_privacy_finish = {
	.name = "privacy finish", .arguments = "NUMBER", .options = finish_options,
	.summary = "a request is answered", .needs = SP_NEEDS_DB_WRITE, .run = run_finish,
};
const struct sp_command sp_cmd_privacy_restrict = {
	.name = "privacy restrict", .arguments = "ADDRESS|ID",
	.summary = "store a person's data, and do nothing else with them",
	.needs = SP_NEEDS_DB_WRITE, .run = run_restrict,
};
const struct sp_command sp_cmd_privacy_lift = {
	.name = "privacy lift", .arguments = "ADDRESS|ID",
	.summary = "end a restriction; what waited goes out", .needs = SP_NEEDS_DB_WRITE,
	.run = run_lift,
};
const struct sp_command sp_cmd_privacy_consent = {
	.name = "privacy consent", .arguments = "ADDRESS|ID",
	.summary = "whoever withdrew his consent gives it again", .needs = SP_NEEDS_DB_WRITE,
	.before = before_consent, .run = run_consent, .end = sp_prepared_free,
};
