/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/archive.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/wake.h"
#include "desk/archive_file.h"
#include "desk/clock_step.h"
#include "desk/job.h"
#include "mail/mbox.h"
#include "store/archive.h"
#include "store/clock.h"
#include "store/messages.h"
#include "store/work_logs.h"

enum { MAX_FAILED = 20 };

/* One run. */
struct running {
	const struct sp_desk *desk;
	struct sp_db *db;
	int64_t now;
	struct sp_buf *plans;
	struct sp_archiving *archiving;
};

/* One ticket, as it was seen. */
struct looking {
	struct sp_clock_step step;
	struct sp_candidate candidate;
	struct sp_archived *messages;
	size_t message_count;
	bool wanted;
};

static enum sp_status look(struct running *run, int64_t ticket_id, struct sp_arena *arena,
	struct looking *l, struct sp_err *err)
{
	struct sp_remote_session session;
	struct sp_ticket *merged = NULL;
	size_t merged_count = 0;
	bool found = false;
	enum sp_status status = sp_clock_step(&l->step, run->desk, run->db, arena, run->now, err);

	l->wanted = false;
	if (status == SP_OK)
		status = sp_clock_step_ticket(&l->step, ticket_id, &l->candidate, &found, err);
	if (status == SP_OK && found)
		status = sp_tickets_merged(run->db, arena, ticket_id, &merged, &merged_count, err);
	if (status == SP_OK && found)
		status = sp_archive_imported(run->db, arena, ticket_id, &l->candidate.imported, err);
	if (status == SP_OK && found)
		status = sp_remote_of_ticket(run->db, ticket_id, &session, &l->candidate.remote_open, err);
	if (status == SP_OK && found)
		status = sp_archive_messages(run->db, arena, ticket_id, &l->messages,
			&l->message_count, err);
	if (status != SP_OK || !found)
		return status;
	l->step.a.plan = sp_decide_archive(arena, &l->step.c, &l->candidate, merged, merged_count);
	l->wanted = l->step.a.plan->count > 0;
	return SP_OK;
}

/* --- the file ------------------------------------------------------------------------- */

static enum sp_status write_messages(struct running *run, const struct looking *l,
	struct sp_arena *arena, struct sp_archive_file *file, struct sp_err *err)
{
	struct sp_digest *there = sp_arena_array(arena, l->message_count, struct sp_digest);
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < l->message_count && status == SP_OK; i++) {
		const struct sp_archived *message = &l->messages[i];
		struct sp_buf raw = SP_BUF_INIT;
		bool found = false;

		status = sp_message_raw(run->db, message->id, &raw, &found, err);
		if (status == SP_OK && !found)
			status = sp_fail(err, SP_TEMP, "message %lld vanished while it was archived",
				(long long)message->id);
		if (status == SP_OK)
			status = sp_mbox_write(file->gzip, message->envelope_sender,
				message->received_at, sp_buf_str(&raw), err);
		there[i] = sp_archive_digest(sp_buf_str(&raw));
		sp_buf_release(&raw);
	}
	if (status == SP_OK)
		status = sp_archive_file_join(file, there, l->message_count, err);
	return status == SP_OK ? sp_archive_file_finish(file, err) : status;
}

/* A ticket without messages (from the command line) has no file. */
static enum sp_status write_file(struct running *run, const struct looking *l,
	struct sp_arena *arena, struct sp_archive_file *file, struct sp_err *err)
{
	enum sp_status status;

	if (!l->message_count)
		return SP_OK;
	status = sp_archive_file_create(run->desk->conf->state_folder, run->now,
		l->candidate.ticket.code, arena, file, err);
	return status == SP_OK ? write_messages(run, l, arena, file, err) : status;
}

/* --- the transaction -------------------------------------------------------------------- */

static bool same_messages(const struct looking *a, const struct looking *b)
{
	if (a->message_count != b->message_count)
		return false;
	for (size_t i = 0; i < a->message_count; i++)
		if (a->messages[i].id != b->messages[i].id)
			return false;
	return true;
}

static void log_archived(const struct looking *l, const struct sp_archive_file *file)
{
	struct sp_log_line line;

	sp_log_begin(&line, "archived");
	sp_log_text(&line, "ticket", l->candidate.ticket.code);
	sp_log_number(&line, "messages", (int64_t)l->message_count);
	sp_log_number(&line, "mails", (int64_t)l->step.a.mails);
	if (l->message_count)
		sp_log_text(&line, "file", sp_str(file->path));
	sp_log_end(&line, SP_LOG_INFO);
}

static enum sp_status carry_out(struct running *run, const struct looking *seen,
	struct sp_arena *arena, struct sp_archive_file *file, struct sp_err *err)
{
	struct looking l = { .wanted = false };
	enum sp_status status = sp_db_resume(run->db, sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, err);
	bool same = false;

	if (status == SP_OK)
		status = sp_db_begin(run->db, err);
	if (status == SP_OK)
		status = look(run, seen->candidate.ticket.id, arena, &l, err);
	same = status == SP_OK && l.wanted && same_messages(seen, &l);
	if (same)
		status = sp_apply(&l.step.a, err);
	if (same && status == SP_OK && l.message_count)
		status = sp_archive_file_place(file, err);
	if (same && status == SP_OK && l.message_count)
		status = sp_archive_file_alone(file, err);
	if (same && status == SP_OK)
		status = sp_db_commit(run->db, err);
	sp_db_pause(run->db);
	run->archiving->passed += status == SP_OK && !same;
	if (same && status == SP_OK) {
		run->archiving->done++;
		run->archiving->mails += l.step.a.mails;
		log_archived(&l, file);
	}
	return status;
}

static enum sp_status archive_one(struct running *run, int64_t ticket_id, struct sp_err *err)
{
	struct sp_archive_file file = { .folder_fd = -1, .fd = -1 };
	struct sp_arena arena = SP_ARENA_INIT;
	struct looking l = { .wanted = false };
	enum sp_status status = sp_db_begin_read(run->db, err);

	if (status == SP_OK)
		status = look(run, ticket_id, &arena, &l, err);
	if (status == SP_OK && l.wanted && !run->plans)
		status = write_file(run, &l, &arena, &file, err);
	sp_db_rollback(run->db);
	if (status == SP_OK && l.wanted && run->plans) {
		sp_plan_print(l.step.a.plan, run->plans);
		run->archiving->done++;
	} else if (status == SP_OK && l.wanted) {
		status = carry_out(run, &l, &arena, &file, err);
	}
	sp_archive_file_release(&file);
	sp_arena_release(&arena);
	return status;
}

/* --- all of them ---------------------------------------------------------------------------- */

static void complain(int64_t ticket_id, const struct sp_err *err)
{
	struct sp_log_line line;

	sp_log_begin(&line, "archive-failed");
	sp_log_number(&line, "ticket", ticket_id);
	sp_log_text(&line, "because", sp_str(err->text));
	sp_log_end(&line, SP_LOG_ERROR);
}

/* One that fails keeps the others from nothing; where many do, all would. */
static enum sp_status archive_all(struct running *run, const int64_t *ids, size_t count,
	struct sp_err *err)
{
	struct sp_archiving *archiving = run->archiving;
	enum sp_status first = SP_OK;

	for (size_t i = 0; i < count && archiving->failed < MAX_FAILED; i++) {
		struct sp_err one = { 0 };
		enum sp_status status = archive_one(run, ids[i], &one);

		if (archiving->step)
			archiving->step(archiving->context, (int64_t)i + 1, (int64_t)count);
		if (status == SP_OK)
			continue;
		archiving->failed++;
		complain(ids[i], &one);
		if (first == SP_OK) {
			first = status;
			*err = one;
		}
	}
	return first;
}

static enum sp_status work(struct running *run, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_job_open(run->desk->conf, run->plans != NULL, &run->db, err);

	if (status == SP_OK)
		status = sp_clock_closed(run->db, &arena, run->now, &ids, &count, err);
	if (status == SP_OK)
		status = archive_all(run, ids, count, err);
	if (status == SP_OK && !run->plans)
		status = sp_job_through(run->db, "archive", run->now, err);
	sp_db_close(run->db);
	if (run->archiving->mails)
		sp_wake_sender(run->desk->conf->state_folder);
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_archive(const struct sp_desk *desk, int64_t now, struct sp_buf *plans,
	struct sp_archiving *archiving, struct sp_err *err)
{
	struct running run = { .desk = desk, .now = now, .plans = plans, .archiving = archiving };
	struct sp_job job;
	enum sp_status status;

	if (plans)
		return work(&run, err);
	status = sp_job_begin(desk->conf, "archive", now, &job, &archiving->busy, err);
	if (status != SP_OK || archiving->busy)
		return status;
	/* Who hangs still has his file: its name is his own, and he finds it gone. */
	status = sp_archive_sweep(desk->conf->state_folder, err);
	if (status == SP_OK)
		status = work(&run, err);
	sp_job_end(&job);
	return status;
}
