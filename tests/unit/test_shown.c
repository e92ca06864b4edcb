/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who shows a staff member's signed address to whom, and what comes of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ANNA "anna@desk.example.it"
#define LUCA "luca@desk.example.it"

enum who {
	ANNA_BY_TOKEN,  /* proved by her own address */
	ANNA_BY_SERVER, /* by what our mail server found out */
	ANNA_FORGED,    /* by nothing */
	MARIO,          /* the customer */
	GIULIA,         /* another one, who takes no part */
	SOMEBODY,       /* whom we do not know */
	DISABLED,       /* Anna is staff no more, and it is Luca's address */
};

enum where { NOWHERE, WRITTEN, DELIVERED };

/* A message of that sender on Mario's ticket that shows Anna's address of it. */
static struct scene *message_of(enum who who, enum where where, const char *outsider)
{
	static struct sp_auth_result vouched;
	static struct sp_shown_address shown;
	struct scene *s = answer(who == MARIO ? mario : who == GIULIA ? giulia : anna);

	if (who == SOMEBODY) {
		s->facts.sender = NULL;
		s->from.address = SP_STR("chi@altrove.example");
	}
	if (who == ANNA_BY_TOKEN)
		proven(s);
	vouched = (struct sp_auth_result){ SP_STR("dkim"), SP_STR("pass"), SP_STR("desk.example.it") };
	if (who == ANNA_BY_SERVER)
		s->message.authentication = (struct sp_authentication){ SP_STR("mx"), &vouched, 1 };
	if (who == DISABLED)
		s->people[0].state = SP_PERSON_DISABLED;
	shown = (struct sp_shown_address){ .person = &s->people[who == DISABLED],
		.person_id = who == DISABLED ? 2 : 1, .ticket_id = 99, .ticket = &s->candidate.ticket,
		.written = where == WRITTEN };
	s->facts.shown = &shown;
	s->facts.shown_count = where != NOWHERE;
	if (outsider)
		s->facts.outsider = sp_str(outsider);
	return s;
}

static void test_who_sees_it(void **state)
{
	static const struct {
		enum who who;
		enum where where;
		const char *outsider;
		bool ends;
		const char *told; /* in which mail */
	} cases[] = {
		/* A staff member: only together with somebody else who sees it. */
		{ ANNA_BY_TOKEN, WRITTEN, NULL, false, NULL },
		{ ANNA_BY_TOKEN, WRITTEN, "mario@rossi.example.it", true, "address_shown" },
		{ ANNA_BY_TOKEN, WRITTEN, "", true, "address_shown" }, /* more than we look at */
		{ ANNA_BY_TOKEN, DELIVERED, "mario@rossi.example.it", false, NULL }, /* Bcc */
		{ ANNA_BY_SERVER, WRITTEN, NULL, false, NULL },
		{ ANNA_BY_SERVER, WRITTEN, "mario@rossi.example.it", true, "address_shown" },
		{ ANNA_BY_SERVER, DELIVERED, NULL, false, NULL },
		/* Nobody of ours: wherever it stands. */
		{ ANNA_FORGED, DELIVERED, NULL, true, "unproven" },
		{ ANNA_FORGED, WRITTEN, "mario@rossi.example.it", true, "unproven" },
		{ MARIO, WRITTEN, NULL, true, "notification" },
		{ MARIO, DELIVERED, NULL, true, "notification" },
		{ GIULIA, DELIVERED, NULL, true, "address_shown" },
		{ SOMEBODY, WRITTEN, NULL, true, "address_shown" },
		{ DISABLED, DELIVERED, NULL, true, "address_shown" },
		/* Nothing is shown: nothing happens, whoever writes to whomever. */
		{ ANNA_BY_TOKEN, NOWHERE, "mario@rossi.example.it", false, NULL },
		{ ANNA_FORGED, NOWHERE, NULL, false, NULL },
		{ MARIO, NOWHERE, NULL, false, NULL },
		{ SOMEBODY, NOWHERE, NULL, false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scene *s = message_of(cases[i].who, cases[i].where, cases[i].outsider);
		const struct sp_decision *shown;
		int told = 0;

		decide(s);
		shown = find(s, SP_DO_SHOWN);
		if ((shown != NULL) != cases[i].ends)
			fail_msg("case %zu: %s", i, shown ? "ends" : "stays");
		if (shown) {
			assert_int_equal(shown->person_id, cases[i].who == DISABLED ? 2 : 1);
			assert_int_equal(shown->shown.token_ticket, 99);
			assert_int_equal(shown->ticket_id, 100);
		}
		for (size_t k = 0; k < s->plan->count; k++) {
			const struct sp_decision *d = &s->plan->items[k];

			if (d->kind != SP_DO_MAIL || !d->mail.shown)
				continue;
			told++;
			if (!cases[i].told || strcmp(d->mail.kind->name, cases[i].told) != 0)
				fail_msg("case %zu: told by %s", i, d->mail.kind->name);
			assert_int_equal(d->ticket_id, 100);
			assert_true(shown < d);
		}
		assert_int_equal(told, cases[i].told != NULL);
		end(s);
	}
}

/* The message itself is what it would be without it. */
static void test_nothing_else_changes(void **state)
{
	(void)state;
	for (enum who who = ANNA_BY_TOKEN; who <= DISABLED; who++) {
		struct scene *s = message_of(who, WRITTEN, "mario@rossi.example.it");
		struct scene *without = message_of(who, NOWHERE, "mario@rossi.example.it");
		size_t at = 0;

		/* The second made the static address anew, of the same people. */
		decide(without);
		s->facts.shown_count = 1;
		decide(s);
		for (size_t i = 0; i < s->plan->count; i++) {
			const struct sp_decision *d = &s->plan->items[i];

			if (d->kind == SP_DO_SHOWN || (d->kind == SP_DO_MAIL &&
				strcmp(d->mail.kind->name, "address_shown") == 0))
				continue;
			assert_true(at < without->plan->count);
			assert_int_equal(d->kind, without->plan->items[at].kind);
			if (d->kind == SP_DO_MAIL)
				assert_ptr_equal(d->mail.kind, without->plan->items[at].mail.kind);
			at++;
		}
		assert_int_equal(at, without->plan->count);
		assert_string_equal(s->plan->summary, without->plan->summary);
		end(without);
		end(s);
	}
}

/* Our own mail comes back, or could not be delivered to a colleague. */
static void test_came_back(void **state)
{
	struct sp_sent_mail sent = { .outbox_id = 7, .ticket_id = 100, .person_id = 1 };
	struct scene *s = message_of(SOMEBODY, WRITTEN, NULL);

	(void)state;
	s->facts.from_ourselves = true;
	decide(s);
	assert_null(find(s, SP_DO_SHOWN));
	s->facts.from_ourselves = false;
	s->message.class = SP_BOUNCE;
	s->facts.bounced = &sent;
	s->facts.bounced_ticket = &s->candidate.ticket;
	decide(s);
	assert_null(find(s, SP_DO_SHOWN));
	/* A customer's server has it. */
	sent.person_id = 11;
	decide(s);
	assert_non_null(find(s, SP_DO_SHOWN));
	s->facts.bounced = NULL;
	s->message.class = SP_AUTOMATIC;
	decide(s);
	assert_non_null(find(s, SP_DO_SHOWN));
	end(s);
}

/* His answer to an earlier mail names its ticket, proves nothing, and he is told. */
static void test_afterwards(void **state)
{
	struct scene *s = message_of(ANNA_FORGED, NOWHERE, NULL);

	(void)state;
	proven(s);
	s->facts.token.verdict = SP_TOKEN_SHOWN;
	s->candidate.match = SP_BY_TOKEN;
	decide(s);
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "claimed");
	assert_int_equal(mails(s, "unproven", ANNA), 1);
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL &&
			strcmp(s->plan->items[i].mail.kind->name, "unproven") == 0) {
			assert_true(s->plan->items[i].mail.shown);
			assert_int_equal(s->plan->items[i].ticket_id, 100);
		}
	end(s);
	s = message_of(ANNA_BY_SERVER, NOWHERE, NULL);
	proven(s);
	s->facts.token.verdict = SP_TOKEN_SHOWN;
	s->candidate.match = SP_BY_TOKEN;
	decide(s);
	assert_string_equal(s->plan->summary, "replied");
	assert_null(find(s, SP_DO_ALARM));
	end(s);
}

/* Restricted data: the address ends all the same. */
static void test_restricted(void **state)
{
	struct scene *s = message_of(MARIO, DELIVERED, NULL);

	(void)state;
	s->mario.restriction = SP_RESTRICTED_ASKED;
	s->candidate.ticket.restricted = true;
	decide(s);
	assert_non_null(find(s, SP_DO_SHOWN));
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_sees_it),
		cmocka_unit_test(test_nothing_else_changes),
		cmocka_unit_test(test_came_back),
		cmocka_unit_test(test_afterwards),
		cmocka_unit_test(test_restricted),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
