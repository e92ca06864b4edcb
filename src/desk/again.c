/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stored message decided again, when somebody decided about it or about who
 * wrote it.
 */
#include "base/clock.h"
#include "desk/apply.h"
#include "desk/gather.h"
#include "desk/receive.h"
#include "mail/sandbox.h"
#include "store/messages.h"
#include "store/people.h"

enum { PARSE_MS = 10 * 1000 };

/* One deciding again: what all steps share. */
struct again {
	struct sp_applying a;
	struct sp_case c;
	struct sp_envelope envelope;
	struct sp_facts facts;
	struct sp_message message;
};

static void begin(struct again *again, const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena)
{
	memset(again, 0, sizeof *again);
	again->a = (struct sp_applying){ .desk = desk, .db = db, .arena = arena, .c = &again->c };
	again->c = (struct sp_case){ .conf = desk->conf, .words = desk->words,
		.message = &again->message, .envelope = &again->envelope, .facts = &again->facts,
		.queue = &desk->conf->queues[0] };
	again->facts.now = again->facts.received = sp_clock_now();
}

static enum sp_status load(struct again *again, int64_t id, struct sp_buf *raw,
	struct sp_err *err)
{
	struct sp_applying *a = &again->a;
	const char *why = NULL;
	bool found = false;
	enum sp_status status = sp_message_envelope(a->db, a->arena, id, &again->envelope, &found,
		err);

	if (status == SP_OK && found)
		status = sp_message_raw(a->db, id, raw, &found, err);
	if (status != SP_OK)
		return status;
	if (!found)
		return sp_fail(err, SP_PERM, "the bytes of message %lld are not in the database any more",
			(long long)id);
	a->raw = sp_buf_str(raw);
	a->message_id = id;
	again->message = *sp_message_parse_contained(a->arena, a->raw, a->desk->filters,
		sp_clock_monotonic_ms() + PARSE_MS, &why);
	return SP_OK;
}

static enum sp_status decide(struct again *again, enum sp_again why, struct sp_err *err)
{
	struct sp_applying *a = &again->a;
	struct sp_case *c = &again->c;
	enum sp_status status;

	sp_decide_form(c->conf, &again->message);
	if (why == SP_AGAIN_RELEASED && again->message.class == SP_SPAM) {
		again->message.class = SP_PERSON;
		again->message.class_reason = SP_STR("released from quarantine");
	}
	c->queue = sp_gather_queue(c->conf, &again->message, &again->envelope);
	status = sp_gather(a->desk, a->db, a->arena, c, NULL, &again->facts, err);
	if (status != SP_OK)
		return status;
	a->plan = why == SP_AGAIN_ACTIVATED ?
			  sp_decide_activate(a->arena, c, SP_BY_ADMINISTRATOR, 0) :
			  sp_decide(a->arena, c);
	return sp_apply(a, err);
}

enum sp_status sp_receive_again(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, int64_t message_id, enum sp_again why,
	struct sp_received *received_r, struct sp_err *err)
{
	struct sp_buf raw = SP_BUF_INIT;
	struct again again;
	enum sp_status status;

	begin(&again, desk, db, arena);
	status = load(&again, message_id, &raw, err);
	if (status == SP_OK)
		status = decide(&again, why, err);
	if (status == SP_OK)
		*received_r = (struct sp_received){ .summary = again.a.plan->summary,
			.ticket = again.a.ticket.code, .message_id = message_id, .mails = again.a.mails };
	sp_buf_release(&raw);
	return status;
}

/* --- registration ------------------------------------------------------------------ */

static enum sp_status set_state(struct sp_db *db, struct sp_person *person,
	enum sp_person_state state, struct sp_err *err)
{
	struct sp_event event = {
		.at = sp_clock_now(), .actor = SP_BY_ADMINISTRATOR, .person_id = person->id,
		.what = SP_STR("person-state"), .was = sp_str(sp_person_state_name(person->state)),
		.now_is = sp_str(sp_person_state_name(state)), .reason = SP_STR("registration"),
	};
	enum sp_status status;

	if (person->role != SP_CUSTOMER || person->state != SP_PERSON_PENDING)
		return sp_fail(err, SP_PERM, "person %lld is %s, not a pending customer",
			(long long)person->id, sp_person_state_name(person->state));
	person->state = state;
	status = sp_people_change(db, person, event.at, err);
	return status == SP_OK ? sp_event_add(db, &event, err) : status;
}

/* A mail alone, about no message. */
static enum sp_status tell(struct again *again, const struct sp_person *person,
	struct sp_plan *plan, struct sp_err *err)
{
	again->facts.sender = person;
	again->a.plan = plan;
	return sp_apply(&again->a, err);
}

enum sp_status sp_activate(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	struct sp_person *person, struct sp_received *received_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = set_state(db, person, SP_PERSON_ACTIVE, err);

	if (status == SP_OK)
		status = sp_held_of(db, arena, person->id, &ids, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = sp_receive_again(desk, db, arena, ids[i], SP_AGAIN_ACTIVATED, received_r, err);
	if (status == SP_OK && count == 0) {
		struct again again;

		begin(&again, desk, db, arena);
		status = tell(&again, person, sp_decide_welcome(arena, &again.c, person), err);
	}
	return status == SP_OK ? sp_held_remove(db, person->id, err) : status;
}

enum sp_status sp_refuse(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	struct sp_person *person, struct sp_str reason, struct sp_err *err)
{
	struct again again;
	enum sp_status status = set_state(db, person, SP_PERSON_REFUSED, err);

	begin(&again, desk, db, arena);
	if (status == SP_OK)
		status = tell(&again, person, sp_decide_refuse(arena, &again.c, person, reason,
			SP_BY_ADMINISTRATOR, 0), err);
	return status == SP_OK ? sp_held_remove(db, person->id, err) : status;
}
