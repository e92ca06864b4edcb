/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a subject says: ticket numbers, prefixes, the topic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/subject.h"
#include "unit/scene.h"

static void test_subject_numbers(void **state)
{
	static const struct {
		const char *subject;
		const char *codes;
	} cases[] = {
		{ "Re: [HT00191] Stampante", "HT191 " },
		{ "R: RE: I: [ht191] x", "HT191 " },
		{ "HT00191 e HT00190", "HT191 HT190 " },
		{ "XHT00191x", "" },
		{ "HT00191a", "" },
		{ "[HT0]", "" },
		{ "ISO9001 e [HT00003]", "ISO9001 HT3 " },
		{ "ABCDEFGHI1", "" },
		{ "H\xc3\xa0T00191", "" },
		{ "A1 A2 A3 A4 A5 A6", "A1 A2 A3 A4 A5 " },
	};
	struct sp_arena arena = SP_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_code codes[SP_MAX_CODES];
		size_t count = sp_subject_codes(&arena, sp_str(cases[i].subject), codes);
		struct sp_buf out = SP_BUF_INIT;

		for (size_t k = 0; k < count; k++)
			sp_buf_printf(&out, "%.*s%lld ", SP_FMT(codes[k].prefix),
				(long long)codes[k].number);
		assert_string_equal(out.ptr, cases[i].codes);
		sp_buf_release(&out);
	}
	sp_arena_release(&arena);
}

static void test_subject_topic(void **state)
{
	static const struct {
		const char *subject, *topic;
		bool reply, forward;
	} cases[] = {
		{ "Re: R: RE: [HT00191] Stampante", "Stampante", true, false },
		{ "I: Fwd: Stampante", "Stampante", false, true },
		{ "Re[2]: AW: RIF: Stampante", "Stampante", true, false },
		{ "Stampante [HT00191] ferma", "Stampante ferma", false, false },
		{ "[urgente] Stampante", "[urgente] Stampante", false, false },
		{ "Ricorda: la stampante", "Ricorda: la stampante", false, false },
		{ "Re:", "", true, false },
		{ "", "", false, false },
	};
	struct sp_arena arena = SP_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_subject parsed = sp_subject_parse(&arena, words, sp_str(cases[i].subject));

		assert_int_equal(parsed.reply, cases[i].reply);
		assert_int_equal(parsed.forward, cases[i].forward);
		if (!sp_str_eq(parsed.topic, sp_str(cases[i].topic)))
			fail_msg("%s -> %.*s", cases[i].subject, SP_FMT(parsed.topic));
	}
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subject_numbers),
		cmocka_unit_test(test_subject_topic),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
