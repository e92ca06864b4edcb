/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"
#include "core/address.h"
#include "core/decide_import.h"
#include "core/subject.h"
#include "desk/apply.h"
#include "desk/gather.h"
#include "desk/importing.h"
#include "store/people.h"

enum { SAME_SUBJECT_DAYS = 60, RECENT = 20, DAY = 86400 };

/* One message on its way. */
struct taking {
	struct sp_applying a;
	struct sp_case c;
	struct sp_envelope envelope;
	struct sp_facts facts;
	struct sp_import_facts import;
	struct sp_importing *importing;
};

/* --- whose mail -------------------------------------------------------------------------- */

static bool is_ours(const struct taking *t, struct sp_str address)
{
	if (sp_conf_queue_of_address(t->a.desk->conf, address, NULL))
		return true;
	for (size_t i = 0; i < t->importing->staff_count; i++)
		if (sp_str_eq(t->importing->staff[i], address))
			return true;
	return false;
}

/* Whom a mail of ours was written to.  *found_r: it is this one. */
static enum sp_status try_recipient(struct taking *t, const struct sp_address *recipient,
	bool *found_r, struct sp_err *err)
{
	struct sp_str key = sp_address_key(t->a.arena, recipient->address);
	struct sp_person *person = NULL;
	enum sp_status status;

	if (!key.ptr || is_ours(t, key))
		return SP_OK;
	status = sp_people_by_address(t->a.db, t->a.arena, key, &person, err);
	if (status != SP_OK || (person && person->role != SP_CUSTOMER))
		return status;
	t->import.other = person;
	t->import.other_address = *recipient;
	*found_r = true;
	return SP_OK;
}

static enum sp_status gather_other(struct taking *t, struct sp_err *err)
{
	const struct sp_address_list *lists[] = { &t->c.message->to, &t->c.message->cc };
	enum sp_status status = SP_OK;
	bool found = false;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; status == SP_OK && !found && i < lists[k]->count; i++)
			status = try_recipient(t, &lists[k]->items[i], &found, err);
	return status;
}

static enum sp_status gather_author(struct taking *t, struct sp_err *err)
{
	const struct sp_address_list *from = &t->c.message->from;
	struct sp_str key = from->count == 1 ? sp_address_key(t->a.arena, from->items[0].address) :
					       SP_NONE;

	t->import.ours = key.ptr && is_ours(t, key);
	if (t->import.ours || (t->facts.sender && t->facts.sender->role == SP_STAFF))
		return gather_other(t, err);
	return SP_OK;
}

/* --- an answer without references ----------------------------------------------------------- */

static bool same_topic(struct sp_str a, struct sp_str b)
{
	struct sp_buf folded_a = SP_BUF_INIT, folded_b = SP_BUF_INIT;
	bool same;

	sp_utf8_fold(&folded_a, a);
	sp_utf8_fold(&folded_b, b);
	same = sp_str_eq(sp_buf_str(&folded_a), sp_buf_str(&folded_b));
	sp_buf_release(&folded_a);
	sp_buf_release(&folded_b);
	return same;
}

static enum sp_status load_candidate(struct taking *t, int64_t ticket_id, struct sp_err *err)
{
	struct sp_candidate *candidate = sp_arena_new(t->a.arena, struct sp_candidate);
	bool found = false;
	enum sp_status status = sp_ticket_by_id(t->a.db, t->a.arena, ticket_id, &candidate->ticket,
		&found, err);

	if (status == SP_OK && found && !candidate->ticket.merged_into && !candidate->ticket.erased_at)
		t->import.by_subject = candidate;
	return status;
}

/* Some programs write none: then the newest ticket of his about the same is it. */
static enum sp_status gather_by_subject(struct taking *t, struct sp_err *err)
{
	const struct sp_message *message = t->c.message;
	const struct sp_person *customer = t->import.other ? t->import.other : t->facts.sender;
	struct sp_subject subject = sp_subject_parse(t->a.arena, t->c.words, message->subject);
	struct sp_recent_ticket *recent = NULL;
	size_t count = 0;
	enum sp_status status;

	if (!subject.reply || !subject.topic.len || t->facts.candidate_count || !customer ||
		customer->role != SP_CUSTOMER)
		return SP_OK;
	status = sp_recent_tickets(t->a.db, t->a.arena, customer->id,
		t->facts.now - SAME_SUBJECT_DAYS * DAY, RECENT, &recent, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (same_topic(recent[i].subject, subject.topic))
			return load_candidate(t, recent[i].id, err);
	return status;
}

/* --- one message ------------------------------------------------------------------------------ */

/* A bounce answers the mail that it is about. */
static void refer_bounce(struct sp_message *message)
{
	if (message->class == SP_BOUNCE && !message->in_reply_to.len)
		message->in_reply_to = message->bounced_id;
}

static const struct sp_queue_conf *queue_of(const struct taking *t)
{
	const struct sp_message *message = t->c.message;
	const struct sp_address_list *lists[] = { &message->to, &message->cc, &message->from };

	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < lists[k]->count; i++) {
			const struct sp_queue_conf *queue = sp_conf_queue_of_address(t->a.desk->conf,
				lists[k]->items[i].address, NULL);

			if (queue)
				return queue;
		}
	return t->importing->queue ? t->importing->queue : &t->a.desk->conf->queues[0];
}

static enum sp_status gather(struct taking *t, struct sp_import_mail *mail, struct sp_err *err)
{
	enum sp_status status;

	t->c = (struct sp_case){ .conf = t->a.desk->conf, .words = t->a.desk->words,
		.message = mail->message, .envelope = &t->envelope, .facts = &t->facts };
	t->c.queue = queue_of(t);
	/* It was then, not now. */
	t->facts.now = t->facts.received = mail->item->at;
	status = sp_gather(t->a.desk, t->a.db, t->a.arena, &t->c, &mail->content, &t->facts, err);
	if (status == SP_OK && !t->facts.seen_before)
		status = gather_author(t, err);
	if (status == SP_OK && !t->facts.seen_before)
		status = gather_by_subject(t, err);
	return status;
}

static enum sp_import_result result_of(const struct sp_plan *plan)
{
	static const char *const summaries[] = { [SP_RESULT_OPENED] = "opened",
		[SP_RESULT_JOINED] = "joined", [SP_RESULT_SEEN] = "seen" };

	for (size_t i = 0; i < sizeof(summaries) / sizeof(summaries[0]); i++)
		if (strcmp(plan->summary, summaries[i]) == 0)
			return (enum sp_import_result)i;
	return SP_RESULT_LEFT_OUT;
}

static struct sp_str ticket_of(struct taking *t, enum sp_import_result result)
{
	const struct sp_plan *plan = t->a.plan;

	if (result == SP_RESULT_OPENED)
		return t->a.ticket.code;
	for (size_t i = 0; result == SP_RESULT_JOINED && i < t->facts.candidate_count; i++)
		if (t->facts.candidates[i].ticket.id == plan->items[1].ticket_id)
			return t->facts.candidates[i].ticket.code;
	return result == SP_RESULT_JOINED && t->import.by_subject ? t->import.by_subject->ticket.code :
								   SP_NONE;
}

enum sp_status sp_import_one(const struct sp_desk *desk, struct sp_db *db,
	struct sp_importing *importing, struct sp_import_mail *mail, struct sp_err *err)
{
	struct sp_arena *arena = &mail->arena;
	struct taking *t = sp_arena_new(arena, struct taking);
	enum sp_import_result result;
	enum sp_status status;

	refer_bounce(mail->message);
	t->importing = importing;
	t->a = (struct sp_applying){ .desk = desk, .db = db, .arena = arena, .c = &t->c,
		.raw = sp_buf_str(&mail->raw), .content = &mail->content };
	status = gather(t, mail, err);
	if (status != SP_OK)
		return status;
	t->a.plan = sp_decide_import(arena, &t->c, &t->import);
	status = sp_apply(&t->a, err);
	if (status != SP_OK)
		return status;
	result = result_of(t->a.plan);
	importing->counts[result]++;
	if (importing->said)
		importing->said(importing->context, mail->item, result, ticket_of(t, result),
			t->a.plan->items[0].reason);
	return SP_OK;
}
