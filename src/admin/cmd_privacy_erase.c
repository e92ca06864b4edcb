/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello privacy erase, retention: what goes, what stays and why.
 */
#include "config.h"

#include <unistd.h>

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/clock.h"
#include "desk/erase.h"
#include "store/privacy.h"

/* One run of either command. */
struct erasing {
	struct sp_desk desk;
	struct sp_progress progress;
	struct sp_erasing how;
	struct sp_erase_report report;
	int64_t person_id, request_id;
};

static void step(void *context, int64_t done, int64_t all)
{
	if (all)
		sp_progress_step(context, done, all);
}

static enum sp_status begin(struct sp_admin *admin, struct erasing *e, struct sp_err *err)
{
	enum sp_status status = sp_desk_open(admin->conf_path, &e->desk, err);

	sp_progress_begin(&e->progress, "archives");
	e->how = (struct sp_erasing){ .desk = &e->desk, .now = admin->now,
		.dry = sp_option(admin, "dry-run") != NULL, .step = step, .context = &e->progress };
	return status;
}

static void end(struct erasing *e)
{
	sp_progress_end(&e->progress);
	sp_desk_close(&e->desk);
}

/* --- what is said of it ------------------------------------------------------------ */

static struct sp_json *kept_json(const struct sp_kept *kept)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "ticket", kept->ticket);
	sp_json_set_instant(object, "held_until", kept->held_until);
	sp_json_set_instant(object, "accounts_until", kept->accounts_until);
	return object;
}

static void say_json(struct sp_admin *admin, const struct erasing *e)
{
	const struct sp_erase_report *report = &e->report;
	struct sp_json *object = sp_json_object(), *kept = sp_json_array();

	for (size_t i = 0; i < report->kept_count; i++)
		sp_json_push(kept, kept_json(&report->kept[i]));
	if (e->person_id)
		sp_json_set_number(object, "person", e->person_id);
	sp_json_set_bool(object, "dry_run", e->how.dry);
	sp_json_set_number(object, "tickets", report->rows.tickets);
	sp_json_set_number(object, "messages", report->rows.messages);
	sp_json_set_number(object, "rows", report->rows.rows);
	sp_json_set_number(object, "mentions", report->rows.mentions);
	sp_json_set_number(object, "others", report->others);
	sp_json_set_number(object, "unread", report->unread);
	sp_json_set_number(object, "archives", report->archives);
	if (!e->person_id)
		sp_json_set_number(object, "people", report->people);
	sp_json_set(object, "kept", kept);
	sp_json_set_bool(object, "ended", report->ended);
	sp_print_json(admin, object);
}

static void add_kept(struct sp_buf *out, const struct sp_kept *kept)
{
	sp_buf_printf(out, "  stays  %.*s, ", SP_FMT(kept->ticket));
	if (kept->accounts_until >= kept->held_until) {
		sp_buf_add_text(out, "work was charged on it (retention, accounts), until ");
		sp_add_instant(out, kept->accounts_until);
	} else {
		sp_buf_add_text(out, "a hold, until ");
		sp_add_instant(out, kept->held_until);
	}
	sp_buf_add_char(out, '\n');
}

static void add_line(struct sp_buf *out, const char *what, int64_t count)
{
	if (count)
		sp_buf_printf(out, "  goes   %lld %s\n", (long long)count, what);
}

static void say_text(struct sp_admin *admin, const struct erasing *e)
{
	const struct sp_erase_report *report = &e->report;
	struct sp_buf out = SP_BUF_INIT;

	if (e->person_id)
		sp_buf_printf(&out, "person %lld %s\n", (long long)e->person_id,
			e->how.dry ? "would be erased:" : report->kept_count ? "is erased in part:" :
								   "is erased:");
	add_line(&out, "tickets: their words; hours and money stay", report->rows.tickets);
	add_line(&out, "messages", report->rows.messages);
	add_line(&out, "messages of others: where they name or quote him", report->others);
	add_line(&out, "rows where others name him", report->rows.mentions);
	add_line(&out, "messages that cannot be read, as a whole", report->unread);
	add_line(&out, "archives' files, written anew", report->archives);
	add_line(&out, "persons of whom nothing is left", report->people);
	for (size_t i = 0; i < report->kept_count; i++)
		add_kept(&out, &report->kept[i]);
	if (e->person_id && report->kept_count)
		sp_buf_add_text(&out, "  stays  his name and addresses, restricted, as long as these do\n");
	if (e->person_id && !e->how.dry && !report->ended)
		sp_buf_add_text(&out, "The mail that tells him is still to be sent; then sportello privacy "
			"retention\n(cron) takes its address away too.\n");
	sp_print(admin, &out);
}

static void say(struct sp_admin *admin, const struct erasing *e)
{
	if (admin->json)
		say_json(admin, e);
	else
		say_text(admin, e);
}

/* --- erase ----------------------------------------------------------------------------- */

/* Whom the argument names; and the request, which has to be his, to be confirmed
 * and open.  The database is opened for this alone: the erasure opens its own. */
static enum sp_status find(struct sp_admin *admin, struct erasing *e, struct sp_err *err)
{
	const char *text = sp_option(admin, "request");
	struct sp_privacy_request request = { 0 };
	struct sp_person *person = NULL;
	bool found = false;
	enum sp_status status = sp_find_person(admin, admin->argv[0], &person, err);

	if (status == SP_OK)
		e->person_id = person->id;
	if (status != SP_OK || !text)
		return status;
	status = sp_find_number("a request", text, &e->request_id, err);
	if (status == SP_OK)
		status = sp_privacy_by_id(admin->db, &admin->arena, e->request_id, &request, &found, err);
	if (status != SP_OK)
		return status;
	if (!found || request.person_id != person->id || request.right != SP_RIGHT_ERASE)
		return sp_fail(err, SP_PERM, "request %s is not his, or not for an erasure; see sportello "
			"privacy list", text);
	if (request.finished_at)
		return sp_fail(err, SP_PERM, "request %s is finished already", text);
	if (!request.confirmed_at)
		return sp_fail(err, SP_PERM, "request %s is not confirmed yet: nobody knows that it is his",
			text);
	return SP_OK;
}

static enum sp_status run_erase(struct sp_admin *admin, struct sp_err *err)
{
	struct erasing e = { .person_id = 0 };
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_db_open_read(admin->conf->database, &admin->db, err);
	if (status == SP_OK)
		status = find(admin, &e, err);
	sp_db_close(admin->db);
	admin->db = NULL;
	if (status != SP_OK)
		return status;
	status = begin(admin, &e, err);
	if (status == SP_OK)
		status = sp_erase_person(&e.how, e.person_id, e.request_id,
			sp_option(admin, "quiet") != NULL, &admin->arena, &e.report, err);
	if (status == SP_OK)
		say(admin, &e);
	end(&e);
	return status;
}

static enum sp_status run_retention(struct sp_admin *admin, struct sp_err *err)
{
	struct erasing e = { .person_id = 0 };
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = begin(admin, &e, err);
	if (status == SP_OK)
		status = sp_erase_old(&e.how, &admin->arena, &e.report, err);
	/* cron makes a mail of whatever is printed. */
	if (status == SP_OK && (admin->json || e.how.dry || isatty(STDOUT_FILENO)))
		say(admin, &e);
	end(&e);
	return status;
}

static const struct sp_option erase_options[] = {
	{ .name = "dry-run", .help = "say what would go, what would stay and why" },
	{ .name = "request", .value = "NUMBER", .help = "the request that this answers" },
	{ .name = "quiet", .help = "do not tell him" },
	{ .name = NULL },
};
static const struct sp_option retention_options[] = {
	{ .name = "dry-run", .help = "say what is over its time, and erase nothing" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_privacy_erase = {
	.name = "privacy erase", .arguments = "ADDRESS|ID", .options = erase_options,
	.summary = "erase a person's data, but what has to be kept",
	.needs = SP_NEEDS_CONF, .run = run_erase,
};
const struct sp_command sp_cmd_privacy_retention = {
	.name = "privacy retention", .arguments = "", .options = retention_options,
	.summary = "erase what is past its time: for cron, once a day",
	.needs = SP_NEEDS_CONF, .run = run_retention,
};
