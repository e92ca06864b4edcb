/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The decision about who may become a customer, and what a queue requires.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/intake.h"
#include "unit/scene.h"

static struct scene *policy(enum sp_registration registration)
{
	struct scene *s = scene();

	s->queues[0].policies.registration = registration;
	return s;
}

static void test_closed(void **state)
{
	struct scene *s = policy(SP_REGISTER_CLOSED);

	(void)state;
	decide(s);
	assert_int_equal(mails(s, "not_customer", "mario@rossi.example.it"), 1);
	assert_int_equal(all_mails(s), 1);
	assert_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_PERSON));
	/* At most one a day. */
	s->facts.automatic_to_sender_day = 1;
	decide(s);
	assert_int_equal(all_mails(s), 0);
	/* Of a firm that we know: the staff decide. */
	s->facts.domain_organisation_id = 5;
	decide(s);
	assert_non_null(find(s, SP_DO_HOLD));
	assert_int_equal(mails(s, "notification", NULL), 2);
	assert_int_equal(all_mails(s), 2);
	end(s);
}

static void test_customers_pass(void **state)
{
	static const enum sp_registration policies[] = { SP_REGISTER_CLOSED, SP_REGISTER_FIRST };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct scene *s = policy(policies[i]);

		s->facts.sender = &s->mario;
		decide(s);
		assert_string_equal(s->plan->summary, "opened");
		end(s);
	}
}

static void test_register(void **state)
{
	struct scene *s = policy(SP_REGISTER_FIRST);

	(void)state;
	decide(s);
	assert_int_equal(the(s, SP_DO_PERSON)->person.state, SP_PERSON_PENDING);
	assert_int_equal(the(s, SP_DO_HOLD)->person_id, SP_THE_NEW_PERSON);
	assert_int_equal(mails(s, "terms", "mario@rossi.example.it"), 1);
	assert_int_equal(all_mails(s), 1);
	assert_null(find(s, SP_DO_OPEN));
	/* He writes again without accepting: held too, not told twice. */
	s->facts.sender = &s->mario;
	s->mario.state = SP_PERSON_PENDING;
	s->facts.automatic_to_sender_day = 1;
	decide(s);
	assert_false(the(s, SP_DO_HOLD)->hold.accepts);
	assert_int_equal(all_mails(s), 0);
	end(s);
}

/* What waits is bounded: the rest is stored, and that is all. */
static void test_enough_waits(void **state)
{
	struct scene *s = policy(SP_REGISTER_FIRST);

	(void)state;
	s->facts.sender = &s->mario;
	s->mario.state = SP_PERSON_PENDING;
	s->facts.held_count = 19;
	decide(s);
	assert_non_null(find(s, SP_DO_HOLD));
	s->facts.held_count = 20;
	decide(s);
	assert_null(find(s, SP_DO_HOLD));
	assert_int_equal(all_mails(s), 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "waiting");
	s->facts.token = (struct sp_token_fact){ SP_TOKEN_GOOD, SP_TOKEN_REPLY, 0, s->mario.id };
	decide(s);
	assert_true(the(s, SP_DO_HOLD)->hold.accepts);
	end(s);
}

static void test_acceptance(void **state)
{
	struct scene *s = policy(SP_REGISTER_FIRST);

	(void)state;
	s->facts.sender = &s->mario;
	s->mario.state = SP_PERSON_PENDING;
	s->facts.token = (struct sp_token_fact){ SP_TOKEN_GOOD, SP_TOKEN_REPLY, 0, s->mario.id };
	s->facts.automatic_to_sender_hour = 1; /* the terms, just now */
	decide(s);
	assert_string_equal(s->plan->summary, "accepted");
	assert_true(the(s, SP_DO_HOLD)->hold.accepts);
	assert_int_equal(mails(s, "registered", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "notification", NULL), 2);
	/* Another's token accepts nothing. */
	s->facts.token.person_id = s->giulia.id;
	decide(s);
	assert_string_equal(s->plan->summary, "held");
	end(s);
}

static void test_activation(void **state)
{
	struct scene *s = policy(SP_REGISTER_FIRST);

	(void)state;
	s->facts.sender = &s->mario;
	s->plan = sp_decide_activate(&s->arena, &s->c, SP_BY_ADMINISTRATOR, 0);
	assert_null(find(s, SP_DO_STORE));
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, s->mario.id);
	assert_int_equal(mails(s, "activated", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	s->plan = sp_decide_refuse(&s->arena, &s->c, &s->mario, SP_STR("Fuori zona."), SP_BY_STAFF, 1);
	assert_int_equal(mails(s, "refused", "mario@rossi.example.it"), 1);
	assert_true(sp_str_eq(the(s, SP_DO_MAIL)->mail.reason, SP_STR("Fuori zona.")));
	end(s);
}

static void test_a_flood_of_strangers_makes_nobody_a_customer(void **state)
{
	struct scene *s = policy(SP_REGISTER_FIRST);

	(void)state;
	s->facts.messages_from_sender_hour = 30;
	decide(s);
	assert_null(find(s, SP_DO_PERSON));
	assert_null(find(s, SP_DO_OPEN));
	assert_int_equal(all_mails(s), 0);
	end(s);
}

static void test_missing(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->queues[0].require_place = s->queues[0].require_category = true;
	s->message.reply = s->message.text = SP_STR("Luogo: via Roma 1\n\nNon va il wifi.");
	assert_int_equal(sp_missing(&s->queues[0], SP_NONE, SP_STR("via Roma 1"), false),
		SP_MISSING_CATEGORY);
	decide(s);
	assert_int_equal(mails(s, "missing", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	s->message.reply = s->message.text = SP_STR("Luogo: via Roma 1\nCategoria: rete\n\nIl wifi.");
	decide(s);
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	end(s);
}

static void test_the_answer_fills_it_in(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->message.reply = s->message.text = SP_STR("Luogo: via Roma 1");
	decide(s);
	assert_null(find(s, SP_DO_SET));
	s->queues[0].require_place = true;
	decide(s);
	assert_int_equal(the(s, SP_DO_SET)->set.field, SP_FIELD_PLACE);
	assert_true(sp_str_eq(the(s, SP_DO_SET)->set.text, SP_STR("via Roma 1")));
	end(s);
}

/* What is missing still is asked for again, until somebody has begun. */
static void test_still_missing(void **state)
{
	struct sp_attachment photo = { .type = SP_STR("image/jpeg"), .size = 900000 };
	struct scene *s = answer(mario);

	(void)state;
	s->queues[0].require_place = s->queues[0].require_attachment = true;
	s->message.reply = s->message.text = SP_STR("Luogo: via Roma 1");
	decide(s);
	assert_int_equal(mails(s, "missing", "mario@rossi.example.it"), 1);
	assert_int_equal(the(s, SP_DO_MAIL)->mail.missing, SP_MISSING_ATTACHMENT);
	s->message.attachments = &photo;
	s->message.attachment_count = 1;
	decide(s);
	assert_int_equal(mails(s, "missing", NULL), 0);
	photo.inline_image = true;
	decide(s);
	assert_int_equal(mails(s, "missing", NULL), 0);
	photo.size = 900;
	decide(s);
	assert_int_equal(mails(s, "missing", NULL), 1);
	s->candidate.has_file = true;
	decide(s);
	assert_int_equal(mails(s, "missing", NULL), 0);
	s->candidate.has_file = false;
	s->candidate.ticket.state = SP_IN_PROGRESS;
	decide(s);
	assert_int_equal(mails(s, "missing", NULL), 0);
	end(s);
}

/* Only what the queue has; another word is for people to read. */
static void test_category(void **state)
{
	static const char *const categories[] = { "Tecnica", "Amministrativa", NULL };
	struct scene *s = scene();

	(void)state;
	s->queues[0].categories = categories;
	s->message.reply = s->message.text = SP_STR("Categoria: tecnica\n\nNon va.");
	decide(s);
	assert_true(sp_str_eq(the(s, SP_DO_OPEN)->open.category, SP_STR("Tecnica")));
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Non va.")));
	s->message.reply = s->message.text = SP_STR("Categoria: rete\n\nNon va.");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.category.len, 0);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("categoria: rete\n\nNon va.")));
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	s->queues[0].require_category = true;
	decide(s);
	assert_int_equal(mails(s, "missing", NULL), 1);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_closed),
		cmocka_unit_test(test_customers_pass),
		cmocka_unit_test(test_register),
		cmocka_unit_test(test_enough_waits),
		cmocka_unit_test(test_acceptance),
		cmocka_unit_test(test_activation),
		cmocka_unit_test(test_a_flood_of_strangers_makes_nobody_a_customer),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_the_answer_fills_it_in),
		cmocka_unit_test(test_still_missing),
		cmocka_unit_test(test_category),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
