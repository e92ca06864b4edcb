/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines about the message that the mail carried which they answer:
 * it becomes a ticket of its own, or goes to whoever answers for personal data.
 */
#include "core/commanding.h"

#include "core/privacy.h"

static const struct sp_origin *origin_here(const struct sp_commanding *c)
{
	const struct sp_origin *origin = c->d->c->facts->origin;

	return origin && origin->ticket_id == c->after.ticket.id ? origin : NULL;
}

/* --- #dividi ----------------------------------------------------------------------- */

static const struct sp_queue_conf *queue_here(const struct sp_commanding *c)
{
	const struct sp_queue_conf *queue = sp_conf_queue(c->d->c->conf, c->after.ticket.queue);

	return queue ? queue : c->d->c->queue;
}

/* Who asked for what is a ticket of its own now: the one who wrote it, else the
 * one whose ticket it stood on. */
static const struct sp_person *author_of(const struct sp_commanding *c,
	const struct sp_origin *origin)
{
	const struct sp_person *applicant = c->d->c->facts->applicant;

	return applicant && applicant->id == origin->author_id ? applicant : c->after.requester;
}

static void open_own(struct sp_commanding *c, const struct sp_origin *origin,
	const struct sp_person *author)
{
	struct sp_subject subject = sp_subject_parse(c->d->arena, c->d->c->words, origin->subject);
	const struct sp_ticket *from = &c->after.ticket;
	const struct sp_queue_conf *queue = queue_here(c);
	int64_t organisation_id = author ? author->organisation_id : from->organisation_id;
	int64_t due = sp_due_of(c->d, &queue->policies, sp_facts_of_payer(c->d->c->facts,
		sp_payer_of(organisation_id, author ? author->id : 0)), sp_str(queue->name),
		origin->received_at);
	struct sp_decision *open = sp_plan_add(c->d->plan, SP_DO_OPEN,
		"#dividi: the message is a request of its own");

	open->ticket_id = SP_THE_NEW_TICKET;
	open->person_id = author ? author->id : 0;
	open->open.queue = queue;
	open->open.organisation_id = organisation_id;
	open->open.subject = subject.topic.len ? subject.topic : from->subject;
	open->open.place = from->place;
	open->open.language = from->language;
	open->open.received_at = origin->received_at;
	open->open.due_at = due;
}

/* The lines after it are about the new ticket. */
static void go_on_with_it(struct sp_commanding *c, const struct sp_person *author)
{
	struct sp_ticket *ticket = &c->after.ticket;
	struct sp_ticket from = *ticket;

	*ticket = (struct sp_ticket){ .id = SP_THE_NEW_TICKET, .state = SP_NEW, .queue = from.queue,
		.language = from.language, .requester_id = author ? author->id : 0,
		.organisation_id = author ? author->organisation_id : 0, .place = from.place };
	c->after.requester = author;
	c->after.participants = NULL;
	c->after.participant_count = 0;
	c->split = true;
}

static void split(struct sp_commanding *c, const struct sp_origin *origin)
{
	const struct sp_person *author = author_of(c, origin);
	int64_t from_id = c->after.ticket.id;
	struct sp_decision *decision;

	open_own(c, origin, author);
	decision = sp_plan_add(c->d->plan, SP_DO_SPLIT, "#dividi: what it says goes along");
	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->split.from_id = from_id;
	decision->split.message_id = origin->message_id;
	decision = sp_plan_add(c->d->plan, SP_DO_LINK, "#dividi: where it comes from");
	decision->ticket_id = SP_THE_NEW_TICKET;
	decision->link.other_id = from_id;
	decision->link.kind = "split";
	go_on_with_it(c, author);
}

void sp_command_split(struct sp_commanding *c)
{
	const struct sp_origin *origin = origin_here(c);

	if (c->line != c->d->plan->lines)
		sp_line_wrong(c, "goes_first", SP_NONE);
	else if (c->commands.text.len)
		sp_line_wrong(c, "no_text", SP_NONE);
	else if (!origin || origin->kind != SP_ENTRY_CUSTOMER)
		sp_line_wrong(c, "no_message", SP_NONE);
	else if (origin->first)
		sp_line_wrong(c, "first_message", SP_NONE);
	else
		split(c, origin);
}

/* --- #privacy ----------------------------------------------------------------------- */

/* It is in the register of requests, whoever saw first what it is. */
static void start_right(struct sp_commanding *c, const struct sp_origin *origin)
{
	const struct sp_person *who = origin ? author_of(c, origin) : c->after.requester;
	struct sp_decision *decision;

	if (!who || who->role != SP_CUSTOMER)
		return;
	decision = sp_plan_add(c->d->plan, SP_DO_RIGHT, "#privacy: his month begins");
	decision->ticket_id = c->after.ticket.id;
	decision->person_id = who->id;
	decision->right.step = SP_RIGHT_STARTED;
	decision->right.right = SP_RIGHT_OTHER;
	decision->right.started_at = origin ? origin->received_at : c->after.ticket.received_at;
}

void sp_command_privacy(struct sp_commanding *c)
{
	const struct sp_origin *origin = origin_here(c);
	struct sp_deciding *d = c->d;
	struct sp_decision *decision;

	if (!*d->c->conf->dpo) {
		sp_line_wrong(c, "no_dpo", SP_NONE);
		return;
	}
	decision = sp_plan_add(d->plan, SP_DO_FLAG, "#privacy: the staff handed it on");
	decision->ticket_id = c->after.ticket.id;
	decision->flag.name = "privacy-handed";
	start_right(c, origin);
	/* The month runs from when it came; an earlier promise stands. */
	if (!c->after.ticket.due_at)
		sp_add_number(d, c->after.ticket.id, SP_FIELD_DUE_AT, sp_privacy_due(origin ?
			origin->received_at : c->after.ticket.received_at),
			"one month for what concerns personal data");
	decision = sp_add_mail(d, "privacy_handed", c->after.ticket.id, 0, sp_str(d->c->conf->dpo),
		sp_str(queue_here(c)->policies.language), "#privacy: who answers for personal data gets it");
	decision->mail.origin_id = origin ? origin->message_id : 0;
	decision->mail.text = origin ? origin->text : SP_STR("");
}
