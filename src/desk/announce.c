/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/announce.h"

#include "base/clock.h"
#include "base/wake.h"
#include "desk/clock_step.h"
#include "desk/job.h"
#include "store/people.h"
#include "store/tickets.h"

enum { AT_ONCE = 50, MINUTE = 60, DAY = 86400, EVERYBODY = 10000000 };

/* One run. */
struct running {
	const struct sp_desk *desk;
	struct sp_db *db;
	int64_t now;
	int64_t late; /* so long was the notice interrupted: its mails leave later */
	struct sp_announcing *report;
};

static int64_t minute_of_next(const struct sp_announcement *announcement)
{
	return announcement->at + announcement->mails / announcement->pace * MINUTE;
}

/* The mail of one reader, which leaves in its own minute. */
static enum sp_status tell(struct running *run, struct sp_arena *arena,
	struct sp_announcement *announcement, int64_t person_id, struct sp_err *err)
{
	struct sp_clock_step *step = sp_arena_new(arena, struct sp_clock_step);
	struct sp_person *person = NULL;
	int64_t at = minute_of_next(announcement) + run->late;
	enum sp_status status = sp_people_by_id(run->db, arena, person_id, &person, err);

	if (status == SP_OK && person)
		status = sp_clock_step(step, run->desk, run->db, arena, run->now, err);
	if (status == SP_OK && person) {
		step->a.plan = sp_decide_announcement(arena, &step->c, person, announcement->title,
			announcement->text, announcement->id, at > run->now ? at : 0);
		status = sp_apply(&step->a, err);
	}
	announcement->mails++;
	announcement->after_id = person_id;
	run->report->mails++;
	run->report->last_at = at;
	return status;
}

/* The next readers; *more_r: there may be others. */
static enum sp_status tell_some(struct running *run, struct sp_arena *arena, int64_t id,
	bool *more_r, struct sp_err *err)
{
	struct sp_announcement announcement;
	int64_t *readers = NULL;
	size_t count = 0;
	enum sp_status status = sp_announcement_by_id(run->db, arena, id, &announcement, err);

	if (status == SP_OK)
		status = sp_announcement_readers(run->db, arena, &announcement, AT_ONCE, &readers,
			&count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = tell(run, arena, &announcement, readers[i], err);
	*more_r = count == AT_ONCE;
	if (!*more_r)
		announcement.queued_at = run->now;
	return status == SP_OK ? sp_announcement_went_on(run->db, &announcement, err) : status;
}

static enum sp_status in_transaction(struct running *run, int64_t id, bool *more_r,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	enum sp_status status = sp_db_resume(run->db, sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, err);

	if (status == SP_OK)
		status = sp_db_begin(run->db, err);
	if (status == SP_OK)
		status = tell_some(run, &arena, id, more_r, err);
	if (status == SP_OK)
		status = sp_db_commit(run->db, err);
	sp_db_pause(run->db);
	sp_arena_release(&arena);
	return status;
}

/* How many are still to be told. */
static enum sp_status count_readers(struct running *run, struct sp_arena *arena, int64_t id,
	int64_t *count_r, struct sp_err *err)
{
	struct sp_announcement announcement;
	int64_t *readers = NULL;
	size_t count = 0;
	enum sp_status status = sp_announcement_by_id(run->db, arena, id, &announcement, err);

	if (status == SP_OK)
		status = sp_announcement_readers(run->db, arena, &announcement, EVERYBODY, &readers,
			&count, err);
	*count_r = (int64_t)count;
	run->late = announcement.mails && minute_of_next(&announcement) < run->now ?
		run->now - minute_of_next(&announcement) : 0;
	return status;
}

static enum sp_status go_on(struct running *run, int64_t id, int64_t all, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	int64_t before = run->report->mails;
	bool more = true;

	while (more && status == SP_OK) {
		status = in_transaction(run, id, &more, err);
		if (run->report->step)
			run->report->step(run->report->context, run->report->mails - before, all);
		sp_wake_sender(run->desk->conf->state_folder);
	}
	return status;
}

/* *found_r: the same is there; what it is and how far it came is in `announcement`
 * then.  One that is all queued is told in the report. */
static enum sp_status find_same(struct running *run, struct sp_arena *arena,
	struct sp_announcement *announcement, struct sp_str queue, bool *found_r, struct sp_err *err)
{
	enum sp_status status = SP_OK;
	int64_t id = 0;

	if (queue.ptr)
		status = sp_announcement_queue(run->db, queue, &announcement->queue_id, err);
	if (status == SP_OK && !(queue.ptr && !announcement->queue_id))
		status = sp_announcement_same(run->db, announcement, run->now - DAY, &id, err);
	if (status == SP_OK && id)
		status = sp_announcement_by_id(run->db, arena, id, announcement, err);
	*found_r = id != 0;
	if (id && announcement->queued_at)
		run->report->told_at = announcement->at;
	return status;
}

static enum sp_status store(struct running *run, struct sp_announcement *announcement,
	struct sp_str queue, struct sp_err *err)
{
	struct sp_event event = { .at = run->now, .actor = SP_BY_ADMINISTRATOR,
		.what = SP_STR("announced") };
	struct sp_announcement same = *announcement;
	struct sp_arena arena = SP_ARENA_INIT;
	bool found = false;
	enum sp_status status = sp_db_begin(run->db, err);

	if (status == SP_OK)
		status = find_same(run, &arena, &same, queue, &found, err);
	if (status == SP_OK && !found)
		status = sp_announcement_add(run->db, announcement, queue, err);
	if (status == SP_OK && !found)
		status = sp_event_add(run->db, &event, err);
	sp_arena_release(&arena);
	return status == SP_OK ? sp_db_commit(run->db, err) : status;
}

static enum sp_status queue_all(struct running *run, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	int64_t *ids = NULL, all = 0;
	size_t count = 0;
	enum sp_status status = sp_announcements_open(run->db, &arena, &ids, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		status = count_readers(run, &arena, ids[i], &all, err);
		sp_db_pause(run->db);
		if (status == SP_OK)
			status = go_on(run, ids[i], all, err);
	}
	sp_arena_release(&arena);
	return status;
}

static enum sp_status work(struct running *run, struct sp_announcement *announcement,
	struct sp_str queue, struct sp_err *err)
{
	const struct sp_conf *conf = run->desk->conf;
	enum sp_status status = sp_db_open(conf->database, conf->lock,
		sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, &run->db, err);

	if (status == SP_OK && announcement)
		status = store(run, announcement, queue, err);
	if (status == SP_OK && !run->report->told_at)
		status = queue_all(run, err);
	sp_db_close(run->db);
	return status;
}

/* Whom it would go to. */
static enum sp_status count_dry(struct running *run, struct sp_announcement *announcement,
	struct sp_str queue, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	bool found = false;
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_db_open_read(run->desk->conf->database, &run->db, err);

	if (status == SP_OK)
		status = find_same(run, &arena, announcement, queue, &found, err);
	if (status == SP_OK && !run->report->told_at && !(queue.ptr && !announcement->queue_id))
		status = sp_announcement_readers(run->db, &arena, announcement, EVERYBODY, &ids, &count,
			err);
	run->report->mails = (int64_t)count;
	if (count)
		run->report->last_at = (found ? run->now : announcement->at) +
			(int64_t)(count - 1) / announcement->pace * MINUTE;
	sp_db_close(run->db);
	sp_arena_release(&arena);
	return status;
}

/* Who is still to be told of what was interrupted. */
static enum sp_status count_resumed(struct running *run, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	int64_t *ids = NULL, all = 0;
	size_t count = 0;
	enum sp_status status = sp_db_open_read(run->desk->conf->database, &run->db, err);

	if (status == SP_OK)
		status = sp_announcements_open(run->db, &arena, &ids, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		status = count_readers(run, &arena, ids[i], &all, err);
		run->report->mails += all;
	}
	sp_db_close(run->db);
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_announce(const struct sp_desk *desk, int64_t now,
	struct sp_announcement *announcement, struct sp_str queue, bool dry,
	struct sp_announcing *announcing, struct sp_err *err)
{
	struct running run = { .desk = desk, .now = now, .report = announcing };
	struct sp_job job;
	enum sp_status status;

	if (dry)
		return announcement ? count_dry(&run, announcement, queue, err) :
				      count_resumed(&run, err);
	status = sp_job_begin(desk->conf, "announce", now, &job, &announcing->busy, err);
	if (status != SP_OK || announcing->busy)
		return status;
	status = work(&run, announcement, queue, err);
	sp_job_end(&job);
	return status;
}
