/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/erase.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/wake.h"
#include "desk/erasing.h"
#include "store/people.h"
#include "store/privacy.h"

enum { WAIT_MS = 60 * 1000, DAY = 86400 };

/* --- open and close ------------------------------------------------------------------ */

/* The lock that `sportello archive` takes (desk/job.h), for as long as this runs. */
static enum sp_status lock_archive(struct sp_erasing_run *run, struct sp_err *err)
{
	const char *path = sp_arena_printf(run->arena, "%s/archive.lock",
		run->how->desk->conf->state_folder);

	return sp_lock_file(path, sp_clock_monotonic_ms() + WAIT_MS, &run->archive_lock, err);
}

static enum sp_status begin(struct sp_erasing_run *run, const struct sp_erasing *how,
	struct sp_arena *arena, struct sp_erase_report *report, struct sp_err *err)
{
	const struct sp_conf *conf = how->desk->conf;
	enum sp_status status;

	*run = (struct sp_erasing_run){ .how = how, .arena = arena, .report = report,
		.archive_lock = -1, .mentions = { .arena = arena } };
	memset(report, 0, sizeof *report);
	status = lock_archive(run, err);
	return status == SP_OK ? sp_db_open(conf->database, conf->lock,
		sp_clock_monotonic_ms() + WAIT_MS, &run->db, err) : status;
}

static void end(struct sp_erasing_run *run)
{
	sp_db_close(run->db);
	if (run->archive_lock >= 0)
		close(run->archive_lock);
	if (!run->how->dry)
		sp_wake_sender(run->how->desk->conf->state_folder);
}

static struct sp_by by(const struct sp_erasing_run *run)
{
	bool clock = run->erasure.person_id == 0;

	return (struct sp_by){ .actor = clock ? SP_BY_CLOCK : SP_BY_ADMINISTRATOR,
		.at = run->how->now };
}

/* --- may he be erased ------------------------------------------------------------------- */

static enum sp_status refuse_held(struct sp_erasing_run *run, const struct sp_person *person,
	struct sp_err *err)
{
	struct sp_hold *holds = NULL;
	size_t count = 0;
	enum sp_status status = sp_holds(run->db, run->arena, run->how->now, &holds, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (holds[i].person_id == person->id)
			status = sp_fail(err, SP_PERM, "person %lld: hold %lld keeps all data (%.*s); lift it "
				"first", (long long)person->id, (long long)holds[i].id,
				SP_FMT(holds[i].reason));
	return status;
}

static enum sp_status look_at(struct sp_erasing_run *run, int64_t person_id, struct sp_err *err)
{
	struct sp_person *person = NULL;
	enum sp_status status = sp_people_by_id(run->db, run->arena, person_id, &person, err);

	if (status != SP_OK)
		return status;
	if (!person || person->state == SP_PERSON_ERASED)
		return sp_fail(err, SP_PERM, "person %lld: there is none, or not any more",
			(long long)person_id);
	if (person->role == SP_STAFF)
		return sp_fail(err, SP_PERM, "person %lld is staff: what staff wrote belongs to the "
			"desk's work; disable him instead", (long long)person_id);
	return refuse_held(run, person, err);
}

static enum sp_status note_beginning(struct sp_erasing_run *run, struct sp_err *err)
{
	struct sp_by who = by(run);
	enum sp_status status = sp_erasure_begin(run->db, &run->erasure, err);

	if (status == SP_OK && run->erasure.person_id)
		status = sp_privacy_restrict(run->db, run->erasure.person_id, SP_RESTRICTED_ERASING, 0,
			&who, err);
	return status;
}

/* --- the rows ------------------------------------------------------------------------------ */

static enum sp_status mark(struct sp_erasing_run *run, struct sp_err *err)
{
	const struct sp_retention *retention = &run->how->desk->conf->retention;
	int64_t accounts = retention->days[SP_KEEP_ACCOUNTS];
	struct sp_erase_report *report = run->report;
	enum sp_status status;

	if (!run->erasure.person_id)
		return sp_erase_mark_old(run->db, &run->erasure, retention, &report->rows, err);
	status = sp_erase_names(run->db, run->erasure.person_id, &run->mentions, err);
	if (status == SP_OK)
		status = sp_erase_mark_person(run->db, &run->erasure, accounts, &report->rows, err);
	if (status == SP_OK)
		status = sp_erase_said(run->db, &run->erasure, &run->mentions, err);
	if (status == SP_OK)
		status = sp_erase_kept(run->db, run->arena, &run->erasure, accounts, &report->kept,
			&report->kept_count, err);
	for (size_t i = 0; status == SP_OK && i < report->kept_count; i++) {
		const struct sp_kept *kept = &report->kept[i];

		report->until = kept->held_until > report->until ? kept->held_until : report->until;
		report->until = kept->accounts_until > report->until ? kept->accounts_until :
								       report->until;
	}
	return status;
}

/* What is kept is kept for that reason alone, until then. */
static enum sp_status restrict_kept(struct sp_erasing_run *run, struct sp_err *err)
{
	struct sp_by who = by(run);

	if (!run->erasure.person_id || !run->report->kept_count)
		return SP_OK;
	return sp_privacy_restrict(run->db, run->erasure.person_id, SP_RESTRICTED_ACCOUNTS,
		run->report->until, &who, err);
}

static enum sp_status note_done(struct sp_erasing_run *run, struct sp_err *err)
{
	bool partly = run->report->kept_count > 0;
	struct sp_register line = { .by = by(run), .person_id = run->erasure.person_id,
		.request_id = run->erasure.request_id, .number = run->report->rows.messages };
	struct sp_privacy_request request;
	enum sp_status status;
	bool found = false;

	line.what = partly ? SP_REG_PARTLY_ERASED : SP_REG_ERASED;
	if (!run->erasure.person_id) {
		line.what = SP_REG_EXPIRED;
		line.number = run->report->rows.tickets;
	}
	/* Bytes of mails that were sent are no line of the register. */
	if (!run->erasure.person_id && !line.number && !run->report->rows.messages)
		return SP_OK;
	status = sp_register_add(run->db, &line, err);
	if (status != SP_OK || !run->erasure.request_id)
		return status;
	status = sp_privacy_by_id(run->db, run->arena, run->erasure.request_id, &request, &found, err);
	return status == SP_OK && found && !request.finished_at ? sp_privacy_finish(run->db, &request,
		partly ? SP_PRIVACY_PARTLY : SP_PRIVACY_DONE, &line.by, err) : status;
}

/* All of it, in the transaction that is open. */
static enum sp_status erase(struct sp_erasing_run *run, bool quiet, struct sp_err *err)
{
	struct sp_erase_report *report = run->report;
	bool person = run->erasure.person_id != 0;
	enum sp_status status = mark(run, err);

	if (status == SP_OK)
		status = sp_erase_archives(run, err);
	if (status == SP_OK && person)
		status = sp_erase_bytes(run, err);
	if (status == SP_OK && person)
		status = sp_erase_tell(run, quiet, err);
	if (status == SP_OK)
		status = sp_erase_rows(run->db, &run->erasure, &report->rows, err);
	if (status == SP_OK && person)
		status = sp_erase_mentions(run->db, &run->erasure, &run->mentions, &report->rows, err);
	if (status == SP_OK)
		status = sp_erase_index(run->db, &run->erasure, err);
	if (status == SP_OK)
		status = restrict_kept(run, err);
	if (status == SP_OK)
		status = note_done(run, err);
	return status == SP_OK ? sp_erasure_rows_gone(run->db, &run->erasure, err) : status;
}

/* --- the end ----------------------------------------------------------------------------------- */

/* No page has it any more, and the last mail is gone. */
static enum sp_status finish(struct sp_erasing_run *run, struct sp_err *err)
{
	enum sp_status status = sp_db_begin(run->db, err);
	bool waiting = false;

	if (status == SP_OK && run->erasure.person_id)
		status = sp_erase_last_mails(run->db, &run->erasure, &waiting, err);
	if (status == SP_OK)
		status = sp_db_commit(run->db, err);
	if (status == SP_OK)
		status = sp_erase_pages(run->db, err);
	if (status != SP_OK || waiting)
		return status;
	status = sp_db_begin(run->db, err);
	if (status == SP_OK)
		status = sp_erasure_end(run->db, &run->erasure, err);
	if (status == SP_OK)
		status = sp_db_commit(run->db, err);
	run->report->ended = status == SP_OK;
	return status;
}

static enum sp_status go_on(struct sp_erasing_run *run, bool quiet, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	if (!run->erasure.pages) {
		status = sp_db_begin(run->db, err);
		if (status == SP_OK)
			status = erase(run, quiet, err);
		if (status == SP_OK)
			status = sp_db_commit(run->db, err);
	}
	return status == SP_OK ? finish(run, err) : status;
}

static void log_erased(const struct sp_erasing_run *run)
{
	struct sp_log_line line;

	sp_log_begin(&line, run->erasure.person_id ? "erased" : "expired");
	if (run->erasure.person_id)
		sp_log_number(&line, "person", run->erasure.person_id);
	sp_log_number(&line, "tickets", run->report->rows.tickets);
	sp_log_number(&line, "messages", run->report->rows.messages);
	sp_log_number(&line, "others", run->report->others);
	sp_log_number(&line, "archives", run->report->archives);
	sp_log_number(&line, "kept", (int64_t)run->report->kept_count);
	sp_log_end(&line, SP_LOG_INFO);
}

/* Begun, and if not dry to the end. */
static enum sp_status run_one(struct sp_erasing_run *run, int64_t person_id, int64_t request_id,
	bool quiet, struct sp_err *err)
{
	enum sp_status status = sp_db_begin(run->db, err);

	run->erasure = (struct sp_erasure){ .person_id = person_id, .request_id = request_id,
		.at = run->how->now };
	sp_mentions_clear(&run->mentions);
	if (status == SP_OK && person_id)
		status = look_at(run, person_id, err);
	if (status == SP_OK)
		status = note_beginning(run, err);
	if (status == SP_OK && run->how->dry)
		status = erase(run, quiet, err);
	else if (status == SP_OK)
		status = sp_db_commit(run->db, err);
	if (status != SP_OK || run->how->dry) {
		sp_db_rollback(run->db);
		return status;
	}
	status = go_on(run, quiet, err);
	if (status == SP_OK)
		log_erased(run);
	return status;
}

enum sp_status sp_erase_person(const struct sp_erasing *how, int64_t person_id,
	int64_t request_id, bool quiet, struct sp_arena *arena, struct sp_erase_report *report_r,
	struct sp_err *err)
{
	struct sp_erasing_run run;
	enum sp_status status = begin(&run, how, arena, report_r, err);

	if (status == SP_OK)
		status = run_one(&run, person_id, request_id, quiet, err);
	end(&run);
	return status;
}

/* --- cron ---------------------------------------------------------------------------------------- */

/* Whoever began was killed, or waited for the last mail. */
static enum sp_status finish_begun(struct sp_erasing_run *run, struct sp_err *err)
{
	struct sp_erasure *begun = NULL;
	size_t count = 0;
	enum sp_status status = sp_erasures(run->db, run->arena, &begun, &count, err);

	for (size_t i = 0; status == SP_OK && !run->how->dry && i < count; i++) {
		run->erasure = begun[i];
		sp_mentions_clear(&run->mentions);
		status = go_on(run, false, err);
	}
	return status;
}

static enum sp_status erase_unused(struct sp_erasing_run *run, struct sp_err *err)
{
	int64_t keep = run->how->desk->conf->retention.days[SP_KEEP_CONVERSATION] * DAY;
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_erase_unused_people(run->db, run->arena, run->how->now - keep,
		run->how->now, &ids, &count, err);

	run->report->people = (int64_t)count;
	for (size_t i = 0; status == SP_OK && !run->how->dry && i < count; i++)
		status = run_one(run, ids[i], 0, true, err);
	return status;
}

/* Nothing over its time: nothing is begun, and the register does not grow. */
static bool is_nothing(const struct sp_erased *rows)
{
	return rows->tickets == 0 && rows->messages == 0 && rows->rows == 0;
}

static enum sp_status erase_over(struct sp_erasing_run *run, struct sp_err *err)
{
	const struct sp_retention *retention = &run->how->desk->conf->retention;
	struct sp_erasure probe = { .at = run->how->now };
	struct sp_erased found = { 0 };
	enum sp_status status = sp_db_begin(run->db, err);

	if (status == SP_OK)
		status = sp_erasure_begin(run->db, &probe, err);
	if (status == SP_OK)
		status = sp_erase_mark_old(run->db, &probe, retention, &found, err);
	sp_db_rollback(run->db);
	if (status != SP_OK || is_nothing(&found))
		return status;
	return run_one(run, 0, 0, true, err);
}

enum sp_status sp_erase_old(const struct sp_erasing *how, struct sp_arena *arena,
	struct sp_erase_report *report_r, struct sp_err *err)
{
	struct sp_erasing_run run;
	enum sp_status status = begin(&run, how, arena, report_r, err);

	if (status == SP_OK)
		status = finish_begun(&run, err);
	if (status == SP_OK)
		status = erase_over(&run, err);
	if (status == SP_OK)
		status = erase_unused(&run, err);
	end(&run);
	return status;
}
