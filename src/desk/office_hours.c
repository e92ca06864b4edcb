/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/office_hours.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/wake.h"
#include "desk/clock_step.h"
#include "desk/gather_hours.h"
#include "desk/job.h"
#include "store/accounts.h"
#include "store/clock.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/privacy.h"

enum { MAX_FAILED = 20, UNTOLD = 100, UNTOLD_SECONDS = 30 * 86400 };

/* Something that may have to be done. */
struct errand {
	enum sp_status (*plan)(struct sp_clock_step *step, const struct errand *errand,
		struct sp_err *err);
	int64_t ticket_id, person_id, account_id, outbox_id;
};

struct errands {
	struct errand *items;
	size_t count, room;
};

/* One run. */
struct running {
	const struct sp_desk *desk;
	struct sp_db *db;
	int64_t now;
	struct sp_buf *plans;
	struct sp_rounds *rounds;
};

/* --- what an errand plans ----------------------------------------------------------- */

static enum sp_status plan_ticket(struct sp_clock_step *step, const struct errand *errand,
	struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	struct sp_candidate candidate;
	struct sp_clock_marks marks;
	bool found = false;
	enum sp_status status = sp_clock_step_ticket(step, errand->ticket_id, &candidate, &found,
		err);

	if (status == SP_OK && found)
		status = sp_clock_marks(a->db, a->arena, errand->ticket_id, &marks, err);
	if (status == SP_OK && found)
		a->plan = sp_decide_clock(a->arena, &step->c, &candidate, &marks);
	return status;
}

static enum sp_status plan_reminders(struct sp_clock_step *step, const struct errand *errand,
	struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	struct sp_reminder *reminders = NULL;
	struct sp_candidate candidate;
	size_t count = 0;
	bool found = false;
	enum sp_status status = sp_clock_step_ticket(step, errand->ticket_id, &candidate, &found,
		err);

	if (status == SP_OK && found)
		status = sp_reminders_of(a->db, a->arena, errand->ticket_id, errand->person_id,
			step->facts.now, &reminders, &count, err);
	if (status == SP_OK && found)
		a->plan = sp_decide_reminders(a->arena, &step->c, &candidate, reminders, count);
	return status;
}

static enum sp_status plan_digest(struct sp_clock_step *step, const struct errand *errand,
	struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	struct sp_person *person = NULL;
	struct sp_privacy_request *rights = NULL;
	struct sp_ticket *tickets = NULL;
	const char *once = NULL;
	size_t count = 0, right_count = 0;
	bool used = false;
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < step->facts.staff_count; i++)
		if (step->facts.staff[i].id == errand->person_id)
			status = sp_people_by_id(a->db, a->arena, errand->person_id, &person, err);
	if (status == SP_OK && person)
		once = sp_digest_name(a->arena, step->c.conf, person, step->facts.now);
	if (status == SP_OK && once)
		status = sp_outbox_once(a->db, once, &used, err);
	if (status != SP_OK || !once || used)
		return status;
	status = sp_tickets_of_staff(a->db, a->arena, person->id, 1, &tickets, &count, err);
	if (status == SP_OK)
		status = sp_privacy_of_staff(a->db, a->arena, person->id, &rights, &right_count, err);
	if (status == SP_OK)
		a->plan = sp_decide_digest(a->arena, &step->c, person, once, count + right_count);
	return status;
}

static enum sp_status plan_alarms(struct sp_clock_step *step, const struct errand *errand,
	struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	const char *once = sp_alarms_name(a->arena, step->c.conf, step->facts.now);
	struct sp_privacy_request *rights = NULL;
	struct sp_alarm *alarms = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0, right_count = 0;
	bool used = false;

	(void)errand;
	if (once)
		status = sp_outbox_once(a->db, once, &used, err);
	if (status == SP_OK && once && !used)
		status = sp_alarms_untold(a->db, a->arena, &alarms, &count, err);
	if (status == SP_OK && once && !used)
		status = sp_privacy_pressing(a->db, a->arena, step->facts.now, &rights, &right_count,
			err);
	if (status == SP_OK && count + right_count)
		a->plan = sp_decide_alarms(a->arena, &step->c, once);
	return status;
}

static enum sp_status plan_ending(struct sp_clock_step *step, const struct errand *errand,
	struct sp_err *err)
{
	static const struct sp_payer anybody;
	struct sp_applying *a = &step->a;
	struct sp_payer_facts *payer = NULL;
	struct sp_account *account = NULL;
	size_t count = 0;
	enum sp_status status = sp_accounts(a->db, a->arena, errand->account_id, anybody, &account,
		&count, err);

	if (status == SP_OK && count)
		status = sp_gather_payer(a->db, a->arena, account[0].payer, &payer, err);
	if (status != SP_OK || !payer)
		return status;
	step->facts.payers = payer;
	step->facts.payer_count = 1;
	a->plan = sp_decide_ending(a->arena, &step->c, errand->account_id);
	return SP_OK;
}

static enum sp_status plan_undelivered(struct sp_clock_step *step, const struct errand *errand,
	struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	struct sp_candidate candidate;
	struct sp_outbox mail;
	bool found = false;
	enum sp_status status = sp_outbox_by_id(a->db, a->arena, errand->outbox_id, &mail, &found,
		err);

	/* It may have been tried again since. */
	if (status != SP_OK || !found || mail.state != SP_OUTBOX_FAILED)
		return status;
	status = sp_clock_step_ticket(step, mail.ticket_id, &candidate, &found, err);
	if (status == SP_OK && found)
		a->plan = sp_decide_undelivered(a->arena, &step->c, &candidate, mail.id, mail.recipient,
			mail.reply);
	return status;
}

/* --- which errands there are --------------------------------------------------------- */

static void add(struct sp_arena *arena, struct errands *list, struct errand errand)
{
	list->items = sp_arena_grow(arena, list->items, list->count, &list->room,
		sizeof *list->items);
	list->items[list->count++] = errand;
}

static enum sp_status list_ending(struct running *run, struct sp_arena *arena,
	struct errands *list, struct sp_err *err)
{
	int64_t today = sp_day_of(run->now), *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_accounts_ending(run->db, arena, today,
		today + run->desk->conf->ending_days, &ids, &count, err);

	for (size_t i = 0; i < count; i++)
		add(arena, list, (struct errand){ .plan = plan_ending, .account_id = ids[i] });
	return status;
}

static enum sp_status list_undelivered(struct running *run, struct sp_arena *arena,
	struct errands *list, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_outbox_untold(run->db, arena, run->now - UNTOLD_SECONDS, UNTOLD,
		&ids, &count, err);

	for (size_t i = 0; i < count; i++)
		add(arena, list, (struct errand){ .plan = plan_undelivered, .outbox_id = ids[i] });
	return status;
}

static enum sp_status list_errands(struct running *run, struct sp_arena *arena,
	struct errands *list, struct sp_err *err)
{
	struct sp_reminder *pairs = NULL;
	struct sp_person *staff = NULL;
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_clock_tickets(run->db, arena, run->now, &ids, &count, err);

	for (size_t i = 0; i < count; i++)
		add(arena, list, (struct errand){ .plan = plan_ticket, .ticket_id = ids[i] });
	count = 0;
	if (status == SP_OK)
		status = sp_reminders_due(run->db, arena, run->now, &pairs, &count, err);
	for (size_t i = 0; i < count; i++)
		add(arena, list, (struct errand){ .plan = plan_reminders,
			.ticket_id = pairs[i].ticket_id, .person_id = pairs[i].person_id });
	count = 0;
	if (status == SP_OK)
		status = sp_people_list(run->db, arena, SP_STAFF, false, &staff, &count, err);
	for (size_t i = 0; i < count; i++)
		add(arena, list, (struct errand){ .plan = plan_digest, .person_id = staff[i].id });
	add(arena, list, (struct errand){ .plan = plan_alarms });
	if (status == SP_OK)
		status = list_ending(run, arena, list, err);
	return status == SP_OK ? list_undelivered(run, arena, list, err) : status;
}

/* --- doing them ------------------------------------------------------------------------ */

/* Facts and plan, as the transaction sees them; *wanted_r: there is something to do. */
static enum sp_status look(struct running *run, const struct errand *errand,
	struct sp_arena *arena, struct sp_clock_step *step, bool *wanted_r, struct sp_err *err)
{
	enum sp_status status = sp_clock_step(step, run->desk, run->db, arena, run->now, err);

	if (status == SP_OK)
		status = errand->plan(step, errand, err);
	*wanted_r = status == SP_OK && step->a.plan && step->a.plan->count;
	return status;
}

static enum sp_status carry_out(struct running *run, const struct errand *errand,
	struct sp_arena *arena, struct sp_err *err)
{
	struct sp_clock_step step;
	bool wanted = false;
	enum sp_status status = sp_db_resume(run->db, sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, err);

	if (status == SP_OK)
		status = sp_db_begin(run->db, err);
	if (status == SP_OK)
		status = look(run, errand, arena, &step, &wanted, err);
	if (status == SP_OK && wanted)
		status = sp_apply(&step.a, err);
	if (status == SP_OK && wanted)
		status = sp_db_commit(run->db, err);
	sp_db_pause(run->db);
	if (status == SP_OK && wanted) {
		run->rounds->done++;
		run->rounds->mails += step.a.mails;
	}
	return status;
}

static enum sp_status do_errand(struct running *run, const struct errand *errand,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_clock_step step;
	bool wanted = false;
	enum sp_status status = sp_db_begin_read(run->db, err);

	if (status == SP_OK)
		status = look(run, errand, &arena, &step, &wanted, err);
	sp_db_rollback(run->db);
	if (wanted && run->plans) {
		sp_plan_print(step.a.plan, run->plans);
		run->rounds->done++;
	} else if (wanted) {
		status = carry_out(run, errand, &arena, err);
	}
	sp_arena_release(&arena);
	return status;
}

static void complain(const struct errand *errand, const struct sp_err *err)
{
	struct sp_log_line line;

	sp_log_begin(&line, "errand-failed");
	sp_log_number(&line, "ticket", errand->ticket_id);
	sp_log_number(&line, "person", errand->person_id);
	sp_log_text(&line, "because", sp_str(err->text));
	sp_log_end(&line, SP_LOG_ERROR);
}

/* One that fails keeps the others from nothing; where many do, all would. */
static enum sp_status do_all(struct running *run, const struct errands *list, struct sp_err *err)
{
	enum sp_status first = SP_OK;

	for (size_t i = 0; i < list->count && run->rounds->failed < MAX_FAILED; i++) {
		struct sp_err one = { 0 };
		enum sp_status status = do_errand(run, &list->items[i], &one);

		if (run->rounds->step)
			run->rounds->step(run->rounds->context, (int64_t)i + 1, (int64_t)list->count);
		if (status == SP_OK)
			continue;
		run->rounds->failed++;
		complain(&list->items[i], &one);
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
	struct errands list = { 0 };
	enum sp_status status = sp_job_open(run->desk->conf, run->plans != NULL, &run->db, err);

	if (status == SP_OK)
		status = list_errands(run, &arena, &list, err);
	if (status == SP_OK)
		status = do_all(run, &list, err);
	if (status == SP_OK && !run->plans)
		status = sp_job_through(run->db, "office-hours", run->now, err);
	sp_db_close(run->db);
	if (run->rounds->mails)
		sp_wake_sender(run->desk->conf->state_folder);
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_office_hours(const struct sp_desk *desk, int64_t now, struct sp_buf *plans,
	struct sp_rounds *rounds_r, struct sp_err *err)
{
	struct running run = { .desk = desk, .now = now, .plans = plans, .rounds = rounds_r };
	struct sp_job job;
	enum sp_status status;

	*rounds_r = (struct sp_rounds){ .step = rounds_r->step, .context = rounds_r->context };
	if (plans)
		return work(&run, err);
	status = sp_job_begin(desk->conf, "office-hours", now, &job, &rounds_r->busy, err);
	if (status != SP_OK || rounds_r->busy)
		return status;
	status = work(&run, err);
	sp_job_end(&job);
	return status;
}
