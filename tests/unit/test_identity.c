/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who somebody is: addresses, tokens, authentication, standing, the gate.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/address.h"
#include "core/policy.h"
#include "core/token.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define OTHER "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static void test_address_key(void **state)
{
	static const struct {
		struct sp_str in;
		const char *out; /* NULL: none */
	} cases[] = {
		{ SP_STR("Mario.Rossi@Example.IT"), "mario.rossi@example.it" },
		{ SP_STR("\"a@b\"@example.it"), "\"a@b\"@example.it" },
		{ SP_STR("a+b=c@example.it"), "a+b=c@example.it" },
		{ SP_STR("a@b@example.it"), NULL },
		{ SP_STR("\"\"@example.it"), NULL },
		{ SP_STR("@example.it"), NULL },
		{ SP_STR("mario"), NULL },
		{ SP_STR("mario@"), NULL },
		{ SP_STR("mario@example..it."), NULL },
		{ SP_STR("mario @example.it"), NULL },
		{ SP_STR("mario\r\nRCPT@example.it"), NULL },
		{ SP_STR("mario\0x@example.it"), NULL },
		{ SP_STR("mari\xc3\xb2@example.it"), NULL },
		{ SP_STR("mario@example.it>"), NULL },
		{ SP_STR("mario@xn--caff-8oa.example"), "mario@xn--caff-8oa.example" },
	};
	struct sp_arena arena = SP_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_str key = sp_address_key(&arena, cases[i].in);

		if (!cases[i].out)
			assert_null(key.ptr);
		else
			assert_string_equal(key.ptr, cases[i].out);
	}
	assert_true(sp_domain_within(SP_STR("mail.Example.it"), SP_STR("example.it")));
	assert_false(sp_domain_within(SP_STR("notexample.it"), SP_STR("example.it")));
	assert_false(sp_domain_within(SP_STR("example.it"), SP_STR("")));
	sp_arena_release(&arena);
}

static struct sp_keys keys_of(const char *text)
{
	struct sp_keys keys;
	struct sp_err err = { 0 };

	assert_int_equal(sp_keys_parse("token.key", sp_str(text), &keys, &err), SP_OK);
	return keys;
}

static void test_token_round_trip(void **state)
{
	struct sp_keys keys = keys_of("# old\n1 " KEY "\n7 " OTHER "\n");
	struct sp_token token = { SP_TOKEN_STAFF, 34359738367, 1073741823, 20780, 1023 };
	struct sp_token back = { 0 };
	struct sp_buf text = SP_BUF_INIT;

	(void)state;
	sp_token_write(&text, &keys, &token);
	assert_int_equal(text.len, SP_TOKEN_LETTERS);
	assert_int_equal(sp_token_read(&keys, sp_buf_str(&text), &back), SP_TOKEN_GOOD);
	assert_int_equal(back.purpose, SP_TOKEN_STAFF);
	assert_int_equal(back.ticket_id, token.ticket_id);
	assert_int_equal(back.person_id, token.person_id);
	assert_int_equal(back.day, token.day);
	assert_int_equal(back.generation, token.generation);
	/* Postfix folds the extension; some relays raise it. */
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= 'a')
			text.ptr[i] = (char)(text.ptr[i] - 'a' + 'A');
	assert_int_equal(sp_token_read(&keys, sp_buf_str(&text), &back), SP_TOKEN_GOOD);
	sp_buf_release(&text);
}

static void test_token_every_letter_counts(void **state)
{
	struct sp_keys keys = keys_of("1 " KEY "\n"), other = keys_of("1 " OTHER "\n");
	struct sp_token token = { SP_TOKEN_REPLY, 191, 12, 20780, 1 }, back;
	struct sp_buf text = SP_BUF_INIT;

	(void)state;
	sp_token_write(&text, &keys, &token);
	for (size_t i = 0; i < text.len; i++) {
		char was = text.ptr[i];

		text.ptr[i] = was == 'a' ? 'b' : 'a';
		assert_int_equal(sp_token_read(&keys, sp_buf_str(&text), &back), SP_TOKEN_FORGED);
		text.ptr[i] = was;
	}
	assert_int_equal(sp_token_read(&other, sp_buf_str(&text), &back), SP_TOKEN_FORGED);
	assert_int_equal(sp_token_read(&keys, SP_STR("fatture"), &back), SP_TOKEN_NONE);
	assert_int_equal(sp_token_read(&keys, SP_STR("abcdefghijabcdefghijabcdefghijabcde1"), &back),
		SP_TOKEN_NONE);
	sp_buf_release(&text);
}

/* Ten thousand guesses: none accepted (FAULTS.md 35). */
static void test_token_guesses(void **state)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct sp_keys keys = keys_of("1 " KEY "\n");
	uint64_t seed = 20261123;
	struct sp_token back;

	(void)state;
	for (int n = 0; n < 10000; n++) {
		char guess[SP_TOKEN_LETTERS];

		for (size_t i = 0; i < sizeof guess; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			guess[i] = letters[seed >> 59];
		}
		guess[0] = 'b'; /* the key that exists */
		assert_int_equal(sp_token_read(&keys, sp_str_n(guess, sizeof guess), &back),
			SP_TOKEN_FORGED);
	}
}

static void test_token_judged(void **state)
{
	struct sp_token token = { SP_TOKEN_STAFF, 1, 5, 20000, 3 };
	struct sp_person staff = { .id = 5, .role = SP_STAFF, .token_generation = 3 + 1024 };
	int64_t day = 86400;

	(void)state;
	assert_int_equal(sp_token_judge(&token, &staff, 0, 20365 * day, 365), SP_TOKEN_GOOD);
	assert_int_equal(sp_token_judge(&token, &staff, 0, 20366 * day, 365), SP_TOKEN_EXPIRED);
	staff.state = SP_PERSON_DISABLED;
	assert_int_equal(sp_token_judge(&token, &staff, 0, 20000 * day, 365), SP_TOKEN_REVOKED);
	staff.state = SP_PERSON_ACTIVE;
	staff.token_generation++;
	assert_int_equal(sp_token_judge(&token, &staff, 0, 20000 * day, 365), SP_TOKEN_REVOKED);
	assert_int_equal(sp_token_judge(&token, NULL, 0, 20000 * day, 365), SP_TOKEN_REVOKED);
}

/* Each time that outsiders saw one of that ticket's, the next ones are a generation
 * further; what the administrator revokes is another matter. */
static void test_token_shown(void **state)
{
	static const struct {
		int64_t generation, shown, given;
		enum sp_token_verdict verdict;
	} cases[] = {
		{ 3, 0, 3, SP_TOKEN_GOOD },
		{ 3, 1, 4, SP_TOKEN_GOOD },
		{ 3, 1, 3, SP_TOKEN_SHOWN },
		{ 3, 1, 2, SP_TOKEN_REVOKED },
		{ 3, 1, 5, SP_TOKEN_REVOKED },
		{ 3, 2, 5, SP_TOKEN_GOOD },
		{ 3, 2, 4, SP_TOKEN_SHOWN },
		{ 3, 2, 3, SP_TOKEN_SHOWN },
		{ 3, 2, 2, SP_TOKEN_REVOKED },
		{ 1022, 3, 1, SP_TOKEN_GOOD },
		{ 1022, 3, 0, SP_TOKEN_SHOWN },
		{ 1022, 3, 1022, SP_TOKEN_SHOWN },
		{ 1022, 3, 1021, SP_TOKEN_REVOKED },
		{ 1024 + 3, 1, 4, SP_TOKEN_GOOD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_token token = { SP_TOKEN_STAFF, 1, 5, 20000, cases[i].given };
		struct sp_person staff = { .id = 5, .role = SP_STAFF,
			.token_generation = cases[i].generation };

		assert_int_equal(sp_token_judge(&token, &staff, cases[i].shown,
			INT64_C(20000) * 86400, 365), cases[i].verdict);
		if (cases[i].verdict == SP_TOKEN_GOOD)
			assert_int_equal(sp_token_generation(&staff, cases[i].shown), cases[i].given);
		staff.state = SP_PERSON_DISABLED;
		assert_int_equal(sp_token_judge(&token, &staff, cases[i].shown,
			INT64_C(20000) * 86400, 365), SP_TOKEN_REVOKED);
	}
}

#define LETTERS "abcdefghijklmnopqrstuvwxyz234567abcd"

static void test_token_found(void **state)
{
	static const struct {
		const char *text;
		int count;
	} cases[] = {
		{ "", 0 },
		{ "@", 0 },
		{ "assistenza+" LETTERS "@desk.example.it", 1 },
		{ "+" LETTERS "@", 1 },
		{ LETTERS "@desk.example.it", 0 },
		{ "assistenza+a" LETTERS "@desk.example.it", 0 },
		{ "assistenza+" LETTERS ".desk.example.it", 0 },
		{ "assistenza+1bcdefghijklmnopqrstuvwxyz234567abcd@desk.example.it", 0 },
		{ "<mailto:a+ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCD@desk>", 1 },
		{ "a+" LETTERS "@b, a+" LETTERS "@b;x@y a+" LETTERS "@", 3 },
		{ "a+abcdefghijklmno=\r\npqrstuvwxyz234567abcd@b", 1 },
		{ "a+abcdefghijklmno=\npqrstuvwxyz234567abcd=\n@b", 1 },
		{ "a+=\n" LETTERS "@b", 1 },
		{ "a+abcdefghijklmno\npqrstuvwxyz234567abcd@b", 0 },
		{ "a+abcdefghijklmno pqrstuvwxyz234567abcd@b", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_str rest = sp_str(cases[i].text);
		char found[SP_TOKEN_LETTERS];
		int count = 0;

		while (sp_token_find(&rest, found)) {
			assert_memory_equal(found, LETTERS, SP_TOKEN_LETTERS);
			count++;
		}
		if (count != cases[i].count)
			fail_msg("%s: %d", cases[i].text, count);
	}
}

static void test_token_hidden(void **state)
{
	static const struct {
		const char *text, *hidden; /* S: a staff member's, C: a customer's, F: forged */
	} cases[] = {
		{ "", "" },
		{ "niente", "niente" },
		{ "a@b.example e c@d.example", "a@b.example e c@d.example" },
		{ "A: <help+S@desk.example>", "A: <help@desk.example>" },
		{ "help+S@desk.example", "help@desk.example" },
		{ "+S@", "@" },
		{ "x+S@y x+C@y x+S@y", "x@y x+C@y x@y" },
		{ "x+S@x+S@y", "x@x@y" },
		{ "x+F@y", "x+F@y" },
		{ "S", "S" },
	};
	struct sp_keys keys = keys_of("1 " KEY "\n");
	struct sp_token staff = { SP_TOKEN_STAFF, 7, 5, 20000, 3 };
	struct sp_token customer = { SP_TOKEN_REPLY, 7, 5, 20000, 3 };
	struct sp_buf s = SP_BUF_INIT, c = SP_BUF_INIT;

	(void)state;
	sp_token_write(&s, &keys, &staff);
	sp_token_write(&c, &keys, &customer);
	for (size_t i = 0; i < COUNT(cases) * 2; i++) {
		struct sp_buf text = SP_BUF_INIT, hidden = SP_BUF_INIT, before = SP_BUF_INIT;
		const char *const texts[] = { cases[i / 2].text, cases[i / 2].hidden };
		struct sp_buf *const bufs[] = { &text, &hidden };

		for (int k = 0; k < 2; k++)
			for (const char *at = texts[k]; *at; at++) {
				if (*at == 'S')
					sp_buf_add_str(bufs[k], sp_buf_str(&s));
				else if (*at == 'C')
					sp_buf_add_str(bufs[k], sp_buf_str(&c));
				else if (*at == 'F')
					sp_buf_add_text(bufs[k], LETTERS);
				else
					sp_buf_add_char(bufs[k], *at);
			}
		sp_buf_add_str(&before, sp_buf_str(&text));
		sp_token_hide(&text, &keys, i % 2);
		if (i % 2 == 0) {
			assert_string_equal(text.ptr, hidden.ptr);
		} else {
			assert_int_equal(text.len, before.len);
			assert_int_equal(strstr(cases[i / 2].text, "+S") != NULL,
				strstr(text.ptr, "-----") != NULL);
		}
		sp_buf_release(&text);
		sp_buf_release(&hidden);
		sp_buf_release(&before);
	}
	sp_buf_release(&s);
	sp_buf_release(&c);
}

static void test_key_file(void **state)
{
	static const char *bad[] = { "", "# nothing\n", "1\n", "32 " KEY "\n", "1 " KEY "0\n",
		"1 zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n" };
	struct sp_keys keys;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sp_err err = { 0 };

		assert_int_equal(sp_keys_parse("token.key", sp_str(bad[i]), &keys, &err), SP_CONFIG);
		assert_null(strstr(err.text, "0102030405"));
	}
}

/* A message From `address` with one result in its topmost field. */
static struct sp_message from(const char *address, const char *server, const char *method,
	const char *result, const char *domain)
{
	static struct sp_address item;
	static struct sp_auth_result one;
	struct sp_message message = { .class = SP_PERSON };

	item = (struct sp_address){ SP_NONE, sp_str(address) };
	one = (struct sp_auth_result){ sp_str(method), sp_str(result), sp_str(domain) };
	message.from.items = &item;
	message.from.count = 1;
	message.authentication.authserv_id = sp_str(server);
	message.authentication.results = &one;
	message.authentication.count = 1;
	return message;
}

static void test_authenticated(void **state)
{
	static const struct {
		const char *server, *method, *result, *domain;
		bool vouches;
	} cases[] = {
		{ "mx.desk.example.it", "dkim", "pass", "example.it", true },
		{ "mx.desk.example.it", "dmarc", "pass", "mail.example.it", true },
		{ "mx.desk.example.it", "dkim", "pass", "mail.example.it", true },
		{ "mx.desk.example.it", "dmarc", "pass", "example.it", false },
		{ "mx.desk.example.it", "dkim", "pass", "it", false },
		{ "mx.desk.example.it", "dkim", "pass", "ample.it", false },
		{ "mx.desk.example.it", "dkim", "pass", "evil.example", false },
		{ "mx.desk.example.it", "dkim", "pass", "", false },
		{ "mx.desk.example.it", "dkim", "fail", "example.it", false },
		{ "mx.desk.example.it", "dkim", "passed", "example.it", false },
		{ "mx.desk.example.it", "spf", "pass", "mail.example.it", false },
		{ "MX.DESK.EXAMPLE.IT", "dkim", "pass", "example.it", false }, /* FAULTS.md 28 */
		{ "mx.desk.example.it.", "dkim", "pass", "example.it", false },
		{ "mx.other.example.it", "dkim", "pass", "example.it", false },
	};
	struct sp_conf conf = { .authserv_id = "mx.desk.example.it" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_message message = from("anna@mail.example.it", cases[i].server,
			cases[i].method, cases[i].result, cases[i].domain);

		assert_int_equal(sp_policy_authenticated(&conf, &message), cases[i].vouches);
		message.from.count = 2;
		assert_false(sp_policy_authenticated(&conf, &message));
	}
	conf.authserv_id = "";
	struct sp_message unnamed = from("anna@mail.example.it", "", "dkim", "pass", "example.it");

	assert_false(sp_policy_authenticated(&conf, &unnamed));
}

static void test_standing_of_staff(void **state)
{
	static const struct {
		enum sp_proof proof;
		enum sp_token_verdict verdict;
		int64_t token_person;
		bool authenticated;
		enum sp_standing standing;
	} cases[] = {
		{ SP_PROOF_EITHER, SP_TOKEN_NONE, 0, false, SP_UNPROVEN_STAFF },
		{ SP_PROOF_EITHER, SP_TOKEN_GOOD, 5, false, SP_PROVEN_STAFF },
		{ SP_PROOF_EITHER, SP_TOKEN_NONE, 0, true, SP_PROVEN_STAFF },
		{ SP_PROOF_EITHER, SP_TOKEN_GOOD, 6, true, SP_UNPROVEN_STAFF }, /* another's token */
		{ SP_PROOF_EITHER, SP_TOKEN_FORGED, 0, true, SP_UNPROVEN_STAFF },
		{ SP_PROOF_EITHER, SP_TOKEN_EXPIRED, 5, true, SP_UNPROVEN_STAFF },
		/* His own, that others have seen: as if there were none. */
		{ SP_PROOF_EITHER, SP_TOKEN_SHOWN, 5, false, SP_UNPROVEN_STAFF },
		{ SP_PROOF_EITHER, SP_TOKEN_SHOWN, 5, true, SP_PROVEN_STAFF },
		{ SP_PROOF_EITHER, SP_TOKEN_SHOWN, 6, true, SP_UNPROVEN_STAFF },
		{ SP_PROOF_TOKEN, SP_TOKEN_SHOWN, 5, true, SP_UNPROVEN_STAFF },
		{ SP_PROOF_AUTHENTICATION, SP_TOKEN_SHOWN, 5, true, SP_PROVEN_STAFF },
		{ SP_PROOF_AUTHENTICATION, SP_TOKEN_SHOWN, 5, false, SP_UNPROVEN_STAFF },
		{ SP_PROOF_BOTH, SP_TOKEN_SHOWN, 5, true, SP_UNPROVEN_STAFF },
		{ SP_PROOF_TOKEN, SP_TOKEN_NONE, 0, true, SP_UNPROVEN_STAFF },
		{ SP_PROOF_TOKEN, SP_TOKEN_GOOD, 5, false, SP_PROVEN_STAFF },
		{ SP_PROOF_AUTHENTICATION, SP_TOKEN_GOOD, 5, false, SP_UNPROVEN_STAFF },
		{ SP_PROOF_AUTHENTICATION, SP_TOKEN_NONE, 0, true, SP_PROVEN_STAFF },
		{ SP_PROOF_BOTH, SP_TOKEN_GOOD, 5, false, SP_UNPROVEN_STAFF },
		{ SP_PROOF_BOTH, SP_TOKEN_GOOD, 5, true, SP_PROVEN_STAFF },
	};
	struct sp_person anna = { .id = 5, .role = SP_STAFF, .state = SP_PERSON_ACTIVE };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_conf conf = { .authserv_id = "mx", .proof = cases[i].proof };
		struct sp_message message = from("anna@example.it", "mx", "dkim",
			cases[i].authenticated ? "pass" : "fail", "example.it");
		struct sp_facts facts = { .sender = &anna };

		facts.token.verdict = cases[i].verdict;
		facts.token.purpose = SP_TOKEN_STAFF;
		facts.token.person_id = cases[i].token_person;
		assert_int_equal(sp_policy_standing(&conf, &message, &facts), cases[i].standing);
		facts.token.purpose = SP_TOKEN_REPLY;
		if (cases[i].verdict == SP_TOKEN_GOOD)
			assert_int_equal(sp_policy_standing(&conf, &message, &facts),
				SP_UNPROVEN_STAFF);
	}
}

static void test_disabled_staff_is_nobody(void **state)
{
	struct sp_person anna = { .id = 5, .role = SP_STAFF, .state = SP_PERSON_DISABLED };
	struct sp_conf conf = { .authserv_id = "mx", .proof = SP_PROOF_EITHER };
	struct sp_message message = from("anna@example.it", "mx", "dkim", "pass", "example.it");
	struct sp_facts facts = { .sender = &anna };

	(void)state;
	assert_int_equal(sp_policy_standing(&conf, &message, &facts), SP_UNPROVEN_STAFF);
}

static void test_gate(void **state)
{
	struct sp_participant copy = { .person_id = 9, .part = SP_PART_COPY };
	struct sp_candidate candidate = { .participants = &copy, .participant_count = 1 };
	struct sp_person person = { .id = 1, .state = SP_PERSON_ACTIVE };

	(void)state;
	candidate.ticket.requester_id = 1;
	assert_true(sp_policy_takes_part(&person, &candidate));
	person.id = 2;
	assert_false(sp_policy_takes_part(&person, &candidate));
	/* No organisation is not the same organisation. */
	assert_int_equal(person.organisation_id, candidate.ticket.organisation_id);
	person.organisation_id = candidate.ticket.organisation_id = 4;
	assert_true(sp_policy_takes_part(&person, &candidate));
	person.organisation_id = 5;
	assert_false(sp_policy_takes_part(&person, &candidate));
	person.id = 9;
	assert_true(sp_policy_takes_part(&person, &candidate));
	person.state = SP_PERSON_BLOCKED;
	assert_false(sp_policy_takes_part(&person, &candidate));
	assert_false(sp_policy_takes_part(NULL, &candidate));
}

static void test_limits_of_answers(void **state)
{
	struct sp_conf conf = {
		.automatic_hourly_known = 20, .automatic_hourly_unknown = 1,
		.automatic_daily_unknown = 5, .automatic_hourly_desk = 500,
	};
	struct sp_message message = from("a@example.it", "", "", "", "");
	struct sp_envelope envelope = { .sender = SP_STR("a@example.it") };
	struct sp_facts facts = { 0 };

	(void)state;
	assert_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, false));
	facts.automatic_to_sender_hour = 1;
	assert_non_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, false));
	assert_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, true));
	facts.automatic_to_sender_hour = 20;
	assert_non_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, true));
	facts.automatic_to_sender_hour = 0;
	facts.automatic_to_sender_day = 5;
	assert_non_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, false));
	facts.automatic_to_sender_day = 0;
	facts.automatic_desk_hour = 500;
	assert_non_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, true));
	facts.automatic_desk_hour = 0;
	envelope.sender = SP_STR("");
	assert_non_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, true));
	envelope.sender = SP_NONE; /* not known: procmail without -f */
	assert_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, true));
	message.class = SP_AUTOMATIC;
	assert_non_null(sp_policy_no_answer(&conf, &envelope, &message, &facts, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_address_key),
		cmocka_unit_test(test_token_round_trip),
		cmocka_unit_test(test_token_every_letter_counts),
		cmocka_unit_test(test_token_guesses),
		cmocka_unit_test(test_token_judged),
		cmocka_unit_test(test_token_shown),
		cmocka_unit_test(test_token_found),
		cmocka_unit_test(test_token_hidden),
		cmocka_unit_test(test_key_file),
		cmocka_unit_test(test_authenticated),
		cmocka_unit_test(test_standing_of_staff),
		cmocka_unit_test(test_disabled_staff_is_nobody),
		cmocka_unit_test(test_gate),
		cmocka_unit_test(test_limits_of_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
