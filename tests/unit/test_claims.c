/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From bytes to rights: who is Anna of the staff, and who only looks like her
 * (FAULTS B 10, 11, 26, 28).  Each row is an attempt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/address.h"
#include "core/policy.h"
#include "mail/parse.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ANNA "anna@desk.example"
#define MINE "mx.desk.example"

static struct sp_message *parsed(struct sp_arena *arena, const char *head)
{
	return sp_message_parse(arena, sp_str(sp_arena_printf(arena, "%s\n\n#chiudi\n", head)), NULL);
}

/* As the facts are gathered: exactly one address in From, as it is stored. */
static bool claims_anna(struct sp_arena *arena, const struct sp_message *message)
{
	struct sp_str key = SP_NONE;

	if (message->from.count == 1)
		key = sp_address_key(arena, message->from.items[0].address);
	return key.ptr && sp_str_eq(key, SP_STR(ANNA));
}

static void test_who_is_anna(void **state)
{
	static const struct {
		const char *head;
		bool anna;
	} cases[] = {
		/* She herself, as programs write it. */
		{ "From: anna@desk.example", true },
		{ "From: Anna Verdi <anna@desk.example>", true },
		{ "From: ANNA@Desk.Example", true },
		{ "From: \"Verdi, Anna\" <anna@desk.example>", true },
		{ "From: anna@desk.example (Anna Verdi)", true },
		{ "From: =?utf-8?q?Ann=C3=A0?= <anna@desk.example>", true },
		{ "from:\n <anna@desk.example>", true },
		{ "From: Staff: anna@desk.example;", true },
		/* Her address where a name stands. */
		{ "From: \"anna@desk.example\" <evil@evil.example>", false },
		{ "From: anna@desk.example <evil@evil.example>", false },
		{ "From: \"Anna <anna@desk.example>\" <evil@evil.example>", false },
		{ "From: (anna@desk.example) evil@evil.example", false },
		{ "From: evil@evil.example (anna@desk.example)", false },
		{ "From: =?utf-8?q?anna=40desk=2Eexample?= <evil@evil.example>", false },
		{ "From: =?utf-8?q?Anna_=3Canna=40desk=2Eexample=3E?= <evil@evil.example>", false },
		{ "From: =?utf-8?q?Anna_=3Canna=40desk=2Eexample=3E=2C?= evil@evil.example", false },
		{ "From: \"\\\" <anna@desk.example> \\\"\" <evil@evil.example>", false },
		{ "From: <anna@desk.example> <evil@evil.example>", false },
		{ "From: <evil@evil.example> <anna@desk.example>\nX: y", true }, /* one entry: the last counts for both */
		/* Several. */
		{ "From: anna@desk.example, evil@evil.example", false },
		{ "From: evil@evil.example, anna@desk.example", false },
		{ "From: anna@desk.example; evil@evil.example", false },
		{ "From: Staff: anna@desk.example, evil@evil.example;", false },
		{ "From: anna@desk.example\nFrom: evil@evil.example", false },
		{ "From: evil@evil.example\nFROM : anna@desk.example", false },
		{ "From: undisclosed:;", false },
		{ "From:", false },
		{ "X: y", false },
		/* Other fields are not From. */
		{ "From: evil@evil.example\nSender: anna@desk.example", false },
		{ "From: evil@evil.example\nReply-To: anna@desk.example", false },
		{ "From: evil@evil.example\nResent-From: anna@desk.example", false },
		{ "From: evil@evil.example\nReturn-Path: <anna@desk.example>", false },
		{ "From: evil@evil.example\nX-From: anna@desk.example", false },
		{ "From: evil@evil.example\n\nFrom: anna@desk.example", false },
		{ "From: evil@evil.example\n From: anna@desk.example", false },
		{ "From: evil@evil.example\n\tanna@desk.example", false },
		{ "From: evil@evil.example anna@desk.example", false },
		{ "From: anna@desk.example evil@evil.example", false },
		{ "From: Anna Verdi anna@desk.example", true },
		/* Almost. */
		{ "From: anna+x@desk.example", false },
		{ "From: anna@desk.example.evil.example", false },
		{ "From: anna@evil.desk.example", false },
		{ "From: anna%desk.example@evil.example", false },
		{ "From: anna@desk.example@evil.example", false },
		{ "From: \"anna@desk.example\"@evil.example", false },
		{ "From: \"anna\"@desk.example", false },
		{ "From: anna.@desk.example", false },
		{ "From: an na@desk.example", false },
		{ "From: <@evil.example:anna@desk.example>", true }, /* a route of old: hers all the same */
		{ "From: xanna@desk.example", false },
		{ "From: anna", false },
		{ "From: anna@desk", false },
		{ "From: anna@[127.0.0.1]", false },
		/* Letters that look alike. */
		{ "From: \xd0\xb0nna@desk.example", false },      /* Cyrillic a */
		{ "From: anna@d\xd0\xb5" "sk.example", false },      /* Cyrillic e */
		{ "From: anna@xn--dsk-5cd.example", false },
		{ "From: anna\xef\xbc\xa0" "desk.example", false }, /* fullwidth @ */
		{ "From: a\xcc\x80nna@desk.example", false },
		{ "From: anna\xe2\x80\x8b@desk.example", false }, /* zero width */
		{ "From: \xe2\x80\xae" "anna@desk.example", false }, /* right to left */
		{ "From: =?utf-8?q?anna?=@desk.example", false },
		{ "From: =?utf-8?q?anna=40desk=2Eexample?=", false },
		{ "From: <=?utf-8?q?anna=40desk=2Eexample?=>", false },
	};
	struct sp_arena arena = SP_ARENA_INIT;
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (claims_anna(&arena, parsed(&arena, cases[i].head)) != cases[i].anna) {
			print_error("%s\n", cases[i].head);
			failed++;
		}
	sp_arena_release(&arena);
	assert_int_equal(failed, 0);
}

/* Bytes that end a text elsewhere: the address goes on, or is none. */
static void test_odd_bytes(void **state)
{
	static const struct sp_str heads[] = {
		SP_STR("From: anna@desk.example\0.evil.example\n\n#chiudi\n"),
		SP_STR("From: an\0na@desk.example\n\n#chiudi\n"),
		SP_STR("From: evil@evil.example\rFrom: anna@desk.example\r\n\r\n#chiudi\r\n"),
	};
	struct sp_arena arena = SP_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++)
		if (claims_anna(&arena, sp_message_parse(&arena, heads[i], NULL)))
			fail_msg("bytes %zu", i);
	sp_arena_release(&arena);
}

#define FROM "\nFrom: " ANNA
#define AR "Authentication-Results: "

static void test_who_vouches(void **state)
{
	static const struct {
		const char *head;
		bool vouched;
	} cases[] = {
		{ AR MINE "; dkim=pass header.d=desk.example" FROM, true },
		{ AR MINE "; dmarc=pass header.from=desk.example" FROM, true },
		{ AR MINE " 1; dkim=pass (2048-bit key) header.d=desk.example header.i=@desk.example" FROM, true },
		{ AR MINE ";\n\tdkim=pass header.d=desk.example" FROM, true },
		{ AR MINE "; spf=fail; dkim=pass header.d=desk.example" FROM, true },
		/* Not topmost, not ours, not one. */
		{ AR "mx.evil.example; dkim=none\n" AR MINE "; dkim=pass header.d=desk.example" FROM, false },
		{ AR "; none\n" AR MINE "; dkim=pass header.d=desk.example" FROM, false },
		{ AR "\n" AR MINE "; dkim=pass header.d=desk.example" FROM, false },
		{ AR "mx.desk.example.evil.example; dkim=pass header.d=desk.example" FROM, false },
		{ AR "evil " MINE "; dkim=pass header.d=desk.example" FROM, false },
		{ AR "Mx.Desk.Example; dkim=pass header.d=desk.example" FROM, false },
		{ AR MINE ".; dkim=pass header.d=desk.example" FROM, false },
		{ "X-" AR MINE "; dkim=pass header.d=desk.example" FROM, false },
		{ "ARC-" AR "i=1; " MINE "; dkim=pass header.d=desk.example" FROM, false },
		{ "Subject: x\n " AR MINE "; dkim=pass header.d=desk.example" FROM, false },
		/* Ours, and it says something else. */
		{ AR MINE "; none" FROM, false },
		{ AR MINE "; dkim=fail header.d=desk.example" FROM, false },
		{ AR MINE "; dkim=pass header.d=evil.example" FROM, false },
		{ AR MINE "; dkim=pass header.d=evil.example header.d=desk.example" FROM, false },
		{ AR MINE "; dkim=pass header.i=@desk.example header.d=evil.example" FROM, false },
		{ AR MINE "; dkim=pass header.d=example" FROM, false },
		{ AR MINE "; dkim=pass header.d=notdesk.example" FROM, false },
		{ AR MINE "; dkim=pass header.d=sub.desk.example" FROM, false },
		{ AR MINE "; dkim=pass" FROM, false },
		{ AR MINE "; dkim=pass header.d=\"\"" FROM, false },
		{ AR MINE "; dkim=pass reason=\"header.d=desk.example\" header.d=evil.example" FROM, false },
		{ AR MINE "; spf=pass smtp.mailfrom=desk.example" FROM, false },
		{ AR MINE "; auth=pass smtp.auth=anna@desk.example" FROM, false },
		{ AR MINE "; dmarc=pass header.from=evil.example" FROM, false },
		{ AR MINE "; dmarc=pass smtp.mailfrom=desk.example" FROM, false },
		{ AR MINE "; dkim=neutral (dkim=pass header.d=desk.example)" FROM, false },
		{ AR MINE "; dkim=fail reason=\"; dkim=pass header.d=desk.example\" header.d=evil.example" FROM, false },
		{ AR MINE "; spf=pass smtp.mailfrom=\"a; dkim=pass header.d=desk.example;\"@evil.example" FROM, false },
		{ AR MINE "; spf=pass smtp.mailfrom=\"a\\\"; dkim=pass header.d=desk.example;\"@evil.example" FROM, false },
		{ AR MINE " (; dkim=pass header.d=desk.example" FROM, false },
		{ AR "(" MINE ") mx.evil.example; dkim=pass header.d=desk.example" FROM, false },
		/* It vouches for another From. */
		{ AR MINE "; dmarc=pass header.from=desk.example" "\nFrom: " ANNA ", evil@evil.example", false },
		{ AR MINE "; dmarc=pass header.from=evil.example" "\nFrom: " ANNA " <evil@evil.example>", true },
		/* Below the header it is text. */
		{ "From: " ANNA "\n\n" AR MINE "; dkim=pass header.d=desk.example", false },
	};
	struct sp_conf conf = { .authserv_id = MINE };
	struct sp_arena arena = SP_ARENA_INIT;
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_message *message = parsed(&arena, cases[i].head);

		if (sp_policy_authenticated(&conf, message) != cases[i].vouched) {
			print_error("%s\n", cases[i].head);
			failed++;
		}
		/* Nothing makes her of who is not. */
		if (strstr(cases[i].head, "<evil@"))
			assert_false(claims_anna(&arena, message));
	}
	sp_arena_release(&arena);
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_is_anna),
		cmocka_unit_test(test_odd_bytes),
		cmocka_unit_test(test_who_vouches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
