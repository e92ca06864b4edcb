/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: what the database holds.
 */
#include "config.h"

#include <sys/stat.h>

#include "admin/check.h"
#include "admin/print.h"
#include "base/clock.h"
#include "store/clock.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/tickets.h"
#include "text/conf.h"

enum {
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	CLOCK_SLACK = 5 * MINUTE,
	STUCK_AFTER = HOUR, /* a sender that runs takes what is due within minutes */
	ALARMS_OF = 7 * DAY,
};

void sp_check_integrity(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_buf size = SP_BUF_INIT;
	struct sp_err err = { 0 };
	struct stat info;

	if (sp_db_check(admin->db, &err) != SP_OK || sp_db_fits(admin->db, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		sp_db_close(admin->db);
		admin->db = NULL;
		return;
	}
	if (stat(admin->conf->database, &info) == 0)
		sp_add_size(&size, info.st_size);
	sp_check_say(c, SP_CHECK_OK, "%s: whole, %s", admin->conf->database, size.ptr);
	sp_buf_release(&size);
}

/* The clock must not be before what was already written down. */
void sp_check_clock(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_buf text = SP_BUF_INIT;
	struct sp_err err = { 0 };
	int64_t last = 0;

	if (admin->db && sp_db_last_change(admin->db, &last, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	sp_rfc3339_add(&text, admin->now);
	if (last > admin->now + CLOCK_SLACK)
		sp_check_say(c, SP_CHECK_ERROR,
			"it is %s, but the journal has been written to %lld minutes later; set the clock",
			text.ptr, (long long)((last - admin->now) / MINUTE));
	else
		sp_check_say(c, SP_CHECK_OK, "%s (%s)", text.ptr, admin->conf->zone);
	sp_buf_release(&text);
}

/* --- staff ---------------------------------------------------------------------- */

static bool serves(const struct sp_person *person, const char *queue)
{
	for (size_t i = 0; i < person->queue_count; i++)
		if (sp_str_eq(person->queues[i], sp_str(queue)))
			return true;
	return false;
}

/* Queues that were dropped from the configuration. */
static void check_queues_of(struct sp_checking *c, const struct sp_person *person)
{
	for (size_t i = 0; i < person->queue_count; i++)
		if (!sp_conf_queue(c->admin->conf, person->queues[i]))
			sp_check_say(c, SP_CHECK_WARNING,
				"%.*s serves %.*s, which %s does not have; sportello staff change",
				SP_FMT(person->address), SP_FMT(person->queues[i]),
				c->admin->conf->path);
}

void sp_check_staff(struct sp_checking *c)
{
	const struct sp_conf *conf = c->admin->conf;
	unsigned before = c->errors + c->warnings;
	struct sp_err err = { 0 };
	struct sp_person *staff;
	size_t count;

	if (sp_people_list(c->admin->db, &c->admin->arena, SP_STAFF, false, &staff, &count, &err) !=
		SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	for (size_t q = 0; q < conf->queue_count; q++) {
		bool served = false;

		for (size_t i = 0; i < count && !served; i++)
			served = staff[i].state == SP_PERSON_ACTIVE &&
				 serves(&staff[i], conf->queues[q].name);
		if (!served)
			sp_check_say(c, SP_CHECK_ERROR,
				"nobody serves the queue %s; sportello staff add, or staff change",
				conf->queues[q].name);
	}
	for (size_t i = 0; i < count; i++)
		check_queues_of(c, &staff[i]);
	if (c->errors + c->warnings == before)
		sp_check_say(c, SP_CHECK_OK, "%zu, and every queue is served", count);
}

/* --- outbox ----------------------------------------------------------------------- */

void sp_check_outbox(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_outbox_counts counts;
	unsigned before = c->errors + c->warnings;
	struct sp_err err = { 0 };
	int64_t next = 0;

	if (sp_outbox_count(admin->db, &counts, &err) != SP_OK ||
		sp_outbox_next(admin->db, &next, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	if (next && next < admin->now - STUCK_AFTER)
		sp_check_say(c, SP_CHECK_ERROR,
			"a mail has been due for %lld minutes; does sportello-send run?",
			(long long)((admin->now - next) / MINUTE));
	if (counts.count[SP_OUTBOX_FAILED])
		sp_check_say(c, SP_CHECK_WARNING,
			"%lld mails were given up; sportello outbox list --state failed",
			(long long)counts.count[SP_OUTBOX_FAILED]);
	if (counts.count[SP_OUTBOX_HELD])
		sp_check_say(c, SP_CHECK_WARNING, "%lld mails are held; sportello outbox list --state held",
			(long long)counts.count[SP_OUTBOX_HELD]);
	if (c->errors + c->warnings == before)
		sp_check_say(c, SP_CHECK_OK, "%lld mails wait, %lld were sent",
			(long long)(counts.count[SP_OUTBOX_DUE] + counts.count[SP_OUTBOX_SENDING]),
			(long long)counts.count[SP_OUTBOX_SENT]);
}

/* --- alarms ------------------------------------------------------------------------- */

void sp_check_alarms(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_err err = { 0 };
	struct sp_alarm *alarms;
	size_t count;

	if (sp_alarms(admin->db, &admin->arena, admin->now - ALARMS_OF, &alarms, &count, &err) !=
		SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		struct sp_buf when = SP_BUF_INIT;

		sp_add_instant(&when, alarms[i].last_at);
		sp_check_say(c, SP_CHECK_WARNING, "%.*s: %.*s (%lld times, last %s)",
			SP_FMT(alarms[i].kind), SP_FMT(alarms[i].detail), (long long)alarms[i].count,
			when.ptr);
		sp_buf_release(&when);
	}
	if (count == 0)
		sp_check_say(c, SP_CHECK_OK, "none in the last seven days");
}

/* What cron should run, and how long it may be since it was through. */
void sp_check_jobs(struct sp_checking *c)
{
	static const struct {
		const char *name;
		int64_t within;
	} jobs[] = { { "office-hours", HOUR }, { "archive", DAY } };
	unsigned before = c->errors + c->warnings;

	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++) {
		struct sp_buf when = SP_BUF_INIT;
		struct sp_err err = { 0 };
		bool ever = false;
		int64_t at = 0;

		if (sp_job_last(c->admin->db, jobs[i].name, &at, &ever, &err) != SP_OK) {
			sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
			return;
		}
		sp_add_instant(&when, at);
		if (c->admin->now - at > jobs[i].within)
			sp_check_say(c, SP_CHECK_WARNING,
				"%s %s %s; cron or its timer has to run it: contrib/cron/sportello",
				jobs[i].name, ever ? "was last through at" : "never ran; the desk is from",
				when.ptr);
		sp_buf_release(&when);
	}
	if (c->errors + c->warnings == before)
		sp_check_say(c, SP_CHECK_OK, "nothing that cron runs is late");
}

/* Numbers that stand for what people have in hand. */
void sp_check_numbers(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_lost_statements lost;
	struct sp_err err = { 0 };

	if (sp_statements_lost(admin->db, admin->conf->lock, &lost, &err) != SP_OK ||
		(lost.last && sp_statements_refuse(&lost, &err) != SP_OK)) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	sp_check_say(c, SP_CHECK_OK, "no statement that was sent is missing");
}
