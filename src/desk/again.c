/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stored message decided again, when somebody decided about it or about who
 * wrote it.
 */
#include "base/clock.h"
#include "desk/apply.h"
#include "desk/gather.h"
#include "desk/receive.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/privacy.h"

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

static enum sp_status load(struct again *again, const struct sp_stored *stored,
	struct sp_err *err)
{
	struct sp_applying *a = &again->a;
	bool found = false;
	enum sp_status status = sp_message_envelope(a->db, a->arena, stored->id, &again->envelope,
		&found, err);

	if (status == SP_OK && !found)
		return sp_fail(err, SP_PERM, "message %lld is not in the database any more",
			(long long)stored->id);
	a->raw = sp_buf_str(&stored->raw);
	a->message_id = stored->id;
	again->message = *stored->message;
	return status;
}

static enum sp_status decide(struct again *again, enum sp_again why, struct sp_acting acting,
	struct sp_err *err)
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
			  sp_decide_activate(a->arena, c, acting.actor, acting.person_id) :
			  sp_decide(a->arena, c);
	return sp_apply(a, err);
}

static enum sp_status receive_again(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_stored *stored, enum sp_again why,
	struct sp_acting acting, struct sp_received *received_r, struct sp_err *err)
{
	struct again again;
	enum sp_status status;

	begin(&again, desk, db, arena);
	status = load(&again, stored, err);
	if (status == SP_OK)
		status = decide(&again, why, acting, err);
	if (status == SP_OK)
		*received_r = (struct sp_received){ .summary = again.a.plan->summary,
			.ticket = again.a.ticket.code, .message_id = stored->id,
			.mails = received_r->mails + again.a.mails };
	return status;
}

enum sp_status sp_receive_again(const struct sp_desk *desk, struct sp_db *db,
	struct sp_arena *arena, const struct sp_stored *stored, enum sp_again why,
	struct sp_received *received_r, struct sp_err *err)
{
	struct sp_acting administrator = { SP_BY_ADMINISTRATOR, 0 };

	return receive_again(desk, db, arena, stored, why, administrator, received_r, err);
}

/* --- registration ------------------------------------------------------------------ */

static enum sp_status set_state(struct sp_db *db, struct sp_person *person,
	enum sp_person_state state, struct sp_acting acting, struct sp_err *err)
{
	struct sp_event event = {
		.at = sp_clock_now(), .actor = acting.actor,
		.person_id = acting.person_id ? acting.person_id : person->id,
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
	struct sp_plan *plan, struct sp_received *received_r, struct sp_err *err)
{
	enum sp_status status;

	again->facts.sender = person;
	again->a.plan = plan;
	status = sp_apply(&again->a, err);
	received_r->mails += again->a.mails;
	return status;
}

/* What came in after they were read waits for the next try, which reads it too. */
static enum sp_status decide_held(const struct sp_activation *on, const struct sp_person *person,
	size_t *count_r, struct sp_received *received_r, struct sp_err *err)
{
	int64_t *ids = NULL;
	enum sp_status status = sp_held_of(on->db, on->arena, person->id, &ids, count_r, err);

	for (size_t i = 0; status == SP_OK && i < *count_r; i++) {
		const struct sp_stored *stored = sp_stored_find(on->held, ids[i]);

		status = stored ? receive_again(on->desk, on->db, on->arena, stored,
			SP_AGAIN_ACTIVATED, on->acting, received_r, err) :
			sp_fail(err, SP_TEMP, "another message of person %lld has just come in: "
				"to be tried again", (long long)person->id);
	}
	return status;
}

enum sp_status sp_activate(const struct sp_activation *on, struct sp_person *person,
	struct sp_received *received_r, struct sp_err *err)
{
	size_t count = 0;
	enum sp_status status = set_state(on->db, person, SP_PERSON_ACTIVE, on->acting, err);

	if (status == SP_OK)
		status = decide_held(on, person, &count, received_r, err);
	if (status == SP_OK && count == 0) {
		struct again again;

		begin(&again, on->desk, on->db, on->arena);
		status = tell(&again, person, sp_decide_welcome(on->arena, &again.c, person),
			received_r, err);
	}
	return status == SP_OK ? sp_held_remove(on->db, person->id, err) : status;
}

enum sp_status sp_consent_again(const struct sp_activation *on, const struct sp_person *person,
	struct sp_received *received_r, struct sp_err *err)
{
	struct sp_by by = { .actor = on->acting.actor, .person_id = on->acting.person_id,
		.at = sp_clock_now() };
	int64_t *ids = NULL;
	size_t count = 0;
	enum sp_status status = sp_privacy_consent(on->db, person->id, &by, err);

	if (status == SP_OK)
		status = sp_held_of(on->db, on->arena, person->id, &ids, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		const struct sp_stored *stored = sp_stored_find(on->held, ids[i]);

		status = stored ? receive_again(on->desk, on->db, on->arena, stored,
			SP_AGAIN_RELEASED, on->acting, received_r, err) :
			sp_fail(err, SP_TEMP, "another message of person %lld has just come in: "
				"to be tried again", (long long)person->id);
	}
	return status == SP_OK ? sp_held_remove(on->db, person->id, err) : status;
}

enum sp_status sp_refuse(const struct sp_activation *on, struct sp_person *person,
	struct sp_str reason, struct sp_received *received_r, struct sp_err *err)
{
	struct again again;
	enum sp_status status = set_state(on->db, person, SP_PERSON_REFUSED, on->acting, err);

	begin(&again, on->desk, on->db, on->arena);
	if (status == SP_OK)
		status = tell(&again, person, sp_decide_refuse(on->arena, &again.c, person, reason,
			on->acting.actor, on->acting.person_id), received_r, err);
	return status == SP_OK ? sp_held_remove(on->db, person->id, err) : status;
}
