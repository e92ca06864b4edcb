/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What comes of the links in a customer's mail: of whom it is believed, and
 * whom he can put in copy.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/request.h"
#include "unit/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Mario clicks: the word in the subject, the token in the address. */
static struct scene *clicks(char purpose, const char *subject, const char *text)
{
	struct scene *s = answer(mario);

	s->message.subject = sp_str(subject);
	s->message.text = s->message.reply = sp_str(text);
	s->candidate.ticket.state = SP_IN_PROGRESS;
	s->facts.token = (struct sp_token_fact){ SP_TOKEN_GOOD, purpose, 100, 11 };
	return s;
}

/* What his program adds below changes nothing; without the link it would. */
static void test_text_below(void **state)
{
	struct scene *s = clicks(SP_TOKEN_LINK, "STATO HT00001", "Inviato dal mio telefono");

	(void)state;
	decide(s);
	assert_int_equal(mails(s, "status", "mario@rossi.example.it"), 1);
	assert_null(find(s, SP_DO_ENTRY));
	s->facts.token.verdict = SP_TOKEN_NONE;
	decide(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_CUSTOMER);
	s->facts.token = (struct sp_token_fact){ SP_TOKEN_GOOD, SP_TOKEN_LINK, 100, 12 };
	decide(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_CUSTOMER);
	end(s);
}

struct copies_case {
	const char *text;
	const char *found; /* with blanks between */
};

static const struct copies_case copies[] = {
	{ "giulia@example.com", "giulia@example.com" },
	{ "Giulia@EXAMPLE.com, <ugo@example.com>;\n\nnina@example.com\nGrazie",
		"giulia@example.com ugo@example.com nina@example.com" },
	{ "scrivete a giulia@example.com", "" },
	{ "giulia@example.com grazie", "" },
	{ "mario@rossi.example.it", "" },
	{ "assistenza@desk.example.it", "" },
	{ "ugo@example.com\nugo@example.com", "ugo@example.com" },
	{ "a@x.example b@x.example c@x.example d@x.example e@x.example f@x.example",
		"a@x.example b@x.example c@x.example d@x.example e@x.example" },
	{ "", "" },
	{ "Grazie\nugo@example.com", "" },
	{ "@", "" },
};

static void test_copies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(copies); i++) {
		struct scene *s = clicks(SP_TOKEN_COPY, "COPIA", copies[i].text);
		struct sp_str found[SP_MAX_COPIES];
		size_t count = sp_request_copies(&s->arena, &s->conf, &s->message, found);
		struct sp_buf all = SP_BUF_INIT;

		for (size_t k = 0; k < count; k++)
			sp_buf_printf(&all, "%s%.*s", k ? " " : "", SP_FMT(found[k]));
		if (!sp_str_eq(sp_buf_str(&all), sp_str(copies[i].found)))
			fail_msg("%s: %.*s", copies[i].text, (int)all.len, all.ptr);
		sp_buf_release(&all);
		end(s);
	}
}

static void test_in_copy(void **state)
{
	struct sp_named named = { SP_STR("giulia@example.com"), NULL };
	struct scene *s = clicks(SP_TOKEN_COPY, "COPIA HT00001", "giulia@example.com");

	(void)state;
	decide(s);
	assert_int_equal(the(s, SP_DO_PERSON)->person_id, SP_FIRST_NAMED);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, SP_FIRST_NAMED);
	assert_int_equal(the(s, SP_DO_JOIN)->join.part, SP_PART_COPY);
	assert_int_equal(mails(s, "copied", "mario@rossi.example.it"), 1);
	assert_null(find(s, SP_DO_ENTRY));
	/* Where not everybody may be a customer, it makes nobody one. */
	s->queues[0].policies.registration = SP_REGISTER_CLOSED;
	decide(s);
	assert_null(find(s, SP_DO_JOIN));
	assert_true(sp_str_eq(the(s, SP_DO_MAIL)->mail.reason, SP_STR("giulia@example.com")));
	named.person = &s->giulia;
	s->facts.named = &named;
	s->facts.named_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_JOIN)->person_id, 12);
	s->giulia.state = SP_PERSON_BLOCKED;
	decide(s);
	assert_null(find(s, SP_DO_JOIN));
	end(s);
}

/* Only the requester, only by the link for it, only while it is open. */
static void test_not_in_copy(void **state)
{
	static const char purposes[] = { SP_TOKEN_LINK, SP_TOKEN_REPLY };
	struct scene *s;

	(void)state;
	for (size_t i = 0; i < COUNT(purposes); i++) {
		s = clicks(purposes[i], "COPIA HT00001", "giulia@example.com");
		decide(s);
		assert_null(find(s, SP_DO_JOIN));
		end(s);
	}
	s = clicks(SP_TOKEN_COPY, "COPIA HT00001", "giulia@example.com");
	s->candidate.ticket.state = SP_DONE;
	decide(s);
	assert_null(find(s, SP_DO_JOIN));
	s->candidate.ticket.state = SP_IN_PROGRESS;
	s->candidate.ticket.requester_id = 99;
	s->candidate.ticket.organisation_id = s->mario.organisation_id = 5;
	decide(s);
	assert_null(find(s, SP_DO_JOIN));
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_below),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_in_copy),
		cmocka_unit_test(test_not_in_copy),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
