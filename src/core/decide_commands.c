/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A staff member's mail with commands: all of its lines are done or none.
 */
#include "core/decide_commands.h"

#include "core/command_list.h"
#include "core/commanding.h"

static void do_nothing(struct sp_commanding *c)
{
	(void)c; /* what it does is done with the text below it */
}

static void command_note(struct sp_commanding *c)
{
	if (c->commands.text.len == 0)
		sp_line_wrong(c, "needs_text", SP_NONE);
	else if (c->text_is != SP_ENTRY_NOTE)
		sp_line_wrong(c, "two_texts", SP_NONE);
}

/* A command to carry out; NULL: this desk cannot do it, and says so. */
static void (*const functions[SP_COMMANDS])(struct sp_commanding *) = {
	[SP_CMD_NOTE] = command_note,
	[SP_CMD_ASK] = sp_command_ask,
	[SP_CMD_STATUS] = sp_command_status,
	[SP_CMD_TAKE] = sp_command_take,
	[SP_CMD_ASSIGN] = sp_command_assign,
	[SP_CMD_QUEUE] = sp_command_queue,
	[SP_CMD_CATEGORY] = sp_command_category,
	[SP_CMD_PLACE] = sp_command_place,
	[SP_CMD_FOLLOW] = sp_command_follow,
	[SP_CMD_SUPPLIER] = sp_command_supplier,
	[SP_CMD_PRIORITY] = sp_command_priority,
	[SP_CMD_HOURS] = sp_command_hours,
	[SP_CMD_REMOTE] = sp_command_remote,
	[SP_CMD_EXPENSE] = sp_command_expense,
	[SP_CMD_ESTIMATE] = sp_command_estimate,
	[SP_CMD_REMINDER] = sp_command_reminder,
	[SP_CMD_CLOSE] = sp_command_close,
	[SP_CMD_REOPEN] = sp_command_reopen,
	[SP_CMD_CANCEL] = sp_command_cancel,
	[SP_CMD_MERGE] = sp_command_merge,
	[SP_CMD_SPLIT] = sp_command_split,
	[SP_CMD_CUSTOMER] = sp_command_customer,
	[SP_CMD_ACTIVATE] = sp_command_activate,
	[SP_CMD_REFUSE] = sp_command_refuse,
	[SP_CMD_BLOCK] = sp_command_block,
	[SP_CMD_COPY] = sp_command_copy,
	[SP_CMD_PRIVACY] = sp_command_privacy,
	[SP_CMD_DISPUTE] = sp_command_dispute,
	[SP_CMD_HELP] = do_nothing,
};

const char *sp_command_code(size_t i)
{
	return i < SP_COMMANDS ? sp_command_rows[i].word : NULL;
}

bool sp_command_done_here(size_t i)
{
	return i < SP_COMMANDS && functions[i];
}

/* --- what is said of a line ------------------------------------------------------- */

static const char *language_of(const struct sp_commanding *c)
{
	return sp_arena_text(c->d->arena, c->d->language);
}

static const char *word(const struct sp_commanding *c, const char *group, const char *key)
{
	return sp_word(c->d->c->words, language_of(c),
		sp_arena_printf(c->d->arena, "%s.%s", group, key));
}

void sp_line_done(struct sp_commanding *c, const char *key)
{
	c->line->result = sp_str(word(c, "done", key));
}

static void append(struct sp_commanding *c, const char *between, struct sp_str more)
{
	if (more.len)
		c->line->result = sp_str(sp_arena_printf(c->d->arena, "%.*s%s%.*s",
			SP_FMT(c->line->result), between, SP_FMT(more)));
}

void sp_line_wrong(struct sp_commanding *c, const char *key, struct sp_str more)
{
	c->line->wrong = true;
	c->line->result = sp_str(word(c, "wrong", key));
	append(c, ": ", more);
}

void sp_line_text(struct sp_commanding *c, struct sp_str text)
{
	append(c, ": ", text);
}

void sp_line_date(struct sp_commanding *c, int64_t instant)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_words_date_time(c->d->c->words, language_of(c), instant, &out);
	append(c, ", ", sp_arena_str(c->d->arena, sp_buf_str(&out)));
	sp_buf_release(&out);
}

static void say_unreadable(struct sp_commanding *c)
{
	const struct sp_command *command = c->command;

	sp_line_wrong(c, command->wrong, SP_NONE);
	if (command->nearest.len)
		append(c, " ", sp_str(sp_arena_printf(c->d->arena, "(%s #%.*s?)",
			word(c, "wrong", "perhaps"), SP_FMT(command->nearest))));
}

/* --- the text below the lines ------------------------------------------------------- */

/* A note is one whatever else stands there; else the first line that takes the
 * text as its own says what it is. */
static enum sp_entry_kind kind_of_text(const struct sp_commands *commands)
{
	enum sp_entry_kind kind = SP_ENTRY_STAFF;

	for (size_t i = commands->count; i > 0; i--) {
		const struct sp_command_row *row = commands->items[i - 1].row;

		if (row && row->kind == SP_CMD_ASK)
			kind = SP_ENTRY_QUESTION;
		if (row && row->kind == SP_CMD_SUPPLIER)
			kind = SP_ENTRY_SUPPLIER;
	}
	for (size_t i = 0; i < commands->count; i++)
		if (commands->items[i].row && commands->items[i].row->kind == SP_CMD_NOTE)
			kind = SP_ENTRY_NOTE;
	return kind;
}

bool sp_text_for_customer(const struct sp_commanding *c)
{
	return c->commands.text.len && !c->opened &&
	       (c->text_is == SP_ENTRY_STAFF || c->text_is == SP_ENTRY_QUESTION);
}

static void add_text(struct sp_commanding *c)
{
	static const char *const reasons[SP_ENTRY_KINDS] = {
		[SP_ENTRY_STAFF] = "the text below the commands",
		[SP_ENTRY_NOTE] = "a note is for the desk only",
		[SP_ENTRY_QUESTION] = "a question to the customer",
		[SP_ENTRY_SUPPLIER] = "what is said to the supplier",
	};

	if (!c->candidate || c->commands.text.len == 0)
		return;
	sp_add_entry(c->d, c->candidate->ticket.id, c->d->c->facts->sender->id, c->text_is,
		c->commands.text, reasons[c->text_is]);
	c->concerns = true;
}

/* --- the lines ---------------------------------------------------------------------------- */

/* The administrator may be nobody of the staff: then he has no hours, and nobody
 * can be told as him. */
static bool needs_somebody(enum sp_command_kind kind)
{
	return kind == SP_CMD_FOLLOW || kind == SP_CMD_HOURS || kind == SP_CMD_REMOTE ||
	       kind == SP_CMD_EXPENSE || kind == SP_CMD_ESTIMATE || kind == SP_CMD_REMINDER;
}

static void do_line(struct sp_commanding *c)
{
	const struct sp_command_row *row = c->command->row;

	/* Another content under its Message-ID: a list's footer, a server that sends
	 * twice.  What counts hours is done once. */
	if (c->d->c->facts->same_id_before)
		sp_line_wrong(c, "before", SP_NONE);
	else if (c->d->c->message->html_only)
		sp_line_wrong(c, "html", SP_NONE);
	else if (c->command->wrong)
		say_unreadable(c);
	else if (!c->d->c->facts->sender->id && needs_somebody(row->kind))
		sp_line_wrong(c, "nobody", SP_NONE);
	else if (!functions[row->kind])
		sp_line_wrong(c, "unavailable", SP_NONE);
	else if (row->on_ticket && !c->candidate)
		sp_line_wrong(c, "no_ticket", SP_NONE);
	else if (row->on_ticket && c->after.ticket.state == SP_ARCHIVED)
		sp_line_wrong(c, "archived", SP_NONE);
	else {
		c->line->result = sp_str(word(c, "done", row->word));
		functions[row->kind](c);
	}
}

/* False when one of them is wrong. */
static bool do_lines(struct sp_commanding *c)
{
	struct sp_plan *plan = c->d->plan;
	bool right = true;

	plan->lines = sp_arena_array(c->d->arena, c->commands.count, struct sp_line);
	plan->line_count = c->commands.count;
	for (size_t i = 0; i < c->commands.count; i++) {
		c->command = &c->commands.items[i];
		c->line = &plan->lines[i];
		*c->line = (struct sp_line){ .line = c->command->line };
		do_line(c);
		right = right && !c->line->wrong;
	}
	return right;
}

static void add_help(struct sp_commanding *c)
{
	struct sp_plan *plan = c->d->plan;
	bool asked = false;

	for (size_t i = 0; i < c->commands.count; i++)
		asked = asked || c->commands.items[i].row->kind == SP_CMD_HELP;
	if (!asked)
		return;
	plan->help = sp_arena_array(c->d->arena, SP_COMMANDS, struct sp_str);
	for (int i = 0; i < SP_COMMANDS; i++)
		if (functions[i])
			plan->help[plan->help_count++] = sp_str(sp_arena_printf(c->d->arena, "#%s%s",
				word(c, "staff", sp_command_rows[i].word),
				word(c, "staff_help", sp_command_rows[i].word)));
}

/* --- the mails --------------------------------------------------------------------------- */

static void answer_staff(struct sp_commanding *c, const char *template_name, const char *reason)
{
	const struct sp_person *sender = c->d->c->facts->sender;

	/* On the command line the answer is on the screen. */
	if (c->d->plan->actor != SP_BY_STAFF)
		return;
	sp_add_mail(c->d, template_name, c->candidate ? c->after.ticket.id : 0, sender->id,
		sender->address, c->d->language, reason);
}

/* Work that was done is told by itself, where the customer sees hours and every
 * change. */
static bool told_of_work(const struct sp_commanding *c)
{
	const struct sp_policies *policies = sp_policies_of(c->d, c->after.ticket.queue);
	const struct sp_plan *plan = c->d->plan;
	int64_t minutes = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_WORK && plan->items[i].work.log->id == 0)
			minutes += plan->items[i].work.log->minutes;
	return minutes && policies->show_hours && policies->notify == SP_NOTIFY_ALL;
}

/* Closing without any work asks for it. */
static bool lacks_hours(const struct sp_commanding *c)
{
	const struct sp_ticket_work *work = c->d->c->facts->work;
	int64_t minutes = c->logged;

	for (size_t i = 0; work && i < work->log_count; i++)
		minutes += work->logs[i].minutes;
	return c->moved && c->after.ticket.state == SP_DONE && minutes == 0 &&
	       sp_policies_of(c->d, c->after.ticket.queue)->ask_hours;
}

/* The text stands in one of the mails: in the question that it is, else in the
 * last; the others say what has changed. */
static void tell_moves(struct sp_commanding *c)
{
	struct sp_plan *plan = c->d->plan;
	size_t with_text = c->told_count - 1;

	for (size_t i = 0; i < c->told_count; i++)
		if (c->told[i]->event == SP_EV_ASK)
			with_text = i;
	for (size_t i = 0; i < c->told_count; i++) {
		size_t before = plan->count;

		sp_tell_customer(c->d, &c->after, c->told[i]->mail,
			"the customer is told of the change");
		for (; i != with_text && before < plan->count; before++)
			plan->items[before].mail.without_text = true;
	}
}

/* A text without a move of its own is an answer like any other. */
static void answer_customer(struct sp_commanding *c)
{
	const struct sp_person *requester = c->after.requester;
	const struct sp_move *move = NULL;

	if (c->costs_extra)
		sp_tell_requester(c->d, &c->after, "extra", "he is told what his wish costs");
	if (sp_text_for_customer(c) && !c->moved)
		move = sp_answer_moves(c->d, &c->after.ticket);
	if (c->split && requester && requester->state == SP_PERSON_ACTIVE)
		sp_add_mail(c->d, "confirmation", c->after.ticket.id, requester->id,
			requester->address, c->after.ticket.language,
			"every new ticket of a person is confirmed");
	if (c->told_count)
		tell_moves(c);
	else if (sp_text_for_customer(c))
		sp_tell_customer(c->d, &c->after, "staff_reply", "the staff answered");
	else if (c->joined)
		sp_tell_customer(c->d, &c->after, "joined", "it goes on in the other ticket");
	else if (told_of_work(c))
		sp_tell_requester(c->d, &c->after, "worked", "work was recorded");
	if (move)
		c->after.ticket.state = move->to;
}

/* What was split off is new to them, with its text and its files. */
static void notify_colleagues(struct sp_commanding *c)
{
	const struct sp_ticket *ticket = &c->after.ticket;
	struct sp_plan *plan = c->d->plan;
	size_t before = plan->count;

	sp_notify_staff(c->d, ticket->id, ticket->queue, &c->after,
		c->split ? "a new ticket" : "a colleague changed the ticket");
	for (; c->split && before < plan->count; before++) {
		if (plan->items[before].kind != SP_DO_MAIL)
			continue;
		plan->items[before].mail.origin_id = c->d->c->facts->origin->message_id;
		plan->items[before].mail.text = c->d->c->facts->origin->text;
	}
}

static void finish(struct sp_commanding *c)
{
	const struct sp_ticket *ticket = &c->after.ticket;

	if (c->candidate) {
		answer_customer(c);
		c->d->plan->asks_hours = lacks_hours(c);
		sp_add_hours_told(c->d, &c->after);
		if (ticket->answered_at == 0 && (c->answered || sp_text_for_customer(c)))
			sp_add_number(c->d, ticket->id, SP_FIELD_ANSWERED_AT, c->d->c->facts->now,
				"first answer");
		if ((c->concerns || c->split) && !c->opened)
			notify_colleagues(c);
	}
	add_help(c);
	answer_staff(c, "receipt", "every mail with commands gets a receipt");
}

/* The message says nothing on the ticket, but it belongs to it: it is archived and
 * erased with it. */
static void note_refused(struct sp_deciding *d, const struct sp_candidate *candidate)
{
	struct sp_decision *flag;

	if (!candidate || d->plan->actor != SP_BY_STAFF)
		return;
	flag = sp_plan_add(d->plan, SP_DO_FLAG, "a line is wrong: it is kept, and nothing of it is done");
	flag->ticket_id = candidate->ticket.id;
	flag->flag.name = "commands-refused";
}

void sp_decide_commands(struct sp_deciding *d, const struct sp_candidate *candidate,
	const struct sp_commands *commands)
{
	size_t before = d->plan->count;
	struct sp_commanding c = {
		.d = d, .candidate = candidate, .commands = *commands,
		.text_is = kind_of_text(commands),
	};

	if (candidate)
		c.after = *candidate;
	d->plan->summary = "commands";
	d->plan->said = commands->text;
	add_text(&c);
	if (!candidate && d->behalf.address.len)
		sp_commands_hand_on(&c);
	if (do_lines(&c)) {
		finish(&c);
		return;
	}
	d->plan->count = before;
	c.after.ticket.id = candidate ? candidate->ticket.id : 0;
	c.candidate = candidate;
	d->plan->summary = "refused";
	note_refused(d, candidate);
	answer_staff(&c, "command_error", "a line is wrong: nothing of the mail is done");
}
