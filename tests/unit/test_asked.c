/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Yes and no to what was asked: estimates, consents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/asked.h"
#include "unit/scene.h"

enum reading { NEITHER, YES, NO };

static const struct {
	const char *subject, *reply;
	enum reading reading;
	const char *named; /* as `once` has it, NULL: not named */
} readings[] = {
	{ "Re: [HT00001] Stampante", "Sì", YES, NULL },
	{ "Re: [HT00001] Stampante", "si.", YES, NULL },
	{ "Re: [HT00001] Stampante", "SI'", YES, NULL },
	{ "Re: [HT00001] Stampante", "Va bene!\n\nA domani\nMario", YES, NULL },
	{ "Re: [HT00001] Stampante", "Sì, grazie mille.", YES, NULL },
	{ "Re: [HT00001] Stampante", "No", NO, NULL },
	{ "Re: [HT00001] Printer", "yes", YES, NULL },
	{ "Re: [HT00001] Stampante", "Sì, ma solo se costa meno di 100 euro", NEITHER, NULL },
	{ "Re: [HT00001] Stampante", "No, aspettate.", NEITHER, NULL },
	{ "Re: [HT00001] Stampante", "Siamo chiusi", NEITHER, NULL },
	{ "Re: [HT00001] Stampante", "", NEITHER, NULL },
	{ "Sì preventivo 12", "", YES, "estimate-12" },
	{ "[HT00001] no preventivo 12", "", NO, "estimate-12" },
	{ "Sì, consenso 5", "Grazie.", YES, "consent-5" },
	{ "yes estimate 3", "", YES, "estimate-3" },
	{ "va bene consenso 5", "", YES, "consent-5" },
	{ "Re: Sì preventivo 12", "Che cosa?", NEITHER, NULL },
	{ "I: Sì preventivo 12", "Sì", NEITHER, NULL },
	{ "preventivo 12", "", NEITHER, NULL },
	{ "Sì preventivo", "", NEITHER, NULL },
	{ "Sì preventivo 0", "", NEITHER, NULL },
	{ "Sì preventivo 99999999999999999999", "", NEITHER, NULL },
	{ "Forse preventivo 12", "", NEITHER, NULL },
	{ "12", "", NEITHER, NULL },
	{ "", "", NEITHER, NULL },
};

static void test_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_message message = { .subject = sp_str(readings[i].subject),
			.reply = sp_str(readings[i].reply) };
		struct sp_subject subject = sp_subject_parse(&arena, words, message.subject);
		struct sp_asked_answer answer;
		bool is = sp_asked_read(words, &message, &subject, &answer);

		if ((!is ? NEITHER : answer.yes ? YES : NO) != readings[i].reading)
			fail_msg("<%s> <%s>", readings[i].subject, readings[i].reply);
		assert_int_equal(is && answer.named, readings[i].named != NULL);
		if (readings[i].named)
			assert_string_equal(sp_asked_once(&arena, answer.kind, answer.id),
				readings[i].named);
		sp_arena_release(&arena);
	}
}

/* What we write is what we read, in both languages. */
static void test_links(void **state)
{
	(void)state;
	for (int k = 0; k < SP_ASKED_KINDS * 4; k++) {
		struct sp_arena arena = SP_ARENA_INIT;
		enum sp_asked_kind kind = (enum sp_asked_kind)(k / 4), back;
		struct sp_message message = { .reply = SP_STR(""),
			.subject = sp_asked_subject(&arena, words, k & 1 ? "it" : "en", kind, 70 + k, k & 2) };
		struct sp_subject subject = sp_subject_parse(&arena, words, message.subject);
		struct sp_asked_answer answer;
		int64_t id;

		assert_true(sp_asked_read(words, &message, &subject, &answer));
		assert_int_equal(answer.yes, (k & 2) != 0);
		assert_int_equal(answer.kind, kind);
		assert_int_equal(answer.id, 70 + k);
		assert_true(sp_asked_of_once(sp_str(sp_asked_once(&arena, kind, 70 + k)), &back, &id));
		assert_int_equal(back, kind);
		assert_int_equal(id, 70 + k);
		sp_arena_release(&arena);
	}
}

static void test_once(void **state)
{
	static const char *const others[] = { "", "estimate", "estimate-", "estimate-x", "estimates-1",
		"warned-75 HT00001", "consent 5" };
	enum sp_asked_kind kind;
	int64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(sp_asked_of_once(sp_str(others[i]), &kind, &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_once),
	};

	return cmocka_run_group_tests_name("asked", tests, load_words, free_words);
}
