/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines that set something of a ticket, and who takes part in it.
 */
#include "core/commanding.h"

#include "core/intake.h"

enum { MAX_FIELD_BYTES = 200 };

static const struct sp_person *staff_of(const struct sp_commanding *c, int64_t id)
{
	const struct sp_facts *facts = c->d->c->facts;

	for (size_t i = 0; i < facts->staff_count; i++)
		if (facts->staff[i].id == id)
			return &facts->staff[i];
	return NULL;
}

static void set_text(struct sp_commanding *c, enum sp_ticket_field field, struct sp_str text,
	const char *reason)
{
	struct sp_decision *set = sp_plan_add(c->d->plan, SP_DO_SET, reason);

	set->ticket_id = c->after.ticket.id;
	set->set.field = field;
	set->set.text = text;
	sp_line_text(c, text);
}

void sp_command_assign(struct sp_commanding *c)
{
	const struct sp_person *staff = staff_of(c, c->command->number);

	sp_add_number(c->d, c->after.ticket.id, SP_FIELD_ASSIGNEE, c->command->number,
		"#assegna: the staff decided who looks after it");
	c->after.ticket.assignee_id = c->command->number;
	c->concerns = true;
	if (staff)
		sp_line_text(c, staff->name.len ? staff->name : staff->address);
}

void sp_command_queue(struct sp_commanding *c)
{
	const struct sp_queue_conf *queue = c->command->queue;

	set_text(c, SP_FIELD_QUEUE, sp_str(queue->name), "#coda: the staff moved it");
	c->after.ticket.queue = sp_str(queue->name);
	c->concerns = true;
}

/* Where a queue has categories, it is one of them, as it is written there. */
void sp_command_category(struct sp_commanding *c)
{
	const struct sp_queue_conf *queue = sp_conf_queue(c->d->c->conf, c->after.ticket.queue);
	struct sp_str typed = sp_str_sub(c->command->text, 0, MAX_FIELD_BYTES);
	struct sp_str category = queue ? sp_category_of(queue, typed) : typed;
	struct sp_buf known = SP_BUF_INIT;

	if (category.len) {
		set_text(c, SP_FIELD_CATEGORY, category, "#categoria: the staff decided");
		return;
	}
	for (size_t i = 0; queue->categories[i]; i++)
		sp_buf_printf(&known, "%s%s", known.len ? ", " : "", queue->categories[i]);
	sp_line_wrong(c, "category", sp_arena_str(c->d->arena, sp_buf_str(&known)));
	sp_buf_release(&known);
}

void sp_command_place(struct sp_commanding *c)
{
	set_text(c, SP_FIELD_PLACE, sp_str_sub(c->command->text, 0, MAX_FIELD_BYTES),
		"#luogo: the staff decided");
}

void sp_command_priority(struct sp_commanding *c)
{
	sp_add_number(c->d, c->after.ticket.id, SP_FIELD_PRIORITY, c->command->number,
		"#priorita: the staff's decision stands");
	c->after.ticket.priority = (int)c->command->number;
	c->concerns = true;
	if (c->command->flag != c->after.ticket.extra)
		sp_add_number(c->d, c->after.ticket.id, SP_FIELD_EXTRA, c->command->flag,
			"#priorita extra: on the customer's wish, it costs more");
	c->costs_extra = c->command->flag && !c->after.ticket.extra;
	c->after.ticket.extra = c->command->flag;
	sp_line_text(c, sp_str(sp_arena_printf(c->d->arena, "%lld%s%s", (long long)c->command->number,
		c->command->flag ? ", " : "", c->command->flag ? sp_word(c->d->c->words,
		sp_arena_text(c->d->arena, c->d->language), "hours.extra") : "")));
}

void sp_line_join(struct sp_commanding *c, int64_t person_id, enum sp_participation part,
	const char *reason)
{
	struct sp_decision *decision = sp_plan_add(c->d->plan, SP_DO_JOIN, reason);

	decision->ticket_id = c->after.ticket.id;
	decision->person_id = person_id;
	decision->join.part = part;
}

void sp_command_follow(struct sp_commanding *c)
{
	sp_line_join(c, c->d->c->facts->sender->id, SP_PART_FOLLOWER, "#segui: he follows it");
}

void sp_line_participant(struct sp_commanding *c, struct sp_participant participant)
{
	struct sp_candidate *after = &c->after;
	struct sp_participant *all = sp_arena_array(c->d->arena, after->participant_count + 1,
		struct sp_participant);

	for (size_t i = 0; i < after->participant_count; i++)
		all[i] = after->participants[i];
	all[after->participant_count++] = participant;
	after->participants = all;
}

static int64_t new_customer(struct sp_commanding *c)
{
	struct sp_decision *person = sp_plan_add(c->d->plan, SP_DO_PERSON,
		"a staff member named somebody who is not known yet");

	person->person_id = SP_FIRST_NAMED - (c->line - c->d->plan->lines);
	person->person.role = SP_CUSTOMER;
	person->person.address = c->command->address;
	person->person.language = c->after.ticket.language;
	return person->person_id;
}

void sp_command_copy(struct sp_commanding *c)
{
	const struct sp_person *person = sp_named_person(c->d->c->facts, c->command->address);
	struct sp_participant participant = { .part = SP_PART_COPY, .state = SP_PERSON_ACTIVE,
		.address = c->command->address, .language = c->after.ticket.language };

	if (sp_conf_queue_of_address(c->d->c->conf, c->command->address, NULL)) {
		sp_line_wrong(c, "own_address", SP_NONE);
		return;
	}
	if (person && (person->role != SP_CUSTOMER || person->state != SP_PERSON_ACTIVE)) {
		sp_line_wrong(c, "not_customer", SP_NONE);
		return;
	}
	if (person && person->language.len)
		participant.language = person->language;
	participant.person_id = person ? person->id : new_customer(c);
	sp_line_join(c, participant.person_id, SP_PART_COPY, "#copia: the staff put him in copy");
	sp_line_participant(c, participant);
	sp_line_text(c, c->command->address);
}

/* For himself alone: nobody else is told. */
void sp_command_reminder(struct sp_commanding *c)
{
	struct sp_decision *remind = sp_plan_add(c->d->plan, SP_DO_REMIND,
		"#promemoria: he wants to be reminded");

	remind->ticket_id = c->after.ticket.id;
	remind->person_id = c->d->c->facts->sender->id;
	remind->remind.at = c->command->instant;
	remind->remind.text = c->command->text;
	sp_line_date(c, c->command->instant);
}
