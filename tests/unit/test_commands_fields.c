/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines that set something of a ticket, and who takes part in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/staff_scene.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_category_of_the_queue),
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_copy),
	};

	return cmocka_run_group_tests(tests, load_rome, free_words);
}
