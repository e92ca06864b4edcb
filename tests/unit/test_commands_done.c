/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What comes of the staff's commands, in Italian and English: the plan of a
 * mail with these lines on this ticket.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/command.h"
#include "core/command_list.h"
#include "unit/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MARIO "mario@rossi.example.it"

/* Anna writes that on the ticket; in what state it is. */
static struct scene *wrote(enum sp_state state, const char *text)
{
	struct scene *s = answer(anna);

	proven(s);
	s->candidate.ticket.state = state;
	s->message.text = s->message.reply = sp_str(text);
	decide(s);
	return s;
}

static const struct sp_decision *field(const struct scene *s, enum sp_ticket_field field)
{
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_SET && s->plan->items[i].set.field == field)
			return &s->plan->items[i];
	return NULL;
}

/* The same, which must be there. */
static const struct sp_decision *set(const struct scene *s, enum sp_ticket_field f)
	__attribute__((returns_nonnull));
static const struct sp_decision *set(const struct scene *s, enum sp_ticket_field f)
{
	const struct sp_decision *found = field(s, f);

	assert_non_null(found);
	if (!found)
		abort();
	return found;
}

/* Nothing but the message kept and the author told. */
static void refused(struct scene *s, const char *text)
{
	if (s->plan->count != 2 || s->plan->items[0].kind != SP_DO_STORE ||
		mails(s, "command_error", "anna@desk.example.it") != 1)
		fail_msg("%s: not refused", text);
	assert_true(sp_str_eq(s->plan->items[1].mail.recipient, SP_STR("anna@desk.example.it")));
}

struct move_case {
	enum sp_state from;
	const char *text;
	int to; /* -1: refused */
	const char *mail; /* to the customer, NULL: none */
};

static const struct move_case moves[] = {
	{ SP_NEW, "#prendo", SP_WAITING_INPUT, "taken" },
	{ SP_NEW, "#take by 2026-12-03 18:00\nArrivo.", SP_WAITING_INPUT, "taken" },
	{ SP_NEW, "#chiedi\nQuale stampante?", SP_WAITING_CUSTOMER, "question" },
	{ SP_NEW, "#ask", -1, NULL },
	{ SP_NEW, "#chiudi", SP_DONE, "closed" },
	{ SP_NEW, "#close not resolved\nNo spare parts.", SP_DONE, "closed" },
	{ SP_NEW, "#chiudi non risolto", -1, NULL },
	{ SP_NEW, "#annulla", -1, NULL },
	{ SP_NEW, "#cancel\nWrong address.", SP_CANCELLED, "cancelled" },
	{ SP_NEW, "#nota\n#annulla\nSolo per noi.", -1, NULL },
	{ SP_NEW, "#riapri", -1, NULL },
	{ SP_DONE, "#riapri", SP_IN_PROGRESS, "reopened" },
	{ SP_DONE, "#stato in esecuzione", SP_IN_PROGRESS, "reopened" },
	{ SP_DONE, "#chiudi", -1, NULL },
	{ SP_DONE, "#prendo", -1, NULL },
	{ SP_ARCHIVED, "#prendo", -1, NULL },
	{ SP_ARCHIVED, "#nota\nTesto.", -1, NULL },
	{ SP_NEW, "#stato sospeso", SP_SUSPENDED, "status_changed" },
	{ SP_NEW, "#status new date 2026-12-03 10:00", SP_RESCHEDULED, "new_date" },
	{ SP_NEW, "#stato nuova data", -1, NULL },
	{ SP_NEW, "#stato nuovo", -1, NULL },
	{ SP_NEW, "#stato reclamo", -1, NULL },
	{ SP_NEW, "#stato archiviato", -1, NULL },
	{ SP_DISPUTED, "#stato terminato", SP_DONE, "closed" },
	{ SP_NEW, "#stato richiesta modifiche\nServe altro.", SP_CHANGES_REQUESTED, "status_changed" },
	{ SP_NEW, "#stato richiesta modifiche", -1, NULL },
};

static void test_moves(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(moves); i++) {
		const struct move_case *m = &moves[i];
		struct scene *s = wrote(m->from, m->text);
		int customers = 0;

		for (size_t k = 0; k < s->plan->count; k++)
			customers += s->plan->items[k].kind == SP_DO_MAIL &&
				     s->plan->items[k].mail.kind->audience == SP_TO_CUSTOMER;
		if (m->to < 0) {
			refused(s, m->text);
		} else {
			if ((int)the(s, SP_DO_MOVE)->move.to != m->to)
				fail_msg("%s: %s", m->text, sp_state_name(the(s, SP_DO_MOVE)->move.to));
			if (mails(s, m->mail, MARIO) != 1 || customers != 1)
				fail_msg("%s: not one %s", m->text, m->mail);
			assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
		}
		end(s);
	}
}

static void test_dates(void **state)
{
	struct scene *s = wrote(SP_NEW, "#prendo entro 2026-12-03 18:00");

	(void)state;
	assert_int_equal(set(s, SP_FIELD_PLANNED_AT)->set.number, 1796317200);
	assert_int_equal(set(s, SP_FIELD_ASSIGNEE)->set.number, 1);
	assert_non_null(field(s, SP_FIELD_ANSWERED_AT));
	end(s);
	s = wrote(SP_NEW, "#stato sospeso");
	assert_int_equal(set(s, SP_FIELD_REVIEW_AT)->set.number, s->facts.now + 7 * 86400);
	assert_null(field(s, SP_FIELD_PLANNED_AT));
	end(s);
}

/* FAULTS.md: a note never leaves the desk. */
static void test_note(void **state)
{
	static const char *const texts[] = { "#nota\nChiede sconti.", "#note\nAsks for discounts." };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct scene *s = wrote(SP_NEW, texts[i]);

		assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_NOTE);
		assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
		assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
		assert_int_equal(all_mails(s), 2);
		assert_null(find(s, SP_DO_MOVE));
		end(s);
	}
}

struct field_case {
	const char *text;
	enum sp_ticket_field field;
	const char *value; /* NULL: the number counts */
	int64_t number;
};

static const struct field_case fields[] = {
	{ "#assegna Luca", SP_FIELD_ASSIGNEE, NULL, 2 },
	{ "#assign luca@desk.example.it", SP_FIELD_ASSIGNEE, NULL, 2 },
	{ "#priorita 2", SP_FIELD_PRIORITY, NULL, 2 },
	{ "#priority 0", SP_FIELD_PRIORITY, NULL, 0 },
	{ "#coda info", SP_FIELD_QUEUE, "info", 0 },
	{ "#queue info", SP_FIELD_QUEUE, "info", 0 },
	{ "#categoria rete", SP_FIELD_CATEGORY, "rete", 0 },
	{ "#category network", SP_FIELD_CATEGORY, "network", 0 },
	{ "#luogo via Roma 1", SP_FIELD_PLACE, "via Roma 1", 0 },
	{ "#place 1, Main Street", SP_FIELD_PLACE, "1, Main Street", 0 },
};

static void test_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		const struct field_case *f = &fields[i];
		struct scene *s = wrote(SP_NEW, f->text);

		if (f->value)
			assert_true(sp_str_eq(set(s, f->field)->set.text, sp_str(f->value)));
		else
			assert_int_equal(set(s, f->field)->set.number, f->number);
		assert_int_equal(mails(s, "receipt", NULL), 1);
		assert_int_equal(mails(s, "staff_reply", NULL), 0);
		assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
		end(s);
	}
}

static void test_category_of_the_queue(void **state)
{
	static const char *const categories[] = { "Tecnica", "Amministrativa", NULL };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->queues[0].categories = categories;
	s->message.reply = SP_STR("#categoria tecnica");
	decide(s);
	assert_true(sp_str_eq(set(s, SP_FIELD_CATEGORY)->set.text, SP_STR("Tecnica")));
	s->message.reply = SP_STR("#categoria rete");
	decide(s);
	refused(s, "#categoria rete");
	assert_true(sp_str_has(s->plan->lines[0].result, SP_STR("Tecnica, Amministrativa")));
	end(s);
}

/* Whom it is assigned to is told, also when he does not serve the queue. */
static void test_told(void **state)
{
	struct scene *s = wrote(SP_NEW, "#coda info\n#assegna Luca");

	(void)state;
	assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
	end(s);
	s = wrote(SP_NEW, "#segui");
	assert_int_equal(the(s, SP_DO_JOIN)->join.part, SP_PART_FOLLOWER);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, 1);
	assert_int_equal(all_mails(s), 1);
	end(s);
}

/* FAULTS.md B 30: one wrong line, and nothing of it happens. */
static void test_all_or_nothing(void **state)
{
	struct scene *s = wrote(SP_NEW, "#prendo\n#chiud\n#priorita 3\nFatto.");

	(void)state;
	refused(s, "#chiud");
	assert_int_equal(s->plan->line_count, 3);
	assert_false(s->plan->lines[0].wrong);
	assert_true(s->plan->lines[1].wrong);
	assert_true(sp_str_has(s->plan->lines[1].result, SP_STR("#chiudi")));
	assert_true(sp_str_eq(s->plan->said, SP_STR("Fatto.")));
	end(s);
}

/* What is possible from here is said. */
static void test_possible(void **state)
{
	struct scene *s = wrote(SP_DONE, "#stato sospeso");

	(void)state;
	refused(s, "#stato sospeso");
	assert_true(sp_str_has(s->plan->lines[0].result, SP_STR("In esecuzione")));
	assert_false(sp_str_has(s->plan->lines[0].result, SP_STR("Sospeso")));
	end(s);
}

static void test_text_with_commands(void **state)
{
	struct scene *s = wrote(SP_NEW, "#priorita 2\n##1 in lista");

	(void)state;
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("#1 in lista")));
	assert_int_equal(mails(s, "staff_reply", MARIO), 1);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	end(s);
	s = wrote(SP_NEW, "#priorita 2");
	assert_null(find(s, SP_DO_ENTRY));
	assert_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_notify_important(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->queues[0].policies.notify = SP_NOTIFY_IMPORTANT;
	s->message.reply = SP_STR("#stato sospeso");
	decide(s);
	assert_int_equal(mails(s, "status_changed", NULL), 0);
	s->message.reply = SP_STR("#stato sospeso\nTorniamo tra una settimana.");
	decide(s);
	assert_int_equal(mails(s, "status_changed", NULL), 0);
	assert_int_equal(mails(s, "staff_reply", MARIO), 1);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_SUSPENDED);
	s->message.reply = SP_STR("#chiudi");
	decide(s);
	assert_int_equal(mails(s, "closed", MARIO), 1);
	end(s);
}

/* He wrote to the customer himself: the words are not sent a second time. */
static void test_not_twice(void **state)
{
	struct sp_address to[] = { { SP_NONE, SP_STR(MARIO) } };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.to.items = to;
	s->message.to.count = 1;
	s->message.reply = SP_STR("#chiudi\nFatto.");
	decide(s);
	assert_int_equal(mails(s, "closed", MARIO), 1);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL)
			assert_int_equal(s->plan->items[i].mail.without_text,
				s->plan->items[i].mail.kind == sp_mail_kind("closed"));
	s->message.reply = SP_STR("#chiedi\nQuale?");
	decide(s);
	assert_int_equal(mails(s, "question", NULL), 0);
	end(s);
}

static void test_copy(void **state)
{
	struct sp_named named = { SP_STR("giulia@example.com"), NULL };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#copia giulia@example.com\nEcco.");
	decide(s);
	assert_int_equal(the(s, SP_DO_PERSON)->person_id, SP_FIRST_NAMED);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, SP_FIRST_NAMED);
	assert_int_equal(mails(s, "staff_reply", "giulia@example.com"), 1);
	named.person = &s->giulia;
	s->facts.named = &named;
	s->facts.named_count = 1;
	decide(s);
	assert_null(find(s, SP_DO_PERSON));
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, 12);
	assert_int_equal(mails(s, "staff_reply", "giulia@example.com"), 1);
	s->giulia.role = SP_SUPPLIER;
	decide(s);
	refused(s, "a supplier in copy");
	s->message.reply = SP_STR("#copia info@desk.example.it");
	decide(s);
	refused(s, "ourselves in copy");
	end(s);
}

static void test_customer(void **state)
{
	struct sp_named named = { SP_STR("giulia@example.com"), NULL };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#cliente giulia@example.com\n#priorita 2\nHa telefonato: non stampa.");
	decide(s);
	refused(s, "#cliente on a ticket");
	s->facts.candidate_count = 0;
	decide(s);
	assert_true(sp_str_eq(the(s, SP_DO_PERSON)->person.address, SP_STR("giulia@example.com")));
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, SP_THE_NEW_PERSON);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Ha telefonato: non stampa.")));
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
	assert_int_equal(set(s, SP_FIELD_PRIORITY)->ticket_id, SP_THE_NEW_TICKET);
	named.person = &s->giulia;
	s->giulia.organisation_id = 5;
	s->facts.named = &named;
	s->facts.named_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 12);
	assert_int_equal(the(s, SP_DO_OPEN)->open.organisation_id, 5);
	s->giulia.state = SP_PERSON_BLOCKED;
	decide(s);
	refused(s, "#cliente of somebody blocked");
	s->message.reply = SP_STR("#cliente giulia@example.com");
	decide(s);
	refused(s, "#cliente without a text");
	end(s);
}

/* A customer's mail that is handed on opens the ticket in his name; only a
 * proven staff member can do that. */
static void test_forward(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	s->facts.candidate_count = 0;
	s->message.forwarded = true;
	s->message.forwarded_from = (struct sp_address){ SP_STR("Giulia"), SP_STR("giulia@example.com") };
	s->message.text = SP_STR("Da: Giulia\n\nNon stampa.");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 1);
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 0);
	proven(s);
	decide(s);
	assert_true(sp_str_eq(the(s, SP_DO_PERSON)->person.address, SP_STR("giulia@example.com")));
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 1);
	s->message.forwarded_from.address = SP_STR("info@desk.example.it");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 1);
	end(s);
}

static void test_merge(void **state)
{
	struct sp_named_ticket other = { SP_STR("HT"), 190,
		{ .id = 190, .code = SP_STR("HT00190"), .queue = SP_STR("assistenza"),
			.state = SP_IN_PROGRESS, .language = SP_STR("it"), .requester_id = 11 } };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#unisci HT00190");
	decide(s);
	refused(s, "a ticket that is none");
	s->facts.named_tickets = &other;
	s->facts.named_ticket_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_MERGE)->ticket_id, 100);
	assert_int_equal(the(s, SP_DO_MERGE)->link.other_id, 190);
	assert_int_equal(mails(s, "joined", MARIO), 1);
	assert_int_equal(mails(s, "cancelled", NULL), 0);
	other.ticket.requester_id = 12;
	decide(s);
	refused(s, "another customer's ticket");
	other.ticket.organisation_id = s->candidate.ticket.organisation_id = 5;
	decide(s);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, 11);
	assert_int_equal(the(s, SP_DO_JOIN)->ticket_id, 190);
	other.ticket.id = 100;
	decide(s);
	refused(s, "the ticket itself");
	end(s);
}

static void test_block(void **state)
{
	struct scene *s = wrote(SP_NEW, "#blocca\n#chiudi");

	(void)state;
	assert_int_equal(the(s, SP_DO_BLOCK)->person_id, 11);
	assert_int_equal(mails(s, "closed", NULL), 0);
	end(s);
	s = wrote(SP_NEW, "#block\nGo away.");
	refused(s, "a text for whom is blocked");
	end(s);
}

/* FAULTS.md B 31: not in a quote, a signature, a forward or HTML alone. */
static void test_where_they_do_not_count(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.text = SP_STR("Fatto.\n-- \n#chiudi");
	s->message.reply = SP_STR("Fatto.");
	decide(s);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	assert_int_equal(mails(s, "staff_reply", MARIO), 1);
	s->message.text = SP_STR("#chiudi");
	s->message.reply = SP_STR("");
	decide(s);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	s->message.reply = SP_STR("#chiudi");
	s->message.html_only = true;
	decide(s);
	refused(s, "HTML alone");
	s->message.html_only = false;
	s->message.forwarded = true;
	decide(s);
	assert_null(s->plan->lines);
	end(s);
}

/* Whoever proves nothing has no commands. */
static void test_unproven(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	s->message.text = s->message.reply = SP_STR("#chiudi");
	decide(s);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(mails(s, "receipt", NULL) + mails(s, "command_error", NULL), 0);
	end(s);
	s = answer(mario);
	s->message.text = s->message.reply = SP_STR("#chiudi");
	decide(s);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_CUSTOMER);
	end(s);
}

static void test_help_and_no_ticket(void **state)
{
	struct scene *s = answer(anna);
	size_t available = 0;

	(void)state;
	proven(s);
	s->facts.candidate_count = 0;
	s->message.reply = SP_STR("#aiuto");
	decide(s);
	for (int i = 0; i < SP_COMMANDS; i++)
		available += sp_command_done_here((size_t)i);
	assert_int_equal(s->plan->help_count, available);
	assert_true(sp_str_starts(s->plan->help[0], SP_STR("#nota: ")));
	assert_int_equal(all_mails(s), 1);
	assert_int_equal(the(s, SP_DO_MAIL)->ticket_id, 0);
	assert_null(find(s, SP_DO_OPEN));
	s->message.reply = SP_STR("#prendo\nTesto.");
	decide(s);
	refused(s, "#prendo on no ticket");
	end(s);
}

/* What cannot be done is refused in words, and each row has its words. */
static void test_table(void **state)
{
	static const char *const groups[] = { "staff", "done", "staff_help" };
	static const char *const refused_now[] = { "#ore 1:00", "#remoto apri", "#spesa 12,50 cavo",
		"#preventivo 3:00 sito", "#dividi", "#attiva", "#rifiuta no" };
	struct scene *s = answer(anna);

	(void)state;
	for (int i = 0; i < SP_COMMANDS; i++)
		for (size_t g = 0; g < COUNT(groups); g++)
			for (int l = 0; l < 2; l++) {
				const char *key = sp_arena_printf(&s->arena, "%s.%s", groups[g],
					sp_command_rows[i].word);

				assert_string_not_equal(sp_word(words, l ? "en" : "it", key), key);
			}
	assert_null(sp_command_code(SP_COMMANDS));
	proven(s);
	for (size_t i = 0; i < COUNT(refused_now); i++) {
		s->message.reply = sp_str(refused_now[i]);
		decide(s);
		refused(s, refused_now[i]);
		assert_true(sp_str_has(s->plan->lines[0].result, SP_STR("non lo fa ancora")));
	}
	end(s);
}

static int load(void **state)
{
	struct sp_err err = { 0 };

	return sp_zone_set("Europe/Rome", &err) == SP_OK ? load_words(state) : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_note),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_category_of_the_queue),
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_all_or_nothing),
		cmocka_unit_test(test_possible),
		cmocka_unit_test(test_text_with_commands),
		cmocka_unit_test(test_notify_important),
		cmocka_unit_test(test_not_twice),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_customer),
		cmocka_unit_test(test_forward),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_block),
		cmocka_unit_test(test_where_they_do_not_count),
		cmocka_unit_test(test_unproven),
		cmocka_unit_test(test_help_and_no_ticket),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, load, free_words);
}
