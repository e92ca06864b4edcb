/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The decision about a message of an old mailbox: history, and nobody is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/decide_import.h"
#include "unit/scene.h"

/* Decide; whatever it is, there is no mail, no alarm and no open ticket. */
static void import(struct scene *s, const struct sp_import_facts *facts)
{
	static const struct sp_import_facts nothing;

	s->plan = sp_decide_import(&s->arena, &s->c, facts ? facts : &nothing);
	assert_int_equal(all_mails(s), 0);
	assert_null(find(s, SP_DO_ALARM));
	assert_null(find(s, SP_DO_WORK));
	assert_int_equal(s->plan->actor, SP_BY_ADMINISTRATOR);
	if (find(s, SP_DO_OPEN)) {
		assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_DONE);
		assert_string_equal(the(s, SP_DO_MOVE)->reason, SP_IMPORTED);
		assert_int_equal(the(s, SP_DO_OPEN)->open.due_at, 0);
	}
}

static void left_out(struct scene *s, const char *reason)
{
	assert_string_equal(s->plan->summary, "left-out");
	assert_int_equal(s->plan->count, 1);
	assert_string_equal(the(s, SP_DO_NOTHING)->reason, reason);
}

static void test_new(void **state)
{
	struct scene *s = scene();

	(void)state;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "opened");
	assert_int_equal(the(s, SP_DO_PERSON)->person.state, SP_PERSON_ACTIVE);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_CUSTOMER);
	assert_true(the(s, SP_DO_THREAD)->thread.outside);
	end(s);
	/* Where strangers are decided about, an import makes no customers. */
	s = scene();
	s->queues[0].policies.registration = SP_REGISTER_FIRST;
	s->queues[1].policies.registration = SP_REGISTER_FIRST;
	import(s, NULL);
	assert_int_equal(the(s, SP_DO_PERSON)->person.state, SP_PERSON_PENDING);
	end(s);
}

static void test_answer(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->facts.candidates[0].match = SP_BY_REFERENCE;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "joined");
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, s->facts.candidates[0].ticket.id);
	assert_null(find(s, SP_DO_MOVE));
	end(s);
	/* A number may be another desk's. */
	s = answer(mario);
	s->facts.candidates[0].match = SP_BY_SUBJECT;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "opened");
	end(s);
	/* The gate holds in history too. */
	s = answer(giulia);
	s->facts.candidates[0].match = SP_BY_REFERENCE;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "opened");
	end(s);
}

static void test_staff(void **state)
{
	struct sp_import_facts facts = { .other_address = { SP_NONE, SP_STR("lia@neri.example") } };
	struct scene *s = answer(anna);

	(void)state;
	s->facts.candidates[0].match = SP_BY_REFERENCE;
	s->message.reply = s->message.text = SP_STR("#chiudi\n#ore 2:00\nFatto.");
	import(s, NULL);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_STAFF);
	assert_true(sp_str_starts(the(s, SP_DO_ENTRY)->entry.text, SP_STR("#chiudi")));
	assert_null(find(s, SP_DO_MOVE));
	/* He wrote first: the ticket is that of whom he wrote to, or there is none. */
	s->facts.candidate_count = 0;
	import(s, &facts);
	assert_string_equal(s->plan->summary, "opened");
	assert_string_equal(the(s, SP_DO_PERSON)->person.address.ptr, "lia@neri.example");
	import(s, NULL);
	left_out(s, "the staff's, to nobody outside");
	end(s);
}

static void test_left_out(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->message.class = SP_LIST;
	s->message.class_reason = SP_STR("filters/lists.rules:6 list-id");
	import(s, NULL);
	left_out(s, "no person's: filters/lists.rules:6 list-id");
	s->message.class = SP_BOUNCE;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "left-out");
	s->message.class = SP_UNPARSED;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "opened");
	s->facts.seen_before = true;
	import(s, NULL);
	assert_string_equal(s->plan->summary, "seen");
	end(s);
	s = answer(mario);
	s->facts.candidates[0].match = SP_BY_REFERENCE;
	s->facts.candidates[0].ticket.restricted = true;
	import(s, NULL);
	left_out(s, "its ticket's data are restricted");
	end(s);
	/* A file that is no mail; one field makes it one. */
	s = scene();
	s->message = (struct sp_message){ .class = SP_PERSON, .class_reason = SP_STR("no rule") };
	import(s, NULL);
	left_out(s, "it is no mail: it has no header");
	s->message.subject = SP_STR("ciao");
	import(s, NULL);
	assert_string_equal(s->plan->summary, "opened");
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_staff),
		cmocka_unit_test(test_left_out),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
