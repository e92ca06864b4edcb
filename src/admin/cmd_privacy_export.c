/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello privacy export: what is held about a person, in a folder.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/clock.h"
#include "desk/export.h"
#include "store/privacy.h"

enum { WAIT_MS = 60 * 1000 };

struct exporting {
	struct sp_desk desk;
	struct sp_progress progress;
	struct sp_exporting how;
	struct sp_export_run *run;
	struct sp_export_report report;
	struct sp_person *person;
	struct sp_privacy_request request; /* id 0: none */
};

static void step(void *context, int64_t done, int64_t all)
{
	sp_progress_step(context, done, all);
}

/* --- for whom ---------------------------------------------------------------------- */

/* The request has to be his, to be confirmed and open. */
static enum sp_status find_request(struct sp_admin *admin, struct exporting *e, struct sp_err *err)
{
	const char *text = sp_option(admin, "request");
	bool found = false;
	int64_t id = 0;
	enum sp_status status;

	if (!text)
		return SP_OK;
	status = sp_find_number("a request", text, &id, err);
	if (status == SP_OK)
		status = sp_privacy_by_id(admin->db, &admin->arena, id, &e->request, &found, err);
	if (status != SP_OK)
		return status;
	if (!found || e->request.person_id != e->person->id || e->request.right != SP_RIGHT_EXPORT)
		return sp_fail(err, SP_PERM, "request %s is not his, or not for an export; see sportello "
			"privacy list", text);
	if (e->request.finished_at)
		return sp_fail(err, SP_PERM, "request %s is finished already", text);
	if (!e->request.confirmed_at)
		return sp_fail(err, SP_PERM, "request %s is not confirmed yet: nobody knows that it is his",
			text);
	return SP_OK;
}

static enum sp_status find(struct sp_admin *admin, struct exporting *e, struct sp_err *err)
{
	enum sp_status status = sp_find_person(admin, admin->argv[0], &e->person, err);

	if (status != SP_OK)
		return status;
	if (e->person->state == SP_PERSON_ERASED)
		return sp_fail(err, SP_PERM, "person %lld is erased", (long long)e->person->id);
	if (e->person->role == SP_STAFF)
		return sp_fail(err, SP_PERM, "person %lld is staff: what staff wrote belongs to the desk's "
			"work", (long long)e->person->id);
	return find_request(admin, e, err);
}

/* --- the folder ------------------------------------------------------------------------ */

static enum sp_status write_folder(struct sp_admin *admin, struct exporting *e, struct sp_err *err)
{
	enum sp_status status = sp_db_open_read(admin->conf->database, &admin->db, err);

	if (status == SP_OK)
		status = sp_db_begin_read(admin->db, err);
	if (status == SP_OK)
		status = find(admin, e, err);
	e->how.db = admin->db;
	if (status == SP_OK)
		status = sp_export_person(&e->how, e->person, &admin->arena, &e->run, &e->report, err);
	sp_db_close(admin->db);
	admin->db = e->how.db = NULL;
	return status;
}

/* Its line of the register, and the request is answered. */
static enum sp_status note(struct sp_admin *admin, struct exporting *e, struct sp_err *err)
{
	struct sp_by by = { .actor = SP_BY_ADMINISTRATOR, .at = admin->now };
	struct sp_register line = { .what = SP_REG_EXPORTED, .by = by, .person_id = e->person->id,
		.request_id = e->request.id, .number = e->report.files };
	struct sp_db *db = NULL;
	enum sp_status status = sp_db_open(admin->conf->database, admin->conf->lock,
		sp_clock_monotonic_ms() + WAIT_MS, &db, err);

	if (status == SP_OK)
		status = sp_db_begin(db, err);
	if (status == SP_OK)
		status = sp_register_add(db, &line, err);
	if (status == SP_OK && e->request.id)
		status = sp_privacy_finish(db, &e->request, SP_PRIVACY_DONE, &by, err);
	if (status == SP_OK)
		status = sp_db_commit(db, err);
	sp_db_close(db);
	return status;
}

/* --- what is said of it ------------------------------------------------------------------- */

static void say_json(struct sp_admin *admin, const struct exporting *e)
{
	const struct sp_export_report *report = &e->report;
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "person", e->person->id);
	sp_json_set_bool(object, "dry_run", e->how.dry);
	sp_json_set_text(object, "folder", e->how.dry ? SP_NONE : sp_str(e->how.folder));
	sp_json_set_number(object, "tickets", report->tickets);
	sp_json_set_number(object, "messages", report->messages);
	sp_json_set_number(object, "attachments", report->attachments);
	sp_json_set_number(object, "mails", report->mails);
	sp_json_set_number(object, "files", report->files);
	sp_json_set_number(object, "size", report->bytes);
	sp_json_set_number(object, "missing", report->missing);
	sp_json_set_number(object, "notes", report->notes);
	sp_json_set_number(object, "others", report->others);
	sp_print_json(admin, object);
}

static void add_line(struct sp_buf *out, int64_t count, const char *what)
{
	if (count)
		sp_buf_printf(out, "  %6lld %s\n", (long long)count, what);
}

static void say_text(struct sp_admin *admin, const struct exporting *e)
{
	const struct sp_export_report *report = &e->report;
	struct sp_buf out = SP_BUF_INIT;

	sp_buf_printf(&out, "person %lld %s", (long long)e->person->id,
		e->how.dry ? "would be exported: " : "is exported: ");
	sp_buf_printf(&out, "%lld files, ", (long long)report->files);
	sp_add_size(&out, report->bytes);
	sp_buf_add_char(&out, '\n');
	add_line(&out, report->tickets, "tickets");
	add_line(&out, report->messages, "messages of his");
	add_line(&out, report->attachments, "attachments");
	add_line(&out, report->mails, "mails to him");
	add_line(&out, report->missing, "messages of his NOT FOUND, in the archive either");
	add_line(&out, report->notes, "notes of the staff left out");
	add_line(&out, report->others, "words of others left out");
	if (!e->how.dry)
		sp_buf_add_text(&out, "Look through it before you hand it over: what names somebody whom the "
			"desk\ndoes not know is not found by a machine.\n");
	sp_print(admin, &out);
}

static enum sp_status run_export(struct sp_admin *admin, struct sp_err *err)
{
	struct exporting e = { .person = NULL };
	const char *folder = sp_option(admin, "folder");
	bool dry = sp_option(admin, "dry-run") != NULL;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	if (!folder && !dry)
		return sp_usage(admin, err, "--folder names a new folder to write to");
	status = sp_desk_open(admin->conf_path, &e.desk, err);
	sp_progress_begin(&e.progress, "messages");
	e.how = (struct sp_exporting){ .desk = &e.desk, .now = admin->now, .folder = folder, .dry = dry,
		.step = step, .context = &e.progress };
	if (status == SP_OK)
		status = write_folder(admin, &e, err);
	if (status == SP_OK && !dry)
		status = note(admin, &e, err);
	if (e.run && status != SP_OK)
		sp_export_abandon(e.run);
	else if (e.run)
		status = sp_export_finish(e.run, err);
	sp_progress_end(&e.progress);
	if (status == SP_OK && admin->json)
		say_json(admin, &e);
	else if (status == SP_OK)
		say_text(admin, &e);
	sp_desk_close(&e.desk);
	return status;
}

static const struct sp_option options[] = {
	{ .name = "folder", .value = "FOLDER", .help = "a new one, for what is exported" },
	{ .name = "request", .value = "NUMBER", .help = "the request that this answers" },
	{ .name = "dry-run", .help = "count what there is, and write nothing" },
	{ .name = NULL },
};

const struct sp_command sp_cmd_privacy_export = {
	.name = "privacy export", .arguments = "ADDRESS|ID", .options = options,
	.summary = "what is held about a person, into a folder for him",
	.needs = SP_NEEDS_CONF, .run = run_export,
};
