/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/by_hand.h"

#include "desk/clock_step.h"
#include "desk/gather_hours.h"
#include "desk/gathering.h"

static enum sp_status gather(struct sp_clock_step *step, const struct sp_by_hand *asked,
	struct sp_person *self, struct sp_candidate *candidate, struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	struct sp_gathering g = { a->desk, a->db, a->arena, &step->c, &step->facts, err };
	enum sp_status status;
	bool found = false;

	*self = (struct sp_person){ .role = SP_STAFF, .state = SP_PERSON_ACTIVE,
		.name = sp_str(a->desk->conf->desk_name), .address = SP_STR(""),
		.language = sp_str(asked->language) };
	if (asked->staff) {
		*self = *asked->staff;
		self->language = sp_str(asked->language);
	}
	step->facts.sender = self;
	step->message.reply = step->message.text = asked->text;
	status = sp_clock_step_ticket(step, asked->ticket_id, candidate, &found, err);
	if (status == SP_OK && !found)
		return sp_fail(err, SP_PERM, "there is no such ticket");
	step->facts.candidates = candidate;
	step->facts.candidate_count = 1;
	if (status == SP_OK)
		status = sp_gather_named(&g);
	return status == SP_OK ? sp_gather_hours(a->db, a->arena, &step->facts, true, err) : status;
}

enum sp_status sp_do_by_hand(const struct sp_desk *desk, struct sp_db *db, struct sp_arena *arena,
	const struct sp_by_hand *asked, struct sp_plan **plan_r, struct sp_err *err)
{
	struct sp_clock_step *step = sp_arena_new(arena, struct sp_clock_step);
	struct sp_candidate *candidate = sp_arena_new(arena, struct sp_candidate);
	struct sp_person *self = sp_arena_new(arena, struct sp_person);
	enum sp_status status = sp_clock_step(step, desk, db, arena, asked->now, err);

	*plan_r = NULL;
	if (status == SP_OK)
		status = gather(step, asked, self, candidate, err);
	if (status != SP_OK)
		return status;
	*plan_r = sp_decide_by_hand(arena, &step->c);
	for (size_t i = 0; i < (*plan_r)->line_count; i++)
		if ((*plan_r)->lines[i].wrong)
			return sp_fail(err, SP_PERM, "%.*s: %.*s; nothing was done",
				SP_FMT((*plan_r)->lines[i].line), SP_FMT((*plan_r)->lines[i].result));
	step->a.plan = *plan_r;
	return sp_apply(&step->a, err);
}
