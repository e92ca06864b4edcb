/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * CONTESTO: which lines of which statement, and what is said of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/dispute.h"
#include "unit/scene.h"

static const struct {
	const char *subject, *reply;
	const char *read; /* "2026/12: 1 4; text", NULL: it is none */
} cases[] = {
	{ "Re: Estratto conto delle ore 2026/12: novembre 2026", "CONTESTO riga 3", "2026/12: 3; " },
	{ "R: Estratto conto delle ore 2026/12: novembre 2026",
		"Contesto le righe 1, 4 e 5: non erano due ore.\nSaluti",
		"2026/12: 1 4 5; non erano due ore.\nSaluti" },
	{ "Re: Statement of hours 2026/7: June 2026", "DISPUTE line 2\n\nIt was one hour.",
		"2026/7: 2; It was one hour." },
	{ "Re: Statement of hours 2026/7: June 2026", "dispute lines 2 and 3.", "2026/7: 2 3; " },
	{ "CONTESTO 2026/12", "riga 3 non l'ho chiesto io", "2026/12: 3; non l'ho chiesto io" },
	{ "contesto 2026/12", "3", "2026/12: 3; " },
	{ "contesto 2026/12", "CONTESTO riga 3", "2026/12: 3; " },
	{ "Re: Estratto conto delle ore 2026/12", "Contesto 3 3 3", "2026/12: 3; " },
	{ "Re: qualcosa", "CONTESTO riga 2", "0/0: 2; " },
	{ "Re: Estratto conto 2026/12", "Contesto 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
		"2026/12: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; " },
	{ "CONTESTO riga 2", "Non l'ho mai chiesto.", "0/0: 2; Non l'ho mai chiesto." },
	{ "Dispute 2026/7 lines 2 and 3", "It was one hour.", "2026/7: 2 3; It was one hour." },
	{ "CONTESTO riga 2", "riga 3", "0/0: 3; " },
	{ "Contesto la fattura 12", "Non va bene.", NULL },
	{ "Re: Contesto riga 3", "Grazie", NULL },
	/* Which line is not said: people read that. */
	{ "CONTESTO 2026/12", "Non va bene niente.", NULL },
	{ "Re: Estratto conto delle ore 2026/12", "CONTESTO", NULL },
	{ "Re: Estratto conto delle ore 2026/12", "Contesto riga 0", NULL },
	{ "Re: Estratto conto delle ore 2026/12", "La riga 3 non va.", NULL },
	{ "Re: Contesto 2026/12", "riga 3?", NULL },
	{ "I: Contesto 2026/12", "riga 3", NULL },
	{ "Contestazione", "3", NULL },
	{ "", "", NULL },
};

static void test_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_buf read = SP_BUF_INIT;
		struct sp_message message = { .subject = sp_str(cases[i].subject),
			.reply = sp_str(cases[i].reply) };
		struct sp_subject subject = sp_subject_parse(&arena, words, message.subject);
		struct sp_dispute dispute;
		bool is = sp_dispute_read(words, &message, &subject, &dispute);

		sp_buf_printf(&read, "%lld/%lld:", (long long)dispute.year, (long long)dispute.number);
		for (size_t k = 0; k < dispute.line_count; k++)
			sp_buf_printf(&read, " %lld", (long long)dispute.lines[k]);
		sp_buf_printf(&read, "; %.*s", SP_FMT(dispute.text));
		if (is != (cases[i].read != NULL))
			fail_msg("<%s> <%s>", cases[i].subject, cases[i].reply);
		if (is)
			assert_string_equal(read.ptr, cases[i].read);
		sp_buf_release(&read);
		sp_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
	};

	return cmocka_run_group_tests_name("dispute", tests, load_words, free_words);
}
