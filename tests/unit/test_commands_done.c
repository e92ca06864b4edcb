/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What holds for all of the staff's commands: all lines or none, where they count, who may.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/command.h"
#include "core/command_list.h"
#include "unit/staff_scene.h"

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
	for (size_t i = 0; i < SP_COMMANDS; i++)
		assert_true(sp_command_done_here(i));
	end(s);
}

/* #preventivo: whoever pays is asked, and the ticket waits for him. */
static void test_estimate(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.reply = SP_STR("#preventivo 3:00 Un sito di tre pagine");
	decide(s);
	assert_int_equal(the(s, SP_DO_ESTIMATE)->estimate.minutes, 180);
	assert_int_equal(the(s, SP_DO_ESTIMATE)->person_id, s->mario.id);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_WAITING_CUSTOMER);
	assert_int_equal(mails(s, "estimate", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(mails(s, "receipt", "anna@desk.example.it"), 1);
	end(s);
	s = answer(anna);
	proven(s);
	s->message.reply = SP_STR("#preventivo 3:00 sito\n#preventivo 1:00 modulo");
	decide(s);
	refused(s, "two estimates");
	end(s);
	s = answer(anna);
	proven(s);
	s->candidate.requester = NULL;
	s->message.reply = SP_STR("#preventivo 3:00 sito");
	decide(s);
	refused(s, "nobody to ask");
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_note),
		cmocka_unit_test(test_all_or_nothing),
		cmocka_unit_test(test_where_they_do_not_count),
		cmocka_unit_test(test_unproven),
		cmocka_unit_test(test_help_and_no_ticket),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_estimate),
	};

	return cmocka_run_group_tests(tests, load_rome, free_words);
}
