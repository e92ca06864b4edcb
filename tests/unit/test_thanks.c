/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What customers write after a ticket is closed: thanks, or something to do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/thanks.h"

static const struct {
	const char *text;
	bool thanks;
} cases[] = {
	{ "Grazie mille!", true },
	{ "ok", true },
	{ "OK.", true },
	{ "👍", true },
	{ "👍🏻", true },
	{ "Grazie 🙏❤️", true },
	{ "grazie🙂", true },
	{ "Perfetto, grazie.", true },
	{ "Grazie Anna, gentilissima!", true },
	{ "Ciao Anna,\n\ntutto a posto, grazie ancora!\n\nCordiali saluti\nMario Rossi\nBàr Rossi srl", true },
	{ "Grazie mille per la disponibilità, buona giornata a tutti", true },
	{ "E' tutto ok, adesso funziona. Grazie!", true },
	{ "Va tutto bene, la ringrazio.\nDistinti saluti", true },
	{ "D’accordo, grazie", true },
	{ "Grazie lo stesso", true },
	{ "Thank you very much!", true },
	{ "That’s fine, many thanks for your help!\n\nBest regards,\nMario", true },
	{ "All sorted, cheers", true },
	{ "Great, it works now. Thanks again", true },
	/* Something to do, or to answer. */
	{ "Perfetto, grazie. Una cosa però: non funziona ancora", false },
	{ "Grazie. Funziona tutto?", false },
	{ "ok?", false },
	{ "Grazie ma non va", false },
	{ "Non va bene", false },
	{ "ancora lo stesso", false },
	{ "Grazie 👎", false },
	{ "👎", false },
	{ "Grazie, chiamate Giovanni", false },
	{ "Mario Rossi", false },
	{ "Thanks, but it is still slow", false },
	{ "not good", false },
	{ "Thanks. Can you send the invoice", false },
	{ "Спасибо", false },
	{ "!!!", false },
	{ "", false },
	/* No phrase over the end of a sentence: "va" and "bene" are none. */
	{ "grazie, va. Bene", false },
};

static void test_cases(void **state)
{
	static const struct sp_str people[] = { { "Anna Verdi", 10 }, { "Mario Rossi", 11 },
		{ "Bàr Rossi srl", 14 }, { NULL, 0 } };
	struct sp_thanks_names names = { people, sizeof people / sizeof *people };
	struct sp_words *words = NULL;
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_words_load("", &words, &err), SP_OK);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (sp_thanks_is(words, sp_str(cases[i].text), &names) != cases[i].thanks)
			fail_msg("<%s>: %s", cases[i].text, cases[i].thanks ? "no thanks" : "thanks");
	sp_words_free(words);
}

/* However long, and made of nothing but such words. */
static void test_bounded(void **state)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_words *words = NULL;
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_words_load("", &words, &err), SP_OK);
	for (int i = 0; i < 60; i++)
		sp_buf_add_text(&text, "ok ");
	assert_false(sp_thanks_is(words, sp_buf_str(&text), NULL));
	for (int i = 0; i < 200000; i++)
		sp_buf_add_text(&text, "grazie ");
	assert_false(sp_thanks_is(words, sp_buf_str(&text), NULL));
	sp_buf_release(&text);
	/* Bytes that are no characters. */
	assert_false(sp_thanks_is(words, SP_STR("grazie \xff\xfe"), NULL));
	assert_false(sp_thanks_is(words, SP_STR("\xe2\x98"), NULL));
	sp_words_free(words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
