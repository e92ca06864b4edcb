/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether it was him who asks about his own data: only an answer that carries
 * the token of our mail to the address on file says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DPO "dpo@desk.example.it"

static const struct sp_right_fact asked = { .id = 1, .person_id = 11 };

/* Mario answers the mail that asked him. */
static struct scene *answers(const char *text)
{
	struct scene *s = answer(mario);

	s->conf.dpo = DPO;
	s->message.text = s->message.reply = sp_str(text);
	s->candidate.match = SP_BY_TOKEN;
	s->facts.token = (struct sp_token_fact){ SP_TOKEN_GOOD, SP_TOKEN_PRIVACY, 100, 11 };
	s->facts.right = &asked;
	decide(s);
	return s;
}

static void test_yes(void **state)
{
	static const char *const texts[] = { "SÌ", "si", "Yes.", "Sì, grazie" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct scene *s = answers(texts[i]);

		assert_int_equal(the(s, SP_DO_RIGHT)->right.step, SP_RIGHT_CONFIRMED);
		assert_int_equal(mails(s, "privacy_confirmed", "mario@rossi.example.it"), 1);
		assert_int_equal(mails(s, "privacy_handed", DPO), 1);
		assert_int_equal(mails(s, "notification", NULL), 2);
		assert_null(find(s, SP_DO_MOVE));
		end(s);
	}
}

static void test_no(void **state)
{
	struct scene *s = answers("NO");

	(void)state;
	assert_int_equal(the(s, SP_DO_RIGHT)->right.step, SP_RIGHT_DENIED);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_CANCELLED);
	assert_int_equal(mails(s, "cancelled", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "privacy_handed", DPO), 1);
	end(s);
}

static void not_confirmed(struct scene *s)
{
	decide(s);
	assert_null(find(s, SP_DO_RIGHT));
	assert_int_equal(mails(s, "privacy_handed", NULL) + mails(s, "privacy_confirmed", NULL), 0);
}

/* From alone proves nothing, nor does another token, nor another person. */
static void test_not_him(void **state)
{
	struct sp_right_fact other = asked;
	struct scene *s = answers("Sì");

	(void)state;
	s->facts.token.verdict = SP_TOKEN_NONE;
	not_confirmed(s);
	s->facts.token.verdict = SP_TOKEN_EXPIRED;
	not_confirmed(s);
	s->facts.token.verdict = SP_TOKEN_GOOD;
	s->facts.token.purpose = SP_TOKEN_REPLY;
	not_confirmed(s);
	s->facts.token.purpose = SP_TOKEN_PRIVACY;
	s->facts.token.person_id = 12;
	not_confirmed(s);
	s->facts.token.person_id = 11;
	s->candidate.match = SP_BY_SUBJECT;
	not_confirmed(s);
	s->candidate.match = SP_BY_TOKEN;
	other.person_id = 12;
	s->facts.right = &other;
	not_confirmed(s);
	end(s);
}

/* Another word is an answer like any other; what is known is not asked again. */
static void test_other_answers(void **state)
{
	struct sp_right_fact known = asked;
	struct scene *s = answers("Sì, ma solo le e-mail del 2025.");

	(void)state;
	not_confirmed(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_CUSTOMER);
	s->message.reply = s->message.text = SP_STR("Sì");
	known.confirmed = true;
	s->facts.right = &known;
	not_confirmed(s);
	known = asked;
	known.finished = true;
	not_confirmed(s);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_yes),
		cmocka_unit_test(test_no),
		cmocka_unit_test(test_not_him),
		cmocka_unit_test(test_other_answers),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
