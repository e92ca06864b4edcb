/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/clock_step.h"

#include "store/people.h"

enum sp_status sp_clock_step(struct sp_clock_step *step, const struct sp_desk *desk,
	struct sp_db *db, struct sp_arena *arena, int64_t now, struct sp_err *err)
{
	struct sp_person *staff = NULL;
	enum sp_status status;

	memset(step, 0, sizeof *step);
	step->a = (struct sp_applying){ .desk = desk, .db = db, .arena = arena, .c = &step->c };
	step->c = (struct sp_case){ .conf = desk->conf, .words = desk->words,
		.message = &step->message, .envelope = &step->envelope, .facts = &step->facts,
		.queue = &desk->conf->queues[0] };
	step->facts.now = step->facts.received = now;
	status = sp_people_list(db, arena, SP_STAFF, false, &staff, &step->facts.staff_count, err);
	step->facts.staff = staff;
	return status;
}

enum sp_status sp_clock_step_ticket(struct sp_clock_step *step, int64_t id,
	struct sp_candidate *candidate_r, bool *found_r, struct sp_err *err)
{
	struct sp_applying *a = &step->a;
	struct sp_person *requester = NULL;
	const struct sp_queue_conf *queue;
	enum sp_status status;

	memset(candidate_r, 0, sizeof *candidate_r);
	status = sp_ticket_by_id(a->db, a->arena, id, &candidate_r->ticket, found_r, err);
	if (status != SP_OK || !*found_r)
		return status;
	queue = sp_conf_queue(a->desk->conf, candidate_r->ticket.queue);
	step->c.queue = queue ? queue : &a->desk->conf->queues[0];
	status = sp_participants(a->db, a->arena, id, &candidate_r->participants,
		&candidate_r->participant_count, err);
	if (status == SP_OK && candidate_r->ticket.requester_id)
		status = sp_people_by_id(a->db, a->arena, candidate_r->ticket.requester_id, &requester,
			err);
	candidate_r->requester = requester;
	return status;
}
