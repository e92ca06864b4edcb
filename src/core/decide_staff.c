/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A staff member's mail: he proved who he is.
 */
#include "core/deciding.h"

#include "core/address.h"
#include "core/decide_commands.h"

/* Had he that person in To or Cc himself?  Then the mail is recorded and not
 * sent a second time (SPEC.md section 8). */
static bool already_sent_to(const struct sp_message *message, struct sp_str address)
{
	const struct sp_address_list *lists[] = { &message->to, &message->cc };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (sp_str_eq_nocase(lists[k]->items[i].address, address))
				return true;
	return false;
}

/* Mails that say nothing but what was written. */
static bool is_only_text(const char *template_name)
{
	return strcmp(template_name, "staff_reply") == 0 || strcmp(template_name, "question") == 0;
}

static void send_to(struct sp_deciding *d, const struct sp_ticket *ticket, int64_t person_id,
	struct sp_str address, struct sp_str language, const char *template_name,
	const char *reason)
{
	bool has_it = already_sent_to(d->c->message, address);
	struct sp_decision *mail;

	if (address.len == 0 || (has_it && is_only_text(template_name)))
		return;
	mail = sp_add_mail(d, template_name, ticket->id, person_id, address,
		language.len ? language : ticket->language, reason);
	mail->mail.without_text = has_it;
}

void sp_tell_requester(struct sp_deciding *d, const struct sp_candidate *candidate,
	const char *template_name, const char *reason)
{
	const struct sp_person *requester = candidate->requester;

	if (requester && requester->state == SP_PERSON_ACTIVE)
		send_to(d, &candidate->ticket, requester->id, requester->address,
			candidate->ticket.language, template_name, reason);
}

void sp_tell_customer(struct sp_deciding *d, const struct sp_candidate *candidate,
	const char *template_name, const char *reason)
{
	const struct sp_ticket *ticket = &candidate->ticket;

	sp_tell_requester(d, candidate, template_name, reason);
	for (size_t i = 0; i < candidate->participant_count; i++) {
		const struct sp_participant *p = &candidate->participants[i];

		if (p->state == SP_PERSON_ACTIVE && p->part == SP_PART_COPY)
			send_to(d, ticket, p->person_id, p->address, p->language, template_name,
				reason);
	}
}

const struct sp_move *sp_answer_moves(struct sp_deciding *d, const struct sp_ticket *ticket)
{
	const struct sp_queue_conf *queue = sp_conf_queue(d->c->conf, ticket->queue);

	if (queue && queue->policies.reply_closes)
		return sp_add_move(d, ticket, SP_EV_CLOSE, "reply_closes: an answer closes the ticket");
	return sp_add_move(d, ticket, SP_EV_FIRST_REPLY, "somebody answered it");
}

/* reply_closes, and no work was recorded: he is asked for it. */
static void ask_for_hours(struct sp_deciding *d, const struct sp_ticket *ticket)
{
	const struct sp_policies *policies = sp_policies_of(d, ticket->queue);
	const struct sp_ticket_work *work = d->c->facts->work;
	const struct sp_person *sender = d->c->facts->sender;

	for (size_t i = 0; work && i < work->log_count; i++)
		if (work->logs[i].minutes)
			return;
	if (policies->reply_closes && policies->ask_hours && sp_state_is_open(ticket->state))
		sp_add_mail(d, "hours_asked", ticket->id, sender->id, sender->address,
			sender->language.len ? sender->language : sp_str(policies->language),
			"ask_hours: closed without any work log");
}

static void decide_reply(struct sp_deciding *d, const struct sp_candidate *candidate,
	struct sp_str said)
{
	const struct sp_ticket *ticket = &candidate->ticket;
	const struct sp_facts *facts = d->c->facts;

	d->plan->summary = "replied";
	sp_add_entry(d, ticket->id, facts->sender->id, SP_ENTRY_STAFF, said,
		"a staff member answered");
	if (ticket->answered_at == 0)
		sp_add_number(d, ticket->id, SP_FIELD_ANSWERED_AT, facts->now, "first answer");
	/* Before the mail, which says so when it closes the ticket. */
	sp_answer_moves(d, ticket);
	sp_tell_customer(d, candidate, "staff_reply", "the staff answered");
	ask_for_hours(d, ticket);
	sp_notify_staff(d, ticket->id, ticket->queue, candidate, "a colleague answered");
}

/* Of a forward only what stands above it is the author's own: what the mail
 * inside says is nobody's command.  *handed_r: the rest, which he hands on. */
static struct sp_str own_words(const struct sp_message *message, struct sp_str *handed_r)
{
	struct sp_str text = sp_str_trim(message->text), own = sp_str_trim(message->reply);

	*handed_r = SP_NONE;
	if (!message->forwarded)
		return own;
	*handed_r = text;
	if (own.len == 0 || own.len >= text.len || !sp_str_starts(text, own))
		return SP_STR("");
	*handed_r = sp_str_trim(sp_str_from(text, own.len));
	return own;
}

static struct sp_commands read_commands(struct sp_deciding *d, struct sp_str own)
{
	const struct sp_case *c = d->c;
	struct sp_command_reader reader = {
		.arena = d->arena, .words = c->words, .conf = c->conf,
		.calendar = c->queue->policies.calendar, .staff = c->facts->staff,
		.staff_count = c->facts->staff_count, .now = c->facts->now,
	};

	return sp_commands_read(&reader, own);
}

/* As a file, below his own words; an answer on a ticket may have one that is no
 * more than a file. */
static bool hands_on_file(const struct sp_deciding *d)
{
	return !d->c->message->forwarded && sp_str_trim(d->c->message->attached_text).len &&
	       (d->subject.forward || !d->c->facts->candidate_count);
}

/* A customer's mail that he hands on is the customer's request; what he writes
 * above it is for the desk. */
static void set_behalf(struct sp_deciding *d, struct sp_str own, struct sp_str handed)
{
	const struct sp_message *message = d->c->message;
	struct sp_str address = sp_address_key(d->arena, message->forwarded_from.address);

	if ((!message->forwarded && !hands_on_file(d)) || !sp_may_be_behalf(d, address))
		return;
	d->behalf.address = address;
	d->behalf.name = message->forwarded_from.name;
	d->behalf_text = hands_on_file(d) ? sp_str_trim(message->attached_text) : handed;
	d->behalf_note = own;
}

/* What he hands on belongs to his text, on a ticket that is there. */
static void join_handed(struct sp_deciding *d, struct sp_commands *commands, struct sp_str handed)
{
	if (handed.len)
		commands->text = commands->text.len ? sp_str(sp_arena_printf(d->arena, "%.*s\n\n%.*s",
			SP_FMT(commands->text), SP_FMT(handed))) : handed;
}

void sp_decide_staff(struct sp_deciding *d)
{
	const struct sp_facts *facts = d->c->facts;
	const struct sp_candidate *candidate = facts->candidate_count ? &facts->candidates[0] : NULL;
	struct sp_str handed, own = own_words(d->c->message, &handed);
	struct sp_commands commands = read_commands(d, own);

	/* Where it is not addressed to a ticket's own token, whatever its References
	 * say: many programs write those of the mail that is handed on. */
	if (!candidate || candidate->match != SP_BY_TOKEN)
		set_behalf(d, commands.text, handed);
	if (!d->behalf.address.len)
		join_handed(d, &commands, handed);
	if (commands.count)
		sp_decide_commands(d, d->behalf.address.len ? NULL : candidate, &commands);
	else if (candidate && !d->behalf.address.len)
		decide_reply(d, candidate, commands.text.len ? commands.text : sp_said(d));
	else
		sp_decide_new(d, candidate);
}

struct sp_plan *sp_decide_by_hand(struct sp_arena *arena, const struct sp_case *c)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan, .vouched = true,
		.standing = SP_PROVEN_STAFF };
	struct sp_commands commands;

	plan->arena = arena;
	plan->actor = SP_BY_ADMINISTRATOR;
	plan->actor_id = c->facts->sender->id;
	plan->sender_vouched = true;
	d.language = c->facts->sender->language;
	commands = read_commands(&d, c->message->reply);
	sp_decide_commands(&d, &c->facts->candidates[0], &commands);
	return plan;
}
